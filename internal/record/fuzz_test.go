package record

import (
	"bytes"
	"strings"
	"testing"

	"tradeoff/internal/decision"
)

// seeds are records of each dialect, and the edges between them.
var seeds = []string{
	"", "\n", "---\n---\n", "---\nstatus: accepted\n---\n# X\n", "\ufeff---\r\nstatus: 'a'\r\ndate: 2024-01-05\r\n---\r\n\r\n# 7. X\r\n",
	"# 1. X\n\nDate: 2024-01-05\n\n## Status\n\nAccepted\n\nSuperceded by [2. Y](0002-y.md)\n\n## Context\n\nText.\n",
	"# X\n\n* Status: proposed\n* Deciders: a, b\n* Date: 2024-01-05\n\n## Links\n\n* Amends [a](b.md)\n",
	"X\n===\n\n**Status**: draft\\\n**Date**: 05/01/2024\n", "# X\n\n" + Wrap("lead", "a\n\n- b\n") + Mark{Head: "a", Input: "b"}.Line(),
	"- Status:\n-\n\n  > - Date:\n```\n# X", "## Status\n\n* 2024-01-05 x\n* 2024-02-05 approved", "# X\n---\nDate:\n\tStatus: x\n", "---\nstatus: [\n---\nStatus: a",
}

func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := Parse("0001-x.md", []byte(text))
		if r.Title == "" {
			t.Error("no title")
		}
		if out, err := r.Apply(nil); err != nil || string(out) != text {
			t.Errorf("Apply(nil): %v", err)
		}
		for _, b := range r.Blocks {
			if !(b.Start < b.Body && b.Body <= b.Close && b.Close < b.End && b.End <= len(text)) {
				t.Errorf("block %+v", b)
			}
			body := "new\n"
			out, err := r.Apply([]Edit{r.SetBlock(b, body)})
			if err != nil {
				t.Fatal(err)
			}
			again := Parse("0001-x.md", out).Block(b.Name)
			if again == nil || Parse("0001-x.md", out).BlockBody(*again) != body || again.Hash != Hash(body) {
				t.Errorf("SetBlock gave %q", out)
			}
			if !bytes.HasPrefix(out, []byte(text[:b.Start])) || !bytes.HasSuffix(out, []byte(text[b.Close:])) {
				t.Errorf("SetBlock changed other bytes: %q", out)
			}
		}
		for _, s := range r.Sections {
			if !(s.Start < s.Body && s.Body <= s.End && s.End <= len(text)) {
				t.Errorf("section %+v", s)
			}
		}
		for _, l := range r.Links() {
			if l.Pos.Line < 1 || l.Pos.Col < 1 || l.Pos.Line > strings.Count(text, "\n")+1 {
				t.Errorf("link %+v", l)
			}
		}
		r.Anchors()
		if e, ok := r.SetTitle("New title"); ok {
			out, err := r.Apply([]Edit{e})
			if got := Parse("0001-x.md", out).Title; err != nil || got != "New title" {
				t.Errorf("title %q, %v", got, err)
			}
		}
	})
}

func FuzzSetStatus(f *testing.F) {
	for i, s := range seeds {
		f.Add(s, uint8(i), "2024-02-03", "a")
		f.Add(s, uint8(i+1), "", "")
	}
	f.Fuzz(func(t *testing.T, text string, which uint8, date, maker string) {
		status := append(decision.Statuses(), decision.Superseded)[int(which)%6]
		var makers []string
		if maker != "" {
			makers = []string{maker, "second"}
		}
		if strings.ContainsAny(maker, "\r\n") {
			return
		}
		checkSetStatus(t, "0001-x.md", []byte(text), status, date, makers, false)
	})
}

func BenchmarkParse(b *testing.B) {
	prose := strings.Repeat("Load comes in bursts, and nobody waits for a [thumbnail](thumbnail.md) that is *late* by a second or two.\nThat is why.\n\n", 8)
	body := "## Context and Problem Statement\n\n" + prose + "## Considered Options\n\n* Functions\n* A worker\n\n## Decision Outcome\n\nChosen option: \"Functions\", because `x`.\n\n" + prose + Wrap("worst-cases", "| a | b |\n|---|---|\n| c | d |\n")
	for name, text := range map[string]string{
		"madr":    "---\nstatus: accepted\ndate: 2026-02-11\ndecision-makers: [team-a, team-b]\nconsulted: platform guild\ntags: [media, cost]\n---\n# Run thumbnails as functions\n\n" + body,
		"nygard":  "# 7. Run thumbnails as functions\n\nDate: 2026-02-11\n\n## Status\n\nAccepted\n\nAmends [3. X](0003-x.md)\n\n" + body,
		"bullets": "# Run thumbnails as functions\n\n* Status: accepted\n* Date: 2026-02-11\n* Deciders: a, b\n\n" + body,
	} {
		data := []byte(text)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				Parse("decisions/0007-run-thumbnails-as-functions.md", data)
			}
		})
	}
}
