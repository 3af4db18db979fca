package input

import (
	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/source"
)

// Format is the format key's value in every input of this version.
const Format = "tradeoff/1"

func text(doc string) *source.Schema {
	return &source.Schema{Type: source.Text, Doc: doc, NotEmpty: true}
}

func texts(doc, example string) *source.Schema {
	return &source.Schema{Type: source.ListOf, Items: text("One of them."), Doc: doc, Example: example}
}

func date(key, doc string) *source.Schema {
	return &source.Schema{Type: source.Date, Doc: doc, Example: key + ": 2026-11-23"}
}

func choice(doc string, docs map[string]string, words ...string) *source.Schema {
	return &source.Schema{Type: source.Choice, Doc: doc, Choices: words, ChoiceDocs: docs}
}

func list(of *source.Schema, doc, example string) *source.Schema {
	return &source.Schema{Type: source.ListOf, Items: of, Doc: doc, Example: example}
}

func object(doc string, keys ...source.Key) *source.Schema {
	return &source.Schema{Type: source.Object, Doc: doc, Keys: keys}
}

var (
	format = &source.Schema{Type: source.Choice, Choices: []string{Format}, Doc: "What makes this file an input of tradeoff.", Example: "format: " + Format}
	status = choice("Where the decision stands. A superseded one says accepted; its successor's link tells the rest.", map[string]string{
		"draft":      "being written; not ready to be read",
		"proposed":   "ready to be decided",
		"accepted":   "in force",
		"rejected":   "decided against",
		"deprecated": "no longer in force, and nothing took its place",
	}, source.Words(decision.Statuses())...)
	verdict = choice("How well the option stands.", nil, source.Words(decision.Verdicts())...)

	option = object("One option: one of the catalog's by its id, or the team's own with a title.",
		source.Optional("id", &source.Schema{Type: source.ID, Doc: "An option of the catalog, or the name for one of the team's own; without it the name follows from the title."}),
		source.Optional("title", text("What the option is called; needed for the team's own.")),
		source.Optional("description", text("What it is, in a sentence.")),
		source.Optional("pros", texts("What speaks for it.", "pros: [One deployment path.]")),
		source.Optional("neutral", texts("What is neither for nor against it.", "neutral: [Needs a queue either way.]")),
		source.Optional("cons", texts("What speaks against it.", "cons: [One more thing to watch.]")),
		source.Optional("worst-cases", list(object("One way it goes wrong.",
			source.Required("id", &source.Schema{Type: source.ID, Doc: "The name by which an answer refers to it.", Example: "id: queue-starves"}),
			source.Required("when", text("Under which condition.")),
			source.Required("what", text("What happens then.")),
			source.Optional("source", text("Where this is known from: an incident, a test, a page.")),
		), "How it goes wrong, which is what tells options apart.", "worst-cases: [{id: queue-starves, when: a campaign sends ten times the usual, what: thumbnails wait behind e-mail}]")),
		source.Optional("judged", list(object("The team's own verdict.",
			source.Required("driver", text("What is judged: one of the drivers, or a factor of the catalog.")),
			source.Required("verdict", verdict),
			source.Required("because", text("Why.")),
			source.Optional("source", text("Where this is known from.")),
		), "The team's own verdicts on its drivers.", "judged: [{driver: idle cost, verdict: strains, because: the instance runs at night}]")),
		source.Optional("measured", list(object("A figure of the team's own.",
			source.Required("factor", &source.Schema{Type: source.ID, Doc: "A factor of the catalog."}),
			source.Required("value", &source.Schema{Type: source.Scalar, Doc: "What was measured, with its unit."}),
			source.Required("verdict", verdict),
			source.Required("source", text("Which measurement, and when.")),
		), "Measurements that override the catalog's verdict; both are shown.", "measured: [{factor: cold-start, value: 640 ms p99, verdict: fits, source: load test of 2026-11-12}]")),
	)

	answer = object("What is done about one worst case.",
		source.Required("worst-case", &source.Schema{Type: source.ID, Doc: "The id of a worst case of the chosen option."}),
		source.Required("answer", choice("What is done about it.", map[string]string{
			"accepted":       "it may happen, and somebody answers for that",
			"mitigated":      "something is done so that it hurts less or seldom",
			"does-not-apply": "it cannot happen here",
		}, "accepted", "mitigated", "does-not-apply")),
		source.Optional("by", text("Who accepts it.")),
		source.Required("because", text("Why that is enough.")),
		source.Optional("watch", object("The figure that would call the answer into question.",
			source.Required("field", &source.Schema{Type: source.ID, Doc: "A field of the catalog."}),
			source.Optional("above", &source.Schema{Type: source.Amount, Doc: "Look again above this."}),
			source.Optional("below", &source.Schema{Type: source.Amount, Doc: "Look again below this."}),
		)),
		source.Optional("happened", date("happened", "The day on which it happened after all.")),
	)

	outcome = object("What was chosen, why, and how its worst cases are answered.",
		source.Optional("option", &source.Schema{Type: source.ID, Doc: "The id of one of the options.", Example: "option: serverless"}),
		source.Optional("because", text("Why this one, as the end of a sentence.")),
		source.Optional("answers", list(answer, "One for each worst case that this profile meets or cannot rule out.",
			"answers: [{worst-case: lock-in, answer: accepted, by: media team, because: nobody asks for portability}]")),
	)

	decidedWith = &source.Schema{Type: source.Object, Open: true,
		Doc: "The ground that a settled decision stands on. Written by accept and render; not for editing by hand.",
		Keys: []source.Key{
			source.Optional("date", date("date", "The day on which it was settled.")),
			source.Optional("profile", &source.Schema{Type: source.Any, Doc: "The profile at that time."}),
			source.Optional("assessment", &source.Schema{Type: source.Any, Doc: "The assessment at that time."}),
		}}
)

// Schema is what an input is held to, apart from its profile, which the catalog
// it names describes. It is open where a catalog has the word.
func Schema() *source.Schema { return inputSchema }

var inputSchema = object("A decision input of tradeoff.", append([]source.Key{
	source.Required("format", format),
	source.Required("title", text("What is decided, in the imperative.")),
}, sharedKeys(&source.Schema{Type: source.Any, Doc: "The team's and the workload's own numbers."})...)...)

// DefaultsSchema is what decisions/defaults.* is held to: the part of an input
// that may lie below all of them.
func DefaultsSchema() *source.Schema { return defaultsSchema }

var defaultsSchema = func() *source.Schema {
	s := object("What lies below every input of the folder.", source.Required("format", format))
	for _, k := range sharedKeys(&source.Schema{Type: source.Any, Doc: "The team part of the profile."}) {
		switch k.Name {
		case "decision-makers", "consulted", "informed", "tags", "tradeoffs", "decides", "profile", "prices", "visibility", "x":
			s.Keys = append(s.Keys, k)
		}
	}
	return s
}()

func sharedKeys(profile *source.Schema) []source.Key {
	return []source.Key{
		source.Optional("status", status),
		source.Optional("date", date("date", "When the decision was last changed in meaning.")),
		source.Optional("decision-makers", texts("Who decides.", "decision-makers: [media team]")),
		source.Optional("consulted", texts("Who was asked.", "consulted: [platform guild]")),
		source.Optional("informed", texts("Who is told.", "informed: [support]")),
		source.Optional("tags", texts("Words to find it by.", "tags: [media, cost]")),
		source.Optional("applies-to", texts("Globs of the code that it governs.", `applies-to: ["services/thumbnails/**"]`)),
		source.Optional("review-by", date("review-by", "The day by which to look at it again.")),
		source.Optional("revisit-when", text("What would call for looking at it again, in words.")),
		source.Optional("visibility", choice("Who may see it on the site.", map[string]string{"restricted": "nobody; its number alone is shown"}, "restricted")),
		source.Optional("discussion", text("The address where it is, or was, discussed.")),
		source.Optional("tradeoffs", &source.Schema{Type: source.ID, Doc: "The catalog of trade-offs that judges the options.", Example: "tradeoffs: architecture-style"}),
		source.Optional("decides", choice("How much of the system it decides.", map[string]string{"part": "one part of a larger system", "system": "the whole of it"}, "part", "system")),
		source.Optional("profile", profile),
		source.Optional("prices", list(object("What the team itself pays for one thing.",
			source.Required("id", &source.Schema{Type: source.ID, Doc: "A price of the catalog."}),
			source.Required("amount", &source.Schema{Type: source.Amount, Min: source.Pointer(0), Doc: "US dollars, for the unit that the catalog has it in."}),
			source.Required("source", text("Where this price is from, and of when.")),
		), "The team's own prices, in place of the catalog's list prices.", "prices: [{id: lambda-requests, amount: 0.16, source: our agreement of 2026-03}]")),
		source.Optional("context", text("What makes the decision necessary, as Markdown.")),
		source.Optional("drivers", texts("What the options are judged by.", "drivers: [idle cost, time to first answer]")),
		source.Optional("options", list(option, "What is on the table; with a catalog, leave it out for all of its options.", "options: [{id: monolith}, {title: A worker in the monolith}]")),
		source.Optional("outcome", outcome),
		source.Optional("consequences", object("What follows from it.",
			source.Optional("good", texts("For the better.", "good: [Idle cost is nothing.]")),
			source.Optional("neutral", texts("Neither.", "neutral: [A second pipeline.]")),
			source.Optional("bad", texts("For the worse.", "bad: [The first thumbnail is slow.]")),
		)),
		source.Optional("confirmation", text("How it will be seen that the decision is kept, as Markdown.")),
		source.Optional("sections", list(object("A section of the team's own.",
			source.Required("heading", text("Its heading.")),
			source.Required("text", text("Its text, as Markdown.")),
		), "Further sections, at the end.", `sections: [{heading: Cost, text: "…"}]`)),
		source.Optional("y-statement", object("The clauses of a Y-statement.",
			source.Required("context", text("In the context of …")),
			source.Required("facing", text("facing …")),
			source.Required("decided", text("we decided for …")),
			source.Optional("neglected", text("and neglected …")),
			source.Required("achieve", text("to achieve …")),
			source.Required("accepting", text("accepting that …")),
			source.Optional("because", text("because …")),
		)),
		source.Optional("links", list(linkSchema(), "How it relates to other decisions.", "links: [{supersedes: 0003-thumbnails-in-the-web-tier}]")),
		source.Optional("realised", &source.Schema{Type: source.Text, NotEmpty: true, Doc: "How far it is built: none, partly, or the day on which it was.", Example: "realised: partly"}),
		source.Optional("x", &source.Schema{Type: source.Any, Doc: "The team's own keys: kept and shown, never checked."}),
		source.Optional("decided-with", decidedWith),
	}
}

func linkSchema() *source.Schema {
	s := &source.Schema{Type: source.Object, OneKey: true, Doc: "One relation."}
	for _, kind := range decision.LinkKinds() {
		s.Keys = append(s.Keys, source.Optional(string(kind), &source.Schema{Type: source.Scalar,
			Doc: "The file of the other decision, or its number where that is unique in the log."}))
	}
	return s
}

// JSONSchema is the JSON Schema of inputs, with the profile of every catalog.
func JSONSchema(set catalog.Set) []byte {
	profile := object("The team's and the workload's own numbers; anything left out is unknown, never guessed.", profileKeys(set)...)
	s := *inputSchema
	s.Keys = append([]source.Key(nil), s.Keys...)
	for i, k := range s.Keys {
		switch k.Name {
		case "profile":
			s.Keys[i].Schema = profile
		case "tradeoffs":
			named := *k.Schema
			named.Type, named.Choices = source.Choice, set.IDs()
			s.Keys[i].Schema = &named
		}
	}
	return s.JSONSchema("https://tradeoff.invalid/schema/input.schema.json", "Decision input of tradeoff")
}

// profileKeys are the fields of all catalogs; of two with one name, the first.
func profileKeys(set catalog.Set) []source.Key {
	var keys []source.Key
	seen := map[string]bool{}
	for _, c := range set.All() {
		for _, k := range c.ProfileSchema().Keys {
			if !seen[k.Name] {
				seen[k.Name] = true
				keys = append(keys, k)
			}
		}
	}
	return keys
}
