package cli

import (
	"testing"
	"testing/fstest"

	"tradeoff/internal/config"
)

// TestSettingLine writes what it tells into a settings' file of each format, under the
// key that it names, and reads it back.
func TestSettingLine(t *testing.T) {
	for _, test := range []struct{ file, line, whole string }{
		{"tradeoff.yaml", "layouts: own, under site:", "site:\n  layouts: own\n"},
		{"tradeoff.toml", `layouts = "own", under [site]`, "[site]\nlayouts = \"own\"\n"},
		{"tradeoff.json", `"layouts": "own", under "site"`, `{"site": {"layouts": "own"}}`},
	} {
		if got := settingLine(test.file, "site", "layouts", "own"); got != test.line {
			t.Errorf("%s: %s, want %s", test.file, got, test.line)
		}
		s, findings := config.Load(fstest.MapFS{test.file: {Data: []byte(test.whole)}}, "", config.Layers{})
		if len(findings) > 0 || s.Layouts != "own" {
			t.Errorf("%s: it is read as %q: %v", test.file, s.Layouts, findings)
		}
	}
	if got := settingLine("tradeoff.toml", "", "themes", "themes"); got != `themes = "themes"` {
		t.Errorf("a key that stands alone: %s", got)
	}
}
