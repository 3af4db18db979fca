package site

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/search"
)

// indexOf opens the search index of a built site.
func indexOf(t testing.TB, out *Memory) *search.Index {
	t.Helper()
	x, err := search.Open(func(path string) ([]byte, error) {
		data, ok := out.Get(path)
		if !ok {
			return nil, fmt.Errorf("%s: %w", path, fs.ErrNotExist)
		}
		return data, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// finds are the addresses of what a query finds.
func finds(t testing.TB, x *search.Index, query string) []string {
	t.Helper()
	found, err := x.Find(query)
	if err != nil {
		t.Fatal(err)
	}
	list := []string{}
	for _, doc := range found.Documents {
		r, err := x.Result(doc)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r.Address)
	}
	return list
}

func TestSearchFindsEveryKindOfPage(t *testing.T) {
	out, _ := built(t)
	x := indexOf(t, out)
	for query, want := range map[string][]string{
		"login platform ":      {"decisions/0013-login-by-the-platform.html"},
		"0021":                 {"decisions/0021-choose-a-queue.html"},
		"survives ":            {"catalogs/architecture-style.html"},
		"agreement sentences ": {"working-agreement.html"},
		"0012":                 {}, // restricted
		"competitor ":          {},
		"unfinished ":          {}, // a draft
	} {
		got := finds(t, x, query)
		if diff := cmp.Diff(want, got[:min(len(got), max(1, len(want)))]); diff != "" {
			t.Errorf("%q:\n%s", query, diff)
		}
	}
	columns, err := x.Facets()
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, c := range columns {
		ids = append(ids, c.ID)
	}
	if diff := cmp.Diff([]string{"kind", "status", "year", "folder", "tag"}, ids); diff != "" {
		t.Error(diff)
	}
	if len(columns[3].Labels) > 0 {
		t.Errorf("a log of one folder is filtered by %q", columns[3].Labels)
	}
}

// TestSearchKeepsSecrets unpacks every file of the index and looks for what a
// restricted decision says.
func TestSearchKeepsSecrets(t *testing.T) {
	out, _ := built(t)
	packed := regexp.MustCompile(`^tradeoffSearch\("[0-9a-f]+","[a-z0-9-]+","([^"]*)"`)
	n := 0
	for _, name := range out.Paths() {
		if !strings.HasPrefix(name, search.Folder) || strings.HasPrefix(name, search.Folder+"log-") {
			continue // the rows of the log are no part of the index
		}
		file, _ := out.Get(name)
		m := packed.FindSubmatch(file)
		if m == nil {
			t.Fatalf("%s is no file of the index", name)
		}
		text, err := io.ReadAll(flate.NewReader(base64.NewDecoder(base64.StdEncoding, bytes.NewReader(m[1]))))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		n++
		for _, secret := range []string{"secret", "0012", "competitor"} {
			if strings.Contains(string(text), secret) || strings.Contains(string(file), "competitor") {
				t.Errorf("%s holds %q", name, secret)
			}
		}
	}
	if n < 4 {
		t.Errorf("only %d files were read", n)
	}
}

func TestSearchByFolder(t *testing.T) {
	o := sample(t, fstest.MapFS{
		"decisions/a/0001-x.md": {Data: []byte("---\nstatus: accepted\ndate: 2026-01-02\ntags: [t]\n---\n# X\n\nLead.\n\n## Part <b>one</b> & two\n\nA `code` word in*side*.\n\n| a | b |\n|---|---|\n| cell | other |\n")},
		"decisions/b/0001-y.md": {Data: []byte("---\nstatus: proposed\n---\n# Y\n\n```go\nfunc main() {}\n```\n")},
	})
	out, _ := buildInMemory(t, o)
	x := indexOf(t, out)
	columns, err := x.Facets()
	if err != nil {
		t.Fatal(err)
	}
	if got := finds(t, x, "1"); len(got) < 2 || !strings.HasSuffix(got[0], "0001-x.html") || !strings.HasSuffix(got[1], "0001-y.html") {
		t.Errorf("the number that two decisions have finds %q", got)
	}
	if diff := cmp.Diff([]string{"decisions/a", "decisions/b"}, columns[3].Labels); diff != "" {
		t.Error(diff)
	}
	for query, want := range map[string][]string{
		"code ":   {"decisions/a/0001-x.html"},
		"inside ": {"decisions/a/0001-x.html"}, // one word, though half of it is emphasised
		"cell ":   {"decisions/a/0001-x.html"},
		"func ":   {"decisions/b/0001-y.html"},
	} {
		if diff := cmp.Diff(want, finds(t, x, query)); diff != "" {
			t.Errorf("%q:\n%s", query, diff)
		}
	}
}
