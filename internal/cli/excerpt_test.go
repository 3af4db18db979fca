package cli

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/diag"
	"tradeoff/internal/site"
)

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("0123456789", 30)
	for _, tt := range []struct {
		name, text string
		line, col  int
		want       string
	}{
		{"in the middle", "a: 1\nb: [x]\nc: 3\nd: 4\n", 2, 4, "  1 | a: 1\n> 2 | b: [x]\n    |    ^\n  3 | c: 3\n"},
		{"first line", "a: 1\nb: 2\n", 1, 1, "> 1 | a: 1\n    | ^\n  2 | b: 2\n"},
		{"last line", "a: 1\nb: 2\n", 2, 1, "  1 | a: 1\n> 2 | b: 2\n    | ^\n"},
		{"last line without a break", "a: 1\nb", 2, 2, "  1 | a: 1\n> 2 | b\n    |  ^\n"},
		{"behind the last line", "a: 1\n", 2, 1, "  1 | a: 1\n> 2 |\n    | ^\n"},
		{"no such line", "a: 1\n", 3, 1, ""},
		{"no line", "a: 1\n", 0, 0, ""},
		{"no column", "a\n\nc\n", 2, 0, "  1 | a\n> 2 |\n  3 | c\n"},
		{"column past the end", "ab\n", 1, 40, "> 1 | ab\n    |   ^\n"},
		{"numbers of two lengths", strings.Repeat("x\n", 10), 9, 1, "   8 | x\n>  9 | x\n     | ^\n  10 | x\n"},
		{"ends of lines as on Windows", "a\r\nb\r\n", 1, 1, "> 1 | a\n    | ^\n  2 | b\n"},
		{"mark at the beginning", "\ufeffa\n", 1, 1, "> 1 | a\n    | ^\n"},
		{"tab", "\ta: 1\n", 1, 2, "> 1 | →a: 1\n    |  ^\n"},
		{"escape sequence", "\x1b[31mred\n", 1, 6, "> 1 | <U+001B>[31mred\n    |             ^\n"},
		{"text turned around", "a\u202eb\u2066c\n", 1, 5, "> 1 | a<U+202E>b<U+2066>c\n    |                   ^\n"},
		{"nothing to see", "a\u200bb\u2028\x7f\n", 1, 1, "> 1 | a<U+200B>b<U+2028><U+007F>\n    | ^\n"},
		{"no UTF-8", "a\xffb\n", 1, 3, "> 1 | a\ufffdb\n    |   ^\n"},
		{"wide letters", "決定x\n", 1, 3, "> 1 | 決定x\n    | \u3000\u3000^\n"},
		{"letters of two parts", "e\u0301x\n", 1, 3, "> 1 | e\u0301x\n    |  ^\n"},
		{"long line, seen from its beginning", long + "\n", 1, 5, "> 1 | " + long[:100] + "…\n    |     ^\n"},
		{"long line, seen from its middle", long + "\nshort\n", 1, 151, "> 1 | …" + long[90:190] + "…\n    | " + strings.Repeat(" ", 61) + "^\n  2 | …\n"},
		{"long line, seen from its end", long + "\n", 1, 300, "> 1 | …" + long[239:] + "\n    | " + strings.Repeat(" ", 61) + "^\n"},
		{"long neighbour", "ab\n" + long + "\n", 1, 1, "> 1 | ab\n    | ^\n  2 | " + long[:100] + "…\n"},
	} {
		files := fstest.MapFS{"dir/a.yaml": {Data: []byte(tt.text)}}
		got := excerpt(files, diag.Pos{File: "dir/a.yaml", Line: tt.line, Col: tt.col})
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s:\n%s", tt.name, diff)
		}
	}
}

// Nothing outside the project is shown, nor what is no plain file.
func TestExcerptStaysInside(t *testing.T) {
	outside := t.TempDir()
	secret := filepath.Join(outside, "secret")
	if err := os.WriteFile(secret, []byte("secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	project := filepath.Join(outside, "project")
	if err := os.MkdirAll(filepath.Join(project, "sub"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(project, "in.yaml"), []byte("plain\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	links := os.Symlink(secret, filepath.Join(project, "absolute")) == nil && os.Symlink("../secret", filepath.Join(project, "relative")) == nil
	if !links {
		t.Log("links cannot be made here, and are not tried")
	}
	root, err := os.OpenRoot(project)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if got := excerpt(root.FS(), diag.Pos{File: "in.yaml", Line: 1}); got != "> 1 | plain\n" {
		t.Errorf("a plain file: %q", got)
	}
	for _, name := range []string{"../secret", secret, "absolute", "relative", "sub", "gone", "", ".", "sub/../in.yaml"} {
		if got := excerpt(root.FS(), diag.Pos{File: name, Line: 1, Col: 1}); got != "" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// A failed build is told with its source: over the page the errors alone, and
// their source only where no other machine sees it.
func TestFailedPreview(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "in.yaml"), []byte("first\nsecond\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	failure := &diag.Failure{Findings: diag.List{
		{Pos: diag.Pos{File: "in.yaml", Line: 2, Col: 3}, Rule: "r", Severity: diag.Error, Message: "wrong", Hint: "write it right"},
		{Pos: diag.Pos{File: "in.yaml", Line: 1, Col: 1}, Rule: "r", Severity: diag.Warning, Message: "odd"},
		{Pos: diag.Pos{File: "../in.yaml", Line: 1, Col: 1}, Rule: "r", Severity: diag.Error, Message: "elsewhere"},
		{Pos: diag.Pos{File: builtin + "content/x.yaml", Line: 1}, Rule: "r", Severity: diag.Error, Message: "ours"},
	}}
	const ours, elsewhere, wrong = "(built in)/content/x.yaml:1: ours [r]\n", "../in.yaml:1:1: elsewhere [r]\n", "in.yaml:2:3: wrong [r]\n  hint: write it right\n"
	const source = "  1 | first\n> 2 | second\n    |   ^\n"
	for bind, page := range map[string]string{
		"127.0.0.1": ours + elsewhere + wrong + source, "::1": ours + elsewhere + wrong + source, "localhost": ours + elsewhere + wrong + source,
		"0.0.0.0": ours + elsewhere + wrong, "": ours + elsewhere + wrong, "192.168.1.7": ours + elsewhere + wrong, "preview.example": ours + elsewhere + wrong,
	} {
		var out strings.Builder
		a := &App{Dir: dir, Err: &out}
		err := a.told(failure, serveOptions{bind: bind})
		if diff := cmp.Diff(strings.TrimSuffix(page, "\n"), strings.TrimRight(err.Error(), "\n")); diff != "" {
			t.Errorf("bound to %q, the page shows:\n%s", bind, diff)
		}
		a.printFailure(err)
		want := ours + elsewhere + "in.yaml:1:1: warning: odd [r]\n" + wrong + source + "3 errors, 1 warning\n"
		if diff := cmp.Diff(want, out.String()); diff != "" {
			t.Errorf("bound to %q, the terminal shows:\n%s", bind, diff)
		}
	}
	if failure.Findings[0].Message != "wrong" {
		t.Error("the failure itself is put in order")
	}
}

// Errors of the site name files of the project, and are shown as the folder of -C
// sees them, with their source.
func TestFailedPreviewFromBelow(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"tradeoff.yaml": "title: T\n", "sub/layouts/x.html": "not this\n", "layouts/x.html": "this\n"} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	a := &App{Dir: dir}
	a.global.dir = "sub"
	p, err := a.open()
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	served := &servedSite{view: &preview{app: a, o: serveOptions{bind: "127.0.0.1"}}, state: &previewed{p: p}, pages: faultySite{}}
	const want = "../layouts/x.html:1:1: wrong [r]\n> 1 | this\n    | ^\n"
	if _, _, err := served.File("index.html"); err == nil || err.Error() != want {
		t.Errorf("a page fails with %v", err)
	}
	if err := served.Rest(t.Context()); err == nil || err.Error() != want {
		t.Errorf("the rest fails with %v", err)
	}
}

// faultySite fails as package site does, with paths of the project.
type faultySite struct{}

func (faultySite) File(string) ([]byte, bool, error) {
	_, _, err := faultySite{}.Rest(context.Background())
	return nil, false, err
}

func (faultySite) Rest(context.Context) (site.Report, diag.List, error) {
	return site.Report{}, nil, &diag.Failure{Findings: diag.List{{Pos: diag.Pos{File: "layouts/x.html", Line: 1, Col: 1}, Rule: "r", Severity: diag.Error, Message: "wrong"}}}
}
