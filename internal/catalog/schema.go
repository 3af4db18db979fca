package catalog

import (
	"slices"

	"tradeoff/internal/decision"
	"tradeoff/internal/source"
)

// Schema is what every catalog is held to, ours and a team's.
func Schema() *source.Schema { return catalogSchema }

func words[T ~string](ws []T) []string {
	out := make([]string, len(ws))
	for i, w := range ws {
		out[i] = string(w)
	}
	return out
}

func list(of *source.Schema, doc string) *source.Schema {
	return &source.Schema{Type: source.ListOf, Items: of, Doc: doc}
}

func text(doc string) *source.Schema {
	return &source.Schema{Type: source.Text, Doc: doc, NotEmpty: true}
}

func id(doc string) *source.Schema { return &source.Schema{Type: source.ID, Doc: doc} }

func must(name string, s *source.Schema) source.Key {
	return source.Key{Name: name, Schema: s, Required: true}
}

func may(name string, s *source.Schema) source.Key { return source.Key{Name: name, Schema: s} }

var (
	sourceID = id("The id of one of this catalog's sources.")
	optionID = id("The id of one of this catalog's options.")
	fieldID  = id("The id of one of this catalog's fields.")

	statement = &source.Schema{Type: source.Object, Name: "statement", Doc: "One or two sentences with their source.",
		Keys: []source.Key{
			may("title", text("A few words.")),
			must("text", text("The sentence.")),
			must("source", sourceID),
		}}

	operand = &source.Schema{Type: source.Any, Name: "operand",
		Doc: "A number, or {sum: [500, request-duration-ms]}: numbers and fields added up."}

	condition = newConditionSchema()

	verdict = &source.Schema{Type: source.Choice, Choices: words(decision.Verdicts()), Doc: "How well the option stands.",
		ChoiceDocs: map[string]string{
			"fits":    "nothing speaks against it",
			"open":    "the source itself claims neither side",
			"unknown": "the profile does not say",
			"strains": "it works, and costs",
			"breaks":  "a measurement or a plain contradiction",
		}}

	ruling = &source.Schema{Type: source.Object, Name: "ruling", Doc: "A verdict and the condition under which it holds.",
		Keys: []source.Key{
			must("verdict", verdict),
			may("when", condition),
			must("because", text("The reason in the team's own numbers: {engineers} stands for its answer.")),
		}}

	catalogSchema = &source.Schema{Type: source.Object, Doc: "A catalog of trade-offs.",
		Keys: []source.Key{
			must("format", &source.Schema{Type: source.Choice, Choices: []string{Format}, Doc: "What makes this file a catalog.", Example: "format: " + Format}),
			must("id", id("The name by which an input's tradeoffs key asks for this catalog.")),
			must("version", &source.Schema{Type: source.Whole, Min: source.Pointer(1), Doc: "Rises with each change of meaning.", Example: "version: 1"}),
			must("title", text("What the options are options for.")),
			must("summary", text("One sentence for lists.")),
			may("premise", text("Why this comparison is worth making.")),
			may("rule", statement),
			must("sources", list(&source.Schema{Type: source.Object, Keys: []source.Key{
				must("id", id("The name by which facts refer to this source.")),
				must("title", text("What it is, as one would cite it.")),
				must("kind", &source.Schema{Type: source.Choice, Choices: words(decision.SourceKinds()), Doc: "What stands behind it."}),
				may("url", text("Where it can be read.")),
				may("date", &source.Schema{Type: source.Scalar, Doc: "When it was published: 2019, 2019-02 or 2019-02-21."}),
			}}, "Where the facts come from.")),
			must("fields", list(&source.Schema{Type: source.Object, Keys: []source.Key{
				must("id", id("The key in an input's profile.")),
				must("title", text("The field's name in tables.")),
				must("type", &source.Schema{Type: source.Choice, Choices: words([]FieldType{WholeField, NumberField, YesNoField, WordField}), Doc: "What an answer may be."}),
				may("unit", text("What a number counts.")),
				must("question", text("The question, as one would ask a colleague.")),
				must("meaning", text("How to answer: what counts and what does not.")),
				may("min", &source.Schema{Type: source.Amount, Doc: "The least number allowed."}),
				may("max", &source.Schema{Type: source.Amount, Doc: "The largest number allowed."}),
				may("values", list(id("One allowed word."), "The words allowed, for type word.")),
			}}, "The profile: what the catalog asks, in the order to ask it.")),
			must("options", list(&source.Schema{Type: source.Object, Keys: []source.Key{
				must("id", id("The option's name in inputs.")),
				must("title", text("The option's name in prose.")),
				must("summary", text("What it is, in one sentence.")),
				may("good", list(statement, "What it is good at.")),
				may("limit", statement),
				may("beside", statement),
				may("parts", list(optionID, "The options it combines; each of its verdicts is the worst of theirs.")),
			}}, "What can be chosen.")),
			must("factors", list(&source.Schema{Type: source.Object, Keys: []source.Key{
				must("id", id("The factor's name in inputs.")),
				must("title", text("The factor's name in tables.")),
				must("kind", &source.Schema{Type: source.Choice, Choices: words([]decision.FactorKind{decision.Test, decision.Trait}), Doc: "A test is decided by the profile; a trait is told, never counted."}),
				must("question", text("What the factor asks.")),
				must("source", sourceID),
				may("reading", sourceID),
				must("cells", list(&source.Schema{Type: source.Object, Keys: []source.Key{
					must("option", optionID),
					must("says", text("The source's words for this option, in a few of ours.")),
					may("detail", text("One sentence more.")),
					may("verdicts", list(ruling, "The first that holds counts.")),
				}}, "One for each option that has no parts.")),
			}}, "What the options are compared on.")),
			must("worst-cases", list(&source.Schema{Type: source.Object, Keys: []source.Key{
				must("id", id("The name by which an answer refers to it.")),
				must("option", optionID),
				must("title", text("A few words.")),
				must("what", text("What happens.")),
				must("when", text("The condition, in words.")),
				may("figure", text("The number that makes it concrete.")),
				may("met", condition),
				may("because", text("Why it is met, in the team's own numbers.")),
				may("beside", text("Counter-evidence, told beside it.")),
				must("source", sourceID),
				may("reading", sourceID),
			}}, "How each option goes wrong.")),
			may("needs", list(&source.Schema{Type: source.Object, Keys: []source.Key{
				must("option", optionID),
				may("thought", list(text("One thing."), "What a team plans for.")),
				must("besides", list(&source.Schema{Type: source.Object, Keys: []source.Key{
					must("title", text("A few words.")),
					must("what", text("What it is for.")),
				}}, "What operating the option takes besides.")),
				must("source", sourceID),
			}}, "What operating an option takes before its first benefit.")),
			may("growth", list(&source.Schema{Type: source.Object, Keys: []source.Key{
				must("title", text("A few words.")),
				must("text", text("What happens at this stage.")),
				must("options", list(optionID, "The options in use at this stage.")),
				must("source", sourceID),
			}}, "How systems grow, stage by stage.")),
			may("costs", list(&source.Schema{Type: source.Object, Keys: []source.Key{
				must("id", id("The term's name.")),
				must("option", optionID),
				must("title", text("What is paid for.")),
				must("price", &source.Schema{Type: source.Amount, Min: source.Pointer(0), Doc: "US dollars for one unit."}),
				may("scale", &source.Schema{Type: source.Amount, Min: source.Pointer(0), Doc: "Multiplies the fields to units of the price."}),
				must("times", list(fieldID, "The fields that are multiplied to an amount.")),
				may("free", &source.Schema{Type: source.Amount, Min: source.Pointer(0), Doc: "Units a month that cost nothing."}),
				may("free-if", id("The field, yes or no, that tells whether they do; without it they always do.")),
				must("source", sourceID),
			}}, "The terms of each option's monthly bill, added up.")),
			may("prices", list(&source.Schema{Type: source.Object, Keys: []source.Key{
				must("id", id("The price's name.")),
				must("title", text("What is paid for.")),
				must("amount", &source.Schema{Type: source.Amount, Min: source.Pointer(0), Doc: "US dollars."}),
				must("unit", text("For what: an hour, a million requests.")),
				must("source", sourceID),
			}}, "List prices to begin with, where a team does not know its own.")),
			may("follow-ups", list(statement, "What to decide next.")),
		}}
)

// newConditionSchema describes a condition, which holds further conditions.
func newConditionSchema() *source.Schema {
	c := &source.Schema{Type: source.Object, Name: "condition",
		Doc:     "all, any or not of further conditions, or a comparison of a field or of two bills.",
		Example: "when: {field: engineers, lt: 20}"}
	c.Keys = []source.Key{
		may("all", list(c, "Holds where each of these does.")),
		may("any", list(c, "Holds where one of these does.")),
		may("not", c),
		may("field", fieldID),
		may("lt", operand), may("le", operand), may("gt", operand), may("ge", operand),
		may("is", &source.Schema{Type: source.Scalar, Doc: "true, false or a word."}),
		may("factor", id("A factor on which the worst case's option strains or breaks.")),
		may("bill", optionID),
		may("over", optionID),
	}
	return c
}

// Schema is what an answer to the field is held to.
func (f *Field) Schema() *source.Schema {
	s := &source.Schema{Doc: f.Question + " " + f.Meaning, Min: f.Min, Max: f.Max}
	switch f.Type {
	case WholeField:
		s.Type, s.Whole, s.Example = source.NumberOrRange, true, exampleNumber(f)
	case NumberField:
		s.Type, s.Example = source.NumberOrRange, exampleNumber(f)
	case YesNoField:
		s.Type, s.Example = source.YesNo, f.ID+": true"
	case WordField:
		s.Type, s.Choices = source.Choice, slices.Clone(f.Values)
	}
	return s
}

// exampleNumber shows a number within the field's bounds.
func exampleNumber(f *Field) string {
	n := 8.0
	if f.Min != nil {
		n = max(n, *f.Min)
	}
	if f.Max != nil {
		n = min(n, *f.Max)
	}
	return f.ID + ": " + decision.NumberValue(n).String()
}

// ProfileSchema is what the profile of an input is held to that asks for this catalog.
func (c *Catalog) ProfileSchema() *source.Schema {
	s := &source.Schema{Type: source.Object, Doc: "What the catalog " + c.ID + " asks of the team and its workload; anything left out is unknown, never guessed."}
	for i := range c.Fields {
		s.Keys = append(s.Keys, may(c.Fields[i].ID, c.Fields[i].Schema()))
	}
	return s
}
