package cli

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tradeoff/internal/diag"
	"tradeoff/internal/lazyregexp"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/source"
)

// renumber plans all that moving decisions changes: their own files, every link to
// them, and the note of their old addresses. It gives the places that mention an
// old number in words, which nobody but a person can tell the meaning of.
func (c *changes) renumber(moves []renumbered) (mentions diag.List, err error) {
	to := map[string]renumbered{} // by the old path of the record
	for _, m := range moves {
		to[m.e.Path] = m
		if m.e.Input != nil {
			to[m.e.Input.File] = m
		}
		c.paths[m.e] = m.path
		c.touch(m.e)
		if m.e.Record != nil && m.e.Input == nil {
			data, err := m.e.Record.Apply(m.e.Record.Renumber(m.number))
			if err != nil {
				return nil, err
			}
			c.records[m.e] = data
		}
	}
	c.earlier(to)
	if err := c.unreadable(to).Err(); err != nil {
		return nil, err
	}
	for _, e := range c.log.Entries {
		if e.Input != nil {
			if err := c.relinkInput(e, to); err != nil {
				return nil, err
			}
		}
		if e.Record == nil || e.Record.Dialect == record.NotMarkdown {
			continue
		}
		r := c.record(e)
		edits := c.relink(r, e, to)
		if len(edits) > 0 {
			data, err := r.Apply(edits)
			if err != nil {
				return nil, err
			}
			c.records[e] = data
			c.touch(e)
		}
		mentions = append(mentions, c.mentions(e, moves)...)
		// A rendered record names what it is tied to inside of its blocks.
		if e.Input != nil && slices.ContainsFunc(e.Relations, func(r ledger.Relation) bool { return r.Other != nil && c.paths[r.Other] != "" }) {
			c.touch(e)
		}
	}
	if err := c.relinkPages(to); err != nil {
		return nil, err
	}
	return mentions, c.noteMoves(moves)
}

// earlier adds the moves that are noted already, so that a link which still uses an
// old address, of a run that was ended or from another branch, is led on too.
func (c *changes) earlier(to map[string]renumbered) {
	for _, m := range c.log.Moved {
		e := c.log.Entry(c.log.Now(m.From))
		if _, known := to[m.From]; known || e == nil || e.Path == m.From {
			continue
		}
		id, number, _ := record.Names(m.From)
		if number < 0 {
			continue
		}
		was := *e
		was.Number = number
		to[m.From] = renumbered{e: &was, number: e.Number, path: e.Path, previous: id}
	}
}

// unreadable are the files that name what moves and cannot be read well enough to be
// rewritten: inputs with an error, records whose front matter does not parse.
func (c *changes) unreadable(to map[string]renumbered) diag.List {
	var findings diag.List
	add := func(file string) {
		findings.Errorf(diag.Pos{File: c.p.show(file)}, "renumber", "mend what is wrong with it first; tradeoff check tells what", "it names a decision that moves, and cannot be read well enough to be rewritten")
	}
	for _, e := range c.log.Entries {
		if in := e.Input; in != nil && in.Findings.HasErrors() && c.names(in.Data, to) {
			add(in.File)
		}
		if r := e.Record; r != nil && r.Front == nil && r.FrontEnd > 0 && c.names(r.Data[:r.FrontEnd], to) {
			add(e.Path)
		}
	}
	return findings
}

// rendered tells whether the bytes at an offset of an entry's record follow its
// input: they are written anew, and not edited. e is nil for a page.
func rendered(e *ledger.Entry, r *record.Record, at int) bool {
	return e != nil && e.Input != nil && (at < r.FrontEnd || slices.ContainsFunc(r.Blocks, func(b record.Block) bool { return b.Start <= at && at < b.End }))
}

// relink gives the edits that lead a file's links and relations to the new names.
// Blocks that follow an input are rendered, and left out here. e is nil for a page.
func (c *changes) relink(r *record.Record, e *ledger.Entry, to map[string]renumbered) []record.Edit {
	var edits []record.Edit
	for _, ref := range r.References() {
		if rendered(e, r, ref.Start) {
			continue
		}
		old := string(r.Data[ref.Start:ref.End])
		if !ref.Link {
			// A number or a name in metadata: what it means is known to the log.
			if e == nil {
				continue
			}
			i := slices.IndexFunc(e.Relations, func(x ledger.Relation) bool { return x.Pos == ref.Pos && x.Target == ref.Target && x.Other != nil })
			if i < 0 {
				continue
			}
			if m, ok := meant(e.Relations[i].Other, ref.Target, to); ok {
				edits = append(edits, record.Edit{Start: ref.Start, End: ref.End, Text: renamed(old, m)})
			}
			continue
		}
		m, ok := ledTo(path.Dir(r.File), ref.Target, to)
		if !ok {
			continue
		}
		edits = append(edits, record.Edit{Start: ref.Start, End: ref.End, Text: renamed(old, m)})
		if ref.TextEnd > ref.TextStart {
			text := string(r.Data[ref.TextStart:ref.TextEnd])
			if now := relabelled(text, m); now != text {
				edits = append(edits, record.Edit{Start: ref.TextStart, End: ref.TextEnd, Text: now})
			}
		}
	}
	return edits
}

// ledTo is the move of the record that the address of a link in that folder leads to.
func ledTo(dir, address string, to map[string]renumbered) (renumbered, bool) {
	target, _, _ := strings.Cut(address, "#")
	if plain, err := url.PathUnescape(target); err == nil {
		target = plain
	}
	at := path.Join(dir, target)
	if strings.HasPrefix(target, "/") { // from the project's root, as forges have it
		at = path.Clean(target)[1:]
	}
	m, ok := to[at]
	if !ok {
		m, ok = to[strings.TrimSuffix(at, ".html")+".md"]
	}
	return m, ok
}

// renamed exchanges the number in an address, in a file's name or by itself.
func renamed(text string, m renumbered) string {
	folder, base := "", text
	if i := strings.LastIndexByte(text, '/'); i >= 0 {
		folder, base = text[:i+1], text[i+1:]
	}
	if i := strings.Index(base, m.previous); i >= 0 {
		return folder + base[:i] + record.Padded(m.number, m.previous) + base[i+len(m.previous):]
	}
	start, end := record.NumberIn(base)
	return folder + base[:start] + record.Padded(m.number, base[start:end]) + base[end:]
}

// label is a link's text that names a record by its number: "7. Title", "ADR-0007",
// "0007", or by its file's name.
var label = lazyregexp.New(`(?i)^(\W*(?:adr|madr|ad)?[-_ #]*)(\d{1,8})(\b.*)$`)

// relabelled exchanges the number that a link's text begins with.
func relabelled(text string, m renumbered) string {
	parts := label.FindStringSubmatch(text)
	if parts == nil {
		return text
	}
	if n, err := strconv.Atoi(parts[2]); err != nil || n != m.e.Number {
		return text
	}
	return parts[1] + record.Padded(m.number, parts[2]) + parts[3]
}

// relinkInput leads the links of an input to the new names.
func (c *changes) relinkInput(e *ledger.Entry, to map[string]renumbered) error {
	for i, link := range e.Input.Decision.Links {
		at := slices.IndexFunc(e.Relations, func(r ledger.Relation) bool {
			return r.Kind == link.Kind && r.Target == link.Target && !r.Reverse && r.Other != nil
		})
		if at < 0 {
			continue
		}
		m, ok := meant(e.Relations[at].Other, link.Target, to)
		if !ok {
			continue
		}
		data, err := source.SetAt(e.Input.File, c.input(e), e.Input.Format, []any{"links", i, string(link.Kind)}, &source.Node{Kind: source.String, Text: renamed(link.Target, m)})
		if err != nil {
			return err
		}
		c.inputs[e] = data
		c.touch(e)
	}
	if data := relinkText(c.input(e), path.Dir(e.Input.File), to); !bytes.Equal(data, c.input(e)) {
		again := c.log.Reread(e, ledger.Change{Input: data})
		if again.Input.Findings.HasErrors() {
			return fmt.Errorf("the links in the text of %s cannot be rewritten safely; change them by hand first", c.p.show(e.Input.File))
		}
		c.inputs[e] = data
		c.touch(e)
	}
	return nil
}

// meant is the move of the decision that a name or a number in metadata leads to: one
// of this run, or one that is noted and that the name still is of.
func meant(other *ledger.Entry, target string, to map[string]renumbered) (renumbered, bool) {
	if m, ok := to[other.Path]; ok {
		return m, true
	}
	name, _, _ := strings.Cut(path.Base(target), "#")
	for from, m := range to {
		base := path.Base(from)
		if m.path == other.Path && (name == base || name == ledger.Stem(base)) {
			return m, true
		}
	}
	return renumbered{}, false
}

// textLink finds the Markdown links and definitions in the text of an input, with the
// link's words where it has any, and the address.
var textLink = lazyregexp.New(`(?:\[([^\[\]]*)\]\(|\]:[ \t]+)<?([^)\s>"\\]+)`)

// relinkText leads the Markdown links within an input's text to the new names.
func relinkText(data []byte, dir string, to map[string]renumbered) []byte {
	var out []byte
	at := 0
	for _, m := range textLink.FindAllSubmatchIndex(data, -1) {
		address := string(data[m[4]:m[5]])
		move, ok := ledTo(dir, address, to)
		if !ok {
			continue
		}
		if m[2] >= 0 {
			out = append(out, data[at:m[2]]...)
			out = append(out, relabelled(string(data[m[2]:m[3]]), move)...)
			at = m[3]
		}
		out = append(append(out, data[at:m[4]]...), renamed(address, move)...)
		at = m[5]
	}
	return append(out, data[at:]...)
}

// linked finds the inline links of a line.
var linked = lazyregexp.New(`\[[^\]]*\]\([^)]*\)`)

// maxPages bounds how many Markdown files of a project are looked at for links.
const maxPages = 20_000

// relinkPages leads the links of every other Markdown file of the project to the
// new names: indexes, read-me files, pages of documentation.
func (c *changes) relinkPages(to map[string]renumbered) error {
	seen := 0
	return fs.WalkDir(c.p.files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return fs.SkipDir // what cannot be read cannot be rewritten
		}
		base := path.Base(name)
		if d.IsDir() {
			if name != "." && (strings.HasPrefix(base, ".") || base == "node_modules" || base == "vendor" || name == c.p.settings.Output) {
				return fs.SkipDir
			}
			return nil
		}
		ext := strings.ToLower(path.Ext(base))
		if ext != ".md" && ext != ".markdown" && ext != ".mdx" || c.log.Entry(name) != nil || !d.Type().IsRegular() {
			return nil
		}
		if seen++; seen > maxPages {
			return fs.SkipAll
		}
		data, err := fs.ReadFile(c.p.files, name)
		if err != nil || !c.names(data, to) {
			return nil
		}
		r := record.Parse(name, data)
		edits := c.relink(r, nil, to)
		if len(edits) == 0 {
			return nil
		}
		out, err := r.Apply(edits)
		if err != nil {
			return err
		}
		c.others = append(c.others, fileChange{name: name, old: data, data: out})
		return nil
	})
}

// names tells whether a page may hold a link to one of the records that move.
func (c *changes) names(data []byte, to map[string]renumbered) bool {
	for old := range to {
		base := path.Base(old)
		if bytes.Contains(data, []byte(ledger.Stem(base))) || bytes.Contains(data, []byte((&url.URL{Path: base}).EscapedPath())) {
			return true
		}
	}
	return false
}

// noteMoves adds the old addresses to the project's list.
func (c *changes) noteMoves(moves []renumbered) error {
	if len(moves) == 0 {
		return nil
	}
	old, err := fs.ReadFile(c.p.files, ledger.MovedFile)
	data := old
	if err != nil {
		old, data = nil, []byte("# Records that have another address now, so that links to the old one still lead on.\n")
	}
	for _, m := range moves {
		item := &source.Node{Kind: source.Map}
		for _, e := range []struct{ key, value string }{{"from", m.e.Path}, {"to", m.path}} {
			item.Entries = append(item.Entries, source.Entry{Key: e.key, Value: &source.Node{Kind: source.String, Text: e.value}})
		}
		if data, err = source.Append(ledger.MovedFile, data, source.YAML, []string{"moved"}, item); err != nil {
			return fmt.Errorf("note the old address: %w", err)
		}
	}
	c.others = append(c.others, fileChange{name: ledger.MovedFile, old: old, data: data})
	return nil
}

// mentions are the places where a record names an old number in words alone.
func (c *changes) mentions(e *ledger.Entry, moves []renumbered) diag.List {
	r := c.record(e)
	var found diag.List
	for _, m := range moves {
		if e.Folder() != m.e.Folder() {
			continue
		}
		said := regexp.MustCompile(`(?i)\bADR[- #]{0,2}0*` + strconv.Itoa(m.e.Number) + `\b`)
		number, start := 0, 0
		for line := range bytes.Lines(r.Data) {
			number++
			links := linked.FindAllIndex(line, -1)
			for _, at := range said.FindAllIndex(line, -1) {
				inLink := slices.ContainsFunc(links, func(l []int) bool { return l[0] <= at[0] && at[1] <= l[1] })
				if inLink || rendered(e, r, start+at[0]) {
					continue // it says which file it means, or is rendered anew
				}
				pos := diag.Pos{File: cmp.Or(c.paths[e], e.Path), Line: number, Col: utf8.RuneCount(line[:at[0]]) + 1}
				found = append(found, diag.Finding{Pos: pos, Rule: "renumber", Severity: diag.Note, Message: fmt.Sprintf("%s is mentioned here in words", line[at[0]:at[1]]),
					Hint: fmt.Sprintf("write %s where %s is meant", record.Padded(m.number, m.previous), path.Base(m.path))})
			}
			start += len(line)
		}
	}
	return found
}
