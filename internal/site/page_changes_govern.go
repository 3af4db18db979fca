package site

import (
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/review"
)

// ChangeGovernor is a decision that governs code which the branch changes.
type ChangeGovernor struct {
	Number     string // "" of a restricted decision whose id is its name
	Title      string // "" of a restricted decision
	Href       string // of its page
	Lead       string // plain text
	Files      []string
	More       int // further files that it governs
	Risks      []ChangedRisk
	Restricted bool // its number is all that is told
}

// ChangeNeed is a changed file that is not to change without a decision.
type ChangeNeed struct {
	File    string
	Pattern string // of the settings
}

// filesShown is how many files a governor names.
const filesShown = 8

// publishedGovernors are governors as everybody may read them. Of a restricted one the
// number remains: what code it is about says what it is about.
func (b *build) publishedGovernors(governors []review.Governor) []review.Governor {
	var out []review.Governor
	for _, g := range governors {
		e := b.Log.Entry(g.Path)
		if e == nil || e.Restricted || b.hidden[g.Path] {
			id := g.ID
			if g.Path != "" || id == ledger.HiddenName {
				id = "" // which may be its name
			}
			out = append(out, review.Governor{ID: id})
			continue
		}
		if b.withheld.Any() {
			g.Lead = record.PlainText(e.Lead)
			g.Risks = b.publishedRisks(g.Risks)
		}
		path, id := g.Path, g.ID // which nothing restricted has
		b.secrets.Clear(&g)
		g.Path, g.ID = path, id
		out = append(out, g)
	}
	return out
}

// changeGovernors are governors with the addresses of their pages.
func (b *build) changeGovernors(governors []review.Governor) []ChangeGovernor {
	var out []ChangeGovernor
	for _, g := range governors {
		one := ChangeGovernor{Number: g.ID, Title: g.Title, Lead: g.Lead, Files: g.Files, Risks: b.changedRisks(g.Risks), Restricted: g.Path == ""}
		if d := b.byEntry[b.Log.Entry(g.Path)]; d != nil {
			one.Href = relative(changesAddress, d.page)
		}
		if one.Title == "" && !one.Restricted {
			one.Title = g.ID
		}
		if n := len(g.Files); n > filesShown {
			one.Files, one.More = g.Files[:filesShown], n-filesShown
		}
		out = append(out, one)
	}
	return out
}

// changedRisks are worst cases with their answers in words.
func (b *build) changedRisks(risks []review.Risk) []ChangedRisk {
	var out []ChangedRisk
	for _, r := range risks {
		risk := ChangedRisk{Title: r.Title, By: r.By, Says: r.Because, Open: r.Answer == "" && r.Met != decision.MetNo}
		if risk.Title == "" {
			risk.Title = r.WorstCase
		}
		switch {
		case risk.Open:
			risk.Answer = b.t("changes.unanswered")
		case r.Answer == "":
			risk.Answer = b.t("changes.cannot-happen")
		default:
			risk.Answer = strings.ReplaceAll(r.Answer, "-", " ")
		}
		out = append(out, risk)
	}
	return out
}

// changeCounts say how much there is of what, what is new first; things that there are
// none of are left out.
func (b *build) changeCounts(p *ChangesPage) []string {
	var out []string
	count := func(key string, n int) {
		if n > 0 {
			out = append(out, b.t("changes.count-"+key, n))
		}
	}
	open := 0
	for _, g := range p.Groups {
		count(g.ID, g.Count)
		for _, c := range g.List {
			for _, risk := range c.Risks {
				if risk.Open {
					open++
				}
			}
		}
	}
	count("open", open)
	count("catalogs", len(p.Catalogs))
	count("findings", len(p.Findings))
	count("needs", len(p.Needs))
	return out
}
