package cli

import (
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
)

type graphOptions struct {
	ids    []string
	format string   // dot, mermaid or "", which is dot
	kinds  []string // "" or none for all
	depth  int      // 0 for as far as it goes
	all    bool
}

// graphFormats are the languages that graph draws in.
var graphFormats = []string{"dot", "mermaid"}

func newGraph(a *App) *cobra.Command {
	var o graphOptions
	cmd := &cobra.Command{
		Use:   "graph [ID…]",
		Short: "Draw the relations between decisions as a graph",
		Long: `Draw the relations between decisions as a graph: in DOT for Graphviz, or as a
Mermaid flowchart, which forges show within Markdown.

Time runs from left to right, and a decision points to what came before it.
Every relation is there once, whichever end states it. What is superseded is
dashed and faded, a decision that does not exist is "missing", and of a
restricted one the number alone is told. Without an ID it is every decision with
a relation; with some, what is connected to them.`,
		Example: "  tradeoff graph | dot -Tsvg > decisions.svg\n  tradeoff graph 7 --depth 2 --format mermaid\n  tradeoff graph --kind supersedes,amends --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("depth") && o.depth < 1 {
				return usagef("--depth %d: a graph has at least one step", o.depth)
			}
			o.ids = args
			return a.runGraph(o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.format, "format", "", "draw in `FORMAT`: "+strings.Join(graphFormats, " or ")+" (default dot)")
	f.StringSliceVar(&o.kinds, "kind", nil, "only relations of these `KINDS`, such as supersedes,amends")
	f.IntVar(&o.depth, "depth", 0, "go at most `N` relations from the decisions that are named")
	f.BoolVar(&o.all, "all", false, "draw decisions without a relation too")
	return cmd
}

func (a *App) runGraph(o graphOptions) error {
	switch {
	case o.format != "" && a.global.json:
		return usagef("--json and --format %s are two forms; give one", o.format)
	case o.format != "" && !slices.Contains(graphFormats, o.format):
		return usagef("--format %s: there is no such format; %s", o.format, diag.DidYouMean(o.format, graphFormats))
	case o.all && len(o.ids) > 0:
		return usagef("--all draws the whole log, and %s is a part of it; leave one out", strings.Join(o.ids, ", "))
	case o.depth > 0 && len(o.ids) == 0:
		return usagef("--depth counts from decisions; name some")
	}
	kinds, err := linkKinds(o.kinds)
	if err != nil {
		return err
	}
	p, err := a.open()
	if err != nil {
		return err
	}
	log, err := p.log(a.Ctx)
	if err != nil {
		return err
	}
	g := p.graphOf(log, kinds)
	var starts []*ledger.Entry
	for _, word := range o.ids {
		e, err := p.entry(log, word)
		if err != nil {
			return err
		}
		starts = append(starts, e)
	}
	switch {
	case len(starts) > 0:
		g.around(starts, o.depth)
	case !o.all:
		g.related()
	}
	if len(g.nodes) == 0 && len(log.Entries) > 0 {
		a.note("none of %s has a relation to draw; --all draws them all the same", count(len(log.Entries), "decision"))
	}
	if a.global.json {
		return writeJSON(a.Out, g.report())
	}
	text := g.dot()
	if o.format == "mermaid" {
		text = g.mermaid()
	}
	_, err = io.WriteString(a.Out, text)
	return err
}

// linkKinds reads --kind.
func linkKinds(words []string) ([]decision.LinkKind, error) {
	var names []string
	for _, k := range decision.LinkKinds() {
		names = append(names, string(k))
	}
	var kinds []decision.LinkKind
	for _, word := range words {
		word = strings.TrimSpace(word)
		if !slices.Contains(names, word) {
			return nil, usagef("--kind %s: there is no such relation; %s", word, diag.DidYouMean(word, names))
		}
		kinds = append(kinds, decision.LinkKind(word))
	}
	return kinds, nil
}

// graphReport is graph --json. Its keys are a contract, and none is left out.
type graphReport struct {
	Nodes []nodeReport `json:"nodes"`
	Edges []edgeReport `json:"edges"`
}

type nodeReport struct {
	Key        string  `json:"key"`  // what edges name it by: its path, where that may be told
	Path       *string `json:"path"` // null of a restricted decision, and of one that is missing
	ID         *string `json:"id"`
	Title      *string `json:"title"`
	Status     *string `json:"status"` // the one that counts
	Restricted bool    `json:"restricted"`
	Missing    bool    `json:"missing"`
}

type edgeReport struct {
	From   string  `json:"from"` // the decision that the relation is said of
	To     string  `json:"to"`
	Kind   string  `json:"kind"`
	Partly bool    `json:"partly"`
	Part   *string `json:"part"`
}

func (g *graph) report() graphReport {
	out := graphReport{Nodes: make([]nodeReport, 0, len(g.nodes)), Edges: make([]edgeReport, 0, len(g.edges))}
	for _, n := range g.nodes {
		node := nodeReport{Key: n.key, ID: orNull(n.id), Restricted: n.restricted, Missing: n.entry == nil}
		if n.told() {
			node.Path, node.Title, node.Status = &n.key, &n.title, orNull(n.entry.Standing())
		}
		out.Nodes = append(out.Nodes, node)
	}
	for _, e := range g.edges {
		out.Edges = append(out.Edges, edgeReport{From: e.from.key, To: e.to.key, Kind: string(e.kind), Partly: e.partly, Part: orNull(e.part)})
	}
	return out
}
