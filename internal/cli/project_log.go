package cli

import (
	"context"
	"maps"
	"path"
	"slices"
	"strings"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/render"
)

// log reads the decisions.
func (p *project) log(ctx context.Context) (*ledger.Log, error) {
	p.steps.begin("read the log")
	return ledger.Open(ctx, p.files, p.logOptions())
}

// logOptions are what the settings say of reading the log.
func (p *project) logOptions() ledger.Options {
	o := ledger.Options{Dirs: p.settings.Decisions, Assume: decision.Status(p.settings.AssumeStatus), Lean: p.lean}
	if p.before != nil && p.before.log != nil {
		o.Like, o.Changed = p.before.log, slices.Sorted(maps.Keys(p.before.changed))
	}
	for _, w := range p.settings.StatusWords {
		if o.Words == nil {
			o.Words = map[string]decision.Status{}
		}
		o.Words[record.FoldWord(w.Word)] = decision.Status(w.Means)
	}
	return o
}

// datedLog is log with the date of the first commit for what states none. It
// costs a walk through the history where anything has no date, and nothing else.
func (p *project) datedLog(ctx context.Context) (*ledger.Log, error) {
	log, err := p.log(ctx)
	if err != nil || !slices.ContainsFunc(log.Entries, func(e *ledger.Entry) bool { return e.Date == "" }) {
		return log, err
	}
	history, err := p.history(ctx)
	if history != nil {
		log.DeriveDates(history.FirstCommits())
	}
	if err != nil && ctx.Err() == nil {
		// A damaged or a partial clone: the log is worth having without them.
		p.app.note("the days of first commits are left out: %v", err)
		err = nil
	}
	return log, err
}

// openToEdit opens the project and reads its log, with other runs kept from editing
// it until release is called.
func (a *App) openToEdit() (p *project, log *ledger.Log, release func(), err error) {
	if p, err = a.open(); err != nil {
		return nil, nil, nil, err
	}
	if release, err = p.editing(); err != nil {
		return nil, nil, nil, err
	}
	if log, err = p.log(a.Ctx); err != nil {
		release()
		return nil, nil, nil, err
	}
	return p, log, release, nil
}

// openEntry opens the project and finds the one decision that a word means.
func (a *App) openEntry(word string) (*project, *ledger.Entry, error) {
	p, err := a.open()
	if err != nil {
		return nil, nil, err
	}
	log, err := p.datedLog(a.Ctx)
	if err != nil {
		return nil, nil, err
	}
	e, err := p.entry(log, word)
	return p, e, err
}

// entry finds the one decision that a word of the command line means.
func (p *project) entry(log *ledger.Log, word string) (*ledger.Entry, error) {
	var found []*ledger.Entry
	if inside, err := p.inside(word); err == nil {
		found = log.Find(inside)
	}
	if len(found) == 0 {
		found = log.Find(word)
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		var names []string
		for _, e := range log.Entries {
			names = append(names, e.ID, strings.TrimSuffix(path.Base(e.Path), path.Ext(e.Path)))
		}
		hint := "tradeoff list shows what there is"
		if near := diag.Suggest(word, names); near != "" {
			hint = "did you mean " + near + "?"
		}
		return nil, usagef("there is no decision %q; %s", word, hint)
	}
	var paths []string
	for _, e := range found {
		paths = append(paths, p.show(e.Path))
	}
	return nil, usagef("%q may be any of %s; name the file", word, strings.Join(paths, ", "))
}

// template is the name of the template for new records: "" leaves it to the folder.
func (p *project) template(flag string) string {
	if flag != "" {
		return flag
	}
	return p.settings.Template
}

// followed are the templates of the folders that have no other, by the dialect that
// most of their records are written in.
func (p *project) followed(log *ledger.Log) map[string]string {
	out := map[string]string{}
	for _, e := range log.Entries {
		dir := e.Folder()
		if _, known := out[dir]; !known {
			out[dir] = templateOf(log.Habit(dir))
		}
	}
	return out
}

// templateOf is the template that writes a folder's dialect, "" where the usual one
// does.
func templateOf(h ledger.Habit) string {
	switch h.Dialect {
	case record.Nygard, record.Bullets:
		return string(h.Dialect)
	case record.Table:
		return string(record.Bullets) // the nearest that there is
	}
	return ""
}

// options are those of rendering for a log: the template that was asked for, or
// what the folders' records are like.
func (p *project) options(log *ledger.Log, template string) render.Options {
	o := render.Options{Template: p.template(template), Today: p.app.today()}
	if o.Template == "" {
		o.Follow = p.followed(log)
	}
	return o
}

// folderOf is the folder of the log that a file lies in, or below.
func (p *project) folderOf(name string) string {
	for _, dir := range p.settings.Decisions {
		if dir == "." || strings.HasPrefix(name, dir+"/") {
			return dir
		}
	}
	return path.Dir(name)
}

// logFindings are those of the log as a whole: of its folders and its defaults.
func (p *project) logFindings(log *ledger.Log, set catalog.Set) diag.List {
	findings := slices.Clone(log.Findings)
	for _, defaults := range log.Defaults {
		findings = append(findings, defaults.Check(set)...)
	}
	return findings
}

// missingFolders are the folders of the log that the settings name and that are
// not there: a site without their decisions is not what anybody wants published.
func (p *project) missingFolders() diag.List {
	var findings diag.List
	if p.settings.File == "" {
		return nil
	}
	for _, dir := range p.settings.Decisions {
		if !p.exists(dir) {
			findings.Errorf(diag.Pos{File: p.settings.File}, "settings", "make the folder, or correct the settings", "there is no folder %s of decisions", dir)
		}
	}
	return findings
}
