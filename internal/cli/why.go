package cli

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/review"
)

func newWhy(a *App) *cobra.Command {
	return &cobra.Command{
		Use:   "why PATH...",
		Short: "Show which decisions govern a file or a folder",
		Long: `Show which decisions govern a file or a folder, with what was accepted at risk.

A decision governs the files that its applies-to names, and those with a comment
that names it, such as "// tradeoff: 0007". Of a folder it is all that may govern
anything in it, by applies-to alone. Accepted decisions are shown first, proposed
ones apart; others govern nothing.

A path is relative to -C, and need not exist. Where nothing governs it, the exit
status is 0.`,
		Example: "  tradeoff why services/thumbnails/resize.go\n  tradeoff why services --json",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("%s needs a file or a folder\nsee %s --help", cmd.CommandPath(), cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.runWhy(args) },
	}
}

// governing is one decision in why --json. Its keys are a contract.
type governing struct {
	ID         *string       `json:"id"`
	Path       *string       `json:"path"` // null, as the title, of a restricted decision
	Title      *string       `json:"title"`
	Status     string        `json:"status"` // accepted or proposed
	Date       *string       `json:"date"`
	Lead       *string       `json:"lead"`
	Restricted bool          `json:"restricted"`
	Because    []because     `json:"because"`
	Risks      []review.Risk `json:"risks"` // worst cases that were accepted
}

// because is why a decision governs a path.
type because struct {
	Kind string  `json:"kind"` // glob or comment
	Path string  `json:"path"` // what it governs, as it was asked for
	Glob *string `json:"glob"`
	Word *string `json:"word"` // by which the comment names the decision
	File *string `json:"file"` // where the glob or the comment stands
	Line *int    `json:"line"`
}

func (a *App) runWhy(paths []string) error {
	p, err := a.open()
	if err != nil {
		return err
	}
	asked := make([]string, len(paths))
	for i, name := range paths {
		if asked[i], err = p.inside(name); err != nil {
			return usagef("%s: %w", name, err)
		}
	}
	log, err := p.datedLog(a.Ctx)
	if err != nil {
		return err
	}
	w := &whys{project: p, log: log, secrets: ledger.SecretsOf(log), governors: log.Governors(), because: map[*ledger.Entry][]because{}}
	for i, name := range asked {
		// A path that ends in a slash means a folder, be it there or not.
		w.ask(name, strings.HasSuffix(paths[i], "/"))
	}
	return w.write()
}

// whys gathers which decisions govern the paths that were asked for.
type whys struct {
	*project
	log       *ledger.Log
	secrets   ledger.Secrets
	governors *ledger.Governors
	because   map[*ledger.Entry][]because
}

// ask looks for the decisions that govern a path.
func (w *whys) ask(name string, folder bool) {
	shown := plainText(w.show(name))
	info, err := w.root.Stat(name)
	if err == nil && info.IsDir() || err != nil && folder {
		found := w.governors.In(name)
		if len(found) == 0 {
			w.app.note("no decision governs anything in %s", shown)
		}
		w.add(found, shown)
		return
	}
	var mentions []ledger.Mention
	if err == nil && info.Mode().IsRegular() {
		data, err := w.code(name)
		if err != nil {
			w.app.note("%s: its comments were not read: %v", shown, plainError(err))
		}
		mentions = ledger.Mentions(data)
	}
	found := w.governors.Of(name, mentions)
	w.add(found, shown)
	if len(found) == 0 {
		w.app.note("no decision governs %s", shown)
	}
	for _, m := range mentions {
		if !slices.ContainsFunc(found, func(g ledger.Governs) bool { return slices.Contains(g.Mentions, m) }) {
			w.app.note("%s names %s, %s", diag.Pos{File: shown, Line: m.Line}, m.Word, w.idle(m.Word))
		}
	}
}

// idle says why a word in a comment names no decision that governs.
func (w *whys) idle(word string) string {
	found := w.log.Find(word)
	if number, ok := strings.CutPrefix(strings.ToUpper(word), "ADR-"); ok && len(found) == 0 {
		found = w.log.Find(number)
	}
	if len(found) == 0 {
		return "and there is no such decision"
	}
	text := "which is " + string(found[0].Standing())
	var by []string
	for _, path := range found[0].SupersededBy {
		if e := w.log.Entry(path); e != nil {
			by = append(by, ledger.PublicID(e))
		}
	}
	if len(by) > 0 {
		text += " by " + strings.Join(by, ", ")
	}
	return text
}

// code is the beginning of a file, as much of it as is looked at.
func (p *project) code(name string) ([]byte, error) {
	file, err := p.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, ledger.MostCode))
}

// add notes why decisions govern a path.
func (w *whys) add(found []ledger.Governs, shown string) {
	for _, g := range found {
		for _, glob := range g.Globs {
			b := because{Kind: "glob", Path: shown}
			if !g.Entry.Restricted {
				file := w.show(glob.Pos.File)
				b.Glob, b.File, b.Line = &glob.Pattern, &file, &glob.Pos.Line
			}
			w.because[g.Entry] = append(w.because[g.Entry], b)
		}
		for _, m := range g.Mentions {
			b := because{Kind: "comment", Path: shown, File: &shown, Line: &m.Line}
			if !g.Entry.Restricted {
				b.Word = &m.Word
			}
			w.because[g.Entry] = append(w.because[g.Entry], b)
		}
	}
}

// write writes what was found: the accepted decisions first or, as JSON, all in the
// log's order.
func (w *whys) write() error {
	all := []governing{}
	set, _ := w.catalogs() // a worst case of one that cannot be read is told by its id
	for _, e := range w.log.Entries {
		if w.because[e] == nil {
			continue
		}
		g := governing{ID: orNull(ledger.PublicID(e)), Status: string(e.Standing()), Restricted: e.Restricted, Because: w.because[e], Risks: []review.Risk{}}
		if !e.Restricted {
			path := w.show(e.Path)
			g.ID, g.Path, g.Date = orNull(e.ID), &path, orNull(e.Day())
			g.Title, g.Lead = orNull(review.PlainTitle(e, w.secrets)), orNull(review.PlainLead(e, w.secrets))
			g.Risks = append(g.Risks, review.AcceptedRisks(e, set, w.secrets)...)
		}
		all = append(all, g)
	}
	if w.app.global.json {
		return writeJSON(w.app.Out, all)
	}
	s := w.app.screen()
	id := 0
	for _, g := range all {
		id = max(id, columns(orText(g.ID)))
	}
	first := true
	for _, status := range []decision.Status{decision.Accepted, decision.Proposed} {
		told := false
		for _, g := range all {
			if g.Status != string(status) {
				continue
			}
			if !first {
				s.line("")
			}
			if !told && status == decision.Proposed {
				s.text(0, quiet, "Proposed, and not decided yet:")
				s.line("")
			}
			first, told = false, true
			g.write(s, id)
		}
	}
	return nil
}

// write writes one decision: its title, its facts, its lead, and labelled lines.
func (g *governing) write(s *screen, id int) {
	at := id + gap
	title := orText(g.Title)
	if g.Restricted {
		title = "Restricted"
	}
	s.row([]column{{0, id, 0}, s.rest(at, 0)}, piece{orText(g.ID), asIs}, piece{plainText(title), strong})
	facts := []string{g.Status}
	for _, fact := range []*string{g.Date, g.Path} {
		if fact != nil {
			facts = append(facts, *fact)
		}
	}
	s.text(at, quiet, strings.Join(facts, " · "))
	if g.Lead != nil {
		s.text(at, asIs, plainText(*g.Lead))
	}
	const label = 8
	labelled := func(name, text string) {
		s.row([]column{{at, label, 0}, s.rest(at+label+gap, 0)}, piece{name, quiet}, piece{plainText(text), asIs})
	}
	told := map[string]bool{}
	for _, b := range g.Because {
		name, text := "named in", ""
		switch {
		case b.Kind == "comment":
			text = *b.File + ":" + strconv.Itoa(*b.Line)
		case b.Glob != nil:
			name, text = "governs", *b.Glob+" ("+*b.File+":"+strconv.Itoa(*b.Line)+")"
		default:
			name, text = "governs", b.Path
		}
		if !told[name+text] {
			labelled(name, text)
			told[name+text] = true
		}
	}
	for _, r := range g.Risks {
		text := strings.TrimRight(r.Title, ".")
		if r.By != "" {
			text += ", accepted by " + r.By
		}
		if r.Because != "" {
			text += ": " + r.Because
		}
		labelled("at risk", text)
	}
}

// orText is a text, "" where there is none.
func orText(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
