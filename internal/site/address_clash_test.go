package site

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// TestAddressesThatClash builds sites whose texts want addresses that are taken,
// that lie in files, or that are none: each site is whole, and says what is left
// out.
func TestAddressesThatClash(t *testing.T) {
	aliases := []string{"/decisions.json/", "/feed.xml", "/llms.txt/", "/assets/site.css", "/assets/site.css/x.html", "/search/index.js", "/search/", "/index.html/x/", "/" + strings.Repeat("a", 300) + "/"}
	files := map[string]string{
		"decisions/0001-a.md":             "# A\n\n![x](0001-a.html/p.png)\n",
		"decisions/0001-a.html/0002-b.md": "# B\n",
		"decisions/0001-a.html/p.png":     string(gray(t, 2, 2)),
		"content/feed.xml/p.md":           "# P\n",
		"content/search/q.md":             "# Q\n",
		"content/a.md":                    "---\nurl: /feed.xml\naliases: [" + strings.Join(aliases, ", ") + "]\n---\n# Aliases\n",
		"content/b.md":                    "---\naliases: [" + strings.Join(aliases, ", ") + "]\n---\n# Aliases\n",
		"static/search/index.js":          "foreign",
		"static/decisions.json":           "foreign",
	}
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	o := sample(t, fsys)
	o.Static, _ = fsys.Sub("static")
	o.Settings.Static = "static"
	dir := t.TempDir()
	for range 2 {
		out, err := NewDir(filepath.Join(dir, "public"))
		if err != nil {
			t.Fatal(err)
		}
		_, findings, err := Build(context.Background(), o, out)
		if err != nil {
			t.Fatal(err)
		}
		if err := out.Finish(); err != nil {
			t.Fatal(err)
		}
		for _, file := range []string{"content/feed.xml", "content/a.md", "content/b.md", "static/search/index.js", "static/decisions.json", "content/search"} {
			if !strings.Contains(strings.Join(lines(findings), "\n"), file) {
				t.Errorf("nobody hears of %s:\n%s", file, strings.Join(lines(findings), "\n"))
			}
		}
	}
	for name, foreign := range map[string]bool{"decisions.json": false, "search/index.js": false, "feed.xml": false} {
		data, err := os.ReadFile(filepath.Join(dir, "public", name))
		if err != nil || strings.Contains(string(data), "foreign") != foreign {
			t.Errorf("%s: %v", name, err)
		}
	}
}
