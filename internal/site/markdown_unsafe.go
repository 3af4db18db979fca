package site

import (
	"bytes"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html"
)

// HTML in a text is shown where the setting site.unsafe says so, and then never
// as it was written. Each tag goes three ways:
//
//   - every element and attribute that is not on a list is dropped, and what is
//     left is written anew;
//   - links and images pass what those of Markdown pass;
//   - the tags that are left are paired among the children of one node of the
//     tree. A tag without its other half there is closed where that node ends, or
//     is dropped.
//
// So HTML nests with what Markdown became, by construction: <details> before a
// list and </details> after it enclose the list, and nothing closes an element
// that it did not open, the page's article above all. What the site itself wrote,
// from boxes of tables to pictures, is never cleaned, and nothing that is cleaned
// has a class of the site's, an id, a style or a script.

// Elements that may stand within a line, and those that stand for blocks.
var (
	phrasing = strings.Fields("a abbr b br cite code del dfn em i img ins kbd mark q rp rt ruby s samp small span strong sub sup u var wbr")
	flow     = strings.Fields("blockquote caption dd details div dl dt figcaption figure hr li ol pre summary table tbody td tfoot th thead tr ul")
	void     = strings.Fields("br hr img wbr")
	// Elements that are known by another name here. A heading in HTML is none of the
	// page's outline, and a paragraph may come to hold others.
	renamed = map[string]string{"p": "div", "center": "div", "tt": "code", "strike": "s", "h1": "div", "h2": "div", "h3": "div", "h4": "div", "h5": "div", "h6": "div"}
)

// silent are the elements that are left out with all that is in them.
var silent = strings.Fields("frameset iframe math noembed noframes noscript object plaintext script style svg template textarea title xmp")

// allowedAttr is the policy of attributes: those of no risk, of elements that they
// mean something of, with a value of the usual form. Those of images stand in
// rawImage, and no element has an id, a class, a style or a handler.
func allowedAttr(element, name, value string) bool {
	oneOf := func(words ...string) bool { return slices.Contains(words, strings.ToLower(value)) }
	on := func(elements ...string) bool { return slices.Contains(elements, element) }
	switch name {
	case "align":
		return oneOf("left", "center", "right")
	case "dir":
		return oneOf("ltr", "rtl", "auto")
	case "lang":
		return len(value) < 36 && !strings.ContainsFunc(value, func(r rune) bool {
			return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-'
		})
	case "title":
		return on("a", "abbr", "dfn")
	case "href":
		return on("a")
	case "open":
		return on("details")
	case "start":
		return on("ol") && upTo(value, 9999)
	case "colspan", "rowspan":
		return on("td", "th") && upTo(value, 99)
	case "scope":
		return on("th") && oneOf("row", "col")
	}
	return false
}

// upTo tells whether a value is a whole number from 1 to most.
func upTo(value string, most int) bool {
	n, err := strconv.Atoi(value)
	return err == nil && n >= 1 && n <= most && strconv.Itoa(n) == value
}

// open is an element of a text's own HTML that is not closed yet.
type open struct {
	name string
	shut string // what closes it
}

// passHTML puts what may be shown of the HTML below a node in its place.
func (d *document) passHTML(parent ast.Node, src []byte) {
	var stack []open
	var last ast.Node
	for n := parent.FirstChild(); n != nil; {
		next := n.NextSibling()
		switch n := n.(type) {
		case *ast.HTMLBlock:
			cleaned := &box{open: d.cleaned(n, htmlOf(n, src), false, &stack)}
			// What belongs into a line does not reach beyond the block that it stands in.
			for i := len(stack) - 1; i >= 0 && slices.Contains(phrasing, stack[i].name); i-- {
				cleaned.open += stack[i].shut
				stack = stack[:i]
			}
			parent.ReplaceChild(parent, n, cleaned)
			last = cleaned
		case *ast.RawHTML:
			if n.Segments.Len() > 0 {
				n.SetPos(n.Segments.At(0).Start)
			}
			cleaned := &span{open: d.cleaned(n, n.Segments.Value(src), true, &stack)}
			parent.ReplaceChild(parent, n, cleaned)
			last = cleaned
		default:
			d.passHTML(n, src)
			last = n
		}
		n = next
	}
	var shut strings.Builder
	for _, o := range slices.Backward(stack) {
		shut.WriteString(o.shut)
	}
	switch {
	case shut.Len() == 0:
	case last != nil && last.Type() == ast.TypeInline:
		parent.AppendChild(parent, &span{open: shut.String()})
	default:
		parent.AppendChild(parent, &box{open: shut.String()})
	}
}

// htmlOf is a block of HTML as it was written. One that holds a mark of a
// record's block is a comment, and comes to nothing.
func htmlOf(n *ast.HTMLBlock, src []byte) []byte {
	var b bytes.Buffer
	for i := range n.Lines().Len() {
		segment := n.Lines().At(i)
		b.Write(segment.Value(src))
	}
	if n.HasClosure() {
		b.Write(n.ClosureLine.Value(src))
	}
	return b.Bytes()
}

// cleaned is a piece of HTML with what may be shown of it. It opens and closes
// elements of the stack, and no others. inline tells that it stands in a line.
func (d *document) cleaned(n ast.Node, written []byte, inline bool, stack *[]open) string {
	if len(*stack) > 0 && slices.ContainsFunc(*stack, func(o open) bool { return o.name == "a" }) && within(n, ast.KindLink) {
		return ""
	}
	var b strings.Builder
	tokens := html.NewTokenizer(bytes.NewReader(written))
	skipped, depth := "", 0 // an element of silent, and how deep it lies in its like
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			return b.String()
		}
		t := tokens.Token()
		switch {
		case skipped != "":
			if t.Data == skipped && kind == html.StartTagToken {
				depth++
			} else if t.Data == skipped && kind == html.EndTagToken {
				if depth--; depth == 0 {
					skipped = ""
				}
			}
		case kind == html.TextToken:
			b.WriteString(html.EscapeString(t.Data))
		case kind == html.StartTagToken && slices.Contains(silent, t.Data):
			skipped, depth = t.Data, 1
		case kind == html.StartTagToken, kind == html.SelfClosingTagToken:
			d.openTag(&b, n, t, inline, stack)
		case kind == html.EndTagToken:
			closeTag(&b, known(t.Data), stack)
		}
	}
}

// known is the name that an element has here.
func known(name string) string {
	if other, ok := renamed[name]; ok {
		return other
	}
	return name
}

// maxOpen bounds how deep a text's own HTML nests.
const maxOpen = 64

// openTag writes a start tag.
func (d *document) openTag(b *strings.Builder, n ast.Node, t html.Token, inline bool, stack *[]open) {
	name := known(t.Data)
	phrase := slices.Contains(phrasing, name)
	isOpen := func(name string) bool {
		return slices.ContainsFunc(*stack, func(o open) bool { return o.name == name })
	}
	switch {
	case !phrase && (inline || !slices.Contains(flow, name)), len(*stack) >= maxOpen:
		return
	case name == "img":
		b.WriteString(d.rawImage(n, t, within(n, ast.KindLink) || isOpen("a")))
		return
	case name == "a" && (isOpen("a") || within(n, ast.KindLink)):
		return // a link in a link is none
	}
	prefix, shut := "", "</"+name+">"
	if name == "table" {
		d.tables++
		prefix = `<div class="scroll" role="group" tabindex="0" aria-label="` + html.EscapeString(d.build.t("table.label", d.tables)) + `">`
		shut += "</div>"
	}
	b.WriteString(prefix + "<" + name)
	var written []string // the allowed ones are few, whatever a text holds
	for _, a := range t.Attr {
		if !allowedAttr(name, a.Key, a.Val) || slices.Contains(written, a.Key) {
			continue
		}
		written = append(written, a.Key)
		switch a.Key {
		case "align":
			b.WriteString(` class="align-` + strings.ToLower(a.Val) + `"`)
		case "href":
			d.rawLink(b, n, a.Val)
		case "open":
			b.WriteString(" open")
		default:
			b.WriteString(" " + a.Key + `="` + html.EscapeString(a.Val) + `"`)
		}
	}
	b.WriteByte('>')
	if !slices.Contains(void, name) {
		*stack = append(*stack, open{name, shut})
	}
}

// closeTag closes an element that is open, with those in it.
func closeTag(b *strings.Builder, name string, stack *[]open) {
	at := -1
	for i, o := range *stack {
		if o.name == name {
			at = i
		}
	}
	if at < 0 {
		return
	}
	for _, o := range slices.Backward((*stack)[at:]) {
		b.WriteString(o.shut)
	}
	*stack = (*stack)[:at]
}

// rawLink writes the address of a link, where Markdown might have it.
func (d *document) rawLink(b *strings.Builder, n ast.Node, written string) {
	dest := cleanAddress([]byte(written))
	switch {
	case scheme.Match(dest):
		final, ok := foreign(dest)
		if !ok {
			return
		}
		dest = final
	case len(dest) == 0 || bytes.HasPrefix(dest, []byte("//")):
		return
	default:
		href, ok := d.localLink(n, string(dest))
		if !ok {
			return
		}
		dest = []byte(href)
	}
	b.WriteString(` href="` + string(util.EscapeHTML(dest)) + `"`)
	if external(dest) {
		b.WriteString(` rel="noopener noreferrer"`)
	}
}

// rawImage is an image of a text's own HTML, as one of Markdown is shown: from the
// project, from a host that is allowed, else as a link with its text.
func (d *document) rawImage(n ast.Node, t html.Token, linked bool) string {
	given := map[string]string{}
	for _, a := range t.Attr {
		given[a.Key] = a.Val
	}
	image := ast.NewImage(ast.NewLink())
	image.Destination = []byte(given["src"])
	image.SetPos(n.Pos())
	if given["alt"] != "" {
		image.AppendChild(image, ast.NewString([]byte(given["alt"])))
	}
	// A parent to be replaced in, of the kind that a link may stand in.
	var parent ast.Node = ast.NewParagraph()
	if linked {
		parent = ast.NewLink()
	}
	parent.AppendChild(parent, image)
	d.resolveImage(image, nil)
	var b bytes.Buffer
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		if shown, ok := c.(*ast.Image); ok {
			for _, name := range []string{"width", "height"} {
				if upTo(given["width"], 9999) && upTo(given["height"], 9999) {
					shown.SetAttributeString(name, []byte(given[name]))
				}
			}
			if given["title"] != "" {
				shown.Title = []byte(given["title"])
			}
		}
		if err := markdown.Renderer().Render(&b, nil, c); err != nil {
			panic(err)
		}
	}
	return b.String()
}

// contained tells whether a body ends where it should once a browser has read it.
// Tags that pair can still close others: a second item of a list closes the first,
// and a table within a table closes the outer one, wherever that was opened.
func contained(body []byte) bool {
	const shell, after = "<!doctype html><body><main><div>", "</div><hr></main>"
	root, err := html.Parse(io.MultiReader(strings.NewReader(shell), bytes.NewReader(body), strings.NewReader(after)))
	if err != nil {
		return false
	}
	document := root.LastChild // html
	if document == nil || document.LastChild == nil {
		return false
	}
	names := func(n *html.Node) string {
		var list []string
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			list = append(list, c.Data)
		}
		return strings.Join(list, " ")
	}
	page := document.LastChild
	return names(page) == "main" && names(page.FirstChild) == "div hr"
}
