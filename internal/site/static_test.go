package site

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestStatic(t *testing.T) {
	large := &fstest.MapFile{Data: make([]byte, maxStatic+1)}
	files := fstest.MapFS{
		"decisions/0001-a.md":             {Data: []byte("# A\n\n[the paper](/paper.pdf), [the same](../static/paper.pdf), ![](/pictures/a.png) ![](../static/pictures/a.png) [gone](/gone.pdf)\n")},
		"content/x.md":                    {Data: []byte("# X\n\n[paper](/paper.pdf)\n")},
		"static/paper.pdf":                {Data: []byte("%PDF")},
		"static/pictures/a.png":           {Data: gray(t, 3, 2)},
		"static/.well-known/security.txt": {Data: []byte("Contact: x")},
		"static/.nojekyll":                {},
		"static/.env":                     {Data: []byte("SECRET=1")},
		"static/.git/config":              {Data: []byte("x")},
		"static/.DS_Store":                {Data: []byte("x")},
		"static/Index.html":               {Data: []byte("mine")},
		"static/decisions/0001-a.html":    {Data: []byte("mine")},
		"static/content":                  {Data: []byte("free")},
		"static/decisions/0002-b.html/x":  {Data: []byte("below a page")},
		"static/status":                   {Data: []byte("a folder of pages")},
		"static/large.bin":                large,
		"static/link.txt":                 {Data: []byte("../secret"), Mode: fs.ModeSymlink},
		"static/robots.txt":               {Data: []byte("User-agent: x\n")},
		"themes/ours/unused":              {},
		"decisions/pictures/a.png":        {Data: gray(t, 1, 1)},
		"static/decisions/pictures/a.png": {Data: gray(t, 2, 2)},
		"decisions/0002-b.md":             {Data: []byte("# B\n\n![](pictures/a.png)\n")},
	}
	o := sample(t, files)
	o.Settings.Static, o.Settings.NoIndex = "static", true
	o.Settings.BaseURL = "https://x.y/"
	var err error
	if o.Static, err = fs.Sub(files, "static"); err != nil {
		t.Fatal(err)
	}
	o.Theme = themed(t, fstest.MapFS{"static/paper.pdf": textFile("the theme's"), "static/theme.txt": textFile("of the theme")})
	out, findings := buildInMemory(t, o)
	for name, want := range map[string]string{
		"paper.pdf": "%PDF", "theme.txt": "of the theme", ".well-known/security.txt": "Contact: x", ".nojekyll": "", "robots.txt": "User-agent: x\n",
		"pictures/a.png": string(gray(t, 3, 2)), "decisions/pictures/a.png": string(gray(t, 2, 2)), "files/decisions/pictures/a.png": string(gray(t, 1, 1)),
	} {
		if data, ok := out.Get(name); !ok || string(data) != want {
			t.Errorf("%s is %.40q, %v", name, data, ok)
		}
	}
	for _, never := range []string{".env", ".git/config", ".DS_Store", "large.bin", "link.txt", "Index.html", "sitemap.xml"} {
		if _, ok := out.Get(never); ok {
			t.Errorf("%s is on the site", never)
		}
	}
	want := []string{
		"decisions/0001-a.md:3:110: warning: link /gone.pdf: there is no such file [broken-link]",
		"static/.env: note: it is not copied to the site: its name begins with a dot [static]",
		"static/.git: note: it is not copied to the site: its name begins with a dot [static]",
		"static/Index.html: warning: it is not copied to the site: the address Index.html is a page's [page-address]",
		"static/decisions/0001-a.html: warning: it is not copied to the site: the address decisions/0001-a.html is a page's [page-address]",
		"static/decisions/0002-b.html/x: warning: it is not copied to the site: the address decisions/0002-b.html/x is a page's [page-address]",
		"static/large.bin: note: it is not copied to the site: it is larger than 100 MB [static]",
		"static/link.txt: note: it is not copied to the site: a symbolic link is not followed [static]",
		"static/status: warning: it is not copied to the site: the address status is a page's [page-address]",
	}
	if diff := cmp.Diff(want, lines(findings)); diff != "" {
		t.Error(diff)
	}
	page := pageOf(t, out, "decisions/0001-a.html")
	var hrefs []string
	for _, a := range page.all(".prose a, .lead a") {
		hrefs = append(hrefs, a.attr["href"])
	}
	for _, img := range page.all("main img") {
		hrefs = append(hrefs, img.attr["src"]+" "+img.attr["width"]+"x"+img.attr["height"])
	}
	if diff := cmp.Diff([]string{"../paper.pdf", "../paper.pdf", "../pictures/a.png 3x2", "../pictures/a.png 3x2"}, hrefs); diff != "" {
		t.Error(diff)
	}
	if got := pageOf(t, out, "decisions/0002-b.html").all("main img"); len(got) != 1 || got[0].attr["src"] != "../files/decisions/pictures/a.png" {
		t.Errorf("a picture beside its record makes way for one of static: %v", got)
	}
}

// TestCopy holds that a file of static is written as any other: at once, once,
// and not again while it is the same.
func TestCopy(t *testing.T) {
	files := sampleFiles(t)
	files["static/paper.pdf"] = &fstest.MapFile{Data: []byte(strings.Repeat("paper ", 40_000))}
	build := func(root string) {
		o := sample(t, files)
		o.Settings.Static = "static"
		o.Static, _ = fs.Sub(files, "static")
		dir, err := NewDir(root)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := Build(context.Background(), o, dir); err != nil {
			t.Fatal(err)
		}
		if err := dir.Finish(); err != nil {
			t.Fatal(err)
		}
	}
	root := filepath.Join(t.TempDir(), "public")
	name := filepath.Join(root, "paper.pdf")
	build(root)
	first, err := os.Stat(name)
	if err != nil || first.Size() != 240_000 {
		t.Fatal(first, err)
	}
	build(root)
	if again, err := os.Stat(name); err != nil || !os.SameFile(first, again) {
		t.Errorf("a file that is the same was written again: %v", err)
	}
	files["static/paper.pdf"].Data[239_999] = '!'
	build(root)
	if data, err := os.ReadFile(name); err != nil || data[239_999] != '!' {
		t.Errorf("a file that changed was not written: %v", err)
	}
	delete(files, "static/paper.pdf")
	build(root)
	if _, err := os.Stat(name); !os.IsNotExist(err) {
		t.Errorf("a file that is gone is still there: %v", err)
	}
}

func TestNoIndex(t *testing.T) {
	o := sample(t, sampleFiles(t))
	o.Settings.BaseURL = "https://x.y/"
	open, _ := buildInMemory(t, o)
	o.Settings.NoIndex = true
	closed, _ := buildInMemory(t, o)
	for _, name := range closed.Paths() {
		if filepath.Ext(name) != ".html" {
			continue
		}
		if got := pageOf(t, closed, name).all("meta[name=robots]"); len(got) != 1 || got[0].attr["content"] != "noindex" {
			t.Errorf("%s does not ask to be left out: %v", name, got)
		}
	}
	if got := pageOf(t, open, "index.html").all("meta[name=robots]"); len(got) > 0 {
		t.Error("a site without the setting asks to be left out")
	}
	if data, _ := closed.Get("robots.txt"); string(data) != "User-agent: *\nDisallow: /\n" {
		t.Errorf("robots.txt is %q", data)
	}
	for _, name := range []string{"robots.txt"} {
		if _, ok := open.Get(name); ok {
			t.Errorf("%s is there without the setting", name)
		}
	}
	if slices.Contains(closed.Paths(), "sitemap.xml") || !slices.Contains(open.Paths(), "sitemap.xml") {
		t.Error("there is a sitemap exactly where the site may be in an index")
	}
}
