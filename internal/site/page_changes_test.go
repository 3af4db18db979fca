package site

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/review"
)

// someReview is a review with each thing that the page tells.
func someReview() *review.Review {
	return &review.Review{
		Base: "main (3f2a91c)", Head: "the work tree", Mended: 2,
		Decisions: []review.Change{
			{
				Kind: review.Changed, Path: "decisions/0001-a.md", ID: "0001", Title: "Take <b>one</b>", Was: decision.Proposed, Status: decision.Accepted, Lead: "One **thing**.",
				Values: []review.Value{
					{Key: "chosen", Label: "chosen option", From: "monolith", To: "serverless", Because: "bursts"},
					{Key: "profile.engineers", Label: "engineers", From: "8", To: "60", Effects: []string{"monolith's team size: fits → strains"}},
					{Key: "decision-makers", Label: "decision makers", From: "Mallory", To: "Ann"},
					{Key: "answers.cold-start", Label: "answer to “cold start”", To: "accepted by Mallory (watched: requests-per-month above 31,337)"},
					{Key: "judged.monolith.team", Label: "monolith on team", To: "fits because 4,711 know it"},
					{Key: "measured.serverless.latency", Label: "serverless measured on latency", From: "fits at 951 ms", To: "strains at 1,733 ms"},
					{Key: "prices.lambda", Label: "price of lambda", From: "87.31 US dollars", To: "99.44 US dollars (our contract)"},
				},
				Prose: []review.Prose{{Heading: "Context", Cut: true, Words: []review.Word{
					{Op: review.Same, Text: strings.Repeat("word ", 60)}, {Op: review.Delete, Text: "eight "}, {Op: review.Insert, Text: "<script>sixty</script> "}, {Op: review.Same, Text: "people"}}}},
				Risks: []review.Risk{{WorstCase: "cold-start", Title: "cold start", Met: decision.MetYes}, {WorstCase: "bill", Title: "the bill flips", Met: decision.MetYes, Answer: "accepted", By: "Mallory", Because: "it is small"}},
			},
			{Kind: review.New, Path: "decisions/0002-b.md", ID: "0002", Title: "Take two", Status: decision.Proposed, Values: []review.Value{{Key: "chosen", Label: "chosen option", To: "two"}}},
			{Kind: review.Changed, Path: "decisions/0003-c.md", ID: "0003", Title: "Pay Mallory off", Was: decision.Proposed, Status: decision.Accepted, Lead: "Secretly.", Values: []review.Value{{Key: "chosen", Label: "chosen option", From: "threats", To: "money"}}},
			{Kind: review.Superseded, Path: "decisions/0004-d.md", ID: "0004", Title: "Take four", Was: decision.Accepted, Status: decision.Superseded, By: []string{"0002"}},
			{Kind: review.Removed, Path: "decisions/0005-e.md", ID: "0005", Title: "Take five", Was: decision.Rejected},
			{Kind: review.Removed, Restricted: true, ID: "0007", Title: "Secretly", Was: decision.Proposed},
		},
		Catalogs: []review.CatalogChange{{ID: "architecture-style", Title: "Architecture style", Kind: review.Changed, Values: []review.Value{{Key: "v", Label: "version", From: "1", To: "2"}}, Touched: []review.Value{{Key: "0002", Label: "monolith's team size", From: "fits", To: "strains"}}}},
		Brought:  diag.List{{Pos: diag.Pos{File: "decisions/0001-a.md", Line: 4}, Rule: "date", Severity: diag.Warning, Message: "the date is Mallory's"}, {Pos: diag.Pos{File: "decisions/0003-c.md"}, Rule: "date", Severity: diag.Warning, Message: "secret"}},
		Governed: []review.Governor{
			{ID: "0006", Path: "decisions/0006-f.md", Title: "Take <six>", Lead: "Six is Mallory's.", Files: []string{"a.go", "docs/take-0003-c-md.go", "c.go", "d.go", "e.go", "f.go", "g.go", "h.go", "i.go", "<j>.go"},
				Risks: []review.Risk{{WorstCase: "late", Title: "it is late", Met: decision.MetYes, Answer: "accepted", By: "Mallory"}}},
			{ID: "0003", Path: "decisions/0003-c.md", Title: "Pay Mallory off", Lead: "Secretly.", Files: []string{"threats.go"}},
			{ID: "0008", Files: []string{"money.go"}}, // as a review tells of a restricted one
			{ID: ledger.HiddenName, Files: []string{"money.go"}},
		},
		Proposed: []review.Governor{{ID: "0002", Path: "decisions/0002-b.md", Title: "Take two", Files: []string{"a.go"}}},
		Needs:    []review.Need{{File: "deploy/<x>.yaml", Pattern: "deploy/**"}},
	}
}

func comparedSite(t *testing.T, change func(*Options)) *Memory {
	return logOf(t, map[string]string{
		"decisions/0001-a.md": "status: accepted", "decisions/0002-b.md": "status: proposed\nsupersedes: 0004-d.md",
		"decisions/0003-c.md": "status: accepted\nvisibility: restricted", "decisions/0004-d.md": "status: accepted",
		"decisions/0006-f.md": "status: accepted",
	}, func(o *Options) {
		o.Review = someReview()
		if change != nil {
			change(o)
		}
	})
}

func TestChangesPage(t *testing.T) {
	out := comparedSite(t, nil)
	page := pageOf(t, out, "changes.html")
	for selector, want := range map[string][]string{
		".log-count":                             {"compared with main (3f2a91c) · the work tree"},
		".change-index a":                        {"New 1", "Changed 2", "Superseded 1", "Removed 2"},
		"h3":                                     {"0002 Take two", "0001 Take <b>one</b>", "Restricted", "0004 Take four", "0005 Take five", "0007 Restricted", "Architecture style changed", "0006 Take <six>", "Restricted", "0008 Restricted", "Restricted", "0002 Take two"},
		"h3 a":                                   {"Take two", "Take <b>one</b>", "Take four", "Architecture style", "Take <six>", "Take two"},
		".change-counts":                         {"1 new decision, 2 decisions changed, 1 decision superseded, 2 decisions removed, 1 worst case unanswered, 1 catalog changed, 1 finding, 1 file needs a decision."},
		"h2":                                     {"New 1", "Changed 2", "Superseded 1", "Removed 2", "Trade-offs 1", "Findings that the branch brings 1", "Files that need a decision 1", "Decisions that govern changed code 4", "Proposed decisions that would govern changed code 1"},
		".change-governs":                        {"governs a.go, docs/(restricted).go, c.go, d.go, e.go, f.go, g.go, h.go and 2 more", "governs a.go"},
		".changed-prose .quiet":                  {"Too long, or too different, to be compared word by word; whole paragraphs are compared."},
		".changed-status":                        {"◌proposed", "◌proposed →becomes ●accepted", "◌proposed →becomes ●accepted", "●accepted →becomes →superseded superseded by 0002 Take 0002-b.md", "✕rejected", "◌proposed"},
		"[id=to.change-0001] .changed-values th": {"Value", "Old", "New", "chosen option", "engineers", "decision makers", "answer to “cold start”", "monolith on team", "serverless measured on latency", "price of lambda"},
		"[id=to.change-0001] .changed-values del": {"monolith", "8", "Mallory", "fits at 951 ms", "87.31 US dollars"},
		"[id=to.change-0001] .changed-values li":  {"monolith's team size: fits → strains"},
		"[id=to.change-0002] .changed-values td":  {"two"},
		".changed-prose del":                      {"taken out: eight"},
		".changed-prose ins":                      {"put in: <script>sixty</script>"},
		".changed-risks li":                       {"✗cold start: nobody has answered it", "✓the bill flips: accepted (Mallory), it is small", "✓it is late: accepted (Mallory)"},
		".change-findings li":                     {"warning the date is Mallory's decisions/0001-a.md:4 · date", "deploy/<x>.yaml deploy/**"},
		".site-nav a[aria-current=page]":          {"What changed"},
	} {
		if diff := cmp.Diff(want, page.texts(selector)); diff != "" {
			t.Errorf("%s: %s", selector, diff)
		}
	}
	data, _ := out.Get("changes.html")
	for _, no := range []string{"<script>sixty", "<b>one", "Secretly", "Pay", "threats", "money", "secret"} {
		if strings.Contains(string(data), no) {
			t.Errorf("the page holds %q", no)
		}
	}
	if got := page.all(".changed-words")[0].text(); !strings.HasPrefix(got, "… word") || strings.Count(got, "word") != wordsAround {
		t.Errorf("words that stay are not cut: %s", got)
	}
	// Its links lead to the log, and the log's to it.
	if diff := cmp.Diff([]string{"superseded changes.html#to.change-0004", "new changes.html#to.change-0002", "changed changes.html#to.change-0001"}, addresses(pageOf(t, out, "index.html").all(".change-mark"))); diff != "" {
		t.Error(diff)
	}
	one := pageOf(t, out, "decisions/0001-a.html")
	if diff := cmp.Diff([]string{"Changed since main (3f2a91c). See what changed"}, one.texts(".banner-change")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"See what changed ../changes.html#to.change-0001"}, addresses(one.all(".banner-change a"))); diff != "" {
		t.Error(diff)
	}
	if len(one.all("link[href=../assets/changes.css]")) != 1 {
		t.Error("the sheet is not there")
	}
	if n := len(pageOf(t, out, "decisions/0006-f.html").all(".banner-change")); n != 0 {
		t.Error("a decision that did not change says so")
	}
}

// What the site hides is hidden on this page too.
func TestChangesHide(t *testing.T) {
	for _, tt := range []struct {
		hide string
		gone []string
		left []string
	}{
		{"people", []string{"Mallory", "Ann"}, []string{"engineers", "serverless", "87.31", "951"}},
		{"profile", []string{"engineers", "60", "sixty", "fits → strains", "31,337", "4,711", "951", "1,733", "87.31", "99.44", "our contract"}, []string{"Ann", "serverless"}},
		{"costs", []string{"engineers", "31,337", "4,711", "951", "87.31", "99.44", "our contract"}, []string{"Ann", "serverless"}},
	} {
		out := comparedSite(t, func(o *Options) { o.Settings.Hide = []string{tt.hide} })
		data, _ := out.Get("changes.html")
		text := pageOf(t, out, "changes.html").all("main")[0].text()
		for _, no := range tt.gone {
			if strings.Contains(text, no) {
				t.Errorf("with %s hidden the page holds %q:\n%s", tt.hide, no, data)
			}
		}
		for _, yes := range tt.left {
			if !strings.Contains(text, yes) {
				t.Errorf("with %s hidden %q is gone", tt.hide, yes)
			}
		}
	}
}

// A review that was made without all that is hidden is told as it is, and one that was
// made without less is not; leads are those that the decisions' own pages have.
func TestChangesMadeWithout(t *testing.T) {
	for _, tt := range []struct {
		without decision.Withheld
		told    bool
	}{
		{decision.Withheld{Profile: true, Costs: true, People: true}, true},
		{decision.Withheld{Profile: true, People: true}, true},
		{decision.Withheld{Profile: true}, false},
		{decision.Withheld{People: true, Costs: true}, false},
	} {
		out := comparedSite(t, func(o *Options) {
			o.Settings.Hide, o.Review.Withheld = []string{"people", "profile"}, tt.without
			o.Review.Decisions[0].Lead = "Deciders: Mallory."
		})
		page := pageOf(t, out, "changes.html")
		if got := len(page.all(".changed-prose")) > 0; got != tt.told {
			t.Errorf("made without %+v: prose is told: %v", tt.without, got)
		}
		if got := strings.Contains(page.text(), "fits at 951 ms"); got != tt.told {
			t.Errorf("made without %+v: a measurement is told: %v", tt.without, got)
		}
		if got := page.texts("[id=to.change-0001] .changed-lead"); len(got) != 1 || got[0] != "Words." {
			t.Errorf("made without %+v: the lead is %q", tt.without, got)
		}
	}
}

// A branch that changes nothing has a page that says so.
func TestChangesNone(t *testing.T) {
	out := comparedSite(t, func(o *Options) { o.Review = &review.Review{Base: "main"} })
	page := pageOf(t, out, "changes.html")
	if diff := cmp.Diff([]string{"No decision is new or says anything else."}, page.texts(".empty")); diff != "" {
		t.Error(diff)
	}
}

// Without a review nothing tells of one: a page of the project's own may have the
// address.
func TestNoReview(t *testing.T) {
	out := comparedSite(t, func(o *Options) {
		o.Review = nil
		o.Content = fstest.MapFS{"changes.md": {Data: []byte("# Ours\n")}}
	})
	for _, name := range out.Paths() {
		if data, _ := out.Get(name); strings.Contains(string(data), "changes.css") || strings.HasSuffix(name, ".html") && strings.Contains(string(data), "What changed") || name == "assets/changes.css" {
			t.Errorf("%s is of a review", name)
		}
	}
	if got := pageOf(t, out, "changes.html").texts("h1"); len(got) != 1 || got[0] != "Ours" {
		t.Errorf("changes.html is %q", got)
	}
}
