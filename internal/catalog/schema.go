package catalog

import (
	"slices"

	"tradeoff/internal/decision"
	"tradeoff/internal/source"
)

// Schema is what every catalog is held to, ours and a team's.
func Schema() *source.Schema { return catalogSchema }

func list(of *source.Schema, doc string) *source.Schema {
	return &source.Schema{Type: source.ListOf, Items: of, Doc: doc}
}

func text(doc string) *source.Schema {
	return &source.Schema{Type: source.Text, Doc: doc, NotEmpty: true}
}

func id(doc string) *source.Schema { return &source.Schema{Type: source.ID, Doc: doc} }

var (
	sourceID = id("The id of one of this catalog's sources.")
	optionID = id("The id of one of this catalog's options.")
	fieldID  = id("The id of one of this catalog's fields.")

	statement = &source.Schema{Type: source.Object, Name: "statement", Doc: "One or two sentences with their source.",
		Keys: []source.Key{
			source.Optional("title", text("A few words.")),
			source.Required("text", text("The sentence.")),
			source.Required("source", sourceID),
		}}

	operand = &source.Schema{Type: source.Any, Name: "operand",
		Doc: "A number, or {sum: [500, request-duration-ms]}: numbers and fields added up.",
		OneOf: []*source.Schema{
			{Type: source.Amount},
			{Type: source.Object, Keys: []source.Key{
				source.Required("sum", &source.Schema{Type: source.ListOf, NotEmpty: true, Doc: "What is added up.",
					Items: &source.Schema{Type: source.Any, OneOf: []*source.Schema{{Type: source.Amount, Doc: "A number."}, fieldID}}}),
			}},
		}}

	condition = newConditionSchema()

	verdict = &source.Schema{Type: source.Choice, Choices: source.Words(decision.Verdicts()), Doc: "How well the option stands.",
		ChoiceDocs: map[string]string{
			"fits":    "nothing speaks against it",
			"open":    "the source itself claims neither side",
			"unknown": "the profile does not say",
			"strains": "it works, and costs",
			"breaks":  "a measurement or a plain contradiction",
		}}

	ruling = &source.Schema{Type: source.Object, Name: "ruling", Doc: "A verdict and the condition under which it holds.",
		Keys: []source.Key{
			source.Required("verdict", verdict),
			source.Optional("when", condition),
			source.Required("because", text("The reason in the team's own numbers: {engineers} stands for its answer.")),
		}}

	catalogSchema = &source.Schema{Type: source.Object, Doc: "A catalog of trade-offs.",
		Keys: []source.Key{
			source.Required("format", &source.Schema{Type: source.Choice, Choices: []string{Format}, Doc: "What makes this file a catalog.", Example: "format: " + Format}),
			source.Required("id", id("The name by which an input's tradeoffs key asks for this catalog.")),
			source.Required("version", &source.Schema{Type: source.Whole, Min: source.Pointer(1), Doc: "Rises with each change of meaning.", Example: "version: 1"}),
			source.Required("title", text("What the options are options for.")),
			source.Required("summary", text("One sentence for lists.")),
			source.Optional("premise", text("Why this comparison is worth making.")),
			source.Optional("rule", statement),
			source.Required("sources", list(&source.Schema{Type: source.Object, Keys: []source.Key{
				source.Required("id", id("The name by which facts refer to this source.")),
				source.Required("title", text("What it is, as one would cite it.")),
				source.Required("kind", &source.Schema{Type: source.Choice, Choices: source.Words(decision.SourceKinds()), Doc: "What stands behind it."}),
				source.Optional("url", text("Where it can be read.")),
				source.Optional("date", &source.Schema{Type: source.Scalar, Doc: "When it was published: 2019, 2019-02 or 2019-02-21."}),
			}}, "Where the facts come from.")),
			source.Required("fields", list(&source.Schema{Type: source.Object, Keys: []source.Key{
				source.Required("id", id("The key in an input's profile.")),
				source.Required("title", text("The field's name in tables.")),
				source.Required("type", &source.Schema{Type: source.Choice, Choices: source.Words([]FieldType{WholeField, NumberField, YesNoField, WordField}), Doc: "What an answer may be."}),
				source.Optional("unit", text("What a number counts.")),
				source.Required("question", text("The question, as one would ask a colleague.")),
				source.Required("meaning", text("How to answer: what counts and what does not.")),
				source.Optional("min", &source.Schema{Type: source.Amount, Doc: "The least number allowed."}),
				source.Optional("max", &source.Schema{Type: source.Amount, Doc: "The largest number allowed."}),
				source.Optional("values", list(id("One allowed word."), "The words allowed, for type word.")),
			}}, "The profile: what the catalog asks, in the order to ask it.")),
			source.Required("options", list(&source.Schema{Type: source.Object, Keys: []source.Key{
				source.Required("id", id("The option's name in inputs.")),
				source.Required("title", text("The option's name in prose.")),
				source.Required("summary", text("What it is, in one sentence.")),
				source.Optional("good", list(statement, "What it is good at.")),
				source.Optional("limit", statement),
				source.Optional("beside", statement),
				source.Optional("parts", list(optionID, "The options it combines; each of its verdicts is the worst of theirs.")),
			}}, "What can be chosen.")),
			source.Required("factors", list(&source.Schema{Type: source.Object, Keys: []source.Key{
				source.Required("id", id("The factor's name in inputs.")),
				source.Required("title", text("The factor's name in tables.")),
				source.Required("kind", &source.Schema{Type: source.Choice, Choices: source.Words([]decision.FactorKind{decision.Test, decision.Trait}), Doc: "A test is decided by the profile; a trait is told, never counted."}),
				source.Required("question", text("What the factor asks.")),
				source.Required("source", sourceID),
				source.Optional("reading", sourceID),
				source.Required("cells", list(&source.Schema{Type: source.Object, Keys: []source.Key{
					source.Required("option", optionID),
					source.Required("says", text("The source's words for this option, in a few of ours.")),
					source.Optional("detail", text("One sentence more.")),
					source.Optional("beside", statement),
					source.Optional("verdicts", list(ruling, "The first that holds counts.")),
				}}, "One for each option that has no parts.")),
			}}, "What the options are compared on.")),
			source.Required("worst-cases", list(&source.Schema{Type: source.Object, Keys: []source.Key{
				source.Required("id", id("The name by which an answer refers to it.")),
				source.Required("option", optionID),
				source.Required("title", text("A few words.")),
				source.Required("what", text("What happens.")),
				source.Optional("factor", id("The factor whose worst it is: an option that breaks on it is eligible again once this is answered.")),
				source.Required("when", text("The condition, in words.")),
				source.Optional("figure", text("The number that makes it concrete.")),
				source.Optional("met", condition),
				source.Optional("because", text("Why it is met, in the team's own numbers.")),
				source.Optional("beside", text("Counter-evidence, told beside it.")),
				source.Required("source", sourceID),
				source.Optional("reading", sourceID),
			}}, "How each option goes wrong.")),
			source.Optional("needs", list(&source.Schema{Type: source.Object, Keys: []source.Key{
				source.Required("option", optionID),
				source.Optional("thought", list(text("One thing."), "What a team plans for.")),
				source.Required("besides", list(&source.Schema{Type: source.Object, Keys: []source.Key{
					source.Required("title", text("A few words.")),
					source.Required("what", text("What it is for.")),
				}}, "What operating the option takes besides.")),
				source.Required("source", sourceID),
			}}, "What operating an option takes before its first benefit.")),
			source.Optional("growth", list(&source.Schema{Type: source.Object, Keys: []source.Key{
				source.Required("title", text("A few words.")),
				source.Required("text", text("What happens at this stage.")),
				source.Required("options", list(optionID, "The options in use at this stage.")),
				source.Required("source", sourceID),
			}}, "How systems grow, stage by stage.")),
			source.Optional("quantities", list(&source.Schema{Type: source.Object, Keys: []source.Key{
				source.Required("id", id("The name by which costs refer to it; no field has the same.")),
				source.Required("title", text("What it is.")),
				source.Optional("unit", text("What it counts.")),
				source.Optional("scale", &source.Schema{Type: source.Amount, Min: source.Pointer(0), Doc: "Multiplies the product."}),
				source.Required("times", list(id("A field, or a quantity before this one."), "What is multiplied.")),
				source.Optional("over", list(fieldID, "The fields by which it is divided.")),
				source.Optional("at-least", fieldID),
				source.Optional("assumes", text("What a figure assumes where a field of over is not answered: {instance-capacity-rps} stands for the least it has to be.")),
				source.Required("source", sourceID),
			}}, "Numbers that follow from fields, for costs to be multiplied by.")),
			source.Optional("costs", list(&source.Schema{Type: source.Object, Keys: []source.Key{
				source.Required("id", id("The term's name.")),
				source.Required("option", optionID),
				source.Required("title", text("What is paid for.")),
				source.Optional("price", id("The id of one of this catalog's prices; without it the fields are US dollars already.")),
				source.Optional("scale", &source.Schema{Type: source.Amount, Min: source.Pointer(0), Doc: "Multiplies the fields to units of the price."}),
				source.Required("times", list(id("A field or a quantity."), "The fields and quantities that are multiplied to an amount.")),
				source.Optional("free", &source.Schema{Type: source.Amount, Min: source.Pointer(0), Doc: "Units a month that cost nothing."}),
				source.Optional("free-if", id("The field, yes or no, that tells whether they do; without it they always do.")),
				source.Required("source", sourceID),
			}}, "The terms of each option's monthly bill, added up.")),
			source.Optional("prices", list(&source.Schema{Type: source.Object, Keys: []source.Key{
				source.Required("id", id("The price's name.")),
				source.Required("title", text("What is paid for.")),
				source.Required("amount", &source.Schema{Type: source.Amount, Min: source.Pointer(0), Doc: "US dollars."}),
				source.Required("unit", text("For what: an hour, a million requests.")),
				source.Optional("per", &source.Schema{Type: source.Amount, Min: source.Pointer(0), Doc: "How many units of a cost the amount is for: 1000000 for a price a million requests."}),
				source.Required("source", sourceID),
			}}, "List prices to begin with, where a team does not know its own; an input's prices take their place.")),
			source.Optional("bill", &source.Schema{Type: source.Object, Doc: "How the bills of the options are compared.", Keys: []source.Key{
				source.Required("along", fieldID),
				source.Required("from", &source.Schema{Type: source.Amount, Min: source.Pointer(0), Doc: "Where the curves begin."}),
				source.Required("to", &source.Schema{Type: source.Amount, Min: source.Pointer(0), Doc: "Where the curves end."}),
				source.Required("material", &source.Schema{Type: source.Amount, Min: source.Pointer(0), Doc: "The difference in US dollars a month below which the bill decides nothing."}),
				source.Optional("material-field", fieldID),
				source.Optional("left-out", list(text("One thing."), "What the costs do not know of.")),
				source.Optional("example", list(&source.Schema{Type: source.Object, Keys: []source.Key{
					source.Required("field", fieldID),
					source.Required("value", &source.Schema{Type: source.Any, OneOf: []*source.Schema{{Type: source.Amount}, {Type: source.YesNo}}, Doc: "A number, or true or false."}),
				}}, "Answers of an imagined team, which the catalog's page draws the curves for. The first three numbers can be moved there.")),
			}}),
			source.Optional("notes", list(&source.Schema{Type: source.Object, Keys: []source.Key{
				source.Required("id", id("The note's name.")),
				source.Required("title", text("A few words.")),
				source.Required("when", condition),
				source.Required("text", text("What is worth knowing, in the team's own numbers: {engineers} stands for its answer.")),
				source.Required("source", sourceID),
			}}, "Remarks on the present state of a team, apart from any option.")),
			source.Optional("follow-ups", list(statement, "What to decide next.")),
		}}
)

// newConditionSchema describes a condition, which holds further conditions.
func newConditionSchema() *source.Schema {
	c := &source.Schema{Type: source.Object, Name: "condition",
		Doc:     "all, any or not of further conditions, or a comparison of a field or of two bills.",
		Example: "when: {field: engineers, lt: 20}"}
	c.Keys = []source.Key{
		source.Optional("all", list(c, "Holds where each of these does.")),
		source.Optional("any", list(c, "Holds where one of these does.")),
		source.Optional("not", c),
		source.Optional("field", fieldID),
		source.Optional("lt", operand), source.Optional("le", operand), source.Optional("gt", operand), source.Optional("ge", operand),
		source.Optional("is", &source.Schema{Type: source.Scalar, Doc: "true, false or a word.",
			OneOf: []*source.Schema{{Type: source.YesNo}, id("One of the field's words.")}}),
		source.Optional("factor", id("A factor on which the worst case's option strains or breaks.")),
		source.Optional("bill", optionID),
		source.Optional("over", optionID),
	}
	// Which of them stand together: editors have it from here, and the check says
	// it in words of its own.
	for _, names := range [][]string{{"all"}, {"any"}, {"not"},
		{"field", "lt"}, {"field", "le"}, {"field", "gt"}, {"field", "ge"}, {"field", "is"}, {"factor"}, {"bill", "over"}} {
		form := &source.Schema{Type: source.Object}
		for _, key := range c.Keys {
			if !slices.Contains(names, key.Name) {
				continue
			}
			if key.Schema.Type == source.ListOf {
				full := *key.Schema
				full.NotEmpty = true
				key.Schema = &full
			}
			form.Keys = append(form.Keys, source.Required(key.Name, key.Schema))
		}
		c.OneOf = append(c.OneOf, form)
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
		s.Keys = append(s.Keys, source.Optional(c.Fields[i].ID, c.Fields[i].Schema()))
	}
	return s
}
