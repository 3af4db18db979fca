package input

import (
	"fmt"
	"time"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/source"
)

// Check holds an input against the catalogs of its project: everything that the
// schema alone cannot tell. The result is apart from in.Findings.
func (in *Input) Check(set catalog.Set) diag.List {
	if in.Root == nil {
		return nil
	}
	k := &checker{in: in, d: &in.Decision}
	if k.d.Catalog != "" {
		k.catalog = set[k.d.Catalog]
		if k.catalog == nil && k.d.DecidedWith == nil {
			k.add("unknown-value", diag.DidYouMean(k.d.Catalog, set.IDs()), fmt.Sprintf("no catalog %q", k.d.Catalog), "tradeoffs")
			return k.findings
		}
	}
	// A settled decision stands on the ground it was decided on, not on what the
	// catalog says today.
	if k.onOldGround() {
		k.settled = k.d.DecidedWith.Assessment
	}
	// What the schema has found already would only be found again in other words.
	if !in.broken["tradeoffs"] {
		k.profile()
		k.prices()
	}
	if !in.broken["tradeoffs"] && !in.broken["options"] && !in.broken["drivers"] {
		k.options()
		if !in.broken["outcome"] {
			k.outcome()
		}
	}
	if !in.broken["realised"] {
		k.realised()
	}
	k.prose()
	return k.findings
}

type checker struct {
	in       *Input
	d        *decision.Decision
	catalog  *catalog.Catalog
	settled  *decision.Assessment // what a settled decision stands on, nil for any other and without a catalog
	findings diag.List
}

// report adds a finding at a path of the input. Where nothing stands there, it is
// at whatever the path leads through last.
func (k *checker) report(severity diag.Severity, rule, hint, message string, at ...any) {
	k.findings = append(k.findings, diag.Finding{Pos: k.in.Root.PosOf(at...), Key: source.PathString(at...),
		Rule: rule, Severity: severity, Message: message, Hint: hint})
}

func (k *checker) add(rule, hint, message string, at ...any) {
	k.report(diag.Error, rule, hint, message, at...)
}

// warn is add for what should be there and may be left out.
func (k *checker) warn(rule, hint, message string, at ...any) {
	k.report(diag.Warning, rule, hint, message, at...)
}

// onOldGround tells whether the decision stands on what it was settled with, so
// that neither its profile nor its prices are held against today's catalog.
func (k *checker) onOldGround() bool { return k.d.Status.Settled() && k.d.DecidedWith != nil }

// accepting tells whether the decision says that it is accepted, and nothing has
// settled it yet.
func (k *checker) accepting() bool { return k.d.Status == decision.Accepted && k.d.DecidedWith == nil }

func (k *checker) realised() {
	r := k.d.Realised
	if r == "" || r == "none" || r == "partly" {
		return
	}
	if _, err := time.Parse(time.DateOnly, r); err != nil {
		k.add("unknown-value", "write none, partly or a date such as 2026-11-23", fmt.Sprintf("%q says not how far it is built", r), "realised")
	}
}
