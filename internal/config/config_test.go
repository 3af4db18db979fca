package config_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/config"
	"tradeoff/internal/diag"
	"tradeoff/internal/ratchet"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func found(l diag.List) string {
	var lines []string
	for _, f := range l {
		lines = append(lines, f.String())
	}
	return strings.Join(lines, "\n")
}

// plain are the settings of a project without any.
func plain() *config.Settings {
	return &config.Settings{Title: "Decisions", Decisions: []string{"decisions"}, Output: "public", Language: "en", Theme: "default", History: true, Baseline: ".tradeoff/baseline.yaml"}
}

func TestDefaults(t *testing.T) {
	s, findings := config.Load(fstest.MapFS{}, "", config.Layers{})
	if diff := cmp.Diff(plain(), s); diff != "" || len(findings) > 0 {
		t.Error(diff, findings)
	}
	for _, dir := range []string{"docs/decisions", "docs/adr", "doc/adr", "docs/adrs", "doc/decisions", "adr"} {
		s, _ := config.Load(fstest.MapFS{dir + "/0001-x.md": file("")}, "", config.Layers{})
		if diff := cmp.Diff([]string{dir}, s.Decisions); diff != "" {
			t.Errorf("%s: %s", dir, diff)
		}
		s, _ = config.Load(fstest.MapFS{dir + "/0001-x.md": file(""), "decisions/0001-x.md": file("")}, "", config.Layers{})
		if diff := cmp.Diff([]string{"decisions"}, s.Decisions); diff != "" {
			t.Errorf("%s beside decisions: %s", dir, diff)
		}
	}
}

func TestFormats(t *testing.T) {
	want := &config.Settings{Title: "T", Decisions: []string{"a", "b/c"}, Template: "nygard", Naming: "date", Catalogs: []string{"k"}, Templates: "t", Content: "c", Themes: "th",
		SiteTitle: "S", Output: "out", BaseURL: "https://example.org/d/", Language: "de", Theme: "dark", Layouts: "l", Hide: []string{"costs", "people"}, History: true, Baseline: ".tradeoff/baseline.yaml"}
	for name, text := range map[string]string{
		"tradeoff.yaml": "title: T\ndecisions: [a, ./b//c/]\ntemplate: nygard\nnaming: date\ncatalogs: [k]\ntemplates: t\ncontent: c\nthemes: th\nsite: {title: S, output: out, base-url: https://example.org/d, language: de, theme: dark, layouts: l, hide: [costs, people]}\n",
		"tradeoff.toml": "title = 'T'\ndecisions = ['a', 'b/c']\ntemplate = 'nygard'\nnaming = 'date'\ncatalogs = ['k']\ntemplates = 't'\ncontent = 'c'\nthemes = 'th'\n[site]\ntitle = 'S'\noutput = 'out'\nbase-url = 'https://example.org/d/'\nlanguage = 'de'\ntheme = 'dark'\nlayouts = 'l'\nhide = ['costs', 'people']\n",
		"tradeoff.json": `{"title": "T", "decisions": ["a", "b\\c"], "template": "nygard", "naming": "date", "catalogs": ["k"], "templates": "t", "content": "c", "themes": "th", "site": {"title": "S", "output": "out", "base-url": "https://example.org/d/", "language": "de", "theme": "dark", "layouts": "l", "hide": ["costs", "people"]}}`,
	} {
		s, findings := config.Load(fstest.MapFS{name: file(text)}, "", config.Layers{})
		w := *want
		w.File = name
		if diff := cmp.Diff(&w, s); diff != "" || len(findings) > 0 {
			t.Errorf("%s: %s %s", name, diff, found(findings))
		}
	}
	s, findings := config.Load(fstest.MapFS{"other.yaml": file("title: Other\n"), "tradeoff.yaml": file("title: Usual\n")}, "other.yaml", config.Layers{})
	if s.Title != "Other" || s.File != "other.yaml" || len(findings) > 0 {
		t.Errorf("the file that was asked for: %+v %v", s, findings)
	}
}

func TestSite(t *testing.T) {
	for _, tt := range []struct{ text, log, site string }{
		{"", "Decisions", "Decisions"},
		{"title: T\n", "T", "T"},
		{"site: {title: S}\n", "Decisions", "S"},
		{"title: T\nsite: {title: S}\n", "T", "S"},
	} {
		s, findings := config.Load(fstest.MapFS{"tradeoff.yaml": file(tt.text)}, "", config.Layers{})
		if len(findings) > 0 {
			t.Errorf("%q: %s", tt.text, found(findings))
		}
		if of := s.Site(); s.Title != tt.log || of.Title != tt.site || of.Output != s.Output {
			t.Errorf("%q: the log is %q and the site %q, want %q and %q", tt.text, s.Title, of.Title, tt.log, tt.site)
		}
	}
}

// Flags count before the environment, that before the file, that before the defaults.
func TestPrecedence(t *testing.T) {
	set := map[string]struct {
		yaml, env string
		flag      any
	}{
		"title":         {"title: file", "TRADEOFF_TITLE", "flag"},
		"template":      {"template: file", "TRADEOFF_TEMPLATE", "flag"},
		"site/output":   {"site: {output: file}", "TRADEOFF_SITE_OUTPUT", "flag"},
		"site/language": {"site: {language: file}", "TRADEOFF_SITE_LANGUAGE", "flag"},
		"decisions":     {"decisions: [file]", "TRADEOFF_DECISIONS", []string{"flag"}},
	}
	read := func(s *config.Settings, key string) string {
		return map[string]string{"title": s.Title, "template": s.Template, "site/output": s.Output, "site/language": s.Language, "decisions": strings.Join(s.Decisions, ",")}[key]
	}
	for key, from := range set {
		for mask := range 8 {
			files, layers, want := fstest.MapFS{}, config.Layers{}, read(plain(), key)
			if mask&1 != 0 {
				files["tradeoff.yaml"], want = file(from.yaml+"\n"), "file"
			}
			if mask&2 != 0 {
				layers.Env, want = map[string]string{from.env: "env"}, "env"
			}
			if mask&4 != 0 {
				layers.Flags, want = map[string]any{key: from.flag}, "flag"
			}
			s, findings := config.Load(files, "", layers)
			if got := read(s, key); got != want || len(findings) > 0 {
				t.Errorf("%s, layers %03b: %q, want %q; %v", key, mask, got, want, findings)
			}
		}
	}
}

// A setting of one key leaves the others of its map alone.
func TestMapsAreMerged(t *testing.T) {
	s, findings := config.Load(fstest.MapFS{"tradeoff.yaml": file("site: {theme: dark}\n")}, "", config.Layers{Env: map[string]string{"TRADEOFF_SITE_LANGUAGE": "nb"}})
	if s.Theme != "dark" || s.Language != "nb" || s.Output != "public" || len(findings) > 0 {
		t.Errorf("%+v %v", s, findings)
	}
}

func TestEnv(t *testing.T) {
	for _, tt := range []struct {
		variable, value, want string
		get                   func(*config.Settings) string
	}{
		{"TRADEOFF_DECISIONS", " a , b,,c ", "a|b|c", func(s *config.Settings) string { return strings.Join(s.Decisions, "|") }},
		{"TRADEOFF_NAMING", "slug", "slug", func(s *config.Settings) string { return s.Naming }},
		{"TRADEOFF_SITE_BASE_URL", "https://example.org", "https://example.org/", func(s *config.Settings) string { return s.BaseURL }},
		{"TRADEOFF_SITE_HISTORY", "false", "false", func(s *config.Settings) string { return fmt.Sprint(s.History) }},
		{"TRADEOFF_SITE_HISTORY", "true", "true", func(s *config.Settings) string { return fmt.Sprint(s.History) }},
		{"TRADEOFF_SITE_EDIT_URL", "https://e.org/?file={path}", "https://e.org/?file={path}", func(s *config.Settings) string { return s.EditURL }},
		{"TRADEOFF_SITE_COMMIT_URL", "http://e.org/{commit}.html", "http://e.org/{commit}.html", func(s *config.Settings) string { return s.CommitURL }},
		{"TRADEOFF_SITE_PEOPLE", "true", "true", func(s *config.Settings) string { return fmt.Sprint(s.People) }},
		{"TRADEOFF_TITLE", "true", "true", func(s *config.Settings) string { return s.Title }},
		{"TRADEOFF_TITLE", "0017", "0017", func(s *config.Settings) string { return s.Title }},
	} {
		s, findings := config.Load(fstest.MapFS{}, "", config.Layers{Env: map[string]string{tt.variable: tt.value}})
		if got := tt.get(s); got != tt.want || len(findings) > 0 {
			t.Errorf("%s=%s: %q, want %q; %v", tt.variable, tt.value, got, tt.want, findings)
		}
	}
}

func TestFindings(t *testing.T) {
	for _, tt := range []struct {
		name   string
		files  fstest.MapFS
		file   string
		layers config.Layers
		want   string
		fault  string
	}{
		{"an unknown key", fstest.MapFS{"tradeoff.yaml": file("titel: T\n")}, "", config.Layers{}, "tradeoff.yaml:1:1: titel: there is no key titel [unknown-key]", ""},
		{"a capital key", fstest.MapFS{"tradeoff.yaml": file("Title: T\n")}, "", config.Layers{}, "tradeoff.yaml:1:1: Title: keys are in lower case with hyphens, and Title is not [capital-key]", ""},
		{"a dotted key", fstest.MapFS{"tradeoff.yaml": file("site.output: T\n")}, "", config.Layers{}, "tradeoff.yaml:1:1: \"site.output\": a dot puts no key below another, and \"site.output\" has one [capital-key]", ""},
		{"an unknown key of the site", fstest.MapFS{"tradeoff.toml": file("[site]\nbaseurl = 'x'\n")}, "", config.Layers{}, "tradeoff.toml:2:1: site.baseurl: there is no key baseurl in site [unknown-key]", ""},
		{"a wrong type", fstest.MapFS{"tradeoff.yaml": file("decisions: decisions\n")}, "", config.Layers{}, "tradeoff.yaml:1:12: decisions: expected a list, found text [wrong-type]", ""},
		{"a wrong word", fstest.MapFS{"tradeoff.yaml": file("naming: uuid\n")}, "", config.Layers{}, "tradeoff.yaml:1:9: naming: \"uuid\" is not one of the words allowed here [unknown-value]", ""},
		{"no text", fstest.MapFS{"tradeoff.yaml": file("site: {output: ''}\n")}, "", config.Layers{}, "tradeoff.yaml:1:16: site.output: the text is empty [empty-value]", ""},
		{"syntax", fstest.MapFS{"tradeoff.json": file("{\n")}, "", config.Layers{}, "tradeoff.json:", ""},
		{"two files", fstest.MapFS{"tradeoff.yaml": file("title: T\n"), "tradeoff.json": file("{}")}, "", config.Layers{}, "tradeoff.json: the settings stand in tradeoff.yaml too [settings]", ""},
		{"a file that is not there", fstest.MapFS{}, "none.yaml", config.Layers{}, "none.yaml: does not exist [unreadable-file]", ""},
		{"a file of another kind", fstest.MapFS{"a.ini": file("")}, "a.ini", config.Layers{}, "a.ini: settings are a .yaml, .toml or .json file [settings]", ""},

		{"an unknown variable", fstest.MapFS{}, "", config.Layers{Env: map[string]string{"TRADEOFF_TITEL": "x"}}, "TRADEOFF_TITEL: no setting has this environment variable [settings]", ""},
		{"a wrong word in a variable", fstest.MapFS{}, "", config.Layers{Env: map[string]string{"TRADEOFF_NAMING": "uuid"}}, "TRADEOFF_NAMING: \"uuid\" is not a naming [settings]", ""},

		{"a path upward", fstest.MapFS{"tradeoff.yaml": file("decisions:\n  - ../other\n")}, "", config.Layers{}, "tradeoff.yaml:2:3: decisions: ../other leaves the project [settings]", ""},
		{"a hidden path upward", fstest.MapFS{"tradeoff.yaml": file("content: a/../../b\n")}, "", config.Layers{}, "tradeoff.yaml:1:10: content: a/../../b leaves the project [settings]", ""},
		{"a path upward with backslashes", fstest.MapFS{"tradeoff.yaml": file("themes: ..\\b\n")}, "", config.Layers{}, "tradeoff.yaml:1:9: themes: ..\\b leaves the project [settings]", ""},
		{"an absolute path", fstest.MapFS{"tradeoff.yaml": file("templates: /etc\n")}, "", config.Layers{}, "tradeoff.yaml:1:12: templates: /etc leaves the project [settings]", ""},
		{"layouts upward", fstest.MapFS{"tradeoff.yaml": file("site: {layouts: ..}\n")}, "", config.Layers{}, "tradeoff.yaml:1:17: site.layouts: .. leaves the project [settings]", ""},
		{"catalogs upward", fstest.MapFS{"tradeoff.yaml": file("catalogs: [../c]\n")}, "", config.Layers{}, "catalogs: ../c leaves the project [settings]", ""},
		{"a drive", fstest.MapFS{"tradeoff.yaml": file("content: C:\\docs\n")}, "", config.Layers{}, "content: C:\\docs leaves the project", ""},

		{"neither yes nor no in a variable", fstest.MapFS{}, "", config.Layers{Env: map[string]string{"TRADEOFF_SITE_PEOPLE": "some"}}, "TRADEOFF_SITE_PEOPLE: \"some\" is neither true nor false [settings]", ""},
		{"a variable upward", fstest.MapFS{"tradeoff.yaml": file("title: T\n")}, "", config.Layers{Env: map[string]string{"TRADEOFF_DECISIONS": "../x"}}, "TRADEOFF_DECISIONS: decisions: ../x leaves the project [settings]",
			""},
		{"a variable that is neither true nor false", fstest.MapFS{}, "", config.Layers{Env: map[string]string{"TRADEOFF_SITE_HISTORY": "maybe"}}, "TRADEOFF_SITE_HISTORY: \"maybe\" is neither true nor false [settings]", ""},
		{"history that is neither", fstest.MapFS{"tradeoff.yaml": file("site: {history: maybe}\n")}, "", config.Layers{}, "tradeoff.yaml:1:17: site.history: expected true or false, found text [wrong-type]", ""},
		{"an address without its placeholder", fstest.MapFS{"tradeoff.yaml": file("site:\n  edit-url: https://e.org/edit/main/\n")}, "", config.Layers{}, "tradeoff.yaml:2:13: site.edit-url: \"https://e.org/edit/main/\" has to hold {path} once [settings]", ""},
		{"one with another's placeholder", fstest.MapFS{"tradeoff.yaml": file("site: {commit-url: 'https://e.org/{path}'}\n")}, "", config.Layers{}, "has to hold {commit} once [settings]", ""},
		{"one with its placeholder twice", fstest.MapFS{"tradeoff.yaml": file("site: {commit-url: 'https://e.org/{commit}{commit}'}\n")}, "", config.Layers{}, "has to hold {commit} once [settings]", ""},
		{"one with two placeholders", fstest.MapFS{"tradeoff.yaml": file("site: {edit-url: 'https://e.org/{branch}/{path}'}\n")}, "", config.Layers{}, "has another placeholder than {path} [settings]", ""},
		{"one that is a script", fstest.MapFS{"tradeoff.yaml": file("site: {edit-url: 'javascript:alert({path})'}\n")}, "", config.Layers{}, "is no address that begins with https:// or http:// and a host [settings]", ""},
		{"one without a host", fstest.MapFS{"tradeoff.yaml": file("site: {edit-url: 'https:///{path}'}\n")}, "", config.Layers{}, "is no address that begins with", ""},
		{"one of no host", fstest.MapFS{"tradeoff.yaml": file("site: {edit-url: '/edit/{path}'}\n")}, "", config.Layers{}, "is no address that begins with", ""},
		{"one whose host is the placeholder", fstest.MapFS{"tradeoff.yaml": file("site: {edit-url: 'https://{path}.e.org/'}\n")}, "", config.Layers{}, "begins with https:// or http:// and a host [settings]", ""},
		{"one with a password", fstest.MapFS{"tradeoff.yaml": file("site: {edit-url: 'https://u:p@e.org/{path}'}\n")}, "", config.Layers{}, "holds a user's name, which every page would show [settings]", ""},
		{"one with a blank", fstest.MapFS{"tradeoff.yaml": file("site: {edit-url: 'https://e.org/a b/{path}'}\n")}, "", config.Layers{}, "holds white space [settings]", ""},
		{"a variable with a wrong address", fstest.MapFS{}, "", config.Layers{Env: map[string]string{"TRADEOFF_SITE_EDIT_URL": "{path}"}}, "TRADEOFF_SITE_EDIT_URL: site.edit-url: \"{path}\" is no address", ""},

		{"no folder of decisions", fstest.MapFS{"tradeoff.yaml": file("decisions: []\n")}, "", config.Layers{}, "tradeoff.yaml:1:12: decisions: the list is empty", ""},
		{"an empty variable is as good as none", fstest.MapFS{}, "", config.Layers{Env: map[string]string{"TRADEOFF_DECISIONS": "", "TRADEOFF_SITE_OUTPUT": ""}}, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, findings := config.Load(tt.files, tt.file, tt.layers)
			if s == nil {
				t.Fatal("no settings")
			}
			var err error
			if got := found(findings); !strings.HasPrefix(got, tt.want) && (strings.HasPrefix(tt.want, "tradeoff.") || !strings.Contains(got, tt.want)) {
				err = fmt.Errorf("found %q, want %q", got, tt.want)
			}
			ratchet.Known(t, tt.fault, err)
			for _, f := range findings {
				if f.Severity != diag.Error {
					t.Errorf("%v is no error", f)
				}
			}
		})
	}
}

// Settings with nothing in them, and keys without a value, are the defaults.
func TestEmpty(t *testing.T) {
	for _, text := range []string{"", "# a comment\n", "title:\n", "site:\n", "site: {output: }\ndecisions: null\n"} {
		s, findings := config.Load(fstest.MapFS{"tradeoff.yaml": file(text)}, "", config.Layers{})
		s.File = ""
		if diff := cmp.Diff(plain(), s); diff != "" || len(findings) > 0 {
			t.Errorf("%q: %s %s", text, diff, found(findings))
		}
	}
}

// adr-tools' .adr-dir names the folder, where it names one inside of the project.
func TestADRDir(t *testing.T) {
	for text, want := range map[string]string{"architecture/records\n": "architecture/records", "./architecture/records": "architecture/records", "../elsewhere\n": "doc/adr", "gone\n": "doc/adr", "": "doc/adr", "\xff": "doc/adr"} {
		s, findings := config.Load(fstest.MapFS{".adr-dir": file(text), "architecture/records/0001-a.md": file(""), "doc/adr/0001-b.md": file("")}, "", config.Layers{})
		if diff := cmp.Diff([]string{want}, s.Decisions); diff != "" || len(findings) > 0 {
			t.Errorf("%q: %s %v", text, diff, findings)
		}
	}
}

func TestCatalogsFollowContent(t *testing.T) {
	s, _ := config.Load(fstest.MapFS{"tradeoff.yaml": file("content: docs\n")}, "", config.Layers{})
	if diff := cmp.Diff([]string{"docs/tradeoffs"}, s.Catalogs); diff != "" {
		t.Error(diff)
	}
}

// Whatever the bytes, there are settings to work with.
func FuzzLoad(f *testing.F) {
	f.Add("title: T\nsite: {theme: d}\n", "TRADEOFF_TITLE", "x")
	f.Add("site: 3\n", "TRADEOFF_SITE", "x")
	f.Add("decisions: [[a]]\n", "TRADEOFF_", ",")
	f.Fuzz(func(t *testing.T, text, variable, value string) {
		s, _ := config.Load(fstest.MapFS{"tradeoff.yaml": file(text)}, "", config.Layers{Env: map[string]string{variable: value}})
		if s == nil || s.Output == "" {
			t.Errorf("%+v", s)
		}
	})
}

func TestBaseURLFault(t *testing.T) {
	for address, want := range map[string]string{
		"https://docs.example.org": "", "http://localhost:8080/a/b/": "",
		"foo": "is no address", "http://": "is no address", "//x/": "is no address", "javascript:alert(1)": "is no address", "file:///tmp/": "is no address",
		"https://x/a b": "white space", "https://x/a?b=c": "behind its path", "https://x/#a": "behind its path", "https://u:p@x/": "user's name",
	} {
		if got := config.BaseURLFault(address); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}
