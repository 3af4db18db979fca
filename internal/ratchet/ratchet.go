// Package ratchet is for tests alone: it holds faults that are known and not
// mended yet.
package ratchet

import "testing"

// Known reports err, unless fault names a fault that is known. Then err is
// expected, and its absence fails the test until the fault is struck off, so
// that a mended fault cannot come back unseen.
func Known(t *testing.T, fault string, err error) {
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
