package cli

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"tradeoff/internal/diag"
	"tradeoff/internal/report"
	"tradeoff/internal/server"
	"tradeoff/internal/site"
)

// preview makes the sites of serve, each from the one before as far as that goes.
type preview struct {
	app   *App
	o     serveOptions
	last  *previewed
	stale []*previewed // whose files may be asked for still
	told  string       // the findings that the terminal shows

	unwritten map[string]unwritten // by their records: what the last build could not write
}

// previewed is one state of the preview.
type previewed struct {
	p        *project
	read     *read
	site     *site.Site
	findings diag.List // beside those of the pages
	watched  []string
}

// exchangedMost is how many records may have changed at once for the preview to take
// them one by one.
const exchangedMost = 8

// build makes the site after some files have changed, nil for any. See
// server.Options.
func (v *preview) build(ctx context.Context, changed []string) (server.Site, []string, error) {
	if now := v.exchanged(changed); now != nil {
		v.take(now)
		return v.served(now), now.watched, nil
	}
	now, watched, err := v.opened(ctx, changed)
	if err != nil {
		return nil, watched, v.app.told(err, v.o)
	}
	v.take(now)
	return v.served(now), watched, nil
}

// close ends what goes on in the background.
func (v *preview) close() {
	if v.last != nil {
		v.last.site.Close()
	}
}

// take puts a state in the place of the last. The one before that is given up: requests
// to it have long been answered.
func (v *preview) take(now *previewed) {
	if v.last != nil && v.last.p != now.p {
		v.stale = append(v.stale, v.last)
		v.last.site.Close()
	}
	for len(v.stale) > 2 {
		v.stale[0].p.close()
		v.stale = v.stale[1:]
	}
	v.last = now
}

// opened reads the project anew, since its settings may have changed, and takes of the
// last state what has not.
func (v *preview) opened(ctx context.Context, changed []string) (now *previewed, watched []string, err error) {
	p, err := v.app.open()
	if err != nil {
		return nil, v.app.watchedWithout(), err
	}
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	watched = p.watched()
	options, made, findings, err := p.siteOptions(ctx, v.o.asOf, v.before(p, changed))
	if err != nil {
		return nil, watched, err
	}
	if findings.HasErrors() {
		v.unwritten = nil // it is told again once the error is gone
		return nil, watched, &diag.Failure{Findings: p.shown(findings)}
	}
	if v.o.write {
		v.write(p, made.results)
		options.Unwritten = unwrittenOf(made.log, made.results)
		maps.DeleteFunc(options.Unwritten, func(record string, _ bool) bool { _, failed := v.unwritten[record]; return !failed })
	}
	built, err := site.Open(v.app.Ctx, options)
	if err != nil {
		return nil, watched, p.shownFailure(err)
	}
	return &previewed{p: p, read: made, site: built, findings: findings, watched: watched}, watched, nil
}

// before is what the last state read, with what has changed since: nothing where that is
// not known, where the settings are among it, or where records were written.
func (v *preview) before(p *project, changed []string) *read {
	if v.last == nil || changed == nil || v.o.write {
		return &read{writes: v.o.write}
	}
	files, ok := p.inProject(changed)
	if !ok || slices.ContainsFunc(files, func(file string) bool { return !strings.Contains(file, "/") }) {
		return &read{}
	}
	r := *v.last.read
	r.changed = map[string]bool{}
	for _, file := range files {
		r.changed[file] = true
	}
	return &r
}

// inProject turns absolute paths into the project's. It is false where one lies
// elsewhere, as what a link leads to may.
func (p *project) inProject(paths []string) ([]string, bool) {
	var files []string
	for _, name := range paths {
		rel, err := filepath.Rel(p.rootDir, name)
		if err != nil || !filepath.IsLocal(rel) {
			return nil, false
		}
		files = append(files, filepath.ToSlash(rel))
	}
	return files, true
}

// exchanged is the last state with the texts of some records changed, and nil where
// more has changed than that.
func (v *preview) exchanged(changed []string) *previewed {
	if v.last == nil || len(changed) == 0 || len(changed) > exchangedMost {
		return nil
	}
	files, ok := v.last.p.inProject(changed)
	if !ok {
		return nil
	}
	now, reading := *v.last, *v.last.read
	for _, file := range files {
		e, shown := reading.log.Entry(file), reading.shown.Entry(file)
		if e == nil || shown == nil || e.Record == nil || e.Input != nil || len(e.Findings) > 0 {
			return nil
		}
		again, ok := reading.log.RereadFrom(now.p.files, e)
		if !ok {
			return nil
		}
		next := *again
		if now.site, ok = now.site.With(shown, &next); !ok {
			return nil
		}
		reading.log, reading.shown = reading.log.Exchange(e, again), reading.shown.Exchange(shown, &next)
	}
	now.read = &reading
	return &now
}

// served is a state as the server asks it for files.
func (v *preview) served(now *previewed) server.Site {
	return &servedSite{view: v, state: now, pages: now.site}
}

// servedSite tells errors with their source, and findings in the terminal.
type servedSite struct {
	view  *preview
	state *previewed
	pages interface {
		File(address string) ([]byte, bool, error)
		Rest(ctx context.Context) (site.Report, diag.List, error)
	}
}

// File implements server.Site.
func (s *servedSite) File(path string) ([]byte, bool, error) {
	data, ok, err := s.pages.File(path)
	if err != nil {
		err = s.view.app.told(s.state.p.shownFailure(err), s.view.o)
	}
	return data, ok, err
}

// Rest implements server.Site.
func (s *servedSite) Rest(ctx context.Context) error {
	_, found, err := s.pages.Rest(ctx)
	if err != nil {
		return s.view.app.told(s.state.p.shownFailure(err), s.view.o)
	}
	s.view.tell(s.state.p.shown(append(slices.Clone(s.state.findings), found...)))
	return nil
}

// tell shows findings in the terminal, where they are others than before.
func (v *preview) tell(found diag.List) {
	if v.app.global.quiet {
		return
	}
	found.Sort()
	var text strings.Builder
	report.Text(&text, found)
	if text.String() != v.told {
		v.told = text.String()
		_, _ = v.app.Err.Write([]byte(v.told)) // a terminal that is gone reads no more
	}
}
