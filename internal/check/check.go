// Package check holds a log against its rules. Each rule is one file of this
// package, named after the rule, and one page of documentation,
// content/rules/ID.md; a test compares the two lists.
//
// A rule looks and reports. It changes nothing, and knows no output format.
package check

import (
	"io/fs"

	"tradeoff/internal/catalog"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/render"
)

// Project is what the rules look at.
type Project struct {
	Log       *ledger.Log
	Catalogs  catalog.Set
	Templates *render.Templates
	Files     fs.FS // the project, rooted as the log's paths are
	Template  string
	Follow    map[string]string // as render.Options has it

	results []render.Result
}

// rendered is what rendering each entry would come to, worked out once for all
// rules.
func (p *Project) rendered() []render.Result {
	if p.results == nil {
		p.results = p.Templates.RenderAll(p.Log.Entries, p.Catalogs, render.Options{Template: p.Template, Follow: p.Follow})
	}
	return p.results
}

// Rule is one thing that can be wrong with a log.
type Rule struct {
	ID       string
	Severity diag.Severity // the default
	Summary  string        // one sentence
	run      func(*Project, *reporter)
}

// Rules are all the rules, in the order of their ids.
func Rules() []Rule {
	return []Rule{blockEdited, brokenLink, input, outOfDate, unreadableFile}
}

// reporter gathers what one rule finds.
type reporter struct {
	rule     Rule
	findings diag.List
}

func (r *reporter) add(pos diag.Pos, message, hint string) {
	r.findings = append(r.findings, diag.Finding{Pos: pos, Rule: r.rule.ID, Severity: r.rule.Severity, Message: message, Hint: hint})
}

// Run applies every rule, and gives all that they find in the order of files.
func Run(p *Project) diag.List {
	var all diag.List
	for _, rule := range Rules() {
		r := &reporter{rule: rule}
		rule.run(p, r)
		all = append(all, r.findings...)
	}
	all.Sort()
	return all
}
