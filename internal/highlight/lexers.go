package highlight

import (
	"archive/zip"
	"bytes"
	_ "embed" // for the archive
	"encoding/xml"
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
	readers = map[string]func() *lexer{} // by file, each read once
)

// lexerOf gives the lexer of a language by any of its names, nil of one that is
// not known.
func lexerOf(language string) *lexer {
	file, ok := opened().byName[strings.ToLower(language)]
	if !ok {
		return nil
	}
	readMu.Lock()
	read, ok := readers[file]
	if !ok {
		read = sync.OnceValue(func() *lexer { return readLexer(file) })
		readers[file] = read
	}
	readMu.Unlock()
	return read()
}

// uses matches the languages that a lexer hands parts of its text to.
var uses = lazyregexp.New(`<using lexer="([^"]+)"`)

// readLexer reads a lexer with those that it needs, in a registry of its own, so
// that none changes while another goroutine looks a language up in it.
func readLexer(file string) *lexer {
	a := opened()
	registry := chroma.NewLexerRegistry()
	var wanted *lexer
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
		l := parseLexer(data)
		registry.Register(l.from)
		if wanted == nil {
			wanted = l
		}
		for _, m := range uses.FindAllSubmatch(data, -1) {
			if other, ok := a.byName[strings.ToLower(string(m[1]))]; ok {
				queue = append(queue, other)
			}
		}
	}
	wanted.prepare(registry)
	return wanted
}

// parseLexer reads a lexer from its XML, with a guard on each of its rules and a state
// that shows its rules once they are compiled. Chroma's own reader (Unmarshal) would do
// but that rules which are changed after it are compiled a second time.
func parseLexer(data []byte) *lexer {
	var parsed struct {
		Config chroma.Config `xml:"config"`
		Rules  chroma.Rules  `xml:"rules"`
	}
	if err := xml.Unmarshal(data, &parsed); err != nil {
		panic(err) // TestArchive reads each
	}
	for _, state := range parsed.Rules {
		for i, r := range state {
			if _, ok := r.Mutator.(chroma.LexerMutator); !ok {
				state[i].Mutator = guard{r.Mutator}
			}
		}
	}
	l := &lexer{}
	parsed.Rules[probe] = []chroma.Rule{{Mutator: chroma.MutatorFunc(func(state *chroma.LexerState) error {
		l.compiled, state.Stack = state.Rules, nil
		return nil
	})}}
	l.from = chroma.MustNewLexer(&parsed.Config, func() chroma.Rules { return parsed.Rules })
	return l
}
