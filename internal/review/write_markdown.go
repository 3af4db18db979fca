package review

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"tradeoff/internal/diag"
	"tradeoff/internal/record"
	"tradeoff/internal/report"
)

// Marker is the first line of a comment, which is not shown: by it the comment of an
// earlier run is found and replaced.
const Marker = "<!-- tradeoff-review -->"

// Limit is how many characters a comment may have where nothing else is said: as many
// as GitHub takes.
const Limit = 65536

// The steps at which pieces of a comment go where there is no room for all: first what
// is long and seldom decides, last what a reviewer must see.
const (
	dropProse = iota + 1
	dropThere
	dropDetails
	dropCatalogs
	dropGoverning
	dropNeeds
	dropFindings
	dropRows
	dropRisks
)

// The most characters of one value, and of one section's prose.
const (
	mostValue = 400
	mostProse = 4000
)

// Markdown writes the review as a comment of at most so many characters, or Limit for
// 0: a sentence that says it all, a table of decisions, what nobody has answered, the
// findings that the branch brings, what governs the code, and a folded part for each
// decision. What a record says stands in it as text and does nothing.
//
// Where there is no room, prose goes first, then the rest of what is folded, from the
// decisions that matter least on; each list says how much of it is missing and which
// command shows it. Headings, and the sentence, always stand: it is an error if there
// is no room for them.
func Markdown(w io.Writer, r *Review, limit int) error {
	b := &bounded{}
	b.more = map[string]func(int) string{}
	more := func(list, row string) {
		b.more[list] = func(left int) string { return fmt.Sprintf(row, left, coded(short(r.again(), 100))) }
	}
	more("rows", "\nand %d more: %s shows them\n")
	more("risks", "- and %d more: %s shows them\n")
	more("findings", "- and %d more: %s shows them\n")
	more("governed", "- and %d more: %s shows them\n")
	more("proposed", "- and %d more: %s shows them\n")
	more("needs", "- and %d more: %s shows them\n")
	more("details", "\nFolded parts left out for want of room: %d. %s shows them.\n")

	b.always(Marker + "\n" + strong(short(r.headline(), 600)+".") + "\n")
	changes := make([]Change, len(r.Decisions))
	for i, c := range r.Decisions {
		changes[i] = c.told()
	}
	b.table(changes)
	b.risks(changes)
	b.findings(r.Brought)
	b.governors("governed", "Governed by", r.Governed)
	b.governors("proposed", "Proposed, and would govern", r.Proposed)
	b.needs(r.Needs)
	for _, c := range changes {
		b.details(c)
	}
	for _, c := range r.Catalogs {
		b.add(piece{full: folded("Catalog "+cmp.Or(c.Title, c.ID)+": "+string(c.Kind), catalogDetails(c)), at: dropCatalogs, list: "details"})
	}
	b.others(r)
	b.always("\n<sub>Compared with " + coded(short(cmp.Or(r.Base, "nothing"), 200)) + ": " + coded(short(cmp.Or(r.Head, "the work tree"), 200)) + ".</sub>\n")
	text, err := b.fit(cmp.Or(limit, Limit))
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, text)
	return err
}

// table adds a row for each decision.
func (b *bounded) table(changes []Change) {
	if len(changes) == 0 {
		return
	}
	b.always("\n| | decision | what happened | chosen |\n| --- | --- | --- | --- |\n")
	for _, c := range changes {
		cells := []string{c.name(), short(c.Title, 200), c.happened(), short(c.chosen(), 200)}
		if c.Restricted {
			cells[1] = "(restricted)"
		}
		for i := range cells {
			cells[i] = neutral(cells[i])
		}
		b.add(piece{full: "| " + strings.Join(cells, " | ") + " |\n", at: dropRows, rank: c.rank(), list: "rows"})
	}
}

// risks adds the worst cases that nobody has answered, apart from the folded parts, so
// that they are seen.
func (b *bounded) risks(changes []Change) {
	head := "\n### ⚠️ Worst cases that nobody has answered\n\n"
	for _, c := range changes {
		for _, risk := range c.Risks {
			if !risk.open() {
				continue
			}
			b.always(head)
			head = ""
			b.add(piece{full: "- " + strong(c.name()) + " " + neutral(short(risk.said(), mostValue)) + "\n", at: dropRisks, rank: c.rank(), list: "risks"})
		}
	}
}

// finding is a finding with its place, as an entry of a list.
func finding(f diag.Finding) string {
	text := "- "
	if f.Severity != diag.Error {
		text += f.Severity.String() + ": "
	} else {
		text += "**error**: "
	}
	said := f.Message
	if f.Key != "" {
		said = f.Key + ": " + said
	}
	if f.File != "" {
		text += coded(short(f.Pos.String(), 300)) + " "
	}
	text += neutral(short(said, mostValue))
	if f.Rule != "" {
		text += " (" + neutral(f.Rule) + ")"
	}
	if hint := report.Plain(f.Hint); hint != "" {
		text += "<br>hint: " + neutral(short(hint, mostValue))
	}
	return text + "\n"
}

// findings adds those that the branch brings.
func (b *bounded) findings(findings diag.List) {
	if len(findings) == 0 {
		return
	}
	b.always("\n### Findings that this branch brings\n\n")
	for _, f := range findings {
		b.add(piece{full: finding(f), at: dropFindings, rank: int(diag.Error - f.Severity), list: "findings"})
	}
}

// governors adds decisions that govern changed code, each with its lead, the files and
// what was accepted at risk.
func (b *bounded) governors(list, head string, governors []Governor) {
	if len(governors) == 0 {
		return
	}
	b.always("\n### " + head + " " + neutral(strings.Join(ids(governors, 12), ", ")) + "\n\n")
	for _, g := range governors {
		var text strings.Builder
		text.WriteString("- " + strong(g.ID) + " " + neutral(short(g.Title, 200)))
		if lead := record.PlainText(g.Lead); lead != "" {
			text.WriteString(" — " + neutral(short(lead, mostValue)))
		}
		if len(g.Files) > 0 {
			text.WriteString("<br>" + files(g.Files))
		}
		text.WriteString("\n")
		for _, risk := range g.Risks {
			text.WriteString("  - " + risk.sign() + " " + neutral(short(risk.said(), mostValue)) + "\n")
		}
		b.add(piece{full: text.String(), at: dropGoverning, list: list})
	}
}

// files are the first of some files.
func files(names []string) string {
	var out []string
	for _, name := range names {
		out = append(out, coded(short(name, 300)))
	}
	return listed(out, 5)
}

// needs adds the files that need a decision.
func (b *bounded) needs(needs []Need) {
	if len(needs) == 0 {
		return
	}
	b.always("\n### Files that need a decision\n\n")
	for _, n := range needs {
		b.add(piece{full: "- " + coded(short(n.File, 300)) + ", as " + coded(short(n.Pattern, 300)) + " says\n", at: dropNeeds, list: "needs"})
	}
}

// details adds the folded part of a decision: values, worst cases, and prose, which
// goes before the rest of it.
func (b *bounded) details(c Change) {
	values, prose := changeDetails(c), proseDetails(c)
	if c.Restricted || values+prose == "" {
		return
	}
	summary := c.name() + " " + short(c.Title, 200) + ": " + c.happened()
	if values == "" {
		b.add(piece{full: folded(summary, prose), at: dropProse, rank: c.rank(), list: "details"})
		return
	}
	const left = "- prose left out for want of room\n"
	if len(prose) <= len(left) {
		b.add(piece{full: folded(summary, values+prose), at: dropDetails, rank: c.rank(), list: "details"})
		return
	}
	b.add(piece{full: folded(summary, values+prose), less: folded(summary, values+left), at: dropProse, rank: c.rank(), next: &piece{at: dropDetails, rank: c.rank(), list: "details"}})
}

// folded is a part that is opened by a click.
func folded(summary, inside string) string {
	return "\n<details><summary>" + neutral(summary) + "</summary>\n\n" + inside + "\n</details>\n"
}

// changeDetails are the values and worst cases of a change, as a list.
func changeDetails(c Change) string {
	var b strings.Builder
	if lead := record.PlainText(c.Lead); lead != "" {
		b.WriteString("- " + neutral(short(lead, mostValue)) + "\n")
	}
	if c.Path != "" {
		b.WriteString("- " + coded(short(c.Path, 300)))
		if c.From != "" {
			b.WriteString(", was " + coded(short(c.From, 300)))
		}
		b.WriteString("\n")
	}
	values := c.news()
	b.WriteString(valuesDetails(values, c.Kind))
	for _, risk := range c.Risks {
		said := short(risk.said(), mostValue)
		if risk.open() {
			said = strong(said)
		} else {
			said = neutral(said)
		}
		b.WriteString("- " + risk.sign() + " " + said + "\n")
	}
	if len(values)+len(c.Risks) == 0 && c.From == "" {
		return "" // all of it stands in the table, but for the lead
	}
	return b.String()
}

// mostValues are how many values of a decision are told.
const mostValues = 50

// valuesDetails are values, each as an entry of a list.
func valuesDetails(values []Value, kind Kind) string {
	var b strings.Builder
	for i, v := range values {
		if i == mostValues {
			fmt.Fprintf(&b, "- and %d values more\n", len(values)-i)
			break
		}
		b.WriteString(valueDetails(v, kind))
	}
	return b.String()
}

// valueDetails are one value as it was and is, why, and what follows from it.
func valueDetails(v Value, kind Kind) string {
	text := "- " + strong(short(cmp.Or(v.Label, v.Key), 200)) + " " + neutral(short(v.turn(kind), mostValue))
	if v.Because != "" {
		text += ": " + neutral(short(v.Because, mostValue))
	}
	text += "\n"
	for i, effect := range v.Effects {
		if i == 20 {
			text += fmt.Sprintf("  - and %d more\n", len(v.Effects)-i)
			break
		}
		text += "  - → " + neutral(short(effect, mostValue)) + "\n"
	}
	return text
}

// proseDetails are the sections whose words changed: what went is struck out, what came
// is underlined.
func proseDetails(c Change) string {
	var b strings.Builder
	for _, p := range c.Prose {
		b.WriteString("\n> " + strong(short(cmp.Or(report.Plain(p.Heading), "Before the first heading"), 200)))
		size := 0
		for _, word := range p.excerpt() {
			text := short(word.Text, mostProse)
			if size += len(text); size > 2*mostProse {
				b.WriteString(" …")
				break
			}
			text = neutral(text)
			switch {
			case text == "":
				continue
			case word.Op == Insert:
				text = "<ins>" + text + "</ins>"
			case word.Op == Delete:
				text = "<del>" + text + "</del>"
			}
			b.WriteString(" " + text)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// catalogDetails are what changed in a catalog, and which decisions that touches.
func catalogDetails(c CatalogChange) string {
	var b strings.Builder
	b.WriteString("- " + coded(short(cmp.Or(c.Path, c.ID), 300)) + "\n")
	b.WriteString(valuesDetails(c.Values, c.Kind))
	if len(c.Touched) == 0 && len(c.Decisions) > 0 {
		b.WriteString("- touches " + neutral(listed(c.Decisions, 50)) + "\n")
	}
	b.WriteString(valuesDetails(c.touched(), Changed))
	return b.String()
}

// others adds the findings that are not of this branch: those that were there, folded,
// and how many are gone.
func (b *bounded) others(r *Review) {
	if r.Mended > 0 {
		b.always("\n" + quantity(r.Mended, "finding", "findings") + " less than before.\n")
	}
	if len(r.There) == 0 {
		return
	}
	var text strings.Builder
	for _, f := range r.There {
		text.WriteString(finding(f))
	}
	summary := "Findings that were there before: " + report.Summary(r.There)
	b.add(piece{full: folded(summary, text.String()), less: "\n" + summary + ".\n", at: dropThere})
}
