package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/report"
	"tradeoff/internal/review"
)

type reviewOptions struct {
	base   string
	head   string
	asOf   string
	format string
	failOn string
	output string
}

func newReview(a *App) *cobra.Command {
	var o reviewOptions
	cmd := &cobra.Command{
		Use:   "review",
		Short: "Tell what a branch changes in meaning",
		Long: `Tell what a branch changes in meaning: the decisions that it brings, changes,
supersedes and takes away, with values compared as values and prose as words; the
findings that it brings, apart from those that were there; the accepted decisions
that govern the code it changes; and what the settings say needs a decision.

The branch is compared with the commit where it left the base. It works offline, and
nothing of the branch is run. The exit status is 1 where a finding that the branch
brings is an error.`,
		Example: "  tradeoff review\n  tradeoff review --base main --format markdown --output review.md\n  tradeoff review --base v2 --head my-branch --json",
		Args:    noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.runReview(o) },
	}
	flags := cmd.Flags()
	flags.StringVar(&o.base, "base", "", "compare with the branch, tag or commit `REF`; the default branch unless given")
	flags.StringVar(&o.head, "head", "", "review the commit `REF`; the work tree unless given")
	flags.StringVar(&o.asOf, "as-of", "", "hold dates against `DATE`, as YYYY-MM-DD; today unless given")
	flags.StringVar(&o.format, "format", "", "write the review as `FORMAT`: text, markdown, json, or its findings as sarif, github or gitlab")
	flags.StringVar(&o.failOn, "fail-on", "error", "exit 1 from `SEVERITY` on: error, warning or never")
	flags.StringVar(&o.output, "output", "", "write to `FILE` instead of the standard output")
	return cmd
}

func (a *App) runReview(o reviewOptions) error {
	write, err := a.reviewFormat(o.format)
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
	p, err := a.open()
	if err != nil {
		return err
	}
	r, hidden, err := p.review(a.Ctx, o.base, o.head, o.asOf, decision.Withheld{})
	if err != nil {
		return err
	}
	brought := append(slices.Clone(r.Brought), hidden...)
	if o.output == "" {
		err = write(p, a.Out, r)
	} else {
		err = p.toFile(o.output, func(w io.Writer) error { return write(p, w, r) })
	}
	if err != nil {
		return err
	}
	if len(hidden) > 0 {
		a.note("of restricted decisions: %s; tradeoff check shows them", report.Summary(hidden))
	}
	if fails(brought) {
		if o.output != "" {
			a.note("%s", report.Summary(brought))
		}
		return errReported
	}
	return nil
}

// toFile writes a file anew, wherever the user wants it. In the project it is written as
// every other file, so that a link which the branch holds leads nowhere outside of it.
func (p *project) toFile(name string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	if inside, err := p.inside(name); err == nil {
		return p.write(inside, b.Bytes())
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(p.dir, name)
	}
	if err := os.WriteFile(name, b.Bytes(), 0o666); err != nil {
		return fmt.Errorf("write %s: %w", name, plainError(err))
	}
	return nil
}

// reviewFormat is what writes a review in the format that was asked for.
func (a *App) reviewFormat(format string) (func(*project, io.Writer, *review.Review) error, error) {
	switch format {
	case "":
		if !a.global.json {
			return shownReview(review.Text), nil
		}
		return shownReview(review.JSON), nil
	case "text":
		return shownReview(review.Text), nil
	case "json":
		return shownReview(review.JSON), nil
	case "markdown":
		return shownReview(func(w io.Writer, r *review.Review) error { return review.Markdown(w, r, 0) }), nil
	}
	write, forge, err := a.findingsFormat(format)
	if err != nil || !forge {
		return nil, usagef("--format %s: write text, markdown, json, sarif, github or gitlab", format)
	}
	return func(p *project, w io.Writer, r *review.Review) error {
		return write(w, p.fromTop(a.Ctx, r.Brought))
	}, nil
}

// shownReview writes a review with paths as the user sees them.
func shownReview(write func(io.Writer, *review.Review) error) func(*project, io.Writer, *review.Review) error {
	return func(p *project, w io.Writer, r *review.Review) error {
		shown := *r
		shown.Brought, shown.There = nonNil(p.shown(r.Brought)), nonNil(p.shown(r.There))
		if p.prefix != "." {
			shown.Decisions = append([]review.Change{}, r.Decisions...)
			for i := range shown.Decisions {
				c := &shown.Decisions[i]
				c.Path, c.From = p.show(c.Path), p.show(c.From)
			}
			show := func(list []review.Governor) []review.Governor {
				out := append([]review.Governor{}, list...)
				for i := range out {
					out[i].Path = p.show(out[i].Path)
					files := make([]string, len(out[i].Files))
					for k, name := range out[i].Files {
						files[k] = p.show(name)
					}
					out[i].Files = files
				}
				return out
			}
			shown.Governed, shown.Proposed = show(r.Governed), show(r.Proposed)
			shown.Needs = append([]review.Need{}, r.Needs...)
			for i := range shown.Needs {
				shown.Needs[i].File = p.show(shown.Needs[i].File)
			}
		}
		return write(w, &shown)
	}
}

func nonNil(findings diag.List) diag.List {
	if findings == nil {
		return diag.List{}
	}
	return findings
}
