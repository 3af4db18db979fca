package site

import (
	"bytes"
	"html/template"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"tradeoff/internal/diag"
)

// markdown is the instance that texts go through. It holds no state of a text: that
// is in the document, which travels in the parser's context.
var markdown = newMarkdown(extension.Linkify)

// markdownWithoutAddresses is markdown for a text in which no address can be made a
// link, and the same for such a text. Looking for one at every word takes a third
// of the time.
var markdownWithoutAddresses = newMarkdown()

func newMarkdown(more ...goldmark.Extender) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(parser.DefaultBlockParsers()...),
			parser.WithInlineParsers(parser.DefaultInlineParsers()...),
			parser.WithParagraphTransformers(util.Prioritized(references{}, 100)), // the one by default
		)),
		goldmark.WithExtensions(more...),
		goldmark.WithExtensions(
			extension.Strikethrough, extension.TaskList, extension.Footnote, extension.DefinitionList,
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
		),
		goldmark.WithParserOptions(parser.WithASTTransformers(
			// After goldmark's own, which end at 1000.
			util.Prioritized(transformer{}, 2000),
		)),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(nodeRenderer{}, 1))),
	)
}

// references takes definitions of references out of paragraphs, as goldmark does: but
// only from those that begin with a bracket, since it makes ready to read each as one.
type references struct{}

// Transform implements parser.ParagraphTransformer.
func (references) Transform(p *ast.Paragraph, reader text.Reader, ctx parser.Context) {
	if p.Lines().Len() == 0 {
		return
	}
	first := p.Lines().At(0)
	if words := bytes.TrimLeft(reader.Source()[first.Start:first.Stop], " \t"); len(words) > 0 && words[0] == '[' {
		parser.LinkReferenceParagraphTransformer.Transform(p, reader, ctx)
	}
}

// markdownFor is the instance for a text: an address begins with a scheme or www., or
// is one of mail.
func markdownFor(src []byte) goldmark.Markdown {
	if bytes.Contains(src, []byte("://")) || bytes.Contains(src, []byte("www.")) || bytes.IndexByte(src, '@') >= 0 {
		return markdown
	}
	return markdownWithoutAddresses
}

// documentKey is where the parser's context holds the *document.
var documentKey = parser.NewContextKey()

// document is one text on its way to HTML.
type document struct {
	build *build
	file  string // in the project, for findings and relative links
	page  string // address of the page that shows it
	data  []byte // the file's bytes
	start int    // where the Markdown begins in data

	titleLine int    // of the heading to take out of the body, 0 for none
	title     string // else the heading level 1 with this text, "" for none
	leadFrom  int    // bytes of data that hold the lead's block
	leadTo    int
	lead      string // else the paragraph right below the title with this text
	pictures  []picture
	unwritten bool     // sections that hold nothing are told to be
	noHTML    bool     // HTML in it is left out, whatever the settings say
	passed    bool     // HTML of it stands in its tree
	literal   bool     // HTML in it is text, and nothing is told of it
	place     diag.Pos // of all of the text, where data is no file; the zero value of a file

	ids      map[string]int
	anchors  []byte // the ids, in order, with a blank before and behind each
	nodes    struct{ lead ast.Node }
	out      rendered
	tables   int
	diagrams int
	headings []*heading // all of them, and from level on those of the outline
	failed   error      // a picture could not be drawn

	highlighted int // see maxHighlighted
}

// rendered is what became of a document.
type rendered struct {
	Body     template.HTML
	Lead     template.HTML // inline, without a paragraph around it
	TitleID  string        // the id that a forge gives the title's heading
	Contents []Heading     // of levels 2 and 3
	Source   string        // the text as it was written, where it could not be rendered
	Note     string        // why, a key of the theme's words
	Code     bool          // there is a block of code
	Diagrams bool          // there is a diagram to draw

	hosts []string // that images of it come from, sorted
}

// Heading is one entry of a page's contents.
type Heading struct {
	Level    int // 2 or 3
	ID       string
	Href     string // # and the id, escaped
	Label    string
	Children []Heading
}

// render makes HTML of the document. A text that is too large, built to be
// slow, or that the parser cannot bear comes back as its source.
func (d *document) render() (out rendered) {
	src := d.data[d.start:]
	if reason := hostile(src); reason != "" {
		d.build.warn(diag.Pos{File: d.file}, "not-rendered", "split the text, or take the construct apart", "the page shows the text as it was written: %s", d.build.t(reason))
		return rendered{Source: printable(src), Note: reason}
	}
	defer func() {
		if cause := recover(); cause != nil {
			d.build.warn(diag.Pos{File: d.file}, "not-rendered", "", "the page shows the text as it was written: the Markdown parser gave up (%v)", cause)
			out = rendered{Source: printable(src), Note: "source.unreadable"}
		}
	}()
	fresh := *d
	d.ids, d.anchors = idsOfPages.Get().(map[string]int), []byte{' '}
	defer func() {
		clear(d.ids)
		idsOfPages.Put(d.ids)
	}()
	ctx := parser.NewContext()
	ctx.Set(documentKey, d)
	tree := markdownFor(src).Parser().Parse(text.NewReader(src), parser.WithContext(ctx))
	body := bodies.Get().(*htmlBuffer)
	defer bodies.Put(body)
	body.Reset()
	if err := markdown.Renderer().Render(body, src, tree); err != nil {
		panic(err)
	}
	if d.passed && !contained(body.Bytes()) {
		d.build.warn(diag.Pos{File: d.file}, "raw-html", "let lists and tables hold what they may: items in lists, rows in tables, tables in cells", "HTML in a text is left out of its page, since a browser would close the page's own elements with it")
		fresh.noHTML = true
		return fresh.render()
	}
	d.out.Body = template.HTML(body.String())
	if d.nodes.lead != nil {
		d.out.Lead = inline(src, d.nodes.lead)
	}
	d.out.Contents = d.contents()
	d.build.noteAnchors(d.page, d.anchors)
	return d.out
}

// htmlBuffer takes what goldmark writes, without a buffer of goldmark's before it.
type htmlBuffer struct{ bytes.Buffer }

// Available, Buffered and Flush make it a util.BufWriter.
func (b *htmlBuffer) Available() int { return b.Buffer.Available() }
func (b *htmlBuffer) Buffered() int  { return 0 }
func (b *htmlBuffer) Flush() error   { return nil }

// idsOfPages are empty maps to count the ids of a page in.
var idsOfPages = sync.Pool{New: func() any { return map[string]int{} }}

// bodies are buffers to use again.
var bodies = sync.Pool{New: func() any { return new(htmlBuffer) }}

// inline renders the children of a paragraph.
func inline(src []byte, paragraph ast.Node) template.HTML {
	var b htmlBuffer
	for n := paragraph.FirstChild(); n != nil; n = n.NextSibling() {
		if err := markdown.Renderer().Render(&b, src, n); err != nil {
			panic(err)
		}
	}
	return template.HTML(strings.TrimSpace(b.String()))
}

// at is the place of an offset of the Markdown.
func (d *document) at(offset int) diag.Pos {
	if d.place.File != "" {
		return d.place
	}
	offset = min(max(offset, 0)+d.start, len(d.data))
	before := d.data[:offset]
	line := bytes.LastIndexByte(before, '\n') + 1
	return diag.Pos{File: d.file, Line: bytes.Count(before, []byte{'\n'}) + 1, Col: utf8.RuneCount(before[line:]) + 1}
}

// line is the number of the line that an offset of the Markdown stands in.
func (d *document) line(offset int) int { return d.at(offset).Line }

// contents nests the headings of level 3 below those of level 2.
func (d *document) contents() []Heading {
	list := make([]Heading, 0, len(d.headings))
	for _, h := range d.headings {
		entry := Heading{Level: h.level, ID: h.id, Label: h.label, Href: h.link()}
		switch {
		case h.level == 2:
			list = append(list, entry)
		case h.level == 3 && len(list) > 0:
			list[len(list)-1].Children = append(list[len(list)-1].Children, entry)
		}
	}
	return list
}

// asItStands tells whether text is one line of ASCII words with single blanks, in which
// nothing stands for something else.
func asItStands(text []byte) bool {
	for i, c := range text {
		if c < ' ' || c >= utf8.RuneSelf || c == '&' || c == '\\' || c == ' ' && i > 0 && text[i-1] == ' ' {
			return false
		}
	}
	return true
}

// isOneLine tells whether text is words of ASCII with single blanks between, which is
// what most of one line are.
func isOneLine(text string) bool {
	blank := true
	for i := range len(text) {
		c := text[i]
		if c < ' ' || c >= utf8.RuneSelf || c == ' ' && blank {
			return false
		}
		blank = c == ' '
	}
	return !blank || text == ""
}

// says tells whether a reader sees anything of a node.
func says(n ast.Node, src []byte) bool {
	if t, ok := n.FirstChild().(*ast.Text); ok {
		if value := t.Segment.Value(src); asItStands(value) && len(bytes.TrimSpace(value)) > 0 {
			return true // as nearly all do
		}
	}
	return plainText(n, src) != ""
}

// plainText is what a reader sees of a node, without markup, on one line.
func plainText(n ast.Node, src []byte) string {
	if t, ok := n.FirstChild().(*ast.Text); ok && t.NextSibling() == nil {
		if value := t.Segment.Value(src); asItStands(value) {
			return strings.Trim(string(value), " ") // as nearly all headings are
		}
	}
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			value := n.Segment.Value(src)
			if n.Parent() != nil && n.Parent().Kind() == ast.KindCodeSpan {
				b.Write(value)
				break
			}
			// Outside of code a segment keeps escapes and entities as written.
			b.Write(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(value))))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(src))
		}
		return ast.WalkContinue, nil
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

// summaryBytes bounds the Markdown that a summary is made of.
const summaryBytes = 2000

// summary is a paragraph of Markdown as plain text.
func summary(paragraph string) string {
	if len(paragraph) > summaryBytes {
		cut := summaryBytes
		for !utf8.RuneStart(paragraph[cut]) {
			cut--
		}
		paragraph = paragraph[:cut] + "…"
	}
	if !mayBeMarked(paragraph) {
		if isOneLine(paragraph) {
			return paragraph
		}
		return strings.Join(strings.Fields(paragraph), " ")
	}
	if hostile([]byte(paragraph)) != "" {
		return printable([]byte(paragraph))
	}
	src := []byte(paragraph)
	return plainText(markdown.Parser().Parse(text.NewReader(src)), src)
}

// mayBeMarked tells whether a paragraph may hold anything that Markdown reads as more
// than words: a sign anywhere, or a line that begins otherwise than with a letter.
func mayBeMarked(paragraph string) bool {
	starts := true
	for i := range len(paragraph) {
		switch c := paragraph[i]; {
		case c == '\n':
			starts = true
			continue
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c >= utf8.RuneSelf:
		case starts:
			return true
		case c == ' ', c == ',', c == '.', c == ';', c == '-', c == '(', c == ')', c == '\'', c == '"', '0' <= c && c <= '9', c == '%', c == '?', c == ':', c == '/':
		default:
			return true
		}
		starts = false
	}
	return false
}

// printable is bytes as text that HTML can hold.
func printable(data []byte) string {
	const most = 2 << 20
	if len(data) > most {
		data = data[:most]
	}
	return strings.ToValidUTF8(string(data), "\uFFFD")
}

// noteAnchors keeps the ids of a page for checkAnchors. Most records have the same ones,
// which are kept once.
func (b *build) noteAnchors(page string, ids []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	list, known := b.alike[string(ids)]
	if !known {
		list = anchors(ids)
		b.alike[string(ids)] = list
	}
	b.anchors[page] = list
}

// checkAnchors reports the links to headings that no page has.
func (b *build) checkAnchors() error {
	for _, j := range b.jumps {
		ids, ok := b.anchors[j.page]
		if !ok || ids.has(j.id) {
			continue
		}
		known := strings.Fields(string(ids))
		sort.Strings(known)
		b.warn(j.pos, "broken-link", diag.DidYouMean(j.id, known), "link %s: there is no heading #%s", j.written, j.id)
	}
	return nil
}
