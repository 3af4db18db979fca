package theme

import (
	"io/fs"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// samplePage has a field of each sort that layouts meet.
type samplePage struct {
	sampleFrame
	Heading string
	Count   int
	Share   float64
	Shown   bool
	Kind    sampleKind
	Link    *sampleLink
	Links   []sampleLink
	ByName  map[string]sampleLink
	Any     any
	secret  string
}

type sampleFrame struct {
	Title string
	Root  string
}

type sampleKind string

type sampleLink struct {
	Label, Href string
	Below       []sampleLink
}

// Text is a method of a value, Short one that takes an argument.
func (l sampleLink) Text() string                     { return l.Label }
func (l *sampleLink) Short(n int) string              { return l.Label[:n] }
func (samplePage) Twice(k sampleKind) (string, error) { return string(k + k), nil }

func TestCheck(t *testing.T) {
	contract := Contract{
		Pages: map[string]reflect.Type{"single.html": reflect.TypeFor[samplePage](), "plain.html": reflect.TypeFor[sampleLink](), "empty.html": reflect.TypeFor[samplePage]()},
		Words: []string{"hello", "list.count"},
	}
	const at = "ours/single.html:1: "
	for _, tt := range []struct {
		name string
		text string
		want []string // places, severities, messages and rules
		hint string   // of the first
	}{
		{name: "all that is there", text: `{{define "main"}}{{.Title}}{{.Heading}}{{.Link.Href}}{{$.Root}}{{range $i, $l := .Links}}{{$i}}{{$l.Label}}{{.Text}}{{.Short 3}}{{range .Below}}{{.Href}}{{end}}{{else}}{{.Count}}{{end}}{{with .Link}}{{.Label}}{{else}}{{.Heading}}{{end}}{{(index .Links 0).Href}}{{.ByName.x.Label}}{{range $k, $v := .ByName}}{{$k}}{{$v.Href}}{{end}}{{len .Links}}{{eq .Count 1}}{{.Twice .Kind}}{{t "hello" .Count | printf "%s"}}{{range 3}}{{.}}{{end}}{{end}}`},
		{name: "what an interface holds is let pass", text: `{{define "main"}}{{.Any.Whatever.Else}}{{range .Any}}{{.X}}{{end}}{{with .Any}}{{.Y}}{{end}}{{$x := .Any}}{{$x.Z}}{{template "partials/head.html" .Any}}{{end}}`},
		{name: "a variable that changes is let pass", text: `{{define "main"}}{{$x := .Heading}}{{range .Links}}{{$x.Label}}{{$x = .}}{{end}}{{end}}`},
		{name: "no such field", text: `{{define "main"}}{{.Headin}}{{end}}`, want: []string{at + "there is no field .Headin in samplePage [layout]"}, hint: "did you mean Heading?"},
		{name: "far from any", text: `{{define "main"}}{{.Link.Elsewhere}}{{end}}`, want: []string{at + "there is no field .Elsewhere in sampleLink [layout]"}, hint: "it has Label, Href, Below"},
		{name: "not exported", text: `{{define "main"}}{{.secret}}{{end}}`, want: []string{at + "there is no field .secret in samplePage [layout]"}},
		{name: "all of them", text: "{{define \"main\"}}\n{{.One}}\n\n{{if .Two}}{{.Three}}{{end}}{{end}}", want: []string{
			"ours/single.html:2: there is no field .One in samplePage [layout]",
			"ours/single.html:4: there is no field .Three in samplePage [layout]",
			"ours/single.html:4: there is no field .Two in samplePage [layout]"}},
		{name: "dot moves", text: `{{define "main"}}{{range .Links}}{{.Heading}}{{$.Heading}}{{end}}{{with .Link}}{{.Count}}{{end}}{{end}}`, want: []string{
			at + "there is no field .Count in sampleLink [layout]", at + "there is no field .Heading in sampleLink [layout]"}},
		{name: "a field of a text", text: `{{define "main"}}{{.Heading.Size}}{{end}}`, want: []string{at + "there is no field .Size in string [layout]"}},
		{name: "range over a text", text: `{{define "main"}}{{range .Heading}}{{end}}{{end}}`, want: []string{at + "range cannot go over string [layout]"}},
		{name: "arguments", text: `{{define "main"}}{{len .Links .Links}}{{not}}{{t}}{{.Link.Short}}{{.Link.Short .Heading}}{{.Heading 1}}{{.Twice .Heading}}{{t .Count}}{{t 3}}{{end}}`, want: []string{
			at + ".Heading is a field, and is given an argument [layout]",
			at + "Short takes int here, and is given string [layout]",
			at + "Short takes one argument, and is given 0 [layout]",
			at + "Twice takes sampleKind here, and is given string [layout]",
			at + "len takes one argument, and is given 2 [layout]",
			at + "not takes one argument, and is given 0 [layout]",
			at + "t takes one argument or more, and is given 0 [layout]",
			at + "t takes string here, and is given int [layout]"}},
		{name: "a length that is none", text: `{{define "main"}}{{len .Count}}{{end}}`, want: []string{at + "int has no length [layout]"}},
		{name: "what cannot be compared", text: `{{define "main"}}{{if eq .Heading 1}}{{end}}{{if lt .Share 1}}{{end}}{{eq .Any 1}}{{end}}`, want: []string{
			at + "float64 cannot be compared with int [layout]", at + "string cannot be compared with int [layout]"}},
		{name: "no such partial", text: `{{define "main"}}{{template "partials/heed.html" .}}{{end}}`, want: []string{at + `there is no template "partials/heed.html" [layout]`}, hint: "did you mean partials/head.html?"},
		{name: "no such word", text: `{{define "main"}}{{t "list.cuont"}}{{end}}`, want: []string{at + `the theme has no words for "list.cuont" [layout]`}, hint: "did you mean list.count?"},
		{name: "a call without data", text: `{{define "row"}}{{.Label}}{{end}}{{define "main"}}{{template "row"}}{{end}}`, want: []string{at + "there is no field .Label: the template is called without data [layout]"}},
		{name: "a template is checked as it is called", text: `{{define "row"}}{{.Label}}{{end}}{{define "main"}}{{template "row" .Link}}{{template "row" .}}{{range .Links}}{{template "row" .}}{{end}}{{end}}`,
			want: []string{at + "there is no field .Label in samplePage [layout]"}},
		{name: "a template that calls itself", text: `{{define "tree"}}{{.Labl}}{{range .Below}}{{template "tree" .}}{{end}}{{end}}{{define "main"}}{{template "tree" .Link}}{{end}}`,
			want: []string{at + "there is no field .Labl in sampleLink [layout]"}},
		{name: "a block with a slip", text: `{{define "mian"}}x{{end}}`, want: []string{`ours/single.html:1: warning: nothing calls the template "mian" that is defined here [layout]`}, hint: "did you mean main?"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			th, err := Load([]fs.FS{OfLayouts("ours", fstest.MapFS{"single.html": file(tt.text)}), below()})
			if err != nil {
				t.Fatal(err)
			}
			findings := th.Check(contract)
			var got []string
			for _, f := range findings {
				got = append(got, f.String())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Fatal(diff)
			}
			if tt.hint != "" && findings[0].Hint != tt.hint {
				t.Errorf("the hint is %q, want %q", findings[0].Hint, tt.hint)
			}
		})
	}
}

// TestCheckTellsAFieldOnce has a partial ask two pages of two types for the same field.
func TestCheckTellsAFieldOnce(t *testing.T) {
	contract := Contract{Pages: map[string]reflect.Type{"single.html": reflect.TypeFor[samplePage](), "plain.html": reflect.TypeFor[sampleLink](), "empty.html": reflect.TypeFor[sampleFrame]()}}
	th, err := Load([]fs.FS{OfLayouts("ours", fstest.MapFS{
		"single.html":        file(`{{define "main"}}{{template "partials/head.html" .}}{{end}}`),
		"plain.html":         file(`{{define "main"}}{{template "partials/head.html" .}}{{end}}`),
		"empty.html":         file(`{{define "main"}}{{template "partials/head.html" .}}{{end}}`),
		"baseof.html":        file("{{block \"main\" .}}{{end}}"),
		"partials/head.html": file("{{.Label}}{{.Titel}}\n{{.Titel}}"),
	}), below()})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range th.Check(contract) {
		got = append(got, f.String()+" | "+f.Hint)
	}
	want := []string{
		"ours/partials/head.html:1: there is no field .Label in sampleFrame and samplePage [layout] | ",
		"ours/partials/head.html:1: there is no field .Titel in sampleFrame, sampleLink and samplePage [layout] | ",
		"ours/partials/head.html:2: there is no field .Titel in sampleFrame, sampleLink and samplePage [layout] | ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCheckNames(t *testing.T) {
	contract := Contract{Pages: map[string]reflect.Type{"single.html": reflect.TypeFor[string](), "plain.html": reflect.TypeFor[string](), "empty.html": reflect.TypeFor[string]()}}
	th, err := Load([]fs.FS{OfLayouts("ours", fstest.MapFS{
		"singel.html":        file(`{{define "main"}}{{.Nothing}}{{end}}`),
		"partials/heed.html": file("x"),
		"baseof.html":        file("{{block \"main\" .}}{{end}}"), // leaves the partial of the layer below out
	}), below()})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range th.Check(contract) {
		got = append(got, f.String())
	}
	want := []string{
		"ours/partials/heed.html: warning: no layout calls a partial of this name [layout]",
		"ours/singel.html: warning: no page uses a layout of this name [layout]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatThePolicyRefuses(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{`<script src="{{.}}my.js"></script><a href="https://x.y">x</a><link rel=canonical href="https://x.y/">`, nil},
		{"\n<script defer\n src=https://cdn.example/x.js></script>", []string{"3 https://cdn.example"}},
		{`<img alt="" src='//i.example/a.png'>`, []string{"1 //i.example"}},
		{"<link href=\"https://f.example/a.css\" rel=stylesheet>\n<link rel=\"shortcut icon\" href=https://f.example/i>", []string{"1 https://f.example", "2 https://f.example"}},
		{"<style>\n@import url(https://f.example/a.css);b{background:url('//g.example/b')}</style>", []string{"2 //g.example", "2 https://f.example"}},
		{`<p style="color:red" data-on="x">on click="y"</p><button type=button onclick="go()">`, []string{"1 attribute onclick", "1 attribute style"}},
		{`<p title="a style='b' c">text style="x"</p>`, nil},
	} {
		th, err := Load([]fs.FS{OfLayouts("ours", fstest.MapFS{"partials/head.html": file(tt.text)}), below()})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range th.Check(Contract{Pages: map[string]reflect.Type{"single.html": reflect.TypeFor[string](), "plain.html": reflect.TypeFor[string](), "empty.html": reflect.TypeFor[string]()}}) {
			if f.Rule != "layout-policy" || f.File != "ours/partials/head.html" {
				t.Errorf("%s: %s", tt.text, f)
				continue
			}
			got = append(got, f.Pos.String()[len("ours/partials/head.html:"):]+" "+shortened(f.Message))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s\n%s", tt.text, diff)
		}
	}
}

// shortened is what a message tells beside what all of them say.
func shortened(message string) string {
	for _, fixed := range []string{"it loads from ", ", and the policy of the pages allows no other host", "the policy of the pages refuses the "} {
		if i := strings.Index(message, fixed); i >= 0 {
			message = message[:i] + message[i+len(fixed):]
		}
	}
	return message
}
