package input

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"strings"

	"github.com/go-viper/mapstructure/v2"
	"github.com/spf13/viper"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/source"
)

// delimiter stands between the keys of a path inside viper. Keys are held to
// [a-z][a-z0-9-]*, so it is in none of them, and "." in a value's key cannot split it.
const delimiter = "\x1f"

// Defaults is what lies below every input of a folder. The nil Defaults is none.
type Defaults struct {
	File string
	root *source.Node
}

// LoadDefaults reads defaults.yaml, .yml, .toml or .json of a folder. A folder
// without one has none; one with two has a finding.
func LoadDefaults(fsys fs.FS, dir string) (*Defaults, diag.List) {
	var findings diag.List
	var found *Defaults
	for _, ext := range []string{".yaml", ".yml", ".toml", ".json"} {
		name := path.Join(dir, "defaults"+ext)
		if _, err := fs.Lstat(fsys, name); err != nil {
			continue
		}
		if found != nil {
			findings.Errorf(diag.Pos{File: name}, "defaults", "keep one of them", "%s lies below the inputs already", found.File)
			continue
		}
		found = &Defaults{File: name}
		data, bad := source.ReadFile(fsys, name)
		findings = append(findings, bad...)
		if bad.HasErrors() {
			continue
		}
		format, _ := source.FormatOf(name)
		root, bad := source.Parse(name, data, format)
		findings = append(findings, bad...)
		if root != nil {
			findings = append(findings, defaultsSchema.Check(root)...)
			found.root = root
		}
	}
	return found, findings
}

// IsDefaults tells whether a file's base name is that of the defaults.
func IsDefaults(name string) bool {
	format, ok := source.FormatOf(name)
	return ok && format != "" && strings.TrimSuffix(path.Base(name), path.Ext(name)) == "defaults"
}

// Load reads the input of that name. Where it cannot be read, the Input has
// findings and an empty Decision.
func Load(fsys fs.FS, name string, below *Defaults) *Input {
	data, findings := source.ReadFile(fsys, name)
	if findings.HasErrors() {
		format, _ := source.FormatOf(name)
		return &Input{File: name, Format: format, Findings: findings}
	}
	return Parse(name, data, below)
}

// Parse is Load of bytes at hand: the tree with its positions, held to the
// schema, laid over the defaults by viper, and decoded.
func Parse(name string, data []byte, below *Defaults) *Input {
	in := &Input{File: name, Data: data}
	in.Format, _ = source.FormatOf(name)
	in.Root, in.Findings = source.Parse(name, data, in.Format)
	if in.Root == nil {
		return in
	}
	in.Findings = append(in.Findings, inputSchema.Check(in.Root)...)
	sound := in.sound()
	if err := in.decode(sound, below); err != nil {
		in.Findings.Errorf(in.Root.Pos, "input", "", "%v", err)
	}
	in.complete()
	return in
}

// sound is the tree without the top keys that something is wrong with, so that
// the rest can still be decoded, listed and checked. broken keeps their names.
func (in *Input) sound() *source.Node {
	if !in.Findings.HasErrors() {
		return in.Root
	}
	in.broken = map[string]bool{}
	for _, f := range in.Findings {
		top, _, _ := strings.Cut(f.Key, ".")
		top, _, _ = strings.Cut(top, "[")
		in.broken[top] = true
	}
	sound := &source.Node{Kind: source.Map, Pos: in.Root.Pos}
	for _, e := range in.Root.Entries {
		if !in.broken[e.Key] && inputSchema.Has(e.Key) {
			sound.Entries = append(sound.Entries, e)
		}
	}
	return sound
}

// decode lets viper lay the input over the defaults, and decodes the outcome.
func (in *Input) decode(sound *source.Node, below *Defaults) error {
	registry := viper.NewCodecRegistry()
	if err := registry.RegisterCodec(string(in.Format), codec{sound}); err != nil {
		return err
	}
	v := viper.NewWithOptions(viper.KeyDelimiter(delimiter), viper.WithCodecRegistry(registry))
	v.SetConfigType(string(in.Format))
	if below != nil && below.root != nil {
		for _, e := range below.root.Entries {
			v.SetDefault(e.Key, layer(e.Key, e.Value))
		}
	}
	if err := v.ReadConfig(bytes.NewReader(in.Data)); err != nil {
		return err
	}
	return v.Unmarshal(&in.Decision, viper.DecodeHook(decodeNode), func(c *mapstructure.DecoderConfig) {
		c.TagName = "json"
	})
}

// codec hands viper a tree that is parsed already: maps as maps, so that viper
// layers them, and everything else as the *source.Node it is, so that neither a
// position nor the case of a key inside a list is lost on the way.
type codec struct{ root *source.Node }

func (c codec) Decode(_ []byte, into map[string]any) error {
	for _, e := range c.root.Entries {
		if e.Key == "profile" && e.Value.Kind == source.Null && e.Value.Text == "" {
			continue // as new writes it before anything is answered; what lies below stays
		}
		into[e.Key] = layer(e.Key, e.Value)
	}
	return nil
}

func (codec) Encode(map[string]any) ([]byte, error) {
	return nil, errors.New("an input is edited in place, never written by viper")
}

// layer is a value as viper sees it. The team's own keys, and the ground of a
// settled decision, are one value each: nothing lies below them.
func layer(key string, n *source.Node) any {
	if n.Kind != source.Map || key == "x" || key == "decided-with" {
		return n
	}
	m := make(map[string]any, len(n.Entries))
	for _, e := range n.Entries {
		m[e.Key] = layer("", e.Value)
	}
	return m
}

var (
	valueType = reflect.TypeFor[decision.Value]()
	linkType  = reflect.TypeFor[decision.Link]()
	extraType = reflect.TypeFor[[]decision.Extra]()
	textType  = reflect.TypeFor[string]()
)

// decodeNode turns nodes into what the decision's fields hold.
func decodeNode(_, to reflect.Type, data any) (any, error) {
	n, isNode := data.(*source.Node)
	switch {
	case isNode && to == extraType:
		return extras(n), nil
	case isNode && to == valueType:
		return Answer(n), nil
	case isNode && to == linkType:
		// {supersedes: 0003} is its one kind and its target, as it was written.
		for _, e := range n.Entries {
			if e.Value.Kind != source.Null {
				return decision.Link{Kind: decision.LinkKind(e.Key), Target: e.Value.Text}, nil
			}
		}
		return decision.Link{}, nil
	case isNode && n.Kind == source.Null:
		return nil, nil
	case isNode && to == textType:
		return n.Text, nil
	case isNode && (n.Kind == source.List || n.Kind == source.Map):
		return children(n), nil
	case isNode:
		return n.Go(), nil
	}
	return data, nil
}

// children unfolds one level, so that each child meets decodeNode with the type
// it is decoded to: a bare 0017 in a link is text there.
func children(n *source.Node) any {
	if n.Kind == source.List {
		items := make([]any, len(n.Items))
		for i, item := range n.Items {
			items[i] = item
		}
		return items
	}
	m := make(map[string]any, len(n.Entries))
	for _, e := range n.Entries {
		m[e.Key] = e.Value
	}
	return m
}

// Answer reads a profile's value without its field's type: a number, a range, a
// yes or no, or a word.
func Answer(n *source.Node) decision.Value {
	switch n.Kind {
	case source.Bool:
		yes, _ := n.Go().(bool)
		return decision.YesNoValue(yes)
	case source.Int, source.Float:
		if f, ok := n.Float(); ok {
			return decision.NumberValue(f)
		}
	case source.String:
		if v, err := decision.ParseRange(n.Text); err == nil {
			return v
		}
		return decision.WordValue(n.Text)
	}
	return decision.Value{}
}

// extras keeps the team's own keys in their order, each value as its text or,
// where it is a list or a map, as JSON.
func extras(n *source.Node) []decision.Extra {
	var out []decision.Extra
	for _, e := range n.Entries {
		value := e.Value.Text
		if e.Value.Kind == source.List || e.Value.Kind == source.Map {
			var b bytes.Buffer
			if data, err := source.Emit(e.Value, source.JSON); err == nil && json.Compact(&b, data) == nil {
				value = b.String()
			}
		}
		out = append(out, decision.Extra{Key: e.Key, Value: value})
	}
	return out
}

// complete fills in what follows from the rest: the id of an option of the
// team's own is its title's slug.
func (in *Input) complete() {
	d := &in.Decision
	for i := range d.Options {
		if d.Options[i].ID == "" && d.Options[i].Title != "" {
			d.Options[i].ID = cmp.Or(decision.ID(d.Options[i].Title), fmt.Sprintf("option-%d", i+1))
		}
	}
	switch {
	case in.broken["status"]:
		d.Status = decision.Unknown
	case d.Status == "":
		d.Status = decision.Draft
	}
	if in.broken["visibility"] {
		// Whatever was meant by it, it was not "show this to everybody".
		d.Visibility = "restricted"
	}
}

func textOf(n *source.Node) string {
	if n == nil || n.Kind != source.String {
		return ""
	}
	return n.Text
}

// Catalog is the catalog that the defaults name, "" where they name none.
func (d *Defaults) Catalog() string {
	if d == nil {
		return ""
	}
	return textOf(d.root.Get("tradeoffs"))
}

// Answered are the fields of the profile that the defaults answer.
func (d *Defaults) Answered() map[string]bool {
	answered := map[string]bool{}
	if d == nil {
		return answered
	}
	if profile := d.root.Get("profile"); profile != nil {
		for _, e := range profile.Entries {
			answered[e.Key] = true
		}
	}
	return answered
}
