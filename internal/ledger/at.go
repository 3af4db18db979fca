package ledger

import (
	"context"
	"io/fs"
	"slices"

	"tradeoff/internal/input"
)

// At opens another state of the log, such as the commit that a branch began at, read
// as this one was: changed tells of a path of either state whether its file is not the
// same in both. What is the same is not read again, so that it costs little where a
// branch changes little of a long log.
//
// The two logs share what was read of a file, which nobody changes, and nothing that a
// log works out: neither entries nor their relations, nor days that were derived.
func (l *Log) At(ctx context.Context, fsys fs.FS, dirs []string, changed func(path string) bool) (*Log, error) {
	o := Options{Dirs: dirs, Assume: l.assume}
	return open(ctx, fsys, o, l.reader, &known{log: l, changed: changed})
}

// known is another state of a log that is about to be opened. The nil known knows
// nothing.
type known struct {
	log     *Log
	changed func(path string) bool
}

// defaults are those that a folder has, and whether they are what they were.
func (k *known) defaults(now *input.Defaults) (*input.Defaults, bool) {
	if k == nil {
		return now, false
	}
	if now == nil {
		return nil, true // each input tells whether anything lay below it
	}
	i := slices.IndexFunc(k.log.Defaults, func(d *input.Defaults) bool { return d != nil && d.File == now.File })
	if i < 0 || k.changed(now.File) {
		return now, false
	}
	return k.log.Defaults[i], true
}

// entry is the entry of a group that is what it was, nil where it is not or where it
// takes more than a look at the names to tell.
func (k *known) entry(g group, below *input.Defaults, same bool) *Entry {
	if k == nil || len(g.inputs) > 1 {
		return nil
	}
	name := g.record
	if name == "" {
		name = g.inputs[0]
	}
	old := k.log.byPath[name]
	if old == nil || (g.record != "") != (old.Record != nil) || (len(g.inputs) > 0) != (old.Input != nil) {
		return nil
	}
	if old.Record != nil && (old.Record.File != g.record || k.changed(g.record)) {
		return nil
	}
	if old.Input != nil && (old.Input.File != g.inputs[0] || k.changed(g.inputs[0]) || !same || old.below != below) {
		return nil
	}
	again := *old
	again.Relations, again.Supersedes, again.SupersededBy, again.Derived, again.Assumed, again.DerivedDate = nil, nil, nil, "", false, ""
	again.Findings, again.Tags, again.Makers = slices.Clone(old.Findings), slices.Clone(old.Tags), slices.Clone(old.Makers)
	again.below = below
	return &again
}
