package cli

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"tradeoff/internal/catalog"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/render"
)

type renderOptions struct {
	check    bool
	force    bool
	again    bool
	template string
}

func newRender(a *App) *cobra.Command {
	var o renderOptions
	cmd := &cobra.Command{
		Use:   "render [ID…]",
		Short: "Write the blocks that are out of date with their inputs",
		Long: `Write the blocks of the records that are out of date with their inputs.

Nothing but the blocks, the owned front matter keys and the title is touched. A
block that was edited by hand is a finding and stays, unless --force takes it
back. A settled decision stays as it was decided, unless --again assesses it
anew. Where an input has an error, nothing is written at all.`,
		Example: "  tradeoff render\n  tradeoff render 7 --force\n  tradeoff render --check   # in a pipeline: writes nothing, exits 1",
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runRender(args, o) },
	}
	cmd.Flags().BoolVar(&o.check, "check", false, "name what is out of date, write nothing, and exit 1 if anything is")
	cmd.Flags().BoolVar(&o.force, "force", false, "take back what was edited by hand inside the blocks")
	cmd.Flags().BoolVar(&o.again, "again", false, "assess settled decisions anew")
	cmd.Flags().StringVar(&o.template, "template", "", "the template `NAME` of records that are not there yet")
	return cmd
}

func (a *App) runRender(words []string, o renderOptions) error {
	steps := a.steps("read the settings")
	defer steps.end()
	p, err := a.open()
	if err != nil {
		return err
	}
	p.steps = steps
	if !o.check {
		release, err := p.editing()
		if err != nil {
			return err
		}
		defer release()
	}
	log, err := p.log(a.Ctx)
	if err != nil {
		return err
	}
	entries := log.Entries
	if len(words) > 0 {
		entries = nil
		for _, word := range words {
			e, err := p.entry(log, word)
			if err != nil {
				return err
			}
			entries = append(entries, e)
		}
	}
	options := p.options(log, o.template)
	options.Force, options.Again = o.force, o.again
	steps.begin("render the inputs")
	results, findings := p.render(log, entries, options)
	if blocking(findings) {
		return &diag.Failure{Findings: p.shown(findings)}
	}
	steps.begin("write the records")
	if isTerminal(a.Out) {
		steps.end() // their names tell how far it is
	}
	stale := 0
	var shown []renderedRecord
	for i, res := range results {
		steps.files(i, len(results))
		if len(res.Changed) == 0 && res.Input == nil {
			continue
		}
		stale++
		if !o.check {
			if err := p.apply(res); err != nil {
				return err
			}
		}
		shown = append(shown, renderedRecord{Path: p.show(res.Record), New: res.New, Changed: res.Changed})
		if !a.global.json {
			fmt.Fprintln(a.Out, p.show(res.Record))
		}
	}
	steps.end()
	if a.global.json {
		if err := writeJSON(a.Out, append([]renderedRecord{}, shown...)); err != nil {
			return err
		}
	}
	a.findings(p.shown(findings))
	switch {
	case o.check && stale > 0:
		a.note("%s out of date; run tradeoff render", count(stale, "record"))
		return errReported
	case stale == 0 && !findings.HasErrors():
		a.note("every record is up to date")
	}
	if findings.HasErrors() {
		return errReported
	}
	return nil
}

// renderedRecord is one record in render --json.
type renderedRecord struct {
	Path    string   `json:"path"`
	New     bool     `json:"new"`
	Changed []string `json:"changed"`
}

// render renders entries in memory. The findings hold those of the inputs, of
// the catalogs and of the templates.
func (p *project) render(log *ledger.Log, entries []*ledger.Entry, o render.Options) ([]render.Result, diag.List) {
	set, findings := p.catalogs()
	templates, bad := p.templates()
	findings = append(findings, bad...)
	findings = append(findings, p.logFindings(log, set)...)
	if blocking(findings) {
		return nil, findings
	}
	results, bad := renderAll(templates, set, entries, o)
	return results, append(findings, bad...)
}

// renderAll renders entries, and gives the findings of their inputs and of the
// rendering in the log's order.
func renderAll(templates *render.Templates, set catalog.Set, entries []*ledger.Entry, o render.Options) ([]render.Result, diag.List) {
	results := templates.RenderAll(entries, set, o)
	var findings diag.List
	for i, e := range entries {
		if e.Input != nil {
			findings = append(findings, e.Input.Findings...)
		}
		findings = append(findings, results[i].Findings...)
	}
	return results, findings
}

// blocking tells whether findings forbid to write anything: an error of an
// input, a catalog or a template. An edit by hand keeps its own block alone.
func blocking(findings diag.List) bool {
	for _, f := range findings {
		if f.Severity == diag.Error && f.Rule != "block-edited" {
			return true
		}
	}
	return false
}

// apply writes what rendering one decision came to: the input first, since the
// record carries its hash.
func (p *project) apply(res render.Result) error {
	if res.Unread {
		return fmt.Errorf("write %s: what stands there cannot be read, and would be lost", p.show(res.Record))
	}
	if res.Input != nil {
		if err := p.write(res.InputFile, res.Input); err != nil {
			return err
		}
	}
	switch {
	case len(res.Changed) == 0:
		return nil
	case res.New:
		err := p.create(res.Record, res.Data)
		if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("%s has come to be meanwhile; run tradeoff render again", p.show(res.Record))
		}
		return err
	}
	return p.write(res.Record, res.Data)
}
