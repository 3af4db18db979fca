package render

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/decision"
)

// at is a turning point of a number, passed upwards.
func at(field string, n float64, from, to, because string) decision.TurningPoint {
	return decision.TurningPoint{Field: field, At: decision.NumberValue(n), Up: true, From: from, To: to, Because: because}
}

// on is a verdict that changes at a turning point.
func on(p decision.TurningPoint, option, factor string) decision.TurningPoint {
	p.Option, p.Factor = option, factor
	return p
}

// Each list is told in few words: one line a point, no reason twice, no break that
// is there already, and a stretch of doubt with what lies behind it.
func TestTurningInWords(t *testing.T) {
	none := map[string][]decision.Verdict{"x": {decision.Fits, decision.Fits}, "y": {decision.Fits, decision.Fits}, "z": {decision.Breaks, decision.Fits}}
	people := func(where string) []PointView { return []PointView{{Title: "People", Where: where, Here: "8"}} }
	down, no := at("people", 5, "x", "", ""), decision.TurningPoint{Field: "waits", At: decision.YesNoValue(false)}
	down.Up, down.Beyond = false, true
	for _, tt := range []struct {
		name   string
		advice decision.Advice
		want   TurningView
	}{
		{"nothing", decision.Advice{}, TurningView{}},
		{"somebody leads past it", decision.Advice{ChangesLeader: []decision.TurningPoint{at("people", 20, "x", "y", "Y leads: no worse than X on any test, better on factor a.")}},
			TurningView{Leader: []TurnView{{people("from 20 up"), "Y leads, no worse than X on any test, better on factor a"}}}},
		{"nobody leads, for one reason at two places", decision.Advice{Leader: "x", ChangesLeader: []decision.TurningPoint{at("people", 20, "x", "", "Nobody leads: b."), at("budget-ms", 1234.5678, "x", "", "Nobody leads: b.")}},
			TurningView{Led: true, Leader: []TurnView{{append(people("from 20 up"), PointView{Title: "Latency budget", Where: "from 1,235 ms up", Here: "400 to 500"}), "nobody leads, since b"}}}},
		{"what breaks already is not said again",
			decision.Advice{Ineligible: []decision.Broken{{Option: "z", Factor: "a"}}, ChangesLeader: []decision.TurningPoint{at("people", 20, "x", "y", "Y leads: b. Z breaks on factor a.")}},
			TurningView{Leader: []TurnView{{people("from 20 up"), "Y leads, since b"}}}},
		{"what breaks only there is said first",
			decision.Advice{ChangesLeader: []decision.TurningPoint{at("people", 20, "x", "y", "Y leads: no worse. X breaks on factor a. Z breaks on factor a.")},
				ChangesVerdict: []decision.TurningPoint{on(at("people", 10, "fits", "breaks", "r"), "z", "a"), on(at("people", 20, "fits", "breaks", "r"), "x", "a"), on(at("people", 30, "fits", "breaks", "r"), "y", "a")}},
			TurningView{Leader: []TurnView{{people("from 20 up"), "X and Z break on factor a; Y leads, no worse"}},
				Verdict: []TurnView{{people("from 10 up"), "Z breaks on factor a (r)"}, {people("from 20 up"), "X breaks on factor a (r)"}, {people("from 30 up"), "Y breaks on factor a (r)"}}}},
		{"a break that ends there",
			decision.Advice{Ineligible: []decision.Broken{{Option: "z", Factor: "a"}}, ChangesLeader: []decision.TurningPoint{at("people", 20, "x", "z", "Z leads: no worse.")},
				ChangesVerdict: []decision.TurningPoint{on(at("people", 20, "breaks", "fits", ""), "z", "a")}},
			TurningView{Leader: []TurnView{{people("from 20 up"), "Z leads, no worse"}}, Verdict: []TurnView{{people("from 20 up"), "Z fits on factor a"}}}},
		{"verdicts at one point",
			decision.Advice{ChangesVerdict: []decision.TurningPoint{on(no, "x", "a"), on(no, "y", "a"), on(no, "z", "b")}},
			TurningView{Verdict: []TurnView{{[]PointView{{Title: "Someone waits", Where: "changed to no"}}, "X and Y are unknown on factor a, Z is unknown on factor b"}}}},
		{"a reason that two verdicts share, behind the last",
			decision.Advice{ChangesVerdict: []decision.TurningPoint{on(at("people", 20, "fits", "open", "r"), "x", "a"), on(at("people", 20, "strains", "fits", "r"), "y", "a"), on(at("people", 20, "fits", "strains", "s"), "z", "b")}},
			TurningView{Verdict: []TurnView{{people("from 20 up"), "X is open on factor a, Y fits (r), Z strains on factor b (s)"}}}},
		{"which is cheaper, with doubt before it and without",
			decision.Advice{Costs: &decision.Costs{Monthly: []decision.Monthly{{Option: "x"}, {Option: "y"}}}, ChangesCheaper: []decision.TurningPoint{
				at("people", 20, "x", "", "which cannot be told"), at("people", 30, "", "y", "Y costs least, only if r"), at("price", 0.4088, "x", "y", "Y costs least, only if r"), down}},
			TurningView{Bills: true, Cheaper: []TurnView{
				{[]PointView{{"People", "from 30 up", "8", "from 20 up"}, {"Price", "from $0.41 a month up", "$50", ""}}, "Y costs least, only if r"},
				{[]PointView{{"People", "below 5", "8", ""}}, ""}}}},
		{"what is left to answer",
			decision.Advice{Unknown: []decision.OpenField{{Field: "left-out", Matters: true}, {Field: "people", Because: "r"}, {Field: "price", Because: "s"}, {Field: "waits", Because: "r"}},
				Unmeasured: []decision.Unmeasured{{Option: "x", Factor: "a", Matters: true}, {Option: "y", Factor: "a"}}, NoDifference: []string{"budget-ms"}},
			TurningView{NoDifference: []string{"latency budget"}, Worth: "JVM and factor a of X as measured", NoNeed: []NoNeed{{"people or someone waits", "r"}, {"price", "s"}}}},
	} {
		tt.want.Answered = true
		if diff := cmp.Diff(&tt.want, compared(tt.advice, none).turning()); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

// A verdict of an option that is made of parts is told without their reasons.
func TestTurningOfParts(t *testing.T) {
	tell := compared(decision.Advice{ChangesVerdict: []decision.TurningPoint{on(at("people", 20, "fits", "open", "r"), "x", "a"), on(at("people", 20, "fits", "open", "q; r"), "y", "a")}},
		map[string][]decision.Verdict{"x": {decision.Fits}, "y": {decision.Fits}})
	tell.a.Option("y").Parts = []string{"x"}
	if got, want := tell.turning().Verdict[0].What, "X and Y are open on factor a (r)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	tell.a.Option("y").Parts = []string{"elsewhere"}
	if got, want := tell.turning().Verdict[0].What, "X and Y are open on factor a (r; q; r)"; got != want {
		t.Errorf("parts that are not on the table: got %q, want %q", got, want)
	}
}

// A bill is told where one is known, or two cross.
func TestBillInWords(t *testing.T) {
	known := decision.Monthly{Option: "x", Known: true, Low: 1060, High: 1060, Lines: []decision.MonthlyLine{{Title: "Requests", Low: 60, High: 60}, {Title: "GB-seconds", Low: 1000, High: 1000}}}
	for _, tt := range []struct {
		name  string
		costs *decision.Costs
		want  *BillView
	}{
		{"no costs", nil, nil},
		{"nothing is known", &decision.Costs{Monthly: []decision.Monthly{{Option: "x", Missing: []string{"price"}}}, LeftOut: []string{"people"}}, nil},
		{"one is known", &decision.Costs{Along: "people", Unit: "people a month", Monthly: []decision.Monthly{known, {Option: "y", Missing: []string{"left-out", "budget-ms"}}}, LeftOut: []string{"people"}},
			&BillView{At: "8 people a month", LeftOut: []string{"people"},
				Rows: []BillRow{{Title: "X", Sum: "$1,060", Lines: []BillLine{{"requests", "$60"}, {"GB-seconds", "$1,000"}}}, {Title: "Y", Missing: []string{"JVM", "latency budget"}}}}},
		{"a span, without the traffic", &decision.Costs{Along: "left-out", Because: "X costs least", Monthly: []decision.Monthly{{Option: "x", Known: true, Low: 0.4, High: 5.6}}},
			&BillView{Because: "X costs least.", Rows: []BillRow{{Title: "X", Sum: "$0.40 to $5.60"}}}},
		{"what is taken for granted", &decision.Costs{Monthly: []decision.Monthly{{Option: "x", Known: true, Assumes: "only if r"}, {Option: "y", Known: true, Assumes: "only if r"}, {Option: "z", Known: true, Assumes: "s taken as 1"}}},
			&BillView{Rows: []BillRow{{Title: "X", Sum: "$0"}, {Title: "Y", Sum: "$0"}, {Title: "Z", Sum: "$0"}}, Assumes: []string{"X and Y cost that only if r.", "Z costs that with s taken as 1."}}},
		{"crossings", &decision.Costs{Unit: "requests", Crossings: []decision.Crossing{{Options: []string{"x", "y"}, At: 2e6, Because: "above 2 million requests, Y costs less than X", Assumes: "only if r"}, {Options: []string{"x", "y"}, At: 2e6, High: 3e6}}},
			&BillView{Crossings: []string{"Above 2 million requests, Y costs less than X, only if r.", "Below 2 million requests X costs less than Y, and above 3 million Y costs less than X."}}},
	} {
		if diff := cmp.Diff(tt.want, compared(decision.Advice{Costs: tt.costs}, map[string][]decision.Verdict{"x": nil, "y": nil, "z": nil}).bill()); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestMoney(t *testing.T) {
	for n, want := range map[float64]string{0: "$0", 0.4: "$0.40", 49.0567: "$49.06", 50: "$50", 60.000000000000007: "$60", 0.0004: "$0.0004", 1234.4: "$1,234", 26790000: "$26,790,000"} {
		if got := money(n); got != want {
			t.Errorf("%v is %q, want %q", n, got, want)
		}
	}
}
