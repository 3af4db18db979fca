package render

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
)

// Records of advice, to be read: against the lead, between contenders over ranges,
// with a break that nobody answered and a note, without any answer, and without a
// catalog.
func TestAdviceGolden(t *testing.T) {
	for name, text := range map[string]string{
		"against": `tradeoffs: architecture-style
profile: {engineers: 60, operates-orchestrator: true, runtime: other, someone-waits: true, latency-budget-ms: 900, request-duration-ms: 200,
  request-memory-mb: 1024, requests-per-month: 300000000, instances: 2, instance-monthly-cost: 50, free-tier: false, portability-required: false}
outcome: {option: hybrid, because: it is there already.}
`,
		"contenders": `tradeoffs: architecture-style
profile: {engineers: 30..60, operates-orchestrator: true, runtime: jvm, someone-waits: true, latency-budget-ms: 600..900, request-duration-ms: 200,
  request-memory-mb: 512, requests-per-month: 5000000, instances: 2, instance-monthly-cost: 50, portability-required: false}
outcome: {option: monolith, because: it is the simplest to change}
`,
		"break": `tradeoffs: architecture-style
profile: {engineers: 4..5, operates-orchestrator: true, infrastructure-time-share: 0.6, someone-waits: true, portability-required: true}
outcome: {option: serverless, because: it is there already}
`,
		"open": "tradeoffs: architecture-style\n",
		"own": `drivers: [Idle cost, First answer]
options:
  - {title: A worker, judged: [{driver: idle cost, verdict: strains, because: it runs at night}, {driver: first answer, verdict: fits, because: it is always there}]}
  - {title: A function, judged: [{driver: idle cost, verdict: fits, because: nothing runs}, {driver: first answer, verdict: strains, because: it starts cold}]}
  - {title: A cron job., judged: [{driver: idle cost, verdict: fits, because: nothing runs}, {driver: first answer, verdict: breaks, because: it comes once an hour}]}
outcome: {option: a-cron-job, because: it needs no new part}
`,
	} {
		t.Run(name, func(t *testing.T) {
			p := project{"d/0007-choose.yaml": "format: tradeoff/1\ntitle: Choose\nstatus: proposed\ndate: 2026-11-23\n" + text}
			res := p.render(t, Options{})["d/0007-choose.md"]
			if res.Findings.HasErrors() || !res.New {
				t.Fatal(res.Findings)
			}
			compareGolden(t, "advice-"+name+".md", string(res.Data))
			if again := p.render(t, Options{})["d/0007-choose.md"]; len(again.Changed) > 0 {
				t.Errorf("rendered again, it changes %v", again.Changed)
			}
		})
	}
}

// Whatever a team answers, what is told of it is Markdown that reads well on any
// forge, and no reason stands twice in a line.
func TestAdviceOfAnyProfile(t *testing.T) {
	loaded := project{}.load(t)
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 2))
		c := builtInCatalogs.All()[seed%uint64(len(builtInCatalogs))]
		var answers []string
		for _, f := range c.Fields {
			if rng.IntN(3) > 0 {
				answers = append(answers, f.ID+": "+anyAnswer(rng, &f))
			}
		}
		text := "format: tradeoff/1\ntitle: X\nstatus: proposed\ntradeoffs: " + c.ID + "\nprofile: {" + strings.Join(answers, ", ") + "}\n"
		if rng.IntN(3) > 0 {
			text += "outcome: {option: " + c.Options[rng.IntN(len(c.Options))].ID + ", because: b}\n"
		}
		p := project{"d/0002-x.yaml": text}
		template := []string{"madr", "nygard", "y-statement"}[rng.IntN(3)]
		res := p.renderWith(t, loaded, builtInCatalogs, Options{Template: template})["d/0002-x.md"]
		if res.Findings.HasErrors() {
			t.Fatalf("seed %d: %v\n%s", seed, res.Findings, text)
		}
		for _, fault := range lint(p["d/0002-x.md"]) {
			t.Errorf("seed %d, %s: %s", seed, template, fault)
		}
		for line := range strings.Lines(p["d/0002-x.md"]) {
			for _, bad := range []string{"  * : ", "{", "..", " ,", "( ", " .", "<no value>"} {
				if strings.Contains(strings.TrimLeft(line, " "), bad) && !strings.Contains(line, "…") {
					t.Errorf("seed %d: %q in %q", seed, bad, line)
				}
			}
			for _, m := range strings.Split(line, "(")[1:] {
				reason, _, _ := strings.Cut(m, ")")
				if strings.HasPrefix(line, "  * **") && !strings.HasPrefix(reason, "here ") && strings.Count(line, "("+reason+")") > 1 {
					t.Errorf("seed %d: %q stands twice in %q", seed, reason, line)
				}
			}
		}
		if again := p.renderWith(t, loaded, builtInCatalogs, Options{Template: template})["d/0002-x.md"]; len(again.Changed) > 0 {
			t.Errorf("seed %d: rendered again, it changes %v", seed, again.Changed)
		}
	}
}

// anyAnswer is an answer that a field allows, as an input holds it.
func anyAnswer(rng *rand.Rand, f *catalog.Field) string {
	switch {
	case f.Type == catalog.YesNoField:
		return fmt.Sprint(rng.IntN(2) == 0)
	case f.Type == catalog.WordField:
		return f.Values[rng.IntN(len(f.Values))]
	case f.Max != nil && *f.Max <= 1:
		return "0.6"
	}
	low := []int{1, 5, 30, 400, 900}[rng.IntN(5)]
	if rng.IntN(3) == 0 {
		return fmt.Sprintf("%d..%d", low, low*10)
	}
	return fmt.Sprint(low)
}

// compared is an assessment of options by the verdicts they have on factors a, b
// and c.
func compared(advice decision.Advice, verdicts map[string][]decision.Verdict) *teller {
	a := &decision.Assessment{Advice: &advice, Profile: []decision.ProfileLine{
		{Field: "people", Title: "People", Answer: decision.NumberValue(8)},
		{Field: "budget-ms", Title: "Latency budget", Unit: "ms", Answer: decision.RangeValue(400, 500)},
		{Field: "price", Title: "Price", Unit: "US dollars a month", Answer: decision.NumberValue(50)},
		{Field: "waits", Title: "Someone waits", Answer: decision.YesNoValue(true)},
		{Field: "left-out", Title: "JVM"},
	}}
	for _, id := range slices.Sorted(maps.Keys(verdicts)) {
		o := decision.AssessedOption{ID: id, Title: strings.ToUpper(id)}
		for i, v := range verdicts[id] {
			o.Factors = append(o.Factors, decision.AssessedFactor{ID: string(rune('a' + i)), Title: "Factor " + string(rune('a'+i)), Kind: decision.Test, Verdict: v})
		}
		a.Options = append(a.Options, o)
	}
	return newTeller(a)
}

// What a choice gives up is said where another option leads, and not else.
func TestAgainst(t *testing.T) {
	const fits, open, strains, breaks = decision.Fits, decision.Open, decision.Strains, decision.Breaks
	verdicts := map[string][]decision.Verdict{"x": {fits, fits, fits}, "y": {strains, strains, open}, "z": {fits, breaks, ""}}
	out := []decision.Broken{{Option: "z", Factor: "b"}}
	for _, tt := range []struct {
		name, chosen, because string
		status                decision.Status
		advice                decision.Advice
		want                  string
	}{
		{"the leader", "x", "b", decision.Proposed, decision.Advice{Leader: "x"}, ""},
		{"nothing", "", "", decision.Proposed, decision.Advice{Leader: "x"}, ""},
		{"another", "y", "it is there.", decision.Proposed, decision.Advice{Leader: "x"},
			"Chosen against the lead: Y strains on factor a and factor b, where X fits; Y is open on factor c, where X fits. The reason given: it is there."},
		{"another, without a reason", "y", "", decision.Proposed, decision.Advice{Leader: "x"},
			"Chosen against the lead: Y strains on factor a and factor b, where X fits; Y is open on factor c, where X fits. No reason is given."},
		{"one that breaks", "z", "b", decision.Accepted, decision.Advice{Leader: "x", Ineligible: out},
			"Chosen against the lead: Z breaks on factor b, and nobody has answered for that. The reason given: b."},
		{"one that breaks, while nobody leads", "z", "b", decision.Proposed, decision.Advice{Contenders: []string{"x", "y"}, Ineligible: out},
			"Chosen, and not among the contenders: Z breaks on factor b, and nobody has answered for that. The reason given: b."},
		{"one that is beaten, while nobody leads", "y", "b", decision.Proposed, decision.Advice{Contenders: []string{"x", "z"}},
			"Chosen, and not among the contenders: Y strains on factor a and factor b, where X fits; Y is open on factor c, where X fits. The reason given: b."},
		{"a contender", "y", "b", decision.Proposed, decision.Advice{Contenders: []string{"x", "y"}}, ""},
		{"what was rejected", "y", "b", decision.Rejected, decision.Advice{Leader: "x"}, ""},
	} {
		d := &decision.Decision{Status: tt.status, Outcome: decision.Outcome{Option: tt.chosen, Because: tt.because}}
		if got := compared(tt.advice, verdicts).against(d); got != tt.want {
			t.Errorf("%s:\ngot  %q\nwant %q", tt.name, got, tt.want)
		}
	}
}

// Who leads is told once, and what breaks with it.
func TestAdviceInWords(t *testing.T) {
	verdicts := map[string][]decision.Verdict{"x": nil, "y": nil, "z": {"", ""}}
	trade := func(a, b, because string) decision.Trade {
		return decision.Trade{Options: []string{a, b}, First: []string{"a"}, Second: []string{"b"}, Because: because}
	}
	for _, tt := range []struct {
		name   string
		advice decision.Advice
		want   *AdviceView
	}{
		{"nothing to say", decision.Advice{}, nil},
		{"one leads", decision.Advice{Leader: "x", Because: "X leads: no worse. Y breaks on factor a. Z breaks on factor a.", Ineligible: []decision.Broken{{Option: "y", Factor: "a"}, {Option: "z", Factor: "a"}}},
			&AdviceView{Leader: "X", Says: "X leads", Because: "no worse.", Broken: "Y and Z break on factor a: out of the running until somebody answers for it."}},
		{"two faults", decision.Advice{Because: "Nobody leads: b. Y breaks on factor a. Z breaks on factor a and factor b.",
			Ineligible: []decision.Broken{{Option: "y", Factor: "a"}, {Option: "z", Factor: "a"}, {Option: "z", Factor: "b"}}},
			&AdviceView{Says: "Nobody leads", Because: "b.", Broken: "Y breaks on factor a; Z breaks on factor a and factor b: out of the running until somebody answers for it."}},
		{"words of another day", decision.Advice{Leader: "x", Because: "X is the best."}, &AdviceView{Leader: "X", Because: "X is the best."}},
		{"one trade is in the reason", decision.Advice{Because: "Nobody leads: X and Y trade.", Trades: []decision.Trade{trade("x", "y", "t")}}, &AdviceView{Says: "Nobody leads", Because: "X and Y trade."}},
		{"three trades", decision.Advice{Because: "Nobody leads: b.", Trades: []decision.Trade{trade("x", "y", "t"), trade("x", "z", "t"), {Options: []string{"y", "z"}, Because: "Y and Z are level"}}},
			&AdviceView{Says: "Nobody leads", Because: "b.", Trades: []string{"X trades factor a against factor b with Y and Z", "Y and Z are level"}}},
		{"a range in which all is one", decision.Advice{Leader: "x", Because: "b", Cells: &decision.Cells{Fields: []string{"people"}, Total: 2, Leads: []decision.CellCount{{Leader: "x", Count: 2}}, Because: "b"}},
			&AdviceView{Leader: "X", Because: "b", Cells: "X leads throughout the range of people."}},
		{"ranges in which nobody leads", decision.Advice{Because: "b", Cells: &decision.Cells{Fields: []string{"people", "budget-ms"}, Total: 2, Leads: []decision.CellCount{{Count: 2}}, Because: "b"}},
			&AdviceView{Because: "b", Cells: "Nobody leads anywhere within the ranges of people and latency budget."}},
		{"a range that is cut", decision.Advice{Because: "b", Cells: &decision.Cells{Fields: []string{"people"}, Total: 1200, Leads: []decision.CellCount{{Count: 2}, {Leader: "x"}}, Because: "Nobody leads in 2 of 1200"}},
			&AdviceView{Because: "b", Cells: "Within the range of people the rules tell 1,200 cases apart: nobody leads in 2 of 1200."}},
	} {
		if diff := cmp.Diff(tt.want, compared(tt.advice, verdicts).advice(&decision.Decision{})); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}
