package cli

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tradeoff/internal/advisor"
	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/input"
	"tradeoff/internal/ledger"
	"tradeoff/internal/render"
	"tradeoff/internal/source"
)

type adviseOptions struct {
	set []string
	all bool
}

func newAdvise(a *App) *cobra.Command {
	var o adviseOptions
	cmd := &cobra.Command{
		Use:   "advise [ID]",
		Short: "Tell who leads, what would turn it round, and what it costs",
		Long: `Tell which option leads and why, what would turn it round, what each option
costs in a month, and which worst cases of the chosen one wait for an answer.

A settled decision is shown as it was decided, with what would be another today.
--set assesses with another answer and writes nothing; without an ID it assesses
the profile of the defaults. --all lists the accepted decisions of which the
assessment would be another today.`,
		Example: `  tradeoff advise 7
  tradeoff advise 7 --set profile.engineers=24
  tradeoff advise --set tradeoffs=architecture-style --set profile.engineers=8
  tradeoff advise --all`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return exactArg("one decision: its number or its file")(cmd, args)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.runAdvise(args, o) },
	}
	cmd.Flags().StringArrayVar(&o.set, "set", nil, "assess with `KEY=VALUE` instead; may be repeated; nothing is written")
	cmd.Flags().BoolVar(&o.all, "all", false, "list the accepted decisions that would be assessed otherwise today")
	return cmd
}

func (a *App) runAdvise(args []string, o adviseOptions) error {
	if o.all && len(args)+len(o.set) > 0 {
		return usagef("tradeoff advise --all looks at every accepted decision, and takes neither an ID nor --set")
	}
	var sets []setting
	for _, text := range o.set {
		s, err := parseSetting(text)
		if err != nil {
			return err
		}
		sets = append(sets, s)
	}
	if o.all {
		return a.runAdviseAll()
	}
	var advised *advised
	var err error
	if len(args) == 0 {
		advised, err = a.adviseWhatIf(sets)
	} else {
		advised, err = a.adviseEntry(args[0], sets)
	}
	switch {
	case err != nil:
		return err
	case a.global.json:
		return writeJSON(a.Out, advised.report())
	}
	advised.print(a.screen())
	return nil
}

// advised is an assessment with all that is needed to tell it.
type advised struct {
	project    *project
	entry      *ledger.Entry // nil for a what-if without a decision
	decision   *decision.Decision
	catalog    *catalog.Catalog // today's; nil without one
	assessment decision.Assessment
	sets       []setting // of a what-if
	// Of a settled decision that is shown as it was decided:
	decided bool
	date    string // on which it was settled
	drift   drift
}

// adviseEntry assesses one decision: a settled one as it was decided, any other on
// today's numbers. With sets it is a what-if on a copy of its input.
func (a *App) adviseEntry(word string, sets []setting) (*advised, error) {
	p, e, err := a.openEntry(word)
	if err != nil {
		return nil, err
	}
	if e.Input == nil {
		return nil, usagef("%s has no input, so that there is nothing to assess; tradeoff show %s prints it, and tradeoff new TITLE --input writes a decision with one", p.show(e.Path), e.ID)
	}
	set, findings := p.catalogs()
	defaults, bad := p.defaults(p.folderOf(e.Input.File), set)
	findings = append(append(findings, bad...), e.Input.Findings...)
	if findings.HasErrors() {
		return nil, &diag.Failure{Findings: p.shown(findings)}
	}
	out := &advised{project: p, entry: e, decision: &e.Input.Decision, catalog: set[e.Input.Decision.Catalog], sets: sets}
	if d := out.decision; len(sets) == 0 && d.Status.Settled() && d.DecidedWith != nil {
		out.asDecided(set, defaults)
		return out, nil
	}
	in, err := anew(e.Input, sets, defaults)
	if err != nil {
		return nil, err
	}
	before, err := anew(e.Input, nil, defaults)
	if err != nil {
		return nil, err
	}
	if err := p.wrong(in, sets, set, hindering(before, nil, set)); err != nil {
		return nil, err
	}
	out.decision, out.catalog = &in.Decision, set[in.Decision.Catalog]
	out.assessment = advisor.Advise(out.decision, out.catalog)
	return out, nil
}

// adviseWhatIf assesses the profile of the defaults with some answers.
func (a *App) adviseWhatIf(sets []setting) (*advised, error) {
	p, err := a.open()
	if err != nil {
		return nil, err
	}
	set, findings := p.catalogs()
	defaults, bad := p.defaults(p.settings.Decisions[0], set)
	if findings = append(findings, bad...); findings.HasErrors() {
		return nil, &diag.Failure{Findings: p.shown(findings)}
	}
	nothing := &input.Input{File: "what-if.json", Data: []byte(`{"format": "` + input.Format + `", "title": "What if"}`), Format: source.JSON}
	in, err := anew(nothing, sets, defaults)
	if err != nil {
		return nil, err
	}
	// Without a catalog the first thing to say is that none is named.
	if d := &in.Decision; !in.Findings.HasErrors() && d.Catalog == "" && len(d.Options) == 0 {
		return nil, usagef("tradeoff advise needs a decision, or a catalog to assess with\nwrite tradeoff advise ID, or --set tradeoffs=NAME with answers such as --set profile.engineers=8; NAME is one of %s", strings.Join(set.IDs(), ", "))
	}
	if err := p.wrong(in, sets, set, nil); err != nil {
		return nil, err
	}
	out := &advised{project: p, decision: &in.Decision, catalog: set[in.Decision.Catalog], sets: sets}
	out.assessment = advisor.Advise(out.decision, out.catalog)
	return out, nil
}

// asDecided fills in the assessment that a decision was settled with, and what would
// be another today.
func (v *advised) asDecided(set catalog.Set, defaults *input.Defaults) {
	ground := v.decision.DecidedWith
	v.decided, v.date = true, ground.Date
	if ground.Assessment == nil {
		// Without a catalog the input holds all of it.
		v.assessment = advisor.Advise(v.decision, nil)
		return
	}
	v.assessment = *ground.Assessment
	v.drift = driftOf(v.entry, set, defaults)
}

// defaults are those of a folder of decisions, held against the catalogs.
func (p *project) defaults(dir string, set catalog.Set) (*input.Defaults, diag.List) {
	defaults, findings := input.LoadDefaults(p.files, dir)
	return defaults, append(findings, defaults.Check(set)...)
}

// anew is a copy of an input with some values set, and without the ground of a
// settled decision, so that it is assessed on today's numbers.
func anew(in *input.Input, sets []setting, defaults *input.Defaults) (*input.Input, error) {
	data, err := source.Delete(in.File, in.Data, in.Format, []string{"decided-with"})
	if err != nil {
		return nil, err
	}
	for _, s := range sets {
		if data, err = source.Set(in.File, data, in.Format, s.path, s.value); err != nil {
			return nil, usagef("--set %s: %w", s.text, errors.Unwrap(err))
		}
	}
	return input.Parse(in.File, data, defaults), nil
}

// wrong says what is wrong with a what-if: as wrong usage, unless it was wrong
// before anything was set.
func (p *project) wrong(in *input.Input, sets []setting, set catalog.Set, before diag.List) error {
	findings := hindering(in, sets, set)
	findings.Sort()
	var lines []string
	for _, f := range findings {
		if slices.ContainsFunc(before, func(b diag.Finding) bool { return b.Key == f.Key && b.Message == f.Message }) {
			continue
		}
		line := f.Message
		if f.Key != "" {
			line = f.Key + ": " + line
		}
		if i := slices.IndexFunc(sets, func(s setting) bool { return under(f.Key, strings.Join(s.path, ".")) }); i >= 0 {
			line = "--set " + sets[i].text + ": " + line
		}
		if f.Hint != "" {
			line += "; " + f.Hint
		}
		lines = append(lines, line)
	}
	if len(lines) > 0 {
		return usagef("%s", strings.Join(lines, "\n"))
	}
	return p.shown(findings).Err()
}

// hindering are the errors that forbid to assess an input. That a worst case has no
// answer yet does not; nor does what stands in the outcome of a decision that was
// settled with it, unless it is set.
func hindering(in *input.Input, sets []setting, set catalog.Set) diag.List {
	return render.Hindering(in, set, slices.ContainsFunc(sets, func(s setting) bool { return s.path[0] == "outcome" }))
}

// under tells whether a key path is another one, or lies below it.
func under(key, above string) bool {
	rest, ok := strings.CutPrefix(key, above)
	return ok && (rest == "" || strings.ContainsAny(rest[:1], ".["))
}
