package cli_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Of a restricted decision neither export nor graph tells a name, whoever writes it.
func TestExportRestricted(t *testing.T) {
	dir := t.TempDir()
	write(t, dir+"/tradeoff.yaml", "title: Without Buy Zeppelin Ltd\n")
	write(t, dir+"/decisions/0001-buy-zeppelin-ltd.yaml", "format: tradeoff/1\ntitle: Buy Zeppelin Ltd\nstatus: accepted\nvisibility: restricted\ntags: [airship]\ndecision-makers: [airship team]\nlinks: [{supersedes: 2#airship}, {amends: airship-gone.md}]\n")
	write(t, dir+"/decisions/zeppelin-office.md", "---\nvisibility: restricted\n---\n# Rent the Zeppelin office\n\n## More Information\n\n* depends on [3](0003-c.md)\n")
	write(t, dir+"/decisions/0004-zeppelin-fleet/index.md", "---\nvisibility: restricted\nstatus: nonsense of zeppelins\n---\n# Zeppelin fleet\n")
	write(t, dir+"/decisions/0002-b.md", "---\nstatus: superseded by [1](0001-buy-zeppelin-ltd.md)\ndate: after Buy Zeppelin Ltd\ntags: [buy zeppelin ltd]\ndecision-makers: [\"author of 0001-buy-zeppelin-ltd\"]\n---\n"+
		"# Before Buy Zeppelin Ltd\n\nSee [Buy Zeppelin Ltd](0001-buy-zeppelin-ltd.md \"Buy Zeppelin Ltd\"), BUY\nZEPPELIN LTD.\n\n## After buy zeppelin Ltd\n\nText on Rent the Zeppelin office, in zeppelin-office.md.\n\n"+
		"## Considered Options\n\n* Buy Zeppelin Ltd\n\n## Decision Outcome\n\nChosen option: \"Buy Zeppelin Ltd\".\n\n## More Information\n\n* amends [1](0001-buy-zeppelin-ltd.md#zeppelin)\n")
	write(t, dir+"/decisions/0003-c.yaml", "format: tradeoff/1\ntitle: Open\nstatus: accepted\nx: {\"zeppelin-office\": \"see Buy Zeppelin Ltd\"}\noptions: [{title: Buy Zeppelin Ltd}]\noutcome: {option: buy-zeppelin-ltd, because: of Buy Zeppelin Ltd}\n"+
		"revisit-when: Zeppelin fleet flies\nlinks: [{depends-on: zeppelin-office}, {relates-to: 0004-zeppelin-fleet/index.md}, {relates-to: 77-Zeppelin-fleet.md}]\n")
	for _, args := range [][]string{{"export"}, {"export", "--text"}, {"export", "--format", "csv"}, {"graph"}, {"graph", "--all"}, {"graph", "--format", "mermaid"}, {"graph", "--json"}, {"graph", "1"}} {
		out := must(t, dir, args...)
		for _, secret := range []string{"zeppelin", "airship"} {
			for line := range strings.Lines(out) {
				if strings.Contains(strings.ToLower(line), secret) {
					t.Errorf("%v: %s", args, line)
				}
			}
		}
		if !strings.Contains(out, "0001") {
			t.Errorf("%v: no number\n%s", args, out)
		}
	}
	if out := must(t, dir, "export", "--text", "--restricted"); !strings.Contains(out, `"title": "Buy Zeppelin Ltd"`) || !strings.Contains(out, "airship team") {
		t.Errorf("--restricted holds something back:\n%s", out)
	}
	compiled := compile(t, []byte(must(t, dir, "schema", "export")))
	for _, args := range [][]string{{}, {"--text"}, {"--restricted", "--text"}} {
		valid(t, compiled, dir, args...)
	}
	want := []string{"0001 supersedes 0002-b", "0002-b partly amends 0001", "0004 relates-to 0003-c.yaml", "0003-c.yaml depends-on restricted", "0003-c.yaml relates-to missing:77", "restricted depends-on 0003-c.yaml"}
	got := edges(t, dir)
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
