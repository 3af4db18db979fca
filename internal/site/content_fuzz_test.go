package site

import (
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"tradeoff/internal/ledger"

	"tradeoff/internal/output"
)

// FuzzContent feeds pages of content that nobody has foreseen: each has a title and
// an address that a site may have, and so has each of its old ones.
func FuzzContent(f *testing.F) {
	for _, seed := range []string{
		"---\ntitle: T\naliases: [/a/, b.html]\nslug: s\nurl: /u/\n---\ntext {{< x >}}\n",
		"+++\ntitle = 'T'\ndate = 2026-01-01\n+++\n", "{\"title\": \"T\"}\ntext", "{", "---\n---", "+++\n+++\n\n# T\n",
		"---\naliases: ['/../../x', '//x.y', 'a\\\\b', '..', '/.']\nurl: ' '\nslug: '..'\n---\n",
		"---\nurl: /.tradeoff-manifest/\naliases: /CON.html\n---\n",
		"~~~\n{{< x\n```\n", "\xef\xbb\xbf---\ntitle: x\n---\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b := newBuild(Options{Content: fstest.MapFS{"guide/a.md": {Data: data}}}, &Memory{})
		if err := b.readContent(); err != nil {
			t.Fatal(err)
		}
		b.Log = &ledger.Log{}
		b.placeContent()
		if err := b.placeRedirects(); err != nil {
			t.Fatal(err)
		}
		for address := range b.taken.files {
			if !output.Takes(address) || path.Clean(address) != address || strings.HasPrefix(address, "/") || strings.Contains(address, `\`) {
				t.Errorf("there is a file %q", address)
			}
		}
		for _, c := range b.contents {
			if c.start > len(data) || c.title == "" || c.label == "" || c.page == "" {
				t.Errorf("the page is %+v", c)
			}
		}
	})
}
