package highlight

import (
	"sync"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
	"github.com/dlclark/regexp2/v2"
)

// lexer runs the rules of one of chroma's lexers.
//
// A lexer is in a state, and at each place of a text it tries the rules of its state
// in their order. Most of them cannot match there, as the next character tells.
// Chroma asks the regular expression of each all the same, which was most of the time
// that code took. So the loop is here, beside what each rule can begin with; the
// rules, what they make of a match and of the state, and the lexers that they hand
// parts of a text to are chroma's. TestLikeChroma holds the two to the same tokens.
type lexer struct {
	from     *chroma.RegexLexer
	registry *chroma.LexerRegistry
	compiled chroma.CompiledRules
	states   map[string]*state
}

// state is the rules of a state, read when a text first comes to it.
type state struct {
	once  sync.Once
	rules []rule
}

// rule is a rule with what can be told of it beforehand.
type rule struct {
	*chroma.CompiledRule
	expression
	words *knownWords // nil where the expression does not match names alone
}

// probe is the name of a state that is not of the lexer's own. Its one rule is there
// to be handed the compiled rules, which chroma shows to rules alone.
const probe = "tradeoff: the rules"

// prepare learns the compiled rules and what they can begin with.
func (l *lexer) prepare(registry *chroma.LexerRegistry) {
	l.registry = registry
	next, err := l.from.Tokenise(&chroma.TokeniseOptions{State: probe}, "-")
	if err != nil {
		panic(err) // TestWholeText compiles each
	}
	next()
	l.states = make(map[string]*state, len(l.compiled))
	for name := range l.compiled {
		l.states[name] = &state{}
	}
}

// rulesOf are the rules of a state, nil of one that the lexer has not.
func (l *lexer) rulesOf(name string) []rule {
	s := l.states[name]
	if s == nil {
		return nil
	}
	s.once.Do(func() {
		s.rules = make([]rule, 0, len(l.compiled[name]))
		for _, r := range l.compiled[name] {
			one := rule{CompiledRule: r, expression: readExpression(r.Regexp.String())}
			if _, plain := r.Type.(chroma.TokenType); plain && one.names {
				one.words = &knownWords{longer: one.longer}
			}
			s.rules = append(s.rules, one)
		}
	})
	return s.rules
}

// match is the first rule of a state that matches at a place, with the runes that it
// takes, and the groups where the rule may have some.
func (l *lexer) match(rules []rule, text []rune, at int) (r *rule, index, runes int, groups *regexp2.Match) {
	c := text[at]
	var room [wordMost]byte
	var word []byte // nil until it is asked for
	for i := range rules {
		r := &rules[i]
		if c < utf8.RuneSelf && r.first[c>>6]>>(c&63)&1 == 0 {
			continue // it cannot begin here
		}
		if r.parts != nil {
			if end := r.parts.match(text, at); end >= 0 {
				return r, i, end - at, nil
			}
			continue
		}
		if r.words != nil {
			if word == nil {
				word = wordAt(room[:0], text, at)
			}
			if len(word) > 0 {
				if runes, ok := r.words.match(r.Regexp, word); ok && runes >= 0 {
					return r, i, runes, nil
				} else if ok {
					continue
				}
			}
		}
		if m, err := r.Regexp.FindRunesMatchStartingAt(text, at); err == nil && m != nil && m.RuneIndex == at {
			return r, i, m.RuneLength, m
		}
	}
	return nil, 0, 0, nil
}

// run hands the tokens of code to each, in order, until that is false. It fails as
// chroma does, with a panic.
func (l *lexer) run(code string, each func(t chroma.TokenType, text string) bool) {
	const root = "root"
	text := []rune(code)
	end := len(text)
	if l.from.Config().EnsureNL && (end == 0 || text[end-1] != '\n') {
		text = append(text, '\n') // for the rules to match, it is nobody's
	}
	state := &chroma.LexerState{Lexer: l.from, Registry: l.registry, Text: text, Stack: []string{root}, Rules: l.compiled, MutatorContext: map[any]any{}}
	offset := 0 // of state.Pos in code, in bytes
	forward := func(runes int) string {
		from := offset
		for _, r := range text[state.Pos : state.Pos+runes] {
			offset += utf8.RuneLen(r)
		}
		state.Pos += runes
		if offset > len(code) {
			return code[from:] + "\n"
		}
		return code[from:offset]
	}
	for state.Pos < end && len(state.Stack) > 0 {
		state.State = state.Stack[len(state.Stack)-1]
		rules := l.rulesOf(state.State)
		if rules == nil {
			panic("the lexer has no state " + state.State)
		}
		r, i, runes, m := l.match(rules, text, state.Pos)
		if r == nil {
			// A line's end that no rule takes ends what the line began.
			if text[state.Pos] == '\n' && state.State != root {
				state.Stack = []string{root}
			} else if !each(chroma.Error, forward(1)) {
				return
			}
			continue
		}
		whole := forward(runes)
		token, plain := r.Type.(chroma.TokenType)
		state.Rule = i
		if state.Groups = append(state.Groups[:0], whole); m != nil && !plain && r.Type != nil {
			state.Groups = []string{whole} // which who takes it may keep
			for _, g := range m.Groups()[1:] {
				state.Groups = append(state.Groups, g.String())
			}
		}
		if r.Mutator != nil {
			if err := r.Mutator.Mutate(state); err != nil {
				panic(err)
			}
		}
		switch {
		case plain:
			if token != chroma.Ignore && !each(token, whole) {
				return
			}
		case r.Type != nil:
			next := r.Type.Emit(state.Groups, state)
			for t := next(); t != chroma.EOF; t = next() {
				if t.Type != chroma.Ignore && !each(t.Type, t.Value) {
					return
				}
			}
		}
	}
	if state.Pos < end {
		each(chroma.Error, code[offset:])
	}
}
