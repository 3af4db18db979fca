package record

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tradeoff/internal/decision"
)

// addCorpora seeds a fuzz target with every record of the corpora, where they are
// to be had.
func addCorpora(f *testing.F, add func(text string)) {
	if _, err := os.Stat(corpora); err != nil {
		f.Logf("no corpora beside the repository to seed with: %v", err)
		return
	}
	err := filepath.WalkDir(corpora, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".md") {
			return err
		}
		data, err := os.ReadFile(path)
		if len(data) < 8<<10 { // longer ones only slow it down
			add(string(data))
		}
		return err
	})
	if err != nil {
		f.Error(err)
	}
}

// FuzzRoundTrip reads any bytes and writes them back without a change; what is read
// of their edits is what was asked.
func FuzzRoundTrip(f *testing.F) {
	for i, s := range seeds {
		f.Add(s, uint8(i))
	}
	n := uint8(0)
	addCorpora(f, func(text string) { n++; f.Add(text, n) })
	f.Fuzz(func(t *testing.T, text string, which uint8) {
		r := Parse("0001-x.md", []byte(text))
		if out, err := r.Apply(nil); err != nil || string(out) != text {
			t.Fatalf("Apply(nil): %v", err)
		}
		if again := Parse("0001-x.md", []byte(text)); again.Status != r.Status || again.Title != r.Title || len(again.Relations) != len(r.Relations) {
			t.Error("a second reading reads otherwise")
		}
		for _, o := range r.Options {
			if o.Title == "" || o.Pos.Line < 1 {
				t.Errorf("option %+v", o)
			}
		}
		for _, m := range Metas() {
			if f := r.Found(m); f.Carrier != Nowhere && f.Carrier != InName && f.Pos.Line < 1 {
				t.Errorf("%s was found at %v", m, f.Pos)
			}
		}
		checkReferences(t, r)
		kind := decision.LinkKinds()[int(which)%len(decision.LinkKinds())]
		s := Statement{Kind: kind, Reverse: which&8 != 0, Partly: which&16 != 0 && kind == decision.Supersedes,
			Other: Other{Href: "0099-a.md", Stem: "0099-a", ID: "0099", Number: 99, Title: "A *b* [c]"}}
		out, err := r.Relate(s)
		if err != nil {
			if out != nil {
				t.Error("bytes with an error")
			}
			return
		}
		again := Parse("0001-x.md", out)
		if len(again.Relations) != len(r.Relations)+1 || again.Title != r.Title || again.Date != r.Date {
			t.Errorf("it reads %d relations, %q, %s", len(again.Relations), again.Title, again.Date)
		}
		gone, _ := diffLines(bytes.TrimPrefix(r.Data, []byte("\ufeff")), bytes.TrimPrefix(out, []byte("\ufeff")))
		most := 1 // the last line gets a line end
		if s.whole() || r.Front != nil {
			most = 8
		}
		if len(gone) > most {
			t.Errorf("%d lines go: %v", len(gone), gone)
		}
	})
}

// checkReferences holds what References promises: places that lie in the file,
// apart from each other, so that all of them can be changed at once.
func checkReferences(t *testing.T, r *Record) {
	t.Helper()
	var edits []Edit
	for _, ref := range r.References() {
		if ref.Start < 0 || ref.End <= ref.Start || ref.End > len(r.Data) || ref.Pos.Line < 1 {
			t.Errorf("reference %+v", ref)
		}
		edits = append(edits, Edit{Start: ref.Start, End: ref.End, Text: "z.md"})
	}
	if _, err := r.Apply(append(edits, r.Renumber(77)...)); err != nil {
		t.Errorf("the references overlap: %v", err)
	}
}
