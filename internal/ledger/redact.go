package ledger

import (
	"cmp"
	"path"
	"slices"
	"strconv"

	"tradeoff/internal/record"
)

// Redacted is the log as it may be shown. Of a restricted decision it has the number
// and the status alone: its path is made of its number, and its text, input, names and
// relations are not there to be told. What others say of it is its number: links to it
// lose their address, its file's name becomes its number, and its title, where somebody
// wrote it out, is taken away. The relations stay as the whole log has them. Without a
// restricted decision it is the log itself.
func (l *Log) Redacted() *Log {
	secrets := SecretsOf(l)
	if len(secrets.files) == 0 {
		return l
	}
	out := &Log{Skipped: l.Skipped, Findings: secrets.Findings(l.Findings), Defaults: l.Defaults, byPath: map[string]*Entry{}, assume: l.assume, reader: l.reader, lean: l.lean}
	for _, m := range l.Moved {
		if !secrets.files[l.Now(m.From)] && !secrets.files[m.To] {
			out.Moved = append(out.Moved, m)
		}
	}
	paths := l.publicPaths()
	fresh := make(map[*Entry]*Entry, len(l.Entries))
	for _, e := range l.Entries {
		shown := e.bare(paths[e])
		if !e.Restricted {
			shown = e.cleared(secrets)
		}
		fresh[e] = shown
		out.Entries = append(out.Entries, shown)
		out.byPath[shown.Path] = shown
	}
	for _, e := range l.Entries {
		if e.Restricted {
			continue
		}
		shown := fresh[e]
		shown.Relations = slices.Clone(e.Relations)
		for i := range shown.Relations {
			r := &shown.Relations[i]
			r.Target, r.Part = secrets.Text(r.Target), secrets.Text(r.Part)
			if r.Other == nil {
				continue
			}
			if r.Other.Restricted {
				r.Target, r.Part = cmp.Or(PublicID(r.Other), HiddenName), ""
			}
			r.Other = fresh[r.Other]
		}
		shown.Supersedes, shown.SupersededBy = slices.Clone(e.Supersedes), slices.Clone(e.SupersededBy)
		for _, list := range [][]string{shown.Supersedes, shown.SupersededBy} {
			for i, name := range list {
				if other := l.byPath[name]; other != nil {
					list[i] = fresh[other].Path
				}
			}
		}
	}
	return out
}

// bare is what remains of a restricted entry.
func (e *Entry) bare(at string) *Entry {
	return &Entry{Path: at, ID: PublicID(e), Number: e.Number, Status: e.Status, Derived: e.Derived, Assumed: e.Assumed, Restricted: true}
}

// cleared is an entry without the names, in its text and in its input.
func (e *Entry) cleared(secrets Secrets) *Entry {
	shown := *e
	shown.Title, shown.StatusRaw, shown.Lead = secrets.Text(e.Title), secrets.Text(e.StatusRaw), secrets.Text(e.Lead)
	shown.Tags, shown.Makers, shown.Findings = secrets.Texts(e.Tags), secrets.Texts(e.Makers), secrets.Findings(e.Findings)
	if e.Record != nil {
		if text := secrets.Markdown(string(e.Record.Data)); text != string(e.Record.Data) {
			shown.Record = record.Parse(e.Record.File, []byte(text))
			shown.Lead = shown.Record.WrittenLead()
		}
	}
	if e.Input != nil {
		in := *e.Input
		secrets.Clear(&in.Decision)
		shown.Input = &in
	}
	return &shown
}

// publicPaths are the paths under which the restricted entries are listed: the folder
// and the number. A folder that holds nothing else may be named after the decision, so
// that the one above stands for it.
func (l *Log) publicPaths() map[*Entry]string {
	open, taken := map[string]bool{}, map[string]bool{}
	for _, e := range l.Entries {
		taken[e.Path] = true
		if !e.Restricted {
			for dir := e.Folder(); !open[dir] && dir != "."; dir = path.Dir(dir) {
				open[dir] = true
			}
		}
	}
	paths := map[*Entry]string{}
	for _, e := range l.Entries {
		if !e.Restricted {
			continue
		}
		dir := e.Folder()
		for !open[dir] && path.Dir(dir) != "." {
			dir = path.Dir(dir)
		}
		base := path.Join(dir, cmp.Or(PublicID(e), "restricted"))
		name := base
		for n := 2; taken[name]; n++ {
			name = base + "-" + strconv.Itoa(n)
		}
		taken[name] = true
		paths[e] = name
	}
	return paths
}

// Replaced is the log with other entries in the places of its own, in the same order.
// What the log worked out of its entries, their relations above all, stays as it is.
func (l *Log) Replaced(entries []*Entry) *Log {
	out := *l
	out.Entries, out.byPath = entries, make(map[string]*Entry, len(entries))
	out.folders, out.related = nil, false
	now := make(map[*Entry]*Entry, len(entries))
	for i, e := range l.Entries {
		now[e] = entries[i]
		out.byPath[entries[i].Path] = entries[i]
	}
	for _, e := range entries {
		e.Relations = slices.Clone(e.Relations)
		for i, r := range e.Relations {
			if other, ok := now[r.Other]; ok {
				e.Relations[i].Other = other
			}
		}
	}
	return &out
}
