package config

import (
	"tradeoff/internal/decision"
	"tradeoff/internal/source"
)

func text(doc, example string) *source.Schema {
	return &source.Schema{Type: source.Text, Doc: doc, Example: example, NotEmpty: true}
}

func texts(doc, example string) *source.Schema {
	return &source.Schema{Type: source.ListOf, Items: text("A folder.", ""), Doc: doc, Example: example}
}

// notEmpty is texts with at least one.
func notEmpty(doc, example string) *source.Schema {
	s := texts(doc, example)
	s.NotEmpty = true
	return s
}

var settingsSchema = &source.Schema{Type: source.Object, Doc: "Settings of tradeoff.", Keys: []source.Key{
	{Name: "title", Schema: text("The log's name: in what is exported, and on the site where that has no title of its own.", "title: Decisions of the media team")},
	{Name: "decisions", Schema: notEmpty("The folders of records and inputs.", "decisions: [decisions]")},
	{Name: "assume-status", Schema: &source.Schema{Type: source.Choice, Choices: source.Words(decision.Statuses()), Doc: "The status of records that state none; it is shown as derived.", Example: "assume-status: accepted"}},
	{Name: "status-words", Schema: &source.Schema{Type: source.ListOf, Doc: "Further words for a status, as the records have them.", Example: "status-words: [{word: migrated, means: deprecated}]",
		Items: &source.Schema{Type: source.Object, Doc: "A word and what it means.", Keys: []source.Key{
			source.Required("word", text("The word, or up to three of them; case does not count.", "word: on hold")),
			source.Required("means", &source.Schema{Type: source.Choice, Choices: source.Words(append(decision.Statuses(), decision.Superseded)), Doc: "The status that it means."}),
		}}}},
	{Name: "template", Schema: text("The template of new records: madr, nygard, bullets, y-statement, or one of the project's own. Without it new records follow the dialect of the folder, which is madr where it has none.", "template: madr")},
	{Name: "naming", Schema: &source.Schema{Type: source.Choice, Choices: []string{"number", "date", "slug"}, Doc: "What a new record's file name begins with. Without it new names follow those of the folder, which are numbers where it has none.",
		ChoiceDocs: map[string]string{"number": "0007-title.md, the next that is free on every branch", "date": "2026-11-23-title.md", "slug": "title.md"}}},
	{Name: "catalogs", Schema: texts("The folders of the project's own catalogs; without it, tradeoffs in the content folder.", "catalogs: [content/tradeoffs]")},
	{Name: "templates", Schema: text("The folder whose templates override ours by name.", "templates: templates")},
	{Name: "content", Schema: text("The folder of further pages of the site.", "content: content")},
	{Name: "static", Schema: text("The folder of files that the site takes as they are, at its root.", "static: static")},
	{Name: "themes", Schema: text("The folder of themes.", "themes: themes")},
	{Name: "check", Schema: &source.Schema{Type: source.Object, Doc: "The rules that check and review hold the log against.", Keys: []source.Key{
		{Name: "rules", Schema: &source.Schema{Type: source.ListOf, Doc: "How much the findings of a rule weigh. Of several that fit a finding the last counts.", Example: "rules: [{rule: missing-section, severity: warning, paths: [decisions/old/**]}]",
			Items: &source.Schema{Type: source.Object, Doc: "A rule, and how much its findings weigh.", Keys: []source.Key{
				source.Required("rule", text("The id of a rule, or of a finding that a rule brings beside its own.", "rule: missing-section")),
				source.Required("severity", &source.Schema{Type: source.Choice, Choices: []string{"off", "note", "warning", "error"}, Doc: "How much a finding weighs; at most a note, all the same, while its decision is a draft or proposed."}),
				{Name: "paths", Schema: texts("Globs of the files that it is said of, from the project's root; without them all.", "paths: [decisions/old/**]")},
			}}}},
		{Name: "sections", Schema: texts("The headings that every record must have. Without it they are those of the record's dialect.", "sections: [Context and Problem Statement, Decision Outcome, Security]")},
		{Name: "tags", Schema: texts("The tags that there are; any other is a finding.", "tags: [cost, media, security]")},
		{Name: "people", Schema: texts("The people and teams that decide, are consulted or informed; any other is a finding.", "people: [media team, platform team]")},
		{Name: "baseline", Schema: text("The file of findings that are known, as check --write-baseline writes it.", "baseline: .tradeoff/baseline.yaml")},
	}}},
	{Name: "review", Schema: &source.Schema{Type: source.Object, Doc: "What review asks of a branch.", Keys: []source.Key{
		{Name: "needs-decision", Schema: texts("Globs of the files that are not to change without a decision that governs them, brought or changed on the same branch.", "needs-decision: [services/*/deploy/**]")},
	}}},
	{Name: "site", Schema: &source.Schema{Type: source.Object, Doc: "The static site.", Keys: []source.Key{
		{Name: "title", Schema: text("The site's name, on its pages and in its feeds, where it is not the log's.", "title: How we build")},
		{Name: "output", Schema: text("The folder that build writes.", "output: public")},
		{Name: "base-url", Schema: text("Where the site will be; with it come a sitemap and absolute addresses in the feed.", "base-url: https://docs.example.org/decisions/")},
		{Name: "language", Schema: text("The language that the records are written in, as a BCP 47 tag.", "language: en")},
		{Name: "theme", Schema: text("The name of the theme: default, or a folder of themes.", "theme: default")},
		{Name: "hide", Schema: &source.Schema{Type: source.ListOf, Doc: "What the site does not show.", Example: "hide: [profile, costs, people]",
			Items: &source.Schema{Type: source.Choice, Doc: "A kind of data.", Choices: []string{"profile", "costs", "people"}, ChoiceDocs: map[string]string{
				"profile": "the team's own numbers, and every sentence that is made of them",
				"costs":   "bills, prices, and what is measured in money",
				"people":  "who decided, was asked or told, answers for something, or wrote it",
			}}}},
		{Name: "layouts", Schema: text("The folder whose layouts override the theme's by name.", "layouts: layouts")},
		{Name: "noindex", Schema: &source.Schema{Type: source.YesNo, Doc: "Asks search engines to leave the site out; there is no sitemap then.", Example: "noindex: true"}},
		{Name: "history", Schema: &source.Schema{Type: source.YesNo, Doc: "Whether a decision's page tells from git who changed it, when and how; it does unless this says false.", Example: "history: false"}},
		{Name: "edit-url", Schema: text("Where a file of the repository is edited, with {path} in place of its path; with it, pages have a link to edit them.", "edit-url: https://github.com/o/r/edit/main/{path}")},
		{Name: "commit-url", Schema: text("Where a commit is shown, with {commit} in place of its id; with it, commits in a history are links.", "commit-url: https://github.com/o/r/commit/{commit}")},
		{Name: "people", Schema: &source.Schema{Type: source.YesNo, Doc: "Whether the log names who decided, and gives each person a page. Addresses for mail are left out.", Example: "people: true"}},
		{Name: "allow-images", Schema: &source.Schema{Type: source.ListOf, Items: text("A host, or *. and a domain for all hosts below it.", "images.example.org"), Doc: "The hosts whose images pages show; an image of any other host is a link.", Example: "allow-images: [images.example.org]"}},
		{Name: "unsafe", Schema: &source.Schema{Type: source.YesNo, Doc: "Whether HTML in texts is cleaned and shown, in place of being left out.", Example: "unsafe: true"}},
	}}},
}}

// JSONSchema is the JSON Schema of settings.
func JSONSchema() []byte {
	return settingsSchema.JSONSchema("https://tradeoff.invalid/schema/settings.schema.json", "Settings of tradeoff")
}

// settingKey is one setting by its path, such as site/output.
type settingKey struct {
	path   string
	schema *source.Schema
}

// keys lists every setting that a variable of the environment can hold, in the
// schema's order.
func keys() []settingKey {
	var out []settingKey
	for _, k := range settingsSchema.Keys {
		if k.Schema.Type == source.ListOf && k.Schema.Items.Type == source.Object {
			continue // no variable holds such a list
		}
		if k.Schema.Type != source.Object {
			out = append(out, settingKey{k.Name, k.Schema})
			continue
		}
		for _, sub := range k.Schema.Keys {
			if sub.Schema.Type == source.ListOf && sub.Schema.Items.Type == source.Object {
				continue
			}
			out = append(out, settingKey{k.Name + "/" + sub.Name, sub.Schema})
		}
	}
	return out
}
