package advisor_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/advisor"
	"tradeoff/internal/decision"
	"tradeoff/internal/ratchet"
)

// metOf tells the worst cases of an option as "id=yes id=no".
func metOf(o *decision.AssessedOption) string {
	var words []string
	for _, w := range o.WorstCases {
		words = append(words, w.ID+"="+string(w.Met))
	}
	return strings.Join(words, " ")
}

func TestWorstCases(t *testing.T) {
	for _, tt := range []struct{ option, profile, want string }{
		{"monolith", "", "full-redeploy=unknown one-bad-release=unknown slow-tests=unknown merge-gamble=unknown"},
		{"monolith", "engineers=19", "full-redeploy=no one-bad-release=no slow-tests=no merge-gamble=no"},
		{"monolith", "engineers=20", "full-redeploy=yes one-bad-release=yes slow-tests=yes merge-gamble=yes"},
		{"monolith", "engineers=19..20", "full-redeploy=unknown one-bad-release=unknown slow-tests=unknown merge-gamble=unknown"},
		{"microservices", "", "unplanned-platform=unknown network-hops=yes operations=unknown"},
		{"microservices", "operates-orchestrator=true", "unplanned-platform=no network-hops=yes operations=no"},
		{"microservices", "operates-orchestrator=false", "unplanned-platform=yes network-hops=yes operations=yes"},
		{"serverless", "", "cold-start=unknown debugging=yes lock-in=unknown bill-flips=unknown"},
		{"serverless", "someone-waits=false portability-required=false", "cold-start=no debugging=yes lock-in=no bill-flips=unknown"},
		{"serverless", "someone-waits=true runtime=jvm latency-budget-ms=400 request-duration-ms=10 portability-required=true", "cold-start=yes debugging=yes lock-in=yes bill-flips=unknown"},
		{"serverless", "someone-waits=true runtime=other portability-required=true", "cold-start=unknown debugging=yes lock-in=yes bill-flips=unknown"},
		{"hybrid", "engineers=25 someone-waits=false portability-required=false",
			"two-platforms=yes full-redeploy=yes one-bad-release=yes slow-tests=yes merge-gamble=yes cold-start=no debugging=yes lock-in=no bill-flips=unknown"},
	} {
		t.Run(tt.option+" "+tt.profile, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, metOf(assess(t, style(t), tt.profile).Option(tt.option))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The crossings are worked out by hand from the list prices: 512 MB for 200 ms is
// 0.1 GB-s, so a million requests cost $1.866670.
func TestBillFlips(t *testing.T) {
	const (
		half   = "request-duration-ms=200 request-memory-mb=512"
		small  = "request-duration-ms=100 request-memory-mb=128"
		enough = " peak-to-average=1 instance-capacity-rps=1000" // one instance carries it all
		one    = "instances=1 instance-monthly-cost=50" + enough
	)
	for _, tt := range []struct{ profile, want, fault string }{
		{one + " free-tier=false requests-per-month=26780000 " + half, "no", ""},
		{one + " free-tier=false requests-per-month=26785600 " + half, "no", ""},
		{one + " free-tier=false requests-per-month=26785700 " + half, "yes", ""},
		{one + " free-tier=false requests-per-month=26790000 " + half, "yes", ""},
		{one + " free-tier=false requests-per-month=122400000 " + small, "no", ""},
		{one + " free-tier=false requests-per-month=122460000 " + small, "yes", ""},
		{one + " free-tier=true requests-per-month=30460000 " + half, "no", ""},
		{one + " free-tier=true requests-per-month=30470000 " + half, "yes", ""},
		{one + " free-tier=true requests-per-month=26790000 " + half, "no", ""},
		{"instances=2 instance-monthly-cost=50" + enough + " free-tier=false requests-per-month=26790000 " + half, "no", ""},
		{"instances=2 instance-monthly-cost=25" + enough + " free-tier=false requests-per-month=26790000 " + half, "yes", ""},
		{one + " free-tier=false requests-per-month=20000000..30000000 " + half, "unknown", ""},
		{one + " free-tier=false requests-per-month=20000000 request-duration-ms=200..300 request-memory-mb=512", "unknown", ""},
		// Nobody said whether the free tier is left: between the two crossings it decides.
		{one + " requests-per-month=26000000 " + half, "no", ""},
		{one + " requests-per-month=28000000 " + half, "unknown", ""},
		{one + " requests-per-month=31000000 " + half, "yes", ""},
		// Nobody said what an instance carries: that it does not flip is known for sure, that it does is not.
		{"instances=1 instance-monthly-cost=50 free-tier=false requests-per-month=26780000 " + half, "no", ""},
		{"instances=1 instance-monthly-cost=50 free-tier=false requests-per-month=26790000 " + half, "unknown", ""},
		// 102 requests a second at peak take more than one instance of 100, and two are dearer.
		{"instances=1 instance-monthly-cost=50 peak-to-average=10 instance-capacity-rps=100 free-tier=false requests-per-month=26790000 " + half, "no", ""},
		{"instances=1 instance-monthly-cost=50 peak-to-average=10 instance-capacity-rps=102 free-tier=false requests-per-month=26790000 " + half, "yes", ""},
		// No bill is known where one of its numbers is not.
		{"instances=1 free-tier=false requests-per-month=900000000 " + half, "unknown", ""},
		{one + " free-tier=false " + half, "unknown", ""},
		{one + " free-tier=false requests-per-month=900000000 request-memory-mb=512", "unknown", ""},
		{one + " free-tier=true requests-per-month=0 " + half, "no", ""},
	} {
		t.Run(tt.profile, func(t *testing.T) {
			a := assess(t, style(t), tt.profile)
			for _, option := range []string{"serverless", "hybrid"} {
				for _, w := range a.Option(option).WorstCases {
					if w.ID != "bill-flips" {
						continue
					}
					if string(w.Met) != tt.want {
						t.Errorf("%s: bill-flips is met: %s, want %s", option, w.Met, tt.want)
					}
					var err error
					if strings.HasPrefix(w.Because, " ") || strings.TrimSpace(w.Because) == "" {
						err = fmt.Errorf("%s: the reason is %q, which says nothing", option, w.Because)
					}
					ratchet.Known(t, tt.fault, err)
				}
			}
		})
	}
}

// The reason names what is missing, or the range that lies on both sides.
func TestReasons(t *testing.T) {
	for _, tt := range []struct{ profile, option, factor, want string }{
		{"engineers=8", "monolith", "team-size", "8 engineers commit on a day, fewer than 20"},
		{"engineers=8..14", "monolith", "team-size", "8 to 14 engineers commit on a day, fewer than 20"},
		{"engineers=51", "monolith", "team-size", "51 engineers commit on a day, more than 50"},
		{"engineers=20", "microservices", "team-size", "20 engineers lie between 20 and 50, which neither side claims"},
		{"", "monolith", "team-size", "the profile leaves out engineers"},
		{"engineers=19..20", "monolith", "team-size", "engineers from 19 to 20 reaches from fits to open"},
		{"engineers=10..60", "monolith", "team-size", "engineers from 10 to 60 reaches from fits to strains to open"},
		{"someone-waits=true", "serverless", "cold-start", "the profile leaves out runtime, latency-budget-ms and request-duration-ms"},
		{"someone-waits=true runtime=jvm latency-budget-ms=400 request-duration-ms=50", "serverless", "cold-start",
			"the budget is 400 ms, and about 500 ms of start come before 50 ms of work"},
	} {
		t.Run(tt.profile+" "+tt.option, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, assess(t, style(t), tt.profile).Option(tt.option).Factor(tt.factor).Because); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A measurement overrides the catalog's verdict, and both are kept.
func TestMeasured(t *testing.T) {
	const waits = "someone-waits=true runtime=jvm latency-budget-ms=400 request-duration-ms=50"
	fits := decision.Measured{Factor: "cold-start", Value: "640 ms p99", Verdict: decision.Fits, Source: "load test"}
	a := assess(t, style(t), waits, decision.Option{ID: "serverless", Measured: []decision.Measured{fits}})
	o := a.Option("serverless")
	f := o.Factor("cold-start")
	if f.Verdict != decision.Strains || f.Standing() != decision.Fits || f.Measured == nil || *f.Measured != fits {
		t.Errorf("the catalog says %s, what counts is %s, measured is %v", f.Verdict, f.Standing(), f.Measured)
	}
	if got := o.WorstCases[0]; got.ID != "cold-start" || got.Met != decision.MetNo || got.Because != "measured: 640 ms p99" {
		t.Errorf("after the measurement the worst case is %s, since %q", got.Met, got.Because)
	}

	breaks := decision.Measured{Factor: "cold-start", Value: "9 s", Verdict: decision.Breaks, Source: "load test"}
	a = assess(t, style(t), "someone-waits=false", decision.Option{ID: "serverless", Measured: []decision.Measured{breaks}})
	if got := a.Option("serverless").WorstCases[0]; got.Met != decision.MetYes {
		t.Errorf("measured to break, and the worst case is met: %s", got.Met)
	}
}

// Where a part was measured, and where the combined option was, a worst case and
// its reason say the same.
func TestMeasuredInParts(t *testing.T) {
	const waits = "someone-waits=true runtime=jvm latency-budget-ms=400 request-duration-ms=50"
	fits := []decision.Measured{{Factor: "cold-start", Value: "90 ms", Verdict: decision.Fits, Source: "load test"}}
	for _, tt := range []struct {
		name    string
		options []decision.Option
		fault   string
	}{
		{"the part", []decision.Option{{ID: "monolith"}, {ID: "serverless", Measured: fits}, {ID: "hybrid"}},
			""},
		{"the whole", []decision.Option{{ID: "monolith"}, {ID: "serverless"}, {ID: "hybrid", Measured: fits}},
			""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := assess(t, style(t), waits, tt.options...)
			var err error
			for _, w := range a.Option("hybrid").WorstCases {
				if w.ID == "cold-start" && (w.Met == decision.MetNo) != (w.Because == "measured: 90 ms") {
					err = fmt.Errorf("hybrid's cold-start is met: %s, because %q", w.Met, w.Because)
				}
			}
			ratchet.Known(t, tt.fault, err)
		})
	}
}

// An option of the team's own is judged by the team alone.
func TestOwnOptions(t *testing.T) {
	d := decision.Decision{
		Profile: answers(t, "engineers=8"),
		Drivers: []string{"Idle cost", "Time to first answer"},
		Options: []decision.Option{
			{ID: "worker", Title: "A worker", Description: "One more process.",
				WorstCases: []decision.WorstCase{{ID: "queue-starves", When: "a campaign", What: "thumbnails wait", Source: "an incident"}},
				Judged: []decision.Judgement{
					{Driver: "idle cost", Verdict: decision.Strains, Because: "it runs at night", Source: "the bill"},
					{Driver: "Team size", Verdict: decision.Fits, Because: "one build"},
					{Driver: "Habit", Verdict: decision.Open, Because: "nobody knows"},
				}},
			{ID: "monolith"},
		},
	}
	a := advisor.Assess(&d, style(t))
	want := decision.AssessedOption{
		ID: "worker", Title: "A worker", Summary: "One more process.", Own: true,
		Factors: []decision.AssessedFactor{
			{ID: "idle-cost", Title: "Idle cost", Kind: decision.Driver, Verdict: decision.Strains, Because: "it runs at night", Source: "the bill"},
			{ID: "time-to-first-answer", Title: "Time to first answer", Kind: decision.Driver},
			{ID: "habit", Title: "Habit", Kind: decision.Driver, Verdict: decision.Open, Because: "nobody knows"},
			{ID: "team-size", Title: "Team size", Kind: decision.Test, Verdict: decision.Fits, Because: "one build"},
		},
		WorstCases: []decision.AssessedWorstCase{{ID: "queue-starves", Title: "thumbnails wait", When: "a campaign", What: "thumbnails wait", Met: decision.MetUnknown, Source: "an incident"}},
	}
	if diff := cmp.Diff(want, a.Options[0]); diff != "" {
		t.Error(diff)
	}
	if got := a.Option("monolith").Factor("team-size").Verdict; got != decision.Fits {
		t.Errorf("the catalog's own option beside it: team-size %s", got)
	}
	if got := a.Option("monolith").Factor("idle-cost"); got == nil || got.Verdict != "" {
		t.Errorf("a driver that nobody judged of the monolith: %+v", got)
	}
	if diff := cmp.Diff([]string{"Idle cost", "Time to first answer", "Habit"}, advisor.Drivers(&d, style(t))); diff != "" {
		t.Error(diff)
	}
}

func TestWithoutACatalog(t *testing.T) {
	a := assess(t, nil, "")
	if len(a.Options) != 0 || a.Catalog != "" {
		t.Errorf("nothing in, and %+v out", a)
	}
	a = assess(t, nil, "", decision.Option{ID: "a", Title: "A"})
	if len(a.Options) != 1 || !a.Options[0].Own || a.Options[0].Title != "A" {
		t.Errorf("%+v", a.Options)
	}
}

// The options of an assessment are those on the table, in their order; without
// any, all of the catalog's.
func TestOptionsOnTheTable(t *testing.T) {
	ids := func(a *decision.Assessment) (out []string) {
		for _, o := range a.Options {
			out = append(out, o.ID)
		}
		return out
	}
	if diff := cmp.Diff(options, ids(assess(t, style(t), ""))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"serverless", "own", "monolith"}, ids(assess(t, style(t), "", decision.Option{ID: "serverless"}, decision.Option{ID: "own", Title: "Own"}, decision.Option{ID: "monolith"}))); diff != "" {
		t.Error(diff)
	}
	a := assess(t, style(t), "engineers=8")
	if a.Catalog != "architecture-style" || a.Version != 2 || a.Title != "Architecture style" || a.Rule == "" || len(a.Profile) != 18 || a.Profile[0].Answer.Words() != "8" {
		t.Errorf("%+v", a)
	}
	for _, s := range a.Sources {
		if s.Title == "" || s.Kind == "" {
			t.Errorf("the source %+v", s)
		}
	}
	if len(a.Sources) == 0 {
		t.Error("no source is cited")
	}
}
