package record

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	gmtext "github.com/yuin/goldmark/text"

	"tradeoff/internal/decision"
)

// corpora lie beside the repository where they are to be had: records of other
// projects, which are not ours to keep.
const corpora = "../../../shared/corpora"

// eachRecord calls f with every record of the corpora.
func eachRecord(t *testing.T, f func(t *testing.T, name string, data []byte)) {
	t.Helper()
	if _, err := os.Stat(corpora); err != nil {
		t.Skipf("no corpora beside the repository: %v", err)
	}
	n := 0
	err := filepath.WalkDir(corpora, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".md") {
			return err
		}
		data, err := os.ReadFile(path)
		n++
		f(t, filepath.ToSlash(path), data)
		return err
	})
	if err != nil || n < 100 {
		t.Errorf("read %d records: %v", n, err)
	}
}

func TestCorpora(t *testing.T) {
	known := map[decision.Status]int{}
	eachRecord(t, func(t *testing.T, name string, data []byte) {
		r := Parse(name, data)
		if r.Title == "" {
			t.Errorf("%s: no title", name)
		}
		if out, err := r.Apply(nil); err != nil || !bytes.Equal(out, data) {
			t.Errorf("%s: Apply(nil) changes it: %v", name, err)
		}
		for _, f := range r.Findings {
			t.Errorf("%s", f)
		}
		known[r.Status]++
		if !IsRecord(name) {
			return
		}
		if r.Status == decision.Unknown && r.StatusRaw != "" {
			t.Logf("%s: status %q", name, r.StatusRaw)
		}
		if r.Lead == "" && len(data) > 300 {
			t.Logf("%s: no lead", name)
		}
		for _, crlf := range []bool{false, true} {
			if crlf {
				data = bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))
			}
			checkSetStatus(t, name, data, decision.Rejected, "2031-02-03", []string{"Ann", "B. Cee"}, true)
			checkSetStatus(t, name, data, decision.Accepted, "", nil, true)
		}
	})
	t.Logf("statuses: %v", known)
}

// TestLinksAsGoldmark holds the reader of links against a full Markdown parser.
func TestLinksAsGoldmark(t *testing.T) {
	total := 0
	eachRecord(t, func(t *testing.T, name string, data []byte) {
		total += compareLinks(t, name, data)
	})
	if total < 100 {
		t.Errorf("the corpora have %d links", total)
	}
}

func TestLinksOfHardCases(t *testing.T) {
	for _, text := range []string{
		"[a](b.md) `[no](x)` ``[no](`x)`` \\[no](x) ![i](j.png \"t\") <https://x.org> <a@b.c>\n",
		"[![i](j.png)](k.md) [a [b](c) d](e) ![a [b](c) d](e)\n",
		"[r][Ref One] [ref one][] [ref one] [none] [none][x]\n\n[ref\none]: <a b.md> 'title'\n[x2]: y\n\n[x2]\n",
		"```\n[no](x)\n```\n    [no](x)\n\n<!-- [no](x)\n[no](x) -->\n\n<div>\n[no](x)\n\n[yes](y)\n</div>\n",
		"> [a](b\n> ) [c](d) > [e](f)\n> ```\n> [no](x)\n\n[yes](y)\n",
		"1. [a](b)\n\n   [c](d)\n\n       [no](x)\n2. - [e](f)\n     ~~~\n     [no](x)\n   [lazy](y)\nlazy [z](z)\n",
		"- a\n\n\t\tno [code](x)\n-\t[tab](t)\n\n   [para](u)\n",
		"[a](<b c> (t)) [a](b(c)d) [a](b(c) [a](b\\)c) [a]() [a](b&amp;c) [a] (b)\n",
		"text <!-- [no](x) --> <b title=\"[no](x)\"> [y](z) *[e](f)* **[g](h)**\n# [h](i) #\n[s](t)\n---\n",
		"[a\nb](c\n'd\ne') ![\n](f)\n",
		"[foo]: /url\n\"not a title\" [foo]\n\n[foo2]: /u 'a' b\n[^1]: note\n",
		"-\n\n  [not in item](x)\n-\n  [in item](y)\n",
		"<details>\n<summary>[no](x)</summary>\n\n[yes](y)\n</details>\n[no](x)\n\n<b>\n[no](z)\n\n<b> x\n[yes](z)\n",
		"[a](b \"c\" d) [a](b\"c\") ![[a]](b) [a][[b]](c)\n",
		"[r]: x\n===\n[r]\n\n[r2]: y\nHead [r]\n---\n[r2]\n",
		"</pre>\n[a](b)\n\na <!--> <https://x.org> -->\n",
		"* * *\n- - [a](b)\n+ ***\n***\n1) [c](d)\n2. [e](f)\npara\n2. [no list](g)\n* [list](h)\n",
	} {
		compareLinks(t, text, []byte(text))
		compareLinks(t, text, bytes.ReplaceAll([]byte(text), []byte("\n"), []byte("\r\n")))
	}
}

func compareLinks(t *testing.T, name string, data []byte) int {
	t.Helper()
	r := Parse(name, data)
	if !strings.HasSuffix(name, ".md") {
		r = Parse("a.md", data)
	}
	type link struct {
		Target string
		Image  bool
	}
	var got, want []link
	for _, l := range r.Links() {
		got = append(got, link{l.Target, l.Image})
	}
	body := data[max(r.FrontEnd, bomLength(data)):]
	err := ast.Walk(goldmark.DefaultParser().Parse(gmtext.NewReader(body)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			want = append(want, link{unescape(string(n.Destination)), false})
		case *ast.Image:
			want = append(want, link{unescape(string(n.Destination)), true})
		case *ast.AutoLink:
			target := string(n.URL(body))
			if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(target, "mailto:") {
				target = "mailto:" + target
			}
			want = append(want, link{target, false})
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-goldmark +ours):\n%s", name, diff)
	}
	return len(got)
}
