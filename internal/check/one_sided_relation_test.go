package check_test

import (
	"strings"
	"testing"

	"tradeoff/internal/check"
)

func TestFixOneSided(t *testing.T) {
	secret := "---\nstatus: accepted\ndate: 2026-01-01\nvisibility: restricted\nsupersedes: 0001\n---\n# Something secret\n\n## Context and Problem Statement\n\nText.\n\n## Decision Outcome\n\nText.\n"
	for _, tt := range []struct {
		name  string
		files project
		want  map[string]string // by the file that is written, a line that it has then
	}{
		{"the older end", project{"d/0001-a.md": nygard("Accepted"), "d/0002-b.md": nygard("Accepted\n\nSupersedes [1. A](0001-a.md)")}, map[string]string{"d/0001-a.md": "Superseded by [2. A](0002-b.md)"}},
		{"the newer end", project{"d/0001-a.md": nygard("Superseded by [2. B](0002-b.md)"), "d/0002-b.md": nygard("Accepted")}, map[string]string{"d/0002-b.md": "Supersedes [1. A](0001-a.md)"}},
		{"two of one", project{"d/0001-a.md": nygard("Accepted"), "d/0002-b.md": nygard("Accepted\n\nAmends [1. A](0001-a.md)"), "d/0003-c.md": nygard("Accepted\n\nAmends [1. A](0001-a.md)")},
			map[string]string{"d/0001-a.md": "Amended by [2. A](0002-b.md)\n\nAmended by [3. A](0003-c.md)"}},
		{"a part", project{"d/0001-a.md": nygard("Accepted"), "d/0002-b.md": nygard("Accepted\n\nPartly supersedes [1. A](0001-a.md#context)")}, map[string]string{"d/0001-a.md": "Accepted\n\nPartly superseded by [2. A](0002-b.md)"}},
		{"an input", project{"d/0001-a.md": nygard("Accepted"), "d/0002-b.yaml": strings.Replace(good, "proposed", "deprecated", 1) + "links: [{amends: 0001}]\n"}.rendered(t), map[string]string{"d/0001-a.md": "Amended by [2. A](0002-b.md)"}},
		{"an input's own end", project{"d/0001-a.md": nygard("Superseded by [2. B](0002-b.md)"), "d/0002-b.yaml": strings.Replace(good, "proposed", "deprecated", 1)}.rendered(t), nil},
		{"a secret", project{"d/0001-a.md": nygard("Accepted"), "d/0002-b.md": secret}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := tt.files.run(t)
			if len(before) != 1 && tt.name != "two of one" || !strings.Contains(before[0], "[one-sided-relation]") {
				t.Fatalf("found %q", before)
			}
			files, _, err := check.Fix(tt.files.open(t), "one-sided-relation")
			if err != nil || len(files) != len(tt.want) {
				t.Fatalf("writes %d files: %v", len(files), err)
			}
			for name, line := range tt.want {
				if !strings.Contains(string(files[name]), "\n"+line+"\n") {
					t.Errorf("%s:\n%s", name, files[name])
				}
				tt.files = tt.files.clone(name, string(files[name]))
			}
			if after := tt.files.run(t); tt.want != nil && len(after) > 0 {
				t.Errorf("afterwards: %q", after)
			}
		})
	}
}

// A command line names a decision by its number only where no other has it.
func TestLinkHint(t *testing.T) {
	p := project{"d/0001-a.md": nygard("Accepted"), "d/e/0001-x.md": nygard("Accepted"), "d/0002-b.md": nygard("Accepted\n\nPartly supersedes [1. A](0001-a.md#context)")}
	for _, f := range check.Run(p.open(t)) {
		if want := "run tradeoff link 0002 supersedes d/0001-a.md#context, which writes the other end"; f.Hint != want {
			t.Errorf("%s\n%s", f, f.Hint)
		}
	}
}
