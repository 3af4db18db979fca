package record

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/source"
)

// Statement is a relation to be stated in a record.
type Statement struct {
	Kind    decision.LinkKind
	Reverse bool   // from the other end: "superseded by"
	Partly  bool   // of a part alone
	Part    string // which part of the other record, "" where all or no certain part is meant
	Anchor  bool   // Part is the anchor of one of its headings
	Other   Other
}

// Other is the record at the other end of a Statement, as seen from this one.
type Other struct {
	Href   string // its relative address, escaped as links are
	Stem   string // its file's name without the suffix
	ID     string // the number or date in it, else its stem
	Number int    // -1 where there is none
	Title  string // plain
	// Taken tells that another record has the number too, so that it takes a link to
	// say which is meant.
	Taken bool
}

// words is the relation as a record says it.
func (s Statement) words() string {
	words := s.Kind.Words()
	if s.Reverse {
		words = s.Kind.Reverse()
	}
	if s.Partly && s.Kind == decision.Supersedes {
		words = "partly " + words
	}
	return words
}

// whole tells whether the statement ends the decision: all of it is superseded.
func (s Statement) whole() bool { return s.Kind == decision.Supersedes && s.Reverse && !s.Partly }

// href is the address with the part's fragment.
func (s Statement) href() string {
	if s.Part == "" || s.Reverse || !s.Anchor {
		return s.Other.Href
	}
	return s.Other.Href + "#" + (&url.URL{Fragment: s.Part}).EscapedFragment()
}

// Relate gives the record's bytes with a relation stated in its own dialect: in
// the Status section, in the status itself where it is superseded, in front
// matter that has a key for it, else as an item under Links or More Information,
// which is made where there is neither. Only the lines in question change. It
// reports an error, and gives no bytes, where the result would not read back.
func (r *Record) Relate(s Statement) ([]byte, error) {
	out, err := r.relate(s)
	if err != nil {
		return nil, fmt.Errorf("write %q into %s: %w", s.words()+" "+s.Other.ID, r.File, err)
	}
	return out, nil
}

func (r *Record) relate(s Statement) ([]byte, error) {
	if r.Dialect == NotMarkdown {
		return nil, errors.New("the file is not Markdown")
	}
	if s.whole() {
		out, err := r.supersede(s)
		if err != nil {
			return nil, err
		}
		return out, r.checkRelated(r.again(out), s)
	}
	if entry := r.frontKey(s); entry != nil {
		out, err := r.appendFront(entry, s)
		if err != nil {
			return nil, err
		}
		return out, r.checkRelated(r.again(out), s)
	}
	edit := r.relationItem(s)
	if r.Dialect == Nygard && r.spans.statusSection > 0 {
		edit = r.relationLine(s)
	}
	out, err := r.Apply([]Edit{edit})
	if err != nil {
		return nil, err
	}
	return out, r.checkRelated(r.again(out), s)
}

// supersede writes "superseded by" as the status, or behind it where another
// successor stands there already.
func (r *Record) supersede(s Statement) ([]byte, error) {
	p := statusPlan{r: r, lines: scanLines(r.Data, r.FrontEnd), home: r.home(), by: r.label(s)}
	f := r.at[MetaStatus]
	switch {
	case f.history:
		// The history stays what it was; that it is over follows from the successor.
		p.edits = append(p.edits, r.relationLine(s))
	case r.Status != decision.Superseded:
		if err := p.status(decision.Superseded); err != nil {
			return nil, err
		}
	case f.carrier == InSection:
		p.edits = append(p.edits, r.relationLine(s))
	case f.carrier == InFront:
		old := r.Front.Get(f.key)
		p.setFront(f.key, &source.Node{Kind: source.String, Text: scalar(old) + " and " + p.by, Quoted: old != nil && old.Quoted})
	default:
		p.edits = append(p.edits, Edit{Start: f.end, End: f.end, Text: p.escape(f, " and "+p.by)})
	}
	out, err := r.Apply(p.finish())
	if err != nil || len(p.front) == 0 {
		return out, err
	}
	return r.again(out).setFront(p.front)
}

// label is the other record as this one's dialect writes it.
func (r *Record) label(s Statement) string {
	o := s.Other
	link := func(text string) string { return "[" + escapeText(text) + "](" + s.href() + ")" }
	numbered := "ADR-" + o.ID
	if f := r.at[MetaStatus]; f.carrier == InList && strings.HasPrefix(strings.TrimLeft(string(r.Data[f.line:f.keyStart]), " \t"), "-") {
		return link(o.Stem) // log4brains writes hyphens, and looks for the file's name
	}
	switch home := r.home(); {
	case r.Dialect == Nygard && o.Number >= 0:
		return link(strconv.Itoa(o.Number) + ". " + o.Title)
	case r.Dialect == Nygard:
		return link(o.Title)
	case o.Number < 0 && (home == InFront || home == InTable) && o.ID != "" && dateLength(o.ID) == 0:
		return link(o.Title)
	case o.Number < 0:
		return link(o.Stem)
	case s.whole() && home == InFront && r.at[MetaMakers].key != "deciders" && !o.Taken:
		return numbered // MADR 4 has the number alone
	}
	return link(numbered)
}

// relationLine is the statement as a line of the Status section.
func (r *Record) relationLine(s Statement) Edit {
	at := r.spans.statusSection
	for _, l := range scanLines(r.Data, r.FrontEnd) {
		if l.start >= r.spans.statusSection && l.start < r.spans.statusEnd && l.class != blank && l.class != comment {
			at = l.next
		}
	}
	return r.insertLines(at, []string{r.sentence(s)}, true)
}

// sentence is the statement as a line says it.
func (r *Record) sentence(s Statement) string {
	text := decision.Capital(s.words()) + " " + r.label(s)
	if s.Part != "" && !s.Anchor && !s.Reverse {
		text += ", part " + escapeText(s.Part)
	}
	return text
}

// relationItem is the statement as an item of the list under Links or More
// Information, with the heading where there is none.
func (r *Record) relationItem(s Statement) Edit {
	lines := scanLines(r.Data, r.FrontEnd)
	text := r.sentence(s)
	section := slices.IndexFunc(r.Sections, func(x Section) bool { return x.Level > 1 && isHeading(x.Heading, "links") })
	if section < 0 {
		section = slices.IndexFunc(r.Sections, func(x Section) bool { return x.Level > 1 && isHeading(x.Heading, "more information") })
	}
	if section < 0 {
		heading := "Links"
		if r.Dialect == MADR || r.Dialect == Plain {
			heading = "More Information"
		}
		return r.insertLines(len(r.Data), []string{"## " + heading, r.marker(lines) + text}, true)
	}
	body, end := r.Sections[section].Body, len(r.Data)
	if section+1 < len(r.Sections) {
		end = r.Sections[section+1].Start
	}
	at, prefix, last := body, "", body
	for i := range lines {
		l := &lines[i]
		if l.start < body || l.start >= end || l.class == blank {
			continue
		}
		last = l.next
		if l.item && l.depth == 1 && !l.quote && strings.ContainsRune("*-+", rune(strings.TrimSpace(string(r.Data[l.start:l.text]))[0])) {
			prefix = string(r.Data[l.start:l.text])
		}
		if l.depth > 0 && prefix != "" {
			at = l.next
		}
	}
	if prefix == "" {
		return r.insertLines(last, []string{r.marker(lines) + text}, true)
	}
	return r.insertLines(at, []string{prefix + text}, false)
}

// marker is the bullet that the record's lists have.
func (r *Record) marker(lines []line) string {
	for i := range lines {
		if l := &lines[i]; l.item && l.depth == 1 && !l.quote && l.class == text {
			if m := strings.TrimSpace(string(r.Data[l.start:l.text])); m == "*" || m == "-" || m == "+" {
				return m + " "
			}
		}
	}
	if r.Dialect == MADR || r.Dialect == Plain {
		return "* "
	}
	return "- "
}

// frontKey is the front matter's key that holds relations of that kind, nil
// where it has none.
func (r *Record) frontKey(s Statement) *source.Entry {
	if s.Partly && s.Part == "" {
		return nil // a key cannot say so
	}
	for i, e := range entries(r.Front) {
		kind, reverse, ok := linkKey(foldKey(e.Key))
		if ok && kind == s.Kind && reverse == s.Reverse && (e.Value.Kind == source.List || e.Value.Kind == source.String || e.Value.Kind == source.Int) {
			return &r.Front.Entries[i]
		}
	}
	return nil
}

// appendFront adds the other record to a key, in the form of what stands there:
// numbers, stems or files.
func (r *Record) appendFront(e *source.Entry, s Statement) ([]byte, error) {
	sample := e.Value
	if e.Value.Kind == source.List && len(e.Value.Items) > 0 {
		sample = e.Value.Items[0]
	}
	node := &source.Node{Kind: source.String, Text: s.Other.Stem, Quoted: sample.Quoted}
	switch text := scalar(sample); {
	case strings.Contains(text, "]("):
		node.Text, node.Quoted = r.label(s), true
	case strings.HasSuffix(text, ".md"):
		if node.Text = s.href(); strings.Contains(node.Text, "%") {
			node.Text, _ = url.PathUnescape(s.href())
		}
	case s.Other.Number >= 0 && text != "" && digits(text) == len(text) && !s.Other.Taken:
		node.Text = s.Other.ID
		if s.Part == "" {
			node.Kind = sample.Kind
		}
	case s.Other.Number >= 0 && !s.Other.Taken && len(text) > 4 && strings.EqualFold(text[:4], "adr-") && digits(text[4:]) == len(text)-4:
		node.Text = text[:4] + s.Other.ID
	}
	if s.Part != "" && !strings.Contains(node.Text, "#") {
		node.Text += "#" + s.Part
	}
	if r.InTOML() {
		return nil, errors.New("its front matter is TOML, which is read and not edited; change it by hand")
	}
	start, stop, _ := frontBounds(r.Data)
	inner := r.Data[start:stop]
	var out []byte
	var err error
	if e.Value.Kind == source.List {
		out, err = source.Append(r.File, inner, source.YAML, []string{e.Key}, node)
	} else {
		out, err = source.Set(r.File, inner, source.YAML, []string{e.Key}, &source.Node{Kind: source.List, Items: []*source.Node{e.Value, node}})
	}
	if err != nil {
		return nil, err
	}
	return slices.Concat(r.Data[:start], out, r.Data[stop:]), nil
}

// checkRelated proves that again, the record as it would be, states what was
// asked, and otherwise what it stated before.
func (r *Record) checkRelated(again *Record, s Statement) error {
	missing := slices.Clone(again.Relations)
	for _, old := range r.Relations {
		i := slices.IndexFunc(missing, func(n Relation) bool { return n.Kind == old.Kind && n.Reverse == old.Reverse && n.Target == old.Target })
		if i < 0 {
			return fmt.Errorf("its relation to %s would be lost", old.Target)
		}
		missing = slices.Delete(missing, i, i+1)
	}
	if len(missing) != 1 || missing[0].Kind != s.Kind || missing[0].Reverse != s.Reverse || s.Partly && s.Part == "" && s.Kind == decision.Supersedes && !missing[0].Partly ||
		s.Part != "" && !s.Reverse && !s.Anchor && missing[0].Part != s.Part {
		return errors.New("it would not be read back")
	}
	status := r.Status
	if s.whole() && !r.at[MetaStatus].history {
		status = decision.Superseded
	}
	sections := len(again.Sections) - len(r.Sections)
	switch {
	case again.Status != status && !(status == decision.Unknown && r.StatusRaw == ""):
		return fmt.Errorf("the status would read as %s", again.Status)
	case sections < 0 || sections > 1, again.Title != r.Title, again.Date != r.Date, len(again.Blocks) != len(r.Blocks),
		!slices.Equal(again.DecisionMakers, r.DecisionMakers), !slices.Equal(again.Tags, r.Tags), len(again.Options) != len(r.Options):
		return errors.New("other parts of the record would change")
	}
	return nil
}

// escapeText writes plain text as the text of a link.
func escapeText(text string) string {
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, "*", `\*`, "`", "\\`", "<", `\<`, "_", `\_`, "&", "&amp;", "~", `\~`).Replace(text)
}
