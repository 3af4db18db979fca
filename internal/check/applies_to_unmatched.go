package check

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
)

var appliesToUnmatched = Rule{
	ID: "applies-to-unmatched", Severity: diag.Warning, Eases: true,
	Summary: "a decision applies to files that are not there",
	run: func(p *Project, r *reporter) {
		var t *tree // once it is asked for
		for _, e := range p.entries() {
			if s := e.Standing(); s != decision.Accepted && s != decision.Proposed {
				continue
			}
			for _, glob := range e.AppliesTo() {
				if fault := ledger.PatternFault(glob.Pattern); fault != "" {
					r.on(e, glob.Pos, fmt.Sprintf("applies-to: %q %s", glob.Pattern, fault), "write a path from the project's root, as in services/thumbnails/**")
					continue
				}
				if t == nil {
					if t = p.newTree(); t == nil {
						continue
					}
				}
				if !t.has(glob.Pattern) {
					r.on(e, glob.Pos, fmt.Sprintf("applies-to: %s means no file of the project", glob.Pattern), t.hint(glob.Pattern))
				}
			}
		}
	},
}

// tree is the files of a project, in order, and its folders.
type tree struct {
	files   []string
	folders map[string]map[string]bool // the names that each holds
	known   map[string]bool            // globs by whether they mean anything
}

// newTree is nil where the files cannot be known.
func (p *Project) newTree() *tree {
	if p.Tree == nil {
		return nil
	}
	files, err := p.Tree()
	if err != nil {
		return nil
	}
	t := &tree{files: slices.Sorted(slices.Values(files)), folders: map[string]map[string]bool{".": {}}, known: map[string]bool{}}
	for _, file := range t.files {
		for at := file; at != "."; at = path.Dir(at) {
			dir := path.Dir(at)
			if t.folders[dir] == nil {
				t.folders[dir] = map[string]bool{}
			}
			if t.folders[dir][path.Base(at)] {
				break
			}
			t.folders[dir][path.Base(at)] = true
		}
	}
	return t
}

func (t *tree) has(glob string) bool {
	has, known := t.known[glob]
	if !known {
		has = ledger.MatchesAny(glob, t.files)
		t.known[glob] = has
	}
	return has
}

// hint says what a glob that means nothing may have been meant to be: with another name
// in the place of the first that is not there, or with a folder that was moved.
func (t *tree) hint(glob string) string {
	usual := "correct it, or take it away; it is read from the project's root"
	if strings.Contains(glob, `\`) && !strings.Contains(glob, "/") {
		return `write / between folders, not \`
	}
	parts := strings.Split(strings.TrimPrefix(strings.TrimPrefix(glob, "./"), "/"), "/")
	dir := "."
	for i, part := range parts {
		if part == "" || strings.ContainsAny(part, `*?[{\`) {
			return usual
		}
		if t.folders[dir][part] {
			dir = path.Join(dir, part)
			continue
		}
		near := diag.Suggest(part, slices.Sorted(maps.Keys(t.folders[dir])))
		if near != "" {
			return "did you mean " + strings.Join(slices.Concat(parts[:i], []string{near}, parts[i+1:]), "/") + "?"
		}
		if now := t.only(part); now != "" {
			return "did you mean " + strings.Join(append([]string{now}, parts[i+1:]...), "/") + "?"
		}
		return usual
	}
	return usual
}

// only is the one folder of that name, "" where there is none or more than one.
func (t *tree) only(name string) string {
	found := ""
	for folder := range t.folders {
		if path.Base(folder) != name {
			continue
		}
		if found != "" {
			return ""
		}
		found = folder
	}
	return found
}
