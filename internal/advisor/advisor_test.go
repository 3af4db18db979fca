package advisor_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/content"
	"tradeoff/internal/advisor"
	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
)

// style is the catalog that comes with tradeoff.
func style(t testing.TB) *catalog.Catalog {
	t.Helper()
	c, findings := catalog.Load(content.FS, "tradeoffs/architecture-style.yaml")
	if c == nil {
		t.Fatal(findings)
	}
	return c
}

// answers reads "engineers=8..14 runtime=jvm free-tier=true" as a profile.
func answers(t testing.TB, text string) decision.Profile {
	t.Helper()
	p := decision.Profile{}
	for _, pair := range strings.Fields(text) {
		field, value, ok := strings.Cut(pair, "=")
		if !ok {
			t.Fatalf("%q is no answer", pair)
		}
		switch value {
		case "true", "false":
			p[field] = decision.YesNoValue(value == "true")
			continue
		}
		var n float64
		if v, err := decision.ParseRange(value); err == nil {
			p[field] = v
		} else if _, err := fmt.Sscanf(value, "%g", &n); err == nil {
			p[field] = decision.NumberValue(n)
		} else {
			p[field] = decision.WordValue(value)
		}
	}
	return p
}

func assess(t testing.TB, c *catalog.Catalog, profile string, options ...decision.Option) *decision.Assessment {
	t.Helper()
	a := advisor.Assess(&decision.Decision{Profile: answers(t, profile), Options: options}, c)
	return &a
}

var options = []string{"monolith", "microservices", "serverless", "hybrid"}

// verdicts tells the test factors of an assessment, a line for each: the factor,
// and a verdict for each of the options in their order.
func verdicts(a *decision.Assessment) string {
	var lines []string
	for _, factor := range []string{"team-size", "infra-overhead", "vendor-lock-in", "cold-start"} {
		line := factor + ":"
		for _, option := range options {
			line += " " + string(a.Option(option).Factor(factor).Verdict)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// The expected verdicts are worked out by hand from the published comparison of
// the styles, option by option: monolith, microservices, serverless, hybrid.
func TestVerdicts(t *testing.T) {
	const (
		sizeBelow   = "fits strains fits fits"
		sizeBetween = "open open fits open"
		sizeAbove   = "strains fits fits strains"
		sizeUnknown = "unknown unknown fits unknown"

		infraYes     = "fits fits fits fits"
		infraNo      = "fits breaks fits fits"
		infraUnknown = "fits unknown fits fits"

		lockYes     = "fits strains breaks breaks"
		lockNo      = "fits fits fits fits"
		lockUnknown = "fits unknown unknown unknown"

		coldFits    = "fits fits fits fits"
		coldStrains = "fits fits strains strains"
		coldUnknown = "fits fits unknown unknown"
	)
	for _, tt := range []struct {
		profile                 string
		size, infra, lock, cold string
	}{
		{"", sizeUnknown, infraUnknown, lockUnknown, coldUnknown},

		// The thresholds of the team's size, from either side.
		{"engineers=1", sizeBelow, infraUnknown, lockUnknown, coldUnknown},
		{"engineers=19", sizeBelow, infraUnknown, lockUnknown, coldUnknown},
		{"engineers=20", sizeBetween, infraUnknown, lockUnknown, coldUnknown},
		{"engineers=35", sizeBetween, infraUnknown, lockUnknown, coldUnknown},
		{"engineers=50", sizeBetween, infraUnknown, lockUnknown, coldUnknown},
		{"engineers=51", sizeAbove, infraUnknown, lockUnknown, coldUnknown},
		{"engineers=1000", sizeAbove, infraUnknown, lockUnknown, coldUnknown},

		// Ranges: within, along and across the thresholds.
		{"engineers=8..14", sizeBelow, infraUnknown, lockUnknown, coldUnknown},
		{"engineers=8..19", sizeBelow, infraUnknown, lockUnknown, coldUnknown},
		{"engineers=20..50", sizeBetween, infraUnknown, lockUnknown, coldUnknown},
		{"engineers=51..90", sizeAbove, infraUnknown, lockUnknown, coldUnknown},
		{"engineers=19..20", sizeUnknown, infraUnknown, lockUnknown, coldUnknown},
		{"engineers=50..51", sizeUnknown, infraUnknown, lockUnknown, coldUnknown},
		{"engineers=10..60", sizeUnknown, infraUnknown, lockUnknown, coldUnknown},
		{"engineers=20..20", sizeBetween, infraUnknown, lockUnknown, coldUnknown},

		{"operates-orchestrator=true", sizeUnknown, infraYes, lockUnknown, coldUnknown},
		{"operates-orchestrator=false", sizeUnknown, infraNo, lockUnknown, coldUnknown},
		{"portability-required=true", sizeUnknown, infraUnknown, lockYes, coldUnknown},
		{"portability-required=false", sizeUnknown, infraUnknown, lockNo, coldUnknown},

		// Cold starts: who waits, on what, and for how long.
		{"someone-waits=false", sizeUnknown, infraUnknown, lockUnknown, coldFits},
		{"someone-waits=false runtime=jvm latency-budget-ms=1 request-duration-ms=900", sizeUnknown, infraUnknown, lockUnknown, coldFits},
		{"someone-waits=true", sizeUnknown, infraUnknown, lockUnknown, coldUnknown},
		{"someone-waits=true runtime=jvm", sizeUnknown, infraUnknown, lockUnknown, coldUnknown},
		{"someone-waits=true runtime=jvm latency-budget-ms=300", sizeUnknown, infraUnknown, lockUnknown, coldUnknown},
		{"someone-waits=true runtime=other latency-budget-ms=300 request-duration-ms=100", sizeUnknown, infraUnknown, lockUnknown, coldUnknown},
		{"someone-waits=true runtime=jvm latency-budget-ms=599 request-duration-ms=100", sizeUnknown, infraUnknown, lockUnknown, coldStrains},
		{"someone-waits=true runtime=jvm latency-budget-ms=600 request-duration-ms=100", sizeUnknown, infraUnknown, lockUnknown, coldFits},
		{"someone-waits=true runtime=jvm latency-budget-ms=601 request-duration-ms=100", sizeUnknown, infraUnknown, lockUnknown, coldFits},
		{"someone-waits=true runtime=jvm latency-budget-ms=550..650 request-duration-ms=100", sizeUnknown, infraUnknown, lockUnknown, coldUnknown},
		{"someone-waits=true runtime=jvm latency-budget-ms=600 request-duration-ms=50..150", sizeUnknown, infraUnknown, lockUnknown, coldUnknown},
		{"runtime=jvm latency-budget-ms=300 request-duration-ms=100", sizeUnknown, infraUnknown, lockUnknown, coldUnknown},

		// Whole teams.
		{"engineers=5 operates-orchestrator=false portability-required=false someone-waits=false", sizeBelow, infraNo, lockNo, coldFits},
		{"engineers=120 operates-orchestrator=true portability-required=true someone-waits=true runtime=jvm latency-budget-ms=200 request-duration-ms=50",
			sizeAbove, infraYes, lockYes, coldStrains},
		{"engineers=30 operates-orchestrator=true portability-required=false someone-waits=true runtime=other", sizeBetween, infraYes, lockNo, coldUnknown},

		// Answers that no test factor asks for decide none.
		{"requests-per-month=1000000000 instances=2 free-tier=true event-driven=true parts-scaling-alone=9 infrastructure-time-share=0.9 peak-to-average=10",
			sizeUnknown, infraUnknown, lockUnknown, coldUnknown},
	} {
		t.Run(tt.profile, func(t *testing.T) {
			want := "team-size: " + tt.size + "\ninfra-overhead: " + tt.infra + "\nvendor-lock-in: " + tt.lock + "\ncold-start: " + tt.cold
			if diff := cmp.Diff(want, verdicts(assess(t, style(t), tt.profile))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A combined option stands on each factor where the worse of its parts does.
func TestHybridIsTheWorstOfItsParts(t *testing.T) {
	c := style(t)
	rng := rand.New(rand.NewPCG(1, 2))
	seen := map[decision.Verdict]bool{}
	for range 300 {
		a := advisor.Assess(&decision.Decision{Profile: randomProfile(rng, c)}, c)
		for _, f := range a.Option("hybrid").Factors {
			if f.Kind != decision.Test {
				continue
			}
			worst := decision.Worst(a.Option("monolith").Factor(f.ID).Verdict, a.Option("serverless").Factor(f.ID).Verdict)
			if f.Verdict != worst {
				t.Fatalf("%s: hybrid %s, the worst of its parts %s", f.ID, f.Verdict, worst)
			}
			if f.SourceKind != decision.FromDerivation {
				t.Fatalf("%s: the source of a derived verdict is %q", f.ID, f.SourceKind)
			}
			seen[f.Verdict] = true
		}
	}
	if len(seen) != len(decision.Verdicts()) {
		t.Errorf("of the verdicts only %v came up: the profiles are too tame", slices.Sorted(maps.Keys(seen)))
	}
}

// randomProfile answers some of the catalog's questions.
func randomProfile(rng *rand.Rand, c *catalog.Catalog) decision.Profile {
	p := decision.Profile{}
	interesting := map[string][]float64{
		"engineers": {1, 5, 19, 20, 35, 50, 51, 80}, "latency-budget-ms": {100, 499, 600, 700, 5000}, "request-duration-ms": {1, 100, 200},
		"requests-per-month": {1000, 26e6, 27e6, 1e9}, "request-memory-mb": {128, 512}, "instances": {1, 2}, "instance-monthly-cost": {10, 50},
	}
	for _, f := range c.Fields {
		if rng.IntN(4) == 0 {
			continue
		}
		switch f.Type {
		case catalog.YesNoField:
			p[f.ID] = decision.YesNoValue(rng.IntN(2) == 0)
		case catalog.WordField:
			p[f.ID] = decision.WordValue(f.Values[rng.IntN(len(f.Values))])
		default:
			ns := interesting[f.ID]
			if ns == nil {
				ns = []float64{*f.Min, *f.Min + 1}
			}
			i := rng.IntN(len(ns))
			j := i
			if rng.IntN(3) == 0 {
				j += rng.IntN(len(ns) - i)
			}
			p[f.ID] = decision.RangeValue(ns[i], ns[j])
		}
	}
	return p
}

// Leaving an answer out may make something unknown. It never settles anything,
// and never turns one known verdict into another.
func TestMissingAnswersSettleNothing(t *testing.T) {
	c := style(t)
	rng := rand.New(rand.NewPCG(3, 4))
	lost := 0
	for range 120 {
		p := randomProfile(rng, c)
		whole := advisor.Assess(&decision.Decision{Profile: p}, c)
		for _, field := range slices.Sorted(maps.Keys(p)) {
			less := maps.Clone(p)
			delete(less, field)
			part := advisor.Assess(&decision.Decision{Profile: less}, c)
			for i, o := range whole.Options {
				for j, f := range o.Factors {
					if now := part.Options[i].Factors[j].Verdict; now != f.Verdict {
						lost++
						if now != decision.Undecided {
							t.Fatalf("without %s, %s of %s turns from %s to %s\n%v", field, f.ID, o.ID, f.Verdict, now, p)
						}
					}
				}
				for j, w := range o.WorstCases {
					if now := part.Options[i].WorstCases[j].Met; now != w.Met && now != decision.MetUnknown {
						t.Fatalf("without %s, the worst case %s of %s turns from %s to %s\n%v", field, w.ID, o.ID, w.Met, now, p)
					}
				}
			}
		}
	}
	if lost == 0 {
		t.Error("no verdict hung on any answer: the test tests nothing")
	}
}

// A range says no more than each number in it.
func TestRangesAgreeWithTheirNumbers(t *testing.T) {
	c := style(t)
	singles := map[int]decision.Assessment{}
	for n := 15; n <= 55; n++ {
		singles[n] = advisor.Assess(&decision.Decision{Profile: decision.Profile{"engineers": decision.NumberValue(float64(n))}}, c)
	}
	verdictOf := func(n int, option string) decision.Verdict {
		one := singles[n]
		return one.Option(option).Factor("team-size").Verdict
	}
	for low := 15; low <= 55; low += 1 + low%2 {
		for high := low; high <= 55; high++ {
			span := advisor.Assess(&decision.Decision{Profile: decision.Profile{"engineers": decision.RangeValue(float64(low), float64(high))}}, c)
			for _, option := range options {
				want := map[decision.Verdict]bool{}
				for n := low; n <= high; n++ {
					want[verdictOf(n, option)] = true
				}
				got := span.Option(option).Factor("team-size").Verdict
				if len(want) > 1 && got != decision.Undecided || len(want) == 1 && !want[got] {
					t.Fatalf("%d..%d engineers, %s: %s, while its numbers say %v", low, high, option, got, want)
				}
			}
		}
	}
}
