package highlight

import (
	"archive/zip"
	"bytes"
	_ "embed" // for the archive
	"errors"
	"io/fs"
	"strings"
	"sync"

	"tradeoff/internal/lazyregexp"

	"github.com/alecthomas/chroma/v2"
)

// archive holds chroma's lexers as chroma writes them, one XML file each, with an
// index of the names of their languages. Chroma has them in a package that reads
// all of them as the program starts, which took longer than the rest of a
// command's start; from here one is read when a text first names its language.
// TestArchive holds it to chroma's, and writes it.
//
//go:embed lexers.zip
var archive []byte

// indexFile lists, a line each, a name in lower case and the file of its lexer.
const indexFile = "index.tsv"

// opened is the archive with its index, read on first use.
var opened = sync.OnceValue(func() (a struct {
	files  fs.FS
	byName map[string]string
}) {
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		panic(err) // it is part of the program
	}
	index, err := fs.ReadFile(r, indexFile)
	if err != nil {
		panic(err)
	}
	a.files, a.byName = r, map[string]string{}
	for line := range strings.Lines(string(index)) {
		name, file, _ := strings.Cut(strings.TrimSpace(line), "\t")
		a.byName[name] = file
	}
	return a
})

var (
	readMu  sync.Mutex
	readers = map[string]func() chroma.Lexer{} // by file, each read once
)

// lexerOf gives the lexer of a language by any of its names, nil of one that is
// not known.
func lexerOf(language string) chroma.Lexer {
	file, ok := opened().byName[strings.ToLower(language)]
	if !ok {
		return nil
	}
	readMu.Lock()
	read, ok := readers[file]
	if !ok {
		read = sync.OnceValue(func() chroma.Lexer { return readLexer(file) })
		readers[file] = read
	}
	readMu.Unlock()
	return read()
}

// uses matches the languages that a lexer hands parts of its text to.
var uses = lazyregexp.New(`<using lexer="([^"]+)"`)

// readLexer reads a lexer with those that it needs, in a registry of its own, so
// that none changes while another goroutine looks a language up in it.
func readLexer(file string) chroma.Lexer {
	a := opened()
	registry := chroma.NewLexerRegistry()
	var wanted chroma.Lexer
	seen := map[string]bool{}
	for queue := []string{file}; len(queue) > 0; queue = queue[1:] {
		name := queue[0]
		if seen[name] {
			continue
		}
		seen[name] = true
		data, err := fs.ReadFile(a.files, name)
		if err != nil {
			panic(err) // the index names files of the archive alone
		}
		parsed, err := chroma.Unmarshal(data)
		if err != nil {
			panic(err)
		}
		lexer := guarded(parsed)
		registry.Register(lexer)
		if wanted == nil {
			wanted = lexer
		}
		for _, m := range uses.FindAllSubmatch(data, -1) {
			if other, ok := a.byName[strings.ToLower(string(m[1]))]; ok {
				queue = append(queue, other)
			}
		}
	}
	return wanted
}

// guarded is a lexer that gives up where it goes round without getting on, as
// some of chroma's do for ever on some texts.
func guarded(l *chroma.RegexLexer) *chroma.RegexLexer {
	rules := l.MustRules()
	for _, state := range rules {
		for i, r := range state {
			if _, ok := r.Mutator.(chroma.LexerMutator); !ok {
				state[i].Mutator = guard{r.Mutator}
			}
		}
	}
	return chroma.MustNewLexer(l.Config(), func() chroma.Rules { return rules })
}

// guard is what a rule does to the lexer's state, counted.
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
