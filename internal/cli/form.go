package cli

import (
	"errors"
	"runtime"
	"strings"

	"github.com/charmbracelet/x/term"

	"tradeoff/internal/advisor"
	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/input"
)

// errNothingWritten ends a form that was left before its end.
var errNothingWritten = errors.New("nothing was written")

// lowest is the least height of a terminal, in lines, in which a question is drawn
// in place. A long list of choices scrolls in it.
const lowest = 12

// asks tells whether a command may ask questions: somebody sits at a terminal,
// reads what goes to the error stream, and has not asked to be left alone.
func (a *App) asks() bool {
	return !a.global.quiet && !a.global.json && a.Env["CI"] == "" && a.Env["TERM"] != "dumb" && isTerminal(a.In) && isTerminal(a.Err)
}

// isTerminal tells whether a stream is a terminal.
func isTerminal(stream any) bool {
	file, ok := stream.(term.File)
	return ok && term.IsTerminal(file.Fd())
}

// interview asks for what a new decision leaves open, one question at a time,
// and puts the answers into its draft as --set does. It knows no terminal.
type interview struct {
	draft    *draft
	defaults *input.Defaults
	set      catalog.Set
	compose  func() (*input.Input, error)
	ask      func(*decision.Decision, *catalog.Catalog, map[string]bool) advisor.Question

	chosen  bool             // whether a catalog was asked for
	skipped map[string]bool  // fields that were asked, and that nobody could answer
	field   *catalog.Field   // of the question that was asked last; nil where that was for a catalog
	asked   advisor.Question // the last answer of ask

	decision *decision.Decision // as the draft has it; nil before it was composed
	catalog  *catalog.Catalog   // nil where the decision has none
}

// next is the question to ask now, or nil where none is left.
func (v *interview) next() (*question, error) {
	id, named := v.draft.catalog(v.defaults)
	if !named && !v.chosen && len(v.set) > 0 {
		v.chosen = true
		none := "None: one Markdown record"
		if v.draft.hasInput {
			none = "None: an input that has no catalog"
		}
		return catalogQuestion(v.set, none), nil
	}
	if id == "" {
		return nil, nil
	}
	in, err := v.compose()
	if err != nil {
		return nil, err
	}
	v.decision, v.catalog = &in.Decision, v.set[in.Decision.Catalog]
	if v.catalog == nil {
		return nil, nil
	}
	v.asked = v.ask(v.decision, v.catalog, v.skipped)
	if v.field = v.asked.Next; v.field == nil {
		return nil, nil
	}
	return fieldQuestion(v.field), nil
}

// answer takes the answer to the last question, "" for none.
func (v *interview) answer(value string) error {
	switch {
	case v.field != nil && value == "":
		v.skipped[v.field.ID] = true
		return nil
	case v.field != nil:
		return v.draft.set("profile." + v.field.ID + "=" + value)
	case value != "":
		return v.draft.set("tradeoffs=" + value)
	}
	return nil
}

// advance takes an answer and gives the next question, nil where none is left.
func (v *interview) advance(value string) (*question, error) {
	if err := v.answer(strings.TrimSpace(value)); err != nil {
		return nil, err
	}
	return v.next()
}

// closing says what the answers came to, in a line or two; nothing where no
// catalog was touched.
func (v *interview) closing() []string {
	if v.catalog == nil || len(v.catalog.Fields) == 0 {
		return nil
	}
	advice := advisor.Advise(v.decision, v.catalog).Advice
	var worth []string
	for _, f := range advice.Unknown {
		if f.Matters && v.skipped[f.Field] {
			worth = append(worth, f.Field)
		}
	}
	because := advice.Because
	if advice.Leader == "" && len(advice.Contenders) == 0 {
		because = ""
	}
	return closing(v.asked.Answered, v.asked.Left, v.asked.Settled, worth, because)
}

// interview asks on the terminal for what the draft leaves open.
func (p *project) interview(d *draft, stem string, set catalog.Set, defaults *input.Defaults) error {
	a := p.app
	v := &interview{
		draft: d, defaults: defaults, set: set, ask: advisor.Ask, skipped: map[string]bool{},
		compose: func() (*input.Input, error) { return d.compose(p, stem, set, defaults) },
	}
	q, err := v.next()
	if err != nil {
		return err
	}
	width, height := sizeOf(a.Err)
	switch {
	case q == nil:
	case a.Env["ACCESSIBLE"] != "" || width < narrowest || height < lowest || a.Env["TERM"] == "" && runtime.GOOS != "windows":
		err = a.promptAll(v, q)
	default:
		err = a.drawAll(v, q)
	}
	if err != nil {
		return err
	}
	for _, line := range v.closing() {
		if width > 0 {
			line = strings.Join(wrap(line, width, false), "\n")
		}
		a.note("%s", line)
	}
	return nil
}

// sizeOf is the size of a terminal in cells; zero where it does not know.
func sizeOf(stream any) (width, height int) {
	if file, ok := stream.(term.File); ok {
		if w, h, err := term.GetSize(file.Fd()); err == nil {
			return w, h
		}
	}
	return 0, 0
}
