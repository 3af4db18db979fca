package cli_test

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// oddTitles are titles that want to be more than text.
var oddTitles = []string{
	`Say "hi" \" ]; evil [label="x"`, `Ends with \`, `\N \G \l \n`, `<b>HTML</b> &lt; <script>alert(1)</script>`, `"]:::accepted`,
	`%%{init: {"theme":"forest"}}%%`, `%% a comment`, `click n_a href "javascript:alert(1)"`, "end", "subgraph x", "a --> b; c", `style x:"#y";`, "`**bold**`",
	`#quot; #35;`, "ﬂ°quot¶ß", "$$x^2$$", "fa:fa-ban", "1. list", "{curly} (round) [square] |pipe|", "ümlaut 漢字 👩‍💻", "a\u202eb\u0007c",
}

// oddLog is a log of the odd titles, each of which amends the next, in two folders.
func oddLog(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir+"/tradeoff.yaml", "decisions: [decisions, \"a \\\"b\\\" [c]\"]\n")
	for i, title := range oddTitles {
		text, err := json.Marshal(title)
		if err != nil {
			t.Fatal(err)
		}
		folder := []string{"decisions", `a "b" [c]`}[i%2]
		write(t, fmt.Sprintf("%s/%s/%04d-t.yaml", dir, folder, i+1), fmt.Sprintf("format: tradeoff/1\ntitle: %s\nstatus: accepted\nlinks: [{amends: %d}, {depends-on: 99}]\n", text, (i+1)%len(oddTitles)+1))
	}
	return dir
}

const dotString = `"(?:[^"\\\n]|\\["\\n])*"`

var (
	dotLine = regexp.MustCompile(`^ *(?:digraph decisions \{|\}|rankdir=RL|(?:node|edge) \[[a-z]+=.*\]|subgraph "cluster_(?:[^"\\\n]|\\["\\])*" \{|label=` + dotString + ` [a-z]+=.*` +
		`|` + dotString + `(?: -> ` + dotString + `)? \[label=` + dotString + `(?: [a-z]+=(?:"[a-z0-9#,]*"|[a-z]+))*\])$`)
	mermaidLine = regexp.MustCompile(`^ *(?:flowchart RL|accTitle: [A-Za-z ]+|direction RL|end|subgraph f_[A-Za-z0-9_-]+\["[^"<>]*"\]|n_[A-Za-z0-9_-]+\["[^"<>]*(?:<br/>[a-z]+)?"\]` +
		`|n_[A-Za-z0-9_-]+ (?:-->|-\.->|---|-\.-)\|"[^"<>]*"\| n_[A-Za-z0-9_-]+|classDef [a-z]+ [a-z]+:[a-z0-9:,# -]+|class [A-Za-z0-9_,-]+ [a-z]+)$`)
)

// Whatever a title is, each line of a graph is one of the few forms that there are.
func TestGraphEscapes(t *testing.T) {
	dir := oddLog(t)
	for format, form := range map[string]*regexp.Regexp{"dot": dotLine, "mermaid": mermaidLine} {
		out := must(t, dir, "graph", "--format", format)
		for line := range strings.Lines(out) {
			if !form.MatchString(strings.TrimSuffix(line, "\n")) {
				t.Errorf("%s: %s", format, line)
			}
		}
		if n := strings.Count(out, `amends`); n != len(oddTitles) {
			t.Errorf("%s: %d relations, want %d:\n%s", format, n, len(oddTitles), out)
		}
		if again := must(t, dir, "graph", "--format", format); again != out {
			t.Errorf("%s: the second run differs: %s", format, cmp.Diff(out, again))
		}
	}
	// Nothing that Mermaid looks for outside of labels is left of a title.
	out := must(t, dir, "graph", "--format", "mermaid")
	for _, word := range []string{"%%", "<b>", "<script", "${", "`", ":\"", "$$", "\\n", "ﬂ°", "¶ß", "\u202e"} {
		if strings.Contains(out, word) {
			t.Errorf("the flowchart holds %q", word)
		}
	}
}

// Graphviz reads what we write, and gives the titles back.
func TestGraphviz(t *testing.T) {
	dot, err := exec.LookPath("dot")
	if err != nil {
		t.Skip("no Graphviz: install it to have the graphs read by dot")
	}
	cmd := exec.CommandContext(t.Context(), dot, "-Tjson0")
	cmd.Stdin = strings.NewReader(must(t, oddLog(t), "graph"))
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("dot: %v\n%s", err, err.(*exec.ExitError).Stderr)
	}
	var read struct {
		Objects []struct{ Name, Label, Class string }
		Edges   []struct{ Label string }
	}
	if err := json.Unmarshal(out, &read); err != nil {
		t.Fatal(err)
	}
	nodes := 0
	unescape := strings.NewReplacer(`\\`, `\`, `\n`, " ", "&amp;", "&")
	for _, o := range read.Objects {
		if o.Class != "accepted" {
			continue
		}
		nodes++
		title := unescape.Replace(o.Label)
		title = strings.TrimSuffix(title[len("0001 "):], " accepted")
		if !slices.ContainsFunc(oddTitles, func(odd string) bool { return strings.NewReplacer("\u202e", "", "\u0007", "").Replace(odd) == title }) {
			t.Errorf("dot reads the label %q", o.Label)
		}
	}
	if nodes != len(oddTitles) || len(read.Edges) != 2*len(oddTitles) {
		t.Errorf("dot reads %d nodes and %d edges", nodes, len(read.Edges))
	}
}

type graphJSON struct {
	Nodes []struct {
		Key                 string
		Path                *string
		ID                  *string
		Title               *string
		Status              *string
		Restricted, Missing bool
	}
	Edges []struct {
		From, To, Kind string
		Partly         bool
		Part           *string
	}
}

// edges are the lines "from kind to" of graph --json, with file names for paths.
func edges(t *testing.T, dir string, args ...string) []string {
	t.Helper()
	var g graphJSON
	if err := json.Unmarshal([]byte(must(t, dir, append([]string{"graph", "--json"}, args...)...)), &g); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, n := range g.Nodes {
		known[n.Key] = true
	}
	lines := []string{}
	short := strings.NewReplacer("decisions/", "", ".md", "")
	for _, e := range g.Edges {
		if !known[e.From] || !known[e.To] {
			t.Errorf("the edge %v ends nowhere", e)
		}
		kind := e.Kind
		if e.Partly {
			kind = "partly " + kind
		}
		if e.Part != nil {
			kind += " #" + *e.Part
		}
		lines = append(lines, short.Replace(e.From)+" "+kind+" "+short.Replace(e.To))
	}
	return lines
}

// Each relation is there once, whichever end states it, from the decision that it
// is said of; what is the same from both ends goes from the newer to the older.
func TestGraphEdges(t *testing.T) {
	dir := t.TempDir()
	record := func(name, more string) {
		write(t, dir+"/decisions/"+name+".md", "---\nstatus: accepted\n---\n# T\n\n## More Information\n\n"+more)
	}
	record("0001-a", "* superseded by [2](0002-b.md)\n* relates to [4](0004-d.md)\n")
	record("0002-b", "* supersedes [1](0001-a.md)\n* amends [3](0003-c.md#4)\n")
	record("0003-c", "* depends on [5](0005-e.md)\n* depends on [2](0002-b.md)\n")
	record("0004-d", "* relates to [1](0001-a.md)\n* supersedes [9](0009-gone.md)\n* amends 9\n")
	record("0005-e", "* partly supersedes [4](0004-d.md)\n* supersedes [6](0006-f.md)\n")
	record("0006-f", "* supersedes [5](0005-e.md)\n")
	record("0007-g", "")
	want := []string{
		"0002-b supersedes 0001-a", "0002-b partly amends #4 0003-c", "0003-c depends-on 0002-b", "0003-c depends-on 0005-e", "0004-d relates-to 0001-a",
		"0004-d amends missing:9", "0004-d supersedes missing:9", "0005-e partly supersedes 0004-d", "0005-e supersedes 0006-f", "0006-f supersedes 0005-e",
	}
	if diff := cmp.Diff(want, edges(t, dir)); diff != "" {
		t.Error(diff)
	}
	for _, tt := range []struct {
		args []string
		want []string
	}{
		{[]string{"--kind", "amends"}, []string{want[1], want[5]}},
		{[]string{"--kind", "amends, relates-to"}, []string{want[1], want[4], want[5]}},
		{[]string{"--kind", "amends", "--kind", "relates-to"}, []string{want[1], want[4], want[5]}},
		{[]string{"7"}, []string{}},
		{[]string{"6"}, want},
		{[]string{"6", "--depth", "1"}, want[8:]},
		{[]string{"6", "--depth", "2"}, slices.Concat(want[3:4], want[7:])},
		{[]string{"6", "--kind", "supersedes"}, slices.Concat(want[6:])},
		{[]string{"2", "6", "--depth", "1"}, slices.Concat(want[:4], want[8:])},
	} {
		if diff := cmp.Diff(tt.want, edges(t, dir, tt.args...)); diff != "" {
			t.Errorf("%v: %s", tt.args, diff)
		}
	}
	// Time runs from left to right whichever way an arrow points.
	out := must(t, dir, "graph")
	for _, line := range []string{
		`"decisions/0005-e.md" -> "decisions/0003-c.md" [label="depends on" dir=back]`,
		`"decisions/0004-d.md" -> "decisions/0001-a.md" [label="relates to" dir=none style=dashed]`,
		`"decisions/0002-b.md" -> "decisions/0003-c.md" [label="amends #4" style=dashed]`,
	} {
		if !strings.Contains(out, "  "+line+"\n") {
			t.Errorf("no line %s in\n%s", line, out)
		}
	}
	if strings.Contains(out, "0007") || !strings.Contains(must(t, dir, "graph", "--all"), "0007") {
		t.Error("what has no relation is drawn with --all alone")
	}
}

func TestGraphUsage(t *testing.T) {
	dir := t.TempDir()
	write(t, dir+"/decisions/0001-a.md", "# A\n")
	for _, args := range [][]string{
		{"--format", "svg"}, {"--json", "--format", "dot"}, {"--kind", "replaces"}, {"--depth", "1"}, {"1", "--depth", "0"}, {"1", "--all"}, {"9"},
	} {
		if status, out, errOut := run(dir, append([]string{"graph"}, args...)...); status != 2 || out != "" || errOut == "" {
			t.Errorf("graph %v: status %d, %q, %q", args, status, out, errOut)
		}
	}
}
