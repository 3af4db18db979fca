package render

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/decision"
	"tradeoff/internal/record"
	"tradeoff/internal/source"
)

// plainDecision is one without an input.
func plainDecision() decision.Decision {
	return decision.Decision{Title: "Use PostgreSQL", Status: decision.Proposed, Date: "2026-11-23", DecisionMakers: []string{"data team"}, Tags: []string{"storage"}}
}

// A folder's template.md serves new records, in whichever tool's words.
func TestPlainTemplate(t *testing.T) {
	d := plainDecision()
	for _, tt := range []struct{ name, template, want string }{
		{"adr-tools", "# NUMBER. TITLE\r\n\r\nDate: DATE\r\n\r\n## Status\r\n\r\nSTATUS\r\n\r\n## Context\r\n", "# 9. Use PostgreSQL\n\nDate: 2026-11-23\n\n## Status\n\nProposed\n\n## Context\n"},
		{"a word inside another", "# TITLE\n\nDate: DATE\n\n## Status\n\nSTATUS\n\n## Context\n\nSUBTITLE TITLED TITLE_2 UPDATE\n", "# Use PostgreSQL\n\nDate: 2026-11-23\n\n## Status\n\nProposed\n\n## Context\n\nSUBTITLE TITLED TITLE_2 UPDATE\n"},
		{"the first of each", "# TITLE\n\nDate: DATE\n\n## Status\n\nSTATUS\n\n## Context\n\nTITLE DATE STATUS NUMBER\n", "# Use PostgreSQL\n\nDate: 2026-11-23\n\n## Status\n\nProposed\n\n## Context\n\nTITLE DATE STATUS 9\n"},
		{"MADR", "---\nstatus: \"{proposed}\"\ndate: {YYYY-MM-DD}\ndecision-makers: {list}\nconsulted: {list}\n---\n\n# {short title}\n\n## Context and Problem Statement\n\n{Describe}\n",
			"---\nstatus: \"proposed\"\ndate: 2026-11-23\ndecision-makers: [data team]\ntags: [storage]\n---\n\n# Use PostgreSQL\n\n## Context and Problem Statement\n\n{Describe}\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := d
			if tt.name != "MADR" {
				d.DecisionMakers, d.Tags = nil, nil
			}
			data, findings := project{"d/template.md": tt.template}.load(t).New(d, "d/0009-x.md", 9, "")
			if len(findings) > 0 {
				t.Fatal(findings)
			}
			if tt.name == "MADR" {
				// The keys that hold nothing may stand empty or be left out.
				r := record.Parse("0009-x.md", data)
				if r.Title != d.Title || r.Status != d.Status || r.Date != d.Date || !cmp.Equal(r.DecisionMakers, d.DecisionMakers) || len(r.Consulted) > 0 || !strings.Contains(string(data), "{Describe}") {
					t.Errorf("%s", data)
				}
				return
			}
			if diff := cmp.Diff(tt.want, string(data)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A title that holds another of the words is not filled in twice.
func TestPlainTemplateTitle(t *testing.T) {
	for _, title := range []string{"STATUS of the DATE", "NUMBER 5", "Use $1 and \\n", "TITLE"} {
		d := decision.Decision{Title: title, Status: decision.Proposed, Date: "2026-11-23"}
		data, findings := project{"d/template.md": "# NUMBER. TITLE\n\nDate: DATE\n\n## Status\n\nSTATUS\n"}.load(t).New(d, "d/0009-x.md", 9, "")
		if want := "# 9. " + title + "\n\nDate: 2026-11-23\n\n## Status\n\nProposed\n"; string(data) != want || len(findings) > 0 {
			t.Errorf("%q gives %q", title, data)
		}
	}
}

// With an input, a template.md without marks gets the blocks at its end, and one
// with marks has them filled.
func TestPlainTemplateWithInput(t *testing.T) {
	for _, tt := range []struct {
		name, template string
		blocks         []string
		bad            bool
	}{
		{"no marks", "# TITLE\n\n## Context\n\nText.\n", []string{"lead", "factors", "worst-cases", "answers", "bill", "turning"}, false},
		{"marks", "# TITLE\n\n<!-- tradeoff:lead -->\n<!-- /tradeoff:lead -->\n\n## Mine\n\n<!-- tradeoff:answers -->\n<!-- /tradeoff:answers -->\n", []string{"lead", "answers"}, false},
		{"a mark of nothing", "# TITLE\n\n<!-- tradeoff:leed -->\n<!-- /tradeoff:leed -->\n", nil, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := full()
			p["d/template.md"] = tt.template
			res := p.render(t, Options{})[fullRecord]
			if res.Findings.HasErrors() != tt.bad {
				t.Fatal(res.Findings)
			}
			var blocks []string
			for _, b := range record.Parse("x.md", []byte(p[fullRecord])).Blocks {
				blocks = append(blocks, b.Name)
			}
			if diff := cmp.Diff(tt.blocks, blocks); diff != "" {
				t.Error(diff)
			}
			if res := p.render(t, Options{})[fullRecord]; len(res.Changed) > 0 || res.Findings.HasErrors() != tt.bad {
				t.Errorf("again: %v %v", res.Changed, res.Findings)
			}
		})
	}
}

func TestHoldsWord(t *testing.T) {
	for _, tt := range []struct {
		line string
		want bool
	}{{"DATE", true}, {"Date: DATE.", true}, {"(DATE)", true}, {"UPDATE", false}, {"DATES", false}, {"DATE-2", false}, {"X_DATE", false}, {"DATE2", false}, {"", false}, {"date", false}} {
		if wordAt(tt.line, "DATE") >= 0 != tt.want {
			t.Errorf("%q", tt.line)
		}
	}
	if at := wordAt("UPDATE on DATE", "DATE"); at != len("UPDATE on ") {
		t.Errorf("UPDATE on DATE: %d", at)
	}
}

// A list in front matter is read back as what it was.
func TestYAMLList(t *testing.T) {
	for _, words := range [][]string{{"a"}, {"a, b", "c: d", "# e", "[f]", "{g}", "'h'", `"i"`, "- j", "null", "true", "0017", "2026-11-23", "", " k ", "l\nm", "ä", "*n", "&o", "!p", "%q", "@r", "`s", "|t", ">u"}} {
		text, err := yamlList(words)
		if err != nil {
			t.Fatal(err)
		}
		root, findings := source.Parse("x.yaml", []byte("a: "+text+"\n"), source.YAML)
		var got []string
		if root != nil {
			for _, item := range root.Get("a").Items {
				got = append(got, item.Text)
				if item.Kind != source.String {
					t.Errorf("%q is %s", item.Text, item.Kind)
				}
			}
		}
		if diff := cmp.Diff(words, got); diff != "" || len(findings) > 0 {
			t.Errorf("%s: %s %v", text, diff, findings)
		}
	}
}
