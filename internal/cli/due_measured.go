package cli

import (
	"path"
	"slices"
	"strings"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/source"
)

// measured is what was measured. Its zero value is nothing.
type measured struct {
	all map[string]float64            // by field
	one map[string]map[string]float64 // by the decision's path, then by field
}

// of is the figure that counts for a decision: its own before that of all.
func (m *measured) of(e *ledger.Entry, field string) (float64, bool) {
	if n, ok := m.one[e.Path][field]; ok {
		return n, true
	}
	n, ok := m.all[field]
	return n, ok
}

// readMeasured reads a file of figures. What is wrong with one of them is a finding,
// and the others count; a file that is none is an error of findings.
func (p *project) readMeasured(name string, log *ledger.Log, set catalog.Set) (*measured, diag.List, error) {
	format, ok := source.FormatOf(name)
	if name == "-" {
		format, ok = source.JSON, true
	}
	if !ok {
		return nil, nil, usagef("--measured %s: the name ends in none of .json, .yaml and .toml", name)
	}
	data, err := p.app.readFrom(name)
	if err != nil {
		return nil, nil, err
	}
	m := &measured{all: map[string]float64{}, one: map[string]map[string]float64{}}
	root, findings := source.Parse(name, data, format)
	if root == nil || findings.HasErrors() {
		return nil, nil, &diag.Failure{Findings: findings}
	}
	if root.Kind != source.Map {
		findings.Errorf(root.Pos, "wrong-type", "write {requests-per-month: 21400000}, or {0007: {requests-per-month: 21400000}}", "expected figures by their fields, found %s", root.Kind)
		return nil, nil, &diag.Failure{Findings: findings}
	}
	near := watchable(log.Entries, set)
	// A figure that no decision watches yet is no mistake, as long as a catalog knows it.
	known := slices.Clone(near)
	for _, c := range set.All() {
		known = append(known, numbersOf(c)...)
	}
	for _, e := range root.Entries {
		if e.Value.Kind != source.Map {
			findings = append(findings, figure(e, "", known, near, m.all)...)
			continue
		}
		found := log.Find(e.Key)
		if len(found) != 1 {
			findings = append(findings, p.unknownDecision(e, log, found))
			continue
		}
		own := m.one[found[0].Path]
		if own == nil {
			own = map[string]float64{}
			m.one[found[0].Path] = own
		}
		fields := watchable(found, set)
		for _, sub := range e.Value.Entries {
			findings = append(findings, figure(sub, e.Key, fields, fields, own)...)
		}
	}
	return m, findings, nil
}

// figure reads one figure into those of a decision, or of all where that is "". known
// are the fields that there may be figures of, near those to suggest.
func figure(e source.Entry, decision string, known, near []string, into map[string]float64) diag.List {
	var findings diag.List
	n, ok := e.Value.Float()
	switch {
	case !slices.Contains(known, e.Key) && len(near) == 0:
		findings.Errorf(e.KeyPos, "unknown-value", "leave it out", "nothing watches a figure here")
	case !slices.Contains(known, e.Key):
		findings.Errorf(e.KeyPos, "unknown-value", diag.DidYouMean(e.Key, near), "no field %q that holds a number", e.Key)
	case !ok:
		findings.Errorf(e.Value.Pos, "wrong-type", "write the number alone, such as "+e.Key+": 24, without quotation marks and unit", "expected a number, found %s", e.Value.Kind)
	default:
		into[e.Key] = n
	}
	for i := range findings {
		findings[i].Key = e.Key
		if decision != "" {
			findings[i].Key = decision + "." + e.Key
		}
	}
	return findings
}

// unknownDecision is the finding for a key that means no decision, or several.
func (p *project) unknownDecision(e source.Entry, log *ledger.Log, found []*ledger.Entry) diag.Finding {
	out := diag.Finding{Pos: e.KeyPos, Key: e.Key, Rule: "unknown-value", Severity: diag.Error, Message: "there is no decision " + e.Key}
	if len(found) > 1 {
		var paths []string
		for _, one := range found {
			paths = append(paths, p.show(one.Path))
		}
		out.Message, out.Hint = e.Key+" may be any of "+strings.Join(paths, ", "), "name the file"
		return out
	}
	var names []string
	for _, one := range log.Entries {
		names = append(names, one.ID, strings.TrimSuffix(path.Base(one.Path), path.Ext(one.Path)))
	}
	out.Hint = "tradeoff list shows what there is"
	if near := diag.Suggest(e.Key, names); near != "" {
		out.Hint = "did you mean " + near + "?"
	}
	return out
}

// watchable are the fields that figures of some decisions may be told for: the
// numbers that their catalogs ask for, and what they watch.
func watchable(entries []*ledger.Entry, set catalog.Set) []string {
	var fields []string
	for _, e := range entries {
		if e.Input == nil {
			continue
		}
		d := &e.Input.Decision
		if c := set[d.Catalog]; c != nil {
			fields = append(fields, numbersOf(c)...)
		}
		for _, a := range d.Outcome.Answers {
			if a.Watch != nil {
				fields = append(fields, a.Watch.Field)
			}
		}
	}
	slices.Sort(fields)
	return slices.Compact(fields)
}

// numbersOf are the fields of a catalog that hold a number.
func numbersOf(c *catalog.Catalog) (fields []string) {
	for _, f := range c.Fields {
		if f.Domain().Kind == decision.Number {
			fields = append(fields, f.ID)
		}
	}
	return fields
}

// fieldOf is what is known of a field: the catalog's, that of the catalog that the
// decision was made with, or its id alone.
func fieldOf(d *decision.Decision, a *decision.Assessment, set catalog.Set, id string) decision.ProfileLine {
	if c := set[d.Catalog]; c != nil {
		if f := c.Field(id); f != nil {
			return decision.ProfileLine{Field: id, Title: f.Title, Unit: f.Unit}
		}
	}
	for _, line := range a.Profile {
		if line.Field == id {
			return line
		}
	}
	return decision.ProfileLine{Field: id, Title: strings.ReplaceAll(id, "-", " ")}
}

// passedWords says that a figure has passed its bound: "21.4 million requests a
// month passed the 20 million that the media team accepted".
func passedWords(field decision.ProfileLine, value float64, answer *decision.Answer, worst string) string {
	amount, title, unit := decision.RoundedNumber(value), lowerTitle(field.Title), plainText(field.Unit)
	subject := title + " of " + amount + " " + unit
	switch {
	case unit == "":
		subject = amount + " " + title
	case strings.HasPrefix(strings.ToLower(unit), strings.ToLower(title)):
		subject = amount + " " + unit
	}
	verb, bound, way := "passed", answer.Watch.Above, "up to"
	if bound == nil || value <= *bound {
		verb, bound, way = "fell below", answer.Watch.Below, "down to"
	}
	text := subject + " " + verb + " the " + decision.RoundedNumber(*bound)
	if answer.Answer == "accepted" && answer.By != "" {
		return text + " that " + theParty(answer.By) + " accepted"
	}
	return text + " " + way + " which the answer to “" + worst + "” holds"
}

// theParty is a team or a person as a part of a sentence: the media team, but Ada.
func theParty(name string) string {
	name = plainText(name)
	first, _, _ := strings.Cut(name, " ")
	if first != strings.ToLower(first) || slices.Contains([]string{"the", "our", "a", "an", "us", "we"}, first) {
		return name
	}
	return "the " + name
}
