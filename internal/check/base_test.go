package check_test

import (
	"slices"
	"strings"
	"testing"

	"tradeoff/internal/check"
)

// against is the project as it is checked against another state of it, with the state
// that the base has now; nil where it is the same. renamed are the old paths by the new.
func (p project) against(t *testing.T, base, tip project, renamed map[string]string) []string {
	t.Helper()
	opened := p.open(t)
	opened.Base, opened.Renamed = base.open(t).Log, renamed
	if tip != nil {
		opened.Tip = tip.open(t).Log
	}
	var out []string
	for _, f := range check.Run(opened) {
		out = append(out, f.String())
	}
	return out
}

// clone is the project with some of its files written anew; one without text goes.
func (p project) clone(files ...string) project {
	out := project{}
	for name, text := range p {
		out[name] = text
	}
	for i := 0; i+1 < len(files); i += 2 {
		if out[files[i]] = files[i+1]; files[i+1] == "" {
			delete(out, files[i])
		}
	}
	return out
}

func TestNumbersOfTheBase(t *testing.T) {
	base := project{"d/0001-a.md": byHand}
	theirs := base.clone("d/0002-theirs.md", byHand)
	for _, tt := range []struct {
		name      string
		head, tip project
		renamed   map[string]string
		want      string
	}{
		{"another number", base.clone("d/0003-mine.md", byHand), theirs, nil, ""},
		{"taken since", base.clone("d/0002-mine.md", byHand), theirs, nil, "d/0002-mine.md: the number 0002 is taken on the base by 0002-theirs.md [duplicate-number]"},
		{"in another folder", base.clone("d/e/0002-mine.md", byHand), theirs, nil, ""},
		{"the same one", base.clone("d/0002-theirs.md", byHand+"More.\n"), theirs, nil, ""},
		{"renamed here", project{"d/0001-b.md": byHand}, theirs, map[string]string{"d/0001-b.md": "d/0001-a.md"}, ""},
		{"renamed there", base.clone(), theirs.clone("d/0001-a.md", "", "d/0001-b.md", byHand), nil, ""},
		{"merged", theirs.clone("d/0002-mine.md", byHand), theirs, nil, "d/0002-mine.md: the number 0002 belongs to 0002-theirs.md too [duplicate-number]"},
		{"merged, and last by name", theirs.clone("d/0002-yours.md", byHand), theirs, nil, "d/0002-yours.md: the number 0002 belongs to 0002-theirs.md too [duplicate-number]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := slices.DeleteFunc(tt.head.against(t, base, tt.tip, tt.renamed), func(f string) bool { return !strings.Contains(f, "[duplicate-number]") })
			if tt.want == "" && len(got) > 0 || tt.want != "" && (len(got) != 1 || got[0] != tt.want) {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}
