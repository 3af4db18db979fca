package site

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// layoutsPage is the reference of what layouts are handed.
const layoutsPage = "../../content/reference/layouts.md"

// TestLayoutsPage holds the reference against the types: below its mark it lists
// each layout, and each type that one can come to with its fields, as the sources
// explain them. UPDATE_DOCS=1 writes it anew.
func TestLayoutsPage(t *testing.T) {
	data, err := os.ReadFile(layoutsPage)
	if err != nil {
		t.Fatal(err)
	}
	const mark = "<!-- written by TestLayoutsPage -->\n"
	head, got, ok := strings.Cut(string(data), mark)
	if !ok {
		t.Fatalf("%s has no mark %s", layoutsPage, mark)
	}
	want := "\n" + layoutsReference(t)
	if os.Getenv("UPDATE_DOCS") != "" && got != want {
		if err := os.WriteFile(layoutsPage, []byte(head+mark+want), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("UPDATE_DOCS=1 go test ./internal/site -run TestLayoutsPage writes it anew:\n%s", diff)
	}
}

// layoutsReference is the part of the page that follows from the sources.
func layoutsReference(t *testing.T) string {
	comments := typeComments(t, ".", "../catalog", "../decision")
	var b strings.Builder
	b.WriteString("| Layout | Handed |\n| --- | --- |\n")
	var queue []reflect.Type
	for _, name := range slices.Sorted(maps.Keys(handed)) {
		fmt.Fprintf(&b, "| `%s` | [%s](#%s) |\n", name, handed[name].Name(), strings.ToLower(handed[name].Name()))
		queue = append(queue, handed[name])
	}
	seen := map[string]reflect.Type{}
	for len(queue) > 0 {
		typ := queue[0]
		queue = queue[1:]
		if seen[typ.Name()] != nil {
			continue
		}
		seen[typ.Name()] = typ
		for i := range typ.NumField() {
			if next := structOf(typ.Field(i).Type); next != nil && documented(next) {
				queue = append(queue, next)
			}
		}
	}
	pages := map[string]bool{"Frame": true}
	for _, typ := range handed {
		pages[typ.Name()] = true
	}
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(seen)), func(name string) bool { return !ast.IsExported(name) })
	for _, part := range []struct {
		heading, level string
		pages          bool
	}{{"What layouts are handed", "###", true}, {"What those hold", "####", false}} {
		fmt.Fprintf(&b, "\n## %s\n", part.heading)
		for _, name := range names {
			if pages[name] == part.pages {
				fmt.Fprintf(&b, "\n%s %s\n\n%s\n\n| Field | Type | Meaning |\n| --- | --- | --- |\n", part.level, name, comments[name].doc)
				fieldRows(&b, seen[name], seen, comments)
			}
		}
	}
	return b.String()
}

// fieldRows writes a line for each field. What is embedded without a name that a
// layout could write stands there with its own fields.
func fieldRows(b *strings.Builder, typ reflect.Type, seen map[string]reflect.Type, comments map[string]comment) {
	for i := range typ.NumField() {
		f := typ.Field(i)
		if f.Anonymous && !ast.IsExported(f.Type.Name()) {
			fieldRows(b, f.Type, seen, comments)
			continue
		}
		if !f.IsExported() {
			continue
		}
		shown := "`" + shownType(f.Type) + "`"
		if of := structOf(f.Type); of != nil && seen[of.Name()] == of {
			shown = strings.Replace(shownType(f.Type), of.Name(), "["+of.Name()+"](#"+strings.ToLower(of.Name())+")", 1)
		}
		what := comments[typ.Name()].fields[f.Name]
		if f.Anonymous {
			what = "its fields are this type's, too"
		}
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", f.Name, shown, strings.ReplaceAll(what, "|", "\\|"))
	}
}

// shownType is a type in words.
func shownType(t reflect.Type) string {
	switch {
	case t.Name() == "string" || t.Kind() == reflect.String && t.Name() != "HTML":
		return "text"
	case t.Name() == "bool":
		return "yes or no"
	case t.Name() == "int" || t.Name() == "float64":
		return "number"
	case t.Kind() == reflect.Slice:
		return "list of " + shownType(t.Elem())
	case t.Kind() == reflect.Pointer:
		return shownType(t.Elem()) + " or nothing"
	case t.Kind() == reflect.Map:
		return "map to " + shownType(t.Elem())
	}
	return t.Name()
}

// structOf is the struct that a type, its elements or what it points to is.
func structOf(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t.Name() == "" {
		return nil
	}
	return t
}

// documented tells whether a type is told field by field: those of this package,
// and the small ones that layouts show of decisions. A catalog has a reference of
// its own.
func documented(t reflect.Type) bool {
	return strings.HasSuffix(t.PkgPath(), "/site") || t.Name() == "Need"
}

// comment is what the sources say of a type and of its fields.
type comment struct {
	doc    string
	fields map[string]string
}

// typeComments reads the comments of the structs in packages.
func typeComments(t *testing.T, dirs ...string) map[string]comment {
	found := map[string]comment{}
	for _, dir := range dirs {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				decl, ok := n.(*ast.GenDecl)
				if !ok || len(decl.Specs) != 1 {
					return true
				}
				spec, ok := decl.Specs[0].(*ast.TypeSpec)
				if !ok {
					return true
				}
				fields, ok := spec.Type.(*ast.StructType)
				if _, twice := found[spec.Name.Name]; !ok || twice {
					return true
				}
				c := comment{doc: joined(decl.Doc.Text()), fields: map[string]string{}}
				for _, f := range fields.Fields.List {
					for _, name := range f.Names {
						c.fields[name.Name] = joined(f.Comment.Text())
						if c.fields[name.Name] == "" {
							c.fields[name.Name] = joined(f.Doc.Text())
						}
					}
				}
				found[spec.Name.Name] = c
				return true
			})
		}
	}
	return found
}

func joined(text string) string {
	return strings.NewReplacer("<", "&lt;").Replace(strings.Join(strings.Fields(text), " "))
}
