package theme

import (
	"bytes"
	"errors"
	"html/template"
	"io/fs"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
)

type compiledPage struct {
	compiledFrame
	Text    string
	HTML    template.HTML
	Count   int
	Big     uint8
	Share   float64
	Yes     bool
	List    []compiledItem
	None    []string
	Pointer *compiledItem
	Nil     *compiledItem
	Any     any
	Map     map[string]string
}

type compiledFrame struct{ Title, Href string }

type compiledItem struct {
	Label    string
	Children []compiledItem
}

func (compiledItem) Spoken() string { return "spoken" }

var compiledData = compiledPage{
	compiledFrame: compiledFrame{Title: `A "title" & <more> + 'that'`, Href: "../a b/c?d=e&f#g"},
	Text:          "text", HTML: "<b>bold</b>", Count: 300, Big: 7, Share: 1.5, Yes: true,
	List:    []compiledItem{{Label: "one"}, {Label: "two", Children: []compiledItem{{Label: "<three>"}}}},
	Pointer: &compiledItem{Label: "pointed"}, Any: "any", Map: map[string]string{"k": "v"},
}

// TestCompiled holds compiled layouts to what html/template makes of them. Those
// that are left to it are marked, so that one which comes to be compiled is noticed.
func TestCompiled(t *testing.T) {
	for _, c := range []struct {
		name, layout string
		left         bool // to html/template
	}{
		{"text and escapes", `<p title="{{.Title}}">{{.Title}}</p><title>{{.Title}}</title>{{.HTML}}{{.Count}}{{.Big}}{{.Share}}{{.Yes}}`, false},
		{"addresses", `<a href="{{.Href}}"></a><a href="/{{.Href}}"></a><a href="?q={{.Title}}"></a><a href="{{.Text}}x"></a>`, false},
		{"a scheme", `<a href="{{printf "javascript:%s" .Text}}">x</a><a href="{{printf "https://%s/%%20%%zz" .Text}}">x</a>`, false},
		{"if", `{{if .Yes}}yes{{else}}no{{end}}{{if .None}}yes{{else if .Nil}}nil{{else if .Pointer}}pointer{{end}}{{if not .Count}}0{{end}}`, false},
		{"and, or", `{{if and .Yes .List}}both{{end}}{{or .Text .Title}}{{or .HTML .Text}}{{or .None .Nil .Count .Text | printf "%v"}}`, false},
		{"eq, ne", `{{if eq .Kind "x"}}{{end}}{{eq .Text "text"}}{{ne .Count 300}}{{eq .Yes true}}`, true}, // there is no .Kind
		{"equal", `{{eq .Text "text"}}{{ne .Count 300}}{{eq .Yes true}}{{ne .Text .Title}}`, false},
		{"eq of several", `{{eq .Text "a" "text"}}`, true},
		{"with", `{{with .Text}}{{.}}{{$.Count}}{{end}}{{with .None}}none{{else}}else{{.Count}}{{end}}{{with $x := .Count}}{{$x}}{{end}}`, false},
		{"range", `{{range .List}}{{.Label}}{{range .Children}}({{.Label}}){{else}}-{{end}}{{end}}{{range .None}}{{else}}none{{end}}`, false},
		{"range with places", `{{range $i, $x := .List}}{{if $i}}, {{end}}{{$x.Label}}{{range $j, $y := $x.Children}}{{$i}}{{$j}}{{end}}{{end}}{{range $x := .List}}{{$x.Label}}{{end}}`, false},
		{"variables", `{{$a := .Text}}{{$b := 1}}{{if .Yes}}{{$a = "other"}}{{$b := 2}}{{$b}}{{end}}{{$a}}{{$b}}`, false},
		{"a variable of two types", `{{$a := .Text}}{{if .Yes}}{{$a = 1}}{{end}}{{$a}}`, true},
		{"templates", `{{define "inner"}}[{{.Label}}{{range .Children}}{{template "inner" .}}{{end}}]{{end}}{{range .List}}{{template "inner" .}}{{end}}{{template "plain"}}{{define "plain"}}p{{end}}`, false},
		{"a template in an attribute", `{{define "in"}}{{.}}{{end}}<p title="{{template "in" .Title}}">{{template "in" .Title}}</p>`, true},
		{"variables of a template", `{{define "v"}}{{$x := .}}{{$x}}{{end}}{{$x := "outer"}}{{template "v" .Text}}{{$x}}`, false},
		{"pointer", `{{.Pointer.Label}}{{with .Pointer}}{{.Label}}{{end}}`, false},
		{"comment", `a{{/* nothing */}}b{{- /* nor here */ -}} c`, false},
		{"words", `{{t "log.title"}}{{t "log.title" .Count .Text}}{{t .Text}}`, false},
		{"numbers", `{{len .List}}{{len .Text}}{{printf "%03d %s" .Count .Text}}{{.Text | printf "%q"}}`, false},
		{"method", `{{range .List}}{{.Spoken}}{{end}}`, true},
		{"interface", `{{.Any}}`, true},
		{"map", `{{.Map.k}}{{range $k, $v := .Map}}{{$k}}{{$v}}{{end}}`, true},
		{"index", `{{(index .List 1).Label}}`, true},
		{"break", `{{range .List}}{{.Label}}{{break}}{{end}}`, true},
		{"no quotation marks", `<p class={{.Text}}>`, true},
		{"HTML in an attribute", `<p title="{{.HTML}}">`, true},
	} {
		th, err := Load([]fs.FS{fstest.MapFS{"layouts/x.html": file(c.layout)}})
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		th.Checked = true
		layouts, err := th.Bind(func(key string, args ...any) (string, error) { return key + strings.Repeat("+", len(args)), nil })
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if _, err := layouts.Execute("x.html", compiledData); err != nil && c.name != "eq, ne" {
			t.Errorf("%s: %v", c.name, err)
		}
		if err := layouts.Compiles("x.html", reflect.TypeFor[compiledPage]()); errors.Is(err, errNotCompiled) != c.left {
			t.Errorf("%s: left to html/template: %v", c.name, err)
		}
	}
}

// TestCompiledFails shows that an error of a page is html/template's, which names
// its place.
func TestCompiledFails(t *testing.T) {
	for name, layout := range map[string]string{
		"a pointer to nothing": "\n{{.Nil.Label}}",
		"a word":               "\n{{t .Text}}",
	} {
		th, err := Load([]fs.FS{fstest.MapFS{"layouts/x.html": file(layout)}})
		if err != nil {
			t.Fatal(err)
		}
		layouts, err := th.Bind(func(key string, _ ...any) (string, error) { return "", errors.New("no word " + key) })
		if err != nil {
			t.Fatal(err)
		}
		if err := layouts.Compiles("x.html", reflect.TypeFor[compiledPage]()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := layouts.Execute("x.html", compiledData); err == nil || !strings.Contains(err.Error(), "x.html:2") {
			t.Errorf("%s: the error %v does not name its line", name, err)
		}
	}
}

// FuzzCompiledEscapes holds the escapes to html/template's, wherever a text may stand.
func FuzzCompiledEscapes(f *testing.F) {
	for _, text := range []string{"", "plain", compiledData.Title, compiledData.Href, "javascript:alert(1)", "https://example.org/?a=b&c=%41%zz", "\x00\xff\u2028é", "a:b/c", "/x:y"} {
		f.Add(text)
	}
	th, err := Load([]fs.FS{fstest.MapFS{"layouts/x.html": file(`{{.}}<p title="{{.}}"><a href="{{.}}"></a><a href="/{{.}}"></a><a href="/?q={{.}}"></a><title>{{.}}</title><textarea>{{.}}</textarea>`)}})
	if err != nil {
		f.Fatal(err)
	}
	layouts, err := th.Bind(word)
	if err != nil {
		f.Fatal(err)
	}
	if err := layouts.Compiles("x.html", stringType); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := layouts.Execute("x.html", text)
		if err != nil {
			t.Fatal(err)
		}
		var want bytes.Buffer
		if err := layouts.byName["x.html"].interpret(&want, text); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want.Bytes()) {
			t.Errorf("%q\n%q\n%q", text, got, want.Bytes())
		}
	})
}
