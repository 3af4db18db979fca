package cli

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"tradeoff/internal/catalog"
	"tradeoff/internal/convert"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/input"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/source"
)

type convertOptions struct {
	all      bool
	write    bool
	report   bool
	prose    string
	format   string
	template string
	status   string
}

func newConvert(a *App) *cobra.Command {
	var o convertOptions
	cmd := &cobra.Command{
		Use:   "convert ID…",
		Short: "Make an input of a record that was written by hand",
		Long: `Make an input of a record that was written by hand, and a record rendered from it.

Records of every dialect are converted: MADR, adr-tools, log4brains, leading lines
or tables, plain Markdown. Title, status, date, people, tags, options, the outcome
and links become keys of the input; keys without a field go under x. The prose stays
in the record, outside of the blocks, or goes into the input too with --prose input.
A section whose structure fits no field exactly stays as it is, word for word.

Without --write nothing is written: the input is printed as it would be. What cannot
be converted without losing something is refused, with what to do first.`,
		Example: "  tradeoff convert 7 --report\n  tradeoff convert 7 --write\n  tradeoff convert --all --write --status accepted",
		Args: func(cmd *cobra.Command, args []string) error {
			switch {
			case o.all && len(args) > 0:
				return usagef("tradeoff convert takes decisions or --all, and not both")
			case !o.all && len(args) == 0:
				return usagef("tradeoff convert needs a decision: its number or its file; or --all\nsee tradeoff convert --help")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.runConvert(args, o) },
	}
	f := cmd.Flags()
	f.BoolVar(&o.all, "all", false, "convert every record that has no input yet")
	f.BoolVar(&o.write, "write", false, "write the input, and the record over the old one")
	f.BoolVar(&o.report, "report", false, "print where each part of the record went")
	f.StringVar(&o.prose, "prose", "record", "keep the prose in the `PLACE`: record or input")
	f.StringVar(&o.format, "format", "yaml", "the `FORMAT` of the input: yaml, toml or json")
	f.StringVar(&o.template, "template", "", "the template `NAME` of the record; madr unless the settings say another")
	f.StringVar(&o.status, "status", "", "the `STATUS` of records that state none")
	return cmd
}

func (a *App) runConvert(words []string, o convertOptions) error {
	switch {
	case o.prose != "record" && o.prose != "input":
		return usagef("--prose %s: write record or input", o.prose)
	case !slices.Contains([]source.Format{source.YAML, source.TOML, source.JSON}, source.Format(o.format)):
		return usagef("--format %s: write yaml, toml or json", o.format)
	case o.status != "" && !slices.Contains(decision.Statuses(), decision.Status(o.status)):
		return usagef("--status %s: there is no such status; %s", o.status, diag.DidYouMean(o.status, source.Words(decision.Statuses())))
	}
	p, err := a.open()
	if err != nil {
		return err
	}
	if o.write {
		release, err := p.editing()
		if err != nil {
			return err
		}
		defer release()
	}
	log, err := p.datedLog(a.Ctx)
	if err != nil {
		return err
	}
	entries, err := p.toConvert(log, words)
	if err != nil {
		return err
	}
	c, set, err := p.converter(log, o)
	if err != nil {
		return err
	}
	results, others := c.Convert(entries)
	var done []convert.Result
	var findings diag.List
	for _, res := range results {
		findings = append(findings, res.Findings...)
		if res.Input != nil {
			done = append(done, res)
		}
	}
	if o.write && len(done) > 0 {
		if err := p.writeConverted(done, others, set); err != nil {
			return err
		}
	}
	if err := p.printConverted(results, o); err != nil {
		return err
	}
	a.findings(p.shown(findings))
	switch {
	case o.write && len(done) == 1:
		a.note("converted 1 decision; %s holds its data", p.show(done[0].InputFile))
	case o.write && len(done) > 0:
		a.note("converted %s; the inputs beside them hold their data", count(len(done), "decision"))
	case len(done) > 0:
		a.note("nothing is written; --write does")
	}
	if len(done) < len(results) {
		return errReported
	}
	return nil
}

// toConvert are the decisions that are named or, without a word, all records that
// have no input and can be thought of.
func (p *project) toConvert(log *ledger.Log, words []string) ([]*ledger.Entry, error) {
	var entries []*ledger.Entry
	for _, word := range words {
		e, err := p.entry(log, word)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(entries, e) {
			entries = append(entries, e)
		}
	}
	if len(words) > 0 {
		return entries, nil
	}
	for _, e := range log.Entries {
		switch {
		case e.Input != nil:
		case e.Restricted:
			p.app.note("%s is left out: it is restricted", p.show(e.Path))
		case e.Dialect == string(record.NotMarkdown):
			p.app.note("%s is left out: it is no Markdown", p.show(e.Path))
		default:
			entries = append(entries, e)
		}
	}
	if len(entries) == 0 {
		p.app.note("nothing to convert: every record of Markdown has its input")
	}
	return entries, nil
}

// converter is what converts records of a log as the command line asks for it.
func (p *project) converter(log *ledger.Log, o convertOptions) (*convert.Converter, catalog.Set, error) {
	set, findings := p.catalogs()
	templates, bad := p.templates()
	findings = append(append(findings, bad...), p.logFindings(log, set)...)
	if findings.HasErrors() {
		return nil, nil, &diag.Failure{Findings: p.shown(findings)}
	}
	name := p.template(o.template)
	switch {
	case name == "" || templates.Has(name):
	case o.template != "":
		return nil, nil, usagef("--template %s: there is no such template; %s", name, diag.DidYouMean(name, templates.Names()))
	default:
		return nil, nil, &diag.Failure{Findings: diag.List{{Pos: diag.Pos{File: p.settings.File}, Key: "template", Rule: "settings", Severity: diag.Error,
			Message: fmt.Sprintf("there is no template %q", name), Hint: diag.DidYouMean(name, templates.Names())}}}
	}
	below := map[string]*input.Defaults{}
	return &convert.Converter{Log: log, Templates: templates, Catalogs: set, Options: convert.Options{
		ProseInInput: o.prose == "input", Format: source.Format(o.format), Template: name, Status: decision.Status(o.status), Today: p.app.today(),
		Taken: p.exists,
		Head:  schemaHead,
		Defaults: func(name string) *input.Defaults {
			dir := p.folderOf(name)
			if _, known := below[dir]; !known {
				below[dir], _ = input.LoadDefaults(p.files, dir)
			}
			return below[dir]
		},
	}}, set, nil
}

// schemaHead is the line by which an editor finds the schema of a new input; JSON
// has no room for one.
func schemaHead(stem string, format source.Format) (string, error) {
	switch format {
	case source.YAML:
		return schemaLine(stem)
	case source.TOML:
		schema, err := schemaPath(stem)
		return "#:schema " + schema + "\n", err
	}
	return "", nil
}

// writeConverted writes the input and the record of each decision, both or neither,
// and the records of others that tell of them otherwise now.
func (p *project) writeConverted(done []convert.Result, others []convert.Other, set catalog.Set) error {
	for _, res := range done {
		files := []fileChange{{name: res.InputFile, data: res.Input}, {name: res.Entry.Path, old: res.Entry.Record.Data, data: res.Record}}
		if err := p.writeAll(files); err != nil {
			return fmt.Errorf("convert %s: %w", p.show(res.Entry.Path), err)
		}
	}
	var files []fileChange
	for _, other := range others {
		files = append(files, fileChange{name: other.Path, old: other.Old, data: other.Record})
	}
	if err := p.writeAll(files); err != nil {
		return err
	}
	_, err := p.writeSchemas(set, false)
	return err
}
