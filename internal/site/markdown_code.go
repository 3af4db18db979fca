package site

import (
	"bytes"
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"tradeoff/internal/highlight"
)

const (
	// wideCode is the length of a line, in bytes, from which a code block may have
	// to scroll, so that the keyboard must reach it: what a page of 390 px holds
	// within a list.
	wideCode = 34
	// maxHighlighted is how much code of one text is highlighted, as the sum of the
	// squares of the blocks' lengths: the time that a text built to be slow takes
	// grows so. It is enough for 4 blocks of 4 kB, or 64 of 1 kB.
	maxHighlighted = 4 * highlight.MaxBytes * highlight.MaxBytes
	// maxDiagram is the length from which a diagram stays its source, in bytes.
	maxDiagram = 32 << 10
)

// code puts a block of code in the place of a node: highlighted where its
// language is known, with the language as a class. Of a fence's info string the
// first word alone is read, and nothing else of it gets into the page.
func (d *document) code(node ast.Node, under *heading, src []byte) {
	if node.Parent() == nil {
		return
	}
	language := ""
	if fenced, ok := node.(*ast.FencedCodeBlock); ok {
		language = className(fenced.Language(src))
	}
	lines := node.Lines()
	var written bytes.Buffer
	wide := false
	for i := range lines.Len() {
		segment := lines.At(i)
		wide = wide || segment.Len() > wideCode
		written.Write(segment.Value(src))
	}
	code := strings.ReplaceAll(strings.ReplaceAll(written.String(), "\r\n", "\n"), "\x00", "\uFFFD")
	if strings.EqualFold(language, "mermaid") && len(code) <= maxDiagram && !d.literal {
		d.diagram(node, code, wide, under, src)
		return
	}
	var b strings.Builder
	b.WriteString(`<div class="code"><pre`)
	if wide {
		b.WriteString(` tabindex="0"`)
	}
	b.WriteString("><code")
	if language != "" {
		b.WriteString(` class="language-` + language + `"`)
	}
	b.WriteByte('>')
	d.highlight(&b, language, code)
	b.WriteString("</code></pre></div>\n")
	d.out.Code = true
	node.Parent().ReplaceChild(node.Parent(), node, &box{open: b.String()})
}

// highlight writes code with a span around each token that has a class.
func (d *document) highlight(b *strings.Builder, language, code string) {
	plain := highlight.Token{Text: code}
	tokens := []highlight.Token{plain}
	if cost := len(code) * len(code); language != "" && d.highlighted+cost <= maxHighlighted {
		d.highlighted += cost
		if found, ok := highlight.Tokens(language, code); ok {
			tokens = found
		}
	}
	for _, t := range tokens {
		if t.Class == highlight.Plain {
			writeEscaped(b, t.Text)
			continue
		}
		b.WriteString(`<span class="`)
		b.WriteString(string(t.Class))
		b.WriteString(`">`)
		writeEscaped(b, t.Text)
		b.WriteString("</span>")
	}
}

// writeEscaped writes text as goldmark escapes it.
func writeEscaped(b *strings.Builder, text string) {
	from := 0
	for i := range len(text) {
		if with := util.EscapeHTMLByte(text[i]); with != nil {
			b.WriteString(text[from:i])
			b.Write(with)
			from = i + 1
		}
	}
	b.WriteString(text[from:])
}

// diagram puts the source of a diagram in the place of its fence. A script may
// draw it there; a reader without one reads the source, as does a search.
func (d *document) diagram(node ast.Node, code string, wide bool, under *heading, src []byte) {
	d.diagrams++
	label := d.build.t("diagram.label", d.diagrams)
	if under != nil {
		label = d.build.t("diagram.under", d.diagrams, plainText(under, src))
	}
	var b strings.Builder
	b.WriteString(`<figure class="diagram" aria-label="` + html.EscapeString(label) + `"><pre class="mermaid-source"`)
	if wide {
		b.WriteString(` tabindex="0"`)
	}
	b.WriteString("><code>")
	b.Write(util.EscapeHTML([]byte(code)))
	b.WriteString("</code></pre></figure>\n")
	d.out.Diagrams = true
	node.Parent().ReplaceChild(node.Parent(), node, &box{open: b.String()})
}

// className keeps of a language's name what a class may hold.
func className(language []byte) string {
	for _, c := range language {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '+' || c == '#') {
			return ""
		}
	}
	return string(language)
}

// equip gives a page the scripts and the policy that its text needs, and no page
// besides.
func (b *build) equip(f *Frame, text rendered) {
	if text.Code {
		f.Scripts = append(f.Scripts, f.Root+"assets/code.js")
	}
	own, needs := b.policy, len(text.hosts) > 0
	if text.Diagrams && b.Mermaid != nil {
		needs = true
		f.Scripts = append(f.Scripts, f.Root+"assets/diagram.js")
		own = own.styled()
		b.mu.Lock()
		b.drawn = true
		b.mu.Unlock()
	}
	if needs {
		own.images = text.hosts
		f.Policy = own.String()
	}
}

// unpackMermaid puts the script that draws diagrams beside the pages, where one
// of them has a diagram.
func (b *build) unpackMermaid() error {
	if !b.drawn {
		return nil
	}
	script, err := b.Mermaid()
	if err != nil {
		return err
	}
	return b.put(mermaidAddress, script)
}

// mermaidAddress is where diagram.js looks for the script that draws.
const mermaidAddress = "assets/mermaid.min.js"
