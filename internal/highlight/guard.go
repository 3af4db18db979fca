package highlight

import (
	"errors"

	"github.com/alecthomas/chroma/v2"
)

// guard is what a rule does to the lexer's state, counted, so that a lexer gives up
// where it goes round without getting on, as some of chroma's do for ever on some
// texts.
type guard struct{ chroma.Mutator } // nil for a rule that does nothing to it

// progress is where a lexer stood last, and how many rules have matched there.
type progress struct{ at, times int }

// mostRounds is how many rules may match at one place. Real lexers need as many
// as their states are nested.
const mostRounds = 100

// Mutate implements chroma.Mutator.
func (g guard) Mutate(state *chroma.LexerState) error {
	p, ok := state.Get(progress{}).(*progress)
	if !ok {
		p = &progress{}
		state.Set(progress{}, p)
	}
	if state.Pos != p.at {
		*p = progress{at: state.Pos}
	}
	if p.times++; p.times > mostRounds || len(state.Stack) > MaxBytes {
		return errors.New("the lexer does not get on")
	}
	if g.Mutator == nil {
		return nil
	}
	return g.Mutator.Mutate(state)
}
