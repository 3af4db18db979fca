package site

import (
	"context"
	"fmt"
	"path"
	"strings"
	"sync"
	"unicode"

	"tradeoff/internal/diag"
	"tradeoff/internal/git"
	"tradeoff/internal/ledger"
)

// The bounds of what a page shows of a commit's id, and at first of a history.
const (
	shownID      = 8
	shownChanges = 5
)

// past is the history of the log, which is read while pages are rendered.
type past struct {
	done    chan struct{} // closed when it is read
	taken   sync.Once     // what was read is ready to be told
	err     error
	history *git.History // nil where there is none to be told

	silent  map[string]bool // ids of commits whose subjects may not be told
	secrets ledger.Secrets  // the former names of restricted decisions are among them
}

// History is what git tells of a decision's file.
type History struct {
	Newest []HistoryEntry
	Older  []HistoryEntry // behind a click
	More   int            // older ones, which are only counted
}

// HistoryEntry is what one commit did to a decision's file.
type HistoryEntry struct {
	Day     string // YYYY-MM-DD, "" where it is not known
	Author  string // a name, "" where it is not told
	Subject string // of the commit's message, "" where it is not told
	What    string // "added", in the theme's words; "" where the subject says enough
	Commit  string // the beginning of its id
	Href    string // where the commit is shown, "" without a setting for it
}

// startHistory begins to read the history, beside everything else. The function it
// gives ends that, and has to be called.
func (b *build) startHistory(ctx context.Context) (end func()) {
	if b.Options.History == nil {
		return func() {}
	}
	b.past = &past{done: make(chan struct{})}
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		defer close(b.past.done)
		b.past.history, b.past.err = b.Options.History(ctx)
	}()
	return func() {
		cancel()
		<-b.past.done
	}
}

// historyIsRead tells whether awaitHistory would not wait.
func (b *build) historyIsRead() bool {
	if b.past == nil {
		return true
	}
	select {
	case <-b.past.done:
		return true
	default:
		return false
	}
}

// awaitHistory waits until the history is read, and can be told.
func (b *build) awaitHistory(ctx context.Context) error {
	if b.past == nil {
		return nil
	}
	select {
	case <-b.past.done:
	case <-ctx.Done():
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	b.past.taken.Do(b.takeHistory)
	return nil
}

// takeHistory makes ready what was read. What keeps it from being told is a finding: a
// site without it is worth having.
func (b *build) takeHistory() {
	p := b.past
	finding := diag.Finding{Pos: diag.Pos{File: ".git"}, Rule: "history", Severity: diag.Note}
	switch {
	case p.err != nil:
		finding.Severity, finding.Message = diag.Warning, fmt.Sprintf("the pages do not tell the history of their decisions: %v", p.err)
	case p.history != nil && p.history.Shallow:
		finding.Message = "the pages do not tell the history of their decisions, since this clone is shallow and does not hold all of it"
		finding.Hint = "fetch it with git fetch --unshallow (fetch-depth: 0 in a workflow), or leave it out with site.history: false"
	case p.history != nil:
		p.hide(b)
		return
	default:
		return
	}
	p.history = nil
	b.mu.Lock()
	defer b.mu.Unlock()
	b.findings = append(b.findings, finding)
}

// hide finds the commits that may not speak: one that changed a restricted decision
// tells of it in words that nobody can know, and others may name it.
func (p *past) hide(b *build) {
	files := b.secrets.Files()
	var former []string
	for _, file := range files {
		if f := p.history.Files[file]; f != nil {
			former = append(former, f.Former...)
		}
	}
	p.silent, p.secrets = p.history.Touched(files...), b.secrets.With(former...)
	if !p.secrets.Any() {
		return
	}
	heard := map[string]bool{} // since one commit may have changed thousands of files
	for _, f := range p.history.Files {
		for _, c := range f.Changes {
			if !heard[c.ID] {
				heard[c.ID] = true
				p.silent[c.ID] = p.silent[c.ID] || p.secrets.Tells(c.Subject)
			}
		}
	}
}

// historyOf tells the history of a decision's file; nil where git does not know it.
func (b *build) historyOf(d *placed) *History {
	if b.past == nil || b.past.history == nil {
		return nil
	}
	f := b.past.history.Files[d.Path]
	if f == nil || len(f.Changes) == 0 {
		return nil
	}
	h := &History{More: f.Count - len(f.Changes)}
	for i, c := range f.Changes {
		if i < shownChanges {
			h.Newest = append(h.Newest, b.historyEntry(d, c))
		} else {
			h.Older = append(h.Older, b.historyEntry(d, c))
		}
	}
	return h
}

func (b *build) historyEntry(d *placed, c git.Change) HistoryEntry {
	e := HistoryEntry{Day: c.Day, Author: c.Author, Subject: c.Subject, Commit: c.ID[:min(shownID, len(c.ID))]}
	if b.past.silent[c.ID] {
		e.Subject = ""
	}
	if b.withheld.People {
		e.Author = ""
	}
	from := c.From
	if path.Dir(from) == path.Dir(d.Path) {
		from = path.Base(from)
	}
	switch {
	case c.Kind == git.Added:
		e.What = b.t("history.added")
	case c.Kind == git.Renamed && !b.past.secrets.Tells(from):
		e.What = b.t("history.renamed", shownName(from))
	case e.Subject == "":
		e.What = b.t("history.changed")
	}
	if b.Settings.CommitURL != "" {
		e.Href = strings.Replace(b.Settings.CommitURL, "{commit}", c.ID, 1)
	}
	return e
}

// shownName is a file's name for readers, without what only a terminal could show.
func shownName(name string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) {
			return '\uFFFD'
		}
		return c
	}, printable([]byte(name)))
}
