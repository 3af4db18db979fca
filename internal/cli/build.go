package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"tradeoff/internal/catalog"
	"tradeoff/internal/check"
	"tradeoff/internal/config"
	"tradeoff/internal/diag"
	"tradeoff/internal/git"
	"tradeoff/internal/ledger"
	"tradeoff/internal/output"
	"tradeoff/internal/review"
	"tradeoff/internal/site"
	"tradeoff/themes"
)

type buildOptions struct {
	output    string
	baseURL   string
	asOf      string
	noHistory bool
	compare   string
	timings   bool
}

// builtSite is build's result in JSON.
type builtSite struct {
	Output    string      `json:"output"`
	Pages     int         `json:"pages"`
	Decisions int         `json:"decisions"`
	Files     int         `json:"files"`
	Written   int         `json:"written"`
	Unchanged int         `json:"unchanged"`
	Removed   int         `json:"removed"`
	Seconds   float64     `json:"seconds"`
	Timings   []timedStep `json:"timings,omitempty"`
	Memory    *usedMemory `json:"memory,omitempty"` // with the timings
}

func newBuild(a *App) *cobra.Command {
	var o buildOptions
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Build the static site",
		Long: `Build the static site: the log, a page a decision, a page a catalog, the
project's own pages, tags, a feed.

It opens from a disk, and under any path of any server. Files that have not
changed are not written, and only files of an earlier build are replaced or
removed. A folder that holds files is refused unless a build wrote there before;
then the files of others stay, and the build stops at one that has the name of a
page.

On a terminal, a build that takes longer than half a second shows how far it is.
--timings tells how long each step took.

With --compare it is the site of a branch: what is new or changed since it left REF
is marked, and a page tells what changed, the old beside the new.`,
		Example: "  tradeoff build\n  tradeoff build --output /srv/www/decisions --base-url https://docs.example.org/decisions/\n  tradeoff build --no-history\n  tradeoff build --compare main --output /tmp/branch\n  tradeoff build --timings\n  tradeoff build --timings --json | jq -r '.timings[] | [.seconds, .step] | @tsv'",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.output == "" && cmd.Flags().Changed("output") {
				return usagef(`--output "": it names no folder; leave the flag out to write to the settings' site.output`)
			}
			return a.runBuild(o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.output, "output", "", "write to `DIR` instead of the settings' site.output")
	f.StringVar(&o.baseURL, "base-url", "", "the `ADDRESS` where the site will be")
	f.StringVar(&o.asOf, "as-of", "", "the `DATE` that overdue marks are told for; HEAD's commit unless given")
	f.BoolVar(&o.noHistory, "no-history", false, "do not read from git who changed each decision, and when")
	f.StringVar(&o.compare, "compare", "", "mark what is new or changed since the branch, tag or commit `REF`, and tell it on a page")
	f.BoolVar(&o.timings, "timings", false, "tell how long each step took, and what memory all of them")
	return cmd
}

func (a *App) runBuild(o buildOptions) error {
	steps := a.steps("read the settings")
	defer steps.end()
	p, err := a.open()
	if err != nil {
		return err
	}
	if o.baseURL != "" {
		if fault := config.BaseURLFault(o.baseURL); fault != "" {
			return usagef("--base-url %s: it %s; write it as in https://docs.example.org/decisions/", o.baseURL, fault)
		}
		p.settings.BaseURL = o.baseURL
		if o.baseURL[len(o.baseURL)-1] != '/' {
			p.settings.BaseURL += "/"
		}
	}
	p.settings.History = p.settings.History && !o.noHistory
	folder, shownOutput, err := p.outputFolder(o.output)
	if err != nil {
		return err
	}
	if o.asOf != "" && !validDate(o.asOf) {
		return usagef("--as-of %s: not a date; write it as 2026-11-23", o.asOf)
	}
	p.lean, p.steps = o.compare == "", steps
	collectLess()
	options, _, findings, err := p.siteOptions(a.Ctx, o.asOf, nil)
	if err != nil {
		return err
	}
	if findings.HasErrors() {
		return &diag.Failure{Findings: p.shown(findings)}
	}
	if o.compare != "" {
		steps.begin("compare with " + plainText(o.compare))
		if options.Review, err = p.compared(a.Ctx, o.compare, options.AsOf); err != nil {
			return err
		}
	}
	options.Lean = p.lean
	collectSooner(len(options.Log.Entries))
	steps.begin("open the output folder")
	dir, err := output.Open(a.Ctx, folder, func() {
		a.note("waiting for another build that writes to %s", shownOutput)
		steps.begin("wait for another build")
	})
	if err != nil {
		return err
	}
	options.Step, options.Made = steps.begin, steps.files
	made, found, err := site.Build(a.Ctx, options, dir)
	if err != nil {
		return errors.Join(err, dir.Close())
	}
	steps.begin("remove what is left of earlier builds")
	if err := dir.Finish(); err != nil {
		return err
	}
	steps.end()
	findings = append(findings, found...)
	written := dir.Counts()
	if a.global.json {
		result := builtSite{Output: shownOutput, Pages: made.Pages, Decisions: made.Decisions, Files: made.Files,
			Written: written.Written, Unchanged: written.Unchanged, Removed: written.Removed, Seconds: seconds(steps.all())}
		if o.timings {
			used := memory()
			result.Timings, result.Memory = steps.timed(), &used
		}
		if err := writeJSON(a.Out, result); err != nil {
			return err
		}
	}
	a.findings(p.shown(findings))
	removed := ""
	if written.Removed > 0 {
		removed = fmt.Sprintf(", %s removed", grouped(written.Removed))
	}
	a.note("built %s, %s in %s in %s: %s, %s written%s", count(made.Decisions, "decision"), count(made.Pages, "page"), shownOutput,
		spent(steps.all()), count(made.Files, "file"), grouped(written.Written), removed)
	if len(options.Log.Entries) == 0 {
		p.noteNoDecisions()
	}
	if o.timings && !a.global.json {
		steps.table(a.Err)
	}
	if findings.HasErrors() {
		return errReported
	}
	return nil
}

// compared is what the work tree changes since it left a commit.
func (p *project) compared(ctx context.Context, ref, asOf string) (*review.Review, error) {
	repo, err := git.Open(ctx, p.rootDir)
	if err != nil {
		return nil, fmt.Errorf("--compare %s: %w", ref, err)
	}
	if _, err := repo.ID(ctx, ref); err != nil {
		return nil, p.noCommit("--compare", ref, err)
	}
	r, _, err := p.review(ctx, ref, "", asOf, p.settings.Withheld())
	return r, err
}

// siteOptions reads all that a site is made of. The findings hold what must keep
// a site from being built as errors, and what only its readers should know as
// warnings. Records that are out of date are published as they are; for a preview they
// are shown as they would be rendered, and what was read before is taken where it is
// the same.
func (p *project) siteOptions(ctx context.Context, asOf string, preview *read) (site.Options, *read, diag.List, error) {
	none, now := site.Options{}, &read{}
	p.before = preview
	// Catalogs take as long to read as a small log, and need nothing of it.
	type catalogs struct {
		set      catalog.Set
		findings diag.List
	}
	known := beside(func() (c catalogs) { c.set, c.findings = preview.catalogs(p); return c })
	// git is another process, which can answer while the log is read.
	type headDay struct {
		day string
		err error
	}
	var head func() headDay
	if asOf == "" {
		head = beside(func() (h headDay) { h.day, h.err = p.headDay(ctx); return h })
	}
	log, err := p.datedLog(ctx)
	if err != nil {
		return none, nil, nil, err
	}
	p.steps.begin("check the inputs")
	set, findings := known().set, known().findings
	now.set, now.setFindings = set, findings
	templates, bad := preview.templatesOf(p)
	now.log, now.templates, now.badTemplates = log, templates, bad
	findings = append(slices.Clone(findings), bad...)
	findings = append(findings, p.missingFolders()...)
	findings = append(findings, p.logFindings(log, set)...)
	findings = append(findings, p.sharedNumbers(log)...)
	p.steps.begin("read the theme")
	look, err := preview.themeOf(p)
	now.look = look
	var failure *diag.Failure
	switch {
	case errors.As(err, &failure):
		findings = append(findings, failure.Findings...)
	case err != nil:
		return none, nil, nil, err
	}
	if findings.HasErrors() {
		return none, nil, findings, nil
	}
	p.steps.begin("hold the records against their inputs")
	results, bad := p.pending(log, templates, set, preview)
	findings = append(findings, bad...)
	var unwritten map[string]bool
	if preview != nil {
		if !preview.writes {
			unwritten = unwrittenOf(log, results)
		}
		log = withPending(log, results)
	} else {
		log = onDisk(log, results)
	}
	now.results, now.shown = results, log
	if asOf == "" {
		p.steps.begin("find the day of the site")
		found := head()
		if found.err != nil {
			return none, nil, nil, found.err
		}
		if asOf = found.day; asOf == "" {
			asOf = newestDay(log)
		}
	}
	var pages fs.FS
	if p.settings.Content != "" && p.exists(p.settings.Content) {
		if pages, err = fs.Sub(p.files, p.settings.Content); err != nil {
			return none, nil, nil, err
		}
	}
	var static fs.FS
	if p.settings.Static != "" && p.exists(p.settings.Static) {
		if static, err = fs.Sub(p.files, p.settings.Static); err != nil {
			return none, nil, nil, err
		}
	}
	o := site.Options{Log: log, Catalogs: set.All(), Settings: p.settings.Site(), Content: pages, Static: static, Files: p.files, Theme: look, Templates: templates, Mermaid: themes.Mermaid, AsOf: asOf, Unwritten: unwritten}
	if p.settings.History {
		o.History = p.history
	}
	if p.settings.EditURL != "" {
		repo, err := p.repo(ctx)
		if err != nil {
			return none, nil, nil, err
		}
		if repo != nil {
			o.Below = repo.Prefix()
		}
	}
	return o, now, findings, nil
}

// sharedNumbers warns of numbers that two decisions have, which makes two of what people
// call by one name. It is as check has it, but keeps no site from being built.
func (p *project) sharedNumbers(log *ledger.Log) diag.List {
	const rule = "duplicate-number"
	checked := &check.Project{Log: log, Files: p.files, Settings: p.ruleSettings()}
	findings := check.RunOne(checked, rule)
	if len(findings) == 0 {
		return nil
	}
	checked.Baseline, _ = check.LoadBaseline(p.files, p.settings.Baseline)
	findings = checked.Baseline.Without(findings)
	for i := range findings {
		findings[i].Severity = min(findings[i].Severity, diag.Warning)
	}
	return findings
}

// headDay is the day that the site is told for: SOURCE_DATE_EPOCH's, else that of
// HEAD's commit; "" without one, where the newest date in the log stands in. It is
// never the clock's.
func (p *project) headDay(ctx context.Context) (string, error) {
	if p.app.Env["SOURCE_DATE_EPOCH"] != "" {
		return p.app.today(), nil
	}
	repo, err := p.repo(ctx)
	if err != nil || repo == nil {
		return "", err
	}
	at, ok, err := repo.HeadTime(ctx)
	if err != nil || !ok {
		return "", err
	}
	return at.UTC().Format(time.DateOnly), nil
}

// newestDay is the newest date in the log, "" where none has one.
func newestDay(log *ledger.Log) string {
	newest := ""
	for _, e := range log.Entries {
		newest = max(newest, e.Date)
	}
	return newest
}
