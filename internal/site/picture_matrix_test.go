package site

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/decision"
)

// twoOptions is an assessment with a measurement, a trait, a driver and advice.
func twoOptions() decision.Assessment {
	test := func(verdict decision.Verdict, says, because string) decision.AssessedFactor {
		return decision.AssessedFactor{ID: "cold-start", Title: "Cold start", Kind: decision.Test, Verdict: verdict, Says: says, Because: because, Source: "study", SourceKind: decision.FromMeasurement}
	}
	trait := func(says string, kind decision.SourceKind) decision.AssessedFactor {
		return decision.AssessedFactor{ID: "best-for", Title: "Best for", Kind: decision.Trait, Says: says, Source: "study", SourceKind: kind}
	}
	measured := test(decision.Strains, "real", "nobody waits")
	measured.Measured = &decision.Measured{Factor: "cold-start", Value: "90 ms", Verdict: decision.Fits, Source: "load test"}
	measured.Beside = "half of it can be bought off"
	return decision.Assessment{
		Catalog: "architecture-style",
		Options: []decision.AssessedOption{
			{ID: "monolith", Title: "Monolith", Factors: []decision.AssessedFactor{trait("products", decision.FromMeasurement), test(decision.Breaks, "", "it is down")}},
			{ID: "serverless", Title: "Serverless", Factors: []decision.AssessedFactor{trait("glue", decision.FromMeasurement), measured,
				{ID: "idle-cost", Title: "idle cost", Kind: decision.Driver, Verdict: decision.Fits}}},
		},
		Sources: []decision.Source{{ID: "study", Title: "A study", Kind: decision.FromMeasurement}, {ID: "gone", Title: "A source that the catalog dropped", Kind: decision.FromVendor}},
		Profile: []decision.ProfileLine{
			{Field: "requests-per-month", Title: "Requests", Question: "How many?", Answer: decision.RangeValue(1e6, 2e6), Unit: "requests a month"},
			{Field: "runtime", Title: "Runtime", Question: "Which?"},
		},
		Advice: &decision.Advice{
			Leader: "serverless", Because: "Serverless leads: better on cold start.", Ineligible: []decision.Broken{{Option: "monolith", Factor: "cold-start"}},
			Trades: []decision.Trade{{Because: "better on cold start"}, {Because: "monolith and serverless trade this against that"}},
			Cells:  &decision.Cells{Fields: []string{"requests-per-month"}, Total: 4, Because: "Serverless leads in 3 of 4"},
			Notes:  []decision.Note{{Title: "Too much", Text: "of it", Source: "gone"}},
		},
	}
}

func TestMatrix(t *testing.T) {
	d := decision.Decision{Outcome: decision.Outcome{Option: "monolith"}}
	page := drawing(t, "factors", d, twoOptions())
	for selector, want := range map[string][]string{
		"thead th":            {"Factor", "Monolithchosenout", "Serverlessleads"},
		"tbody th[scope=row]": {"Cold start", "Idle cost", "Best for measured"},
		".traits th":          {"Told, never counted", "Best for measured"},
		".traits td":          {"products", "glue"},
		"td.verdict-breaks":   {"✕breaksIt is down. measured"},
		"td.verdict-fits":     {"●fitsMeasured 90 ms Source: load testThe catalog says strains: Nobody waits. measuredOn the other hand half of it can be bought offMeasured 90 msThe catalog: ◐strainsreal", "●fits"},
		"td.chosen":           {"✕breaksIt is down. measured", "not judged", "products"},
		"details summary":     {"✕breaks", "●fits", "What this is held against: 1 of 2 questions answered"},
		".leads":              {"Serverless leads: better on cold start. Monolith is chosen all the same; the reason is the decision’s."},
		"p .label":            {"On the other hand", "Over the ranges of Requests:", "Not answered, and so unknown:"},
		".picture ul li":      {"Monolith and serverless trade this against that."},
		".remark":             {"Too much. of it Source: A source that the catalog dropped (vendor)"},
		".profile div":        {"How many?1,000,000 to 2,000,000 requests a month"},
		".profile p":          {"Not answered, and so unknown: Runtime"},
	} {
		if diff := cmp.Diff(want, page.texts(selector)); diff != "" {
			t.Errorf("%s:\n%s", selector, diff)
		}
	}
	if got := page.all("td .cite")[0].attr["href"]; got != "../catalogs/architecture-style.html#source.study" {
		t.Errorf("the source is at %q", got)
	}
}

// What was settled before there was advice shows what there is.
func TestMatrixWithoutAdvice(t *testing.T) {
	a := twoOptions()
	a.Advice, a.Profile = nil, nil
	page := drawing(t, "factors", decision.Decision{}, a)
	if n := len(page.all(".leads, .profile, .remark, .word")); n > 0 || len(page.all("tbody tr")) != 4 {
		t.Errorf("%d elements that nothing is known for, %d rows", n, len(page.all("tbody tr")))
	}
	for _, block := range []string{"bill", "turning"} {
		if html, err := sketchOf(t, decision.Decision{}, a).bytes(block); err != nil || html != nil {
			t.Errorf("%s is drawn without advice: %s %v", block, html, err)
		}
	}
}
