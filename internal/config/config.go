// Package config reads a project's settings through viper: flags over TRADEOFF_*
// over tradeoff.yaml (or .toml, .json) over built-in defaults.
//
// Nothing here reads a flag set, the environment or the working directory: the
// command line hands in what it found, as maps. The defaults are such that a
// project needs no settings at all.
package config

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/go-viper/mapstructure/v2"
	"github.com/spf13/viper"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/lazyregexp"
	"tradeoff/internal/source"
)

// Names are the names that a settings file may have, in the order they are looked for.
func Names() []string {
	return []string{"tradeoff.yaml", "tradeoff.yml", "tradeoff.toml", "tradeoff.json"}
}

// UsualFolders are those that logs are found in, the first being ours.
func UsualFolders() []string {
	return []string{"decisions", "docs/decisions", "docs/adr", "doc/adr", "docs/adrs", "doc/decisions", "adr"}
}

// Settings is every setting with its value after layering. Paths are relative to
// the project's root, with forward slashes.
type Settings struct {
	Title     string   `mapstructure:"title"`     // the log's name
	Decisions []string `mapstructure:"decisions"` // folders of records
	Template  string   `mapstructure:"template"`  // of new records, "" to follow the folder's
	Naming    string   `mapstructure:"naming"`    // number, date or slug, "" to follow the folder's
	Catalogs  []string `mapstructure:"catalogs"`  // folders of the project's own catalogs
	Templates string   `mapstructure:"templates"` // folder that overrides templates, "" for none
	Content   string   `mapstructure:"content"`   // folder of further pages, "" for none
	Static    string   `mapstructure:"static"`    // folder of files that the site takes as they are, "" for none
	Themes    string   `mapstructure:"themes"`    // folder of themes, "" for none

	Rules         []RuleSetting `mapstructure:"-"`                     // how much findings weigh, the last that fits counting
	Sections      []string      `mapstructure:"check/sections"`        // headings that a record must have; nil for those of its dialect
	Tags          []string      `mapstructure:"check/tags"`            // the tags that there are, nil for any
	Listed        []string      `mapstructure:"check/people"`          // the people that there are, nil for any
	Baseline      string        `mapstructure:"check/baseline"`        // the file of known findings
	NeedsDecision []string      `mapstructure:"review/needs-decision"` // globs of files that are not to change without a decision

	AssumeStatus string       `mapstructure:"assume-status"` // of records that state none, "" to assume nothing
	StatusWords  []StatusWord `mapstructure:"status-words"`  // further words for a status

	SiteTitle string `mapstructure:"site/title"` // the site's name, "" for the log's; see Site

	Output   string `mapstructure:"site/output"`   // the site's folder
	BaseURL  string `mapstructure:"site/base-url"` // "" for a site that knows no address
	Language string `mapstructure:"site/language"` // of the site, a BCP 47 tag
	Theme    string `mapstructure:"site/theme"`    // name of the theme
	Layouts  string `mapstructure:"site/layouts"`  // folder that overrides single layouts, "" for none
	NoIndex  bool   `mapstructure:"site/noindex"`  // asks search engines to leave the site out
	People   bool   `mapstructure:"site/people"`   // rows of the log name who decided, with a page a person

	Hide      []string `mapstructure:"site/hide"`       // what the site does not show: profile, costs, people
	History   bool     `mapstructure:"site/history"`    // what git tells of a decision stands on its page
	EditURL   string   `mapstructure:"site/edit-url"`   // where a file is edited, with {path}; "" for no links
	CommitURL string   `mapstructure:"site/commit-url"` // where a commit is shown, with {commit}; "" for no links

	AllowImages []string `mapstructure:"site/allow-images"` // hosts whose images pages show, in lower case; *.example.org for all below one
	Unsafe      bool     `mapstructure:"site/unsafe"`       // HTML in texts is cleaned and shown, not left out

	File string `mapstructure:"-"` // the settings' file, "" where there is none
}

// Withheld is what the setting site.hide names.
func (s *Settings) Withheld() decision.Withheld {
	return decision.Withheld{
		Profile: slices.Contains(s.Hide, "profile"),
		Costs:   slices.Contains(s.Hide, "costs"),
		People:  slices.Contains(s.Hide, "people"),
	}
}

// RuleSetting says how much the findings of a rule weigh.
type RuleSetting struct {
	Rule     string
	Severity diag.Severity
	Paths    []string // globs of the files that it is said of; none for all
	Pos      diag.Pos
}

// Covers tells whether the setting is said of a file; match tells whether a glob means
// it.
func (s RuleSetting) Covers(file string, match func(pattern, path string) bool) bool {
	return len(s.Paths) == 0 || slices.ContainsFunc(s.Paths, func(pattern string) bool { return match(pattern, file) })
}

// Site is the settings as the site sees them: its own name is the log's there.
func (s *Settings) Site() *Settings {
	of := *s
	of.Title = cmp.Or(s.SiteTitle, s.Title)
	return &of
}

// ruleSettings reads those of a settings' file, with their places.
func ruleSettings(root *source.Node) []RuleSetting {
	if root == nil || root.At("check", "rules") == nil {
		return nil
	}
	var out []RuleSetting
	for i, item := range root.At("check", "rules").Items {
		if item.Kind != source.Map {
			continue
		}
		s := RuleSetting{Pos: root.PosOf("check", "rules", i)}
		if n := item.Get("rule"); n != nil {
			s.Rule = n.Text
		}
		if n := item.Get("severity"); n != nil {
			s.Severity = severityOf(n.Text)
		}
		if n := item.Get("paths"); n != nil {
			for _, p := range n.Items {
				s.Paths = append(s.Paths, p.Text)
			}
		}
		out = append(out, s)
	}
	return out
}

// severityOf is the severity of a word that the schema allows.
func severityOf(word string) diag.Severity {
	for _, s := range []diag.Severity{diag.Off, diag.Note, diag.Warning} {
		if s.String() == word {
			return s
		}
	}
	return diag.Error
}

// StatusWord is a word that the records have for a status.
type StatusWord struct {
	Word  string `mapstructure:"word"`
	Means string `mapstructure:"means"`
}

// Layers are the settings of one run, the nearest first.
type Layers struct {
	Flags map[string]any    // by key path with "/", such as site/output
	Env   map[string]string // the environment's TRADEOFF_* by their whole names
}

// Load finds and reads the settings' file of a project, and lays flags and
// environment over it. file names another settings' file; "" looks for the
// usual ones in the project's root. The settings are usable even where there
// are findings: what is wrong is left at its default.
func Load(project fs.FS, file string, layers Layers) (*Settings, diag.List) {
	var findings diag.List
	v := viper.NewWithOptions(viper.KeyDelimiter("/"))
	for key, value := range defaults(project) {
		v.SetDefault(key, value)
	}
	root, name, bad := read(project, file)
	findings = append(findings, bad...)
	if root != nil && !bad.HasErrors() {
		if err := v.MergeConfigMap(plain(root)); err != nil {
			findings.Errorf(diag.Pos{File: name}, "settings", "", "%v", err)
		}
	}
	said := map[string]string{} // the variable that a setting comes from
	for _, variable := range slices.Sorted(maps.Keys(layers.Env)) {
		if layers.Env[variable] == "" {
			continue // as good as unset, which is all that some shells can do
		}
		key, value, bad := fromEnv(variable, layers.Env[variable])
		findings = append(findings, bad...)
		if key != "" {
			v.Set(key, value)
			said[key] = variable
		}
	}
	for _, key := range slices.Sorted(maps.Keys(layers.Flags)) {
		v.Set(key, layers.Flags[key])
	}

	s := &Settings{File: name}
	flat := map[string]any{}
	for _, key := range v.AllKeys() {
		flat[key] = v.Get(key)
	}
	if err := mapstructure.Decode(flat, s); err != nil {
		findings.Errorf(diag.Pos{File: name}, "settings", "", "%v", err)
	}
	if !bad.HasErrors() {
		s.Rules = ruleSettings(root)
	}
	s.clean(&findings, root, said)
	return s, findings
}

// defaults are the settings of a project that has none. The log is the folder that
// adr-tools' .adr-dir names, else the first of the usual folders that is there.
func defaults(project fs.FS) map[string]any {
	dir := UsualFolders()[0]
	candidates := UsualFolders()
	if data, err := fs.ReadFile(project, ".adr-dir"); err == nil && len(data) < 4096 {
		line, _, _ := strings.Cut(string(data), "\n")
		if line = strings.TrimSpace(line); line != "" {
			candidates = append([]string{path.Clean(line)}, candidates...)
		}
	}
	for _, usual := range candidates {
		if info, err := fs.Stat(project, usual); err == nil && info.IsDir() {
			dir = usual
			break
		}
	}
	return map[string]any{
		"title": "Decisions", "decisions": []string{dir},
		"site/output": "public", "site/language": "en", "site/theme": "default", "site/history": true,
		"check/baseline": ".tradeoff/baseline.yaml",
	}
}

// read parses the settings' file.
func read(project fs.FS, file string) (*source.Node, string, diag.List) {
	if file == "" {
		var found []string
		for _, name := range Names() {
			if _, err := fs.Stat(project, name); err == nil {
				found = append(found, name)
			}
		}
		if len(found) == 0 {
			return nil, "", nil
		}
		file = found[0]
		if len(found) > 1 {
			return nil, file, diag.List{{Pos: diag.Pos{File: found[1]}, Rule: "settings", Severity: diag.Error,
				Message: "the settings stand in " + found[0] + " too", Hint: "keep one of them"}}
		}
	}
	format, ok := source.FormatOf(file)
	if !ok {
		return nil, file, diag.List{{Pos: diag.Pos{File: file}, Rule: "settings", Severity: diag.Error,
			Message: "settings are a .yaml, .toml or .json file"}}
	}
	data, findings := source.ReadFile(project, file)
	if findings.HasErrors() {
		return nil, file, findings
	}
	root, bad := source.Parse(file, data, format)
	findings = append(findings, bad...)
	if root == nil && len(bad) > 0 && bad[0].Rule == "empty-file" {
		// Settings with nothing in them are the defaults, and a common way to mark a project's root.
		return nil, file, nil
	}
	if root != nil {
		findings = append(findings, settingsSchema.Check(root)...)
	}
	return root, file, findings
}

// plain is the tree as viper takes it. A null is left out: it is no setting.
func plain(n *source.Node) map[string]any {
	m := map[string]any{}
	for _, e := range n.Entries {
		switch e.Value.Kind {
		case source.Null:
		case source.Map:
			m[e.Key] = plain(e.Value)
		default:
			m[e.Key] = e.Value.Go()
		}
	}
	return m
}

// fromEnv reads one variable: TRADEOFF_SITE_BASE_URL is site/base-url. Lists are
// separated by commas.
func fromEnv(variable, value string) (string, any, diag.List) {
	var names []string
	for _, key := range keys() {
		name := "TRADEOFF_" + strings.ToUpper(strings.NewReplacer("/", "_", "-", "_").Replace(key.path))
		if name != variable {
			names = append(names, name)
			continue
		}
		if key.schema.Type == source.ListOf {
			var items []string
			for item := range strings.SplitSeq(value, ",") {
				if item = strings.TrimSpace(item); item == "" {
					continue
				}
				if of := key.schema.Items; of.Type == source.Choice && !slices.Contains(of.Choices, item) {
					return "", nil, diag.List{{Pos: diag.Pos{File: variable}, Rule: "settings", Severity: diag.Error,
						Message: fmt.Sprintf("%q is nothing that %s knows", item, key.path), Hint: diag.DidYouMean(item, of.Choices)}}
				}
				items = append(items, item)
			}
			return key.path, items, nil
		}
		if key.schema.Type == source.YesNo {
			yes, known := map[string]bool{"true": true, "false": false}[value]
			if !known {
				return "", nil, diag.List{{Pos: diag.Pos{File: variable}, Rule: "settings", Severity: diag.Error,
					Message: fmt.Sprintf("%q is neither true nor false", value), Hint: "write true or false"}}
			}
			return key.path, yes, nil
		}
		if key.schema.Type == source.Choice && !slices.Contains(key.schema.Choices, value) {
			return "", nil, diag.List{{Pos: diag.Pos{File: variable}, Rule: "settings", Severity: diag.Error,
				Message: fmt.Sprintf("%q is not a %s", value, key.path), Hint: diag.DidYouMean(value, key.schema.Choices)}}
		}
		return key.path, value, nil
	}
	hint := "unset it, or see the reference of settings"
	if near := diag.Suggest(strings.ToLower(variable), lower(names)); near != "" {
		hint = "did you mean " + strings.ToUpper(strings.ReplaceAll(near, "-", "_")) + "?"
	}
	return "", nil, diag.List{{Pos: diag.Pos{File: variable}, Rule: "settings", Severity: diag.Error,
		Message: "no setting has this environment variable", Hint: hint}}
}

// clean makes paths plain, and refuses those that leave the project and addresses
// that are none. What is refused is left out.
func (s *Settings) clean(findings *diag.List, root *source.Node, said map[string]string) {
	refuse := func(key, message, hint string, item ...any) {
		f := diag.Finding{Pos: diag.Pos{File: s.File}, Key: strings.ReplaceAll(key, "/", "."), Rule: "settings", Severity: diag.Error, Message: message, Hint: hint}
		if variable := said[key]; variable != "" {
			f.Pos = diag.Pos{File: variable}
		} else if root != nil {
			var at []any
			for part := range strings.SplitSeq(key, "/") {
				at = append(at, part)
			}
			f.Pos = root.PosOf(append(at, item...)...)
		}
		*findings = append(*findings, f)
	}
	check := func(key string, p *string) {
		if *p == "" {
			return
		}
		cleaned := path.Clean(strings.ReplaceAll(*p, `\`, "/"))
		drive := len(cleaned) > 1 && cleaned[1] == ':'
		if drive || path.IsAbs(cleaned) || cleaned == ".." || strings.HasPrefix(cleaned, "../") {
			refuse(key, fmt.Sprintf("%s leaves the project", *p), "write a path inside the project, or run with -C")
			return
		}
		*p = cleaned
	}
	for i := range s.Decisions {
		check("decisions", &s.Decisions[i])
	}
	for i := range s.Catalogs {
		check("catalogs", &s.Catalogs[i])
	}
	check("templates", &s.Templates)
	check("content", &s.Content)
	check("static", &s.Static)
	check("check/baseline", &s.Baseline)
	check("themes", &s.Themes)
	check("site/layouts", &s.Layouts)
	check("site/output", &s.Output)
	for _, u := range []struct {
		key, placeholder, example string
		value                     *string
	}{
		{"site/edit-url", "{path}", "https://github.com/o/r/edit/main/{path}", &s.EditURL},
		{"site/commit-url", "{commit}", "https://github.com/o/r/commit/{commit}", &s.CommitURL},
	} {
		if *u.value == "" {
			continue
		}
		if fault := patternFault(*u.value, u.placeholder); fault != "" {
			refuse(u.key, fmt.Sprintf("%q %s", *u.value, fault), "write it as in "+u.example)
			*u.value = ""
		}
	}
	for i, host := range s.AllowImages {
		s.AllowImages[i] = strings.ToLower(host)
		if !hostForm.MatchString(s.AllowImages[i]) {
			refuse("site/allow-images", fmt.Sprintf("%q is no name of a host", host), "write the host alone, as in images.example.org, or *.example.org for all below it", i)
		}
	}
	if s.Content != "" && len(s.Catalogs) == 0 {
		s.Catalogs = []string{path.Join(s.Content, "tradeoffs")}
	}
	if s.BaseURL != "" {
		if fault := BaseURLFault(s.BaseURL); fault != "" {
			refuse("site/base-url", fmt.Sprintf("%q %s", s.BaseURL, fault), "write it as in https://docs.example.org/decisions/")
			s.BaseURL = ""
		}
	}
	if s.BaseURL != "" && !strings.HasSuffix(s.BaseURL, "/") {
		s.BaseURL += "/"
	}
}

// hostForm is what names hosts: one, or with *. all below one, with a port where
// it is not the usual one.
var hostForm = lazyregexp.New(`^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?$`)

func lower(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strings.ReplaceAll(strings.ToLower(w), "_", "-")
	}
	return out
}
