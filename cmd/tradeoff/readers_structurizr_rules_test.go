package main

import (
	"strings"
	"testing"
)

func TestReadersStructurizrADRToolsRules(t *testing.T) {
	record := func(status string) string {
		return "# 1. A\n\nDate: 2026-11-23\n\n## Status\n\n" + status + "\n\n## Context\n"
	}
	one := func(data string) folder { return folder{"0001-a.md": data} }
	two := func(line string) folder {
		return folder{"0001-a.md": record(line), "0002-b.md": "# 2. B\n\nDate: 2026-11-23"}
	}
	const a, b = "0001-a.md #1 | A | Accepted | 2026-11-23", "0002-b.md #2 | B | Proposed | 2026-11-23"
	testReaderRules(t, structurizrADRTools, []readerRule{
		{"every .md is a record", folder{"0001-a.md": record("Accepted"), "0002-x.yaml": ""}, a, folder{"0001-a.md": record("Accepted"), "README.md": "# R"}, `stops: For input string: "READ"`},
		{"four digits before all else", one(record("Accepted")), a, folder{"ADR-0001.md": record("Accepted")}, `stops: For input string: "ADR-"`},
		{"three digits are none", one(record("Accepted")), a, folder{"001-a.md": record("Accepted")}, `stops: For input string: "001-"`},
		{"ids are unique", two("Accepted"), a + " / " + b, folder{"0001-a.md": record("Accepted"), "0001-b.md": record("Accepted")}, "stops: A decision with an ID of 1 already exists in this scope."},
		{"title behind the first dot", one("# 1. Use Node.js"), "0001-a.md #1 | Use Node.js | Proposed | today", one("# Use Node.js"), "0001-a.md #1 | s | Proposed | today"},
		{"in the first line", one("# 1. A"), "0001-a.md #1 | A | Proposed | today", one("---\nstatus: x\n---\n# 1. A"), "0001-a.md #1 | -- | Proposed | today"},
		{"an empty first line stops it", one("# 1. A"), "0001-a.md #1 | A | Proposed | today", one("\n# 1. A"), "stops: 0001-a.md: begin 1, end 0"},
		{"status is one word", one(record("Accepted")), a, one(record("On hold")), "0001-a.md #1 | A | On | 2026-11-23"},
		{"status is the first line", one(record("Superceded by B\n\nAmended by C")), "0001-a.md #1 | A | Superseded | 2026-11-23", one(record("Amended by C\n\nSuperceded by B")), "0001-a.md #1 | A | Amended | 2026-11-23"},
		{"an empty section has the next heading for one", one(record("Accepted")), a, one(record("")), "0001-a.md #1 | A | ## | 2026-11-23"},
		{"below the heading", one(record("Accepted")), a, one(strings.Replace(record("Accepted"), "## Status", "# Status", 1)), "0001-a.md #1 | A | Proposed | 2026-11-23"},
		{"a comment is a line", one(record("Accepted")), a, one(record("<!-- x -->\n\nAccepted")), "0001-a.md #1 | A | <!-- | 2026-11-23"},
		{"a date line", one(record("Accepted")), a, one(strings.Replace(record("Accepted"), "Date: 2026-11-23", "date: 2026-11-23", 1)), "0001-a.md #1 | A | Accepted | today"},
		{"a date that is none stops it", one(record("Accepted")), a, one(strings.Replace(record("Accepted"), "2026-11-23", "soon", 1)), `stops: Unparseable date: "soon"`},
		{"links to bare names", two("Accepted\n\nAmends [2. B](0002-b.md)"), a + " | Amends 0002-b.md / " + b, two("Accepted\n\nAmends [2. B](./0002-b.md)"), a + " / " + b},
		{"without a fragment", two("Accepted\n\nAmends [2. B](0002-b.md), part 4"), a + " | Amends 0002-b.md / " + b, two("Accepted\n\nAmends [2. B](0002-b.md#four)"), a + " / " + b},
		{"in the section", two("Accepted\n\nAmends [2. B](0002-b.md)"), a + " | Amends 0002-b.md / " + b, two("Accepted\n\n## Context\n\nAmends [2. B](0002-b.md)"), a + " / " + b},
	})
}

func TestReadersStructurizrMADRRules(t *testing.T) {
	front := func(lines string) string { return "---\n" + lines + "\n---\n\n# A\n" }
	one := func(data string) folder { return folder{"0001-a.md": data} }
	two := func(line string) folder {
		return folder{"0001-a.md": front("date: 2026-11-23") + line, "0002-b.md": front("date: 2026-11-23")}
	}
	const a, b = "0001-a.md #1 | A | accepted | 2026-11-23", "0002-b.md #2 | A | accepted | 2026-11-23"
	testReaderRules(t, structurizrMADR, []readerRule{
		{"four digits and a hyphen", one(front("date: 2026-11-23")), a, folder{"README.md": "# R", "001-a.md": "# A", "20261123-a.md": "# A"}, "nothing"},
		{"the year of a date is an id", folder{"2026-11-23-a.md": front("date: 2026-11-23")}, "2026-11-23-a.md #2026 | A | accepted | 2026-11-23", folder{"2026-11-23-a.md": "# A", "2026-11-24-b.md": "# B"}, "stops: A decision with an ID of 2026 already exists in this scope."},
		{"title behind # and a blank", one("## B\n# A"), "0001-a.md #1 | A | accepted | the file's", one("A\n="), "0001-a.md #1 | Title | accepted | the file's"},
		{"status as it is written", one(front("status: rejected")), "0001-a.md #1 | A | rejected | the file's", one(front(`status: "rejected"`)), `0001-a.md #1 | A | "rejected" | the file's`},
		{"only in front matter", one(front("status: rejected")), "0001-a.md #1 | A | rejected | the file's", one("# A\n\n* Status: rejected\n\nstatus: rejected"), "0001-a.md #1 | A | accepted | the file's"},
		{"a date as it is", one(front("date: 2026-11-23")), a, one(front(`date: "2026-11-23"`)), `stops: Unparseable date: "\"2026-11-23\""`},
		{"links to bare names", two("* Amends [B](0002-b.md)"), a + " | Links to 0002-b.md / " + b, two("* Amends [B](0002-b.md#x)"), a + " / " + b},
		{"the last link of a line", two("[X](0003-x.md) and [B](0002-b.md)"), a + " | Links to 0002-b.md / " + b, two("[B](0002-b.md) and [X](0003-x.md)"), a + " / " + b},
	})
}

func TestReadersStructurizrLog4brainsRules(t *testing.T) {
	record := func(lines string) string { return "# A\n\n" + lines + "\n" }
	one := func(data string) folder { return folder{"20261123-a.md": data} }
	two := func(data string) folder { return folder{"20261123-a.md": record(data), "20261124-b.md": "# B"} }
	const a, b = "20261123-a.md #1 | A |  | 2026-11-23", "20261124-b.md #2 | B |  | 2026-11-24"
	testReaderRules(t, structurizrLog4brains, []readerRule{
		{"eight digits and a hyphen", one("# A"), a, folder{"2026-11-23-a.md": "# A", "0001-a.md": "# A", "index.md": "# I"}, "nothing"},
		{"title in the first line", one("# A"), a, one("---\n# A"), "20261123-a.md #1 | - |  | 2026-11-23"},
		{"status behind a hyphen", one(record("- Status: draft")), "20261123-a.md #1 | A | draft | 2026-11-23", one(record("* Status: draft")), a},
		{"to the end of its line", one(record("- Status: draft")), "20261123-a.md #1 | A | draft | 2026-11-23", one(record("- Status: draft <!-- optional -->")), "20261123-a.md #1 | A | draft <!-- optional --> | 2026-11-23"},
		{"superseded by is superseded", two("- Status: superseded by [b](20261124-b.md)"), "20261123-a.md #1 | A | superseded | 2026-11-23 | superseded by 20261124-b.md / " + b, two("- Status: replaced by [b](20261124-c.md)"), "20261123-a.md #1 | A | replaced by [b](20261124-c.md) | 2026-11-23 / " + b},
		{"its date goes before the name's", one(record("- Date: 2026-01-02")), "20261123-a.md #1 | A |  | 2026-01-02", one(record("- Date: soon")), `stops: Unparseable date: "soon"`},
		{"links from Links on", two("## Links\n\n- Amends [b](20261124-b.md)"), a + " | Amends 20261124-b.md / " + b, two("## More Information\n\n- Amends [b](20261124-b.md)"), a + " / " + b},
		{"links behind a hyphen", two("## Links\n\n- Amends [b](20261124-b.md)"), a + " | Amends 20261124-b.md / " + b, two("## Links\n\n* Amends [b](20261124-b.md)"), a + " / " + b},
	})
}
