package ledger

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"tradeoff/internal/input"
	"tradeoff/internal/record"
	"tradeoff/internal/source"
)

// mostChanged is how many changed paths are looked up one by one; with more of them
// the folders are listed.
const mostChanged = 50

// settleLike gives up a Like that cannot serve, and lets Unchanged say what Changed says.
func (o *Options) settleLike() {
	if o.Like != nil && o.Like.lean != o.Lean {
		o.Like = nil
	}
	if o.Like == nil || o.Changed == nil {
		o.Changed = nil
		return
	}
	changed := make(map[string]bool, len(o.Changed))
	for _, name := range o.Changed {
		changed[path.Clean(name)] = true
	}
	o.Unchanged = func(name string) bool { return !changed[name] }
}

// sameFolders takes the folders as Like has them. It is false, and has done nothing,
// where they have to be listed.
func (l *Log) sameFolders(fsys fs.FS, o Options) bool {
	if o.Changed == nil || o.Like.folders == nil || len(o.Changed) > mostChanged {
		return false
	}
	for _, name := range o.Changed {
		if o.Like.changesFolders(fsys, path.Clean(name), o.Dirs) {
			return false
		}
	}
	l.folders, l.Moved, l.Findings = o.Like.folders, o.Like.Moved, slices.Clone(o.Like.Findings)
	return true
}

// changesFolders tells whether, with a path that changed, the folders may hold other
// files than they did, or something that is read with them may be another.
func (l *Log) changesFolders(fsys fs.FS, name string, dirs []string) bool {
	if holds(name, MovedFile) {
		return true
	}
	inside := false
	for _, dir := range dirs {
		if holds(name, dir) {
			return true
		}
		inside = inside || holds(dir, name)
	}
	if !inside {
		return false
	}
	info, err := fs.Stat(fsys, name)
	for _, f := range l.folders {
		for _, g := range f.groups {
			if g.record == name || slices.Contains(g.inputs, name) {
				return err != nil || info.IsDir()
			}
			if g.record != "" && holds(name, g.record) || g.record == "" && holds(name, g.inputs[0]) {
				return true // a folder
			}
		}
	}
	if err == nil && info.IsDir() {
		return true
	}
	// What is neither a record nor an input nor skipped makes no difference.
	_, isInput := source.FormatOf(name)
	why := record.NotRecord(name)
	return isInput || why != "hidden file" && why != "other file"
}

// holds tells whether a path is that of a folder, or of the very thing, that another
// path leads to.
func holds(folder, name string) bool {
	return folder == "." || folder == name || len(name) > len(folder) && name[len(folder)] == '/' && strings.HasPrefix(name, folder)
}

// knownOf gives, for each group, the entry that Like has of it, and the indices of the
// groups that it has none of.
func (o Options) knownOf(groups []group, below *input.Defaults) (loaded [][]*Entry, unknown []int) {
	loaded = make([][]*Entry, len(groups))
	if o.Like == nil {
		unknown = make([]int, len(groups))
		for i := range unknown {
			unknown[i] = i
		}
		return loaded, unknown
	}
	room, entries := make([]Entry, len(groups)), make([]*Entry, len(groups))
	for i, g := range groups {
		e := o.known(g, below)
		if e == nil {
			unknown = append(unknown, i)
			continue
		}
		e.freshInto(&room[i])
		room[i].below, room[i].DerivedDate, room[i].Findings = below, "", slices.Clone(e.Findings)
		entries[i] = &room[i]
		loaded[i] = entries[i : i+1 : i+1]
	}
	return loaded, unknown
}

// known is the entry that Like has of a group; nil where it has none, or where any file
// of it differs.
func (o Options) known(g group, below *input.Defaults) *Entry {
	if len(g.inputs) > 1 {
		return nil
	}
	at := g.record
	if at == "" {
		at = g.inputs[0]
	}
	e := o.Like.Entry(at)
	if e == nil || (e.Record != nil) != (g.record != "") || e.Input != nil && len(g.inputs) == 0 {
		return nil
	}
	if e.Input != nil && (e.Input.File != g.inputs[0] || (e.below == nil) != (below == nil) || below != nil && (e.below.File != below.File || !o.Unchanged(below.File))) {
		return nil
	}
	if !o.Unchanged(at) || len(g.inputs) > 0 && !o.Unchanged(g.inputs[0]) {
		return nil
	}
	return e
}
