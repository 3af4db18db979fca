package site

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/search"
)

// Site is a site whose files are made when somebody asks for them: the one of a
// preview. The bytes of a file are those that Build would write.
//
// It is safe for concurrent use.
type Site struct {
	b     *build
	files map[string]*siteFile // by address
	order []*siteFile          // as Rest makes them
	index *siteIndex
	end   func() // ends the reading of the history
}

// siteFile is one file of a Site. Sites that differ in one decision share the files
// of all others.
type siteFile struct {
	address  string
	page     page
	build    *build  // whose findings and the like are the page's own, where it is a decision's
	decision *placed // whose page or twin it is, nil for others

	mu      sync.Mutex
	told    bool // its text is in the index, and its findings are told
	drafted bool // the draft is there, for the page to be made of
	made    bool
	data    []byte // of one that was asked for
	err     error
}

// siteIndex is the search index, made of the texts of all pages.
type siteIndex struct {
	mu    sync.Mutex
	files map[string][]byte // nil until it is made
}

// Open prepares a site. What is wrong with the theme and the settings is an error now,
// what is wrong with a page when it is made. The history is read meanwhile.
func Open(ctx context.Context, o Options) (*Site, error) {
	b, pages, end, err := plan(ctx, o, nil)
	if err != nil {
		end()
		return nil, err
	}
	s := &Site{b: b, files: make(map[string]*siteFile, 2*len(pages)), index: &siteIndex{}, end: end}
	for _, p := range pages {
		if p.decision != nil {
			s.place(b, p.decision)
			continue
		}
		s.put(&siteFile{address: p.path, page: p, build: b})
	}
	return s, nil
}

// Close ends the reading of the history, where it goes on. A site made of this one by
// With needs it.
func (s *Site) Close() { s.end() }

// put takes a file in, in the place of one that has its address.
func (s *Site) put(f *siteFile) {
	if old := s.files[f.address]; old != nil {
		s.order[slices.Index(s.order, old)] = f
	} else {
		s.order = append(s.order, f)
	}
	s.files[f.address] = f
}

// place takes a decision's page and twin in, with a build of their own to tell their
// findings to.
func (s *Site) place(b *build, d *placed) {
	own := *b
	own.tally = newTally()
	p := own.decisionPage(d)
	behind := p.behind
	p.behind = nil
	s.put(&siteFile{address: p.path, page: p, build: &own, decision: d})
	if behind != nil {
		s.put(&siteFile{address: behind.path, page: *behind, build: &own, decision: d})
	}
}

// With is the site with another state of one entry, which has to be alike in all that
// other pages show of it: see ledger.Entry.Alike. It is false where the site cannot
// tell what would follow, and has to be opened anew.
func (s *Site) With(old, e *ledger.Entry) (*Site, bool) {
	b := s.b
	was, shown := b.byEntry[old]
	if !shown || b.withheld.Any() || b.secrets.Any() || b.Review != nil || !e.Alike(old) {
		return nil, false
	}
	now := *was
	now.Entry = e
	next := *b
	next.tally = b.tally
	next.byEntry = maps.Clone(b.byEntry)
	next.byEntry[e] = &now // beside old, which other entries' relations lead to
	next.decisions = slices.Clone(b.decisions)
	next.decisions[now.index] = &now
	made := &Site{b: &next, files: maps.Clone(s.files), order: slices.Clone(s.order), index: &siteIndex{}, end: s.end}
	made.place(&next, &now)
	return made, true
}

// File gives the bytes of a file by its address, and whether there is one.
func (s *Site) File(address string) ([]byte, bool, error) {
	ctx := context.Background()
	if f := s.files[address]; f != nil {
		data, err := f.bytes(ctx)
		return data, true, err
	}
	switch {
	case strings.HasPrefix(address, search.Folder):
		files, err := s.searchFiles(ctx)
		data, ok := files[address]
		return data, ok, err
	case address == mermaidAddress && s.b.Mermaid != nil:
		data, err := s.b.Mermaid()
		return data, true, err
	}
	img, ok := s.image(address)
	if !ok && isImage(path.Ext(address)) {
		// The page that shows it may not have been made.
		if err := s.draftAll(ctx); err != nil {
			return nil, false, err
		}
		img, ok = s.image(address)
	}
	if !ok {
		return nil, false, nil
	}
	data, err := readInside(img.fsys, img.name)
	return data, err == nil, nil // one that went meanwhile is not there
}

// image finds an image that a page has shown.
func (s *Site) image(address string) (img imageFile, ok bool) {
	find := func(t *tally) {
		t.mu.Lock()
		defer t.mu.Unlock()
		if !ok {
			img, ok = t.images[address]
		}
	}
	find(s.b.tally)
	for _, f := range s.order {
		if f.decision != nil {
			find(f.build.tally)
		}
	}
	return img, ok
}

// bytes makes the file, once, and keeps its bytes.
func (f *siteFile) bytes(ctx context.Context) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.data == nil && f.err == nil {
		f.data, f.err = f.make(ctx)
	}
	return f.data, f.err
}

// make makes the bytes. It is called with mu held.
func (f *siteFile) make(ctx context.Context) ([]byte, error) {
	if f.page.from != nil {
		return readInside(f.page.from.fsys, f.page.from.name)
	}
	if f.page.draft != nil {
		if err := f.draft(); err != nil {
			return nil, err
		}
		if err := f.build.awaitHistory(ctx); err != nil {
			return nil, err
		}
	}
	data, err := f.page.make()
	if err != nil {
		return nil, f.page.failed(err)
	}
	f.made, f.drafted = true, false // a draft is gone with its page
	return data, nil
}

// draft does what the index and the findings need of a file. It is called with mu
// held.
func (f *siteFile) draft() error {
	if f.drafted {
		return nil
	}
	f.build.forget()
	if err := f.page.draft(); err != nil {
		return f.page.failed(err)
	}
	f.drafted, f.told = true, true
	return nil
}

// forget empties what a page has told, since it is about to tell it again.
func (b *build) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.findings, b.jumps = nil, nil
}

// Rest makes every file that nobody has asked for yet, to tell what is wrong with it,
// until ctx ends. The bytes are not kept. The report counts all files but those of the
// search index, and the findings are those of the whole site.
func (s *Site) Rest(ctx context.Context) (Report, diag.List, error) {
	err := inParallel(ctx, s.order, func(f *siteFile) error {
		f.mu.Lock()
		defer f.mu.Unlock()
		if f.made || f.err != nil || f.page.from != nil {
			return f.err
		}
		data, err := f.make(ctx)
		if err == nil && f.page.laid {
			f.build.layouts.Release(data)
		}
		return err
	})
	if err != nil {
		return Report{}, nil, err
	}
	return s.tell()
}

// tell gathers what the pages have told, and checks the links between them.
func (s *Site) tell() (Report, diag.List, error) {
	sum := *s.b
	sum.tally = newTally()
	take := func(t *tally) {
		t.mu.Lock()
		defer t.mu.Unlock()
		sum.findings = append(sum.findings, t.findings...)
		sum.jumps = append(sum.jumps, t.jumps...)
		maps.Copy(sum.anchors, t.anchors)
	}
	take(s.b.tally)
	report := Report{Decisions: len(s.b.decisions), Files: len(s.files)}
	for _, f := range s.order {
		if f.decision != nil && f.address == f.decision.page {
			take(f.build.tally)
		}
		if path.Ext(f.address) == ".html" {
			report.Pages++
		}
	}
	if err := sum.checkAnchors(); err != nil {
		return report, nil, err
	}
	sum.findings.Sort()
	return report, slices.Compact(sum.findings), nil
}

// searchFiles makes the search index, once.
func (s *Site) searchFiles(ctx context.Context) (map[string][]byte, error) {
	s.index.mu.Lock()
	defer s.index.mu.Unlock()
	if s.index.files != nil {
		return s.index.files, nil
	}
	if err := s.draftAll(ctx); err != nil {
		return nil, err
	}
	files, err := s.makeIndex(ctx)
	if err != nil {
		return nil, err
	}
	s.index.files = files
	return files, nil
}

// draftAll renders the texts of all pages that have not been yet.
func (s *Site) draftAll(ctx context.Context) error {
	return inParallel(ctx, s.order, func(f *siteFile) error {
		if !f.page.searched {
			return nil
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		switch {
		case f.told || f.made || f.err != nil:
			return f.err
		case f.page.draft != nil:
			return f.draft()
		}
		_, err := f.make(ctx)
		return err
	})
}

// makeIndex makes the index of the documents that the files have told.
func (s *Site) makeIndex(ctx context.Context) (map[string][]byte, error) {
	index := search.New(len(s.b.searched), s.b.searching)
	add := func(t *tally) {
		t.mu.Lock()
		defer t.mu.Unlock()
		for i, d := range t.documents {
			index.Add(i, d)
		}
	}
	add(s.b.tally)
	err := inParallel(ctx, s.order, func(f *siteFile) error {
		if f.decision != nil && f.page.searched {
			add(f.build.tally)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var mu sync.Mutex
	files := map[string][]byte{}
	err = index.Write(func(path string, data []byte) error {
		mu.Lock()
		defer mu.Unlock()
		files[path] = data
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("write the search index: %w", err)
	}
	return files, nil
}
