package check

import (
	"fmt"
	"slices"
	"strings"

	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
)

var unlistedName = Rule{
	ID: "unlisted-name", Severity: diag.Warning,
	Summary: "a tag or a person is not on the project's list",
	run: func(p *Project, r *reporter) {
		tags, people := listOf(p.Settings.Tags), listOf(p.Settings.People)
		for _, e := range p.entries() {
			for _, m := range []record.Meta{record.MetaTags, record.MetaMakers, record.MetaConsulted, record.MetaInformed} {
				list, all, what := people, p.Settings.People, "person"
				if m == record.MetaTags {
					list, all, what = tags, p.Settings.Tags, "tag"
				}
				if list == nil {
					continue
				}
				for i, name := range namesOf(e, m) {
					if !list[strings.ToLower(name)] {
						r.on(e, placeOf(e, m, i), fmt.Sprintf("%s: there is no %s %q in the settings", m, what, name), diag.DidYouMean(name, all))
					}
				}
			}
		}
	},
}

// listOf are names as they are compared; nil where any is right.
func listOf(names []string) map[string]bool {
	if names == nil {
		return nil
	}
	list := map[string]bool{}
	for _, name := range names {
		list[strings.ToLower(name)] = true
	}
	return list
}

// namesOf are the tags or people of a decision: the input's, where there is one.
func namesOf(e *ledger.Entry, m record.Meta) []string {
	var lists [4][]string
	switch {
	case e.Input != nil && !e.Input.Findings.HasErrors():
		d := &e.Input.Decision
		lists = [4][]string{d.Tags, d.DecisionMakers, d.Consulted, d.Informed}
	case e.Input == nil && e.Record != nil:
		lists = [4][]string{e.Record.Tags, e.Record.DecisionMakers, e.Record.Consulted, e.Record.Informed}
	}
	return lists[slices.Index([]record.Meta{record.MetaTags, record.MetaMakers, record.MetaConsulted, record.MetaInformed}, m)]
}

// placeOf is where the decision has the name of that index.
func placeOf(e *ledger.Entry, m record.Meta, i int) diag.Pos {
	if e.Input != nil {
		return e.Input.Root.PosOf(m.String(), i)
	}
	found := e.Record.Found(m)
	if found.Carrier == record.InFront && e.Record.Front.At(m.String(), i) != nil {
		return e.Record.Front.PosOf(m.String(), i)
	}
	return found.Pos
}
