package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"tradeoff/internal/catalog"
	"tradeoff/internal/check"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/render"
	"tradeoff/internal/report"
)

type checkOptions struct {
	base          string
	asOf          string
	format        string
	failOn        string
	fix           bool
	writeBaseline bool
}

func newCheck(a *App) *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Hold the log against its rules",
		Long: `Hold the log against its rules, and report every finding with its place.

The exit status is 1 where a finding is an error. Each rule has a page in the
documentation, and its weight can be changed in the settings. With --base, rules
that compare with another branch are asked too: a number taken on both, an accepted
record that says something else.

--fix mends what can be mended without a person's judgement. --write-baseline
notes all that is found now as known, so that a log that is being adopted can be
checked from its first day on.`,
		Example: "  tradeoff check\n  tradeoff check --base main --format sarif > findings.sarif\n  tradeoff check --fix",
		Args:    noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.runCheck(o) },
	}
	flags := cmd.Flags()
	flags.StringVar(&o.base, "base", "", "compare with the commit `REF`, as a branch's name")
	flags.StringVar(&o.asOf, "as-of", "", "hold dates against `DATE`, as YYYY-MM-DD; today unless given")
	flags.StringVar(&o.format, "format", "", "write findings as `FORMAT`: text, json, sarif, github or gitlab")
	flags.StringVar(&o.failOn, "fail-on", "error", "exit 1 from `SEVERITY` on: error, warning or never")
	flags.BoolVar(&o.fix, "fix", false, "mend what can be mended safely")
	flags.BoolVar(&o.writeBaseline, "write-baseline", false, "note what is found now as known")
	return cmd
}

func (a *App) runCheck(o checkOptions) error {
	format, forge, err := a.findingsFormat(o.format)
	if err != nil {
		return err
	}
	fails, err := failsOn(o.failOn)
	if err != nil {
		return err
	}
	if o.asOf == "" {
		o.asOf = a.today()
	} else if !validDate(o.asOf) {
		return usagef("--as-of %s: not a date; write it as 2026-11-23", o.asOf)
	}
	if o.fix && o.writeBaseline {
		return usagef("--fix and --write-baseline: mend first, then note what is left")
	}
	steps := a.steps("read the settings")
	defer steps.end()
	p, err := a.open()
	if err != nil {
		return err
	}
	p.steps = steps
	if o.fix {
		if err := p.fix(o); err != nil {
			return err
		}
	}
	if o.writeBaseline {
		return p.writeBaseline(o)
	}
	findings, n, err := p.check(o)
	steps.end()
	if err != nil {
		return err
	}
	if forge {
		findings = p.fromTop(a.Ctx, findings)
	} else {
		findings = p.shown(findings)
	}
	if err := format(a.Out, findings); err != nil {
		return err
	}
	summary := report.Summary(findings)
	if summary == "" {
		summary = "nothing found"
	}
	a.note("%s: %s", count(n, "decision"), summary)
	if fails(findings) {
		return errReported
	}
	return nil
}

// fromTop gives the findings with paths from the top of the repository, where a forge
// looks for them.
func (p *project) fromTop(ctx context.Context, findings diag.List) diag.List {
	repo, err := p.repo(ctx)
	if err != nil || repo == nil || repo.Prefix() == "" {
		return findings
	}
	out := slices.Clone(findings)
	for i := range out {
		if name := out[i].File; !strings.HasPrefix(name, builtin) && (strings.Contains(name, "/") || p.exists(name)) {
			out[i].File = path.Join(repo.Prefix(), name)
		}
	}
	return out
}

// findingsFormat is what writes findings in the format that was asked for; forge tells
// that a forge reads it.
func (a *App) findingsFormat(format string) (write func(io.Writer, diag.List) error, forge bool, err error) {
	if format == "" && a.global.json {
		format = "json"
	}
	switch format {
	case "", "text":
		return report.Text, false, nil
	case "json":
		return report.JSON, false, nil
	case "sarif":
		return func(w io.Writer, findings diag.List) error {
			return report.SARIF(w, findings, reportRules(), version())
		}, true, nil
	case "github":
		return report.GitHub, true, nil
	case "gitlab":
		return report.GitLab, true, nil
	}
	return nil, false, usagef("--format %s: write text, json, sarif, github or gitlab", format)
}

// reportRules are the rules as reports name them.
func reportRules() []report.Rule {
	var out []report.Rule
	for _, rule := range check.Rules() {
		out = append(out, report.Rule{ID: rule.ID, Summary: rule.Summary, Severity: rule.Severity})
	}
	return out
}

// failsOn tells of findings whether they make a run end with 1.
func failsOn(word string) (func(diag.List) bool, error) {
	least := map[string]diag.Severity{"error": diag.Error, "warning": diag.Warning, "never": diag.Error + 1}[word]
	if least == diag.Off {
		return nil, usagef("--fail-on %s: write error, warning or never", word)
	}
	return func(findings diag.List) bool {
		return slices.ContainsFunc(findings, func(f diag.Finding) bool { return f.Severity >= least })
	}, nil
}

// check applies the rules, and gives the number of decisions beside the findings.
func (p *project) check(o checkOptions) (diag.List, int, error) {
	checked, findings, err := p.toCheck(o)
	if err != nil {
		return nil, 0, err
	}
	p.steps.begin("ask the rules")
	findings = append(findings, check.Run(checked)...)
	findings.Sort()
	return findings, len(checked.Log.Entries), nil
}

// toCheck is what the rules look at, with what is wrong before any rule is asked.
func (p *project) toCheck(o checkOptions) (*check.Project, diag.List, error) {
	b := &branch{head: state{files: p.files}}
	if o.base != "" {
		p.steps.begin("compare with " + plainText(o.base))
		var err error
		if b, err = p.branch(p.app.Ctx, o.base, ""); err != nil {
			return nil, nil, err
		}
		defer b.close()
	} else {
		var err error
		if b.head.log, err = p.log(p.app.Ctx); err != nil {
			return nil, nil, err
		}
		p.steps.begin("read catalogs and templates")
		b.head.set, b.head.bad = p.catalogs()
		templates, bad := p.templates()
		b.head.templates, b.head.bad = templates, append(b.head.bad, bad...)
	}
	findings := append(b.head.bad, p.missingFolders()...)
	checked := p.checkedIn(p.files, b.head.log, b.head.set, b.head.templates)
	checked.AsOf, checked.Base, checked.Tip, checked.Renamed = o.asOf, b.base.log, b.tip, b.renamed()
	if !o.writeBaseline {
		var bad diag.List
		checked.Baseline, bad = check.LoadBaseline(p.files, p.settings.Baseline)
		findings = append(findings, bad...)
	}
	return checked, findings, nil
}

// checkedIn is a state of the project as the rules look at it.
func (p *project) checkedIn(files fs.FS, log *ledger.Log, set catalog.Set, templates *render.Templates) *check.Project {
	s := p.settings
	return &check.Project{
		Log: log, Catalogs: set, Templates: templates, Files: files, Template: p.template(""), Follow: p.followed(log), Dirs: s.Decisions,
		Settings: p.ruleSettings(),
		Tree:     sync.OnceValues(func() ([]string, error) { return p.treeOf(files) }),
	}
}

// ruleSettings are what the settings say of rules.
func (p *project) ruleSettings() check.Settings {
	s := p.settings
	return check.Settings{Rules: s.Rules, Sections: s.Sections, Tags: s.Tags, People: s.Listed}
}

// treeOf is the paths of the project's files, without those of git and of the site that
// build writes.
func (p *project) treeOf(fsys fs.FS) ([]string, error) {
	var files []string
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil && entry != nil && entry.IsDir():
			return fs.SkipDir // nobody may look into it
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "node_modules" || name == p.settings.Output):
			return fs.SkipDir
		case !entry.IsDir():
			files = append(files, name)
		}
		return nil
	})
	return files, err
}

// fix mends what the rules can mend, one rule after another, each on what those before
// it left.
func (p *project) fix(o checkOptions) error {
	release, err := p.editing()
	if err != nil {
		return err
	}
	defer release()
	for _, rule := range check.Rules() {
		if rule.Fixes == "" {
			continue
		}
		checked, _, err := p.toCheck(o)
		if err != nil {
			return err
		}
		files, mended, err := check.Fix(checked, rule.ID)
		if err != nil {
			return err
		}
		var changes []fileChange
		for _, name := range slices.Sorted(maps.Keys(files)) {
			old, err := fs.ReadFile(p.files, name)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			changes = append(changes, fileChange{name: name, old: old, data: files[name]})
		}
		if len(changes) == 0 {
			continue
		}
		if err := p.writeAll(changes); err != nil {
			return err
		}
		p.app.note("%s: %s, %s written", rule.ID, count(mended, "finding"), count(len(changes), "file"))
	}
	return nil
}

// writeBaseline notes what is found as known.
func (p *project) writeBaseline(o checkOptions) error {
	release, err := p.editing()
	if err != nil {
		return err
	}
	defer release()
	checked, bad, err := p.toCheck(o)
	if err != nil {
		return err
	}
	if err := p.shown(bad).Err(); err != nil {
		return err // a catalog or a template that is wrong is nothing to live with
	}
	p.steps.begin("ask the rules")
	findings := check.Run(checked)
	p.steps.end()
	data := check.WriteBaseline(findings)
	name := p.settings.Baseline
	if p.exists(name) {
		err = p.write(name, data)
	} else {
		err = p.create(name, data)
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(p.app.Out, p.show(name))
	p.app.note("%s noted as known", report.Summary(findings))
	return nil
}

// count is a number with its noun: "1 decision", "7,000 decisions".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return grouped(n) + " " + noun + "s"
}

// grouped is a number of things with its thousands apart: "10,000".
func grouped(n int) string { return decision.GroupedNumber(float64(n)) }
