package input

import (
	"fmt"
	"slices"
	"strings"
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
	if k.d.Status.Settled() && k.d.DecidedWith != nil {
		k.settled = k.d.DecidedWith.Assessment
	}
	// What the schema has found already would only be found again in other words.
	if !in.broken["tradeoffs"] {
		k.profile()
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
	settled  *decision.Assessment // what a settled decision stands on, nil for any other and without a catalog
	findings diag.List
}

func (k *checker) add(rule, hint, message string, at ...any) {
	k.findings = append(k.findings, diag.Finding{Pos: k.in.Root.PosOf(at...), Key: source.PathString(at...),
		Rule: rule, Severity: diag.Error, Message: message, Hint: hint})
}

// warn is add for what should be there and may be left out.
func (k *checker) warn(rule, hint, message string, at ...any) {
	k.add(rule, hint, message, at...)
	k.findings[len(k.findings)-1].Severity = diag.Warning
}

func (k *checker) profile() {
	profile := k.in.Root.Get("profile")
	switch {
	case profile == nil || profile.Kind == source.Null || k.in.broken["profile"]:
	case k.d.Status.Settled() && k.d.DecidedWith != nil:
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
	if k.settled != nil {
		for i, o := range k.d.Options {
			if k.settled.Option(o.ID) == nil {
				k.add("unknown-value", "run tradeoff render --again to assess the decision anew", fmt.Sprintf("the option %s was not on the table when this was decided", o.ID), "options", i)
			}
		}
		return
	}
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
			if known && catalogHasWorstCase(k.catalog, o.ID, w.ID) {
				k.add("duplicate-key", "give yours another id", fmt.Sprintf("the catalog has a worst case %s of %s already", w.ID, o.ID), "options", i, "worst-cases", j, "id")
			}
		}
		var judged []string
		for j, verdict := range o.Judged {
			id := decision.Slug(verdict.Driver)
			if slices.Contains(judged, id) {
				k.add("duplicate-key", "keep one", fmt.Sprintf("%s is judged already", verdict.Driver), "options", i, "judged", j, "driver")
			}
			judged = append(judged, id)
			isFactor := k.catalog != nil && k.catalog.Factor(id) != nil
			if len(k.d.Drivers) > 0 && !isFactor && !slices.ContainsFunc(k.d.Drivers, func(d string) bool { return decision.Slug(d) == id }) {
				k.add("unknown-value", diag.DidYouMean(verdict.Driver, k.d.Drivers), fmt.Sprintf("%q is not among the drivers", verdict.Driver), "options", i, "judged", j, "driver")
			}
			if known && k.catalog.Factor(decision.Slug(verdict.Driver)) != nil {
				k.add("unknown-value", "write what was measured under measured, or judge a driver of your own", fmt.Sprintf("the catalog has a verdict of its own on %s", verdict.Driver), "options", i, "judged", j, "driver")
			}
		}
		for j, m := range o.Measured {
			var factors []string
			if k.catalog != nil {
				for _, f := range k.catalog.Factors {
					if f.Kind == decision.Test {
						factors = append(factors, f.ID)
					}
				}
			}
			if !slices.Contains(factors, m.Factor) {
				k.add("unknown-value", diag.DidYouMean(m.Factor, factors), fmt.Sprintf("no factor %q that a measurement decides", m.Factor), "options", i, "measured", j, "factor")
			} else if !known {
				k.add("unknown-value", "write it under judged", "a measurement overrides a catalog's verdict, and this option has none", "options", i, "measured", j)
			}
		}
	}
}

func (k *checker) outcome() {
	o := k.d.Outcome
	var assessment decision.Assessment
	if k.settled != nil {
		assessment = *k.settled
	} else {
		assessment = advisor.Assess(k.d, k.catalog)
	}
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
		k.warn("missing-key", "write outcome: {option: "+ids[0]+", because: …}", "an accepted decision says which option it chose", "outcome")
	}
	if o.Option == "" && o.Because == "" && k.d.Status == decision.Accepted && len(ids) == 0 {
		k.warn("missing-key", "write options and outcome: {option: …, because: …}", "an accepted decision says what was decided", "outcome")
	}
	if o.Option != "" && o.Because == "" && k.d.Status.Settled() {
		k.warn("missing-key", "write because: load is bursty and nobody waits", "a settled decision says why", "outcome", "because")
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
	if k.catalog == nil || k.settled != nil {
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

// Check holds the profile of the defaults against the catalog that they name or,
// without one, against all of them.
func (d *Defaults) Check(set catalog.Set) diag.List {
	if d == nil {
		return nil
	}
	profile := d.root.Get("profile")
	if profile == nil || profile.Kind == source.Null {
		return nil
	}
	var findings diag.List
	schema := &source.Schema{Type: source.Object, Keys: profileKeys(set)}
	if id := d.Catalog(); id != "" {
		c := set[id]
		if c == nil {
			findings = append(findings, diag.Finding{Pos: d.root.PosOf("tradeoffs"), Key: "tradeoffs", Rule: "unknown-value", Severity: diag.Error,
				Message: fmt.Sprintf("no catalog %q", id), Hint: diag.DidYouMean(id, set.IDs())})
			return findings
		}
		schema = c.ProfileSchema()
	}
	for _, f := range schema.Check(profile) {
		f.Key = joinPath("profile", f.Key)
		findings = append(findings, f)
	}
	return findings
}

// unclosedFence tells whether Markdown opens a code fence and never closes it,
// which would swallow whatever follows.
func unclosedFence(text string) bool {
	fence := ""
	for line := range strings.SplitSeq(text, "\n") {
		trimmed := strings.TrimSpace(line)
		if fence != "" {
			if strings.HasPrefix(trimmed, fence) && strings.Trim(trimmed, fence[:1]) == "" {
				fence = ""
			}
			continue
		}
		for _, c := range []string{"`", "~"} {
			if n := len(trimmed) - len(strings.TrimLeft(trimmed, c)); n >= 3 && !strings.Contains(trimmed[n:], "`") {
				fence = trimmed[:n]
			}
		}
	}
	return fence != ""
}

// catalogHasWorstCase tells whether the option, or a part of it, has that worst case.
func catalogHasWorstCase(c *catalog.Catalog, option, id string) bool {
	of := []string{option}
	if o := c.Option(option); o != nil {
		of = append(of, o.Parts...)
	}
	return slices.ContainsFunc(c.WorstCases, func(w catalog.WorstCase) bool { return w.ID == id && slices.Contains(of, w.Option) })
}

// htmlEnds are what an HTML block of Markdown runs to, by what its first line
// begins with; those that end with a blank line do no harm.
var htmlEnds = [][2]string{{"<!--", "-->"}, {"<pre", "</pre>"}, {"<script", "</script>"}, {"<style", "</style>"},
	{"<textarea", "</textarea>"}, {"<![cdata[", "]]>"}, {"<?", "?>"}}

// opensHTML tells whether a line of Markdown begins an HTML block that is never
// closed, which would swallow whatever follows.
func opensHTML(text string) bool {
	lower := strings.ToLower(text)
	for at := 0; at < len(lower); {
		line, _, _ := strings.Cut(lower[at:], "\n")
		next := at + len(line) + 1
		if trimmed := strings.TrimLeft(line, " "); len(line)-len(trimmed) < 4 {
			for _, pair := range htmlEnds {
				if !strings.HasPrefix(trimmed, pair[0]) {
					continue
				}
				end := strings.Index(lower[at:], pair[1])
				if end < 0 {
					return true
				}
				next = at + end + len(pair[1])
				if newline := strings.IndexByte(lower[next:], '\n'); newline >= 0 {
					next += newline + 1
				} else {
					return false
				}
				break
			}
		}
		at = next
	}
	return false
}

// prose checks the texts that go into the record as they are.
func (k *checker) prose() {
	if strings.ContainsAny(k.d.Title, "\r\n") {
		k.add("syntax", "write it on one line", "a title is one line", "title")
	}
	check := func(text string, at ...any) {
		if unclosedFence(text) {
			k.add("syntax", "close it with a line of the same marks", "a code fence is opened and never closed", at...)
		}
		if !strings.Contains(text, "```") && !strings.Contains(text, "~~~") && opensHTML(text) {
			k.add("syntax", "close it, or write < as &lt;", "HTML is opened and never closed", at...)
		}
	}
	check(k.d.Context, "context")
	check(k.d.Confirmation, "confirmation")
	for i, s := range k.d.Sections {
		check(s.Text, "sections", i, "text")
	}
	for i, o := range k.d.Options {
		check(o.Description, "options", i, "description")
	}
}
