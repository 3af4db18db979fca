package record

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"tradeoff/internal/decision"
)

// saved is a file as different editors and systems save it.
func saved(data []byte) []variant {
	text := string(data)
	out := variants(strings.TrimPrefix(text, "\ufeff"))
	out[0].text = text
	return append(out, variant{"NFD", norm.NFD.String(text)}, variant{"NFD, BOM, CRLF, no final newline",
		"\ufeff" + strings.TrimRight(strings.ReplaceAll(norm.NFD.String(text), "\n", "\r\n"), "\r\n")})
}

// fileEdit is an edit with what its diff may hold.
type fileEdit struct {
	name  string
	do    func(r *Record) ([]byte, error)
	adds  []string // each line that comes holds one of these, is empty, a mark of front matter or a new heading
	takes func(r *Record) map[int]bool
}

// metaLines are the lines that the given pieces of metadata stand on.
func metaLines(metas ...Meta) func(r *Record) map[int]bool {
	return func(r *Record) map[int]bool {
		lines := map[int]bool{}
		for _, m := range metas {
			if pos := r.Found(m).Pos; pos.Line > 0 {
				lines[pos.Line] = true
			}
		}
		return lines
	}
}

func fileEdits() []fileEdit {
	to := Other{Href: "0099-a-b.md", Stem: "0099-a-b", ID: "0099", Number: 99, Title: "A [b]"}
	relate := func(s Statement) func(r *Record) ([]byte, error) {
		s.Other = to
		return func(r *Record) ([]byte, error) { return r.Relate(s) }
	}
	none := func(*Record) map[int]bool { return nil }
	return []fileEdit{
		{"accept", func(r *Record) ([]byte, error) {
			return r.SetStatus(decision.Accepted, "2031-02-03", []string{"Ann", "B. Cee"})
		}, []string{"ccepted", "2031-02-03", "Ann"}, metaLines(MetaStatus, MetaDate, MetaMakers)},
		{"status", func(r *Record) ([]byte, error) { return r.SetStatus(decision.Deprecated, "", nil) }, []string{"eprecated"}, metaLines(MetaStatus)},
		{"superseded", relate(Statement{Kind: decision.Supersedes, Reverse: true}), []string{"uperseded by"}, metaLines(MetaStatus)},
		{"partly superseded", relate(Statement{Kind: decision.Supersedes, Reverse: true, Partly: true}), []string{"Partly superseded by"}, none},
		{"amends", relate(Statement{Kind: decision.Amends}), []string{"Amends"}, none},
		{"supersedes a part", relate(Statement{Kind: decision.Supersedes, Partly: true, Part: "4"}), []string{"Partly supersedes"}, none},
		{"renumber", func(r *Record) ([]byte, error) { return r.Apply(r.Renumber(4321)) }, []string{"4321"}, func(r *Record) map[int]bool {
			lines := map[int]bool{r.TitlePos.Line: true}
			for _, e := range entries(r.Front) {
				if n, _ := numberIn(scalar(e.Value)); n == 0 {
					lines[e.Value.Pos.Line] = true
				}
			}
			return lines
		}},
		{"relink", func(r *Record) ([]byte, error) {
			var edits []Edit
			for _, ref := range r.References() {
				edits = append(edits, Edit{Start: ref.Start, End: ref.End, Text: "4321.md"})
			}
			return r.Apply(edits)
		}, []string{"4321.md"}, func(r *Record) map[int]bool {
			lines := map[int]bool{}
			for _, ref := range r.References() {
				lines[ref.Pos.Line] = true
			}
			return lines
		}},
	}
}

// TestCorporaEdits holds every edit of every record of the corpora, however it is
// saved: the difference is only the lines that the edit is about.
func TestCorporaEdits(t *testing.T) {
	made := map[string]int{}
	eachRecord(t, func(t *testing.T, name string, data []byte) {
		for _, v := range saved(data) {
			r := Parse(name, []byte(v.text))
			for _, e := range fileEdits() {
				where := fmt.Sprintf("%s, %s, %s", name, v.name, e.name)
				out, err := e.do(r)
				if err != nil {
					t.Errorf("%s: %v", where, err)
					continue
				}
				if string(r.Data) != v.text {
					t.Fatalf("%s: the record's own bytes changed", where)
				}
				checkDiff(t, where, r, out, e)
				made[e.name]++
			}
			// What is so already changes nothing.
			if r.Status != decision.Unknown && r.Status != decision.Superseded {
				if out, err := r.SetStatus(r.Status, r.Date, r.DecisionMakers); err != nil || !bytes.Equal(out, r.Data) {
					t.Errorf("%s, %s: SetStatus to what it is changes it: %v", name, v.name, err)
				}
			}
		}
	})
	t.Logf("edits: %v", made)
}

// checkDiff asserts that the lines which go are those the edit may take, and that
// each line which comes holds what the edit is to write, with the file's line end.
func checkDiff(t *testing.T, where string, r *Record, out []byte, e fileEdit) {
	t.Helper()
	takes := e.takes(r)
	// The byte order mark is no part of a line: new front matter goes behind it.
	gone, came := diffLines(bytes.TrimPrefix(r.Data, []byte("\ufeff")), bytes.TrimPrefix(out, []byte("\ufeff")))
	for _, l := range gone {
		if !takes[l.number] && strings.TrimSpace(l.text) != "" && !isLast(r.Data, l) {
			t.Errorf("%s: line %d goes: %q", where, l.number, l.text)
		}
	}
	for _, l := range came {
		text := strings.TrimPrefix(strings.TrimSpace(l.text), "\ufeff")
		ok := text == "" || text == "---" || text == "## Links" || text == "## More Information"
		for _, a := range e.adds {
			ok = ok || strings.Contains(text, a)
		}
		// A last line without a line end gets one where something follows it now.
		ok = ok || len(gone) > 0 && strings.TrimSpace(gone[len(gone)-1].text) == text
		if !ok {
			t.Errorf("%s: line %d comes: %q", where, l.number, l.text)
		}
		if r.Newline() == "\r\n" && strings.HasSuffix(l.text, "\n") && !strings.HasSuffix(l.text, "\r\n") {
			t.Errorf("%s: line %d ends in another way: %q", where, l.number, l.text)
		}
	}
	if bytes.HasPrefix(r.Data, []byte("\ufeff")) != bytes.HasPrefix(out, []byte("\ufeff")) {
		t.Errorf("%s: the byte order mark came or went", where)
	}
	if bytes.HasSuffix(r.Data, []byte("\n")) != bytes.HasSuffix(out, []byte("\n")) && len(r.Data) > 0 {
		t.Errorf("%s: the file's end changed", where)
	}
}

// numbered is a line with its number and its end.
type numberedLine struct {
	number int
	text   string
}

// isLast tells whether a line is the file's last and has no line end.
func isLast(data []byte, l numberedLine) bool {
	return !strings.HasSuffix(l.text, "\n") && bytes.HasSuffix(data, []byte(l.text))
}

// diffLines gives the lines that go and that come, by the longest common
// subsequence of what differs.
func diffLines(before, after []byte) (gone, came []numberedLine) {
	a, b := splitLines(before), splitLines(after)
	from := 0
	for from < len(a) && from < len(b) && a[from] == b[from] {
		from++
	}
	endA, endB := len(a), len(b)
	for endA > from && endB > from && a[endA-1] == b[endB-1] {
		endA, endB = endA-1, endB-1
	}
	ma, mb := a[from:endA], b[from:endB]
	longest := make([][]int, len(ma)+1)
	for i := range longest {
		longest[i] = make([]int, len(mb)+1)
	}
	for i := len(ma) - 1; i >= 0; i-- {
		for j := len(mb) - 1; j >= 0; j-- {
			if ma[i] == mb[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(ma) || j < len(mb); {
		switch {
		case i < len(ma) && j < len(mb) && ma[i] == mb[j]:
			i, j = i+1, j+1
		case j == len(mb) || i < len(ma) && longest[i+1][j] >= longest[i][j+1]:
			gone = append(gone, numberedLine{from + i + 1, ma[i]})
			i++
		default:
			came = append(came, numberedLine{from + j + 1, mb[j]})
			j++
		}
	}
	return gone, came
}

func splitLines(data []byte) []string {
	var out []string
	for l := range bytes.Lines(data) {
		out = append(out, string(l))
	}
	return out
}
