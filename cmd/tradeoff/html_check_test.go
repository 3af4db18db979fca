package main

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// htmlFaults are the faults of a page by HTML's standard: what a parser has to
// mend, what stands where it may not, what names something that is not there.
// A browser shows such a page all the same, each perhaps in a way of its own.
func htmlFaults(page []byte) []string {
	c := &htmlChecker{ids: map[string]bool{}}
	c.tags(page)
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return append(c.faults, err.Error())
	}
	c.compare(root)
	if len(c.faults) > 0 {
		return c.faults // what follows would speak of a tree that nobody wrote
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			c.element(n)
		}
	}
	for _, ref := range c.references {
		if !c.ids[ref.id] {
			c.fault(ref.from, "%s names %q, which no element has as its id", ref.key, ref.id)
		}
	}
	c.outline(root)
	slices.Sort(c.faults)
	return slices.Compact(c.faults) // the same fault in each row of a table is one
}

// htmlChecker looks at one page.
type htmlChecker struct {
	faults     []string
	written    []string // the elements as their tags stand in the page: depth and name
	ids        map[string]bool
	references []htmlReference
}

// htmlReference is an attribute that names an id.
type htmlReference struct {
	from    *html.Node
	key, id string
}

func (c *htmlChecker) fault(n *html.Node, format string, args ...any) {
	c.faults = append(c.faults, pathOf(n)+": "+fmt.Sprintf(format, args...))
}

// pathOf names an element by those around it.
func pathOf(n *html.Node) string {
	var steps []string
	for ; n != nil && n.Type == html.ElementNode && len(steps) < 4; n = n.Parent {
		step := n.Data
		if id := attr(n, "id"); id != "" {
			step += "#" + id
		} else if class := attr(n, "class"); class != "" {
			step += "." + strings.Join(strings.Fields(class), ".")
		}
		steps = append(steps, step)
	}
	slices.Reverse(steps)
	return strings.Join(steps, " > ")
}

func attr(n *html.Node, key string) string {
	value, _ := lookupAttr(n, key)
	return value
}

func lookupAttr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// voidElements have no end tag.
var voidElements = strings.Fields("area base br col embed hr img input link meta source track wbr")

// tags reads a page as it is written, tag by tag: each is closed, in order, by a
// tag of its own, has no attribute twice, and text is escaped.
func (c *htmlChecker) tags(page []byte) {
	z := html.NewTokenizer(bytes.NewReader(page))
	var open []string
	doctype := false
	for {
		kind := z.Next()
		raw := string(z.Raw())
		switch kind {
		case html.ErrorToken:
			if len(open) > 0 {
				c.faults = append(c.faults, "not closed: "+strings.Join(open, ", "))
			}
			if !doctype {
				c.faults = append(c.faults, "no doctype")
			}
			return
		case html.DoctypeToken:
			doctype = strings.EqualFold(raw, "<!doctype html>")
		case html.CommentToken:
			c.faults = append(c.faults, "a comment: "+raw)
		case html.TextToken:
			if len(open) > 0 && (open[len(open)-1] == "script" || open[len(open)-1] == "style") {
				continue
			}
			c.characters("the text", raw)
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			name := token.Data
			c.written = append(c.written, strconv.Itoa(len(open))+" "+name)
			var keys []string
			for _, a := range token.Attr {
				if slices.Contains(keys, a.Key) {
					c.faults = append(c.faults, fmt.Sprintf("%s: %s stands twice", name, a.Key))
				}
				keys = append(keys, a.Key)
			}
			// The tokenizer drops a repeated attribute: count them as they stand.
			if n := countAttributes(raw); n != len(token.Attr) {
				c.faults = append(c.faults, fmt.Sprintf("%d attributes are written, and %d read: %s", n, len(token.Attr), raw))
			}
			c.characters("the tag", raw[1:])
			foreign := slices.Contains(open, "svg")
			switch {
			case kind == html.SelfClosingTagToken && !foreign:
				c.faults = append(c.faults, name+" closes itself, which HTML has not")
			case kind == html.StartTagToken && !slices.Contains(voidElements, name):
				open = append(open, name)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				c.faults = append(c.faults, fmt.Sprintf("</%s> closes nothing within %s", name, strings.Join(open, " > ")))
				return
			}
			open = open[:len(open)-1]
		}
	}
}

// countAttributes counts the attributes of a tag as it is written.
func countAttributes(tag string) int {
	tag = strings.TrimSuffix(strings.TrimSuffix(tag, ">"), "/")
	n, rest := 0, strings.TrimLeft(tag, "<")
	if i := strings.IndexAny(rest, " \t\n"); i >= 0 {
		rest = rest[i:]
	} else {
		return 0
	}
	for rest = strings.TrimSpace(rest); rest != ""; rest = strings.TrimSpace(rest) {
		n++
		i := strings.IndexAny(rest, "= \t\n")
		if i < 0 || rest[i] != '=' {
			if i < 0 {
				return n
			}
			rest = rest[i:]
			continue
		}
		rest = rest[i+1:]
		switch {
		case rest == "":
			return n
		case rest[0] == '"' || rest[0] == '\'':
			end := strings.IndexByte(rest[1:], rest[0])
			if end < 0 {
				return n
			}
			rest = rest[end+2:]
		default:
			end := strings.IndexAny(rest, " \t\n")
			if end < 0 {
				return n
			}
			rest = rest[end:]
		}
	}
	return n
}

// characters finds what is not escaped, and what no text may hold.
func (c *htmlChecker) characters(where, raw string) {
	for i, r := range raw {
		switch {
		case r == '&' && !entity.MatchString(raw[i:]):
			c.faults = append(c.faults, fmt.Sprintf("a bare & in %s %.60q", where, raw))
			return
		case r == '<' || r == '\uFFFD' || r < ' ' && r != '\n' && r != '\t':
			c.faults = append(c.faults, fmt.Sprintf("%q in %s %.60q", r, where, raw))
			return
		}
	}
}

// compare holds the tree that a parser makes against the tags. Where it had to
// put an element in, or move one, they differ.
func (c *htmlChecker) compare(root *html.Node) {
	var parsed []string
	var walk func(*html.Node, int)
	walk = func(n *html.Node, depth int) {
		for child := range n.ChildNodes() {
			if child.Type == html.ElementNode {
				parsed = append(parsed, strconv.Itoa(depth)+" "+strings.ToLower(child.Data))
				walk(child, depth+1)
			}
		}
	}
	walk(root, 0)
	for i := range max(len(parsed), len(c.written)) {
		switch {
		case i >= len(parsed) || i >= len(c.written):
			c.faults = append(c.faults, fmt.Sprintf("%d elements are written, and %d read", len(c.written), len(parsed)))
			return
		case parsed[i] != c.written[i]:
			c.faults = append(c.faults, fmt.Sprintf("a parser reads element %d as %q, and it is written as %q", i, parsed[i], c.written[i]))
			return
		}
	}
}

// element checks one element: its attributes, its parent, what it stands in.
func (c *htmlChecker) element(n *html.Node) {
	c.references = append(c.references, c.attributes(n)...)
	if n.Namespace != "" { // in an SVG
		if n.Data != "svg" {
			return
		}
		if attr(n, "aria-hidden") != "true" && attr(n, "role") == "" {
			c.fault(n, "an SVG is hidden, or has a role and a name")
		}
	}
	rule, ok := htmlElements[n.Data]
	if !ok {
		c.fault(n, "no element of a page")
		return
	}
	for _, key := range rule.needs {
		if _, ok := lookupAttr(n, key); !ok {
			c.fault(n, "has no %s", key)
		}
	}
	parent := n.Parent
	if parent == nil || parent.Type != html.ElementNode {
		return
	}
	switch holder := takesOf(parent); {
	case parent.Data == "template": // it holds what will stand elsewhere
	case len(rule.in) > 0 && !slices.Contains(rule.in, parent.Data):
		c.fault(n, "stands in %s, and only in %s it may", parent.Data, strings.Join(rule.in, ", "))
	case len(holder.only) > 0 && !slices.Contains(holder.only, n.Data):
		c.fault(n, "stands in %s, which holds only %s", parent.Data, strings.Join(holder.only, ", "))
	case len(holder.only) == 0 && len(rule.in) == 0 && holder.takes == holdsPhrasing && rule.is != holdsPhrasing:
		c.fault(n, "stands in %s, which holds nothing of its kind", parent.Data)
	case len(holder.only) == 0 && (holder.takes == holdsText || holder.takes == holdsNothing):
		c.fault(n, "stands in %s, which holds no element", parent.Data)
	}
	for up := parent; up != nil && up.Type == html.ElementNode; up = up.Parent {
		if slices.Contains(htmlElements[up.Data].without, n.Data) && !hiddenInput(n) {
			c.fault(n, "stands within %s", up.Data)
		}
	}
	c.special(n)
}

// takesOf tells what an element holds; one that is transparent holds what its
// parent does.
func takesOf(n *html.Node) htmlElement {
	for n.Parent != nil && htmlElements[n.Data].takes == holdsTransparent && len(htmlElements[n.Data].only) == 0 {
		n = n.Parent
	}
	return htmlElements[n.Data]
}

func hiddenInput(n *html.Node) bool { return n.Data == "input" && attr(n, "type") == "hidden" }

// attributes checks those of an element, and gives the ids that they name.
func (c *htmlChecker) attributes(n *html.Node) (references []htmlReference) {
	may := strings.Fields(htmlElements[n.Data].may)
	may = append(may, htmlElements[n.Data].needs...)
	for _, a := range n.Attr {
		named, aria := ariaAttributes[a.Key]
		switch {
		case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
			c.fault(n, "has the attribute %s, which the policy does not bear", a.Key)
		case aria && a.Val == "" && a.Key != "aria-activedescendant":
			c.fault(n, "%s is empty", a.Key)
		case strings.HasPrefix(a.Key, "aria-") && !aria:
			c.fault(n, "ARIA has no %s", a.Key)
		case n.Namespace != "":
			if a.Key == "tabindex" {
				c.fault(n, "tabindex in an SVG")
			}
		case !aria && !strings.HasPrefix(a.Key, "data-") && !slices.Contains(globalAttributes, a.Key) && !slices.Contains(may, a.Key):
			c.fault(n, "has no attribute %s", a.Key)
		}
		switch {
		case a.Key == "id":
			if a.Val == "" || strings.ContainsAny(a.Val, " \t\n") {
				c.fault(n, "the id %q", a.Val)
			} else if c.ids[a.Val] {
				c.fault(n, "the id %s stands twice", a.Val)
			}
			c.ids[a.Val] = true
		case a.Key == "class" && strings.TrimSpace(a.Val) == "":
			c.fault(n, "an empty class")
		case a.Key == "tabindex" && a.Val != "0" && a.Val != "-1":
			c.fault(n, "tabindex %s changes the order of the page", a.Val)
		case a.Key == "role" && !slices.Contains(ariaRoles, a.Val):
			c.fault(n, "no role: %q", a.Val)
		case a.Key == "role" && implied[n.Data] == a.Val:
			c.fault(n, "has the role %s by itself", a.Val)
		case (a.Key == "aria-label" || a.Key == "aria-labelledby") && attr(n, "role") == "" && !slices.Contains(nameable, n.Data):
			c.fault(n, "%s on an element without a role is read by nobody", a.Key)
		case named || a.Key == "list" || a.Key == "headers" || a.Key == "popovertarget" || a.Key == "commandfor" ||
			a.Key == "for" || a.Key == "form":
			for id := range strings.FieldsSeq(a.Val) {
				references = append(references, htmlReference{n, a.Key, id})
			}
		}
	}
	return references
}

// special checks what the tables do not tell.
func (c *htmlChecker) special(n *html.Node) {
	first := func(n *html.Node) *html.Node {
		for child := range n.ChildNodes() {
			if child.Type == html.ElementNode {
				return child
			}
		}
		return nil
	}
	switch n.DataAtom {
	case atom.Details:
		if s := first(n); s == nil || s.Data != "summary" {
			c.fault(n, "does not begin with a summary")
		}
	case atom.Summary:
		if first(n.Parent) != n {
			c.fault(n, "is not the first of its details")
		}
	case atom.Dl:
		for child := range n.ChildNodes() {
			if child.Data == "div" && (first(child) == nil || first(child).Data != "dt") {
				c.fault(child, "a group of a dl begins with a dt")
			}
		}
	case atom.Dt, atom.Dd:
		if n.Parent.Data == "div" && (n.Parent.Parent == nil || n.Parent.Parent.Data != "dl") {
			c.fault(n, "stands in no dl")
		}
	case atom.Time:
		if when, told := lookupAttr(n, "datetime"); !told && !machineDate.MatchString(textOf(n)) || told && !machineDate.MatchString(when) {
			c.fault(n, "no date: %q", when)
		}
	case atom.Th:
		if !slices.Contains([]string{"row", "col", "rowgroup", "colgroup"}, attr(n, "scope")) || textOf(n) == "" {
			c.fault(n, "scope %q, text %q", attr(n, "scope"), textOf(n))
		}
	case atom.Tbody, atom.Thead, atom.Tr, atom.Ul, atom.Ol, atom.Table:
		if first(n) == nil && !unseen(n) {
			c.fault(n, "is empty")
		}
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Title, atom.Button, atom.Label:
		if textOf(n) == "" && attr(n, "aria-label") == "" && !unseen(n) {
			c.fault(n, "says nothing")
		}
	case atom.A:
		if textOf(n) == "" && attr(n, "aria-label") == "" && !unseen(n) {
			c.fault(n, "says nothing")
		}
		if href := attr(n, "href"); strings.HasPrefix(href, "http") && !strings.Contains(attr(n, "rel"), "noopener") {
			c.fault(n, "leads to another site without rel=noopener")
		}
	case atom.Meta:
		if attr(n, "name") == "viewport" && (strings.Contains(attr(n, "content"), "user-scalable") || strings.Contains(attr(n, "content"), "maximum-scale")) {
			c.fault(n, "keeps people from zooming")
		}
	case atom.Img:
		for _, key := range []string{"width", "height"} {
			if _, err := strconv.Atoi(attr(n, key)); err != nil {
				c.fault(n, "%s %q", key, attr(n, key))
			}
		}
	}
}

// outline checks that a page has one main heading, the first, and no level of
// headings is left out on the way down.
func (c *htmlChecker) outline(root *html.Node) {
	last := 0
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || !slices.Contains(headings, n.Data) || within(n, "dialog") {
			continue
		}
		level := int(n.Data[1] - '0')
		switch {
		case last == 0 && level != 1 && within(n, "main"):
			c.fault(n, "the first heading is not the main one")
		case last != 0 && level == 1:
			c.fault(n, "a second main heading")
		case last != 0 && level > last+1:
			c.fault(n, "a heading of level %d below one of level %d", level, last)
		}
		last = level
	}
	if last == 0 {
		c.faults = append(c.faults, "no heading")
	}
}

// unseen tells whether an element is hidden, or in one that is: a script fills
// it before it shows it.
func unseen(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if _, hidden := lookupAttr(n, "hidden"); hidden || n.Data == "template" || n.Data == "dialog" {
			return true
		}
	}
	return false
}

func within(n *html.Node, name string) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == name {
			return true
		}
	}
	return false
}

// textOf is what is read of an element: its text, and the text of its images.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		} else if d.Data == "img" || d.Data == "svg" {
			b.WriteString(attr(d, "alt") + attr(d, "aria-label"))
		}
	}
	return strings.TrimSpace(b.String())
}
