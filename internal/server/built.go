package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"html"
	"net/url"
	"path"
	"strings"

	"tradeoff/internal/lazyregexp"
)

// built says of one page which bytes it consists of, in hashes. A page gets it
// along with its script, and the events tell it anew after each build: what
// differs is what the page has to load. It holds addresses and hashes alone, no
// file's text.
type built struct {
	// Page is of all its bytes.
	Page string `json:"page"`
	// Frame is of the page but its main element, its title and what its head says
	// to others; where it stays, another main is all that has to be put in. It is
	// "" for a page that cannot be parted so.
	Frame string `json:"frame,omitempty"`
	// Sheets and Others are the files of this site that the page links to, by the
	// links as they stand in it: style sheets, and scripts and pictures. A file that
	// is not there has the hash "". What a style sheet loads is not followed.
	Sheets map[string]string `json:"sheets,omitempty"`
	Others map[string]string `json:"others,omitempty"`
	// Failed is set where the page is the server's own, on why there is none.
	Failed bool `json:"failed,omitempty"`
}

// builtOf reads a page that is served at an address of this server. Its error is
// the first of the files that it links to; the rest is there all the same.
func builtOf(page []byte, address, base string, site Site) (built, error) {
	b := built{Page: hash(page), Frame: frame(page)}
	var failed error
	at := &url.URL{Path: address}
	for _, l := range links(page) {
		to := l.file(at, base)
		if to == "" {
			continue
		}
		data, ok, err := site.File(to)
		if err != nil && failed == nil {
			failed = err
		}
		sum := ""
		if ok && err == nil {
			sum = hash(data)
		}
		list := &b.Others
		if l.sheet {
			list = &b.Sheets
		}
		if *list == nil {
			*list = map[string]string{}
		}
		(*list)[l.to] = sum
	}
	return b, failed
}

// hash names bytes. 16 of its digits tell more builds apart than anybody makes.
func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// unseen are the parts of a head that a reader does not see in the page; the title
// is set by the script. A head that writes them in another way is taken for changed.
var unseen = lazyregexp.New(`(?is)<title>[^<]*</title>|<meta\s+(?:name=["']?description|property=["']?[a-z]+:)[^>]*>`)

// frame gives the hash of a page without what can be changed in place.
func frame(page []byte) string {
	lower := lowered(page)
	start, end := bytes.Index(lower, []byte("<main")), bytes.LastIndex(lower, []byte("</main>"))
	if start < 0 || end < start || bytes.Count(lower, []byte("<main")) != 1 || bytes.Count(lower, []byte("</main")) != 1 {
		return ""
	}
	head, rest := page[:start], page[end:]
	if i := bytes.Index(lower[:start], []byte("</head")); i >= 0 {
		head = append(unseen.ReplaceAll(head[:i], nil), head[i:]...)
	}
	return hash(append(append(bytes.Clone(head), 0), rest...))
}

// lowered writes the letters of ASCII small, and so keeps every byte's place.
func lowered(text []byte) []byte {
	out := bytes.Clone(text)
	for i, c := range out {
		if 'A' <= c && c <= 'Z' {
			out[i] = c + 'a' - 'A'
		}
	}
	return out
}

// link is one file that a page is shown with.
type link struct {
	to    string // as the page has it
	sheet bool
}

// file gives the path in the site, or "" for a link that leads elsewhere.
func (l link) file(from *url.URL, base string) string {
	u, err := url.Parse(l.to)
	if err != nil || u.IsAbs() || u.Host != "" || u.Path == "" {
		return ""
	}
	at, ok := strings.CutPrefix(from.ResolveReference(u).Path, base+"/")
	if !ok || !isPath(at) {
		return ""
	}
	return at
}

// links finds what a page is shown with. It looks at tags alone and knows no
// comments; what it finds too much there costs a look and does no harm.
func links(page []byte) []link {
	var out []link
	for {
		i := bytes.IndexByte(page, '<')
		if i < 0 {
			return out
		}
		page = page[i+1:]
		name := 0
		for name < len(page) && name < 8 && (page[name]|0x20 >= 'a' && page[name]|0x20 <= 'z') {
			name++
		}
		from := ""
		switch strings.ToLower(string(page[:name])) {
		case "link":
			from = "href"
		case "script", "img", "source":
			from = "src"
		default:
			continue
		}
		tag := page[:tagEnd(page)]
		a := attributes(tag[name:])
		to := strings.TrimSpace(a[from])
		sheet := from == "href"
		switch {
		case to == "":
		case sheet && !strings.Contains(" "+strings.ToLower(a["rel"])+" ", " stylesheet "):
		default:
			out = append(out, link{to: to, sheet: sheet})
		}
		page = page[len(tag):]
	}
}

// tagEnd is where the > of a tag stands that page begins with, past quotes.
func tagEnd(page []byte) int {
	quote := byte(0)
	for i, c := range page {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i
		}
	}
	return len(page)
}

var attribute = lazyregexp.New(`([A-Za-z-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)`)

// attributes are a tag's by their names in lower case; the first of a name counts.
func attributes(tag []byte) map[string]string {
	out := map[string]string{}
	for _, m := range attribute.FindAllSubmatch(tag, -1) {
		name, value := strings.ToLower(string(m[1])), string(m[2])
		if value[0] == '"' || value[0] == '\'' {
			value = value[1 : len(value)-1]
		}
		if _, ok := out[name]; !ok {
			out[name] = html.UnescapeString(value)
		}
	}
	return out
}

// isHTML tells whether the file at a path is given the script.
func isHTML(at string) bool {
	return contentTypes[strings.ToLower(path.Ext(at))] == contentTypes[".html"]
}
