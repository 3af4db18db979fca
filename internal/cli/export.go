package cli

import (
	"bytes"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tradeoff/internal/diag"
)

type exportOptions struct {
	format     string // json, csv or "", which is json
	text       bool
	restricted bool
}

// exportFormats are the forms that export writes.
var exportFormats = []string{"json", "csv"}

func newExport(a *App) *cobra.Command {
	var o exportOptions
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the whole log for other programs",
		Long: `Write the whole log for other programs, as one JSON object or as a table.

JSON has all that is known of each decision, and where it was found: tradeoff
schema export describes it. The same log gives the same bytes on every machine.
Of a restricted decision it has the number and the status, unless --restricted
asks for more.

CSV has a row for each decision, as RFC 4180 wants it: in UTF-8, with a first
row of names, and with CR LF behind each row. Lists are joined by "; ". A cell
that begins with =, +, -, @, a tab or a line break gets an apostrophe in front,
so that no spreadsheet takes it for a formula.`,
		Example: "  tradeoff export > decisions.json\n  tradeoff export --text | jq -r '.decisions[].title'\n  tradeoff export --format csv > decisions.csv",
		Args:    noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.runExport(o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.format, "format", "", "write `FORMAT`: "+strings.Join(exportFormats, " or ")+" (default json)")
	f.BoolVar(&o.text, "text", false, "with the Markdown of every section")
	f.BoolVar(&o.restricted, "restricted", false, "tell restricted decisions as all others")
	return cmd
}

func (a *App) runExport(o exportOptions) error {
	csv := o.format == "csv"
	switch {
	case o.format != "" && !slices.Contains(exportFormats, o.format):
		return usagef("--format %s: there is no such format; %s", o.format, diag.DidYouMean(o.format, exportFormats))
	case csv && a.global.json:
		return usagef("--json and --format csv are two forms; give one")
	case csv && o.text:
		return usagef("--text is for JSON; a table has no room for it")
	}
	steps := a.steps("read the settings")
	defer steps.end()
	p, err := a.open()
	if err != nil {
		return err
	}
	p.steps = steps
	log, err := p.datedLog(a.Ctx)
	if err != nil {
		return err
	}
	steps.begin("tell of each decision")
	out := p.exporter(log, o).export()
	steps.end()
	if !csv {
		return writeJSON(a.Out, out)
	}
	var table bytes.Buffer
	if err := out.csv(&table); err != nil {
		return err
	}
	_, err = a.Out.Write(table.Bytes())
	return err
}
