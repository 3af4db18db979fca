package catalog_test

import (
	"encoding/json"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/content"
	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
)

func communication(t *testing.T) *catalog.Catalog {
	t.Helper()
	c, findings := catalog.Load(content.FS, "tradeoffs/service-communication.yaml")
	if c == nil || len(findings) > 0 {
		t.Fatal(findings)
	}
	return c
}

// The ids are a contract: inputs name them.
func TestCommunicationIDs(t *testing.T) {
	c := communication(t)
	var fields, options, factors, worst []string
	for _, f := range c.Fields {
		fields = append(fields, f.ID+" "+string(f.Type))
	}
	for _, o := range c.Options {
		options = append(options, o.ID)
	}
	for _, f := range c.Factors {
		factors = append(factors, f.ID+" "+string(f.Kind))
	}
	for _, w := range c.WorstCases {
		worst = append(worst, w.Option+"/"+w.ID)
	}
	for _, tt := range []struct {
		name, want string
		got        []string
	}{
		{"fields", `answer-needed-now yes-no, work-may-be-refused yes-no, longest-outage-minutes number, latency-budget-ms number, processing-ms number,
			duplicates-harmless yes-no, calls-retried yes-no, order-matters yes-no, operates-broker yes-no, peak-to-average number,
			capacity-to-average number, parts-asked whole, message-kb number, messages-per-month number, free-tier yes-no`, fields},
		{"options", "synchronous-call, message-queue", options},
		{"factors", `immediate-answer test, waiting-time test, outages test, peaks test, duplicates test, order test, broker test,
			at-the-same-time trait, finding-a-fault trait, after-an-outage trait, best-for trait`, factors},
		{"worst cases", `synchronous-call/failure-spreads, synchronous-call/work-dropped, synchronous-call/retry-storm, synchronous-call/slowest-part,
			synchronous-call/availability-multiplies, synchronous-call/no-deadline, synchronous-call/overload, synchronous-call/called-twice,
			message-queue/answer-comes-later, message-queue/backlog, message-queue/expired, message-queue/delivered-twice, message-queue/out-of-order,
			message-queue/poison-message, message-queue/lost-trail, message-queue/broker-stops, message-queue/too-large`, worst},
	} {
		want := strings.Split(strings.Join(strings.Fields(tt.want), " "), ", ")
		if diff := cmp.Diff(want, tt.got); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

// Both sides are told with the same frankness: what is good, and how it goes
// wrong, in one case at least whatever the answers.
func TestCommunicationBothSides(t *testing.T) {
	c := communication(t)
	for _, o := range c.Options {
		worst, always, with := 0, 0, 0
		for _, w := range c.WorstCases {
			if w.Option != o.ID {
				continue
			}
			worst++
			if w.Met == nil {
				always++
			}
			if w.Figure != "" {
				with++
			}
		}
		if len(o.Good) < 3 || o.Limit == nil || worst < 3 || always < 1 || with < 3 {
			t.Errorf("%s: %d good things, %d worst cases, %d of them always and %d with a figure", o.ID, len(o.Good), worst, always, with)
		}
		if !slices.ContainsFunc(c.Needs, func(n catalog.Needs) bool { return n.Option == o.ID && len(n.Besides) > 2 }) {
			t.Errorf("%s takes nothing besides", o.ID)
		}
	}
}

// Each source is public, is named by some fact, and says what it is. What is read
// into it as a verdict or a condition is ours, and said to be.
func TestCommunicationSources(t *testing.T) {
	c := communication(t)
	kinds := map[string]decision.SourceKind{}
	for _, s := range c.Sources {
		kinds[s.ID] = s.Kind
		ours := s.Kind == decision.FromUs
		if public := strings.HasPrefix(s.URL, "https://") || s.Date != ""; ours == public {
			t.Errorf("%s of kind %s has the address %q and the date %q", s.ID, s.Kind, s.URL, s.Date)
		}
	}
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	named(tree, used)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(kinds)), slices.Sorted(maps.Keys(used))); diff != "" {
		t.Errorf("the sources that there are, and those that are named: %s", diff)
	}

	for _, f := range c.Factors {
		if kinds[f.Source] == decision.FromUs {
			t.Errorf("the words of %s are our own", f.ID)
		}
		if got := kinds[f.Reading]; f.Kind == decision.Test && got != decision.FromUs {
			t.Errorf("the verdicts of %s are from %q", f.ID, got)
		}
	}
	for _, w := range c.WorstCases {
		if kinds[w.Source] == decision.FromUs {
			t.Errorf("the words of %s are our own", w.ID)
		}
		if got := kinds[w.Reading]; w.Met != nil && got != decision.FromUs {
			t.Errorf("the condition of %s is from %q", w.ID, got)
		}
	}
}

// named gathers what stands behind source and reading, wherever in a tree.
func named(tree any, into map[string]bool) {
	switch node := tree.(type) {
	case []any:
		for _, item := range node {
			named(item, into)
		}
	case map[string]any:
		for key, value := range node {
			if id, ok := value.(string); ok && id != "" && (key == "source" || key == "reading") {
				into[id] = true
			}
			named(value, into)
		}
	}
}

// Each figure stands with the source that it is from.
func TestCommunicationFigures(t *testing.T) {
	c := communication(t)
	for _, tt := range []struct{ worst, source, words string }{
		{"retry-storm", "google-cascading", "64 attempts | four attempts in each of three layers make 64 | amazon's example, three in each of five, comes to 243"},
		{"slowest-part", "tail-at-scale", "63% | 1% | a hundred are asked"},
		{"availability-multiplies", "aws-availability", "99.97% from three parts of 99.99% | product"},
		{"no-deadline", "grpc-deadlines", "grpc sets none | for ever"},
		{"overload", "google-cascading", "most common cause of cascading failures"},
		{"failure-spreads", "nygard", "threads | circuit breaker"},
		{"work-dropped", "aws-backlogs", "nothing keeps a request"},
		{"called-twice", "aws-retries", "cannot tell | calls again"},
		{"answer-comes-later", "microsoft-reply", "a receipt | a status to ask for"},
		{"backlog", "aws-backlogs", "30 minutes of load, 300 minutes | ten times the load | five hours | age of messages"},
		{"expired", "sqs-quotas", "4 days, at most 14"},
		{"delivered-twice", "sqs-standard", "at least once | within 5 minutes"},
		{"out-of-order", "sqs-standard", "does not promise | 300 calls a second | 3,000 messages in batches"},
		{"poison-message", "sqs-metrics", "to the back after three times | fifo queue all of its group waits"},
		{"lost-trail", "fowler", "no program text | watching the live system"},
		{"broker-stops", "rabbitmq-alarms", "60% of the memory | every connection that publishes"},
		{"too-large", "sqs-payload", "1 mb"},
	} {
		i := slices.IndexFunc(c.WorstCases, func(w catalog.WorstCase) bool { return w.ID == tt.worst })
		if i < 0 {
			t.Fatalf("no worst case %s", tt.worst)
		}
		w := c.WorstCases[i]
		text := strings.ToLower(strings.Join([]string{w.What, w.Figure, w.Beside}, "\n"))
		for _, words := range strings.Split(tt.words, " | ") {
			if !strings.Contains(text, words) {
				t.Errorf("%s says nothing of %q: %s", w.ID, words, text)
			}
		}
		if w.Source != tt.source {
			t.Errorf("%s is from %s, want %s", w.ID, w.Source, tt.source)
		}
	}
	if got := c.Factor("after-an-outage").Cell("message-queue").Detail; c.Factor("after-an-outage").Source != "aws-backlogs" || !strings.Contains(got, "double the capacity for another hour") {
		t.Errorf("after an outage: %s", got)
	}
}

// An option breaks where its answers contradict it, and nowhere else.
func TestCommunicationBreaks(t *testing.T) {
	var got []string
	for _, f := range communication(t).Factors {
		for _, cell := range f.Cells {
			if slices.ContainsFunc(cell.Verdicts, func(r catalog.Ruling) bool { return r.Verdict == decision.Breaks }) {
				got = append(got, f.ID+"/"+cell.Option)
			}
		}
	}
	want := []string{"immediate-answer/message-queue", "outages/synchronous-call", "peaks/synchronous-call", "peaks/message-queue", "broker/message-queue"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The price is that of the list. A call's bill is left out, so that nothing is
// compared.
func TestCommunicationPrices(t *testing.T) {
	c := communication(t)
	million := 1e6
	if diff := cmp.Diff(map[string]float64{"sqs-requests": 0.4 / million}, c.Model(nil).Prices); diff != "" {
		t.Error(diff)
	}
	if len(c.Costs) != 1 || len(c.Prices) != 1 || c.Costs[0].Source != "sqs-prices" || c.Prices[0].Source != "sqs-prices" {
		t.Fatalf("%+v, %+v", c.Costs, c.Prices)
	}
	cost := c.Costs[0]
	if cost.Option != "message-queue" || cost.Scale != 3 || cost.Free != 1e6 || cost.FreeIf != "free-tier" {
		t.Errorf("%+v", cost)
	}
	if c.Bill.Along != "messages-per-month" || len(c.Bill.LeftOut) == 0 {
		t.Errorf("%+v", c.Bill)
	}
	// The list price falls above 100 billion requests a month.
	if c.Bill.To*cost.Scale > 100e9 {
		t.Errorf("the curve ends at %g messages, beyond what its price is for", c.Bill.To)
	}
}

// A field that several catalogs ask for is one and the same: a team answers it
// once, in its defaults.
func TestSharedFields(t *testing.T) {
	names, err := fs.Glob(content.FS, "tradeoffs/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	first, shared := map[string]catalog.Field{}, []string{}
	for _, name := range names {
		c, findings := catalog.Load(content.FS, name)
		if c == nil {
			t.Fatal(findings)
		}
		for _, f := range c.Fields {
			known, ok := first[f.ID]
			if !ok {
				first[f.ID] = f
				continue
			}
			shared = append(shared, f.ID)
			if diff := cmp.Diff(known, f); diff != "" {
				t.Errorf("%s asks otherwise for %s: %s", name, f.ID, diff)
			}
		}
	}
	slices.Sort(shared)
	if diff := cmp.Diff([]string{"free-tier", "latency-budget-ms", "peak-to-average"}, shared); diff != "" {
		t.Error(diff)
	}
}
