package cli

import (
	"fmt"
	"strings"

	"tradeoff/internal/decision"
)

// nodeLook is how a node is drawn. Whatever it tells stands in the label too.
// The colours are those of the site, on white.
type nodeLook struct {
	class             string
	edge, fill, words string // colours
	dashed            bool
}

// nodeLooks are all of them, in the order of a decision's life.
var nodeLooks = []nodeLook{
	{class: string(decision.Draft), edge: "#625c53", fill: "#ffffff", words: "#1f1d1a"},
	{class: string(decision.Proposed), edge: "#1d5fae", fill: "#eaf1fa", words: "#1f1d1a"},
	{class: string(decision.Accepted), edge: "#1e6a3d", fill: "#eaf4ee", words: "#1f1d1a"},
	{class: string(decision.Rejected), edge: "#a62a20", fill: "#fbeeec", words: "#1f1d1a"},
	{class: string(decision.Deprecated), edge: "#8a8377", fill: "#f4f1ea", words: "#625c53"},
	{class: string(decision.Superseded), edge: "#a58cc6", fill: "#faf8fc", words: "#6f6580", dashed: true},
	{class: string(decision.Unknown), edge: "#625c53", fill: "#ffffff", words: "#1f1d1a"},
	{class: "restricted", edge: "#625c53", fill: "#e5e0d6", words: "#1f1d1a"},
	{class: "missing", edge: "#8a8377", fill: "#ffffff", words: "#625c53", dashed: true},
}

// class is the node's: its status, restricted or missing.
func (n *graphNode) class() string {
	switch {
	case n.entry == nil:
		return "missing"
	case n.restricted:
		return "restricted"
	}
	return string(n.entry.Standing())
}

// look is how the node is drawn.
func (n *graphNode) look() nodeLook {
	for _, look := range nodeLooks {
		if look.class == n.class() {
			return look
		}
	}
	return nodeLook{class: string(decision.Unknown), edge: "#625c53", fill: "#ffffff", words: "#1f1d1a"}
}

// lines are what the node says: its id with its title, and its status.
func (n *graphNode) lines() (name, status string) {
	if !n.told() {
		return strings.TrimSpace(n.id + " (" + n.class() + ")"), ""
	}
	return plainText(n.id + " " + n.title), n.class()
}

// folders are the groups of the nodes in their order, with "" at the end for what
// belongs to none; one group alone where there is nothing to tell apart.
func (g *graph) folders() (names []string, nodes map[string][]*graphNode) {
	nodes = map[string][]*graphNode{}
	for _, n := range g.nodes {
		if n.folder != "" && nodes[n.folder] == nil {
			names = append(names, n.folder)
		}
		nodes[n.folder] = append(nodes[n.folder], n)
	}
	if len(names) < 2 {
		return []string{""}, map[string][]*graphNode{"": g.nodes}
	}
	return append(names, ""), nodes
}

// lineWidth is how wide the text of a node is, in columns.
const lineWidth = 30

// dot is the graph in Graphviz's language. An edge goes from the newer to the
// older decision and is laid out from right to left, so that time runs from left
// to right; one that is said of the older has its arrow at the other end.
func (g *graph) dot() string {
	var b strings.Builder
	b.WriteString("digraph decisions {\n  rankdir=RL\n")
	b.WriteString("  node [shape=box style=\"rounded,filled\" fontname=\"Helvetica,Arial,sans-serif\" fontsize=11]\n")
	b.WriteString("  edge [fontname=\"Helvetica,Arial,sans-serif\" fontsize=9 color=\"#625c53\" fontcolor=\"#625c53\"]\n")
	names, nodes := g.folders()
	for _, folder := range names {
		indent := "  "
		if folder != "" {
			indent = "    "
			fmt.Fprintf(&b, "  subgraph %s {\n    label=%s fontname=\"Helvetica,Arial,sans-serif\" fontsize=10 color=\"#8a8377\"\n", dotID("cluster_"+folder), dotText(folder))
		}
		for _, n := range nodes[folder] {
			name, status := n.lines()
			lines := wrap(name, lineWidth, true)
			if status != "" {
				lines = append(lines, status)
			}
			look := n.look()
			style := ""
			if look.dashed {
				style = ` style="rounded,filled,dashed"`
			}
			fmt.Fprintf(&b, "%s%s [label=%s class=%q color=%q fillcolor=%q fontcolor=%q%s]\n", indent, dotID(n.key), dotText(lines...), look.class, look.edge, look.fill, look.words, style)
		}
		if folder != "" {
			b.WriteString("  }\n")
		}
	}
	for _, e := range g.edges {
		right, left, more := e.from, e.to, ""
		switch {
		case e.kind.Mutual():
			more = " dir=none"
		case e.kind == decision.DependsOn && e.from.before(e.to):
			right, left, more = e.to, e.from, " dir=back"
		}
		if e.kind == decision.RelatesTo || e.partly {
			more += " style=dashed"
		}
		fmt.Fprintf(&b, "  %s -> %s [label=%s%s]\n", dotID(right.key), dotID(left.key), dotText(e.words()), more)
	}
	b.WriteString("}\n")
	return b.String()
}

// dotID quotes an id.
func dotID(id string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(strings.ToValidUTF8(id, "\ufffd")) + `"`
}

// dotText quotes the lines of a label. Graphviz reads escapes and entities in it.
func dotText(lines ...string) string {
	escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;")
	quoted := make([]string, len(lines))
	for i, line := range lines {
		quoted[i] = escape.Replace(strings.ToValidUTF8(plainText(line), "\ufffd"))
	}
	return `"` + strings.Join(quoted, `\n`) + `"`
}
