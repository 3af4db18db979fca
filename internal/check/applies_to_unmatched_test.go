package check

import "testing"

func TestAppliesToHint(t *testing.T) {
	p := &Project{Tree: func() ([]string, error) {
		return []string{"services/thumbnails/a.go", "backend/billing/b.go", "web/app/x.ts", "web/lib/app/y.ts", "docs/readme.md"}, nil
	}}
	tree := p.newTree()
	for glob, want := range map[string]string{
		"services/thumbnials/**": "did you mean services/thumbnails/**?",
		"./sevices/thumbnails":   "did you mean services/thumbnails?",
		"services/billing/*.go":  "did you mean backend/billing/*.go?",
		"services/app/**":        "correct it, or take it away; it is read from the project's root", // two folders have the name
		"services/*/x":           "correct it, or take it away; it is read from the project's root",
		"docs/readme.rst":        "did you mean docs/readme.md?",
		"docs/readem.md":         "did you mean docs/readme.md?",
		`services\thumbnails\**`: `write / between folders, not \`,
		"nothing/like/it":        "correct it, or take it away; it is read from the project's root",
	} {
		if tree.has(glob) {
			t.Errorf("%s means something", glob)
		}
		if got := tree.hint(glob); got != want {
			t.Errorf("%s: %q, want %q", glob, got, want)
		}
	}
	for _, glob := range []string{"services/thumbnails", "services", "**/*.ts", "docs/readme.md", "docs/readme.md/", "/", "{x,web}/**", "web/*/"} {
		if !tree.has(glob) {
			t.Errorf("%s means nothing", glob)
		}
	}
	if (&Project{}).newTree() != nil {
		t.Error("files of nowhere")
	}
}
