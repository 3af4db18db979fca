package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"

	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/render"
)

// changes gathers what one command does to the files of a log, so that all of it
// is known to be right before any of it is written.
type changes struct {
	p       *project
	log     *ledger.Log
	records map[*ledger.Entry][]byte // new bytes of records without an input
	inputs  map[*ledger.Entry][]byte // new bytes of inputs
	paths   map[*ledger.Entry]string // new paths of records
	others  []fileChange             // files that are no part of the log
	stated  map[string]bool          // what was written into records by this change
	touched []*ledger.Entry          // in the order they were touched
	tied    []*ledger.Entry          // whose records tell of those, and follow where they can
}

func newChanges(p *project, log *ledger.Log) *changes {
	return &changes{p: p, log: log, records: map[*ledger.Entry][]byte{}, inputs: map[*ledger.Entry][]byte{}, paths: map[*ledger.Entry]string{}, stated: map[string]bool{}}
}

// touch notes that an entry changes, or may have to be rendered again.
func (c *changes) touch(e *ledger.Entry) {
	if !slices.Contains(c.touched, e) {
		c.touched = append(c.touched, e)
	}
}

// editable tells why an entry's files cannot be edited, as the findings of reading
// them; nil where they can.
func (c *changes) editable(e *ledger.Entry) error {
	findings := e.Findings
	if e.Input != nil {
		findings = e.Input.Findings
	}
	return c.p.shown(findings).Err()
}

// follow notes that the records of all that an entry is tied to tell of it.
func (c *changes) follow(e *ledger.Entry) {
	for _, r := range e.Relations {
		if o := r.Other; o != nil && o.Input != nil && o.Record != nil && !slices.Contains(c.tied, o) {
			c.tied = append(c.tied, o)
		}
	}
}

// record is the entry's record as it is changed so far.
func (c *changes) record(e *ledger.Entry) *record.Record {
	if data, ok := c.records[e]; ok {
		return c.log.Reread(e, ledger.Change{Record: data}).Record
	}
	return e.Record
}

// input is the bytes of the entry's input as they are changed so far.
func (c *changes) input(e *ledger.Entry) []byte {
	if data, ok := c.inputs[e]; ok {
		return data
	}
	return e.Input.Data
}

// after is the log as it will be, with the entries that were touched by the ones
// that they replace.
func (c *changes) after() (*ledger.Log, map[*ledger.Entry]*ledger.Entry) {
	replaced := map[*ledger.Entry]*ledger.Entry{}
	entries := c.log.Fresh()
	for i, old := range c.log.Entries {
		if slices.Contains(c.touched, old) {
			entries[i] = c.log.Reread(old, ledger.Change{Path: c.paths[old], Record: c.records[old], Input: c.inputs[old]})
		}
		replaced[old] = entries[i]
	}
	return c.log.With(entries), replaced
}

// write renders what has an input, checks that all was read back as prove wants
// it, and writes every file, or none. It gives the paths of the decisions that
// were changed, as the user sees them.
func (c *changes) write(o render.Options, prove func(after *ledger.Log, now map[*ledger.Entry]*ledger.Entry) error) ([]string, error) {
	after, now := c.after()
	if prove != nil {
		if err := prove(after, now); err != nil {
			return nil, err
		}
	}
	files, err := c.files(after, now, o)
	if err != nil {
		return nil, err
	}
	files = append(files, c.following(now, after, o)...)
	// What is noted comes first: should the run be killed, the note leads on.
	files = slices.DeleteFunc(append(slices.Clone(c.others), files...), func(f fileChange) bool { return f.from == "" && f.old != nil && bytes.Equal(f.old, f.data) })
	if err := c.p.writeAll(files); err != nil {
		return nil, err
	}
	written := map[string]bool{}
	for _, f := range files {
		written[f.name] = true
	}
	var shown []string
	for _, e := range c.touched {
		n := now[e]
		if written[n.Path] || n.Input != nil && written[n.Input.File] {
			shown = append(shown, c.p.show(n.Path))
		}
	}
	return shown, nil
}

// files are the files of the entries that were touched, as they shall be; what has
// an input is rendered.
func (c *changes) files(after *ledger.Log, now map[*ledger.Entry]*ledger.Entry, o render.Options) ([]fileChange, error) {
	rendered := map[*ledger.Entry]render.Result{}
	var with []*ledger.Entry
	for _, e := range c.touched {
		if now[e].Input != nil {
			with = append(with, now[e])
		}
	}
	if len(with) > 0 {
		o.Relations = true
		results, findings := c.p.render(after, with, o)
		if findings.HasErrors() {
			return nil, &diag.Failure{Findings: c.p.shown(findings)}
		}
		c.p.app.findings(c.p.shown(findings))
		for i, e := range with {
			rendered[e] = results[i]
		}
	}
	var files []fileChange
	add := func(from, to string, old, data []byte) {
		f := fileChange{name: to, old: old, data: data}
		if old != nil && from != to {
			f.from = from
		}
		files = append(files, f)
	}
	for _, e := range c.touched {
		n := now[e]
		res, ok := rendered[n]
		if !ok {
			add(e.Path, n.Path, e.Record.Data, n.Record.Data)
			continue
		}
		data := n.Input.Data
		if res.Input != nil {
			data = res.Input
		}
		add(e.Input.File, n.Input.File, e.Input.Data, data)
		switch {
		case e.Record != nil:
			add(e.Path, res.Record, e.Record.Data, res.Data)
		case len(res.Changed) > 0:
			add("", res.Record, nil, res.Data)
		}
	}
	return files, nil
}

// following renders the records that tell of what changed. One that something is
// wrong with stays as it is, and is named.
func (c *changes) following(now map[*ledger.Entry]*ledger.Entry, after *ledger.Log, o render.Options) []fileChange {
	var files []fileChange
	for _, e := range c.tied {
		if slices.Contains(c.touched, e) {
			continue
		}
		o.Relations = true
		results, findings := c.p.render(after, []*ledger.Entry{now[e]}, o)
		if findings.HasErrors() {
			c.p.app.note("%s tells of it and is out of date now; run tradeoff render", c.p.show(e.Path))
			continue
		}
		for _, res := range results {
			if len(res.Changed) > 0 && res.Input == nil {
				c.p.app.note("%s tells of it", c.p.show(res.Record))
				files = append(files, fileChange{name: res.Record, old: e.Record.Data, data: res.Data})
			}
		}
	}
	return files
}

// fileChange is new bytes for a file; old are those it has, nil where it is new.
// from is the name that it has until then, "" where it keeps it.
type fileChange struct {
	name, from string
	old, data  []byte
}

// applyFile makes one change.
func (p *project) applyFile(f fileChange) error {
	if f.old == nil {
		return p.create(f.name, f.data)
	}
	was := cmp.Or(f.from, f.name)
	if now, err := p.root.ReadFile(was); err != nil {
		return fmt.Errorf("read %s: %w", p.show(was), plainError(err))
	} else if !bytes.Equal(now, f.old) {
		return fmt.Errorf("%s was changed meanwhile by somebody else; run it again", p.show(was))
	}
	if f.from != "" {
		if p.exists(f.name) {
			return fmt.Errorf("move %s: %s is there already", p.show(f.from), p.show(f.name))
		}
		// The new bytes first: a run that is ended between the two is begun again with
		// the old name, and ends as it would have.
		if !bytes.Equal(f.old, f.data) {
			if err := p.write(f.from, f.data); err != nil {
				return err
			}
		}
		if err := p.root.Rename(f.from, f.name); err != nil {
			err = fmt.Errorf("move %s to %s: %w", p.show(f.from), p.show(f.name), plainError(err))
			return errors.Join(err, p.write(f.from, f.old))
		}
		return nil
	}
	return p.write(f.name, f.data)
}

// writeAll makes all changes. Where one cannot be made, those before it are taken
// back.
func (p *project) writeAll(files []fileChange) error {
	for i, f := range files {
		err := p.applyFile(f)
		if err == nil {
			continue
		}
		for _, done := range slices.Backward(files[:i]) {
			switch {
			case done.old == nil:
				err = errors.Join(err, p.root.Remove(done.name))
			case done.from != "":
				err = errors.Join(err, p.write(done.name, done.old), p.root.Rename(done.name, done.from))
			default:
				err = errors.Join(err, p.write(done.name, done.old))
			}
		}
		return err
	}
	return nil
}

// printChanged prints the paths that a command changed, or with --json an object
// with them.
func (p *project) printChanged(shown []string) error {
	if p.app.global.json {
		return writeJSON(p.app.Out, struct {
			Changed []string `json:"changed"`
		}{append([]string{}, shown...)})
	}
	for _, name := range shown {
		fmt.Fprintln(p.app.Out, name)
	}
	return nil
}
