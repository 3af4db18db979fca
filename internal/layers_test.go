package internal

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors are the packages by their floors; a package imports from lower ones alone.
var floors = map[string]int{
	"diag": 0, "decision": 0, "graph": 0, "lazyregexp": 0, "parallel": 0, "ratchet": 0,
	"highlight": 1, "rule": 1, "source": 1, "git": 1, "theme": 1, "server": 1, "search": 1, "output": 1,
	"catalog": 2, "config": 2, "record": 2, "report": 2,
	"advisor": 3,
	"input":   4,
	"ledger":  5,
	"render":  6,
	"check":   7,
	"convert": 7,
	"review":  8,
	"site":    9,
	"cli":     10,
	"bench":   11,
}

// owners are the packages that may import a library, by the library's path.
var owners = map[string][]string{
	"go.yaml.in/yaml":                       {"source"},
	"github.com/pelletier/go-toml":          {"source"},
	"github.com/spf13/viper":                {"config", "input"},
	"github.com/go-viper/mapstructure":      {"config", "input"},
	"github.com/Masterminds/sprig":          {"render"},
	"github.com/yuin/goldmark":              {"bench", "record", "site"},
	"github.com/tdewolff/minify":            {"site"},
	"github.com/alecthomas/chroma":          {"bench", "highlight"},
	"github.com/dlclark/regexp2":            {"highlight"}, // chroma's regular expressions
	"github.com/fsnotify/fsnotify":          {"server"},
	"github.com/spf13/cobra":                {"cli"},
	"github.com/gofrs/flock":                {"cli", "output"},
	"charm.land/huh":                        {"cli"},
	"charm.land/bubbletea":                  {"cli"},
	"charm.land/bubbles":                    {"cli"},
	"charm.land/lipgloss":                   {"cli"},
	"github.com/charmbracelet/colorprofile": {"cli"},
	"github.com/charmbracelet/x/term":       {"cli"},
	"github.com/bmatcuk/doublestar":         {"ledger"},
	"golang.org/x/sys":                      {"output"},
	"golang.org/x/sync":                     {"parallel", "site"},
	"golang.org/x/text":                     {"cli", "ledger", "record", "search"},
	"github.com/klauspost/compress":         {"search"},
	"github.com/google/go-cmp":              nil, // tests alone
	"github.com/rogpeppe/go-internal":       nil,
	"github.com/creack/pty":                 nil,
	"github.com/charmbracelet/x/vt":         nil,
	"github.com/PuerkitoBio/goquery":        nil,
	"github.com/chromedp/chromedp":          nil,
	"github.com/chromedp/cdproto":           nil,
	"github.com/santhosh-tekuri/jsonschema": nil,
	"golang.org/x/net":                      {"site"}, // its reader of HTML
}

// confined are parts of the standard library that only some packages may use:
// below cli nothing reads the clock, the environment or a terminal by itself, and
// git is the only program that is run.
var confined = map[string][]string{
	"os/exec":   {"bench", "cli", "git"},
	"net/http":  {"server"},
	"os/signal": {"cli"},
}

// forbidden are calls that only cli may make, and bench, which is no part of the program.
var forbidden = []string{"time.Now", "os.Getenv", "os.LookupEnv", "os.Environ", "os.Getwd", "os.Exit"}

// source is one parsed file of the module.
type sourceFile struct {
	name string // from the module's root
	pkg  string // below internal, "" for others
	test bool
	ast  *ast.File
}

// sources parses every Go file of the module. The files are read here, and not
// by the go command, so that a cached result of this test cannot hide a change.
func sources(t *testing.T) []sourceFile {
	t.Helper()
	var files []sourceFile
	fset := token.NewFileSet()
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(name)
		if entry.IsDir() {
			if name != "." && (strings.HasPrefix(base, ".") || base == "testdata" || base == "public") {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		parsed, err := parser.ParseFile(fset, filepath.Join("..", filepath.FromSlash(name)), nil, parser.ParseComments)
		if err != nil {
			return err
		}
		f := sourceFile{name: name, test: strings.HasSuffix(name, "_test.go"), ast: parsed}
		if rest, ok := strings.CutPrefix(path.Dir(name), "internal/"); ok {
			f.pkg, _, _ = strings.Cut(rest, "/")
		}
		files = append(files, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 50 {
		t.Fatalf("only %d Go files found: the test looks in the wrong place", len(files))
	}
	return files
}

func TestImportsGoDown(t *testing.T) {
	for _, f := range sources(t) {
		if f.pkg != "" {
			if _, ok := floors[f.pkg]; !ok {
				t.Errorf("%s: package %s stands on no floor", f.name, f.pkg)
			}
		}
		for _, imp := range f.ast.Imports {
			to, err := strconv.Unquote(imp.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			other, ok := strings.CutPrefix(to, "tradeoff/internal/")
			if !ok {
				continue
			}
			if f.pkg == "" {
				if other != "cli" && !f.test {
					t.Errorf("%s imports %s: cmd knows cli alone, and the embedding packages nothing", f.name, to)
				}
				continue
			}
			if f.test && strings.HasSuffix(f.ast.Name.Name, "_test") {
				continue // an external test may look at the whole house
			}
			if floors[other] >= floors[f.pkg] && !f.test {
				t.Errorf("%s imports %s: floor %d does not import from floor %d", f.name, to, floors[f.pkg], floors[other])
			}
		}
	}
}

func TestLibrariesHaveOwners(t *testing.T) {
	for _, f := range sources(t) {
		for _, imp := range f.ast.Imports {
			to, err := strconv.Unquote(imp.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if allowed, ok := confined[to]; ok && !f.test && !slices.Contains(allowed, f.pkg) {
				t.Errorf("%s imports %s, which is for %s", f.name, to, strings.Join(allowed, " and "))
			}
			first, _, _ := strings.Cut(to, "/")
			if !strings.Contains(first, ".") {
				continue // the standard library, or ours
			}
			owner, allowed := "", []string(nil)
			for library, packages := range owners {
				if to == library || strings.HasPrefix(to, library+"/") {
					owner, allowed = library, packages
				}
			}
			switch {
			case owner == "":
				t.Errorf("%s imports %s, which no package owns", f.name, to)
			case !f.test && !slices.Contains(allowed, f.pkg):
				t.Errorf("%s imports %s, which is for %s", f.name, to, strings.Join(allowed, " and "))
			}
		}
	}
}

func TestOnlyTheCommandLineKnowsTheWorld(t *testing.T) {
	for _, f := range sources(t) {
		if f.test || f.pkg == "" || f.pkg == "cli" || f.pkg == "bench" {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && slices.Contains(forbidden, x.Name+"."+sel.Sel.Name) {
				if f.pkg == "server" && x.Name == "time" || f.pkg == "git" && x.Name == "os" && sel.Sel.Name == "Environ" {
					return true // a preview measures how long a build takes; git needs PATH and HOME to run
				}
				t.Errorf("%s calls %s.%s, which is for cli", f.name, x.Name, sel.Sel.Name)
			}
			return true
		})
	}
}

func TestEverythingIsDocumented(t *testing.T) {
	documented, seen := map[string]bool{}, map[string]bool{}
	for _, f := range sources(t) {
		if f.test {
			continue
		}
		dir := path.Dir(f.name)
		seen[dir] = true
		if f.ast.Doc != nil {
			if first := doc.Synopsis(f.ast.Doc.Text()); strings.HasPrefix(first, "Package ") || strings.HasPrefix(first, "Command ") {
				documented[dir] = true
			}
		}
		for _, decl := range f.ast.Decls {
			checkDocumented(t, f, decl)
		}
	}
	for dir := range seen {
		if !documented[dir] {
			t.Errorf("%s: the package has no comment that begins with its name", dir)
		}
	}
}

// checkDocumented reports exported names without a comment. A group's comment
// serves its members, and a method that its type's interface explains needs none
// beyond its own.
func checkDocumented(t *testing.T, f sourceFile, decl ast.Decl) {
	t.Helper()
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
			t.Errorf("%s: %s has no comment", f.name, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && s.Doc == nil && d.Doc == nil {
					t.Errorf("%s: type %s has no comment", f.name, s.Name.Name)
				}
			case *ast.ValueSpec:
				for _, name := range s.Names {
					if name.IsExported() && s.Doc == nil && s.Comment == nil && d.Doc == nil {
						t.Errorf("%s: %s has no comment", f.name, name.Name)
					}
				}
			}
		}
	}
}

// exportedReceiver tells whether a function is seen from outside: it has no
// receiver, or one of an exported type.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return true
	}
	expr := d.Recv.List[0].Type
	if star, ok := expr.(*ast.StarExpr); ok {
		expr = star.X
	}
	ident, ok := expr.(*ast.Ident)
	return ok && ident.IsExported()
}
