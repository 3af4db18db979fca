package render

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tradeoff/internal/advisor"
	"tradeoff/internal/decision"
	"tradeoff/internal/input"
	"tradeoff/internal/source"
)

// What an input does not keep: which fields an assessment just made hangs on.
var notKept = cmp.Options{
	cmpopts.IgnoreFields(decision.AssessedFactor{}, "Fields"),
	cmpopts.IgnoreFields(decision.AssessedWorstCase{}, "Fields"),
}

// inEveryFormat runs a test with the text of a YAML file in each format of inputs.
func inEveryFormat(t *testing.T, text string, run func(t *testing.T, file string, data []byte, format source.Format)) {
	t.Helper()
	root, findings := source.Parse("x.yaml", []byte(text), source.YAML)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	for ext, format := range map[string]source.Format{"yaml": source.YAML, "toml": source.TOML, "json": source.JSON} {
		t.Run(ext, func(t *testing.T) {
			data, err := source.Emit(root, format)
			if err != nil {
				t.Fatal(err)
			}
			run(t, "d/0007-run-thumbnails."+ext, data, format)
		})
	}
}

// A settled decision keeps its whole advice, in every format, and what it keeps is
// told in the words of the day.
func TestGroundKeepsTheAdvice(t *testing.T) {
	for name, profile := range map[string]string{
		"as it is":    "",
		"with ranges": "  free-tier: false\n  instance-capacity-rps: 10..20\n",
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(fullInput, "status: proposed", "status: accepted", 1)
			inEveryFormat(t, strings.Replace(text, "profile:\n", "profile:\n"+profile, 1), func(t *testing.T, file string, data []byte, _ source.Format) {
				p := project{"d/0003-thumbnails-in-the-web-tier.md": full()["d/0003-thumbnails-in-the-web-tier.md"], file: string(data)}
				before := input.Parse(file, data, nil)
				want := advisor.Advise(&before.Decision, builtInCatalogs["architecture-style"])
				res := p.render(t, Options{})[fullRecord]
				if len(res.Findings) > 0 || res.Input == nil {
					t.Fatal(res.Findings)
				}
				after := input.Parse(file, res.Input, nil)
				if len(after.Findings) > 0 || after.Decision.DecidedWith == nil {
					t.Fatal(after.Findings)
				}
				if diff := cmp.Diff(&want, after.Decision.DecidedWith.Assessment, notKept); diff != "" {
					t.Error(diff)
				}
				for _, word := range []string{"null", "NaN", "Inf", "inf", "[]", "{}"} {
					if slices.Contains(strings.FieldsFunc(string(res.Input), func(r rune) bool { return strings.ContainsRune(" \n,:=", r) }), word) {
						t.Errorf("the input holds %s", word)
					}
				}
				// A record made anew from it is the same to the byte.
				first := p[fullRecord]
				delete(p, fullRecord)
				p.render(t, Options{})
				if diff := cmp.Diff(first, p[fullRecord]); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

// Whatever an answer or a number is like, it is read back as it was.
func TestGroundKeepsEachValue(t *testing.T) {
	want := &decision.Assessment{Options: []decision.AssessedOption{{ID: "a", Title: "A"}}, Advice: &decision.Advice{}}
	for _, v := range []decision.Value{
		decision.NumberValue(0), decision.NumberValue(-3), decision.NumberValue(0.1), decision.NumberValue(1e15), decision.NumberValue(26785714.285714287),
		decision.NumberValue(1e-7), decision.RangeValue(0.5, 2), decision.RangeValue(-3, 1e9), decision.YesNoValue(true), decision.YesNoValue(false),
		decision.WordValue("jvm"), decision.WordValue("true"), decision.WordValue("no"), decision.WordValue("null"), decision.WordValue("nan"), decision.WordValue("inf"),
	} {
		want.Advice.ChangesLeader = append(want.Advice.ChangesLeader, decision.TurningPoint{Field: "f", At: v})
	}
	var terms []decision.Term
	for _, n := range []float64{0, 1e-7, 2.0000000000000002e-07, 1e21, 1.5e300, 5e-324, 0.1 + 0.2, 1 << 53, -16.6667} {
		terms = append(terms, decision.Term{Times: n, Power: 1}, decision.Term{Times: n, Power: -2})
	}
	want.Advice.Costs = &decision.Costs{Along: "f", Title: "F", From: 1e-9, To: 1e15, Curves: []decision.Curve{{Option: "a", Pieces: []decision.Piece{{To: 1e22, Terms: terms}}}}}
	inEveryFormat(t, "format: tradeoff/1\ntitle: A\n", func(t *testing.T, file string, data []byte, format source.Format) {
		written, err := settle(file, data, format, &decision.DecidedWith{Assessment: want})
		if err != nil {
			t.Fatal(err)
		}
		in := input.Parse(file, written, nil)
		if len(in.Findings) > 0 || in.Decision.DecidedWith == nil {
			t.Fatalf("%v\n%s", in.Findings, written)
		}
		if diff := cmp.Diff(want, in.Decision.DecidedWith.Assessment); diff != "" {
			t.Errorf("%s\n%s", diff, written)
		}
	})
}

// What is no number is never written.
func TestGroundRefusesNoNumbers(t *testing.T) {
	for _, n := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		ground := &decision.DecidedWith{Assessment: &decision.Assessment{Advice: &decision.Advice{Costs: &decision.Costs{To: n}}}}
		if written, err := settle("d/0001-a.yaml", []byte("format: tradeoff/1\ntitle: A\n"), source.YAML, ground); err == nil {
			t.Errorf("%v is written as\n%s", n, written)
		}
	}
}

// withoutAdvice is a settled input as it was before there was advice.
func withoutAdvice(t *testing.T, p project, file string) {
	t.Helper()
	data, err := source.Delete(file, []byte(p[file]), source.YAML, []string{"decided-with", "assessment", "advice"})
	if err != nil || strings.Contains(string(data), "advice:") {
		t.Fatal(err)
	}
	p[file] = string(data)
}

// A decision that was settled before there was advice has none in its record, and
// none of its headings.
func TestSettledBeforeAdvice(t *testing.T) {
	const file = "d/0007-run-thumbnails.yaml"
	for _, template := range []string{"madr", "nygard", "y-statement"} {
		p := full()
		p[file] = strings.Replace(fullInput, "status: proposed", "status: accepted", 1)
		p.render(t, Options{Template: template})
		withoutAdvice(t, p, file)
		delete(p, fullRecord)
		res := p.render(t, Options{Template: template})[fullRecord]
		if len(res.Findings) > 0 || res.Input != nil {
			t.Fatal(res.Findings)
		}
		for _, words := range []string{"## The Bill", "## What Would Turn It Round", "tradeoff:bill", "tradeoff:turning", "leads", "Within the range"} {
			if strings.Contains(p[fullRecord], words) {
				t.Errorf("%s: the record has %q", template, words)
			}
		}
		if !strings.Contains(p[fullRecord], "## How the Options Compare") {
			t.Errorf("%s: the comparison is gone", template)
		}
		for _, fault := range lint(p[fullRecord]) {
			t.Errorf("%s: %s", template, fault)
		}
		if res := p.render(t, Options{})[fullRecord]; len(res.Changed) > 0 {
			t.Errorf("%s: rendered again, it changes %v", template, res.Changed)
		}
	}
}

// cutSection takes a section with its block out of a record.
func cutSection(t *testing.T, text, heading string) string {
	t.Helper()
	before, rest, ok := strings.Cut(text, "## "+heading+"\n")
	_, after, more := strings.Cut(rest, "\n## ")
	if !ok || !more {
		t.Fatalf("there is no section %q", heading)
	}
	return before + "## " + after
}

// The record of an open decision that was made before there was advice gets it
// where the template has it. That of a settled one is left alone.
func TestOldRecordsAndAdvice(t *testing.T) {
	for _, template := range []string{"madr", "nygard", "y-statement"} {
		for _, status := range []string{"proposed", "accepted"} {
			t.Run(template+" "+status, func(t *testing.T) {
				p := full()
				p["d/0007-run-thumbnails.yaml"] = strings.Replace(fullInput, "status: proposed", "status: "+status, 1)
				p.render(t, Options{Template: template})
				fresh := p[fullRecord]
				old := cutSection(t, fresh, "What Would Turn It Round")
				want := []string{"turning"}
				if template != "y-statement" {
					old, want = cutSection(t, old, "The Bill"), []string{"bill", "turning"}
				}
				own := "\nA paragraph of somebody's.\n"
				old = strings.Replace(old, "\n## Worst Cases\n", own+"\n## Worst Cases\n", 1)
				p[fullRecord] = old
				res := p.render(t, Options{})[fullRecord]
				if len(res.Findings) > 0 {
					t.Fatal(res.Findings)
				}
				wanted := strings.Replace(fresh, "\n## Worst Cases\n", own+"\n## Worst Cases\n", 1)
				if status == "accepted" {
					want, wanted = nil, old
				}
				if diff := cmp.Diff(want, res.Changed); diff != "" {
					t.Error(diff)
				}
				if diff := cmp.Diff(wanted, p[fullRecord]); diff != "" {
					t.Error(diff)
				}
				if again := p.render(t, Options{})[fullRecord]; len(again.Changed) > 0 || len(again.Findings) > 0 {
					t.Errorf("rendered again, it changes %v: %v", again.Changed, again.Findings)
				}
			})
		}
	}
}
