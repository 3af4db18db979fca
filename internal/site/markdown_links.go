package site

import (
	"bytes"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"tradeoff/internal/lazyregexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// scheme matches what makes a destination absolute.
var scheme = lazyregexp.New(`^([A-Za-z][A-Za-z0-9+.-]*):`)

// resolveLink makes a link's destination final, or puts the link's text in its
// place where it may not lead, or leads nowhere.
func (d *document) resolveLink(n *ast.Link, src []byte) {
	if href, ok := d.neighbour(n.Destination); ok && says(n, src) {
		n.Destination = []byte(href)
		return
	}
	dest := destination(n.Destination)
	if !says(n, src) {
		// Nobody can name a link that says nothing, nor see it.
		text := ast.NewString(dest)
		text.SetRaw(true)
		n.AppendChild(n, text)
	}
	switch {
	case scheme.Match(dest):
		final, ok := foreign(dest)
		if !ok {
			unwrap(n)
			return
		}
		n.Destination = final
	case len(dest) == 0 || bytes.HasPrefix(dest, []byte("//")):
		unwrap(n)
	default:
		href, ok := d.localLink(n, string(dest))
		if !ok {
			unwrap(n)
			return
		}
		n.Destination = []byte(href)
	}
}

// neighbour gives the address of a destination that is the plain name of a file in the
// text's own folder, as most links between records are, where that file has a page.
func (d *document) neighbour(written []byte) (href string, ok bool) {
	for _, c := range written {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '.', c == '_':
		default:
			return "", false
		}
	}
	if len(written) == 0 || written[0] == '.' {
		return "", false
	}
	var room [256]byte
	target := append(append(room[:0], d.file[:strings.LastIndexByte(d.file, '/')+1]...), written...)
	address, ok := d.build.targets[string(target)]
	if !ok || d.build.hidden[string(target)] || d.build.Settings.Static != "" && bytes.HasPrefix(target, []byte(d.build.Settings.Static+"/")) {
		return "", false
	}
	return relative(d.page, address), true
}

// localLink gives the address of a relative destination. It reports one that
// names nothing in the project; one that names a file without a page is no link
// and no fault.
func (d *document) localLink(n ast.Node, written string) (string, bool) {
	file, fragment, hasFragment := strings.Cut(written, "#")
	file, _, _ = strings.Cut(file, "?")
	if fragment != "" {
		fragment = unescaped(fragment)
	}
	target, escapes := d.projectPath(file)
	address := d.page
	if file != "" {
		switch {
		case escapes:
			d.broken(n, written, "it leads out of the project")
			return "", false
		case d.build.hidden[target]:
			return "", false
		}
		var ok bool
		if static := d.build.staticAt(target, strings.HasPrefix(file, "/")); static != nil {
			address = static.address
		} else if address, ok = d.build.addressOf(d.page, target, unescaped(file)); !ok {
			if !d.build.exists(target) {
				d.broken(n, written, "there is no such file")
			}
			return "", false
		}
	}
	if !hasFragment || fragment == "" {
		if file == "" {
			return "#", true // the page's top
		}
		return relative(d.page, address), true
	}
	if path.Ext(address) == ".html" {
		d.build.noteJump(jump{pos: d.at(n.Pos()), page: address, id: fragment, written: written})
	}
	if file == "" {
		return "#" + escapeFragment(fragment), true
	}
	return relative(d.page, address) + "#" + escapeFragment(fragment), true
}

// projectPath is the path that a relative destination names, from the project's
// root, and whether it lies outside of that.
func (d *document) projectPath(written string) (string, bool) {
	name := unescaped(written)
	if rooted, ok := strings.CutPrefix(name, "/"); ok {
		name = path.Clean(rooted)
	} else {
		name = path.Join(path.Dir(d.file), name)
	}
	return name, name == ".." || strings.HasPrefix(name, "../") || strings.HasPrefix(name, "/")
}

// addressOf finds the page that shows a file of the project, or the page that a
// text names by its address on the site.
func (b *build) addressOf(page, target, written string) (string, bool) {
	if address, ok := b.targets[target]; ok {
		return address, true
	}
	if address, ok := b.targets[target+".md"]; ok && path.Ext(target) == "" {
		return address, true // as Hugo's and other sites' links without an ending
	}
	if onSite := path.Join(path.Dir(page), written); path.Ext(onSite) == ".html" && b.taken.files[strings.ToLower(onSite)] && b.isPage(onSite) {
		return onSite, true
	}
	return "", false
}

// isPage tells whether an address that is taken has a page behind it.
func (b *build) isPage(address string) bool {
	return address != catalogsAddress || len(b.Catalogs) > 1
}

// exists tells whether the project has the file or folder.
func (b *build) exists(name string) bool {
	if b.Files == nil {
		return true // nothing is known of the project
	}
	_, err := fs.Stat(b.Files, name)
	return err == nil
}

// broken reports a link that leads nowhere.
func (d *document) broken(n ast.Node, written, why string) {
	d.build.warn(d.at(n.Pos()), "broken-link", "correct the path; it is read from the folder of the file that holds it", "link %s: %s", written, why)
}

// noteJump keeps a link to a heading for checkAnchors.
func (b *build) noteJump(j jump) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.jumps = append(b.jumps, j)
}

// unwrap puts a node's children in its place.
func unwrap(n ast.Node) {
	parent := n.Parent()
	if parent == nil {
		return
	}
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		parent.InsertBefore(parent, n, c)
		c = next
	}
	parent.RemoveChild(parent, n)
}

// destination is a link's destination as a browser would read it: escapes and
// entities resolved, and without the control characters that browsers ignore.
func destination(written []byte) []byte {
	return cleanAddress(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(written))))
}

// cleanAddress drops control characters, and white space at both ends.
func cleanAddress(dest []byte) []byte {
	return bytes.TrimSpace(bytes.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F || r >= 0x80 && r < 0xA0 {
			return -1
		}
		return r
	}, dest))
}

// foreign gives an absolute destination as a link writes it. It is false of a
// scheme that is not allowed, and of what no browser can read as an address.
func foreign(dest []byte) ([]byte, bool) {
	m := scheme.FindSubmatch(dest)
	if m == nil {
		return nil, false
	}
	switch strings.ToLower(string(m[1])) {
	case "http", "https", "mailto":
		final := util.URLEscape(dest, false)
		_, err := url.Parse(string(final))
		return final, err == nil
	}
	return nil, false
}

// external tells whether a destination lies on another site.
func external(dest []byte) bool {
	lower := bytes.ToLower(dest[:min(len(dest), 8)])
	return bytes.HasPrefix(lower, []byte("http://")) || bytes.HasPrefix(lower, []byte("https://"))
}

// unescaped resolves percent signs; a text that has them wrong is itself.
func unescaped(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}

// escapeFragment is an id as the part of an address after #.
func escapeFragment(id string) string {
	if !strings.ContainsFunc(id, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_'
	}) {
		return id // as most are
	}
	return (&url.URL{Fragment: id}).EscapedFragment()
}
