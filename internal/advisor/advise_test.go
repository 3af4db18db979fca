package advisor_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/advisor"
	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
)

func advise(t testing.TB, c *catalog.Catalog, profile string, options ...decision.Option) *decision.Advice {
	t.Helper()
	return advisor.Advise(&decision.Decision{Profile: answers(t, profile), Options: options}, c).Advice
}

// Who leads, and in which words, can be redone by eye on the matrix.
func TestLeader(t *testing.T) {
	const web = " operates-orchestrator=false portability-required=false someone-waits=true runtime=jvm request-duration-ms=200"
	for _, tt := range []struct{ profile, leader, contenders, because string }{
		{"engineers=8 latency-budget-ms=600" + web, "monolith", "",
			"Monolith leads: no worse than Serverless and Hybrid on any test, better on cold-start pain. Microservices breaks on infrastructure overhead."},
		{"engineers=8 latency-budget-ms=700" + web, "", "monolith serverless hybrid",
			"Nobody leads: Monolith, Serverless and Hybrid are level on every test, so their worst cases have to tell them apart. Microservices breaks on infrastructure overhead."},
		{"engineers=60 latency-budget-ms=600" + web, "", "monolith serverless",
			"Nobody leads: Monolith and Serverless trade cold-start pain against team size. Microservices breaks on infrastructure overhead."},
		{"engineers=60 latency-budget-ms=900" + web, "serverless", "",
			"Serverless leads: no worse than Monolith and Hybrid on any test, better on team size. Microservices breaks on infrastructure overhead."},
		{"operates-orchestrator=false portability-required=true", "monolith", "",
			"Monolith leads: it is the only option that breaks on nothing. Microservices breaks on infrastructure overhead. Serverless breaks on vendor lock-in. Hybrid breaks on vendor lock-in."},
		{"engineers=60 operates-orchestrator=true portability-required=true", "", "monolith microservices",
			"Nobody leads: Monolith and Microservices trade vendor lock-in against team size. Serverless breaks on vendor lock-in. Hybrid breaks on vendor lock-in."},
	} {
		a := advise(t, style(t), tt.profile)
		if a.Leader != tt.leader || strings.Join(a.Contenders, " ") != tt.contenders || a.Because != tt.because {
			t.Errorf("%s\n%q, %q:\n%s\nwant %q, %q:\n%s", tt.profile, a.Leader, a.Contenders, a.Because, tt.leader, tt.contenders, tt.because)
		}
	}
}

// A break is answered where the option is chosen and each of the worst cases that
// belong to the factor has an answer; it is a break all the same.
func TestAnsweredBreak(t *testing.T) {
	d := &decision.Decision{Profile: answers(t, "engineers=60 operates-orchestrator=false portability-required=false someone-waits=false"),
		Outcome: decision.Outcome{Option: "microservices", Answers: []decision.Answer{{WorstCase: "unplanned-platform"}}}}
	if a := advisor.Advise(d, style(t)).Advice; len(a.Ineligible) != 1 || a.Leader != "serverless" {
		t.Errorf("with one of two answers: %+v", a.Ineligible)
	}
	d.Outcome.Answers = append(d.Outcome.Answers, decision.Answer{WorstCase: "operations"})
	a := advisor.Advise(d, style(t)).Advice
	if len(a.Ineligible) != 0 || a.Leader != "serverless" {
		t.Errorf("with both: %+v, %s leads", a.Ineligible, a.Leader)
	}
	d.Outcome.Option = "monolith"
	if a := advisor.Advise(d, style(t)).Advice; len(a.Ineligible) != 1 {
		t.Errorf("the answers are another option's: %+v", a.Ineligible)
	}
}

// A decision without a catalog has its drivers for tests.
func TestAdviceWithoutACatalog(t *testing.T) {
	judged := func(verdicts ...decision.Verdict) (out []decision.Judgement) {
		for i, v := range verdicts {
			out = append(out, decision.Judgement{Driver: []string{"Idle cost", "First answer"}[i], Verdict: v})
		}
		return out
	}
	for _, tt := range []struct {
		a, b            []decision.Judgement
		leader, because string
	}{
		{judged(decision.Fits, decision.Fits), judged(decision.Fits, decision.Strains), "a", "A leads: no worse than B on any test, better on first answer."},
		{judged(decision.Fits, decision.Strains), judged(decision.Strains, decision.Fits), "", "Nobody leads: A and B trade idle cost against first answer."},
		{judged(decision.Fits), judged(decision.Strains, decision.Fits), "", "Nobody leads: A and B trade idle cost against first answer, as far as is known."},
		{judged(decision.Breaks), judged(decision.Strains), "b", "B leads: it is the only option that breaks on nothing. A breaks on idle cost."},
		{judged(decision.Breaks), judged(decision.Breaks), "", "Nobody leads: each option breaks on something that nobody has answered for. A breaks on idle cost. B breaks on idle cost."},
		{nil, nil, "", "Nobody leads: no verdict is known yet."},
	} {
		d := &decision.Decision{Drivers: []string{"Idle cost", "First answer"},
			Options: []decision.Option{{ID: "a", Title: "A", Judged: tt.a}, {ID: "b", Title: "B", Judged: tt.b}}}
		a := advisor.Advise(d, nil).Advice
		if a.Leader != tt.leader || a.Because != tt.because {
			t.Errorf("%q leads: %s\nwant %s", a.Leader, a.Because, tt.because)
		}
	}
}

func turns(points []decision.TurningPoint, c *catalog.Catalog) string {
	var out []string
	for _, p := range points {
		text := c.Field(p.Field).ID + " " + p.Where() + ":"
		if p.Option != "" {
			text += " " + p.Option
		}
		out = append(out, text+" "+p.From+">"+p.To)
	}
	return strings.Join(out, "\n")
}

// Each list is worked out by hand from the reference.
func TestTurningPoints(t *testing.T) {
	a := advise(t, style(t), `engineers=8 operates-orchestrator=false portability-required=false someone-waits=true runtime=jvm latency-budget-ms=600
		request-duration-ms=200 request-memory-mb=512 requests-per-month=3000000 instances=1 instance-monthly-cost=50 free-tier=false event-driven=true`)
	leader := `engineers from 20 up: monolith>
someone-waits no: monolith>
latency-budget-ms from 700 up: monolith>
request-duration-ms 100 or less: monolith>`
	if diff := cmp.Diff(leader, turns(a.ChangesLeader, style(t))); diff != "" {
		t.Error(diff)
	}
	cheaper := `requests-per-month above 26.79 million: serverless>monolith
request-duration-ms above 1,976: serverless>monolith
request-memory-mb above 5,059: serverless>monolith
instance-monthly-cost below 5.6: serverless>monolith`
	if diff := cmp.Diff(cheaper, turns(a.ChangesCheaper, style(t))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"instances", "free-tier", "event-driven"}, a.NoDifference); diff != "" {
		t.Error(diff)
	}
	var engineers []decision.TurningPoint
	for _, p := range a.ChangesVerdict {
		if p.Field == "engineers" && p.Option == "monolith" {
			engineers = append(engineers, p)
		}
	}
	if diff := cmp.Diff("engineers from 20 up: monolith fits>open\nengineers above 50: monolith open>strains", turns(engineers, style(t))); diff != "" {
		t.Error(diff)
	}
}

// The three points of the reference, and the same in closed form.
func TestCrossings(t *testing.T) {
	for _, tt := range []struct {
		profile string
		want    string
		exact   float64
		assumes string
	}{
		{"instances=1 instance-monthly-cost=50 free-tier=false request-duration-ms=200 request-memory-mb=512", "26.79 million",
			50 / (0.2/1e6 + 0.1*0.0000166667), "only if one instance carries 10.19 requests a second at peak, peak to average taken as 1"},
		{"instances=1 instance-monthly-cost=50 free-tier=false request-duration-ms=100 request-memory-mb=128", "122.4 million",
			50 / (0.2/1e6 + 0.0125*0.0000166667), "only if one instance carries 46.59 requests a second at peak, peak to average taken as 1"},
		{"instances=1 instance-monthly-cost=50 free-tier=true request-duration-ms=200 request-memory-mb=512", "30.46 million",
			(50 + 0.2 + 400000*0.0000166667) / (0.2/1e6 + 0.1*0.0000166667), "only if one instance carries 11.59 requests a second at peak, peak to average taken as 1"},
		{"instances=1 instance-monthly-cost=50 free-tier=false request-duration-ms=200 request-memory-mb=512 peak-to-average=10", "26.79 million",
			50 / (0.2/1e6 + 0.1*0.0000166667), "only if one instance carries 101.9 requests a second at peak"},
		{"instances=1 instance-monthly-cost=50 free-tier=false request-duration-ms=200 request-memory-mb=512 peak-to-average=10 instance-capacity-rps=200", "26.79 million",
			50 / (0.2/1e6 + 0.1*0.0000166667), ""},
	} {
		costs := advise(t, style(t), tt.profile).Costs
		i := slices.IndexFunc(costs.Crossings, func(c decision.Crossing) bool { return slices.Equal(c.Options, []string{"serverless", "monolith"}) })
		if i < 0 {
			t.Errorf("%s: no crossing: %+v", tt.profile, costs.Crossings)
			continue
		}
		c := costs.Crossings[i]
		if decision.RoundedNumber(c.At) != tt.want || math.Abs(c.At-tt.exact) > 1e-6*tt.exact || c.High != 0 || c.Assumes != tt.assumes {
			t.Errorf("%s: %+v, want %f", tt.profile, c, tt.exact)
		}
	}
	// 100 a second at peak is all that one instance carries: two are dearer than the invocations again.
	costs := advise(t, style(t), "instances=1 instance-monthly-cost=50 free-tier=false request-duration-ms=200 request-memory-mb=512 peak-to-average=10 instance-capacity-rps=100").Costs
	for _, c := range costs.Crossings {
		if slices.Contains(c.Options, "monolith") && slices.Contains(c.Options, "serverless") {
			t.Errorf("%+v", c)
		}
	}
	// Where an answer is a range, the crossing is one.
	costs = advise(t, style(t), "instances=1 instance-monthly-cost=50 free-tier=false request-duration-ms=100..200 request-memory-mb=512").Costs
	if c := costs.Crossings[0]; decision.RoundedNumber(c.At) != "26.79 million" || decision.RoundedNumber(c.High) != "48.39 million" {
		t.Errorf("%+v", c)
	}
}

func TestBillWords(t *testing.T) {
	const full = "instances=1 instance-monthly-cost=50 free-tier=false request-duration-ms=200 request-memory-mb=512 peak-to-average=2 instance-capacity-rps=1000 "
	for _, tt := range []struct {
		profile, cheapest string
		small             bool
		because           string
	}{
		{full + "requests-per-month=3000000", "serverless", true, "Serverless costs least, but the bills lie no more than $117.40 a month apart: too small to decide on, below $500"},
		{full + "requests-per-month=900000000", "monolith", false, "Monolith costs least"},
		{full + "requests-per-month=3000000 material-monthly-sum=40", "serverless", false, "Serverless costs least"},
		{"instances=1 instance-monthly-cost=50", "", false, ""},
	} {
		costs := advise(t, style(t), tt.profile).Costs
		if costs.Cheapest != tt.cheapest || costs.TooSmall != tt.small || costs.Because != tt.because {
			t.Errorf("%s: %q %t %q", tt.profile, costs.Cheapest, costs.TooSmall, costs.Because)
		}
	}
	own := advisor.Advise(&decision.Decision{Profile: answers(t, full+"requests-per-month=1000000"), Prices: []decision.Price{{ID: "lambda-requests", Amount: 2}}}, style(t)).Advice.Costs
	if m := own.Monthly[2]; m.Option != "serverless" || math.Abs(m.Low-3.66667) > 1e-9 {
		t.Errorf("%+v", m)
	}
}

// The thresholds cut the ranges, and each cell counts once.
func TestCells(t *testing.T) {
	const web = "operates-orchestrator=false portability-required=false someone-waits=true runtime=jvm "
	for _, tt := range []struct{ profile, want string }{
		{web + "engineers=8 latency-budget-ms=600..900 request-duration-ms=200", "Monolith leads in 1 of 2; nobody leads in the other, where latency budget is from 700 up"},
		{web + "engineers=8..60 latency-budget-ms=800..900 request-duration-ms=200", "Serverless leads in 2 of 3; nobody leads in the other, where engineers are 19 or less"},
		{web + "engineers=8..19 latency-budget-ms=600 request-duration-ms=200", ""},
		{web + "engineers=8..30 latency-budget-ms=600..900 request-duration-ms=200", "Nobody leads in 2 of 4; in the other 2 Monolith leads in 1 and Serverless leads in 1"},
	} {
		got := ""
		if cells := advise(t, style(t), tt.profile).Cells; cells != nil {
			got = cells.Because
		}
		if got != tt.want {
			t.Errorf("%s\n%s\nwant %s", tt.profile, got, tt.want)
		}
	}
}

// The form asks only what can still change the answer.
func TestAsk(t *testing.T) {
	c := style(t)
	all := answers(t, `engineers=8 operates-orchestrator=false portability-required=true someone-waits=true runtime=jvm latency-budget-ms=600 request-duration-ms=200`)
	run := func(answers decision.Profile, unknown ...string) (asked []string, q advisor.Question) {
		d := &decision.Decision{Profile: decision.Profile{}}
		skipped := map[string]bool{}
		for {
			if q = advisor.Ask(d, c, skipped); q.Next == nil {
				return asked, q
			}
			id := q.Next.ID
			asked = append(asked, id)
			if _, told := answers[id]; !told || slices.Contains(unknown, id) {
				skipped[id] = true
				continue
			}
			d.Profile[id] = answers[id]
		}
	}
	asked, q := run(all)
	if !q.Settled || len(asked) > 3 || q.Answered != len(asked) || q.Left != len(c.Fields)-len(asked) {
		t.Errorf("asked %v: %+v", asked, q)
	}
	all["portability-required"] = decision.YesNoValue(false)
	asked, q = run(all)
	if !q.Settled || !slices.Contains(asked, "latency-budget-ms") || !slices.Contains(asked, "request-duration-ms") || slices.Contains(asked, "requests-per-month") {
		t.Errorf("asked %v: %+v", asked, q)
	}
	// Without the budget, the duration tells nothing.
	asked, q = run(all, "latency-budget-ms")
	if q.Settled || slices.Contains(asked, "request-duration-ms") && slices.Index(asked, "request-duration-ms") > slices.Index(asked, "latency-budget-ms") {
		t.Errorf("asked %v: %+v", asked, q)
	}
}

// What can only be measured is said to be.
func TestUnmeasured(t *testing.T) {
	a := advise(t, style(t), "engineers=8 operates-orchestrator=false portability-required=false someone-waits=true runtime=other")
	want := []decision.Unmeasured{{Option: "serverless", Factor: "cold-start", Matters: true,
		Because: "the source has a figure for the JVM alone, so this runtime's start must be measured"}}
	if diff := cmp.Diff(want, a.Unmeasured); diff != "" {
		t.Error(diff)
	}
	if a := advise(t, style(t), "engineers=8 operates-orchestrator=false portability-required=true someone-waits=true runtime=other"); a.Unmeasured[0].Matters {
		t.Errorf("the lock-in breaks it already: %+v", a.Unmeasured)
	}
}

func TestNotes(t *testing.T) {
	if a := advise(t, style(t), "engineers=5 infrastructure-time-share=0.6"); len(a.Notes) != 1 || !strings.Contains(a.Notes[0].Text, "5 engineers") {
		t.Errorf("%+v", a.Notes)
	}
	for _, profile := range []string{"engineers=5 infrastructure-time-share=0.5", "engineers=6 infrastructure-time-share=0.6", "engineers=5", ""} {
		if a := advise(t, style(t), profile); len(a.Notes) != 0 {
			t.Errorf("%s: %+v", profile, a.Notes)
		}
	}
}

func TestDrift(t *testing.T) {
	was, now := assess(t, style(t), "engineers=8 operates-orchestrator=false"), assess(t, style(t), "engineers=24 operates-orchestrator=false")
	var got []string
	for _, c := range advisor.Drift(was, now) {
		if c.Option == "monolith" {
			got = append(got, c.Because)
		}
	}
	want := []string{
		"decided with 8 engineers; at 24 Monolith is open on team size",
		"decided with 8 engineers; at 24 “A one-line fix redeploys everything” (Monolith) can happen",
		"decided with 8 engineers; at 24 “One bad release takes everything down” (Monolith) can happen",
		"decided with 8 engineers; at 24 “The test suite takes 45 minutes” (Monolith) can happen",
		"decided with 8 engineers; at 24 “Every merge is a gamble” (Monolith) can happen",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if changes := advisor.Drift(was, was); len(changes) > 0 {
		t.Errorf("%+v", changes)
	}
}

func BenchmarkAdvise(b *testing.B) {
	c := style(b)
	for name, profile := range map[string]string{
		"unknown": "engineers=8..60",
		"known": `engineers=8 operates-orchestrator=false portability-required=false someone-waits=true runtime=jvm latency-budget-ms=600
			request-duration-ms=200 request-memory-mb=512 requests-per-month=3000000 instances=1 instance-monthly-cost=50 free-tier=false`,
	} {
		b.Run(name, func(b *testing.B) {
			d := &decision.Decision{Profile: answers(b, profile)}
			for b.Loop() {
				advisor.Advise(d, c)
			}
		})
	}
}
