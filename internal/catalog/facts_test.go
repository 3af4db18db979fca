package catalog_test

import (
	"encoding/json"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/content"
	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
)

func style(t *testing.T) *catalog.Catalog {
	t.Helper()
	c, findings := catalog.Load(content.FS, "tradeoffs/architecture-style.yaml")
	if c == nil || len(findings) > 0 {
		t.Fatal(findings)
	}
	return c
}

// Every catalog that comes with tradeoff is good.
func TestBuiltIn(t *testing.T) {
	names, err := fs.Glob(content.FS, "tradeoffs/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		if c, findings := catalog.Load(content.FS, name); c == nil || len(findings) > 0 {
			t.Errorf("%s: %v", name, findings)
		}
	}
}

// The ids are a contract: inputs name them.
func TestIDs(t *testing.T) {
	c := style(t)
	var fields, options, factors, worst []string
	for _, f := range c.Fields {
		fields = append(fields, f.ID)
	}
	for _, o := range c.Options {
		options = append(options, o.ID)
	}
	for _, f := range c.Factors {
		factors = append(factors, f.ID)
	}
	for _, w := range c.WorstCases {
		worst = append(worst, w.Option+"/"+w.ID)
	}
	for _, tt := range []struct {
		name      string
		want, got []string
	}{
		{"fields", strings.Fields(`engineers operates-orchestrator infrastructure-time-share runtime someone-waits latency-budget-ms requests-per-month
			request-duration-ms request-memory-mb peak-to-average instances instance-monthly-cost instance-capacity-rps free-tier event-driven
			parts-scaling-alone portability-required material-monthly-sum`), fields},
		{"options", strings.Fields("monolith microservices serverless hybrid"), options},
		{"factors", strings.Fields("team-size deploy-speed debug-difficulty infra-overhead vendor-lock-in cold-start best-for"), factors},
		{"worst cases", strings.Fields(`monolith/full-redeploy monolith/one-bad-release monolith/slow-tests monolith/merge-gamble
			microservices/unplanned-platform microservices/network-hops microservices/operations
			serverless/cold-start serverless/debugging serverless/lock-in serverless/bill-flips hybrid/two-platforms`), worst},
	} {
		slices.Sort(tt.want)
		slices.Sort(tt.got)
		if diff := cmp.Diff(tt.want, tt.got); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
	if len(fields) != 18 || len(options) != 4 || len(factors) != 7 || len(worst) != 12 {
		t.Errorf("%d fields, %d options, %d factors, %d worst cases", len(fields), len(options), len(factors), len(worst))
	}
	types := map[string]catalog.FieldType{"engineers": catalog.WholeField, "operates-orchestrator": catalog.YesNoField, "infrastructure-time-share": catalog.NumberField,
		"runtime": catalog.WordField, "someone-waits": catalog.YesNoField, "parts-scaling-alone": catalog.WholeField, "free-tier": catalog.YesNoField}
	for id, want := range types {
		if got := c.Field(id).Type; got != want {
			t.Errorf("%s is a %s, want %s", id, got, want)
		}
	}
	if diff := cmp.Diff([]string{"monolith", "serverless"}, c.Option("hybrid").Parts); diff != "" {
		t.Error(diff)
	}
	kinds := map[string]decision.FactorKind{"team-size": decision.Test, "infra-overhead": decision.Test, "vendor-lock-in": decision.Test, "cold-start": decision.Test,
		"deploy-speed": decision.Trait, "debug-difficulty": decision.Trait, "best-for": decision.Trait}
	for id, want := range kinds {
		if got := c.Factor(id).Kind; got != want {
			t.Errorf("%s is a %s, want %s", id, got, want)
		}
	}
}

// Each fact of the comparison stands in the part of the catalog that it belongs to.
func TestFacts(t *testing.T) {
	c := style(t)
	worst := func(id string) any {
		i := slices.IndexFunc(c.WorstCases, func(w catalog.WorstCase) bool { return w.ID == id })
		if i < 0 {
			t.Fatalf("no worst case %s", id)
		}
		return c.WorstCases[i]
	}
	cell := func(factor, option string) any { return c.Factor(factor).Cell(option) }
	for _, tt := range []struct {
		name  string
		part  any
		words []string
	}{
		{"premise", c.Premise, []string{"best", "two cents a month", "streaming", "worst"}},
		{"rule", c.Rule, []string{"can run", "not the one", "team of five", "infrastructure", "features", `"blanho"`}},

		{"monolith", c.Option("monolith"), []string{"one codebase", "one database", "one deployment", "3 minutes", "in their head", "text search", "one stack trace", "12 services"}},
		{"the monolith's limit", c.Option("monolith").Limit, []string{"most teams never", "more than 20", "every day", "one repository"}},
		{"counter-evidence", c.Option("monolith").Beside, []string{"shopify", "over a thousand developers", "modular", `"shopify"`}},
		{"full-redeploy", worst("full-redeploy"), []string{"one-line", "redeploys everything"}},
		{"one-bad-release", worst("one-bad-release"), []string{"bad release", "everything down"}},
		{"slow-tests", worst("slow-tests"), []string{"45 minutes"}},
		{"merge-gamble", worst("merge-gamble"), []string{"gamble", "conflict"}},

		{"microservices", c.Option("microservices"), []string{"run, scale and keep their data", "without"}},
		{"unplanned-platform", worst("unplanned-platform"), []string{"nobody planned", "service discovery", "distributed tracing", "request routing", "first benefit"}},
		{"network-hops", worst("network-hops"), []string{"0.1 ms", "5 ms", "14 ways"}},
		{"operations", worst("operations"), []string{"kubernetes", "3 a.m.", "further service"}},
		{"thought of", c.Needs, []string{"user service", "authentication service", "order service", "payment service", "notification service", "api gateway"}},
		{"needed besides", c.Needs, []string{"service discovery", "distributed tracing", "circuit breakers", "container orchestration", "centralised logging", "secret management"}},

		{"serverless", c.Option("serverless"), []string{"triggers", "provider", "while they run"}},
		{"cold-start", worst("cold-start"), []string{"500 ms and more", "jvm", "steady load", "rare bursts"}},
		{"debugging", worst("debugging"), []string{"dozens", "stateless"}},
		{"lock-in", worst("lock-in"), []string{"one provider", "event", "table", "error path"}},
		{"bill-flips", worst("bill-flips"), []string{"$50", "$500", "free", "low"}},
		{"two-platforms", worst("two-platforms"), []string{"at once", `"parts"`}},
		{"hybrid", c.Option("hybrid"), []string{"most systems", "production", "monolith at the core"}},

		{"growth 1", c.Growth[0], []string{"monolith", "core"}},
		{"growth 2", c.Growth[1], []string{"few", "services", "scale", "deployed"}},
		{"growth 3", c.Growth[2], []string{"notifications", "image processing", "scheduled jobs"}},

		{"team-size", cell("team-size", "monolith"), []string{"fewer than 20"}},
		{"team-size", cell("team-size", "microservices"), []string{"more than 50"}},
		{"team-size", cell("team-size", "serverless"), []string{"any"}},
		{"deploy-speed", cell("deploy-speed", "monolith"), []string{`"minutes"`}},
		{"deploy-speed", cell("deploy-speed", "microservices"), []string{"minutes a service"}},
		{"deploy-speed", cell("deploy-speed", "serverless"), []string{"seconds a function"}},
		{"debug-difficulty", cell("debug-difficulty", "monolith"), []string{`"low"`}},
		{"debug-difficulty", cell("debug-difficulty", "microservices"), []string{`"high"`}},
		{"debug-difficulty", cell("debug-difficulty", "serverless"), []string{`"medium to high"`}},
		{"infra-overhead", cell("infra-overhead", "monolith"), []string{`"low"`}},
		{"infra-overhead", cell("infra-overhead", "microservices"), []string{`"very high"`}},
		{"infra-overhead", cell("infra-overhead", "serverless"), []string{`"low"`}},
		{"vendor-lock-in", cell("vendor-lock-in", "monolith"), []string{`"low"`}},
		{"vendor-lock-in", cell("vendor-lock-in", "microservices"), []string{`"medium"`}},
		{"vendor-lock-in", cell("vendor-lock-in", "serverless"), []string{`"high"`}},
		{"cold-start", cell("cold-start", "monolith"), []string{`"none"`}},
		{"cold-start", cell("cold-start", "microservices"), []string{`"none"`}},
		{"cold-start", cell("cold-start", "serverless"), []string{`"real"`}},
		{"best-for", cell("best-for", "monolith"), []string{"most start-ups"}},
		{"best-for", cell("best-for", "microservices"), []string{"large organisations"}},
		{"best-for", cell("best-for", "serverless"), []string{"glue", "event"}},

		{"caching", c.FollowUps[0], []string{"netflix", "kafka", "cassandra", "three", "cache", "lie"}},
		{"queues", c.FollowUps[1], []string{"synchronous", "message queue"}},
		{"state", c.FollowUps[2], []string{"hidden state", "adding machines"}},
	} {
		data, err := json.Marshal(tt.part)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ToLower(strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(data)))
		for _, words := range tt.words {
			if !strings.Contains(text, words) {
				t.Errorf("%s says nothing of %q: %s", tt.name, words, text)
			}
		}
	}
	if len(c.Growth) != 3 || len(c.FollowUps) != 3 || len(c.Needs) != 1 || len(c.Needs[0].Thought) != 6 || len(c.Needs[0].Besides) != 6 {
		t.Errorf("%d stages, %d follow-ups, %d needs", len(c.Growth), len(c.FollowUps), len(c.Needs))
	}
}

// The words are the article's, the reading of them as verdicts is ours, and both
// are said.
func TestSources(t *testing.T) {
	c := style(t)
	kinds := map[string]decision.SourceKind{}
	for _, s := range c.Sources {
		kinds[s.ID] = s.Kind
	}
	for _, f := range c.Factors {
		if kinds[f.Source] != decision.FromPractitioner {
			t.Errorf("the words of %s are from %q", f.ID, f.Source)
		}
		if f.Kind == decision.Test && kinds[f.Reading] != decision.FromUs {
			t.Errorf("the verdicts of %s are from %q", f.ID, f.Reading)
		}
	}
	for _, w := range c.WorstCases {
		if want := map[bool]decision.SourceKind{true: decision.FromDerivation, false: decision.FromPractitioner}[w.ID == "two-platforms"]; kinds[w.Source] != want {
			t.Errorf("%s is from %q, want %s", w.ID, w.Source, want)
		}
		if w.Met != nil && kinds[w.Reading] != decision.FromUs {
			t.Errorf("the condition of %s is from %q", w.ID, w.Reading)
		}
	}
	million := 1e6
	prices := map[string]float64{"lambda-requests": 0.2 / million, "lambda-compute": 0.0000166667, "t3-medium": 0.0416, "m5-large": 0.096, "eks-cluster": 0.1}
	if diff := cmp.Diff(prices, c.Model(nil).Prices); diff != "" {
		t.Error(diff)
	}
	for _, p := range c.Prices {
		if kinds[p.Source] != decision.FromVendor {
			t.Errorf("the price %+v", p)
		}
	}
	free := map[string]float64{"requests": 1e6, "compute": 4e5}
	for _, cost := range c.Costs {
		if cost.Free != free[cost.ID] || cost.Price != "" && kinds[cost.Source] != decision.FromVendor {
			t.Errorf("the cost %+v", cost)
		}
	}
}

// An answer is held to its field's type and bounds.
func TestFieldSchema(t *testing.T) {
	c := style(t)
	for i := range c.Fields {
		s := c.Fields[i].Schema()
		if s.Doc == "" || s.Example == "" && c.Fields[i].Type != catalog.WordField {
			t.Errorf("%s: %+v", c.Fields[i].ID, s)
		}
	}
	if got := len(c.ProfileSchema().Keys); got != 18 {
		t.Errorf("the profile has %d keys", got)
	}
}
