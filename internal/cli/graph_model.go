package cli

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
)

// graph is the relations of a log: decisions in log order, behind them what they
// name and nobody has written.
type graph struct {
	nodes []*graphNode
	edges []graphEdge // by their ends, in the order of the nodes
}

// graphNode is one decision. Its key is unique in the graph and depends on
// nothing but the decision: its path, where that may be told.
type graphNode struct {
	key        string
	id         string        // "" where a restricted decision has no number that is not its name
	title      string        // "" where it may not be told
	entry      *ledger.Entry // nil of one that does not exist
	folder     string        // that it is grouped by, "" of one that does not exist
	restricted bool
	at         int // in the graph of the whole log
}

// told tells whether more than the number may be shown.
func (n *graphNode) told() bool { return n.entry != nil && !n.restricted }

// graphEdge is one relation, from the decision that it is said of.
type graphEdge struct {
	from, to *graphNode
	kind     decision.LinkKind
	partly   bool
	part     string
}

// words are the relation's, along the edge: "partly supersedes #4".
func (e graphEdge) words() string {
	words := ledger.Relation{Kind: e.kind, Partly: e.partly}.Words()
	if e.part != "" {
		words += " #" + e.part
	}
	return words
}

// graphOf makes the graph of a whole log, with relations of these kinds or, of
// none, of all.
func (p *project) graphOf(log *ledger.Log, kinds []decision.LinkKind) *graph {
	g := &graph{}
	taken := map[string]bool{}
	add := func(n *graphNode) *graphNode {
		for key, i := n.key, 2; taken[n.key]; i++ {
			n.key = key + "~" + strconv.Itoa(i)
		}
		taken[n.key] = true
		n.at = len(g.nodes)
		g.nodes = append(g.nodes, n)
		return n
	}
	byEntry := map[*ledger.Entry]*graphNode{}
	hidden := ledger.SecretsOf(log)
	for _, e := range log.Entries {
		if !e.Restricted {
			byEntry[e] = add(&graphNode{key: p.show(e.Path), id: e.ID, title: hidden.Text(e.Title), entry: e, folder: p.show(e.Folder())})
		}
	}
	for _, e := range log.Entries {
		if e.Restricted {
			// The folder may be named after the decision, those of the settings are not.
			folder, id := p.show(p.folderOf(e.Path)), ledger.PublicID(e)
			byEntry[e] = add(&graphNode{key: path.Join(folder, cmp.Or(id, "restricted")), id: id, entry: e, folder: folder, restricted: true})
		}
	}
	g.inLogOrder(log, byEntry)

	missing := map[string]*graphNode{}
	seen := map[graphEdge]bool{}
	for _, e := range log.Entries {
		for _, r := range e.Relations {
			if len(kinds) > 0 && !slices.Contains(kinds, r.Kind) || r.Other == nil && e.Restricted {
				continue // a target that a restricted decision alone names is of its text
			}
			here, there := byEntry[e], byEntry[r.Other]
			if r.Other == nil {
				id, key := missingName(e, r.Target)
				if there = missing[key]; there == nil {
					there = add(&graphNode{key: "missing:" + hidden.Text(p.show(key)), id: hidden.Text(id)})
					missing[key] = there
				}
			}
			edge := graphEdge{from: here, to: there, kind: r.Kind, partly: r.Partly, part: hidden.Text(plainText(r.Part))}
			if r.Reverse {
				edge.from, edge.to = there, here
			}
			if r.Kind.Mutual() && edge.from.before(edge.to) {
				edge.from, edge.to = edge.to, edge.from
			}
			if here.restricted || there.restricted {
				edge.part = ""
			}
			if !seen[edge] {
				seen[edge] = true
				g.edges = append(g.edges, edge)
			}
		}
	}
	slices.SortStableFunc(g.edges, func(a, b graphEdge) int {
		return cmp.Or(cmp.Compare(a.from.at, b.from.at), cmp.Compare(a.to.at, b.to.at), cmp.Compare(a.words(), b.words()))
	})
	return g
}

// inLogOrder puts the nodes of entries in the log's order. Their keys were given
// out before that, so that a restricted decision never changes that of another.
func (g *graph) inLogOrder(log *ledger.Log, byEntry map[*ledger.Entry]*graphNode) {
	for i, e := range log.Entries {
		g.nodes[i] = byEntry[e]
		g.nodes[i].at = i
	}
}

// missingName is what is told of a target that does not exist, and the key that
// all who mean it in one folder share: 19, 0019 and 0019-x.md are one.
func missingName(from *ledger.Entry, target string) (id, key string) {
	target, _, _ = strings.Cut(target, "#")
	base := plainText(path.Base(target))
	id, number, _ := record.Names(base)
	if n, err := strconv.Atoi(base); err == nil && n >= 0 {
		id, number = base, n
	}
	key = id
	if number >= 0 {
		key = strconv.Itoa(number)
	}
	return id, path.Join(path.Dir(from.Path), key)
}

// before tells whether a node comes before another in time: by the number within
// a folder, else by the date, else by the order of the log. What is missing comes
// first.
func (n *graphNode) before(other *graphNode) bool {
	a, b := n.entry, other.entry
	if a == nil || b == nil {
		return a == nil
	}
	if n.folder != other.folder || a.Number < 0 || b.Number < 0 {
		if a.Day() != "" && b.Day() != "" && a.Day() != b.Day() {
			return a.Day() < b.Day()
		}
	}
	return n.at < other.at
}

// related leaves out the nodes that no relation touches.
func (g *graph) related() {
	touched := map[*graphNode]bool{}
	for _, e := range g.edges {
		touched[e.from], touched[e.to] = true, true
	}
	g.keep(touched)
}

// around leaves what lies at most so many relations from some decisions, whichever
// way they point; 0 is as far as it goes.
func (g *graph) around(starts []*ledger.Entry, depth int) {
	next := map[*graphNode][]*graphNode{}
	for _, e := range g.edges {
		next[e.from] = append(next[e.from], e.to)
		next[e.to] = append(next[e.to], e.from)
	}
	reached := map[*graphNode]bool{}
	var edge []*graphNode
	for _, n := range g.nodes {
		if n.entry != nil && slices.Contains(starts, n.entry) {
			reached[n] = true
			edge = append(edge, n)
		}
	}
	for step := 1; len(edge) > 0 && (depth == 0 || step <= depth); step++ {
		var beyond []*graphNode
		for _, n := range edge {
			for _, other := range next[n] {
				if !reached[other] {
					reached[other] = true
					beyond = append(beyond, other)
				}
			}
		}
		edge = beyond
	}
	g.keep(reached)
}

// keep leaves some nodes, and the edges between them.
func (g *graph) keep(some map[*graphNode]bool) {
	g.nodes = slices.DeleteFunc(g.nodes, func(n *graphNode) bool { return !some[n] })
	g.edges = slices.DeleteFunc(g.edges, func(e graphEdge) bool { return !some[e.from] || !some[e.to] })
}
