package source

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"tradeoff/internal/diag"
)

// sample is a schema of every type.
func sample() *Schema {
	link := &Schema{Type: Object, Name: "link", Doc: "How it relates to another decision.", OneKey: true, Example: "- supersedes: 0003-old",
		Keys: []Key{{Name: "supersedes", Schema: &Schema{Type: Scalar}}, {Name: "amends", Schema: &Schema{Type: Scalar}}}}
	rule := &Schema{Type: Object, Name: "rule"}
	rule.Keys = []Key{{Name: "not", Schema: rule}, {Name: "field", Schema: &Schema{Type: ID}}}
	return &Schema{Type: Object, Keys: []Key{
		{Name: "title", Required: true, Schema: &Schema{Type: Text, NotEmpty: true, Example: "title: What was decided"}},
		{Name: "status", Required: true, Schema: &Schema{Type: Choice, Choices: []string{"draft", "proposed", "accepted"}, ChoiceDocs: map[string]string{"draft": "Not for reading yet."}}},
		{Name: "decides", Schema: &Schema{Type: Choice, Choices: []string{"part", "system"}}},
		{Name: "date", Schema: &Schema{Type: Date, Doc: "The day it was decided."}},
		{Name: "engineers", Schema: &Schema{Type: NumberOrRange, Whole: true, Min: Pointer(1), Max: Pointer(1000)}},
		{Name: "load", Schema: &Schema{Type: NumberOrRange, Min: Pointer(0)}},
		{Name: "count", Schema: &Schema{Type: Whole, Max: Pointer(10)}},
		{Name: "share", Schema: &Schema{Type: Amount, Min: Pointer(0), Max: Pointer(1)}},
		{Name: "free-tier", Schema: &Schema{Type: YesNo}},
		{Name: "id", Schema: &Schema{Type: ID}},
		{Name: "tags", Schema: &Schema{Type: ListOf, NotEmpty: true, Items: &Schema{Type: Text}}},
		{Name: "links", Schema: &Schema{Type: ListOf, Items: link}},
		{Name: "when", Schema: rule},
		{Name: "profile", Schema: &Schema{Type: Object, Open: true, Keys: []Key{{Name: "runtime", Schema: &Schema{Type: Text}}}}},
		{Name: "x", Schema: &Schema{Type: Any}},
	}}
}

func TestCheck(t *testing.T) {
	ok := "title: T\nstatus: draft\n"
	for _, test := range []struct{ in, want string }{
		{ok + "date: 2026-11-23\nengineers: 8..14\nload: 0.5..2e3\nshare: 1\nfree-tier: false\ntags: [a]\nlinks: [{amends: 3}]\nwhen: {not: {not: {field: a-1}}}\nx: {ANY: [1]}\n", ""},
		{ok + "date:\ntags: ~\nprofile: {anything: [1]}\n", ""},
		{"links: []\n", "1:1 title missing-key: the key title is missing | add title: What was decided\n1:1 status missing-key: the key status is missing | add status: one of draft, proposed, accepted"},
		{"title:\nstatus: draft\n", "1:1 title missing-key: has no value, and one is needed | write title: What was decided"},
		{"title: \"\"\nstatus: drft\n", "1:8 title empty-value: the text is empty | write title: What was decided\n2:9 status unknown-value: \"drft\" is not one of the words allowed here | did you mean draft?"},
		{"title: 2026\nstatus: [draft]\n", "1:8 title wrong-type: expected text, found a whole number | write \"2026\", in quotes\n2:9 status wrong-type: expected a word, found a list | write one of: draft, proposed, accepted"},
		{ok + "titel: x\n", "3:1 titel unknown-key: there is no key titel | did you mean title?"},
		{ok + "Title: x\ndecision_makers: [a]\nfreeTier: true\n", "3:1 Title capital-key: keys are in lower case with hyphens, and Title is not | write title\n" +
			"4:1 decision_makers capital-key: keys are in lower case with hyphens, and decision_makers is not | write decision-makers\n5:1 freeTier capital-key: keys are in lower case with hyphens, and freeTier is not | write free-tier"},
		{ok + "profile: {Engineers: 1}\n", "3:11 profile.Engineers capital-key: keys are in lower case with hyphens, and Engineers is not | write engineers"},
		{ok + "profile.runtime: jvm\nwhen.not.feild: a-1\nprofile.mine: 1\n", "3:1 \"profile.runtime\" capital-key: a dot puts no key below another, and \"profile.runtime\" has one | write runtime under profile\n" +
			"4:1 \"when.not.feild\" capital-key: a dot puts no key below another, and \"when.not.feild\" has one | write field under not under when\n" +
			"5:1 \"profile.mine\" capital-key: a dot puts no key below another, and \"profile.mine\" has one | write mine under profile"},
		{ok + "title.a: x\nprofile: {my.key: 1}\n", "3:1 \"title.a\" capital-key: keys are in lower case with hyphens, and \"title.a\" is not | write title-a\n" +
			"4:11 profile.\"my.key\" capital-key: keys are in lower case with hyphens, and \"my.key\" is not | write my-key"},
		{ok + "links: [{supersede: a}]\n", "3:10 links[0].supersede unknown-key: there is no key supersede in links[0] | did you mean supersedes?"},
		{ok + "links:\n  - {supersedes: a, amends: b}\n", "4:5 links[0] wrong-type: expected one key, found 2 | write each on its own; the keys are supersedes, amends"},
		{ok + "links: {amends: b}\n", "3:8 links wrong-type: expected a list, found a map of keys | begin each item with a hyphen"},
		{ok + "tags: media team\n", "3:7 tags wrong-type: expected a list, found text | write [media team]"},
		{ok + "tags: []\n", "3:7 tags empty-value: the list is empty | write at least one item, or leave the key out"},
		{ok + "tags: [a, 1, ~]\n", "3:11 tags[1] wrong-type: expected text, found a whole number | write \"1\", in quotes\n3:14 tags[2] wrong-type: expected text, found nothing | write text on one line, or behind a | on lines of its own"},
		{ok + "date: {YYYY-MM-DD}\n", "3:7 date wrong-type: expected a date, found a map of keys | this looks like a placeholder that was not filled in; put your value there, without the braces"},
		{ok + "date: 2026-02-30\n", "3:7 date not-a-date: there is no day 2026-02-30 | write the year, the month and the day: 2026-11-23"},
		{ok + "date: 2026-11-23T10:00:00Z\n", "3:7 date not-a-date: \"2026-11-23T10:00:00Z\" is no date | write 2026-11-23"},
		{ok + "date: 23.11.2026\n", "3:7 date not-a-date: \"23.11.2026\" is no date | write the year, the month and the day: 2026-11-23"},
		{ok + "free-tier: yes\n", "3:12 free-tier wrong-type: expected true or false, found text | write true"},
		{ok + "free-tier: Off\n", "3:12 free-tier wrong-type: expected true or false, found text | write false"},
		{ok + "share: 1.5\n", "3:8 share out-of-bounds: 1.5 is not from 0 to 1 | "},
		{ok + "share: \"0.5\"\n", "3:8 share wrong-type: expected a number, found text | write 0.5 without quotes"},
		{ok + "count: 11\n", "3:8 count out-of-bounds: 11 is not at most 10 | "},
		{ok + "count: 3.0\n", "3:8 count wrong-type: expected a whole number, found a number | write 3"},
		{ok + "count: 3,000\n", "3:8 count wrong-type: expected a whole number, found text | write 3000"},
		{ok + "count: -9007199254740993\n", "3:8 count out-of-bounds: -9007199254740993 is not from -9007199254740992 to 10 | "},
		{ok + "engineers: 14..8\n", "3:12 engineers bad-range: the range 14..8 runs backwards | write 8..14"},
		{ok + "engineers: 8..\n", "3:12 engineers bad-range: \"8..\" is no range: \"\" is no whole number | write a number such as 8, or a range such as 8..14"},
		{ok + "engineers: 0.5..2\n", "3:12 engineers bad-range: \"0.5..2\" is no range: \"0.5\" is no whole number | write a number such as 8, or a range such as 8..14"},
		{ok + "engineers: 0..5\n", "3:12 engineers out-of-bounds: 0 is not from 1 to 1000 | "},
		{ok + "engineers: some\n", "3:12 engineers wrong-type: expected a whole number or a range, found text | write a number such as 8, or a range such as 8..14"},
		{ok + "load: -1\n", "3:7 load out-of-bounds: -1 is not at least 0 | "},
		{ok + "id: Cold Start\n", "3:5 id not-an-id: \"Cold Start\" is no id | write cold-start"},
		{ok + "when: {not: {field: [a]}}\n", "3:21 when.not.field wrong-type: expected an id, found a list | write a word such as cold-start"},
		{"- a\n", "1:1  wrong-type: expected a map of keys, found a list | leave the hyphens out"},
	} {
		n, found := Parse("x", []byte(test.in), YAML)
		if len(found) > 0 {
			t.Fatal(found)
		}
		var lines []string
		for _, f := range sample().Check(n) {
			if f.Severity != diag.Error {
				t.Errorf("%v is no error", f)
			}
			lines = append(lines, strings.TrimPrefix(f.Pos.String(), "x:")+" "+f.Key+" "+f.Rule+": "+f.Message+" | "+f.Hint)
		}
		if diff := cmp.Diff(test.want, strings.Join(lines, "\n")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.in, diff)
		}
	}
	if found := sample().Check(nil); found != nil {
		t.Error(found)
	}
}

func TestKebab(t *testing.T) {
	for in, want := range map[string]string{"decisionMakers": "decision-makers", "Decision Makers": "decision-makers", "URLKey": "url-key", "ID": "id", "2fast": "fast", "a__b_": "a-b", "É": "", "P99ms": "p99ms", "latencyP99": "latency-p99"} {
		if got := kebab(in); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

// compile reads the schema as any validator does.
func compile(t *testing.T, s *Schema) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(s.JSONSchema("https://example.org/s.json", "Sample")))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("https://example.org/s.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("https://example.org/s.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// TestJSONSchemaAgreesWithCheck holds the two against each other: what Check
// passes is valid, and what is not valid brings a finding.
func TestJSONSchemaAgreesWithCheck(t *testing.T) {
	s := sample()
	compiled := compile(t, s)
	values := []string{"T", "draft", "part", "2026-11-23", "2026-02-30", "8", "8..14", "14..8", "0.5", "-1", "2000", "0.5..1", "true", "yes", "~", "[]", "[a]", "[1]", "{}", "{amends: 1}",
		"{supersedes: a, amends: b}", "[{amends: 1}]", "[{}]", "{not: {field: a}}", "{runtime: jvm, more: 1}", "{Bad: 1}", "\"\"", "1e3", "{a}", "[{amends: 1, supersedes: 2}]"}
	valid, invalid := 0, 0
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 3))
		in := "title: T\nstatus: draft\n"
		for i, k := range s.Keys {
			if i < 2 && r.IntN(20) > 0 || r.IntN(6) > 0 {
				continue
			}
			if i < 2 {
				in = strings.Replace(in, k.Name, k.Name+"-x", 1)
			}
			in += k.Name + ": " + values[r.IntN(len(values))] + "\n"
		}
		n, found := Parse("x", []byte(in), YAML)
		if len(found) > 0 {
			t.Fatal(found)
		}
		data, _ := Emit(n, JSON)
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		checked := s.Check(n)
		err = compiled.Validate(doc)
		if err == nil {
			valid++
		} else {
			invalid++
		}
		lenient := true
		for _, f := range checked {
			lenient = lenient && (f.Rule == "bad-range" || f.Rule == "out-of-bounds" || f.Message == "expected a whole number, found a number")
		}
		if err != nil && len(checked) == 0 || err == nil && !lenient {
			t.Fatalf("seed %d\n%s\nJSON Schema: %v\nCheck: %v", seed, in, err, checked)
		}
	}
	if valid < 100 || invalid < 100 {
		t.Errorf("only %d valid and %d invalid inputs were tried", valid, invalid)
	}
}

func TestJSONSchemaText(t *testing.T) {
	s := &Schema{Type: Object, Doc: "A thing.", Keys: []Key{
		{Name: "kind", Required: true, Schema: &Schema{Type: Choice, Choices: []string{"b", "a"}, ChoiceDocs: map[string]string{"a": "The a."}}},
		{Name: "part", Schema: &Schema{Type: Object, Name: "part", Doc: "A part.", Keys: []Key{{Name: "size", Schema: &Schema{Type: Whole, Min: Pointer(0), Doc: "In bytes."}}}}},
	}}
	s.Keys[1].Schema.Keys = append(s.Keys[1].Schema.Keys, Key{Name: "parts", Schema: &Schema{Type: ListOf, Items: s.Keys[1].Schema}})
	want := `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://example.org/thing.json",
  "title": "Thing",
  "description": "A thing.",
  "type": "object",
  "properties": {
    "kind": {"oneOf": [{"const": "b"}, {"const": "a", "description": "The a."}]},
    "part": {"anyOf": [{"$ref": "#/$defs/part"}, {"type": "null"}]}
  },
  "required": ["kind"],
  "additionalProperties": false,
  "$defs": {
    "part": {
      "description": "A part.",
      "type": "object",
      "properties": {
        "size": {"description": "In bytes.", "type": ["integer", "null"], "minimum": 0},
        "parts": {"type": ["array", "null"], "items": {"$ref": "#/$defs/part"}}
      },
      "additionalProperties": false
    }
  }
}`
	var tidy bytes.Buffer
	if err := json.Indent(&tidy, []byte(want), "", "  "); err != nil {
		t.Fatal(err)
	}
	got := string(s.JSONSchema("https://example.org/thing.json", "Thing"))
	if diff := cmp.Diff(tidy.String()+"\n", got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if again := string(s.JSONSchema("https://example.org/thing.json", "Thing")); again != got {
		t.Error("two runs differ")
	}
}
