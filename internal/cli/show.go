package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
	"tradeoff/internal/render"
)

func newShow(a *App) *cobra.Command {
	return &cobra.Command{
		Use:   "show ID",
		Short: "Show one decision",
		Long: `Show one decision: its number, file or name is enough, as long as only one is meant.

The text is the record's, without its front matter and the marks of its blocks.
With --json it is what list says of it, with the decision and its assessment
where it has an input.`,
		Example: "  tradeoff show 7\n  tradeoff show 0007 --json",
		Args:    exactArg("a decision: its number or its file"),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runShow(args[0]) },
	}
}

// shownEntry is one decision in show --json.
type shownEntry struct {
	listedEntry
	Found      map[string]*exportedPlace `json:"found"` // in the record, by piece of metadata
	Lead       string                    `json:"lead,omitempty"`
	Decision   *decision.Decision        `json:"decision,omitempty"`
	Assessment *decision.Assessment      `json:"assessment,omitempty"`
}

func (a *App) runShow(word string) error {
	p, e, err := a.openEntry(word)
	if err != nil {
		return err
	}
	if a.global.json {
		out := shownEntry{listedEntry: p.listed(e), Found: found(e.Record), Lead: e.Lead}
		if e.Input != nil && !e.Input.Findings.HasErrors() {
			set, findings := p.catalogs()
			a.findings(p.shown(findings))
			assessment := render.AssessmentOf(&e.Input.Decision, set)
			out.Decision, out.Assessment = &e.Input.Decision, &assessment
		}
		return writeJSON(a.Out, out)
	}
	fmt.Fprintf(a.Out, "%s  %s\n", e.ID, e.Title)
	facts := []string{string(e.Standing())}
	if e.Assumed {
		facts[0] += " (assumed)"
	}
	if e.Date != "" {
		facts = append(facts, e.Date)
	} else if e.DerivedDate != "" {
		facts = append(facts, e.DerivedDate+" (first commit)")
	}
	if len(e.Makers) > 0 {
		facts = append(facts, strings.Join(e.Makers, ", "))
	}
	fmt.Fprintf(a.Out, "%s · %s\n", strings.Join(facts, " · "), p.show(e.Path))
	for _, r := range e.Relations {
		if words := r.Standing(); r.Other != nil && words != "" {
			part := ""
			if r.Part != "" && !r.Reverse {
				part = ", part " + r.Part
			}
			fmt.Fprintf(a.Out, "%s %s  %s%s\n", words, r.Other.ID, r.Other.Title, part)
		}
	}
	if e.Record == nil {
		fmt.Fprintln(a.Out, "\nThe record is not rendered yet: run tradeoff render.")
		return nil
	}
	fmt.Fprint(a.Out, "\n", bodyOf(e))
	return nil
}

// bodyOf is the record's text for reading: what the head has said already, and
// the marks, left out.
func bodyOf(e *ledger.Entry) string {
	text := strings.ReplaceAll(string(e.Record.Data[e.Record.FrontEnd:]), "\r\n", "\n")
	var out []string
	title := false
	for line := range strings.SplitSeq(text, "\n") {
		trimmed := strings.TrimSpace(line)
		if strings.HasPrefix(trimmed, "<!-- tradeoff") || strings.HasPrefix(trimmed, "<!-- /tradeoff") {
			continue
		}
		if !title && strings.HasPrefix(line, "# ") {
			title = true
			continue
		}
		if line == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, line)
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n") + "\n"
}
