package source_test

import (
	"bytes"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"tradeoff/internal/source"
)

// What stands in OneOf holds for editors, and Check leaves it to others. A key
// that may be left out may stand without a value too.
func TestOneOf(t *testing.T) {
	s := &source.Schema{Type: source.Object, Keys: []source.Key{
		source.Optional("size", &source.Schema{Type: source.Any, Doc: "How large.", OneOf: []*source.Schema{
			{Type: source.Amount}, {Type: source.Choice, Choices: []string{"small", "large"}}}}),
	}}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(s.JSONSchema("", "")))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("s.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("s.json")
	if err != nil {
		t.Fatal(err)
	}
	for text, ok := range map[string]bool{`{}`: true, `{"size": 3.5}`: true, `{"size": "small"}`: true, `{"size": null}`: true,
		`{"size": "tiny"}`: false, `{"size": [3]}`: false} {
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(text)))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(value); (err == nil) != ok {
			t.Errorf("%s: the JSON Schema says %v", text, err)
		}
		root, findings := source.Parse("s.json", []byte(text), source.JSON)
		if findings = append(findings, s.Check(root)...); len(findings) > 0 {
			t.Errorf("%s: the check says %v", text, findings)
		}
	}
}
