package site

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/decision"
)

func TestTurning(t *testing.T) {
	n := decision.NumberValue
	a := decision.Assessment{
		Options: []decision.AssessedOption{
			{ID: "a", Title: "A", Factors: []decision.AssessedFactor{{ID: "team-size", Title: "Team size"}}}, {ID: "b", Title: "B"}, {ID: "c", Title: "C"},
		},
		Profile: []decision.ProfileLine{
			{Field: "engineers", Title: "Engineers", Answer: decision.RangeValue(8, 14)}, {Field: "budget", Title: "Budget", Answer: n(600), Unit: "ms"},
			{Field: "cost", Title: "Cost", Answer: n(50), Unit: "US dollars a month"}, {Field: "requests", Title: "Requests", Answer: n(3e6), Unit: "requests a month"},
			{Field: "free", Title: "Free tier", Answer: decision.YesNoValue(true)}, {Field: "runtime", Title: "Runtime"},
		},
		Advice: &decision.Advice{
			ChangesLeader: []decision.TurningPoint{{Field: "budget", At: n(700), Up: true, From: "a", Contenders: []string{"a", "b"}, Because: "Nobody leads: A and B are level."},
				{Field: "free", At: decision.YesNoValue(false), To: "a", Because: "A leads."}},
			ChangesVerdict: []decision.TurningPoint{
				{Field: "engineers", At: n(20), Up: true, Option: "a", Factor: "team-size", From: "fits", To: "open", Because: "neither side claims 20"},
				{Field: "engineers", At: n(20), Up: true, Option: "c", Factor: "team-size", From: "fits", To: "open", Because: "neither side claims 20"},
				{Field: "engineers", At: n(20), Up: true, Option: "b", Factor: "team-size", From: "strains", To: "open", Because: "neither side claims 20"},
				{Field: "engineers", At: n(50), Up: true, Beyond: true, Option: "a", Factor: "team-size", From: "open", To: "strains", Because: "51 are too many"},
			},
			ChangesCheaper: []decision.TurningPoint{
				{Field: "requests", At: n(26790000), Up: true, Beyond: true, From: "a", To: "b", Because: "B costs least, only if it carries them"},
				{Field: "budget", At: n(203.5), Up: true, Beyond: true, From: "a", Because: "which is cheapest cannot be told, or two cost the same"},
				{Field: "budget", At: n(2251), Up: true, Beyond: true, To: "b", Because: "B costs least"},
				{Field: "cost", At: n(49.125), Beyond: true, From: "a", To: "b", Because: "B costs least"},
			},
			NoDifference: []string{"runtime"},
			Unknown: []decision.OpenField{{Field: "runtime", Because: "no answer to it changes who leads"}, {Field: "gone", Because: "no answer to it changes who leads"},
				{Field: "free", Matters: true, Because: "it can still change who leads"}},
			Unmeasured: []decision.Unmeasured{{Option: "a", Factor: "team-size", Matters: true, Because: "it must be measured"}, {Option: "b", Factor: "team-size"}},
		},
	}
	page := drawing(t, "turning", decision.Decision{}, a)
	for selector, want := range map[string][]string{
		"h3": {"What would change who leads", "What would change which is cheaper", "What would change a verdict", "Worth finding out"},
		".turns dt": {"Budget from 700 up mshere 600", "Free tier: no",
			"Requests above 26.79 million a monthhere 3 million", "Budget above 2,251 mshere 600; above 203.5 it cannot be told", "Cost " + a.Advice.ChangesCheaper[3].Where()[:6] + "$49.13 a monthhere $50",
			"Engineers from 20 uphere 8 to 14", "Engineers above 50here 8 to 14", "To be measured: Team size of A", "Free tier"},
		".turns dd": {"Nobody leads: A and B are level.", "A leads.", "B costs least, only if it carries them.", "B costs least.", "B costs least.",
			"Team size, A, C: ●fits →becomes ◌openNeither side claims 20.", "Team size, B: ◐strains →becomes ◌openNeither side claims 20.",
			"Team size, A: ◌open →becomes ◐strains51 are too many.", "it must be measured.", "it can still change who leads."},
		"p": {"Makes no difference, whatever the value: Runtime.", "Not known, and it changes no leader: Team size of B; Runtime, gone (no answer to it changes who leads)."},
	} {
		if diff := cmp.Diff(want, page.texts(selector)); diff != "" {
			t.Errorf("%s:\n%s", selector, diff)
		}
	}
	a.Advice = &decision.Advice{}
	if diff := cmp.Diff([]string{"No value of one answer alone, all others being as they are."}, drawing(t, "turning", decision.Decision{}, a).texts("p")); diff != "" {
		t.Error(diff)
	}
}
