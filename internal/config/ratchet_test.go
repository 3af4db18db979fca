package config_test

import "testing"

// ratchet reports err, unless fault names a fault that is known and not mended
// yet. Then err is expected, and its absence asks for the fault to be struck off.
func ratchet(t *testing.T, fault string, err error) {
	t.Helper()
	switch {
	case fault == "" && err != nil:
		t.Error(err)
	case fault != "" && err == nil:
		t.Errorf("mended: %s; strike the fault off in this test", fault)
	case fault != "":
		t.Logf("known fault: %s: %v", fault, err)
	}
}
