package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"golang.org/x/text/width"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
)

type listOptions struct {
	status string
	tag    string
}

func newList(a *App) *cobra.Command {
	var o listOptions
	cmd := &cobra.Command{
		Use:     "list",
		Aliases: []string{"ls"},
		Short:   "List the decisions of the log",
		Long: `List the decisions of the log, in its order: number, title, status and date.

A file that cannot be understood is listed all the same, as unknown. Where a file
states no date, that of its first commit is shown; where it states no status,
what follows from its successor or from assume-status in the settings. --json
tells what is written and what is derived apart.`,
		Example: "  tradeoff list --status proposed\n  tradeoff list --json",
		Args:    noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.runList(o) },
	}
	cmd.Flags().StringVar(&o.status, "status", "", "only decisions of this `STATUS`")
	cmd.Flags().StringVar(&o.tag, "tag", "", "only decisions with this `TAG`")
	return cmd
}

func (a *App) runList(o listOptions) error {
	if o.status != "" {
		known := append(decision.Statuses(), decision.Superseded, decision.Unknown)
		ok := false
		var words []string
		for _, s := range known {
			ok = ok || string(s) == o.status
			words = append(words, string(s))
		}
		if !ok {
			return usagef("there is no status %q; %s", o.status, diag.DidYouMean(o.status, words))
		}
	}
	p, err := a.open()
	if err != nil {
		return err
	}
	log, err := p.datedLog(a.Ctx)
	if err != nil {
		return err
	}
	var entries []*ledger.Entry
	for _, e := range log.Entries {
		if o.status != "" && string(e.Standing()) != o.status || o.tag != "" && !hasTag(e, o.tag) {
			continue
		}
		entries = append(entries, e)
	}
	if a.global.json {
		listed := make([]listedEntry, 0, len(entries))
		for _, e := range entries {
			listed = append(listed, p.listed(e))
		}
		return writeJSON(a.Out, listed)
	}
	if len(entries) == 0 && len(log.Entries) > 0 {
		a.note("none of %s is meant", count(len(log.Entries), "decision"))
		return nil
	}
	if len(entries) == 0 {
		p.noteNoDecisions()
		return nil
	}
	idWidth, titleWidth := 0, 0
	for _, e := range entries {
		idWidth = max(idWidth, columns(e.ID))
		titleWidth = max(titleWidth, min(columns(e.Title), 72))
	}
	for _, e := range entries {
		line := pad(e.ID, idWidth) + "  " + pad(e.Title, titleWidth) + "  " + pad(string(e.Standing()), 10) + "  " + e.Day()
		if e.Dialect == string(record.NotMarkdown) {
			line = pad(line, columns(line)+10-len(e.Day())) + "  not rendered: no Markdown"
		}
		fmt.Fprintln(a.Out, strings.TrimRight(line, " "))
	}
	return nil
}

// folders names the folders of the log, as the user sees them.
func (p *project) folders() string {
	var shown []string
	for _, dir := range p.settings.Decisions {
		shown = append(shown, p.show(dir))
	}
	return strings.Join(shown, ", ")
}

// noteNoDecisions tells, where a log is empty, how its first decision comes to be.
func (p *project) noteNoDecisions() {
	start := ""
	if p.settings.File == "" {
		start = "tradeoff init starts a log here, or takes over one of another tool; "
	}
	p.app.note("no decisions in %s; %stradeoff new TITLE writes the first", p.folders(), start)
}

func hasTag(e *ledger.Entry, tag string) bool {
	for _, t := range e.Tags {
		if strings.EqualFold(t, tag) {
			return true
		}
	}
	return false
}

// listedEntry is one decision in list --json. Its keys are a contract.
type listedEntry struct {
	Path          string         `json:"path"`
	ID            string         `json:"id"`
	Title         string         `json:"title"`
	Status        string         `json:"status"`
	StatusRaw     string         `json:"status_raw"`
	StatusSource  string         `json:"status_source"`
	DerivedStatus *string        `json:"derived_status"`
	Date          *string        `json:"date"`
	DateSource    string         `json:"date_source"`
	DerivedDate   *string        `json:"derived_date"`
	Supersedes    []string       `json:"supersedes"`
	SupersededBy  []string       `json:"superseded_by"`
	Relations     []listedLink   `json:"relations"`
	Tags          []string       `json:"tags"`
	Makers        []string       `json:"decision_makers"`
	Dialect       string         `json:"dialect"`
	Input         *string        `json:"input"`
	Options       []string       `json:"options"`
	Chosen        []string       `json:"chosen"`
	Doubts        []diag.Finding `json:"doubts,omitempty"`
	Findings      []diag.Finding `json:"findings,omitempty"`
}

// listedLink is one relation in list --json.
type listedLink struct {
	Kind    string  `json:"kind"`    // as an input has it: supersedes, amends, …
	Reverse bool    `json:"reverse"` // "superseded by"
	Partly  bool    `json:"partly"`
	Part    string  `json:"part,omitempty"`
	Path    *string `json:"path"` // null where the target does not exist
	Target  string  `json:"target"`
}

func (p *project) listed(e *ledger.Entry) listedEntry {
	out := listedEntry{
		Path: p.show(e.Path), ID: e.ID, Title: e.Title, Status: string(e.Status), StatusRaw: e.StatusRaw,
		StatusSource: "record", DateSource: "record", Tags: orEmpty(e.Tags), Makers: orEmpty(e.Makers), Dialect: e.Dialect,
		Supersedes: p.showAll(e.Supersedes), SupersededBy: p.showAll(e.SupersededBy), Findings: p.shown(e.Findings),
	}
	if e.Derived != "" {
		derived := string(e.Derived)
		out.DerivedStatus, out.StatusSource = &derived, "derived"
	}
	if e.Date != "" {
		out.Date = &e.Date
	} else if e.DerivedDate != "" {
		out.DerivedDate, out.DateSource = &e.DerivedDate, "derived"
	}
	out.Relations = []listedLink{}
	for _, r := range e.Relations {
		link := listedLink{Kind: string(r.Kind), Reverse: r.Reverse, Partly: r.Partly, Part: r.Part, Target: r.Target}
		if r.Other != nil {
			shown := p.show(r.Other.Path)
			link.Path, link.Target = &shown, shown
		}
		out.Relations = append(out.Relations, link)
	}
	out.Options, out.Chosen = orEmpty(nil), orEmpty(nil)
	for _, o := range e.Options() {
		out.Options = append(out.Options, o.Title)
		if o.Chosen {
			out.Chosen = append(out.Chosen, o.Title)
		}
	}
	if e.Record != nil && e.Input == nil {
		out.Doubts = p.shown(e.Record.Doubts)
	}
	if e.Input != nil {
		file := p.show(e.Input.File)
		out.Input = &file
	}
	return out
}

func (p *project) showAll(names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = p.show(path.Clean(name))
	}
	return out
}

func orEmpty(words []string) []string {
	if words == nil {
		return []string{}
	}
	return words
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// columns is how many columns of a terminal text takes: two for the wide
// characters of East Asia.
func columns(text string) int {
	n := 0
	for _, r := range text {
		n++
		if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
			n++
		}
	}
	return n
}

// pad fills text with blanks to a width, and cuts a longer one.
func pad(text string, to int) string {
	for columns(text) > to {
		_, size := utf8.DecodeLastRuneInString(strings.TrimSuffix(text, "…"))
		text = strings.TrimSuffix(text, "…")
		text = text[:len(text)-size] + "…"
	}
	return text + strings.Repeat(" ", to-columns(text))
}
