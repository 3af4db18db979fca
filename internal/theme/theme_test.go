package theme

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/diag"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// below is a whole small theme.
func below() fs.FS {
	return Named("below", fstest.MapFS{
		"theme.yaml":                  file("words: {hello: Hello}"),
		"layouts/baseof.html":         file(`({{template "partials/head.html" .}}{{block "main" .}}none{{end}})`),
		"layouts/single.html":         file(`{{define "main"}}{{t "hello"}} {{.}}{{end}}`),
		"layouts/plain.html":          file(`alone: {{.}}`),
		"layouts/empty.html":          file("\n"),
		"layouts/partials/head.html":  file(`head `),
		"layouts/notes.txt":           file(`{{broken`),
		"assets/site.css":             file("below"),
		"assets/pictures/picture.svg": file("<svg/>"),
	})
}

func word(key string, _ ...any) (string, error) {
	if key != "hello" {
		return "", errors.New("no such word")
	}
	return "Hello", nil
}

func TestNearestFileWins(t *testing.T) {
	project := fstest.MapFS{"partials/head.html": file("ours ")}
	named := fstest.MapFS{"layouts/single.html": file(`{{define "main"}}named {{.}}{{end}}`), "assets/site.css": file("named"), "theme.yaml": file("words: {hello: Hey}")}
	for _, tt := range []struct {
		name   string
		layers []fs.FS
		layout string
		want   string
	}{
		{"default alone", []fs.FS{below()}, "single.html", "(head Hello &lt;b&gt;)"},
		{"a layout without a block takes the frame's", []fs.FS{below()}, "empty.html", "(head none)"},
		{"a layout with text stands alone", []fs.FS{below()}, "plain.html", "alone: &lt;b&gt;"},
		{"a block that is left empty", []fs.FS{fstest.MapFS{"layouts/single.html": file(`{{define "main"}} {{end}}`)}, below()}, "single.html", "(head none)"},
		{"a named theme's layout in the default frame", []fs.FS{named, below()}, "single.html", "(head named &lt;b&gt;)"},
		{"a project's partial in the named theme's layout", []fs.FS{OfLayouts("layouts", project), named, below()}, "single.html", "(ours named &lt;b&gt;)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			th, err := Load(tt.layers)
			if err != nil {
				t.Fatal(err)
			}
			layouts, err := th.Bind(word)
			if err != nil {
				t.Fatal(err)
			}
			got, err := layouts.Execute(tt.layout, "<b>")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}

	th, err := Load([]fs.FS{OfLayouts("layouts", project), named, below()})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"pictures/picture.svg", "site.css"}, th.Assets()); diff != "" {
		t.Error(diff)
	}
	if css, err := th.Asset("site.css"); err != nil || string(css) != "named" {
		t.Errorf("site.css is %q, %v", css, err)
	}
	if _, err := th.Asset("none.css"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an asset that is not there: %v", err)
	}
	settings, err := th.Settings()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range settings {
		names = append(names, s.Name)
	}
	if diff := cmp.Diff([]string{"below/theme.yaml", "theme.yaml"}, names); diff != "" {
		t.Error(diff)
	}
}

func TestMistakesNameFileAndLine(t *testing.T) {
	for _, tt := range []struct{ name, file, text, want string }{
		{"syntax", "single.html", "{{define \"main\"}}\n{{if}}{{end}}\n{{end}}", "ours/single.html:2: missing value for if [layout]"},
		{"unknown function", "single.html", "\n\n{{now}}", `ours/single.html:3: function "now" not defined [layout]`},
		{"partial", "partials/head.html", "\n{{.Title", "ours/partials/head.html:2: unclosed action [layout]"},
		{"frame", "baseof.html", "{{end}}", "ours/baseof.html:1: unexpected {{end}} [layout]"},
		{"cannot be escaped", "single.html", "{{define \"main\"}}\n<a href='{{if .}}x'{{end}}>{{end}}", "ours/single.html:2: {{if}} branches"},
		{"a partial cannot be escaped", "partials/head.html", "\n<a href='{{if .}}x'{{end}}>", "ours/partials/head.html:2: {{if}} branches"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			th, err := Load([]fs.FS{OfLayouts("ours", fstest.MapFS{tt.file: file(tt.text)}), below()})
			if err == nil {
				_, err = th.Bind(word)
			}
			var failure *diag.Failure
			if !errors.As(err, &failure) {
				t.Fatalf("got %v", err)
			}
			if got := failure.Findings[0].String(); !strings.HasPrefix(got, tt.want) {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestLastLayerIsParsedWhenNeeded shows that a theme of the program's own costs what
// its pages need, and that a mistake in it names its place all the same.
func TestLastLayerIsParsedWhenNeeded(t *testing.T) {
	th, err := Load([]fs.FS{Named("below", fstest.MapFS{
		"layouts/single.html": file(`fine`),
		"layouts/parsed.html": file("\n{{if}}"),
		"layouts/unsafe.html": file("\n<a href='{{if .}}x'{{end}}>"),
	})})
	if err != nil {
		t.Fatal(err)
	}
	layouts, err := th.Bind(word)
	if err != nil {
		t.Fatal(err)
	}
	if page, err := layouts.Execute("single.html", "x"); string(page) != "fine" || err != nil {
		t.Errorf("got %q, %v", page, err)
	}
	for name, want := range map[string]string{
		"parsed.html": "below/layouts/parsed.html:2: missing value for if",
		"unsafe.html": "below/layouts/unsafe.html:2: {{if}} branches",
	} {
		_, err := layouts.Execute(name, "x")
		var failure *diag.Failure
		if !errors.As(err, &failure) || !strings.HasPrefix(failure.Findings[0].String(), want) {
			t.Errorf("%s: got %v, want %s", name, err, want)
		}
		if err := layouts.Compiles(name, stringType); !errors.As(err, &failure) {
			t.Errorf("%s compiles: %v", name, err)
		}
	}
}

func TestExecuteNamesThePlace(t *testing.T) {
	th, err := Load([]fs.FS{OfLayouts("ours", fstest.MapFS{"single.html": file("{{define \"main\"}}\n{{.Missing}}{{end}}")}), below()})
	if err != nil {
		t.Fatal(err)
	}
	layouts, err := th.Bind(word)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"single.html": "execute layout ours/single.html: single.html:2:", "none.html": `execute layout "none.html": no layer`} {
		if _, err := layouts.Execute(name, struct{ Title string }{}); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", name, err, want)
		}
	}
}

func TestInline(t *testing.T) {
	for _, tt := range []struct {
		name    string
		layout  string
		scripts []string
		styles  []string
		finding string
	}{
		{name: "none", layout: `{{define "main"}}<script src="{{.}}" defer></script>{{end}}`},
		{name: "both", layout: "{{define \"main\"}}<style>b{}</style>{{if .}}<script data-x=\"{{.}}\">a()</script>{{end}}{{end}}", scripts: []string{"a()"}, styles: []string{"b{}"}},
		{name: "a comment is not shown", layout: "{{define \"main\"}}<script>a() // why\nb()</script>{{end}}", scripts: []string{"a() \nb()"}},
		{name: "an action", layout: "{{define \"main\"}}\n<script>a({{.}})</script>{{end}}", finding: `layouts/single.html:2: a <script> of a layout holds an action, so that no policy can name it [layout]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			th, err := Load([]fs.FS{fstest.MapFS{"layouts/single.html": file(tt.layout)}, below()})
			if err != nil {
				t.Fatal(err)
			}
			layouts, err := th.Bind(word)
			if tt.finding != "" {
				var failure *diag.Failure
				if !errors.As(err, &failure) || len(failure.Findings) != 1 || !strings.HasPrefix(failure.Findings[0].String(), tt.finding) {
					t.Fatalf("got %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(Inline{Scripts: tt.scripts, Styles: tt.styles}, layouts.Inline()); diff != "" {
				t.Error(diff)
			}
			page, err := layouts.Execute("single.html", "x")
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range append(tt.scripts, tt.styles...) {
				if !strings.Contains(string(page), ">"+text+"</") {
					t.Errorf("the page does not hold %q:\n%s", text, page)
				}
			}
		})
	}
}
