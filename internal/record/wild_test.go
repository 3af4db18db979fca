package record

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/decision"
)

// told is what the table of forms in the wild compares.
type told struct {
	Title, Status, Date string
	Carriers            string // of status, date and decision makers
	Makers              []string
	Relations           []string
	Options             string // titles, the chosen ones in brackets
	Doubts              string // rules
}

func tell(r *Record) told {
	all := readAll(r)
	out := told{Title: r.Title, Status: string(r.Status), Date: r.Date, Makers: r.DecisionMakers, Relations: all.Relations}
	var carriers, options, doubts []string
	for _, m := range []Meta{MetaStatus, MetaDate, MetaMakers} {
		if f := r.Found(m); f.Carrier != Nowhere {
			carriers = append(carriers, m.String()+": "+string(f.Carrier))
		}
	}
	for _, o := range r.Options {
		if o.Chosen {
			options = append(options, "["+o.Title+"]")
		} else {
			options = append(options, o.Title)
		}
	}
	for _, d := range r.Doubts {
		doubts = append(doubts, d.Rule)
	}
	out.Carriers, out.Options, out.Doubts = strings.Join(carriers, ", "), strings.Join(options, "; "), strings.Join(doubts, " ")
	return out
}

// TestFormsInTheWild holds the reader to forms that teams and tools have come up
// with. The texts are made up.
func TestFormsInTheWild(t *testing.T) {
	for _, c := range []struct {
		name, file, text string
		want             told
	}{
		{"dotnet-adr names its successor without a link", "0003-cache.md", "# Cache\n\n## Status\n\nSuperseded by ADR 0007 - Cache in front\n",
			told{Title: "Cache", Status: "superseded", Carriers: "status: section", Relations: []string{"superseded by 0007"}}},
		{"adg keeps all in front matter", "AD0007-cache.md", "---\nadr_id: \"0007\"\ntitle: Cache\nstatus: decided\ntags: [web]\nlinks:\n  precedes: [0008]\n  amends: [\"0003\"]\n---\n\n## <a name=\"question\"></a> Context\n\nSlow.\n",
			told{Title: "Cache", Status: "accepted", Carriers: "status: front matter", Relations: []string{"amends 0003"}}},
		{"fuego-adr has dates and numbers of its own", "012-cache.adr.md", "---\nstatus: accepted\ndate_proposed: 2024-01-01\ndate_accepted: 2024-01-05\nsupersedes: [3, 4]\n---\n# ADR-012: Cache\n",
			told{Title: "Cache", Status: "accepted", Date: "2024-01-01", Carriers: "status: front matter, date: front matter", Relations: []string{"supersedes 3", "supersedes 4"}}},
		{"EventCatalog writes keys in camel case", "adrs/0007-cache/index.mdx", "---\ntitle: Cache\nstatus: approved\ndate: 2024-01-05\ndecisionMakers: [ann, bob]\namendedBy: [warm-the-cache]\n---\n\nText.\n",
			told{Title: "Cache", Status: "accepted", Date: "2024-01-05", Carriers: "status: front matter, date: front matter, decision-makers: front matter", Makers: []string{"ann", "bob"}, Relations: []string{"amended by warm-the-cache"}}},
		{"a table over the text", "0001-cache.md", "| Status | Date | Author(s) |\n|:---|:---|:---|\n| Accepted | 2024-01-05 | [ann](https://example.org) |\n\n# Cache\n",
			told{Title: "Cache", Status: "accepted", Date: "2024-01-05", Carriers: "status: table, date: table"}},
		{"a table of keys and values", "0001-cache.md", "# Cache\n\n| Key | Value |\n|---|---|\n| **Status** | ✅ Approved |\n| Deciders | Ann \\| Bob |\n| Supersedes | [2](0002-x.md) |\n",
			told{Title: "Cache", Status: "accepted", Carriers: "status: table, decision-makers: table", Makers: []string{"Ann | Bob"}, Relations: []string{"supersedes 0002-x.md"}}},
		{"no title, and a diagram with marks of front matter", "2024-05-06-cache-in-front.md", "```mermaid\n---\ntitle: x\nstatus: rejected\n---\nflowchart LR\n```\n\n## Status\n\nAccepted\n",
			told{Title: "Cache in front", Status: "accepted", Carriers: "status: section", Doubts: "title"}},
		{"the chosen option has a tick", "0001-cache.md", "# Cache\n\n## Considered Options\n\n- Nothing\n- Redis :white_check_mark:\n  - nested\n- [ ] Memcached\n",
			told{Title: "Cache", Status: "unknown", Options: "Nothing; [Redis]; Memcached"}},
		{"options are headings with lists of pros", "0001-cache.md", "# Cache\n\n## Options\n\n### Option 1: Redis\n\n**Pros**\n\n* fast\n\n### Option 2: Nothing\n\n## Decision\n\nChosen option: **Option 2**, because it is there.\n",
			told{Title: "Cache", Status: "unknown", Options: "Option 1: Redis; [Option 2: Nothing]"}},
		{"options are bold words", "0001-cache.md", "# Cache\n\n## Alternatives considered\n\n**Redis.** It is fast.\n\n**Nothing.** It is cheap.\n\n## Decision\n\nWe will use Redis in front of the shop.\n",
			told{Title: "Cache", Status: "unknown", Options: "[Redis]; Nothing"}},
		{"the chosen option is in other words", "0001-cache.md", "# Cache\n\n## Considered Options\n\n1. Redis in front of the shop\n2. Redis behind the shop\n3. Nothing\n\n## Decision Outcome\n\nChosen option: \"Put Redis behind the shop\", because.\n",
			told{Title: "Cache", Status: "unknown", Options: "Redis in front of the shop; [Redis behind the shop]; Nothing"}},
		{"the chosen option is none of them", "0001-cache.md", "# Cache\n\n## Considered Options\n\n* Redis\n* Nothing\n\n## Decision Outcome\n\nChosen option: \"Varnish\", because.\n",
			told{Title: "Cache", Status: "unknown", Options: "Redis; Nothing", Doubts: "chosen-option"}},
		{"several outcomes", "0001-cache.md", "# Cache\n\n## Considered Options\n\n* Redis\n* Nothing\n\n## Decision Outcome\n\nOpen until March.\n\n## Decision Outcome (March)\n\n## Decision Outcome\n\nChosen option: Nothing\n",
			told{Title: "Cache", Status: "unknown", Options: "Redis; [Nothing]"}},
		{"the status is struck through, with a history", "0001-cache.md", "# 1. Cache\n\n## Status\n\n~~Proposed~~ **Accepted** (2024-01-05)\n", told{Title: "Cache", Status: "accepted", Carriers: "status: section"}},
		{"values that YAML takes for something else", "0001-cache.md", "---\nstatus: accepted\ndate: 2024-01-05\nadr: 0017\ndecision-makers: no\n---\n# Cache\n",
			told{Title: "Cache", Status: "accepted", Date: "2024-01-05", Carriers: "status: front matter, date: front matter, decision-makers: front matter", Makers: []string{"no"}}},
		{"words that are no status, and a day that is none", "0001-cache.md", "# Cache\n\nStatus: parked\nDate: soon\n", told{Title: "Cache", Status: "unknown", Carriers: "status: line, date: line", Doubts: "status date"}},
		{"partly superseded, with a part in words", "0004-cache.md", "# 4. Cache\n\n## Status\n\nAccepted\n\nPartly superseded by [7. X](0007-x.md)\n\nPartly supersedes [2. Y](0002-y.md), part the licence.\n",
			told{Title: "Cache", Status: "accepted", Carriers: "status: section", Relations: []string{"superseded by 0007-x.md", "supersedes 0002-y.md"}}},
		{"the status is ticked", "0001-cache.md", "# Cache\n\n## Status\n\n- [ ] Proposed\n- [x] Accepted\n- [ ] Rejected\n", told{Title: "Cache", Status: "accepted", Carriers: "status: section"}},
		{"no status is ticked", "0001-cache.md", "# Cache\n\n## Status\n\n- [ ] Proposed\n- [ ] Accepted\n", told{Title: "Cache", Status: "unknown", Carriers: "status: section", Doubts: "status"}},
		{"front matter in TOML", "0001-cache.md", "+++\ntitle = \"Cache it\"\nstatus = \"accepted\"\ndate = 2024-01-05\nsupersedes = [3]\n+++\n\nText.\n",
			told{Title: "Cache it", Status: "accepted", Date: "2024-01-05", Carriers: "status: front matter, date: front matter", Relations: []string{"supersedes 3"}}},
		{"a note above an old decision", "0004-cache.md", "# Cache\n\n> [!WARNING]\n> Superseded by [7](0007-x.md), which [8](0008-y.md) explains.\n\n## Context\n\nThis replaces [2](0002-z.md).\n",
			told{Title: "Cache", Status: "unknown", Relations: []string{"superseded by 0007-x.md"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, v := range variants(c.text) {
				if diff := cmp.Diff(c.want, tell(Parse(c.file, []byte(v.text)))); diff != "" {
					t.Errorf("%s (-want +got):\n%s", v.name, diff)
				}
			}
		})
	}
}

func TestWordsOfTheTeam(t *testing.T) {
	rd := &Reader{Words: map[string]decision.Status{FoldWord("On  Hold"): decision.Proposed, FoldWord("MIGRIERT"): decision.Deprecated}}
	for raw, want := range map[string]decision.Status{"on hold": "proposed", "**On hold** since May": "proposed", "Migriert": "deprecated", "accepted": "accepted", "hold": "unknown"} {
		r := rd.Parse("0001-a.md", []byte("# A\n\nStatus: "+raw+"\n"))
		if r.Status != want {
			t.Errorf("%q is %s, want %s", raw, r.Status, want)
		}
		if want == decision.Unknown {
			continue
		}
		// What it was read with goes on being used when an edit is read back.
		if _, err := r.SetStatus(decision.Rejected, "", nil); err != nil {
			t.Error(err)
		}
	}
}

func TestTemplatesByTheirTitle(t *testing.T) {
	for _, c := range []struct {
		file, text string
		want       bool
	}{
		{"0000-new.md", "# NUMBER. TITLE\n", true}, {"copy-me.md", "# {short title, representative of solved problem}\n", true}, {"9999-x.md", "# [short title of solved problem]\n", true},
		{"0042-x.md", "# {short title}\n", false}, {"2024-01-05-x.md", "# [short title of it]\n", false}, {"x.md", "# Use [brackets](x.md)\n", false}, {"x.md", "# API\n", false},
		{"x.md", "---\nstatus: accepted\n---\n# {title}\n", false}, {"0000-begin.md", "# Begin\n", false},
	} {
		if got := Parse(c.file, []byte(c.text)).Template(); got != c.want {
			t.Errorf("%s %q is a template: %v", c.file, c.text, got)
		}
	}
}
