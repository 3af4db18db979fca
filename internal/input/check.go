package input

import (
	"fmt"
	"slices"
	"time"

	"tradeoff/internal/advisor"
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
	if k.d.DecidedWith != nil {
		return nil
	}
	// What the schema has found already would only be found again in other words.
	if !in.broken["tradeoffs"] {
		k.profile()
	}
	if !in.broken["tradeoffs"] && !in.broken["options"] && !in.broken["drivers"] {
		k.options()
		if !in.broken["outcome"] && !in.broken["status"] {
			k.outcome()
		}
	}
	if !in.broken["realised"] {
		k.realised()
	}
	return k.findings
}

func (k *checker) realised() {
	r := k.d.Realised
	if r == "" || r == "none" || r == "partly" {
		return
	}
	if _, err := time.Parse(time.DateOnly, r); err != nil {
		k.add("unknown-value", "write none, partly or a date such as 2026-11-23", fmt.Sprintf("%q says not how far it is built", r), "realised")
	}
}

type checker struct {
	in       *Input
	d        *decision.Decision
	catalog  *catalog.Catalog
	findings diag.List
}

func (k *checker) add(rule, hint, message string, at ...any) {
	k.findings = append(k.findings, diag.Finding{Pos: k.in.Root.PosOf(at...), Key: source.PathString(at...),
		Rule: rule, Severity: diag.Error, Message: message, Hint: hint})
}

func (k *checker) profile() {
	profile := k.in.Root.Get("profile")
	switch {
	case profile == nil || profile.Kind == source.Null || k.in.broken["profile"]:
	case k.catalog == nil:
		k.add("missing-key", "write tradeoffs: architecture-style, or leave the profile out", "a profile answers a catalog's questions, and none is named", "profile")
	default:
		for _, f := range k.catalog.ProfileSchema().Check(profile) {
			f.Key = joinPath("profile", f.Key)
			k.findings = append(k.findings, f)
		}
	}
}

// joinPath puts a key before the path of a finding inside it.
func joinPath(key, path string) string {
	switch {
	case path == "":
		return key
	case path[0] == '[':
		return key + path
	}
	return key + "." + path
}

func (k *checker) options() {
	var ids []string
	for i, o := range k.d.Options {
		known := k.catalog != nil && k.catalog.Option(o.ID) != nil
		switch {
		case o.ID == "":
			k.add("missing-key", "write title: A worker in the monolith", "an option needs an id of the catalog or a title of its own", "options", i)
		case !known && o.Title == "" && k.catalog != nil:
			var own []string
			for _, c := range k.catalog.Options {
				own = append(own, c.ID)
			}
			k.add("unknown-value", diag.DidYouMean(o.ID, own)+" For one of your own, write a title", fmt.Sprintf("no option %q in the catalog %s", o.ID, k.catalog.ID), "options", i, "id")
		case !known && o.Title == "":
			k.add("missing-key", "write title: A worker in the monolith", "an option of your own needs a title", "options", i)
		case slices.Contains(ids, o.ID):
			k.add("duplicate-key", "give one of them another id", fmt.Sprintf("the option %s stands here twice", o.ID), "options", i)
		}
		ids = append(ids, o.ID)
		var worst []string
		for j, w := range o.WorstCases {
			if slices.Contains(worst, w.ID) {
				k.add("duplicate-key", "give it another id", fmt.Sprintf("the worst case %s stands here twice", w.ID), "options", i, "worst-cases", j, "id")
			}
			worst = append(worst, w.ID)
		}
		for j, m := range o.Measured {
			var factors []string
			if k.catalog != nil {
				for _, f := range k.catalog.Factors {
					factors = append(factors, f.ID)
				}
			}
			if !slices.Contains(factors, m.Factor) {
				k.add("unknown-value", diag.DidYouMean(m.Factor, factors), fmt.Sprintf("no factor %q to have measured", m.Factor), "options", i, "measured", j, "factor")
			} else if !known {
				k.add("unknown-value", "write it under judged", "a measurement overrides a catalog's verdict, and this option has none", "options", i, "measured", j)
			}
		}
	}
}

func (k *checker) outcome() {
	o := k.d.Outcome
	assessment := advisor.Assess(k.d, k.catalog)
	var ids []string
	for _, option := range assessment.Options {
		ids = append(ids, option.ID)
	}
	chosen := assessment.Option(o.Option)
	if o.Option != "" && chosen == nil {
		k.add("unknown-value", diag.DidYouMean(o.Option, ids), fmt.Sprintf("%q is not among the options", o.Option), "outcome", "option")
	}
	if o.Option == "" && len(o.Answers) > 0 {
		k.add("missing-key", "write option: "+first(ids, "serverless"), "answers belong to a chosen option, and none is", "outcome")
	}
	if o.Option == "" && k.d.Status == decision.Accepted && len(ids) > 0 {
		k.add("missing-key", "write option: "+first(ids, "serverless"), "an accepted decision says which option it chose", "outcome")
	}
	if o.Option != "" && o.Because == "" && k.d.Status.Settled() {
		k.add("missing-key", "write because: load is bursty and nobody waits", "a settled decision says why", "outcome", "because")
	}
	var answered []string
	for i, a := range o.Answers {
		if slices.Contains(answered, a.WorstCase) {
			k.add("duplicate-key", "keep one", fmt.Sprintf("%s is answered already", a.WorstCase), "outcome", "answers", i, "worst-case")
		}
		answered = append(answered, a.WorstCase)
		if chosen != nil {
			var worst []string
			for _, w := range chosen.WorstCases {
				worst = append(worst, w.ID)
			}
			if !slices.Contains(worst, a.WorstCase) {
				k.add("unknown-value", diag.DidYouMean(a.WorstCase, worst), fmt.Sprintf("%s has no worst case %q", chosen.Title, a.WorstCase), "outcome", "answers", i, "worst-case")
			}
		}
		if a.Answer == "accepted" && a.By == "" {
			k.add("missing-key", "write by: media team", "somebody accepts a worst case, and nobody is named", "outcome", "answers", i)
		}
		k.watch(a.Watch, i)
	}
}

func (k *checker) watch(w *decision.Watch, i int) {
	if w == nil {
		return
	}
	at := []any{"outcome", "answers", i, "watch"}
	if (w.Above == nil) == (w.Below == nil) {
		k.add("missing-key", "write above: 20000000", "a watch is above a figure or below one", at...)
	}
	if k.catalog == nil {
		return
	}
	var numbers []string
	for _, f := range k.catalog.Fields {
		if f.Type == catalog.WholeField || f.Type == catalog.NumberField {
			numbers = append(numbers, f.ID)
		}
	}
	if !slices.Contains(numbers, w.Field) {
		k.add("unknown-value", diag.DidYouMean(w.Field, numbers), fmt.Sprintf("no field %q that holds a number", w.Field), append(at, "field")...)
	}
}

func first(words []string, otherwise string) string {
	if len(words) > 0 {
		return words[0]
	}
	return otherwise
}
