package site

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"tradeoff/internal/diag"
	"tradeoff/internal/parallel"
)

// preparation is what must be known before the first page can be rendered, in
// this order.
var preparation = []struct {
	name string
	do   func(*build) error
}{
	{"read the theme's words", (*build).readWords},     // and bind the layouts to them
	{"begin the layouts", (*build).beginLayouts},       // of which every page has need, while the pages are placed
	{"read static files", (*build).readStatic},         // those of the project before those of the theme
	{"read content", (*build).readContent},             // front matter and text of the project's own pages
	{"begin the summaries", (*build).beginSummaries},   // each lead as plain text, while the pages are placed
	{"place the pages", (*build).placePages},           // every address, so that a link can be told from a broken one
	{"summarise the decisions", (*build).summarise},    // which are there by now
	{"gather tags and statuses", (*build).gatherTerms}, // what the log is filtered by
	{"begin the log's rows", (*build).beginRows},       // as data, while the steps that follow are done
	{"place what changed", (*build).placeChanges},      // each part of the page that tells it
	{"find what needs attention", (*build).findConcerns},
	{"place the redirects", (*build).placeRedirects}, // old addresses, where no page has them
	{"relate the decisions", (*build).findUses},      // which decisions were made with which catalog
	{"count the answers", (*build).countAnswers},     // to each worst case of a catalog, over the log
	{"name the sections", (*build).nameSections},     // for the navigation of every page
	{"open the search index", (*build).openSearch},   // which takes each page's text as the page is rendered
}

// kinds are the pages, one file page_….go each. A page is rendered in parallel
// with all others; nothing here waits for another kind.
var kinds = []struct {
	name  string
	pages func(*build) []page
}{
	{"log", logPages},
	{"decisions", recordPages},    // with their twins; each body is rendered here, once, before git is waited for
	{"decisions", decisionsPages}, // as data, with a schema; the longest file, and one after another takes it
	{"llms.txt", llmsPages},
	{"catalogs", catalogPages},
	{"content", contentPages},
	{"content as Markdown", twinPages},
	{"tags, statuses, years", termPages},
	{"attention", attentionPages},
	{"changes", changesPages}, // where the site is that of a branch
	{"timeline", timelinePages},
	{"graph", graphPages},
	{"not found", notFoundPages},
	{"feeds", feedPages}, // of the log, and of each tag
	{"assets", assetPages},
	{"redirects", redirectPages}, // from the addresses that pages had once
	{"robots", robotsPages},      // where the settings want no index
}

// completion is what only the rendered pages can tell.
var completion = []struct {
	name string
	do   func(*build) error
}{
	{"copy images", (*build).copyImages},       // those that a page shows
	{"unpack Mermaid", (*build).unpackMermaid}, // where a page has a diagram
	{"check fragments", (*build).checkAnchors}, // links to headings that are not there
}

// page is one file of the site to be.
type page struct {
	path string
	// draft is the part of the work that can be done while git is read, nil where
	// make does not need the history.
	draft    func() error
	make     func() ([]byte, error)
	searched bool        // draft or make puts its text into the index
	laid     bool        // make gives what a layout made of it, and keeps nothing of that
	from     *staticFile // copied as it is, in place of make
	behind   *page       // made once this one is
	// decision is whose page it is, nil for others. The list of pages holds no more of it
	// than its address: decisionPage says how it is made, once it is its turn.
	decision *placed
}

// twin is the address of the page's text as Markdown, where it is made with the page.
func (p page) twin() string {
	if p.decision == nil {
		return ""
	}
	return p.decision.twin
}

// Build builds the site into out, and reports broken links and what else it
// finds in the texts. The findings do not stop it: an error does, and means
// that the site is not whole.
func Build(ctx context.Context, o Options, out Sink) (Report, diag.List, error) {
	b, pages, end, err := plan(ctx, o, out)
	defer end()
	if err != nil {
		return Report{}, b.findings, err
	}
	b.total = len(pages)
	for _, p := range pages {
		if p.twin() != "" {
			b.total++
		}
	}
	// The first pages are rendered while the sink notes the files; one that it is handed
	// before it has begun is noted by itself.
	group, within := errgroup.WithContext(ctx)
	group.Go(func() error { return b.announce(pages) })
	group.Go(func() error { return b.render(within, pages) })
	if err := group.Wait(); err != nil {
		return Report{}, b.findings, err
	}
	for _, step := range completion {
		if err := b.step(ctx, step.name, step.do); err != nil {
			return Report{}, b.findings, err
		}
	}
	b.findings.Sort()
	return b.report, slices.Compact(b.findings), nil
}

// plan prepares a build, and lists its pages. end ends the reading of the history, and
// has to be called, on an error too.
func plan(ctx context.Context, o Options, out Sink) (b *build, pages []page, end func(), err error) {
	b, end = newBuild(o, out), func() {}
	if o.Log == nil || o.Theme == nil {
		return b, nil, end, errors.New("build site: the options have no log or no theme")
	}
	b.tell("leave out what is hidden")
	b.publish()
	end = b.startHistory(ctx)
	for _, step := range preparation {
		if err := b.step(ctx, step.name, step.do); err != nil {
			return b, nil, end, err
		}
	}
	b.tell("list the pages")
	pages = make([]page, 0, len(b.decisions)+entriesOf(o.Log)/8+64)
	for _, kind := range kinds {
		pages = append(pages, kind.pages(b)...)
	}
	pages = append(pages, sitemapPages(b, pages)...)
	return b, b.placeStatic(pages), end, nil
}

// step does one step unless the build was called off.
func (b *build) step(ctx context.Context, name string, do func(*build) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	b.tell(name)
	if err := do(b); err != nil {
		var failure *diag.Failure
		if errors.As(err, &failure) {
			return err // its lines name their places already
		}
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// tell tells that a step begins.
func (b *build) tell(name string) {
	if b.Step != nil {
		b.Step(name)
	}
}

// mostWaiting bounds the drafts that wait for git, each of which holds its text.
const mostWaiting = 1000

// announce tells the sink which files will come.
func (b *build) announce(pages []page) error {
	to, ok := b.out.(Expecter)
	if !ok {
		return nil
	}
	paths := make([]string, 0, b.total)
	for _, p := range pages {
		paths = append(paths, p.path)
		if twin := p.twin(); twin != "" {
			paths = append(paths, twin)
		}
	}
	return to.Expect(paths)
}

// render makes all the pages and hands them to the sink. Those that show the history
// are drafted while git is read, and made when it has been. Those that are searched
// come first, so that the index is written beside the rest.
func (b *build) render(ctx context.Context, pages []page) error {
	searched, rest := make([]page, 0, len(pages)), []page(nil)
	for _, p := range pages {
		if p.searched {
			searched = append(searched, p)
		} else {
			rest = append(rest, p)
		}
	}
	var mu sync.Mutex
	var waiting []page
	wait := func(p page) bool {
		mu.Lock()
		defer mu.Unlock()
		if len(waiting) == mostWaiting {
			return false
		}
		waiting = append(waiting, p)
		return true
	}
	b.tell("render decisions and what else is searched")
	err := inParallel(ctx, searched, func(p page) error {
		if p.decision != nil {
			p = b.decisionPage(p.decision)
		}
		if p.draft == nil {
			return b.finish(p)
		}
		if err := p.draft(); err != nil {
			return p.failed(err)
		}
		if !b.historyIsRead() && wait(p) {
			return nil
		}
		if err := b.awaitHistory(ctx); err != nil {
			return err
		}
		return b.finish(p)
	})
	if err != nil {
		return err
	}
	b.tell("render the other pages and write the search index")
	group, both := errgroup.WithContext(ctx)
	group.Go(b.writeSearch)
	group.Go(func() error { return inParallel(both, rest, b.finish) })
	if err := group.Wait(); err != nil || len(waiting) == 0 {
		return err
	}
	b.tell("wait for git")
	if err := b.awaitHistory(ctx); err != nil {
		return err
	}
	b.tell("write the pages that waited for it")
	return inParallel(ctx, waiting, b.finish)
}

// finish makes a page and hands it to the sink.
func (b *build) finish(p page) error {
	if p.from != nil {
		return b.copyStatic(p.from)
	}
	data, err := p.make()
	if err != nil {
		return p.failed(err)
	}
	err = b.put(p.path, data)
	if p.laid {
		b.layouts.Release(data)
	}
	if err == nil && p.behind != nil {
		return b.finish(*p.behind)
	}
	return err
}

func (p page) failed(err error) error { return fmt.Errorf("build %s: %w", p.path, err) }

// inParallel does something with every item of a list, until one fails or ctx ends.
func inParallel[T any](ctx context.Context, list []T, do func(T) error) error {
	return parallel.Each(ctx, len(list), func(i int) error { return do(list[i]) })
}

// forEach does something with every item of a list, which cannot fail, and waits.
func forEach[T any](list []T, do func(i int, item T)) {
	_ = parallel.Each(context.Background(), len(list), func(i int) error {
		do(i, list[i])
		return nil
	})
}
