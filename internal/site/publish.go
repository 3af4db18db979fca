package site

import (
	"path"
	"slices"

	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
	"tradeoff/internal/render"
)

// publish makes the log, the catalogs and the settings such as may be read by
// everybody who reads the site. All that follows works on what it leaves, so that no
// page, twin, feed or list has to think of what must not be seen.
func (b *build) publish() {
	b.secrets = ledger.SecretsOf(b.Log)
	b.Log = b.Log.Redacted()
	for _, file := range b.secrets.Files() {
		b.hidden[file] = true
	}
	b.logFiles = map[string]bool{}
	for _, e := range b.Log.Entries {
		b.logFiles[e.Path] = true
		if e.Record != nil {
			b.logFiles[e.Record.File] = true
		}
		if file := e.InputFile(); file != "" {
			b.logFiles[file] = true
		}
	}
	settings := *b.Settings
	settings.Title = b.secrets.Text(settings.Title)
	b.Settings = &settings
	if b.secrets.Any() {
		b.Catalogs = slices.Clone(b.Catalogs)
		for i, c := range b.Catalogs {
			clean := *c
			b.secrets.Clear(&clean)
			b.Catalogs[i] = &clean
		}
	}
	b.catalogs = catalogsOf(b.Catalogs)
	if b.withheld = b.Settings.Withheld(); b.withheld.Any() {
		b.withhold()
	}
	b.publishReview()
}

// ofTheLog tells whether a file of the project is a decision's: its record, its
// input, or one that may not be seen. Nothing but the log may show it.
func (b *build) ofTheLog(file string) bool {
	file = path.Clean(file)
	return b.hidden[file] || b.logFiles[file]
}

// withhold puts entries in place of the log's that lack what site.hide names: in their
// records, in their inputs and in the assessments that pictures are drawn from.
func (b *build) withhold() {
	grounds := make([]*decision.Assessment, len(b.Log.Entries))
	shown := make([]*ledger.Entry, len(b.Log.Entries))
	forEach(b.Log.Entries, func(i int, e *ledger.Entry) { shown[i], grounds[i] = b.withheldEntry(e) })
	b.Log = b.Log.Replaced(shown)
	b.grounds = make(map[*ledger.Entry]*decision.Assessment, len(shown))
	for i, e := range b.Log.Entries {
		b.grounds[e] = grounds[i]
	}
}

// withheldEntry is an entry without what is withheld, and the assessment that its
// pictures are drawn from: nil where it has none.
func (b *build) withheldEntry(e *ledger.Entry) (*ledger.Entry, *decision.Assessment) {
	shown := *e
	if b.withheld.People {
		shown.Makers = nil
	}
	var full, rest decision.Assessment
	var what decision.Decision
	var ground *decision.Assessment
	if e.Input != nil {
		in := *e.Input
		if b.knowsGround(&in.Decision) && !in.Findings.HasErrors() {
			full = render.AssessmentOf(&in.Decision, b.catalogs)
			rest = b.withheld.Assessment(full)
			ground = &rest
		}
		what = b.withheld.Decision(in.Decision, &full)
		in.Decision, in.Data, in.Root = what, nil, nil
		shown.Input = &in
	}
	if e.Record != nil {
		shown.Record = b.Templates.Withhold(e, b.withheld, what, rest, full)
		shown.Lead = shown.Record.WrittenLead()
	}
	return &shown, ground
}
