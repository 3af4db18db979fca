package review_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/content"
	"tradeoff/internal/catalog"
	"tradeoff/internal/ledger"
	"tradeoff/internal/review"
)

func openLog(t *testing.T, files map[string]string) *ledger.Log {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	log, err := ledger.Open(context.Background(), fsys, ledger.Options{Dirs: []string{"d"}})
	if err != nil {
		t.Fatal(err)
	}
	return log
}

func catalogs(t *testing.T) catalog.Set {
	t.Helper()
	set, findings := catalog.LoadAll(catalog.Folder{FS: content.FS, Dir: "tradeoffs"})
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return set
}

// compared is a comparison in lines, as a table's want says it.
func compared(t *testing.T, base, head map[string]string, renamed map[string]string) string {
	t.Helper()
	set := catalogs(t)
	r := review.Compare(review.Inputs{Base: openLog(t, base), Head: openLog(t, head), BaseCatalogs: set, HeadCatalogs: set, Renamed: renamed})
	var b strings.Builder
	for _, c := range r.Decisions {
		b.WriteString(string(c.Kind) + " " + c.ID + " " + string(c.Was) + ">" + string(c.Status))
		if c.From != "" {
			b.WriteString(" from " + c.From)
		}
		if len(c.By) > 0 {
			b.WriteString(" by " + strings.Join(c.By, ","))
		}
		b.WriteString("\n")
		for _, v := range c.Values {
			b.WriteString("  " + v.Key + ": " + v.From + " → " + v.To)
			if len(v.Effects) > 0 {
				b.WriteString(" | " + strings.Join(v.Effects, " | "))
			}
			b.WriteString("\n")
		}
		for _, p := range c.Prose {
			b.WriteString("  " + p.Heading + ":")
			for _, w := range p.Words {
				b.WriteString(" " + map[review.Op]string{review.Same: "=", review.Insert: "+", review.Delete: "-"}[w.Op] + strings.TrimSpace(w.Text))
			}
			b.WriteString("\n")
		}
		for _, k := range c.Risks {
			b.WriteString("  risk " + k.WorstCase + " " + string(k.Met) + " " + k.Answer + "\n")
		}
	}
	return b.String()
}

func edited(files map[string]string, name, old, now string) map[string]string {
	out := map[string]string{}
	for k, v := range files {
		out[k] = v
	}
	if name != "" {
		out[name] = strings.Replace(out[name], old, now, 1)
	}
	return out
}

func TestCompare(t *testing.T) {
	const plain = "---\nstatus: accepted\ndate: 2026-01-01\ndecision-makers: [ann, bob]\n---\n# Use a queue\n\n## Context and Problem Statement\n\nWe have 8 engineers, and mail waits.\n\n## Considered Options\n\n* A queue\n* A table\n\n## Decision Outcome\n\nChosen option: \"A queue\", because it waits.\n"
	const nygard = "# 3. Take SQL\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\n## Context\n\nText.\n\n## Decision\n\nSQL.\n"
	const with = "format: tradeoff/1\ntitle: Style\nstatus: proposed\ntradeoffs: architecture-style\nprofile: {engineers: 8}\n"
	base := map[string]string{"d/0001-use-a-queue.md": plain, "d/0002-style.yaml": with, "d/0003-take-sql.md": nygard}
	for _, tt := range []struct {
		name    string
		head    map[string]string
		renamed map[string]string
		want    string
	}{
		{"nothing", base, nil, ""},
		{"white space and comments", edited(base, "d/0001-use-a-queue.md", "and mail waits.", "and\nmail  waits.\n\n<!-- so -->"), nil, ""},
		{"a word", edited(base, "d/0001-use-a-queue.md", "8 engineers", "60 engineers"), nil,
			"changed 0001 accepted>accepted\n  Context and Problem Statement: =We have -8 +60 =engineers, and mail waits.\n"},
		{"people", edited(base, "d/0001-use-a-queue.md", "[ann, bob]", "[bob, cid]"), nil, "changed 0001 accepted>accepted\n  decision-makers: ann → cid\n"},
		{"an order of people", edited(base, "d/0001-use-a-queue.md", "[ann, bob]", "[bob, ann]"), nil, ""},
		{"the choice", edited(base, "d/0001-use-a-queue.md", "Chosen option: \"A queue\"", "Chosen option: \"A table\""), nil,
			"changed 0001 accepted>accepted\n  chosen: A queue → A table\n  Decision Outcome: =Chosen option: \"A -queue\", +table\", =because it waits.\n"},
		{"the profile", edited(base, "d/0002-style.yaml", "8", "60"), nil,
			"changed 0002 proposed>proposed\n  profile.engineers: 8 → 60 | monolith's team size: fits → strains"},
		{"the status", edited(base, "d/0002-style.yaml", "proposed", "rejected"), nil, "changed 0002 proposed>rejected\n"},
		{"renamed", map[string]string{"d/0004-take-a-queue.md": plain, "d/0002-style.yaml": with, "d/0003-take-sql.md": nygard}, map[string]string{"d/0004-take-a-queue.md": "d/0001-use-a-queue.md"},
			"changed 0004 accepted>accepted from d/0001-use-a-queue.md\n"},
		{"renumbered without a word of git", map[string]string{"d/0004-use-a-queue.md": plain, "d/0002-style.yaml": with, "d/0003-take-sql.md": nygard}, nil,
			"changed 0004 accepted>accepted from d/0001-use-a-queue.md\n"},
		{"removed", map[string]string{"d/0002-style.yaml": with, "d/0003-take-sql.md": nygard}, nil, "removed 0001 accepted>\n"},
		{"superseded", edited(edited(base, "d/0003-take-sql.md", "Accepted", "Superseded by [5. New](0005-new.md)"), "", "", ""), nil, ""},
		{"new", edited(edited(base, "", "", ""), "d/0009-new.md", "", "---\nstatus: proposed\n---\n# New\n\n## Considered Options\n\n* A\n* B\n\n## Decision Outcome\n\nChosen option: \"\", because …\n"), nil, "new 0009 >proposed\n  options:  → A, B\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := compared(t, base, tt.head, tt.renamed)
			if tt.name == "superseded" {
				tt.head["d/0005-new.md"] = strings.Replace(nygard, "# 3. Take SQL", "# 5. New", 1) + "\n## Links\n\n* Supersedes [3. Take SQL](0003-take-sql.md)\n"
				got = compared(t, base, tt.head, nil)
				if !strings.Contains(got, "superseded 0003 accepted>superseded by 0005\nnew 0005 >accepted\n") {
					t.Error(got)
				}
				return
			}
			if tt.name == "the profile" {
				if !strings.HasPrefix(got, tt.want) {
					t.Error(got)
				}
				return
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Of a restricted decision its number and its statuses are told, and no text of another
// names it.
func TestCompareRestricted(t *testing.T) {
	const secret = "---\nstatus: proposed\nvisibility: restricted\n---\n# Pay the ransom\n\nWords.\n"
	base := map[string]string{"d/0001-pay-the-ransom.md": secret, "d/0002-a.md": "---\nstatus: accepted\n---\n# A\n\nText.\n"}
	head := edited(edited(base, "d/0001-pay-the-ransom.md", "proposed", "accepted"), "d/0002-a.md", "Text.", "As we pay the ransom, see [it](0001-pay-the-ransom.md).")
	set := catalogs(t)
	for _, in := range []review.Inputs{
		{Base: openLog(t, base), Head: openLog(t, head), BaseCatalogs: set, HeadCatalogs: set},
		{Base: openLog(t, edited(base, "d/0001-pay-the-ransom.md", "visibility: restricted\n", "")), Head: openLog(t, head), BaseCatalogs: set, HeadCatalogs: set},
		{Base: openLog(t, base), Head: openLog(t, edited(head, "d/0001-pay-the-ransom.md", "visibility: restricted\n", "")), BaseCatalogs: set, HeadCatalogs: set},
		{Base: openLog(t, base), Head: openLog(t, map[string]string{"d/0002-a.md": head["d/0002-a.md"]}), BaseCatalogs: set, HeadCatalogs: set},
	} {
		r := review.Compare(in)
		var b strings.Builder
		if err := review.JSON(&b, r); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(strings.ToLower(b.String()), "ransom") || !strings.Contains(b.String(), `"id": "0001"`) {
			t.Errorf("%s", b.String())
		}
	}
}

// The words of a comparison are those of both texts, whatever they are.
func FuzzWords(f *testing.F) {
	f.Add("a b c", "a x c")
	f.Add("", "a\n\nb")
	f.Add("a a a b", "b a a a")
	f.Add(strings.Repeat("a b\n\n", 40), strings.Repeat("c a d\n\n", 50))
	f.Add("\u00a0x", "x\u00a0")
	f.Fuzz(func(t *testing.T, from, to string) {
		words, _ := review.WordsOf(from, to)
		var was, now, exact strings.Builder
		last := review.Op("")
		for _, w := range words {
			if w.Op != review.Insert {
				was.WriteString(" " + w.Text)
			}
			if w.Op != review.Delete {
				now.WriteString(" " + w.Text)
				exact.WriteString(w.Text)
			}
			if w.Op == last || w.Text == "" {
				t.Errorf("two runs of %s, or an empty one: %q", last, words)
			}
			last = w.Op
		}
		if exact.String() != to && strings.TrimSpace(to) != "" {
			t.Errorf("%q is told as %q", to, exact.String())
		}
		for _, x := range [][2]string{{from, was.String()}, {to, now.String()}} {
			if strings.Join(strings.Fields(x[0]), "") != strings.Join(strings.Fields(x[1]), "") {
				t.Errorf("%q is told as %q", x[0], x[1])
			}
		}
	})
}

// A comparison is bounded, whatever the texts are.
func BenchmarkWordsHostile(b *testing.B) {
	var from, to strings.Builder
	for i := range 20_000 {
		from.WriteString(strings.Repeat("a", i%7) + " b ")
		to.WriteString(strings.Repeat("a", i%5) + " c ")
	}
	for b.Loop() {
		review.WordsOf(from.String(), to.String())
	}
}

// A text that repeats itself is as bounded.
func BenchmarkWordsRepeated(b *testing.B) {
	from, to := strings.Repeat("a b ", 25_000), strings.Repeat("b a a ", 17_000)
	for b.Loop() {
		review.WordsOf(from, to)
	}
}
