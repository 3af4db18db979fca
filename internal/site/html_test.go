package site

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// element is one element of a page, as read back from it.
type element struct {
	name     string
	attr     map[string]string
	children []any // *element or string
	parent   *element
}

// A tag as our renderer and the layouts write it. Whatever else begins with <
// is a fault: text is escaped, and there are no comments.
var (
	tagForm  = regexp.MustCompile(`^<(/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z][a-zA-Z:-]*(?:="[^"<>]*")?)*)\s*/?>`)
	attrForm = regexp.MustCompile(`([a-zA-Z][a-zA-Z:-]*)(?:="([^"]*)")?`)
)

var voidElements = []string{"br", "hr", "img", "link", "meta", "path", "circle", "rect", "line", "input"}

// readHTML reads a page or a piece of one, strictly: tags nest, and each is of
// a plain form.
func readHTML(text string) (*element, error) {
	root := &element{name: "#root"}
	at := root
	text = strings.TrimPrefix(text, "<!doctype html>")
	for text != "" {
		i := strings.IndexByte(text, '<')
		if i != 0 {
			if i < 0 {
				i = len(text)
			}
			at.children = append(at.children, html.UnescapeString(text[:i]))
			text = text[i:]
			continue
		}
		m := tagForm.FindStringSubmatch(text)
		if m == nil {
			return nil, fmt.Errorf("no tag of ours: %.80q", text)
		}
		text = text[len(m[0]):]
		if m[1] == "/" {
			if at.name != m[2] {
				return nil, fmt.Errorf("</%s> closes %s before %.80q", m[2], at.name, text)
			}
			at = at.parent
			continue
		}
		e := &element{name: m[2], attr: map[string]string{}, parent: at}
		for _, a := range attrForm.FindAllStringSubmatch(m[3], -1) {
			e.attr[strings.ToLower(a[1])] = html.UnescapeString(a[2])
		}
		at.children = append(at.children, e)
		switch {
		case e.name == "style" || e.name == "script":
			end := strings.Index(text, "</"+e.name+">")
			if end < 0 {
				return nil, fmt.Errorf("%s does not end", e.name)
			}
			e.children = append(e.children, text[:end])
			text = text[end+len(e.name)+3:]
		case !slices.Contains(voidElements, e.name):
			at = e
		}
	}
	if at != root {
		return nil, fmt.Errorf("%s does not end", at.name)
	}
	return root, nil
}

// all gives the elements that a selector finds, in order. It knows names,
// classes, attributes and descendants, with commas between alternatives.
func (e *element) all(selector string) []*element {
	var found []*element
	e.walk(func(c *element) {
		for alternative := range strings.SplitSeq(selector, ",") {
			if c.matches(strings.Fields(alternative)) {
				found = append(found, c)
				return
			}
		}
	})
	return found
}

func (e *element) walk(visit func(*element)) {
	for _, c := range e.children {
		if c, ok := c.(*element); ok {
			visit(c)
			c.walk(visit)
		}
	}
}

var stepForm = regexp.MustCompile(`\.[\w-]+|\[[^\]]+\]|[\w-]+`)

func (e *element) matches(steps []string) bool {
	last := steps[len(steps)-1]
	for _, part := range stepForm.FindAllString(last, -1) {
		switch part[0] {
		case '.':
			if !slices.Contains(strings.Fields(e.attr["class"]), part[1:]) {
				return false
			}
		case '[':
			name, value, valued := strings.Cut(strings.Trim(part, "[]"), "=")
			if got, ok := e.attr[name]; !ok || valued && got != value {
				return false
			}
		default:
			if e.name != part {
				return false
			}
		}
	}
	if len(steps) == 1 {
		return true
	}
	for up := e.parent; up != nil; up = up.parent {
		if up.matches(steps[:len(steps)-1]) {
			return true
		}
	}
	return false
}

// text is what a reader sees of the element, on one line.
func (e *element) text() string {
	var b strings.Builder
	var add func(*element)
	add = func(e *element) {
		for _, c := range e.children {
			switch c := c.(type) {
			case string:
				b.WriteString(c)
			case *element:
				add(c)
			}
		}
	}
	add(e)
	return strings.Join(strings.Fields(b.String()), " ")
}

// texts are the texts of what a selector finds.
func (e *element) texts(selector string) []string {
	var list []string
	for _, c := range e.all(selector) {
		list = append(list, c.text())
	}
	return list
}

// pageOf reads a page of a built site.
func pageOf(t testing.TB, out *Memory, name string) *element {
	t.Helper()
	data, ok := out.Get(name)
	if !ok {
		t.Fatalf("no %s among %q", name, out.Paths())
	}
	page, err := readHTML(string(data))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return page
}
