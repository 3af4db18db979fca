package convert

import (
	"fmt"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/input"
	"tradeoff/internal/ledger"
	"tradeoff/internal/source"
)

// emit writes the input and reads it back as the log will.
func (p *plan) emit() {
	file := p.c.inputFile(p.e)
	root := p.tree()
	in, err := p.parse(file, root, nil)
	if err == nil && p.c.Defaults != nil {
		// What lies below the inputs of the folder is for new decisions, and must not
		// say of this one what its record never said.
		if below := p.c.Defaults(p.e.Path); below != nil {
			var over *input.Input
			if over, err = p.parse(file, root, below); err == nil {
				if add := overrides(&in.Decision, &over.Decision); len(add) > 0 {
					root.Entries = append(root.Entries, add...)
					over, err = p.parse(file, root, below)
				}
				in = over
			}
		}
	}
	switch {
	case err != nil:
		p.findings.Errorf(diag.Pos{File: p.e.Path}, "not-converted", "", "%v", err)
		return
	case in.Decision.Visibility != p.d.Visibility:
		p.findings.Errorf(diag.Pos{File: p.e.Path}, "not-converted", "take visibility out of the defaults for that", "the defaults would make it restricted")
		return
	case in.Decision.Catalog != "":
		p.findings.Errorf(diag.Pos{File: p.e.Path}, "not-converted", "convert to yaml or json", "the defaults name the catalog %s, and an input in %s cannot say that it has none", in.Decision.Catalog, p.c.format())
		return
	}
	for _, f := range append(in.Findings, in.Check(p.c.Catalogs)...) {
		if f.Severity == diag.Error {
			// What is wrong with the text of an input is wrong with that of the record.
			f.Message = "its input would not be right: " + f.Key + ": " + f.Message
			f.Pos, f.Key = diag.Pos{File: p.e.Path}, ""
			p.findings = append(p.findings, f)
		}
	}
	p.in = in
}

// parse writes a tree as the input of that name, and reads it.
func (p *plan) parse(file string, root *source.Node, below *input.Defaults) (*input.Input, error) {
	data, err := source.Emit(root, p.c.format())
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", file, err)
	}
	text := string(data)
	if p.c.Head != nil {
		head, err := p.c.Head(ledger.Stem(file), p.c.format())
		if err != nil {
			return nil, err
		}
		text = head + text
	}
	if p.r.Newline() == "\r\n" {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	return input.Parse(file, []byte(text), below), nil
}

// overrides are the keys that keep the defaults from saying what the record does
// not: a list of nobody, no catalog, no keys of the team's own.
func overrides(is, over *decision.Decision) []source.Entry {
	var add []source.Entry
	was, now := listed(is), listed(over)
	for _, key := range ownedKeys {
		if len(was[key]) == 0 && len(now[key]) > 0 {
			add = append(add, source.Entry{Key: key, Value: &source.Node{Kind: source.List}})
		}
	}
	if is.Catalog == "" && over.Catalog != "" {
		add = append(add, source.Entry{Key: "tradeoffs", Value: &source.Node{Kind: source.Null}})
	}
	if len(is.Extra) == 0 && len(over.Extra) > 0 {
		add = append(add, source.Entry{Key: "x", Value: &source.Node{Kind: source.Map}})
	}
	return add
}

// tree is the input as a tree, its keys in the order of the reference.
func (p *plan) tree() *source.Node {
	d := &p.d
	root := &source.Node{Kind: source.Map}
	put := func(key string, n *source.Node) {
		if n != nil {
			root.Entries = append(root.Entries, source.Entry{Key: key, Value: n})
		}
	}
	put("format", text(input.Format))
	put("title", text(d.Title))
	put("status", text(string(d.Status)))
	put("date", text(d.Date))
	put("decision-makers", texts(d.DecisionMakers))
	put("consulted", texts(d.Consulted))
	put("informed", texts(d.Informed))
	put("tags", texts(d.Tags))
	put("applies-to", texts(d.AppliesTo))
	put("review-by", text(d.ReviewBy))
	put("revisit-when", text(d.RevisitWhen))
	put("discussion", text(d.Discussion))
	put("context", text(d.Context))
	put("drivers", texts(d.Drivers))
	var options []*source.Node
	for i, o := range d.Options {
		var id *source.Node
		if p.named[i] {
			id = text(o.ID)
		}
		options = append(options, object("id", id, "title", text(o.Title), "description", text(o.Description),
			"pros", texts(o.Pros), "neutral", texts(o.Neutral), "cons", texts(o.Cons)))
	}
	put("options", list(options))
	put("outcome", object("option", text(d.Outcome.Option), "because", text(d.Outcome.Because)))
	c := d.Consequences
	put("consequences", object("good", texts(c.Good), "neutral", texts(c.Neutral), "bad", texts(c.Bad)))
	put("confirmation", text(d.Confirmation))
	var sections []*source.Node
	for _, s := range d.Sections {
		sections = append(sections, object("heading", text(s.Heading), "text", text(s.Text)))
	}
	put("sections", list(sections))
	var links []*source.Node
	for _, l := range d.Links {
		links = append(links, object(string(l.Kind), text(l.Target)))
	}
	put("links", list(links))
	put("realised", text(d.Realised))
	if len(p.x) > 0 {
		put("x", &source.Node{Kind: source.Map, Entries: p.x})
	}
	return root
}

// text is a value of text, nil for none.
func text(s string) *source.Node {
	if s == "" {
		return nil
	}
	return &source.Node{Kind: source.String, Text: s}
}

// texts is a list of texts, nil for none.
func texts(words []string) *source.Node {
	var items []*source.Node
	for _, w := range words {
		items = append(items, &source.Node{Kind: source.String, Text: w})
	}
	return list(items)
}

// list is a list of values, nil for none.
func list(items []*source.Node) *source.Node {
	if len(items) == 0 {
		return nil
	}
	return &source.Node{Kind: source.List, Items: items}
}

// object is a map of keys and values in turn, without those that are nil; nil where
// all of them are.
func object(pairs ...any) *source.Node {
	n := &source.Node{Kind: source.Map}
	for i := 0; i < len(pairs); i += 2 {
		if value := pairs[i+1].(*source.Node); value != nil {
			n.Entries = append(n.Entries, source.Entry{Key: pairs[i].(string), Value: value})
		}
	}
	if len(n.Entries) == 0 {
		return nil
	}
	return n
}
