package cli

import (
	"fmt"
	"strings"

	"tradeoff/internal/convert"
	"tradeoff/internal/diag"
)

// convertedEntry is one decision in convert --json.
type convertedEntry struct {
	Path     string         `json:"path"`
	Input    *string        `json:"input"` // null where the record is refused
	Written  bool           `json:"written"`
	Text     string         `json:"text,omitempty"` // of the input that is not written
	Report   []convert.Row  `json:"report"`
	Findings []diag.Finding `json:"findings,omitempty"`
}

// printConverted prints what came of each decision: the input that is not written,
// the path of the record that is, and the report where it is asked for.
func (p *project) printConverted(results []convert.Result, o convertOptions) error {
	a := p.app
	if a.global.json {
		out := make([]convertedEntry, 0, len(results))
		for _, res := range results {
			e := convertedEntry{Path: p.show(res.Entry.Path), Report: append([]convert.Row{}, res.Rows...), Findings: p.shown(res.Findings)}
			if res.Input != nil {
				file := p.show(res.InputFile)
				e.Input, e.Written = &file, o.write
				if !o.write {
					e.Text = string(res.Input)
				}
			}
			out = append(out, e)
		}
		return writeJSON(a.Out, out)
	}
	for _, res := range results {
		if res.Input == nil {
			continue
		}
		if o.write {
			fmt.Fprintln(a.Out, p.show(res.Entry.Path))
		} else {
			if len(results) > 1 {
				a.note("%s:", p.show(res.InputFile))
			}
			if _, err := a.Out.Write(res.Input); err != nil {
				return err
			}
		}
		if o.report {
			p.printReport(res, o.write)
		}
	}
	return nil
}

// printReport prints where each part of one record went, as a table.
func (p *project) printReport(res convert.Result, written bool) {
	if !written {
		fmt.Fprintf(p.app.Out, "\n%s\n", p.show(res.Entry.Path))
	}
	partWidth, toWidth := 0, 0
	for _, r := range res.Rows {
		partWidth = max(partWidth, min(columns(reportedPart(r)), 40))
		toWidth = max(toWidth, min(columns(reportedPlace(r)), 60))
	}
	for _, r := range res.Rows {
		line := ""
		if r.Line > 0 {
			line = fmt.Sprint(r.Line)
		}
		text := fmt.Sprintf("%5s  %s  →  %s", line, pad(reportedPart(r), partWidth), pad(reportedPlace(r), toWidth))
		if r.Note != "" {
			text += "  " + r.Note
		}
		fmt.Fprintln(p.app.Out, strings.TrimRight(text, " "))
	}
}

// reportedPart names a part of the old record; "" is what it does not have.
func reportedPart(r convert.Row) string {
	if r.Part == "" {
		return "(not in the record)"
	}
	return strings.Join(strings.Fields(r.Part), " ")
}

// reportedPlace tells where a part went.
func reportedPlace(r convert.Row) string {
	to := r.Input
	switch {
	case r.Record != "" && to != "":
		return to + "; stays in the " + r.Record + " too"
	case r.Record != "":
		return "stays in the " + r.Record
	case to == "":
		return "goes"
	}
	return to
}
