package convert_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
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

// The pieces that random records are made of: what people write, and what is easily
// lost, in any order.
var (
	fronts = []string{"", "", "---\nstatus: accepted\n---\n", "---\n# a comment\nstatus: \"superseded by ADR-0002\"\ndeciders: [a, \"[b](u)\"] # who\nnav_order: 007\n---\n",
		"---\nStatus: Proposed\ndate: 2024-01-02T00:00:00Z\ntags: x, Y\nrelated: 0002-b.md\nowner: {a: [1, 02]}\n---\n", "---\ntitle: Front title\n---\n", "---\n# only a comment\n---\n",
		"---\ndecision-makers:\n  - a # first\n  - b\nconsulted: null\n---\n"}
	tops  = []string{"# T\n", "# 1. Title of it\n", "# ADR 0001: `Code` and *more* <!-- c -->\n", "T\n=\n", "", "<!-- above -->\n# T <br> x #\n", "# 12 - Other number\n", "[![b](c)](d)\n\n# [Linked](e) title\n"}
	metas = []string{"", "* Status: accepted\n* Date: 2024-01-02\n", "- **Status:** Approved ✅\n- Deciders: a,\n  b\n- Epic: E-1\n- free item\n", "Status: accepted\nDate: 12/05/2023\nTicket: 7\nand text\n", "Date: never\n\nStatus: done\n\nSupersedes: [B](0002-b.md)\n",
		"| Status | Date | Author(s) |\n|--|--|--|\n| Accepted | 2024-01-02 | [x](y) |\n", "| Key | Value |\n|--|--|\n| Status | accepted |\n| Team | t |\n", "Technical Story: [S](t) <!-- story -->\n", "> superseded by [B](0002-b.md)\n", "* Status: accepted <!-- x -->\n  * nested\n", "Intro: not metadata\n", "1. Status: accepted\n"}
	heads  = []string{"Status", "Context", "Context and Problem Statement", "Background", "Decision Drivers", "Considered Options", "Options", "Decision Outcome", "Decision", "Consequences", "Positive Consequences", "Negative Consequences", "Confirmation", "Pros and Cons of the Options", "Links", "More Information", "Notes", "Own <!-- optional -->", "`Code` & <b>x</b>", "A", "B", "Worst Cases"}
	bodies = []string{"", "Text.\n", "Accepted\n", "Accepted, but see below\n\nAmends [2. B](0002-b.md)\n", "Superceded by [2. B](0002-b.md)\n", "* A\n* B\n", "* A: said of it\n* [B](u)\n", "1. A\n2. B\n", "* **A**: first\n* **B** - second\n", "* A\n  * nested\n* B\n",
		"Chosen option: \"A\", because it is.\n", "Chosen option: \"Z\", because of:\n\n* one\n* two\n", "Chosen option: **B** (see below)\n\nMore.\n", "We chose A.\n", "* Good, because x\n* Neutral, because y\n* Bad, because z.\n", "* Bad, because z\n* Good, because x\n", "* Good, because it <b>is</b>\n",
		"### A\n\nSaid.\n\n* Good, because x\n\n### B\n\n* Bad, because y\n", "### A\n\n* Good, because x\n\n<!-- c -->\n", "### Positive\n\n* p\n\n### Negative\n\n* n\n", "### Consequences\n\n* Good, because g\n\n### Confirmation\n\nTest.\n\n### Own\n\nx\n", "* Supersedes [0002 B](0002-b.md)\n", "* Amended by [B](0002-b.md)\n", "* [elsewhere](https://e.org)\n* Relates to [B](0002-b.md)\n",
		"| a | b |\n|--|--|\n| 1 | 2 |\n", "```\n# no heading\n\n\n* no list\n```\n", "    indented\n", "<details>\n\nx\n\n</details>\n", "<!-- a comment -->\n", "[r]: https://e.org \"t\"\n", "See [r] and[^1].\n\n[^1]: foot\n", "> quote\n> * item\n", "Sub\n---\n\ntext\n", "***\n", "- [ ] todo\n- [x] A\n", "{placeholder}\n", "x  \nhard\\\nbreak\n", "* d\n* d\n", "### A <!-- c -->\n\n* Good, because x\n", "**A**\n\ntext\n\n**B**\n\ntext\n"}
)

// TestAnyRecord converts records that are made at random. RANDOM_RECORDS says how
// many, beyond the usual few.
func TestAnyRecord(t *testing.T) {
	built, bad := render.LoadTemplates([]render.Folder{{FS: templates.FS, Dir: "."}}, fstest.MapFS{}, nil)
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	n := 1500
	if more, err := strconv.Atoi(os.Getenv("RANDOM_RECORDS")); err == nil {
		n = more
	}
	converted := 0
	for i := range n {
		random := rand.New(rand.NewPCG(7, uint64(i)))
		pick := func(from []string) string { return from[random.IntN(len(from))] }
		text := pick(fronts) + pick(tops)
		for range random.IntN(3) {
			text += "\n" + pick(metas)
		}
		for range random.IntN(7) {
			text += "\n" + strings.Repeat("#", 1+random.IntN(3)) + " " + pick(heads) + "\n"
			for range random.IntN(4) {
				text += "\n" + pick(bodies)
			}
		}
		if random.IntN(8) == 0 {
			text = strings.ReplaceAll(text, "\n", "\r\n")
		}
		if random.IntN(12) == 0 {
			text = "\ufeff" + text
		}
		files := fstest.MapFS{"d/0001-a.md": {Data: []byte(text)}, "d/0002-b.md": {Data: []byte("# 2. B\n\n## Status\n\nAccepted\n\nSupersedes [1. A](0001-a.md)\n\nAmends [1. A](0001-a.md)\n\n## Context\n\nC\n")}}
		log, err := ledger.Open(context.Background(), files, ledger.Options{Dirs: []string{"d"}})
		if err != nil {
			t.Fatal(err)
		}
		o := convert.Options{Status: decision.Accepted, Today: "2026-11-23", ProseInInput: random.IntN(2) == 0,
			Format: []source.Format{source.YAML, source.TOML, source.JSON}[random.IntN(3)], Template: pick([]string{"madr", "nygard", "bullets", "y-statement"})}
		c := &convert.Converter{Log: log, Templates: built, Options: o}
		results, _ := c.Convert(log.Entries[:1])
		res := results[0]
		if res.Input != nil {
			converted++
		}
		for _, f := range res.Findings {
			if strings.Contains(f.Hint, "fault of the program") {
				t.Errorf("%d: %s\n%s", i, f, fmt.Sprintf("%+v\n%s", o.Template, text))
			}
		}
		if t.Failed() && os.Getenv("RANDOM_RECORDS") == "" {
			return
		}
	}
	t.Logf("%d of %d records converted", converted, n)
	if converted < n/3 {
		t.Errorf("only %d of %d random records were converted: the pieces say too little", converted, n)
	}
}
