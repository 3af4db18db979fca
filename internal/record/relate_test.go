package record

import (
	"strings"
	"testing"
)

// older and newer are the two ends of the table's relations.
var (
	older = Other{Href: "0003-one-database.md", Stem: "0003-one-database", ID: "0003", Number: 3, Title: "One database per [team]"}
	newer = Other{Href: "0012-split.md", Stem: "0012-split", ID: "0012", Number: 12, Title: "Split it"}
	dated = Other{Href: "20260120-queues.md", Stem: "20260120-queues", ID: "20260120", Number: -1, Title: "Queues"}
)

func TestRelate(t *testing.T) {
	supersededBy := Statement{Kind: "supersedes", Reverse: true, Other: newer}
	amends := Statement{Kind: "amends", Other: older}
	for _, c := range []struct {
		name, before string
		s            Statement
		after        string
	}{
		{"nygard superseded", "# 1. A\n\nDate: 2024-01-05\n\n## Status\n\nAccepted\n\n## Context\n\nx\n", supersededBy,
			"# 1. A\n\nDate: 2024-01-05\n\n## Status\n\nSuperseded by [12. Split it](0012-split.md)\n\n## Context\n\nx\n"},
		{"nygard superseded twice", "# 1. A\n\n## Status\n\nSuperceded by [9. B](0009-b.md)\n\n## Context\n", supersededBy,
			"# 1. A\n\n## Status\n\nSuperceded by [9. B](0009-b.md)\n\nSuperseded by [12. Split it](0012-split.md)\n\n## Context\n"},
		{"nygard amends", "# 1. A\n\n## Status\n\nAccepted\n\nAmends [2. B](0002-b.md)\n\n## Context\n\nx\n", amends,
			"# 1. A\n\n## Status\n\nAccepted\n\nAmends [2. B](0002-b.md)\n\nAmends [3. One database per \\[team\\]](0003-one-database.md)\n\n## Context\n\nx\n"},
		{"nygard, empty status", "# 1. A\n\n## Status\n\n## Context\n", supersededBy, "# 1. A\n\n## Status\n\nSuperseded by [12. Split it](0012-split.md)\n\n## Context\n"},
		{"nygard, status last", "# 1. A\n\n## Status\n\nAccepted\n", amends, "# 1. A\n\n## Status\n\nAccepted\n\nAmends [3. One database per \\[team\\]](0003-one-database.md)\n"},
		{"nygard, a section of the old one", "# 1. A\n\n## Status\n\nAccepted\n", Statement{Kind: "supersedes", Partly: true, Part: "roll-back", Anchor: true, Other: older},
			"# 1. A\n\n## Status\n\nAccepted\n\nPartly supersedes [3. One database per \\[team\\]](0003-one-database.md#roll-back)\n"},
		{"nygard, a part of the old one", "# 1. A\n\n## Status\n\nAccepted\n", Statement{Kind: "supersedes", Partly: true, Part: "4", Other: older},
			"# 1. A\n\n## Status\n\nAccepted\n\nPartly supersedes [3. One database per \\[team\\]](0003-one-database.md), part 4\n"},
		{"nygard, partly superseded", "# 1. A\n\n## Status\n\nAccepted\n\n## Context\n", Statement{Kind: "supersedes", Reverse: true, Partly: true, Other: newer},
			"# 1. A\n\n## Status\n\nAccepted\n\nPartly superseded by [12. Split it](0012-split.md)\n\n## Context\n"},

		{"madr 4 superseded", "---\nstatus: accepted # by all\ndate: 2024-01-05\n---\n# A\n", supersededBy, "---\nstatus: superseded by ADR-0012 # by all\ndate: 2024-01-05\n---\n# A\n"},
		{"madr 4 superseded, quoted", "---\nstatus: \"accepted\"\n---\n# A\n", supersededBy, "---\nstatus: \"superseded by ADR-0012\"\n---\n# A\n"},
		{"madr 3 superseded", "---\nstatus: accepted\ndeciders: a, b\n---\n# A\n", supersededBy, "---\nstatus: superseded by [ADR-0012](0012-split.md)\ndeciders: a, b\n---\n# A\n"},
		{"madr 4 superseded twice", "---\nstatus: superseded by ADR-0009\n---\n# A\n", supersededBy, "---\nstatus: superseded by ADR-0009 and ADR-0012\n---\n# A\n"},
		{"madr, status that states a relation too", "---\nstatus: \"accepted; supersedes ADR-0005\"\n---\n# A\n", supersededBy, "---\nstatus: \"superseded by ADR-0012; supersedes ADR-0005\"\n---\n# A\n"},
		{"madr without status", "# A\n\n## Considered Options\n\n* x\n", supersededBy, "---\nstatus: superseded by ADR-0012\n---\n\n# A\n\n## Considered Options\n\n* x\n"},
		{"madr, a dated successor", "---\nstatus: accepted\n---\n# A\n", Statement{Kind: "supersedes", Reverse: true, Other: dated}, "---\nstatus: superseded by [20260120-queues](20260120-queues.md)\n---\n# A\n"},
		{"madr amends, no section", "---\nstatus: accepted\n---\n# A\n\n- one\n", amends, "---\nstatus: accepted\n---\n# A\n\n- one\n\n## More Information\n\n- Amends [ADR-0003](0003-one-database.md)\n"},
		{"madr amends, a list under more information", "# A\n\n## More Information\n\nWords.\n\n+ Amends [x](0002-x.md)\n  more\n\nWords.\n\n## Last\n\ny\n", amends,
			"# A\n\n## More Information\n\nWords.\n\n+ Amends [x](0002-x.md)\n  more\n+ Amends [ADR-0003](0003-one-database.md)\n\nWords.\n\n## Last\n\ny\n"},
		{"madr amends, prose under more information", "# A\n\n## More Information\n\nWords.\n", amends, "# A\n\n## More Information\n\nWords.\n\n* Amends [ADR-0003](0003-one-database.md)\n"},
		{"madr, front matter with a key for it", "---\nstatus: accepted\namends: [0001-x.md]\n---\n# A\n", amends, "---\nstatus: accepted\namends: [0001-x.md, 0003-one-database.md]\n---\n# A\n"},
		{"madr, front matter with a list of numbers", "---\nsupersedes:\n  - 1 # x\n  - 2\n---\n# A\n", Statement{Kind: "supersedes", Other: older}, "---\nsupersedes:\n  - 1 # x\n  - 2\n  - 3\n---\n# A\n"},

		{"bullets superseded", "# A\n\n* Status: accepted <!-- x -->\n* Date: 2024-01-05\n", supersededBy, "# A\n\n* Status: superseded by [ADR-0012](0012-split.md) <!-- x -->\n* Date: 2024-01-05\n"},
		{"log4brains superseded", "# A\n\n- Status: accepted\n", Statement{Kind: "supersedes", Reverse: true, Other: dated}, "# A\n\n- Status: superseded by [20260120-queues](20260120-queues.md)\n"},
		{"log4brains supersedes", "# A\n\n- Status: accepted\n\n## Context\n\nx", Statement{Kind: "supersedes", Other: dated}, "# A\n\n- Status: accepted\n\n## Context\n\nx\n\n## Links\n\n- Supersedes [20260120-queues](20260120-queues.md)"},
		{"bullets, links", "# A\n\n* Status: accepted\n\n## Links <!-- optional -->\n\n* [Docs](https://example.org)\n", amends, "# A\n\n* Status: accepted\n\n## Links <!-- optional -->\n\n* [Docs](https://example.org)\n* Amends [ADR-0003](0003-one-database.md)\n"},
		{"table superseded", "# A\n\n| Status | Date |\n|---|---|\n| Accepted | 2024-01-05 |\n", supersededBy, "# A\n\n| Status | Date |\n|---|---|\n| Superseded by [ADR-0012](0012-split.md) | 2024-01-05 |\n"},
		{"line superseded", "# A\n\n**Status**: Accepted  \n**Date**: 2024-01-05\n", supersededBy, "# A\n\n**Status**: Superseded by [ADR-0012](0012-split.md)  \n**Date**: 2024-01-05\n"},
		{"unclosed code", "# A\n\n```\ncode\n", amends, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			for i, v := range variants(c.before) {
				r := Parse("d/0001-a.md", []byte(v.text))
				got, err := r.Relate(c.s)
				if c.after == "" {
					if err == nil {
						t.Errorf("%s: %q", v.name, got)
					}
					continue
				}
				want := variants(c.after)[i].text
				if !strings.HasSuffix(c.before, "\n") {
					want = strings.TrimSuffix(want, "\n")
				}
				if err != nil || string(got) != want {
					t.Errorf("%s: %v\ngot  %q\nwant %q", v.name, err, got, want)
				}
			}
		})
	}
}

func TestTables(t *testing.T) {
	for _, c := range []struct {
		name, before, after string
	}{
		{"columns", "# A\n\n| Status | Date | Author(s) |\n|:--|---|---|\n| Proposed | 2024-01-05 | [x](https://y) |\n\n## B\n", "# A\n\n| Status | Date | Author(s) |\n|:--|---|---|\n| Accepted | 2031-02-03 | [x](https://y) |\n\nDeciders: Ann, B\n\n## B\n"},
		{"rows", "# A\n\n| | |\n|---|---|\n| **Status** | proposed |\n| Date |  |\n\nx\n", "# A\n\n| | |\n|---|---|\n| **Status** | accepted |\n| Date | 2031-02-03 |\n| Deciders | Ann, B |\n\nx\n"},
		{"rows under a key", "# A\n\n| Status: | proposed |\n|---|---|\n| Deciders | x \\| y |\n", "# A\n\n| Status: | accepted |\n|---|---|\n| Deciders | Ann, B |\n| Date | 2031-02-03 |\n"},
	} {
		for i, v := range variants(c.before) {
			r := Parse("d/0001-a.md", []byte(v.text))
			if r.Dialect != Table || r.Status != "proposed" {
				t.Errorf("%s, %s: %s, %s", c.name, v.name, r.Dialect, r.Status)
				continue
			}
			got, err := r.SetStatus("accepted", "2031-02-03", []string{"Ann", "B"})
			if want := variants(c.after)[i].text; err != nil || string(got) != want {
				t.Errorf("%s, %s: %v\ngot  %q\nwant %q", c.name, v.name, err, got, want)
			}
		}
	}
}

// Whatever the language, the words of its templates are read.
func TestLanguages(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"# Titre\n\n* Statut : Accepté\n* Date : 2024-01-05\n* Décideurs : Zoé, Léa\n", "accepted 2024-01-05 Zoé,Léa"},
		{"# Titre\n\n## État\n\nRemplacé par [2. B](0002-b.md)\n\n## Contexte\n", "superseded   superseded by 0002-b.md"},
		{"# Titel\n\n- Status: angenommen\n- Datum: 5.1.2024\n- Entscheider: Ann\n", "accepted 2024-01-05 Ann"},
		{"# Titel\n\n## Status\n\nErsetzt durch [2. B](0002-b.md)\n", "superseded   superseded by 0002-b.md"},
		{"# 标题\n\n## 状态\n\n2017-11-20 提议\n\n2017-11-24 完成\n", "accepted"},
		{"# 标题\n\n状态：已接受\n日期：2024-01-05\n决策者：张三；李四\n", "accepted 2024-01-05 张三；李四"},
		{"# 标题\n\n## 状态\n\n已被 [0002](0002-b.md) 取代\n", "superseded   superseded by 0002-b.md"},
		{"# 題名\n\n## ステータス\n\n承認済み\n", "accepted"},
		{"# Título\n\n* Estado: Propuesta\n* Fecha: 05/01/2024\n", "proposed 2024-01-05"},
		{"# Título\n\n## Status\n\nSubstituído por [2](0002-b.md)\n", "superseded   superseded by 0002-b.md"},
		{"# Заголовок\n\n## Статус\n\nПринято\n", "accepted"},
		{"# Заголовок\n\nСтатус: отклонён\n", "rejected"},
		{"# Titel\n\nStatus: Verouderd\n", "deprecated"},
		{"# Tytuł\n\nStatus: zaakceptowany\n", "accepted"},
		{"# 제목\n\n상태: 채택됨\n", "accepted"},
		{"# Titre\n\nStatut : Accepte\u0301e\n", "accepted"}, // as a Mac decomposes it
	} {
		for _, v := range variants(c.text) {
			r := Parse("0001-a.md", []byte(v.text))
			got := string(r.Status) + " " + r.Date + " " + strings.Join(r.DecisionMakers, ",")
			for _, rel := range r.Relations {
				words := rel.Kind.Words()
				if rel.Reverse {
					words = rel.Kind.Reverse()
				}
				got += " " + words + " " + rel.Target
			}
			if got = strings.TrimSpace(got); got != c.want {
				t.Errorf("%s, %q: %q, want %q", v.name, c.text, got, c.want)
			}
		}
	}
}
