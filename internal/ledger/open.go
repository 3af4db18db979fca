package ledger

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/input"
	"tradeoff/internal/parallel"
	"tradeoff/internal/record"
	"tradeoff/internal/source"
)

// Open reads the log that lies in some folders of fsys, subfolders included, as
// many files at a time as there are processors. A folder that is not there is an
// empty log. The error is that of a context or of a folder that cannot be
// listed; what is wrong with a single file is a finding.
func Open(ctx context.Context, fsys fs.FS, o Options) (*Log, error) {
	log := &Log{byPath: map[string]*Entry{}, assume: o.Assume, reader: &record.Reader{Words: o.Words}, lean: o.Lean}
	o.settleLike()
	if !log.sameFolders(fsys, o) {
		log.readMoved(fsys)
		for _, dir := range o.Dirs {
			if err := log.list(fsys, dir); err != nil {
				return nil, err
			}
		}
	}
	for _, f := range log.folders {
		if err := log.read(ctx, fsys, f, o); err != nil {
			return nil, err
		}
	}
	log.skip()
	log.settleLike(o.Like)
	if o.Lean {
		for _, e := range log.Entries {
			e.lighten()
		}
	}
	return log, nil
}

// lightenFront drops the first of that, before the next file is read.
func (e *Entry) lightenFront() {
	if e.Record != nil && e.Input == nil {
		e.Record.LightenFront()
	}
}

// lighten drops what Options.Lean says.
func (e *Entry) lighten() {
	if e.Record != nil && e.Input == nil {
		e.Record.Lighten()
	}
}

// New makes a log of entries that are at hand, and relates them.
func New(entries []*Entry) *Log { return new(Log).With(entries) }

// With makes a log like this one of other entries, and relates them.
func (l *Log) With(entries []*Entry) *Log {
	log := &Log{Entries: entries, Skipped: l.Skipped, Moved: l.Moved, Findings: l.Findings, Defaults: l.Defaults, byPath: map[string]*Entry{}, assume: l.assume, reader: l.reader, lean: l.lean}
	log.settle()
	return log
}

// Change is what an entry would be: nil bytes and an empty path leave what it is.
type Change struct {
	Path   string // of the record
	Record []byte
	Input  []byte
}

// Reread is an entry of this log as it would be after a change. Its relations come
// with With.
func (l *Log) Reread(e *Entry, c Change) *Entry {
	again := &Entry{Path: cmp.Or(c.Path, e.Path), Record: e.Record, Input: e.Input, DerivedDate: e.DerivedDate, below: e.below}
	moved := again.Path != e.Path
	if in := e.Input; in != nil && (c.Input != nil || moved) {
		data, file := c.Input, in.File
		if data == nil {
			data = in.Data
		}
		if moved {
			file = Stem(again.Path) + path.Ext(in.File)
		}
		again.Input = input.Parse(file, data, e.below)
		if e.Record == nil && moved {
			again.Path = file
		}
	}
	if r := e.Record; r != nil && (c.Record != nil || moved) {
		data := c.Record
		if data == nil {
			data = r.Data
		}
		reader := l.reader
		if reader == nil {
			reader = &record.Reader{}
		}
		again.Record = reader.Parse(again.Path, data)
	}
	if again.Record != nil {
		again.Findings = slices.Clone(again.Record.Findings)
	}
	again.fill()
	return again
}

// settle puts the entries in order and resolves their relations.
func (l *Log) settle() { l.settleLike(nil) }

// settleLike is settle of a log that may be like another one.
func (l *Log) settleLike(like *Log) {
	inOrder := func(a, b *Entry) int {
		return cmp.Or(
			strings.Compare(path.Dir(a.Path), path.Dir(b.Path)),
			cmp.Compare(order(a), order(b)),
			strings.Compare(a.Path, b.Path))
	}
	if !l.samePaths(like) {
		like = nil
		slices.SortStableFunc(l.Entries, inOrder)
	}
	for i, e := range l.Entries {
		e.at = i
		l.byPath[e.Path] = e
	}
	if like == nil || !l.relateLike(like) {
		l.relate()
	}
	l.related = true
}

// order is an entry's number, or more than any number where it has none.
func order(e *Entry) int {
	if e.Number < 0 {
		return int(^uint(0) >> 1)
	}
	return e.Number
}

// read adds the entries of one folder.
func (l *Log) read(ctx context.Context, fsys fs.FS, f folder, o Options) error {
	l.Skipped = append(l.Skipped, f.skipped...)
	l.Defaults = append(l.Defaults, f.defaults)
	groups := f.groups
	if len(l.byPath) == 0 {
		l.byPath = make(map[string]*Entry, len(groups))
		l.Entries = make([]*Entry, 0, len(groups))
	}
	loaded, unknown := o.knownOf(groups, f.defaults)
	err := parallel.Each(ctx, len(unknown), func(n int) error {
		i := unknown[n]
		loaded[i] = load(fsys, groups[i], f.defaults, l.reader)
		if o.Lean {
			for _, e := range loaded[i] {
				e.lightenFront()
			}
		}
		return nil
	})
	if err := cmp.Or(err, ctx.Err()); err != nil {
		return err
	}
	for _, entries := range loaded {
		for _, e := range entries {
			if l.byPath[e.Path] == nil {
				l.byPath[e.Path] = e
				l.Entries = append(l.Entries, e)
			}
		}
	}
	return nil
}

// load reads one group: the record with its input and, where more than one file
// of the stem is an input, an entry for each further one with a finding. It
// gives none where the files turn out to be no inputs and have no record.
func load(fsys fs.FS, g group, defaults *input.Defaults, reader *record.Reader) []*Entry {
	var entries []*Entry
	var first *input.Input
	for _, name := range g.inputs {
		in := loadInput(fsys, name, g.record != "", defaults)
		switch {
		case in == nil:
		case first == nil:
			first = in
		default:
			in.Findings.Errorf(diag.Pos{File: name}, "two-inputs", "keep one of them", "%s is the input of the same record", first.File)
			twin := &Entry{Path: name, Input: in}
			twin.fill()
			entries = append(entries, twin)
		}
	}
	if g.record == "" && first == nil {
		return nil
	}
	if first != nil {
		if at := conflict(first.File, first.Data); at.Line > 0 {
			first.Findings = diag.List{conflictFinding(at)}
		}
	}
	e := &Entry{Path: g.record, Input: first, below: defaults}
	if g.record == "" {
		e.Path = first.File
	} else {
		data, findings := readRecord(fsys, g.record)
		e.Record = reader.Parse(g.record, data)
		e.Record.Findings = append(findings, e.Record.Findings...)
		e.Findings = slices.Clone(e.Record.Findings)
		if at := conflict(g.record, data); at.Line > 0 {
			e.Record.Findings = diag.List{conflictFinding(at)}
			e.Findings = e.Record.Findings
		}
	}
	e.fill()
	e.undecided = e.decidesNothing()
	return append(entries, e)
}

// conflict gives the line where git has left a merge to be finished, the zero
// place where there is none: the marks of both sides, each at a line's start.
func conflict(file string, data []byte) diag.Pos {
	ours := bytes.Index(data, []byte("<<<<<<< "))
	if ours < 0 || ours > 0 && data[ours-1] != '\n' {
		return diag.Pos{}
	}
	rest := data[ours:]
	if middle := bytes.Index(rest, []byte("\n=======")); middle < 0 || !bytes.Contains(rest[middle:], []byte("\n>>>>>>> ")) {
		return diag.Pos{}
	}
	return diag.Pos{File: file, Line: 1 + bytes.Count(data[:ours], []byte{'\n'}), Col: 1}
}

func conflictFinding(at diag.Pos) diag.Finding {
	return diag.Finding{Pos: at, Rule: "merge-conflict", Severity: diag.Error, Message: "a merge is not finished here",
		Hint: "keep one side, or both in order; in a block take either, and run tradeoff render --force"}
}

// loadInput reads the file where it is an input: `format: tradeoff/…` makes it
// one. Any other YAML in the folder is somebody else's; one that cannot be read
// is ours where it says so, or where its name is that of a record or a number.
func loadInput(fsys fs.FS, name string, hasRecord bool, defaults *input.Defaults) *input.Input {
	in := input.Load(fsys, name, defaults)
	if in.Root != nil {
		format := in.Root.Get("format")
		if format == nil && meantAsInput(in.Root) {
			return in // the schema has said that format is missing
		}
		if format == nil || format.Kind != source.String || !strings.HasPrefix(format.Text, "tradeoff/") {
			return nil
		}
		return in
	}
	_, number, _ := record.Names(name)
	if hasRecord || number >= 0 || bytes.Contains(in.Data, []byte("tradeoff/")) {
		return in
	}
	return nil
}

// meantAsInput tells whether a file without the format key looks like an input all
// the same: the key is mistyped, or what only an input has is there.
func meantAsInput(root *source.Node) bool {
	for _, e := range root.Entries {
		if diag.Suggest(e.Key, []string{"format"}) != "" && strings.HasPrefix(e.Value.Text, "tradeoff/") {
			return true
		}
	}
	return root.Get("title") != nil && (root.Get("tradeoffs") != nil || root.Get("outcome") != nil)
}

// maxRecord bounds a record, in bytes. It is far beyond what people write, and
// keeps a file that came here by mistake from being copied around.
const maxRecord = 16 << 20

// readRecord reads a record; unlike an input it need not be UTF-8, it only cannot
// be rendered then.
func readRecord(fsys fs.FS, name string) ([]byte, diag.List) {
	if data, ok := source.ReadListed(fsys, name, maxRecord); ok {
		return data, nil
	}
	info, err := fs.Stat(fsys, name)
	if err == nil && info.Mode().IsRegular() {
		if info.Size() > maxRecord {
			return nil, diag.List{{Pos: diag.Pos{File: name}, Rule: "too-large", Severity: diag.Error,
				Message: fmt.Sprintf("is larger than %d MiB", maxRecord>>20), Hint: "move what is no decision elsewhere"}}
		}
		var data []byte
		if data, err = fs.ReadFile(fsys, name); err == nil {
			return data, nil
		}
	}
	_, findings := source.ReadFile(fsys, name)
	if !findings.HasErrors() {
		findings = nil
		findings.Errorf(diag.Pos{File: name}, "unreadable-file", "", "%v", err)
	}
	return nil, findings
}

// plainTitle is the title that an input has as plain text: where it is Markdown,
// such as "Use `foo`", the record's heading shows what it reads like.
func (e *Entry) plainTitle(title string) string {
	if e.Record != nil && title != e.Record.Title && record.PlainText(title) == e.Record.Title {
		return e.Record.Title
	}
	return title
}

// shownTitle is a title without what a terminal would obey and no reader sees, and
// with signs in place of bytes that are no text.
func shownTitle(title string) string {
	if !strings.ContainsFunc(title, unicode.IsControl) && utf8.ValidString(title) {
		return title
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(title, "\uFFFD"))
}

// fill takes what the log shows from the input where there is one, since that is
// where it is decided, else from the record.
func (e *Entry) fill() {
	defer func() { e.Title = shownTitle(e.Title) }()
	e.ID, e.Number, _ = record.Names(e.Path)
	e.Status = decision.Unknown
	if r := e.Record; r != nil {
		e.Title, e.Status, e.StatusRaw, e.Date = r.Title, r.Status, r.StatusRaw, r.Date
		e.Tags, e.Makers, e.Lead, e.Dialect = r.Tags, r.DecisionMakers, r.WrittenLead(), string(r.Dialect)
		e.Restricted = e.visibility(r)
		if n := r.Front.Get("review-by"); n != nil {
			e.review, e.reviewAt = n.Text, r.Front.PosOf("review-by")
		}
	}
	in := e.Input
	if in == nil {
		return
	}
	d := &in.Decision
	e.Findings = append(e.Findings, in.Findings...)
	e.Restricted = e.Restricted || asksToBeHidden(in)
	if in.Findings.HasErrors() {
		if e.Title == "" {
			e.Title = cmp.Or(d.Title, record.Parse(Stem(in.File)+".md", nil).Title)
		}
		return
	}
	e.Title, e.Status, e.StatusRaw, e.Date = e.plainTitle(d.Title), d.Status, string(d.Status), d.Date
	e.Tags, e.Makers = d.Tags, d.DecisionMakers
	if e.Dialect == "" {
		e.Dialect = string(record.MADR)
	}
}
