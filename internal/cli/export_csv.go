package cli

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
)

// exportColumns are the columns of a table. Further ones come behind them.
var exportColumns = []string{"path", "id", "title", "status", "standing", "date", "derived_date", "decision_makers", "tags", "supersedes", "superseded_by",
	"dialect", "input", "lead", "chosen", "review_by", "restricted", "findings"}

// csv writes the decisions as a table.
func (l exportedLog) csv(w io.Writer) error {
	table := csv.NewWriter(w)
	table.UseCRLF = true
	if err := table.Write(exportColumns); err != nil {
		return err
	}
	for _, d := range l.Decisions {
		row := d.row()
		for i, cell := range row {
			row[i] = harmless(cell)
		}
		if err := table.Write(row); err != nil {
			return err
		}
	}
	table.Flush()
	return table.Error()
}

// row is the decision in the order of exportColumns.
func (d exportedWhole) row() []string {
	list := func(words []string) string { return strings.Join(words, "; ") }
	return []string{d.Path, d.ID, d.Title, d.Status, d.Standing, orNone(d.Date), orNone(d.DerivedDate), list(d.DecisionMakers), list(d.Tags), list(d.Supersedes), list(d.SupersededBy),
		orNone(d.Dialect), orNone(d.Input), orNone(d.Lead), orNone(d.Chosen), orNone(d.ReviewBy), strconv.FormatBool(d.Restricted), strconv.Itoa(len(d.Findings))}
}

// row is what may be told of a restricted decision.
func (d exportedNumber) row() []string {
	row := make([]string, len(exportColumns))
	for i, column := range exportColumns {
		switch column {
		case "id":
			row[i] = orNone(d.ID)
		case "status":
			row[i] = d.Status
		case "standing":
			row[i] = d.Standing
		case "restricted":
			row[i] = "true"
		}
	}
	return row
}

// harmless puts an apostrophe before what a spreadsheet would take for a formula.
func harmless(cell string) string {
	if cell != "" && strings.IndexByte("=+-@\t\r\n", cell[0]) >= 0 {
		return "'" + cell
	}
	return cell
}

func orNone(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
