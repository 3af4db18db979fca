package site

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/decision"
)

// goesWrong is an assessment with worst cases of every kind.
func goesWrong() decision.Assessment {
	return decision.Assessment{
		Options: []decision.AssessedOption{
			{ID: "a", Title: "A", WorstCases: []decision.AssessedWorstCase{{ID: "down", Title: "It is down.", What: "It is down.", Met: decision.MetYes}}, Needs: []decision.Need{{Title: "Tracing", What: "to find it"}}},
			{ID: "b", Title: "B", WorstCases: []decision.AssessedWorstCase{
				{ID: "never", Title: "Never", What: "It is lost", When: "it leaves", Met: decision.MetNo, Because: "it stays"},
				{ID: "accepted", Title: "Accepted", What: "It is slow", When: "always", Met: decision.MetYes, Figure: "500 ms", Beside: "not often", Source: "an incident"},
				{ID: "open", Title: "Open", What: "It is dear", When: "traffic grows", Met: decision.MetUnknown},
				{ID: "mitigated", Title: "Mitigated", What: "It is odd", Met: decision.MetYes},
			}},
			{ID: "ab", Title: "A and B", Parts: []string{"a", "b"}, WorstCases: []decision.AssessedWorstCase{{ID: "two", Title: "Two of them", Met: decision.MetYes}, {ID: "down", Title: "It is down", Met: decision.MetYes}}},
		},
		Profile: []decision.ProfileLine{{Field: "requests-per-month", Title: "Requests"}},
	}
}

func answeredDecision() decision.Decision {
	above := 2e7
	return decision.Decision{Outcome: decision.Outcome{Option: "b", Answers: []decision.Answer{
		{WorstCase: "accepted", Answer: "accepted", By: "media team", Because: "far below", Watch: &decision.Watch{Field: "requests-per-month", Above: &above}, Happened: "2026-03-02"},
		{WorstCase: "mitigated", Answer: "mitigated", Because: "a test holds it"},
	}}}
}

func TestWorstCases(t *testing.T) {
	page := drawing(t, "worst-cases", answeredDecision(), goesWrong())
	for selector, want := range map[string][]string{
		"h3":                        {"B chosen"},
		".worst-cases .worst-title": {"Accepted", "Open", "Mitigated", "Never", "It is down", "Two of them"},
		".answer": {
			"✓accepted by media team. Far below. Watched: Requests above 20,000,000. It happened on 2026-03-02.",
			"✕not answered", "✓mitigated. A test holds it.", "–no answer needed"},
		".met":                  {"▲it can happen here", "?it cannot be ruled out", "▲it can happen here", "–it cannot happen here", "▲it can happen here", "▲it can happen here"},
		"li.answer-missing":     {"Open?it cannot be ruled out It is dear. When traffic grows. ✕not answered"},
		"li[id=worst.accepted]": {"Accepted500 ms▲it can happen here It is slow. Source: an incident It comes with the option, always. On the other hand not often ✓accepted by media team. Far below. Watched: Requests above 20,000,000. It happened on 2026-03-02."},
		"li.worst-no .aside":    {"When it leaves. Here: It stays."},
		".others summary":       {"A 1 worst case, 1 possible here", "One more thing to operate before the first benefit", "A and B 1 worst case, 1 possible here"},
		"details.others[open]":  nil,
		".happened":             {"It happened on 2026-03-02."},
	} {
		if diff := cmp.Diff(want, page.texts(selector)); diff != "" {
			t.Errorf("%s:\n%s", selector, diff)
		}
	}
	inherits := page.all(".others")[1].texts("p")
	if got := inherits[len(inherits)-1]; got != "It shares the worst cases of A, B." {
		t.Errorf("A and B ends with %q", got)
	}
}

// While nothing is chosen no option stands behind another.
func TestWorstCasesOfNothingChosen(t *testing.T) {
	page := drawing(t, "worst-cases", decision.Decision{}, goesWrong())
	if n := len(page.all("details.others[open]")); n != 3 || len(page.all(".answer")) > 0 || len(page.all("li[id]")) > 0 {
		t.Errorf("%d of 3 are open", n)
	}
}

func TestAnswersInBrief(t *testing.T) {
	page := drawing(t, "answers", answeredDecision(), goesWrong())
	want := []string{"Answered: 2 of 3 that are possible here. Each answer stands on its card above. One more cannot happen here.", "Not answered: Open."}
	if diff := cmp.Diff(want, page.texts("p")); diff != "" {
		t.Error(diff)
	}
	if got := page.all("a")[0].attr["href"]; got != "#worst.open" {
		t.Errorf("it leads to %q", got)
	}
	s := sketchOf(t, answeredDecision(), goesWrong())
	s.answers = false
	if html, err := s.bytes("answers"); err != nil || html != nil {
		t.Errorf("without cards the block's own answers stay, and not %s %v", html, err)
	}
}
