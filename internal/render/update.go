package render

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"tradeoff/internal/diag"
	"tradeoff/internal/record"
	"tradeoff/internal/source"
)

// ownedKeys are the front matter keys that follow the input.
var ownedKeys = []string{"status", "date", "decision-makers", "consulted", "informed", "tags"}

// headHash is the hash of what render owns outside the blocks: the front matter
// keys and the title's line.
func headHash(r *record.Record) string {
	var b strings.Builder
	for _, key := range ownedKeys {
		if n := r.Front.Get(key); n != nil && n.Kind != source.Null {
			fmt.Fprintf(&b, "%s: %v\n", key, n.Go())
		}
	}
	b.WriteString(titleLine(r))
	return record.Hash(b.String())
}

// titleLine is the line of the record's first heading, without blanks at its end.
func titleLine(r *record.Record) string {
	s := titleSection(r)
	if s == nil {
		return ""
	}
	return strings.TrimRight(string(r.Data[s.Start:s.Body]), " \t\r\n")
}

// titleSection is the first heading of the first level, nil where there is none.
func titleSection(r *record.Record) *record.Section {
	i := slices.IndexFunc(r.Sections, func(s record.Section) bool { return s.Level == 1 })
	if i < 0 {
		return nil
	}
	return &r.Sections[i]
}

// Outcome is what rendering one record came to.
type Outcome struct {
	Record   string   // the record's path
	Data     []byte   // the record as it should be
	Changed  []string // what is out of date: block names, "front matter", "title", "closing mark"; nil where nothing is
	New      bool     // there is no record yet
	Unread   bool     // there is one that cannot be read, which is an error: Data is what it would be without, and must not take its place
	Edited   diag.List
	Findings diag.List // Edited, and whatever keeps the record from being rendered
}

// update puts the fresh rendering into the record that is there. Parts that were
// edited by hand are findings, and are left unless force is set.
//
// placeholder tells whether a comment is one that a template puts where something
// is still to be written; it gives way to a block, and people's comments do not.
//
// Where only is not nil, no other blocks are touched.
func update(old, fresh *record.Record, inputFile string, force bool, only []string, placeholder func(comment string) bool) Outcome {
	out := Outcome{Record: old.File, Data: old.Data}
	if old.Findings.HasErrors() {
		out.Findings = append(out.Findings, old.Findings...)
		return out
	}
	if old.Mark == nil && len(old.Blocks) == 0 {
		out.Findings.Warnf(diag.Pos{File: old.File, Line: 1}, "not-rendered",
			"add the lines <!-- tradeoff:worst-cases --> and <!-- /tradeoff:worst-cases --> where the worst cases should stand, or move the record away and render it anew",
			"this record has an input beside it, and no block that follows it")
		return out
	}
	u := &updater{old: old, fresh: fresh, force: force, only: only, input: inputFile, out: &out, placeholder: placeholder}
	u.head()
	u.blocks()
	u.insertions()
	u.mark()
	moved := u.statusMoved()
	if len(out.Changed) == 0 {
		return out
	}
	data, err := u.old.Apply(u.edits)
	if err != nil {
		out.Findings.Errorf(diag.Pos{File: old.File}, "render", "", "%v", err)
		out.Changed = nil
		return out
	}
	if u.front != nil {
		// The front matter lies before everything else, so its own edit comes last.
		if data, err = record.Parse(old.File, data).SetFront(u.front); err != nil {
			out.Findings.Errorf(diag.Pos{File: old.File}, "render", "", "%v", err)
			out.Changed = nil
			return out
		}
	}
	if moved {
		r := record.Parse(old.File, data)
		if data, err = r.SetStatus(fresh.Status, fresh.Date, fresh.DecisionMakers); err != nil {
			out.Findings.Errorf(r.StatusPos, "render", "write the status that the input says", "%v", err)
			out.Changed = nil
			return out
		}
	}
	out.Data = data
	return out
}

// statusMoved tells whether the status stands outside front matter and blocks, as
// a plain template.md may have it, and is not what the input says.
func (u *updater) statusMoved() bool {
	if u.old.StatusPos.Line == 0 || u.fresh.StatusPos.Line == 0 || u.old.Front.Get("status") != nil {
		return false
	}
	for _, b := range u.fresh.Blocks {
		if b.Pos.Line <= u.fresh.StatusPos.Line && u.fresh.StatusPos.Line < b.Pos.Line+strings.Count(string(u.fresh.Data[b.Start:b.End]), "\n") {
			return false
		}
	}
	if u.old.Status == u.fresh.Status && (u.fresh.Date == "" || u.old.Date == u.fresh.Date) {
		return false
	}
	u.changed("status")
	return true
}

type updater struct {
	old, fresh *record.Record
	force      bool
	only       []string // the blocks that may be touched, nil for all
	input      string
	edits      []record.Edit
	front      []record.FrontValue
	out        *Outcome
	headKept   bool // the head was edited by hand and stays

	placeholder func(comment string) bool
}

// mayTouch tells whether a block may be brought up to date.
func (u *updater) mayTouch(name string) bool { return u.only == nil || slices.Contains(u.only, name) }

func (u *updater) changed(what string) { u.out.Changed = append(u.out.Changed, what) }

// edited notes a part that was changed by hand, and tells whether it stays.
func (u *updater) edited(pos diag.Pos, what, hint string) bool {
	if u.force {
		return false
	}
	f := diag.Finding{Pos: pos, Rule: "block-edited", Severity: diag.Error, Hint: hint,
		Message: what + " was edited by hand, and belongs to " + path.Base(u.input)}
	u.out.Edited = append(u.out.Edited, f)
	u.out.Findings = append(u.out.Findings, f)
	return true
}

// head brings the owned front matter keys and the title up to date.
func (u *updater) head() {
	now, want := headHash(u.old), headHash(u.fresh)
	if now == want {
		return
	}
	if u.old.Mark != nil && u.old.Mark.Head != "" && now != u.old.Mark.Head {
		if key, pos := u.firstDifference(); u.edited(pos, key, "write it in the input, or run tradeoff render --force to take it back") {
			u.headKept = true
			return
		}
	}
	for _, key := range ownedKeys {
		is, should := u.old.Front.Get(key), u.fresh.Front.Get(key)
		if u.fresh.Front == nil || source.Equal(is, should) {
			continue
		}
		u.front = append(u.front, record.FrontValue{Key: key, Value: should})
	}
	if len(u.front) > 0 {
		u.changed("front matter")
	}
	title, s := titleLine(u.fresh), titleSection(u.old)
	if title != "" && s != nil && title != titleLine(u.old) {
		u.edits = append(u.edits, record.Edit{Start: s.Start, End: s.Start + len(titleLine(u.old)), Text: title})
		u.changed("title")
	}
}

// firstDifference names the first owned thing in the head that differs from the
// fresh rendering.
func (u *updater) firstDifference() (string, diag.Pos) {
	for _, key := range ownedKeys {
		if !source.Equal(u.old.Front.Get(key), u.fresh.Front.Get(key)) {
			return "the front matter's " + key, u.old.Front.PosOf(key)
		}
	}
	return "the title", u.old.TitlePos
}

// blocks brings the blocks that are there up to date.
func (u *updater) blocks() {
	for _, b := range u.old.Blocks {
		is, should := u.old.BlockBody(b), ""
		f := u.fresh.Block(b.Name)
		if f != nil {
			should = u.fresh.BlockBody(*f)
		}
		byHand := b.Hash != "" && record.Hash(is) != b.Hash
		if !u.mayTouch(b.Name) {
			if byHand {
				u.edited(b.Pos, "the block "+b.Name, "move your words outside the block or into the input, or run tradeoff render --force to take it back")
			}
			continue
		}
		if is == should && !byHand && b.Hash != "" {
			continue
		}
		if byHand && is != should &&
			u.edited(b.Pos, "the block "+b.Name, "move your words outside the block or into the input, or run tradeoff render --force to take it back") {
			continue
		}
		u.changed(b.Name)
		if f == nil {
			// The input says nothing any more that would stand here.
			u.edits = append(u.edits, record.Edit{Start: b.Start, End: b.End})
			continue
		}
		u.edits = append(u.edits, u.old.SetBlock(b, should))
	}
}

// part is a heading with the text up to the next heading of any level.
type part struct {
	heading    string // folded
	start, end int
	body       int
}

// parts cuts a record at those of its headings that stand in no block; what
// stands before the first is a part without a heading.
func parts(r *record.Record) []part {
	end := len(r.Data)
	if r.Mark != nil {
		end = r.Mark.Start
	}
	out := []part{{start: r.FrontEnd, body: r.FrontEnd, end: end}}
	for _, s := range r.Sections {
		if s.Start >= end {
			break
		}
		if slices.ContainsFunc(r.Blocks, func(b record.Block) bool { return b.Start <= s.Start && s.Start < b.End }) {
			continue
		}
		heading := strings.ToLower(s.Heading)
		if title := titleSection(r); title != nil && s.Start == title.Start {
			heading = "\x00title" // whatever it says
		}
		out[len(out)-1].end = s.Start
		out = append(out, part{heading: heading, start: s.Start, body: s.Body, end: end})
	}
	return out
}

// insertions puts blocks into the record that it does not have yet, such as that
// of an option the input has gained: into the section of the same heading where
// that is still empty, else with their section behind the one they follow.
func (u *updater) insertions() {
	missing := map[string]bool{}
	for _, b := range u.fresh.Blocks {
		if u.old.Block(b.Name) == nil && u.mayTouch(b.Name) {
			missing[b.Name] = true
		}
	}
	if len(missing) == 0 {
		return
	}
	oldParts, freshParts := parts(u.old), parts(u.fresh)
	find := func(heading string) *part {
		i := slices.IndexFunc(oldParts, func(p part) bool { return p.heading == heading })
		if i < 0 {
			return nil
		}
		return &oldParts[i]
	}
	at := oldParts[0].end // behind which the next missing section goes
	inserted := map[int]string{}
	for _, f := range freshParts {
		here := find(f.heading)
		var lost []record.Block
		for _, b := range u.fresh.Blocks {
			if missing[b.Name] && b.Start >= f.start && b.Start < f.end {
				lost = append(lost, b)
			}
		}
		if here != nil {
			at = max(at, here.end)
		}
		var text, own strings.Builder // of the section, and with a heading of its own
		for _, b := range lost {
			u.changed(b.Name)
			to := &text
			if level := hashes(u.fresh.BlockBody(b)); level > 0 && level <= hashes(string(u.fresh.Data[f.start:f.body])) {
				to = &own
			}
			to.Write(u.fresh.Data[b.Start:b.End])
			to.WriteString("\n")
		}
		switch {
		case text.Len() == 0:
		case here == nil:
			heading := strings.Trim(string(u.fresh.Data[f.start:f.body]), "\n")
			inserted[at] += heading + "\n\n" + text.String()
		case u.onlyPlaceholders(string(u.old.Data[here.body:here.end])):
			u.edits = append(u.edits, record.Edit{Start: here.body, End: here.end, Text: "\n" + text.String()})
		default:
			inserted[here.end] += text.String()
		}
		inserted[at] += own.String()
	}
	for at, text := range inserted {
		if text == "" {
			continue
		}
		// A block that begins where the last section ends needs a blank line before it.
		before := string(u.old.Data[:at])
		lead := ""
		if nl := u.old.Newline(); !strings.HasSuffix(before, nl+nl) {
			lead = "\n"
			if !strings.HasSuffix(before, "\n") {
				lead = "\n\n"
			}
		}
		u.edits = append(u.edits, record.Edit{Start: at, End: at, Text: lead + text})
	}
	slices.SortStableFunc(u.edits, func(a, b record.Edit) int { return cmp.Compare(a.Start, b.Start) })
}

// hashes is the level of the heading that opens a text, 0 where none does.
func hashes(text string) int { return len(text) - len(strings.TrimLeft(text, "#")) }

// onlyPlaceholders tells whether a section holds nothing but white space and
// comments of a template.
func (u *updater) onlyPlaceholders(text string) bool {
	for {
		text = strings.TrimSpace(text)
		if text == "" {
			return true
		}
		end := strings.Index(text, "-->")
		if !strings.HasPrefix(text, "<!--") || end < 0 || !u.placeholder(strings.TrimSpace(text[len("<!--"):end])) {
			return false
		}
		text = text[end+len("-->"):]
	}
}

// mark brings the closing mark up to date. While the head keeps an edit by hand
// the old hash stays, so that the edit goes on being found.
func (u *updater) mark() {
	head, input := u.fresh.Mark.Head, u.fresh.Mark.Input
	if len(u.out.Edited) > 0 {
		// A record that is not what its input says does not claim to be.
		input = ""
		if u.old.Mark != nil {
			input = u.old.Mark.Input
		}
	}
	if u.headKept && u.old.Mark != nil {
		head = u.old.Mark.Head
	}
	seen := u.fresh.Mark.Seen
	if len(u.out.Edited) > 0 && u.old.Mark != nil {
		seen = u.old.Mark.Seen
	}
	line := record.Mark{Head: head, Input: input, Seen: seen, Template: u.fresh.Mark.Template}.Line()
	if u.old.Mark == nil {
		lead := ""
		if !strings.HasSuffix(string(u.old.Data), "\n") {
			lead = "\n"
		}
		u.edits = append(u.edits, record.Edit{Start: len(u.old.Data), End: len(u.old.Data), Text: lead + "\n" + line})
		u.changed("closing mark")
		return
	}
	if u.old.Mark.Head != head || u.old.Mark.Input != input || u.old.Mark.Seen != seen || u.old.Mark.Template != u.fresh.Mark.Template {
		u.edits = append(u.edits, record.Edit{Start: u.old.Mark.Start, End: u.old.Mark.End, Text: line})
		u.changed("closing mark")
	}
}
