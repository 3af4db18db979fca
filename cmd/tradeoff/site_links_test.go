package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// linkAttributes are the attributes that hold an address.
var linkAttributes = []string{"href", "src", "action", "poster", "cite", "data", "formaction", "xlink:href", "background"}

// TestEveryLink follows every link, picture, script and sheet of the showcase:
// each names a file of the site, and a fragment an element of it. Nothing but a
// link that is clicked leads to another host.
func TestEveryLink(t *testing.T) {
	for site, dir := range theShowcase(t).sites {
		base := ""
		if site == basedSite {
			base = showcaseBase
		}
		for _, fault := range linkFaults(filesOf(t, dir), base) {
			t.Errorf("%s %s", site, fault)
		}
	}
}

// TestLinkFaults shows that the check finds what it is to find.
func TestLinkFaults(t *testing.T) {
	page := func(body string) []byte {
		return []byte(`<!doctype html><html><head><title>T</title></head><body id="top">` + body + `</body></html>`)
	}
	for body, want := range map[string]string{
		`<a href="no.html">a</a>`:                              "no.html leads nowhere",
		`<a href="sub/b.html#no">a</a>`:                        "sub/b.html#no: no element has that id",
		`<a href="#no">a</a>`:                                  "#no: no element has that id",
		`<a href="sub/">a</a>`:                                 "sub/ leads nowhere",
		`<a href="../index.html">a</a>`:                        "../index.html leads out of the site",
		`<a href="/index.html">a</a>`:                          "/index.html is not relative",
		`<a href="//x.example/">a</a>`:                         "//x.example/ is not relative",
		`<a href="javascript:x">a</a>`:                         "javascript:x",
		`<a href="">a</a>`:                                     "is empty",
		`<img src="https://x.example/a.png">`:                  "https://x.example/a.png: another host is asked",
		`<img src="a.png" srcset="no.png 2x">`:                 "no.png leads nowhere",
		`<svg><a href="no.html"></a></svg>`:                    "no.html leads nowhere",
		`<svg><use xlink:href="#no"></use></svg>`:              "#no: no element has that id",
		`<a href="sub/b.html">a</a><a href="a.png">b</a>`:      "",
		`<a href="#top">a</a><a href="sub/b.html?x#b">b</a>`:   "",
		`<a href="https://x.example/" rel="noopener">a</a>`:    "",
		`<meta http-equiv="refresh" content="0; url=no.html">`: "no.html leads nowhere",
	} {
		files := map[string][]byte{"index.html": page(body), "sub/b.html": page(`<p id="b">b</p>`), "a.png": nil}
		got := strings.Join(linkFaults(files, ""), "\n")
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: found %q, and not %q", body, got, want)
		}
	}
}

// linkFaults are the links of a site's pages that do not hold. base is its base
// URL, "" for none.
func linkFaults(files map[string][]byte, base string) []string {
	var faults []string
	trees, ids := map[string]*html.Node{}, map[string]map[string]bool{}
	for name, data := range files {
		if path.Ext(name) != ".html" && path.Ext(name) != ".svg" {
			continue
		}
		root, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			faults = append(faults, fmt.Sprintf("%s: %v", name, err))
			continue
		}
		trees[name], ids[name] = root, map[string]bool{}
		for n := range root.Descendants() {
			if id := attr(n, "id"); id != "" {
				ids[name][id] = true
			}
		}
	}
	for name, root := range trees {
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			for _, a := range n.Attr {
				key := a.Key
				if a.Namespace != "" {
					key = a.Namespace + ":" + key
				}
				addresses := []string{a.Val}
				switch {
				case key == "srcset":
					addresses = nil
					for candidate := range strings.SplitSeq(a.Val, ",") {
						addresses = append(addresses, strings.Fields(candidate)[0])
					}
				case n.Data == "meta" && key == "content" && strings.Contains(attr(n, "property"), "og:url"):
				case n.Data == "meta" && key == "content" && attr(n, "http-equiv") == "refresh":
					_, to, _ := strings.Cut(a.Val, "url=")
					addresses = []string{to}
				case !slices.Contains(linkAttributes, key):
					continue
				}
				for _, address := range addresses {
					if fault := linkFault(files, ids, base, name, n, address); fault != "" {
						faults = append(faults, fmt.Sprintf("%s: %s %s %s", name, n.Data, key, fault))
					}
				}
			}
		}
	}
	slices.Sort(faults)
	return slices.Compact(faults)
}

// linkFault tells what is wrong with one address of a page, "" for nothing.
func linkFault(files map[string][]byte, ids map[string]map[string]bool, base, page string, n *html.Node, address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return err.Error()
	}
	// The page of what is not found is shown at any address, so it holds no
	// relative one.
	missing := page == "404.html"
	switch {
	case address == "":
		return "is empty"
	case u.Scheme == "data":
		return ""
	case base != "" && strings.HasPrefix(address, base) && (n.Data == "meta" || missing || n.Data == "link" && (attr(n, "rel") == "canonical" || attr(n, "rel") == "alternate")):
		u.Path = strings.TrimPrefix(u.Path, mustPath(base))
		if u.Path == "" {
			u.Path = "index.html"
		}
		page = "" // an address from the root
	case u.Scheme == "http" || u.Scheme == "https" || u.Scheme == "mailto":
		if n.Data != "a" {
			return address + ": another host is asked"
		}
		return ""
	case u.Scheme != "":
		return address + ": no scheme for a page"
	case missing && n.Data == "a" && address == mustPath(cmp.Or(base, "/")):
		return ""
	case u.Host != "" || strings.HasPrefix(u.Path, "/"):
		return address + " is not relative"
	case missing && n.Data != "a":
		return address + " is relative, and this page is shown anywhere"
	}
	target := page
	if u.Path != "" {
		target = path.Join(path.Dir(page), u.Path)
	}
	switch {
	case strings.HasPrefix(target, "../"):
		return address + " leads out of the site"
	case !holds(files, target) || strings.HasSuffix(u.Path, "/"):
		return address + " leads nowhere"
	case u.Fragment != "" && ids[target] != nil && !ids[target][u.Fragment]:
		return address + ": no element has that id"
	}
	return ""
}

func holds(files map[string][]byte, name string) bool {
	_, ok := files[name]
	return ok
}

// mustPath is the path of an address that is known to be one.
func mustPath(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	return u.Path
}

// The sizes that the site's own scripts and sheets may have, in bytes as they
// travel. Mermaid is apart: only pages with a diagram load it.
const (
	scriptBudget = 15 << 10
	sheetBudget  = 12 << 10
)

// TestBudgets holds scripts and sheets to their sizes.
func TestBudgets(t *testing.T) {
	files := filesOf(t, theShowcase(t).sites[plainSite])
	sizes := map[string]int{}
	for name, data := range files {
		if path.Dir(name) != "assets" || strings.Contains(name, "mermaid") {
			continue
		}
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		t.Logf("%6d bytes of %s", packed.Len(), name)
		sizes[path.Ext(name)] += packed.Len()
	}
	for ending, most := range map[string]int{".js": scriptBudget, ".css": sheetBudget} {
		if n := sizes[ending]; n == 0 || n > most {
			t.Errorf("the %s files have %d bytes, of %d", ending, n, most)
		}
	}
	// A page's scripts are among them: none is anywhere else, but for the search's shards and Mermaid.
	for _, name := range pagesOf(files) {
		root, err := html.Parse(bytes.NewReader(files[name]))
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			src := attr(n, "src")
			if n.Data == "script" && src != "" && path.Dir(path.Join(path.Dir(name), src)) != "assets" {
				t.Errorf("%s loads %s, which no budget counts", name, src)
			}
		}
	}
}
