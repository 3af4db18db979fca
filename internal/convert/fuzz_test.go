package convert_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"tradeoff/internal/convert"
	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
	"tradeoff/internal/render"
	"tradeoff/internal/source"
	"tradeoff/templates"
)

// FuzzConvert converts whatever there is. It must not panic, and what it refuses it
// must not refuse because of a fault of its own.
func FuzzConvert(f *testing.F) {
	for _, text := range dialects {
		f.Add(text, false)
		f.Add(text, true)
	}
	if os.Getenv("CORPORA_SEEDS") != "" {
		names, _ := filepath.Glob(corpora + "/*/docs/*/*.md")
		for _, name := range names {
			data, _ := os.ReadFile(name)
			f.Add(string(data), len(data)%2 == 0)
		}
	}
	built, bad := render.LoadTemplates([]render.Folder{{FS: templates.FS, Dir: "."}}, fstest.MapFS{}, nil)
	if len(bad) > 0 {
		f.Fatal(bad)
	}
	f.Fuzz(func(t *testing.T, text string, inInput bool) {
		if len(text) > 1<<16 {
			return
		}
		files := fstest.MapFS{"d/0001-a.md": {Data: []byte(text)}, "d/0002-b.md": {Data: []byte("# B\n\nStatus: accepted\n\nSupersedes: 0001\n\n## Context\n\nC\n")}}
		log, err := ledger.Open(context.Background(), files, ledger.Options{Dirs: []string{"d"}})
		if err != nil {
			t.Fatal(err)
		}
		c := &convert.Converter{Log: log, Templates: built, Options: convert.Options{Status: decision.Accepted, Today: "2026-11-23", ProseInInput: inInput, Format: source.YAML}}
		results, _ := c.Convert(log.Entries)
		for _, res := range results {
			for _, finding := range res.Findings {
				if strings.Contains(finding.Hint, "fault of the program") {
					t.Errorf("%s", finding)
				}
			}
			if res.Input == nil && !res.Findings.HasErrors() {
				t.Errorf("%s is neither converted nor refused", res.Entry.Path)
			}
		}
	})
}

// dialects are a record of each, small, with what is easily lost.
var dialects = []string{
	"---\nstatus: accepted\ndeciders: a, b\nnav_order: 0042 # kept\n---\n# T\n\n## Context and Problem Statement\n\nC\n\n## Considered Options\n\n* A\n* B\n\n## Decision Outcome\n\nChosen option: \"A\", because it is.\n\n### Consequences\n\n* Good, because x\n* Bad, because y\n\n## Pros and Cons of the Options\n\n### A\n\n* Good, because x\n\n### B\n\n* Bad, because y\n",
	"# 7. T\n\nDate: 2024-01-02\n\n## Status\n\nAccepted\n\nAmends [2. B](0002-b.md)\n\n## Context\n\nC\n\n## Decision\n\nD\n\n## Consequences\n\nE\n",
	"# T <!-- c -->\n\nIntro\n\n* Status: accepted\n* Deciders: a, [b](c)\n* Date: 2024-01-02\n* Epic: x\n\nTechnical Story: y\n\n## Decision Drivers <!-- optional -->\n\n* d\n\n### Positive Consequences\n\n* p\n\n## Links\n\n* Related to [B](0002-b.md)\n",
	"| Status | Date | Author(s) |\n|--|--|--|\n| Accepted | 2024-01-02 | [x](y) |\n\n# T\n\n[r]: s\n",
	"Status: accepted\n\nT\n=\n\n```\ncode\n```\n\n<details>\n\nx\n\n</details>\n",
}
