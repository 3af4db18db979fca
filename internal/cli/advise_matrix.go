package cli

import (
	"cmp"
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/render"
)

// Bounds of the matrix, in columns.
const (
	widestOption = 16 // an option's title is wrapped at it
	leastReason  = 32 // a row's reason stands at its right where that much is left, else below
	gap          = 2
)

// matrixRow is one factor with a cell for each option.
type matrixRow struct {
	title  string
	cells  []piece
	reason string
	beside []string // counter-evidence
}

// matrix lays out tests and drivers, which count, and the traits below, which do not.
type matrix struct {
	*screen
	heads  [][]piece // for each option its title, and what is said of it
	tests  []matrixRow
	traits []matrixRow
}

func (v *advised) matrix(s *screen) *matrix {
	m := &matrix{screen: s}
	a := &v.assessment
	for i := range a.Options {
		o := &a.Options[i]
		head := []piece{{titleOf(o), strong}}
		var said []string
		if a.Advice != nil && a.Advice.Leader == o.ID {
			said = append(said, "leads")
		}
		if v.decision.Outcome.Option == o.ID {
			said = append(said, "chosen")
		}
		m.heads = append(m.heads, append(head, piece{strings.Join(said, ", "), asIs}))
	}
	for _, id := range a.FactorIDs() {
		var factors []*decision.AssessedFactor
		row, kind := matrixRow{}, decision.FactorKind("")
		for i := range a.Options {
			f := a.Options[i].Factor(id)
			factors = append(factors, f)
			if f != nil && kind == "" {
				row.title, kind = plainText(cmp.Or(f.Title, f.ID)), f.Kind
			}
		}
		for i, f := range factors {
			cell := cellOf(f, kind)
			if kind == decision.Trait && v.assessment.PartsShown(&a.Options[i]) {
				cell.text = "as its parts"
			}
			row.cells = append(row.cells, cell)
			if f == nil || f.Beside == "" {
				continue
			}
			if text := titleOf(&a.Options[i]) + ": " + plainText(f.Beside); len(a.Options[i].Parts) == 0 && !slices.Contains(row.beside, text) {
				row.beside = append(row.beside, text)
			}
		}
		if kind == decision.Trait {
			m.traits = append(m.traits, row)
			continue
		}
		row.reason = v.reasonOf(factors)
		m.tests = append(m.tests, row)
	}
	return m
}

// titleOf is an option's title on one line.
func titleOf(o *decision.AssessedOption) string { return plainText(cmp.Or(o.Title, o.ID)) }

// cellOf is what stands in the matrix for one option on one factor.
func cellOf(f *decision.AssessedFactor, kind decision.FactorKind) piece {
	if kind == decision.Trait {
		if f == nil || f.Says == "" {
			return piece{"–", quiet}
		}
		return piece{plainText(f.Says), quiet}
	}
	verdict := decision.Undecided
	if f != nil && f.Standing() != "" {
		verdict = f.Standing()
	}
	return piece{render.Sign(verdict) + " " + string(verdict), lookOf(verdict)}
}

func lookOf(v decision.Verdict) style {
	switch v {
	case decision.Fits:
		return teal
	case decision.Strains:
		return amber
	case decision.Breaks:
		return red
	}
	return quiet
}

// reasonOf is why a row stands as it does: what was measured, and the reasons of the
// worst verdicts in it. Where all of them fit it is what was measured alone, else the
// reason that most options share.
func (v *advised) reasonOf(factors []*decision.AssessedFactor) string {
	worst, measured := decision.Fits, false
	for _, f := range factors {
		if f != nil && f.Standing() != "" {
			worst = decision.Worst(worst, f.Standing())
			measured = measured || f.Measured != nil
		}
	}
	var texts []string
	shares := map[string][]string{} // the options by their reason
	for i, f := range factors {
		var text string
		switch {
		case f == nil:
		case f.Measured != nil:
			text = plainText("measured " + f.Measured.Value + " (" + f.Measured.Source + "); the catalog says " + string(f.Verdict))
		case f.Standing() == worst && !(worst == decision.Fits && measured):
			text = plainText(f.Because)
		}
		if text == "" {
			continue
		}
		if len(shares[text]) == 0 {
			texts = append(texts, text)
		}
		shares[text] = append(shares[text], titleOf(&v.assessment.Options[i]))
	}
	if worst == decision.Fits && !measured && len(texts) > 1 {
		texts = []string{slices.MaxFunc(texts, func(x, y string) int {
			return cmp.Or(cmp.Compare(len(shares[x]), len(shares[y])), slices.Index(texts, y)-slices.Index(texts, x))
		})}
	}
	for i, text := range texts {
		if len(texts) > 1 || measured {
			texts[i] = decision.And(shares[text]) + ": " + text
		}
	}
	return strings.Join(texts, "; ")
}

// print writes the matrix, in as many parts side by side as the screen is wide.
func (m *matrix) print() {
	label, all := 0, 0
	for _, row := range slices.Concat(m.tests, m.traits) {
		label = max(label, columns(row.title))
	}
	widths := make([]int, len(m.heads))
	for i, head := range m.heads {
		widths[i] = max(longest(wrap(head[0].text, widestOption, true)), longest(wrap(head[1].text, widestOption, true)))
		for _, row := range m.tests {
			widths[i] = max(widths[i], columns(row.cells[i].text))
		}
		for _, row := range m.traits {
			widths[i] = max(widths[i], longest(strings.Fields(row.cells[i].text)))
		}
		all += gap + widths[i]
	}
	// Where not all of the options fit, a narrower label makes room for more of them.
	if wide := max(24, m.width/4); wide+all <= m.width {
		label = min(label, wide)
	} else {
		label = min(label, max(14, m.width/5))
	}
	for from := 0; from < len(widths); {
		to, used := from, label
		for to < len(widths) && (to == from || used+gap+widths[to] <= m.width) {
			used += gap + widths[to]
			to++
		}
		if from > 0 {
			m.line("")
		}
		m.part(label, widths, from, to, to == len(widths))
		from = to
	}
}

// part writes some of the options; the last part has the reasons.
func (m *matrix) part(label int, widths []int, from, to int, last bool) {
	at := []column{{0, label, 0}}
	end := label
	for _, w := range widths[from:to] {
		at = append(at, column{end + gap, w, 0})
		end += gap + w
	}
	line := func(title piece, cells []piece) { m.row(at, append([]piece{title}, cells[from:to]...)...) }
	for n := range 2 {
		var heads []piece
		empty := true
		for _, head := range m.heads {
			heads = append(heads, head[n])
		}
		for _, head := range heads[from:to] {
			empty = empty && head.text == ""
		}
		if !empty {
			line(piece{}, heads)
		}
	}
	right := last && from == 0 && m.width-end-3 >= leastReason
	for _, row := range m.tests {
		title := piece{row.title, asIs}
		if right {
			m.row(append(slices.Clone(at), m.rest(end+3, 0)), append(append([]piece{title}, row.cells...), piece{row.reason, asIs})...)
		} else {
			line(title, row.cells)
			if last && row.reason != "" {
				m.text(gap, quiet, row.reason)
			}
		}
		for _, text := range row.beside {
			if last {
				m.text(gap, quiet, text)
			}
		}
	}
	if len(m.traits) == 0 {
		return
	}
	m.line("")
	m.text(0, quiet, "Told, and never counted")
	for _, row := range m.traits {
		line(piece{row.title, quiet}, row.cells)
	}
}
