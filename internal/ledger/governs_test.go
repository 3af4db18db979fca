package ledger_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
)

// logOf is the log of files by their paths, whose folders are given.
func logOf(t testing.TB, files map[string]string, dirs ...string) *ledger.Log {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	log, err := ledger.Open(context.Background(), fsys, ledger.Options{Dirs: dirs})
	if err != nil {
		t.Fatal(err)
	}
	return log
}

func TestAppliesTo(t *testing.T) {
	const in = "format: tradeoff/1\ntitle: A\nstatus: accepted\n"
	for _, tt := range []struct {
		name, text, want string
	}{
		{"0001-a.yaml", in + "applies-to: [\"services/**\", web]\n", "services/** d/0001-a.yaml:4:14, web d/0001-a.yaml:4:29"},
		{"0001-a.yaml", in + "applies-to:\n  - a\n  - b\n", "a d/0001-a.yaml:5:5, b d/0001-a.yaml:6:5"},
		{"0001-a.yaml", in, ""},
		{"0001-a.toml", "format = \"tradeoff/1\"\ntitle = \"A\"\napplies-to = [\"a\"]\n", "a d/0001-a.toml:3:15"},
		{"0001-a.yaml", in + "applies-to: [a]\nnonsense: 1\n", "a d/0001-a.yaml:4:14"}, // what is wrong elsewhere does not count
		{"0001-a.md", "---\nstatus: accepted\napplies-to: [a, 'b/**']\n---\n# A\n", "a d/0001-a.md:3:14, b/** d/0001-a.md:3:17"},
		{"0001-a.md", "---\nstatus: accepted\napplies-to: a/**\n---\n# A\n", "a/** d/0001-a.md:3:13"},
		{"0001-a.md", "---\napplies-to: {a: b}\n---\n# A\n", ""},
		{"0001-a.md", "---\napplies-to: [[a], 7, '']\n---\n# A\n", ""},
		{"0001-a.md", "# A\n", ""},
	} {
		log := logOf(t, map[string]string{"d/" + tt.name: tt.text}, "d")
		var got []string
		for _, g := range log.Entries[0].AppliesTo() {
			got = append(got, g.Pattern+" "+g.Pos.String())
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%s:\n%s", tt.text, diff)
		}
	}
}

func TestMentions(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"// tradeoff: 0007\n", "1 0007"},
		{"x := 1 // tradeoff: 0007\n", "1 0007"},
		{"\n\n# tradeoff: 0007, 0012\n", "3 0007, 3 0012"},
		{"#tradeoff: 7,12 and more\n", "1 7, 1 12"},
		{"-- tradeoff: 0007-run-thumbnails\r\n", "1 0007-run-thumbnails"},
		{"; tradeoff: 0007.\n;; tradeoff: 8", "1 0007, 2 8"},
		{"/* tradeoff: 0007 */ /* tradeoff: 8 */", "1 0007, 1 8"},
		{"<!-- tradeoff: 0007 -->", "1 0007"},
		{" * tradeoff: 0007\n", "1 0007"},
		{"/** tradeoff: 0007 */", "1 0007"},
		{"/// tradeoff: 0007\n//! tradeoff: 8", "1 0007, 2 8"},
		{"% tradeoff: 0007\nfoo % tradeoff: 8", "1 0007, 2 8"},
		{"' tradeoff: 0007\nx = 1 ' tradeoff: 8", "1 0007, 2 8"},
		{"REM tradeoff: 0007", "1 0007"},
		{"dnl tradeoff: 0007", "1 0007"},
		{"{- tradeoff: 0007 -}\n(* tradeoff: 8 *)\n{# tradeoff: 9 #}\n<%-- tradeoff: 10 --%>", "1 0007, 2 8, 3 9, 4 10"},
		{"\" tradeoff: 0007\n! tradeoff: 8", "1 0007, 2 8"},
		{"\ufeff' tradeoff: 0007", "1 0007"},
		{"// tradeoff: ADR-0007, decisions/0008-x.md", "1 ADR-0007, 1 decisions/0008-x.md"},
		{"// tradeoff: use-postgresql", "1 use-postgresql"},
		{"//\ttradeoff:\t0007 ,\t0008", "1 0007, 1 0008"},
		{"// tradeoff: 0007,, 0008", "1 0007"},
		// What is none.
		{"tradeoff: 0007\n", ""},
		{"  tradeoff: 0007\n", ""},
		{"key: tradeoff: 0007", ""},
		{"// see tradeoff: 0007", ""},
		{"// tradeoff: speed for memory", ""},
		{"// tradeoff: speed, 0007", ""},
		{"// tradeoff:0007", ""},
		{"<!-- tradeoff:worst-cases 3f2a9c1d4b5e -->", ""},
		{"// Tradeoff: 0007", ""},
		{"// tradeoff 0007", ""},
		{"// tradeoff-ignore x: 0007", ""},
		{"x * tradeoff: 0007", ""},
		{"print('tradeoff: 0007')", ""},
		{"// tradeoff:", ""},
		{"// tradeoff:\n0007", ""},
		{"\x00// tradeoff: 0007", ""},
		{"// my-tradeoff: 0007", ""},
		{strings.Repeat(" ", 400) + "* tradeoff: 0007", ""}, // where the line begins is not known
		{strings.Repeat(" ", 400) + "// tradeoff: 0007", "1 0007"},
	} {
		var got []string
		for _, m := range ledger.Mentions([]byte(tt.text)) {
			got = append(got, fmt.Sprintf("%d %s", m.Line, m.Word))
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%q:\n%s", tt.text, diff)
		}
	}
}

// Neither the size of a file nor what it holds makes it slow.
func TestMentionsAreBounded(t *testing.T) {
	far := append([]byte(strings.Repeat("x\n", ledger.MostCode)), "// tradeoff: 0007"...)
	if got := ledger.Mentions(far); got != nil {
		t.Errorf("%v", got)
	}
	for _, unit := range []string{"// tradeoff: 7, ", "# tradeoff: x", "tradeoff:", " ", "/", "/* tradeoff: ", "* tradeoff: 1\n", "#", "// tradeoff: 1,1,1,1,1,1,1,1,1\n"} {
		data := []byte(strings.Repeat(unit, 2*ledger.MostCode/len(unit)))
		start := time.Now()
		got := ledger.Mentions(data)
		if took := time.Since(start); took > 5*time.Second || len(got) > 1000 {
			t.Errorf("%q took %v, and gave %d", unit, took, len(got))
		}
	}
}

func FuzzMentions(f *testing.F) {
	for _, text := range []string{"// tradeoff: 0007, 0012\n", "<!-- tradeoff: a-b -->", "' tradeoff: 7", "\ufeff# tradeoff: x1"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		lines := strings.Split(string(data), "\n")
		last := 1
		for _, m := range ledger.Mentions(data) {
			if m.Line < last || m.Line > len(lines) || !strings.Contains(lines[m.Line-1], m.Word) || !strings.Contains(lines[m.Line-1], "tradeoff:") || m.Word == "" {
				t.Fatalf("%+v", m)
			}
			last = m.Line
		}
	})
}

func TestGoverning(t *testing.T) {
	record := func(status, applies string) string {
		return "---\nstatus: " + status + "\napplies-to: [" + applies + "]\n---\n# A title\n"
	}
	log := logOf(t, map[string]string{
		"decisions/0001-a.md":            record("accepted", "'services/**'"),
		"decisions/0002-b.md":            record("proposed", "services/a"),
		"decisions/0003-c.md":            record("accepted", "'**/*.sql', 'services/**', 'services/a/**'"),
		"decisions/0004-d.md":            record("rejected", "'**'"),
		"decisions/0005-e.md":            record("deprecated", "'**'"),
		"decisions/0006-f.md":            record("draft", "'**'"),
		"decisions/0007-g.md":            record("superseded by [8](0008-h.md)", "'**'"),
		"decisions/0008-h.md":            record("accepted", "'[', 'web/{a,b}/'"),
		"decisions/0009-i.md":            record("proposed", ""),
		"decisions/2026-11-23-dated.md":  record("accepted", ""),
		"services/a/adr/0001-own.md":     record("accepted", ""),
		"services/a/adr/0002-own-two.md": record("rejected", ""),
		"services/b/adr/0001-own.md":     record("accepted", ""),
		".tradeoff/moved.yaml":           "moved:\n  - {from: decisions/0020-old.md, to: decisions/0008-h.md}\n",
	}, "decisions", "services/a/adr", "services/b/adr")
	for _, tt := range []struct{ path, text, want string }{
		{"services/a/x.go", "", "0001 0003 0002"},
		{"./services/a/x.go", "", "0001 0003 0002"},
		{"services/a", "", "0001 0003 0002"},
		{"services/b/x.go", "", "0001 0003"},
		{"db/1.sql", "", "0003"},
		{"web/a/x", "", "0008"},
		{"web/c/x", "", ""},
		{"web/c/x", "// tradeoff: 8", "0008"},
		{"web/c/x", "// tradeoff: ADR-0008", "0008"},
		{"web/c/x", "// tradeoff: 0008-h", "0008"},
		{"web/c/x", "// tradeoff: 0008-h.md", "0008"},
		{"web/c/x", "// tradeoff: decisions/0008-h.md", "0008"},
		{"web/c/x", "// tradeoff: 0008-x", ""},
		{"web/c/x", "// tradeoff: 20, 0020-old", "0008"},
		{"web/c/x", "// tradeoff: 9, 8", "0008 0009"},
		{"web/c/x", "// tradeoff: 4, 5, 6, 7, 99", ""},
		{"web/c/x", "// tradeoff: 2026-11-23-dated", "2026-11-23"},
		{"web/a/x", "// tradeoff: 8\n// tradeoff: 8", "0008"},
		{"services/a/x.md", "// tradeoff: 0001", "decisions/0001 0003 services/a/adr/0001 0002"}, // the nearest one is meant
		{"elsewhere/x", "// tradeoff: 0001", "decisions/0001"},
	} {
		var got []string
		for _, e := range log.Governing(tt.path, ledger.Mentions([]byte(tt.text))) {
			id := e.ID
			if strings.Contains(tt.want, "/") && e.Number == 1 {
				id = e.Folder() + "/" + id
			}
			got = append(got, id)
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s %q:\n%s", tt.path, tt.text, diff)
		}
	}
	g := log.Governors()
	of := g.Of("services/a/x.sql", []ledger.Mention{{Word: "3", Line: 2}})
	if len(of) != 3 || of[1].Entry.ID != "0003" || len(of[1].Globs) != 3 || of[1].Globs[0].Pattern != "**/*.sql" || len(of[1].Mentions) != 1 {
		t.Errorf("%+v", of)
	}
	for dir, want := range map[string]string{"services": "0001 0003 0002", "services/b": "0001 0003", "web": "0003 0008", "web/c": "0003", ".": "0001 0003 0008 0002"} {
		var got []string
		for _, of := range g.In(dir) {
			got = append(got, of.Entry.ID)
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("in %s:\n%s", dir, diff)
		}
	}
}

// manyGoverning are entries with globs of the kinds that people write, and paths.
func manyGoverning(entries, paths int) (*ledger.Log, []string) {
	files := fstest.MapFS{}
	globs := []string{"services/s%d/**", "**/part%d/**", "libs/*/f%d.go", "**/*.e%d", "src/**/m%d", "{a,b}/x%d/*.go"}
	for i := range entries {
		text := fmt.Sprintf("---\nstatus: accepted\napplies-to: ['"+globs[i%len(globs)]+"']\n---\n# A\n", i)
		files[fmt.Sprintf("d/%05d-a.md", i+1)] = &fstest.MapFile{Data: []byte(text)}
	}
	log, err := ledger.Open(context.Background(), files, ledger.Options{Dirs: []string{"d"}})
	if err != nil {
		panic(err)
	}
	var out []string
	for i := range paths {
		out = append(out, fmt.Sprintf("services/s%d/internal/part%d/src/m%d/file.e%d", 6*i, 6*i+1, i, 6*i+3))
	}
	return log, out
}

func TestGoverningManyIsRight(t *testing.T) {
	log, paths := manyGoverning(120, 20)
	g := log.Governors()
	for _, p := range paths {
		var want, got []string
		for _, e := range log.Entries {
			if e.Status == decision.Accepted && ledger.Match(e.AppliesTo()[0].Pattern, p) {
				want = append(want, e.ID)
			}
		}
		for _, of := range g.Of(p, nil) {
			got = append(got, of.Entry.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" || len(got) == 0 {
			t.Errorf("%s:\n%s", p, diff)
		}
	}
}

// 10,000 decisions and 5,000 changed files.
func BenchmarkGoverning(b *testing.B) {
	log, paths := manyGoverning(10_000, 5_000)
	for b.Loop() {
		g := log.Governors()
		for _, p := range paths {
			g.Of(p, nil)
		}
	}
}
