package ledger

import (
	"path"
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/record"
)

// skip takes out of the entries what turned out to be a template or an index,
// though its name does not say so.
func (l *Log) skip() {
	l.Entries = slices.DeleteFunc(l.Entries, func(e *Entry) bool {
		why := ""
		switch {
		case e.Input != nil || e.Record == nil || e.Record.Dialect == record.NotMarkdown:
		case e.Record.Template():
			why = "template"
		case l.isIndex(e):
			why = "index"
		}
		if why != "" {
			l.Skipped = append(l.Skipped, Skipped{Path: e.Path, Why: why})
			delete(l.byPath, e.Path)
		}
		return why != ""
	})
	slices.SortFunc(l.Skipped, func(a, b Skipped) int { return strings.Compare(a.Path, b.Path) })
	l.Skipped = slices.Compact(l.Skipped)
}

// isIndex tells whether an entry lists the records of its folder and decides
// nothing: it has no number, date, status, options or outcome, and links to three
// or more of them.
func (l *Log) isIndex(e *Entry) bool {
	if !e.undecided {
		return false
	}
	found := map[string]bool{}
	for _, link := range e.Record.Links() {
		target, _, _ := strings.Cut(link.Target, "#")
		if name := path.Join(path.Dir(e.Path), target); l.byPath[name] != nil && name != e.Path {
			found[name] = true
		}
	}
	return len(found) >= 3
}

// decidesNothing tells of an entry what isIndex asks of it alone. It is asked when the
// record is read, since one that is light has no sections.
func (e *Entry) decidesNothing() bool {
	r := e.Record
	if r == nil || e.Number >= 0 || e.Status != decision.Unknown || e.StatusRaw != "" || e.Date != "" || len(r.Options) > 0 || len(e.ID) >= 6 && e.ID[0] >= '0' && e.ID[0] <= '9' {
		return false
	}
	for _, heading := range []string{"decision outcome", "considered options", "context and problem statement", "status"} {
		if r.Section(heading) != nil {
			return false
		}
	}
	return true
}
