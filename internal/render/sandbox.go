package render

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template"
	"text/template/parse"
	"unicode/utf8"

	"tradeoff/internal/diag"
	"tradeoff/internal/lazyregexp"
)

// The bounds of a template's text. A template of people stays far below them;
// they keep the parser's and the executor's stack and tables small.
const (
	maxTemplate  = 128 << 10 // bytes
	maxVariables = 1000      // declarations in one file
	maxNesting   = 100       // blocks and parentheses within each other in one template
	maxFindings  = 20        // of the guard in one file
)

// templateFile is the text of one template, and of those that it defines.
type templateFile struct {
	Name string // the template's name, as Has and {{template}} know it: madr
	File string // for findings: templates/madr.md.tmpl
	Text string
}

// templateSet is a set of named templates that run in the sandbox: with the
// functions of the allow list and the caller's, on a budget of work that
// depends on the template and its data alone, never on a clock. It is safe for
// use by several goroutines.
//
// The methods of the data are trusted: they are charged as a step each, so they
// must be cheap and must not change the data.
type templateSet struct {
	files  []templateFile
	trees  map[string]*parse.Tree // guarded; shared by all runs and no longer written
	names  []string               // of the trees, sorted
	places []place                // of each definition and range, in the order the guard met them
	extra  template.FuncMap
	used   map[string]bool // the functions that the trees call; a run binds no others
	limit  int             // units of work
	runs   sync.Pool
}

// newTemplateSet parses the files. extra adds functions of the caller's to the
// allow list, or replaces some; they are trusted, and charged as all others.
// The findings are those of all files, not of the first; a file with a finding
// adds no template to the set.
func newTemplateSet(files []templateFile, extra template.FuncMap) (*templateSet, diag.List) {
	s := &templateSet{files: files, trees: map[string]*parse.Tree{}, extra: extra, used: map[string]bool{}, limit: workLimit}
	s.runs.New = func() any { return newSandboxRun(s) }
	known := map[string]bool{"and": true, "or": true, "not": true, "len": true}
	for name := range (&budget{}).functions() {
		known[name] = true
	}
	for name := range extra {
		known[name] = true
	}
	var found diag.List
	var calls []templateCall
	owner := map[string]int{} // of the templates that hold more than definitions and space
	for i := range files {
		trees, errs := s.parse(i)
		g := treeGuard{set: s, file: i, known: known, findings: &errs}
		for _, name := range slices.Sorted(maps.Keys(trees)) {
			tree := trees[name]
			if before, twice := owner[name]; parse.IsEmptyTree(tree.Root) {
				if twice {
					delete(trees, name)
				}
			} else if twice {
				errs.Errorf(s.pos(place{i, tree.Root.Pos}), "template", "give one of them another name", "template %q is defined in %s already", name, files[before].File)
			} else {
				owner[name] = i
			}
			g.tree(tree)
		}
		calls = append(calls, g.calls...)
		found = append(found, errs...)
		if errs.HasErrors() {
			continue
		}
		maps.Copy(s.trees, trees)
	}
	s.names = slices.Sorted(maps.Keys(s.trees))
	// After a parse error its file's definitions are missing, and each call of
	// them would be one finding more that says nothing.
	if !found.HasErrors() {
		for _, c := range calls {
			if !s.Has(c.name) && len(found) < maxFindings {
				found.Errorf(s.pos(c.from), "template", diag.DidYouMean(c.name, s.names), "there is no template %q", c.name)
			}
		}
	}
	found.Sort()
	return s, found
}

// Has tells whether the set holds a template of that name, be it a file or a
// definition in one.
func (s *templateSet) Has(name string) bool { return s.trees[name] != nil }

// Names are the templates that Has knows, sorted.
func (s *templateSet) Names() []string { return slices.Clone(s.names) }

// execute runs one template over data with a fresh budget. input names the
// decision's file, for the finding. perRun replaces functions of newTemplateSet's
// extra for this run; a name that is not among them is left out. The text is ""
// where there is a finding, which stands at the template's line and column.
func (s *templateSet) execute(name string, data any, input string, perRun template.FuncMap) (string, diag.List) {
	var found diag.List
	if !s.Has(name) {
		found.Errorf(diag.Pos{File: input}, "template", diag.DidYouMean(name, s.names), "there is no template %q", name)
		return "", found
	}
	r := s.runs.Get().(*sandboxRun)
	r.begin(s.limit)
	text, err := r.render(name, data, perRun)
	if err != nil {
		text = ""
		found = append(found, s.explain(err, s.pos(s.places[r.at]), data, input))
	}
	s.runs.Put(r)
	return text, found
}

// parse gives the templates of one file by their names. A tree's ParseName is
// the file's index from here on, so that an error of text/template leads back to
// the file whatever its name.
func (s *templateSet) parse(i int) (trees map[string]*parse.Tree, found diag.List) {
	file := s.files[i]
	whole := diag.Pos{File: file.File}
	switch {
	case len(file.Text) > maxTemplate:
		found.Errorf(whole, "template", "split it", "the template is larger than %d KiB", maxTemplate>>10)
		return nil, found
	case strings.Count(file.Text, ":=") > maxVariables:
		found.Errorf(whole, "template", "split it", "the template declares more than %d variables", maxVariables)
		return nil, found
	}
	defer func() {
		if p := recover(); p != nil {
			trees = nil
			found.Errorf(whole, "template", "", "the template cannot be read: %v", p)
		}
	}()
	trees = map[string]*parse.Tree{}
	tree := parse.New(file.Name)
	tree.Mode = parse.SkipFuncCheck // the guard names all unknown functions, with their columns
	if _, err := tree.Parse(file.Text, "", "", trees); err != nil {
		message := strings.TrimPrefix(err.Error(), "template: "+file.Name+":")
		line, rest, _ := strings.Cut(message, ": ")
		whole.Line, _ = strconv.Atoi(line)
		rest = strings.ReplaceAll(rest, " at "+file.Name+":", " in line ")
		hint := ""
		if strings.HasPrefix(rest, "unexpected EOF") {
			hint = "an {{if}}, {{range}}, {{with}}, {{block}} or {{define}} has no {{end}}"
		}
		found.Errorf(whole, "template", hint, "%s", messageLine(rest))
		return nil, found
	}
	for _, t := range trees {
		t.ParseName = strconv.Itoa(i)
	}
	return trees, found
}

// place is a byte of a file of a set.
type place struct {
	file int
	at   parse.Pos
}

func (s *templateSet) pos(p place) diag.Pos {
	before := s.files[p.file].Text[:min(int(p.at), len(s.files[p.file].Text))]
	start := strings.LastIndexByte(before, '\n') + 1
	return diag.Pos{File: s.files[p.file].File, Line: 1 + strings.Count(before, "\n"), Col: 1 + utf8.RuneCountInString(before[start:])}
}

// templateCall is one {{template}}, to be looked up when all files are read.
type templateCall struct {
	name string
	from place
}

// treeGuard walks the trees of one file. It refuses what the sandbox has not, and
// writes calls of hidden functions into the tree: one at the head of each
// definition and of each range's body that charges what one pass costs, one
// behind each printed pipeline and one behind each range's.
type treeGuard struct {
	set      *templateSet
	file     int
	known    map[string]bool
	findings *diag.List
	calls    []templateCall
	declared int // variables of the definition so far
	deepest  int // nesting of the definition
}

func (g *treeGuard) tree(t *parse.Tree) {
	g.declared, g.deepest = 0, 0
	at := t.Root.Pos
	here := g.note(at)
	cost := g.list(t.Root, 1)
	enter, leave := hiddenAction(at, hiddenCall(at, "_enter", here, cost, g.deepest)), hiddenAction(at, hiddenCall(at, "_leave", g.deepest))
	t.Root.Nodes = append(append([]parse.Node{enter}, t.Root.Nodes...), leave)
}

// list guards the nodes of a list and gives what one pass over them costs,
// without the bodies of ranges, which charge for themselves.
func (g *treeGuard) list(l *parse.ListNode, depth int) (cost int) {
	if l == nil || g.tooDeep(l.Pos, depth) {
		return 0
	}
	for _, n := range l.Nodes {
		cost += nodeCost
		switch n := n.(type) {
		case *parse.ActionNode:
			cost += g.pipe(n.Pipe, depth)
			if len(n.Pipe.Decl) == 0 {
				n.Pipe.Cmds = append(n.Pipe.Cmds, hiddenCall(n.Pipe.Pos, "_print"))
			}
		case *parse.IfNode:
			cost += g.pipe(n.Pipe, depth) + g.list(n.List, depth+1) + g.list(n.ElseList, depth+1)
		case *parse.WithNode:
			cost += g.pipe(n.Pipe, depth) + g.list(n.List, depth+1) + g.list(n.ElseList, depth+1)
		case *parse.RangeNode:
			cost += g.pipe(n.Pipe, depth) + g.list(n.ElseList, depth+1)
			n.Pipe.Cmds = append(n.Pipe.Cmds, hiddenCall(n.Pipe.Pos, "_over"))
			here := g.note(n.Pos)
			step := hiddenCall(n.Pos, "_step", here, passCost+g.list(n.List, depth+1))
			n.List.Nodes = append([]parse.Node{hiddenAction(n.Pos, step)}, n.List.Nodes...)
		case *parse.TemplateNode:
			cost += g.pipe(n.Pipe, depth)
			g.calls = append(g.calls, templateCall{n.Name, place{g.file, n.Pos}})
		}
	}
	return cost
}

func (g *treeGuard) pipe(p *parse.PipeNode, depth int) (cost int) {
	if p == nil || g.tooDeep(p.Pos, depth) {
		return 0
	}
	g.declared += len(p.Decl)
	for _, c := range p.Cmds {
		for _, a := range c.Args {
			cost += g.operand(a, depth)
		}
	}
	return cost
}

func (g *treeGuard) operand(n parse.Node, depth int) int {
	switch n := n.(type) {
	case *parse.IdentifierNode:
		g.function(n)
	case *parse.PipeNode:
		return nodeCost + g.pipe(n, depth+1)
	case *parse.ChainNode:
		return nodeCost*(1+len(n.Field)) + g.operand(n.Node, depth)
	case *parse.FieldNode:
		return nodeCost * len(n.Ident)
	case *parse.VariableNode:
		return nodeCost*len(n.Ident) + g.declared/4 // they are searched one by one
	}
	return nodeCost
}

// function refuses a function that is not in the sandbox.
func (g *treeGuard) function(n *parse.IdentifierNode) {
	if g.known[n.Ident] {
		g.set.used[n.Ident] = true
		return
	}
	if len(*g.findings) >= maxFindings { // each looks for the nearest name, and for its line
		return
	}
	hint := refused()[n.Ident]
	if hint == "" {
		hint = diag.DidYouMean(n.Ident, slices.Sorted(maps.Keys(g.known)))
	}
	g.findings.Errorf(g.set.pos(place{g.file, n.Pos}), "template", hint, "function %s is not available in templates", n.Ident)
}

func (g *treeGuard) tooDeep(at parse.Pos, depth int) bool {
	if g.deepest = max(g.deepest, depth); depth <= maxNesting {
		return false
	}
	if depth == maxNesting+1 && len(*g.findings) < maxFindings {
		g.findings.Errorf(g.set.pos(place{g.file, at}), "template", "move the inner part into a {{define}}", "the template nests more than %d blocks or parentheses", maxNesting)
	}
	return true
}

// note keeps a place and gives its number, by which the budget knows where it
// ran out.
func (g *treeGuard) note(at parse.Pos) int {
	g.set.places = append(g.set.places, place{g.file, at})
	return len(g.set.places) - 1
}

// hiddenCall is a call of a function that no template can write, since its name is
// not among the known ones.
func hiddenCall(at parse.Pos, name string, args ...int) *parse.CommandNode {
	c := &parse.CommandNode{NodeType: parse.NodeCommand, Pos: at, Args: []parse.Node{parse.NewIdentifier(name).SetPos(at)}}
	for _, a := range args {
		c.Args = append(c.Args, &parse.NumberNode{NodeType: parse.NodeNumber, Pos: at, IsInt: true, Int64: int64(a), Text: strconv.Itoa(a)})
	}
	return c
}

func hiddenAction(at parse.Pos, c *parse.CommandNode) *parse.ActionNode {
	return &parse.ActionNode{NodeType: parse.NodeAction, Pos: at, Pipe: &parse.PipeNode{NodeType: parse.NodePipe, Pos: at, Cmds: []*parse.CommandNode{c}}}
}

// sandboxRun is what one execution at a time owns: a budget, the functions that are
// bound to it, and the output. Runs are used again, since binding the functions
// costs more than a small template.
type sandboxRun struct {
	budget
	tmpl *template.Template
	base template.FuncMap // as bound, without any perRun
	out  strings.Builder
}

func newSandboxRun(s *templateSet) *sandboxRun {
	r := &sandboxRun{tmpl: template.New(""), base: template.FuncMap{}}
	functions := r.functions()
	maps.Copy(functions, s.extra)
	for name, fn := range functions {
		if s.used[name] {
			r.base[name] = r.wrap(name, fn)
		}
	}
	r.tmpl.Funcs(r.base).Funcs(template.FuncMap{"_enter": r.enter, "_leave": r.leave, "_step": r.step, "_print": r.print, "_over": r.over})
	for _, name := range s.names {
		// It fails for html/template alone, and where no tree is given.
		template.Must(r.tmpl.AddParseTree(name, s.trees[name]))
	}
	return r
}

// Write bounds the output. It is text/template's to call.
func (r *sandboxRun) Write(p []byte) (int, error) {
	if r.out.Len()+len(p) > maxOutput {
		return 0, &limitError{fmt.Sprintf("its text is longer than %d MiB", maxOutput>>20)}
	}
	return r.out.Write(p)
}

// render executes a template. A panic that text/template lets through becomes
// an error.
func (r *sandboxRun) render(name string, data any, perRun template.FuncMap) (text string, err error) {
	r.out.Reset()
	for fn, f := range perRun {
		if before, ok := r.base[fn]; ok {
			r.tmpl.Funcs(template.FuncMap{fn: r.wrap(fn, f)})
			defer r.tmpl.Funcs(template.FuncMap{fn: before})
		}
	}
	defer func() {
		if p := recover(); p != nil {
			text, err = "", fmt.Errorf("the template stops: %v", p)
		}
	}()
	err = r.tmpl.ExecuteTemplate(r, name, data)
	return r.out.String(), err
}

var (
	located    = lazyregexp.New(`^template: (\d+):(\d+):(\d+): executing `)
	noField    = lazyregexp.New(`^can't evaluate field (\S+) in type (\S+)$`)
	rewordings = []struct {
		from *lazyregexp.Regexp
		to   string
		hint string
	}{
		{lazyregexp.New(`^nil pointer evaluating .*\.(\w+)$`), "$1 is asked of a value that is not set", "write it within {{with …}} … {{end}}"},
		{lazyregexp.New(`^wrong number of args for (\S+): want (.+) got (\d+)$`), "$1 takes $2 arguments, not $3", ""},
		{lazyregexp.New(`^wrong type for value; expected (.+); got (.+)$`), "a $2 stands where a $1 belongs", ""},
		{lazyregexp.New(`^invalid value; expected (.+)$`), "there is no value where a $1 belongs", "write {{with …}} round it, or give it a default"},
		{lazyregexp.New(`^template (".*") not defined$`), "there is no template $1", ""},
		{lazyregexp.New(`(?s)^error calling (\S+): (.*)$`), "$1: $2", ""},
	}
)
