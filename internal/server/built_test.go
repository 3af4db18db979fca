package server

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const framed = `<!doctype html><html><head><title>One</title><meta name="description" content="a"><meta property="og:title" content="One"><link rel="stylesheet" href="a.css"></head>
<body class="k"><header>h</header><MAIN id="m"><p>text</p></MAIN><footer>f</footer></body></html>`

func TestFrame(t *testing.T) {
	t.Parallel()
	want := frame([]byte(framed))
	if want == "" {
		t.Fatal("an ordinary page cannot be parted")
	}
	replace := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(framed) }
	for _, tt := range []struct {
		name, page string
		same       bool
	}{
		{"the same", framed, true},
		{"text", replace("text", "İ other </p><p>"), true},
		{"attributes of main", replace(`id="m"`, `class="x"`), true},
		{"title", replace(">One<", ">Two<"), true},
		{"description", replace(`content="a"`, `content="b"`), true},
		{"what others are told", replace(`content="One"`, `content="Two"`), true},
		{"sheet", replace("a.css", "b.css"), false},
		{"class of the body", replace(`"k"`, `"l"`), false},
		{"header", replace(">h<", ">i<"), false},
		{"footer", replace(">f<", ">g<"), false},
		{"a title in the body", replace(">h<", "><title>x</title><"), false},
		{"from before main to behind", replace(">h<", ">hf<", ">f<", "><"), false},
	} {
		if got := frame([]byte(tt.page)); (got == want) != tt.same || got == "" {
			t.Errorf("%s: %q beside %q", tt.name, got, want)
		}
	}
	for _, page := range []string{"", "<p>no main</p>", "<main>open", "</main><main>", "<main></main><main></main>", "<main><!-- </main> --></main>"} {
		if got := frame([]byte(page)); got != "" {
			t.Errorf("%q has the frame %s", page, got)
		}
	}
	before := []byte(framed)
	frame(before)
	if string(before) != framed {
		t.Error("frame changes the page")
	}
}

func TestBuiltOf(t *testing.T) {
	t.Parallel()
	site := Files{
		"assets/site.css": []byte("1"), "assets/a & b.css": []byte("2"), "assets/site.js": []byte("3"), "decisions/a.png": []byte("4"), "secret.css": []byte("5"),
	}
	page := `<head><link rel=stylesheet href=../assets/site.css><LINK href='../assets/a%20&amp;%20b.css' rel="alternate StyleSheet" title="a > b">
<link rel="icon" href="../assets/icon.svg"><link rel="stylesheet" href="https://elsewhere.example/x.css"><link rel="stylesheet" href="//elsewhere.example/secret.css">
<link rel="stylesheet" href="../../secret.css"><link rel="stylesheet" href="/secret.css"><link rel="stylesheet" href="data:text/css,"><link rel="stylesheet" href="%zz"><link rel="stylesheet">
<script src="../assets/site.js" defer></script><script>a<b</script></head><body><p>a < b <img alt="x" src="a.png"><img src="gone.png"><picture><source src="/sub/decisions/a.png?x#y"></picture><scripture src="a.js"><link`
	got, err := builtOf([]byte(page), "/sub/decisions/0001.html", "/sub", guarded{site})
	if err != nil {
		t.Error(err)
	}
	want := built{
		Page:   hash([]byte(page)),
		Sheets: map[string]string{"../assets/site.css": hash([]byte("1")), "../assets/a%20&%20b.css": hash([]byte("2")), "../../secret.css": "x"},
		Others: map[string]string{"../assets/site.js": hash([]byte("3")), "a.png": hash([]byte("4")), "gone.png": "", "/sub/decisions/a.png?x#y": hash([]byte("4"))},
	}
	delete(want.Sheets, "../../secret.css") // it lies outside the base
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if said(got) != said(want) || strings.Contains(said(got), "elsewhere") {
		t.Errorf("it says %s", said(got))
	}
}

// faulty is a site that fails at some paths.
type faulty struct {
	Files
	panics bool
}

func (f faulty) File(path string) ([]byte, bool, error) {
	if strings.HasPrefix(path, "bad") {
		if f.panics {
			panic("oops")
		}
		return nil, false, errors.New("layouts/bad.html:3:5: <no> such field")
	}
	return f.Files.File(path)
}

func TestBuiltOfFaults(t *testing.T) {
	t.Parallel()
	page := []byte(`<link rel=stylesheet href=bad.css><link rel=stylesheet href=a.css>`)
	got, err := builtOf(page, "/", "", guarded{faulty{Files: Files{"a.css": nil}}})
	if err == nil || got.Sheets["bad.css"] != "" || got.Sheets["a.css"] == "" {
		t.Errorf("got %+v, %v", got, err)
	}
}

// A site is asked for its own paths alone, so that one that reads files cannot be
// led out of its folder.
func TestIsPath(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]bool{
		"index.html": true, "a/b c/größe.html": true, ".well-known/x": true, "..a/b..": true,
		"": false, ".": false, "..": false, "../x": false, "a/../b": false, "a//b": false, "/a": false, "a/": false, "./a": false,
		`a\b`: false, `..\x`: false, "a\x00b": false, "a\nb": false, "a\x7f": false, "\xff": false, "-/x": false, "-a/x": true,
	} {
		if got := isPath(path); got != want {
			t.Errorf("isPath(%q) = %v", path, got)
		}
	}
}

func FuzzBuiltOf(f *testing.F) {
	for _, s := range []string{framed, "<link rel=stylesheet href=a.css>", "<link href='", "<main", "<img src=\"a>b\">", "<script src=", "<title><main></title></main>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, page string) {
		asked := asks(func(path string) {
			if !isPath(path) {
				t.Errorf("asked for %q", path)
			}
		})
		if b, err := builtOf([]byte(page), "/a/b.html", "", asked); err != nil || b.Page == "" {
			t.Errorf("%+v, %v", b, err)
		}
	})
}

// asks is an empty site that tells what it is asked for.
type asks func(path string)

func (a asks) File(path string) ([]byte, bool, error) {
	a(path)
	return nil, false, nil
}

func (a asks) Rest(context.Context) error { return nil }
