package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"tradeoff/internal/check"
	"tradeoff/internal/diag"
	"tradeoff/internal/report"
)

func newCheck(a *App) *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Hold the log against its rules",
		Long: `Hold the log against its rules, and report every finding with its place.

The exit status is 1 where a finding is an error. Each rule has a page in the
documentation: tradeoff check --json names them.`,
		Example: "  tradeoff check\n  tradeoff check --json",
		Args:    noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.runCheck() },
	}
}

func (a *App) runCheck() error {
	p, err := a.open()
	if err != nil {
		return err
	}
	findings, n, err := p.check(a.Ctx)
	if err != nil {
		return err
	}
	findings = p.shown(findings)
	if a.global.json {
		if err := report.JSON(a.Out, findings); err != nil {
			return err
		}
	} else {
		report.Text(a.Out, findings)
		summary := report.Summary(findings)
		if summary == "" {
			summary = "nothing found"
		}
		a.note("%s: %s", count(n, "decision"), summary)
	}
	if findings.HasErrors() {
		return errReported
	}
	return nil
}

// check applies the rules, and gives the number of decisions beside the findings.
func (p *project) check(ctx context.Context) (diag.List, int, error) {
	log, err := p.log(ctx)
	if err != nil {
		return nil, 0, err
	}
	set, findings := p.catalogs()
	templates, bad := p.templates()
	findings = append(findings, bad...)
	findings = append(findings, p.missingFolders()...)
	findings = append(findings, check.Run(&check.Project{Log: log, Catalogs: set, Templates: templates, Files: p.files, Template: p.template(""), Follow: p.followed(log)})...)
	findings.Sort()
	return findings, len(log.Entries), nil
}

// count is a number with its noun: "1 decision", "7 decisions".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
