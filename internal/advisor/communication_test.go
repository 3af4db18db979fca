package advisor_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/content"
	"tradeoff/internal/advisor"
	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
)

// communication is the second catalog that comes with tradeoff.
func communication(t testing.TB) *catalog.Catalog {
	t.Helper()
	c, findings := catalog.Load(content.FS, "tradeoffs/service-communication.yaml")
	if c == nil {
		t.Fatal(findings)
	}
	return c
}

// communicationTests are its tests in their order, so that a row of verdicts can
// be read beside them.
var communicationTests = []string{"immediate-answer", "waiting-time", "outages", "peaks", "duplicates", "order", "broker"}

// pairs tells the verdicts of an assessment, test by test: the first letter of
// the call's, then of the queue's, with a question mark for unknown.
func pairs(a *decision.Assessment) string {
	letter := func(v decision.Verdict) string {
		if v == decision.Undecided {
			return "?"
		}
		return string(v)[:1]
	}
	var out []string
	for _, test := range communicationTests {
		out = append(out, letter(a.Option("synchronous-call").Factor(test).Verdict)+letter(a.Option("message-queue").Factor(test).Verdict))
	}
	return strings.Join(out, " ")
}

// The expected verdicts are worked out by hand from the facts. The columns are
// answer, wait, outages, peaks, duplicates, order and broker; in each the call
// stands first and the queue second: fits, strains, breaks or unknown.
func TestCommunicationVerdicts(t *testing.T) {
	for _, tt := range []struct{ profile, want string }{
		{"", "f? ?f ?? ?? ?? f? f?"},

		// Who needs the answer. A queue gives a receipt.
		{"answer-needed-now=true", "fb ?f ?? ?? ?? f? f?"},
		{"answer-needed-now=false", "ff ?f ?? ?? ?? f? f?"},

		// Whether the caller can wait: a budget that is just met is met.
		{"latency-budget-ms=800 processing-ms=800", "f? ff ?? ?? ?? f? f?"},
		{"latency-budget-ms=799 processing-ms=800", "f? sf ?? ?? ?? f? f?"},
		{"latency-budget-ms=500..900 processing-ms=800", "f? ?f ?? ?? ?? f? f?"},
		{"latency-budget-ms=800..900 processing-ms=100..800", "f? ff ?? ?? ?? f? f?"},
		{"latency-budget-ms=800", "f? ?f ?? ?? ?? f? f?"},

		// Outages: 4 days are 5,760 minutes.
		{"longest-outage-minutes=0", "f? ?f ff ?? ?? f? f?"},
		{"longest-outage-minutes=30", "f? ?f ?f ?? ?? f? f?"},
		{"work-may-be-refused=true", "f? ?f f? ?? ?? f? f?"},
		{"work-may-be-refused=false", "f? ?f ?? ?? ?? f? f?"},
		{"work-may-be-refused=false longest-outage-minutes=0", "f? ?f ff ?? ?? f? f?"},
		{"work-may-be-refused=false longest-outage-minutes=0.5", "f? ?f bf ?? ?? f? f?"},
		{"work-may-be-refused=false longest-outage-minutes=0..30", "f? ?f ?f ?? ?? f? f?"},
		{"work-may-be-refused=false longest-outage-minutes=5760", "f? ?f bf ?? ?? f? f?"},
		{"work-may-be-refused=false longest-outage-minutes=5761", "f? ?f bs ?? ?? f? f?"},
		{"work-may-be-refused=true longest-outage-minutes=5760..5761", "f? ?f f? ?? ?? f? f?"},
		{"work-may-be-refused=true longest-outage-minutes=10000..30000", "f? ?f fs ?? ?? f? f?"},

		// Peaks: what is carried, held against the busiest minute and the average.
		{"peak-to-average=3 capacity-to-average=3", "f? ?f ?? ff ?? f? f?"},
		{"peak-to-average=3.1 capacity-to-average=3", "f? ?f ?? sf ?? f? f?"},
		{"peak-to-average=2..10 capacity-to-average=5", "f? ?f ?? ?f ?? f? f?"},
		{"capacity-to-average=2", "f? ?f ?? ?f ?? f? f?"},
		{"peak-to-average=1 capacity-to-average=1", "f? ?f ?? ff ?? f? f?"},
		{"peak-to-average=10 capacity-to-average=1", "f? ?f ?? sb ?? f? f?"}, // refusing keeps the balance, keeping does not
		{"peak-to-average=10 capacity-to-average=1..2", "f? ?f ?? s? ?? f? f?"},
		{"peak-to-average=10 capacity-to-average=0.9", "f? ?f ?? bb ?? f? f?"},
		{"capacity-to-average=0.9", "f? ?f ?? bb ?? f? f?"},
		{"peak-to-average=10", "f? ?f ?? ?? ?? f? f?"},

		// Duplicates: a queue delivers at least once, a call is made as often as somebody makes it.
		{"duplicates-harmless=true", "f? ?f ?? ?? ff f? f?"},
		{"duplicates-harmless=false", "f? ?f ?? ?? ?s f? f?"},
		{"duplicates-harmless=false calls-retried=true", "f? ?f ?? ?? ss f? f?"},
		{"duplicates-harmless=false calls-retried=false", "f? ?f ?? ?? fs f? f?"},
		{"calls-retried=false", "f? ?f ?? ?? f? f? f?"},

		{"order-matters=true", "f? ?f ?? ?? ?? fs f?"},
		{"order-matters=false", "f? ?f ?? ?? ?? ff f?"},
		{"operates-broker=true", "f? ?f ?? ?? ?? f? ff"},
		{"operates-broker=false", "f? ?f ?? ?? ?? f? fb"},

		// Answers that no test asks for decide none.
		{"parts-asked=12 message-kb=4096 messages-per-month=1000000000 free-tier=false", "f? ?f ?? ?? ?? f? f?"},
	} {
		t.Run(tt.profile, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, pairs(assess(t, communication(t), tt.profile))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Each case is one that a team may have, with all that the tests ask for.
func TestCommunicationLeader(t *testing.T) {
	for _, tt := range []struct{ name, profile, verdicts, leader, because string }{
		{"a receipt by mail after an order",
			"answer-needed-now=false work-may-be-refused=false longest-outage-minutes=30 latency-budget-ms=300 processing-ms=800 " +
				"duplicates-harmless=false calls-retried=true order-matters=false operates-broker=true peak-to-average=10 capacity-to-average=3",
			"ff sf bf sf ss ff ff", "message-queue",
			"Message queue leads: it is the only option that breaks on nothing. Synchronous call breaks on outages."},
		{"the price of a basket",
			"answer-needed-now=true work-may-be-refused=true longest-outage-minutes=5 latency-budget-ms=300 processing-ms=40 " +
				"duplicates-harmless=true calls-retried=true order-matters=false operates-broker=true peak-to-average=3 capacity-to-average=6",
			"fb ff ff ff ff ff ff", "synchronous-call",
			"Synchronous call leads: it is the only option that breaks on nothing. Message queue breaks on immediate answer."},
		{"an answer at once, and nothing turned away",
			"answer-needed-now=true work-may-be-refused=false longest-outage-minutes=10 latency-budget-ms=300 processing-ms=40 " +
				"duplicates-harmless=true calls-retried=true order-matters=false operates-broker=true peak-to-average=3 capacity-to-average=6",
			"fb ff bf ff ff ff ff", "",
			"Nobody leads: each option breaks on something that nobody has answered for. Synchronous call breaks on outages. Message queue breaks on immediate answer."},
		{"a counter that may miss a beat",
			"answer-needed-now=false work-may-be-refused=true longest-outage-minutes=5 latency-budget-ms=500 processing-ms=20 " +
				"duplicates-harmless=true calls-retried=true order-matters=false operates-broker=true peak-to-average=3 capacity-to-average=6",
			"ff ff ff ff ff ff ff", "",
			"Nobody leads: Synchronous call and Message queue are level on every test, so their worst cases have to tell them apart."},
		{"postings to one ledger",
			"answer-needed-now=false work-may-be-refused=false longest-outage-minutes=0 latency-budget-ms=500 processing-ms=20 " +
				"duplicates-harmless=false calls-retried=false order-matters=true operates-broker=true peak-to-average=2 capacity-to-average=5",
			"ff ff ff ff fs fs ff", "synchronous-call",
			"Synchronous call leads: no worse than Message queue on any test, better on duplicates and order."},
		{"a video that is uploaded",
			"answer-needed-now=false work-may-be-refused=true longest-outage-minutes=60 latency-budget-ms=500 processing-ms=600000 " +
				"duplicates-harmless=true calls-retried=false order-matters=false operates-broker=true peak-to-average=20 capacity-to-average=4",
			"ff sf ff sf ff ff ff", "message-queue",
			"Message queue leads: no worse than Synchronous call on any test, better on waiting time and peaks."},
		{"slow work in order",
			"answer-needed-now=false work-may-be-refused=true longest-outage-minutes=10 latency-budget-ms=500 processing-ms=2000 " +
				"duplicates-harmless=true calls-retried=false order-matters=true operates-broker=true peak-to-average=2 capacity-to-average=5",
			"ff sf ff ff ff fs ff", "",
			"Nobody leads: Synchronous call and Message queue trade order against waiting time."},
		{"nothing turned away, and no broker",
			"answer-needed-now=false work-may-be-refused=false longest-outage-minutes=10 latency-budget-ms=500 processing-ms=20 " +
				"duplicates-harmless=true calls-retried=false order-matters=false operates-broker=false peak-to-average=2 capacity-to-average=5",
			"ff ff bf ff ff ff fb", "",
			"Nobody leads: each option breaks on something that nobody has answered for. Synchronous call breaks on outages. Message queue breaks on broker."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := advisor.Advise(&decision.Decision{Profile: answers(t, tt.profile)}, communication(t))
			if diff := cmp.Diff([]string{tt.verdicts, tt.leader, tt.because}, []string{pairs(&a), a.Advice.Leader, a.Advice.Because}); diff != "" {
				t.Error(diff)
			}
			contradiction := tt.name == "an answer at once, and nothing turned away"
			if (len(a.Advice.Notes) == 1) != contradiction {
				t.Errorf("notes: %+v", a.Advice.Notes)
			}
			if contradiction && !strings.Contains(a.Advice.Notes[0].Text, "away for 10 minutes") {
				t.Errorf("%+v", a.Advice.Notes)
			}
		})
	}
}

func TestCommunicationWorstCases(t *testing.T) {
	const call, queue = "synchronous-call", "message-queue"
	for _, tt := range []struct{ option, profile, want string }{
		{call, "", "failure-spreads=unknown work-dropped=unknown retry-storm=unknown slowest-part=unknown availability-multiplies=unknown no-deadline=yes overload=unknown called-twice=unknown"},
		{call, "longest-outage-minutes=0 calls-retried=false parts-asked=1 peak-to-average=3 capacity-to-average=3",
			"failure-spreads=no work-dropped=no retry-storm=no slowest-part=no availability-multiplies=no no-deadline=yes overload=no called-twice=no"},
		{call, "longest-outage-minutes=1 work-may-be-refused=false calls-retried=true duplicates-harmless=false parts-asked=2 peak-to-average=3 capacity-to-average=2.9",
			"failure-spreads=yes work-dropped=yes retry-storm=yes slowest-part=yes availability-multiplies=yes no-deadline=yes overload=yes called-twice=yes"},
		{call, "longest-outage-minutes=1 work-may-be-refused=true calls-retried=true duplicates-harmless=true parts-asked=1..4",
			"failure-spreads=yes work-dropped=no retry-storm=yes slowest-part=unknown availability-multiplies=unknown no-deadline=yes overload=unknown called-twice=no"},

		{queue, "", "answer-comes-later=unknown backlog=unknown expired=unknown delivered-twice=unknown out-of-order=unknown poison-message=yes lost-trail=yes broker-stops=unknown too-large=unknown"},
		{queue, "answer-needed-now=false longest-outage-minutes=0 peak-to-average=2 capacity-to-average=3 duplicates-harmless=true order-matters=false operates-broker=true message-kb=1024",
			"answer-comes-later=no backlog=no expired=no delivered-twice=no out-of-order=no poison-message=yes lost-trail=yes broker-stops=no too-large=no"},
		{queue, "answer-needed-now=true longest-outage-minutes=5761 duplicates-harmless=false order-matters=true operates-broker=false message-kb=1025",
			"answer-comes-later=yes backlog=yes expired=yes delivered-twice=yes out-of-order=yes poison-message=yes lost-trail=yes broker-stops=yes too-large=yes"},
		{queue, "longest-outage-minutes=5760", "answer-comes-later=unknown backlog=yes expired=no delivered-twice=unknown out-of-order=unknown poison-message=yes lost-trail=yes broker-stops=unknown too-large=unknown"},
		{queue, "longest-outage-minutes=0 peak-to-average=4 capacity-to-average=3",
			"answer-comes-later=unknown backlog=yes expired=no delivered-twice=unknown out-of-order=unknown poison-message=yes lost-trail=yes broker-stops=unknown too-large=unknown"},
	} {
		t.Run(tt.option+" "+tt.profile, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, metOf(assess(t, communication(t), tt.profile).Option(tt.option))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What would turn slow work that may be turned away round, worked out by hand: a
// queue leads on waiting time and peaks, until something speaks against it.
func TestCommunicationTurningPoints(t *testing.T) {
	c := communication(t)
	a := advise(t, c, `answer-needed-now=false work-may-be-refused=true longest-outage-minutes=30 latency-budget-ms=300 processing-ms=800 duplicates-harmless=true
		calls-retried=true order-matters=false operates-broker=true peak-to-average=10 capacity-to-average=3 parts-asked=3 message-kb=20`)
	want := `answer-needed-now yes: message-queue>synchronous-call
longest-outage-minutes above 5,760: message-queue>
order-matters yes: message-queue>
operates-broker no: message-queue>synchronous-call
capacity-to-average 1 or less: message-queue>synchronous-call
capacity-to-average below 1: synchronous-call>`
	if diff := cmp.Diff(want, turns(a.ChangesLeader, c)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"calls-retried", "parts-asked", "message-kb"}, a.NoDifference); diff != "" {
		t.Error(diff)
	}
}

// Three requests a message at $0.40 a million; a call's bill is not known, so
// there is nothing to cross.
func TestCommunicationBill(t *testing.T) {
	for _, tt := range []struct {
		profile   string
		known     bool
		low, high float64
	}{
		{"messages-per-month=3000000 free-tier=false", true, 3.6, 3.6},
		{"messages-per-month=3000000 free-tier=true", true, 3.2, 3.2},
		{"messages-per-month=3000000", true, 3.2, 3.6},
		{"messages-per-month=300000 free-tier=true", true, 0, 0},
		{"messages-per-month=100000000..200000000 free-tier=false", true, 120, 240},
		{"free-tier=false", false, 0, 0},
	} {
		costs := advise(t, communication(t), tt.profile).Costs
		if len(costs.Monthly) != 1 || costs.Monthly[0].Option != "message-queue" {
			t.Fatalf("%s: %+v", tt.profile, costs.Monthly)
		}
		m := costs.Monthly[0]
		if m.Known != tt.known || math.Abs(m.Low-tt.low) > 1e-9 || math.Abs(m.High-tt.high) > 1e-9 {
			t.Errorf("%s: %t, %g to %g; want %t, %g to %g", tt.profile, m.Known, m.Low, m.High, tt.known, tt.low, tt.high)
		}
		if len(costs.Crossings) > 0 || costs.Cheapest != "" || costs.LeftOut[0] != "the bill of Synchronous call" {
			t.Errorf("%s: %+v", tt.profile, costs)
		}
	}
}
