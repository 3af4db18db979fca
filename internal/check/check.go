// Package check holds a log against its rules. Each rule is one file of this
// package, named after the rule, and one page of documentation,
// content/rules/ID.md; a test compares the two lists.
//
// A rule looks and reports. It knows no output format, and how much a finding weighs
// is decided behind it: by the rule, the project's settings, and where the decision
// stands. What a file suppresses in place, and what the log's baseline holds, is then
// taken out, and what of these is not needed any more is reported in turn.
//
// Some rules mend what they find, where that is safe: they give whole new files, and
// write none.
package check

import (
	"io/fs"

	"tradeoff/internal/catalog"
	"tradeoff/internal/config"
	"tradeoff/internal/decision"
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

	Base     *ledger.Log       // the log that this one came from; nil without one
	Tip      *ledger.Log       // the log that this one is to be merged into, where it went on since Base; nil where it did not
	Renamed  map[string]string // paths in Base of files that have another here, by the one here
	AsOf     string            // the day that reviews are due for and dates are held against, YYYY-MM-DD; "" holds nothing against a day
	Settings Settings
	Baseline *Baseline // findings that are known; nil for none

	// Tree gives the paths of all files of the project; nil where they cannot be known.
	Tree func() ([]string, error)
	Dirs []string // the folders of the log, in the order of its Defaults

	// Only are the entries that the rules about single decisions look at; nil for all.
	// Rules about the log as a whole look at all of it.
	Only map[*ledger.Entry]bool
	// Accepting is a decision about to be accepted: what is found in it has its full
	// weight already. nil for none.
	Accepting *ledger.Entry

	done map[*ledger.Entry]render.Result // what rendering would come to
	ids  map[string]int                  // how many entries have a number or an id
}

// Settings are what a project says of its rules. The zero value says nothing.
type Settings struct {
	Rules    []config.RuleSetting // the last that fits a finding counts
	Sections []string             // the headings that a record must have
	Tags     []string             // the tags that there are; nil for any
	People   []string             // the people that there are; nil for any
}

// entries are those that rules about single decisions look at.
func (p *Project) entries() []*ledger.Entry {
	if p.Only == nil {
		return p.Log.Entries
	}
	var out []*ledger.Entry
	for _, e := range p.Log.Entries {
		if p.Only[e] {
			out = append(out, e)
		}
	}
	return out
}

// rendered is what rendering an entry would come to, worked out once for all rules.
func (p *Project) rendered(e *ledger.Entry) render.Result {
	if p.done == nil {
		entries := p.entries()
		p.done = make(map[*ledger.Entry]render.Result, len(entries))
		for i, res := range p.Templates.RenderAll(entries, p.Catalogs, render.Options{Template: p.Template, Follow: p.Follow}) {
			p.done[entries[i]] = res
		}
	}
	return p.done[e]
}

// Rule is one thing that can be wrong with a log.
type Rule struct {
	ID       string
	Severity diag.Severity // the default; Off for a rule that a project has to ask for
	Summary  string        // one sentence
	// Eases tells that a finding is a note while its decision is a draft or proposed, and
	// has its full weight on the way to accepted.
	Eases bool
	// NeedsBase tells that the rule compares with Project.Base, and is silent without it.
	NeedsBase bool
	// Fixes tells what a fix does, "" where the rule has none.
	Fixes string

	run func(*Project, *reporter)
	fix func(*Project, diag.List) (map[string][]byte, error)
}

// rules are all the rules, in the order of their ids. They are given at run time,
// since some of them ask for the others.
var rules []Rule

func init() {
	rules = []Rule{
		acceptedBodyChanged,
		appliesToUnmatched,
		assessmentChanged,
		blockEdited,
		brokenLink,
		chosenOption,
		contradictingRelation,
		date,
		duplicateNumber,
		fewOptions,
		input,
		missingSection,
		oneSidedRelation,
		outOfDate,
		reviewDue,
		supersessionCycle,
		suppressionRule,
		unansweredWorstCase,
		unknownStatus,
		unlistedName,
		unreadableFile,
		unsupportedFigure,
	}
}

// Rules are all the rules, in the order of their ids.
func Rules() []Rule { return rules }

// reporter gathers what one rule finds.
type reporter struct {
	rule  Rule
	found []found
}

// found is a finding with what decides its weight.
type found struct {
	diag.Finding
	rule  *Rule
	entry *ledger.Entry // nil for what is of no decision
}

// add reports what is of no single decision, or weighs the same wherever the decision
// stands.
func (r *reporter) add(pos diag.Pos, message, hint string) { r.on(nil, pos, message, hint) }

// on reports what is wrong with a decision.
func (r *reporter) on(e *ledger.Entry, pos diag.Pos, message, hint string) {
	r.found = append(r.found, found{entry: e, Finding: diag.Finding{Pos: pos, Rule: r.rule.ID, Severity: r.rule.Severity, Message: message, Hint: hint}})
}

// take reports findings of others that belong to this rule; they may have ids of
// their own.
func (r *reporter) take(e *ledger.Entry, findings ...diag.Finding) {
	for _, f := range findings {
		r.found = append(r.found, found{entry: e, Finding: f})
	}
}

// Run applies every rule that is not off, and gives all that they find in the order of
// files.
func Run(p *Project) diag.List {
	var all []found
	ran := map[string]bool{}
	for _, rule := range Rules() {
		if rule.run == nil || rule.NeedsBase && p.Base == nil || !p.Settings.mayReport(rule) {
			continue
		}
		ran[rule.ID] = true
		all = append(all, p.ask(&rule)...)
	}
	all = p.suppress(all, ran)
	var findings diag.List
	for _, f := range all {
		findings = append(findings, f.Finding)
	}
	findings = append(findings, p.Settings.faults()...)
	findings.Sort()
	return p.Baseline.without(findings, p.Only == nil)
}

// RunOne applies one rule, and gives what it finds and neither a file nor the baseline
// suppresses. Where there is nothing of that, it costs no more than the rule.
func RunOne(p *Project, id string) diag.List {
	for _, rule := range Rules() {
		if rule.ID != id || rule.NeedsBase && p.Base == nil || !p.Settings.mayReport(rule) {
			continue
		}
		all := p.ask(&rule)
		if len(all) == 0 {
			return nil
		}
		var findings diag.List
		for _, f := range p.suppress(all, map[string]bool{id: true}) {
			if f.rule == &rule { // and not of suppressions, which are asked about in Run
				findings = append(findings, f.Finding)
			}
		}
		findings.Sort()
		return p.Baseline.Without(findings)
	}
	return nil
}

// ask gives what a rule finds, weighed, without what is off.
func (p *Project) ask(rule *Rule) []found {
	r := &reporter{rule: *rule}
	rule.run(p, r)
	var all []found
	for _, f := range r.found {
		f.rule = rule
		if f.Severity = p.weight(f); f.Severity != diag.Off {
			all = append(all, f)
		}
	}
	return all
}

// Fix gives the files that the rule would write to mend what it finds, by path, and
// how many findings that mends. It is empty for a rule that has no fix, or finds
// nothing. Findings that are suppressed, or off, are left alone.
func Fix(p *Project, id string) (files map[string][]byte, mended int, err error) {
	for _, rule := range Rules() {
		if rule.ID != id || rule.fix == nil {
			continue
		}
		var mine diag.List
		for _, f := range Run(p) {
			if f.Rule == id {
				mine = append(mine, f)
			}
		}
		if len(mine) == 0 {
			return nil, 0, nil
		}
		files, err = rule.fix(p, mine)
		return files, len(mine), err
	}
	return nil, 0, nil
}

// open tells whether a decision is not decided yet.
func open(e *ledger.Entry) bool {
	s := e.Standing()
	return s == decision.Draft || s == decision.Proposed
}
