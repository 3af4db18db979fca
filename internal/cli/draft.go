package cli

import (
	"bytes"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/input"
	"tradeoff/internal/source"
)

// draft is what a new decision is made of before it has a name.
type draft struct {
	title    string
	today    string
	format   source.Format
	base     []byte // of --from, nil without it
	baseName string
	sets     []setting
	hasInput bool
}

// setting is one --set.
type setting struct {
	path  []string
	value *source.Node
	text  string // as it was given
}

// plainKeys are those that a record without an input can hold in its front matter.
var plainKeys = map[string]bool{"status": true, "date": true, "decision-makers": true, "consulted": true, "informed": true, "tags": true}

// draft reads the command line's part of a new decision.
func (a *App) draft(title string, o newOptions, defaults *input.Defaults) (*draft, error) {
	d := &draft{title: title, today: a.today(), format: source.YAML, hasInput: o.withInput || o.from != "" || defaults.Catalog() != ""}
	if o.format != "" {
		switch d.format = source.Format(o.format); d.format {
		case source.YAML, source.TOML, source.JSON:
		default:
			return nil, usagef("--format %s: write yaml, toml or json", o.format)
		}
		d.hasInput = true
	}
	for _, text := range o.set {
		if err := d.set(text); err != nil {
			return nil, err
		}
	}
	if o.from == "" {
		return d, nil
	}
	data, err := a.readFrom(o.from)
	if err != nil {
		return nil, err
	}
	d.base, d.baseName = data, o.from
	if format, ok := source.FormatOf(o.from); ok {
		if o.format != "" && format != d.format {
			return nil, usagef("--from %s is %s, and --format asks for %s", o.from, format, d.format)
		}
		d.format = format
	} else if o.format == "" && o.from != "-" {
		return nil, usagef("--from %s: the name ends in none of .yaml, .toml and .json; say which with --format", o.from)
	}
	root, findings := source.Parse(d.baseName, data, d.format)
	if root != nil {
		for _, f := range input.Schema().Check(root) {
			if f.Rule != "missing-key" || f.Key != "" && f.Key != "title" && f.Key != "format" {
				findings = append(findings, f)
			}
		}
	}
	return d, findings.Err()
}

// set takes one more KEY=VALUE, of the command line or of the form.
func (d *draft) set(text string) error {
	s, err := parseSetting(text)
	if err != nil {
		return err
	}
	d.sets = append(d.sets, s)
	if len(s.path) > 1 || !plainKeys[s.path[0]] {
		d.hasInput = true
	}
	return nil
}

// parseSetting reads KEY=VALUE; the value is YAML.
func parseSetting(text string) (setting, error) {
	key, value, ok := strings.Cut(text, "=")
	if !ok || key == "" {
		return setting{}, usagef("--set %s: write KEY=VALUE, such as profile.engineers=8", text)
	}
	node, findings := parseValue(key, value)
	if findings.HasErrors() {
		return setting{}, usagef("--set %s: %s", text, findings[0].Message)
	}
	path := strings.Split(key, ".")
	if slices.Contains(path, "") {
		return setting{}, usagef("--set %s: a key is empty; write a path of keys, such as profile.engineers=8", text)
	}
	return setting{path: path, value: node, text: text}, nil
}

// parseValue reads the value of a setting; nothing is the empty text.
func parseValue(key, value string) (*source.Node, diag.List) {
	if strings.TrimSpace(value) == "" {
		return &source.Node{Kind: source.String, Quoted: true}, nil
	}
	return source.Parse("--set "+key, []byte(value), source.YAML)
}

// plain is the decision of a record without an input.
func (d *draft) plain() decision.Decision {
	out := decision.Decision{Title: d.title, Status: decision.Proposed, Date: d.today}
	for _, s := range d.sets {
		words := []string{s.value.Text}
		if s.value.Kind == source.List {
			words = nil
			for _, item := range s.value.Items {
				words = append(words, item.Text)
			}
		}
		switch s.path[0] {
		case "status":
			out.Status = decision.Status(s.value.Text)
		case "date":
			out.Date = s.value.Text
		case "decision-makers":
			out.DecisionMakers = words
		case "consulted":
			out.Consulted = words
		case "informed":
			out.Informed = words
		case "tags":
			out.Tags = words
		}
	}
	return out
}

// catalog is the id of the catalog that the command line, the input of --from or
// the defaults name, the first of these that does; named is false where none does.
func (d *draft) catalog(defaults *input.Defaults) (id string, named bool) {
	for _, s := range d.sets {
		if len(s.path) == 1 && s.path[0] == "tradeoffs" {
			id, named = s.value.Text, true
		}
	}
	if named {
		return id, true
	}
	if d.base != nil {
		if root, _ := source.Parse(d.baseName, d.base, d.format); root.Get("tradeoffs") != nil {
			return root.Get("tradeoffs").Text, true
		}
	}
	id = defaults.Catalog()
	return id, id != ""
}

// compose makes the input that will have the name stem, with its findings
// as an error. A draft without an input is held against the schema all the same.
func (d *draft) compose(p *project, stem string, set catalog.Set, defaults *input.Defaults) (*input.Input, error) {
	name := stem + "." + string(d.format)
	data := d.base
	if data == nil {
		id, _ := d.catalog(defaults)
		var err error
		if data, err = d.skeleton(set[id], stem, defaults.Answered()); err != nil {
			return nil, err
		}
	} else {
		root, _ := source.Parse(name, data, d.format)
		var err error
		if data, err = d.fill(name, data, root); err != nil {
			return nil, err
		}
		if d.format == source.YAML && !bytes.Contains(data, []byte("yaml-language-server")) {
			line, err := schemaLine(stem)
			if err != nil {
				return nil, err
			}
			bom := data[:len(data)-len(bytes.TrimPrefix(data, []byte("\ufeff")))]
			data = slices.Concat(bom, []byte(line), data[len(bom):])
		}
	}
	for _, s := range d.sets {
		var err error
		if data, err = source.Set(name, data, d.format, s.path, s.value); err != nil {
			return nil, usagef("--set %s: %w", s.text, err)
		}
	}
	in := input.Parse(name, data, defaults)
	findings := append(in.Findings, in.Check(set)...)
	if findings.HasErrors() {
		return nil, &diag.Failure{Findings: d.shown(findings, name)}
	}
	return in, nil
}

// shown names what the user wrote, not the file that will not be written.
func (d *draft) shown(findings diag.List, name string) diag.List {
	out := append(diag.List{}, findings...)
	for i := range out {
		if out[i].File != name {
			continue
		}
		if d.base != nil {
			out[i].File = d.baseName
		} else {
			out[i].Pos = diag.Pos{File: "the new input"}
		}
		for _, s := range d.sets {
			if key := strings.Join(s.path, "."); out[i].Key == key || strings.HasPrefix(out[i].Key, key+".") || strings.HasPrefix(out[i].Key, key+"[") {
				out[i].Pos = diag.Pos{File: "--set " + s.text}
			}
		}
	}
	return out
}

// fill puts into the input of --from what it leaves out: title, format, status
// and date, before the rest where that can be. A title of the command line
// counts before its own.
func (d *draft) fill(name string, data []byte, root *source.Node) ([]byte, error) {
	missing := &source.Node{Kind: source.Map}
	for _, s := range []struct{ key, value string }{{"format", input.Format}, {"title", d.title}, {"status", string(decision.Proposed)}, {"date", d.today}} {
		node, err := source.FromGo(s.value)
		if err != nil {
			return nil, err
		}
		switch {
		case root.Get(s.key) == nil:
			missing.Entries = append(missing.Entries, source.Entry{Key: s.key, Value: node})
		case s.key == "title":
			if data, err = source.Set(name, data, d.format, []string{s.key}, node); err != nil {
				return nil, fmt.Errorf("read %s: %w", d.baseName, err)
			}
		}
	}
	if len(missing.Entries) == 0 {
		return data, nil
	}
	if head, err := source.Emit(missing, d.format); err == nil && d.format != source.JSON {
		rest := bytes.TrimPrefix(data, []byte("\ufeff"))
		together := slices.Concat(data[:len(data)-len(rest)], head, rest)
		if whole, findings := source.Parse(name, together, d.format); !findings.HasErrors() && len(whole.Entries) == len(missing.Entries)+len(root.Entries) {
			return together, nil
		}
	}
	for _, e := range missing.Entries {
		var err error
		if data, err = source.Set(name, data, d.format, []string{e.Key}, e.Value); err != nil {
			return nil, fmt.Errorf("read %s: %w", d.baseName, err)
		}
	}
	return data, nil
}

// skeleton is a new input: what is known, every option of the catalog, and in
// YAML every question that is still open as a comment.
func (d *draft) skeleton(c *catalog.Catalog, stem string, below map[string]bool) ([]byte, error) {
	root := &source.Node{Kind: source.Map}
	add := func(key string, value any) error {
		node, err := source.FromGo(value)
		if err != nil {
			return err
		}
		root.Entries = append(root.Entries, source.Entry{Key: key, Value: node})
		return nil
	}
	type pair struct {
		key   string
		value any
	}
	pairs := []pair{{"format", input.Format}, {"title", d.title}, {"status", string(decision.Proposed)}, {"date", d.today}}
	if c != nil {
		var options []map[string]string
		for _, o := range c.Options {
			options = append(options, map[string]string{"id": o.ID})
		}
		pairs = append(pairs, pair{"tradeoffs", c.ID}, pair{"options", options})
	}
	for _, p := range pairs {
		if err := add(p.key, p.value); err != nil {
			return nil, err
		}
	}
	switch d.format {
	case source.JSON:
		return source.Emit(root, d.format)
	case source.TOML:
		data, err := source.Emit(root, d.format)
		if err != nil {
			return nil, err
		}
		schema, err := schemaPath(stem)
		return slices.Concat([]byte("#:schema "+schema+"\n"), data), err
	}
	return d.yamlSkeleton(root, c, stem, below)
}

// yamlSkeleton writes the keys with the questions between them.
func (d *draft) yamlSkeleton(root *source.Node, c *catalog.Catalog, stem string, below map[string]bool) ([]byte, error) {
	var b bytes.Buffer
	line, err := schemaLine(stem)
	if err != nil {
		return nil, err
	}
	b.WriteString(line)
	answered := map[string]*source.Node{}
	for _, s := range d.sets {
		if len(s.path) == 2 && s.path[0] == "profile" {
			answered[s.path[1]] = s.value
		}
	}
	for _, e := range root.Entries {
		if e.Key == "options" {
			if err := d.questions(&b, c, answered, below); err != nil {
				return nil, err
			}
		}
		data, err := source.Emit(&source.Node{Kind: source.Map, Entries: []source.Entry{e}}, source.YAML)
		if err != nil {
			return nil, err
		}
		b.Write(data)
	}
	set := map[string]bool{}
	for _, one := range d.sets {
		set[one.path[0]] = true
	}
	if c == nil && !set["drivers"] {
		b.WriteString("# drivers: [idle cost, time to first answer]\n")
	}
	if c == nil && !set["options"] {
		b.WriteString("# options:\n#   - title: First option\n#     worst-cases: [{id: its-name, when: …, what: …}]\n#     judged: [{driver: idle cost, verdict: fits, because: …}]\n")
	}
	if !set["outcome"] {
		b.WriteString("# outcome:\n#   option: …\n#   because: …\n#   answers:   # one for each worst case that can happen\n#     - {worst-case: …, answer: accepted, by: …, because: …}\n")
	}
	return b.Bytes(), nil
}

// schemaLine is the comment by which an editor finds the schema of a YAML input.
func schemaLine(stem string) (string, error) {
	schema, err := schemaPath(stem)
	return "# yaml-language-server: $schema=" + schema + "\n", err
}

// schemaPath is the schema's path as seen from the input.
func schemaPath(stem string) (string, error) {
	schema, err := filepath.Rel(filepath.FromSlash(path.Dir(stem)), filepath.FromSlash(schemaDir+"/input.schema.json"))
	return filepath.ToSlash(schema), err
}

// questions writes the profile: the answers that were given, and each open
// question as a comment.
func (d *draft) questions(b *bytes.Buffer, c *catalog.Catalog, answered map[string]*source.Node, below map[string]bool) error {
	b.WriteString("profile:   # what is left out is unknown, never guessed\n")
	for i := range c.Fields {
		f := &c.Fields[i]
		if v, ok := answered[f.ID]; ok {
			data, err := source.EmitValue(v, 2)
			if err != nil {
				return err
			}
			fmt.Fprintf(b, "  %s: %s\n", f.ID, bytes.TrimSpace(data))
			continue
		}
		if below[f.ID] {
			continue // the defaults answer it
		}
		fmt.Fprintf(b, "  # %s:   # %s %s\n", f.ID, f.Question, answerKind(f))
	}
	return nil
}

// answerKind says what an answer looks like.
func answerKind(f *catalog.Field) string {
	switch f.Type {
	case catalog.YesNoField:
		return "true or false"
	case catalog.WordField:
		return strings.Join(f.Values, " or ")
	}
	if f.Unit == "" {
		return "a number"
	}
	return "(" + f.Unit + ")"
}
