package check

import (
	"slices"

	"tradeoff/internal/config"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
)

// weight is how much a finding weighs: what the rule says, unless the settings say
// otherwise, and at most a note while the decision is open.
func (p *Project) weight(f found) diag.Severity {
	severity := f.Severity
	for _, s := range p.Settings.Rules {
		switch {
		case !s.Covers(f.File, ledger.Match):
		case s.Rule == f.Rule || s.Rule == f.rule.ID && f.rule.Severity == f.Severity:
			severity = s.Severity
		case s.Rule == f.rule.ID:
			// A finding with an id of its own that weighs less than the rule goes on doing so.
			severity = min(f.Severity, s.Severity)
		}
	}
	if f.rule.Eases && f.entry != nil && f.entry != p.Accepting && open(f.entry) {
		severity = min(severity, diag.Note)
	}
	return severity
}

// mayReport tells whether anything that a rule finds can be reported.
func (s Settings) mayReport(rule Rule) bool {
	return rule.Severity != diag.Off || slices.ContainsFunc(s.Rules, func(set config.RuleSetting) bool {
		return set.Rule == rule.ID && set.Severity != diag.Off
	})
}

// faults are what is wrong with the settings of rules.
func (s Settings) faults() diag.List {
	var findings diag.List
	ids := knownIDs()
	for _, set := range s.Rules {
		if !slices.Contains(ids, set.Rule) {
			findings.Errorf(set.Pos, "settings", diag.DidYouMean(set.Rule, ids), "there is no rule %s", set.Rule)
		}
		for _, pattern := range set.Paths {
			if fault := ledger.PatternFault(pattern); fault != "" {
				findings.Errorf(set.Pos, "settings", "write it as in decisions/old/**", "%q %s", pattern, fault)
			}
		}
	}
	return findings
}

// knownIDs are the ids of rules, and those of the findings that some bring beside
// their own.
func knownIDs() []string {
	var ids []string
	for _, rule := range Rules() {
		ids = append(ids, rule.ID)
	}
	return append(ids, "syntax", "empty-file", "alias-bomb", "merge-conflict", "two-inputs", "duplicate-key", "capital-key", "unknown-key", "missing-key",
		"wrong-type", "empty-value", "unknown-value", "not-a-date", "not-an-id", "out-of-bounds", "bad-range", "answer-contradicted", "watch-passed",
		"defaults", "front-matter", "block-marks", "moved", "render", "not-rendered", "too-large", "not-utf8", "template")
}
