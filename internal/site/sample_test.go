package site

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"os"
	"testing"
	"testing/fstest"

	"tradeoff/internal/catalog"
	"tradeoff/internal/config"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/rule"
	"tradeoff/internal/theme"
	"tradeoff/themes"
)

// sampleDir is where TestSample leaves the sample site for the eye and for
// programs that check whole sites: go test -run TestSample -args -sample DIR.
var sampleDir = flag.String("sample", "", "write the sample site to this folder")

func TestSample(t *testing.T) {
	o := sample(t, sampleFiles(t))
	if *sampleDir == "" {
		buildInMemory(t, o)
		return
	}
	dir, err := NewDir(*sampleDir)
	if err != nil {
		t.Fatal(err)
	}
	report, findings, err := Build(context.Background(), o, dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := dir.Finish(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", report)
	for _, f := range findings {
		t.Log(f)
	}
}

// sampleFiles is the project in testdata/sample, with a log around it that is long
// enough to be looked at.
func sampleFiles(t testing.TB) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	project := os.DirFS("testdata/sample")
	err := fs.WalkDir(project, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(project, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	files["decisions/img/pipeline.png"] = &fstest.MapFile{Data: gray(t, 640, 200)}
	for _, d := range []struct {
		name, status, date, tags, title, lead string
	}{
		{"0001-record-decisions", "accepted", "2024-01-08", "process", "Record architecture decisions", "**Chosen:** one file a decision, in the repository, over a wiki, because a review sees both at once."},
		{"0002-serve-everything-from-one-region", "accepted", "2024-02-20", "operations, cost", "Serve everything from one region", "**Chosen:** one region over two, because no customer asks for less than an hour of recovery."},
		{"0004-one-database-a-service", "rejected", "2024-04-02", "data", "Give each service a database of its own", "Rejected: reports join across all of them, and nobody would run nine databases."},
		{"0005-keep-originals-in-object-storage", "accepted", "2024-05-14", "media, data", "Keep originals in object storage", "**Chosen:** object storage over a network file system, because it is written once and read rarely."},
		{"0006-session-tokens", "deprecated", "2024-06-30", "security", "Sign session tokens ourselves", "**Chosen:** tokens of our own over sessions in the database, because the login service was still to come."},
		{"0008-typed-events", "accepted", "2024-09-11", "messaging", "Write a schema for every event", "**Chosen:** schemas in one repository over a registry, because a compiler finds what a registry only refuses."},
		{"0009-feature-flags", "accepted", "2024-10-28", "process, operations", "Keep feature flags in configuration", "**Chosen:** flags in the deployment's configuration over a service, because there are eleven of them."},
		{"0010-postgres", "accepted", "2024-11-19", "data", "Use PostgreSQL for everything that is not a picture", "**Chosen:** PostgreSQL over a document store and a search engine, because one thing to back up beats three."},
		{"0011-monorepo", "accepted", "2025-01-15", "process", "Keep all services in one repository", "**Chosen:** one repository over one for each service, because most changes touch two of them; it accepts a slower checkout."},
		{"0013-login-by-the-platform", "accepted", "2025-03-03", "security", "Let the platform's login service sign tokens", "**Chosen:** the platform's service over our own, because keys were rotated by hand."},
		{"0014-queues-by-the-provider", "accepted", "2025-04-22", "messaging, cost", "Rent queues from the provider", "**Chosen:** the provider's queues over a broker of ours, because nobody wants to be called at night for a broker."},
		{"0015-tracing", "accepted", "2025-06-10", "operations", "Trace every request from the edge", "**Chosen:** open tracing over log correlation, because four services stand behind one button."},
		{"0016-search", "proposed", "2026-11-02", "data", "Answer product search from the database", "**Chosen:** full text search of PostgreSQL over a search engine, because the catalogue has forty thousand products."},
		{"0017-graphql", "rejected", "2025-08-19", "interfaces", "Offer a graph of the whole model", "Rejected: three clients, all ours, and each knows what it wants."},
		{"0018-cache-headers", "accepted", "2025-10-07", "operations, media", "Cache pictures for a year", "**Chosen:** names with a hash over short lifetimes, because a picture never changes."},
		{"0019-rate-limits", "accepted", "2026-02-24", "operations, security", "Limit requests at the edge", "**Chosen:** the edge over each service, because only the edge sees them all; it accepts one more rule that is not in the code."},
		{"0020-two-regions", "accepted", "2026-06-16", "operations, cost", "Keep a cold copy in a second region", "**Chosen:** a cold copy over a second live region, because an hour of recovery is what was promised."},
	} {
		front := ""
		if d.name == "0013-login-by-the-platform" {
			front = "supersedes: 0006-session-tokens.md\n"
		}
		text := fmt.Sprintf("---\n"+front+"status: %s\ndate: %s\ntags: [%s]\n---\n# %s\n\n%s\n\n## Context and Problem Statement\n\nText.\n", d.status, d.date, d.tags, d.title, d.lead)
		files["decisions/"+d.name+".md"] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

// sample is a build of the files with the default theme and the first catalog.
func sample(t testing.TB, files fs.FS) Options {
	t.Helper()
	log, err := ledger.Open(context.Background(), files, ledger.Options{Dirs: []string{"decisions"}})
	if err != nil {
		t.Fatal(err)
	}
	o := Options{
		Log: log, Files: files, Theme: defaultTheme(t), AsOf: "2026-11-23",
		Settings: &config.Settings{Title: "Pictures & Orders", Decisions: []string{"decisions"}, Content: "content"},
	}
	if o.Content, err = fs.Sub(files, "content"); err != nil {
		t.Fatal(err)
	}
	o.Catalogs = []*catalog.Catalog{sampleCatalog()}
	if *sampleDir != "" { // for the eye: the real one
		if c, _ := catalog.Load(os.DirFS("../../content"), "tradeoffs/architecture-style.yaml"); c != nil {
			c.File = "content/tradeoffs/architecture-style.yaml"
			o.Catalogs[0] = c
		}
	}
	return o
}

func defaultTheme(t testing.TB) *theme.Theme {
	t.Helper()
	th, err := theme.Load([]fs.FS{theme.Named("themes/default", themes.Default())})
	if err != nil {
		t.Fatal(err)
	}
	th.Checked = true // every page of every test is made in both ways
	return th
}

// buildInMemory builds a site, and fails the test where that fails.
func buildInMemory(t testing.TB, o Options) (*Memory, diag.List) {
	t.Helper()
	out := &Memory{}
	_, findings, err := Build(context.Background(), o, out)
	if err != nil {
		t.Fatal(err)
	}
	return out, findings
}

func gray(t testing.TB, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sampleCatalog has each part that a catalog's page tells.
func sampleCatalog() *catalog.Catalog {
	from := 1.0
	return &catalog.Catalog{
		ID: "architecture-style", Version: 1, Title: "Architecture style", File: "content/tradeoffs/architecture-style.yaml",
		Summary: "Monolith, microservices or functions: by their worst cases.", Premise: "People compare best cases.",
		Rule:    catalog.Statement{Text: "Take the simplest that survives its worst case.", Source: "study"},
		Sources: []catalog.Source{{ID: "study", Title: "A study", Kind: decision.FromMeasurement, URL: "https://example.org/study", Date: "2025"}, {ID: "bad", Title: "A source without an address", Kind: decision.FromUs, URL: "javascript:alert(1)"}},
		Fields: []catalog.Field{
			{ID: "engineers", Title: "Engineers", Type: catalog.WholeField, Unit: "people", Question: "How many commit on a day?", Meaning: "To one repository.", Min: &from},
			{ID: "runtime", Type: catalog.WordField, Question: "Which runtime?", Values: []string{"jvm", "other"}},
			{ID: "someone-waits", Type: catalog.YesNoField, Question: "Does a person wait?"},
			{ID: "requests-per-month", Title: "Requests", Type: catalog.NumberField, Unit: "requests a month", Question: "How many come in a month?"},
			{ID: "instance-monthly-cost", Title: "Cost of an instance", Type: catalog.NumberField, Unit: "US dollars a month", Question: "What does one cost?"},
		},
		Options: []catalog.Option{
			{ID: "monolith", Title: "Monolith", Summary: "One deployment.", Good: []catalog.Statement{{Title: "One thing to run", Text: "And to look at.", Source: "study"}}, Limit: &catalog.Statement{Text: "Past fifty people.", Source: "study"}},
			{ID: "serverless", Title: "Serverless", Beside: &catalog.Statement{Text: "Bills are small at first."}},
			{ID: "hybrid", Title: "Hybrid", Parts: []string{"monolith", "serverless"}},
		},
		Factors: []catalog.Factor{
			{ID: "team-size", Title: "Team size", Kind: decision.Test, Question: "How many people?", Source: "study", Cells: []catalog.Cell{{Option: "serverless", Says: "any"}, {Option: "monolith", Says: "up to 50", Detail: "One queue.", Verdicts: []catalog.Ruling{
				{Verdict: decision.Fits, When: &rule.Condition{Field: "engineers", LE: &rule.Operand{Constant: 50}}, Because: "{engineers} are no more than 50"},
				{Verdict: decision.Strains, Because: "{engineers} are more than 50"}}}}},
			{ID: "best-for", Title: "Best for", Kind: decision.Trait, Cells: []catalog.Cell{{Option: "monolith", Says: "new products"}}},
		},
		WorstCases: []catalog.WorstCase{{ID: "cold-start", Option: "serverless", Title: "Cold start", What: "A person waits.", When: "traffic comes in bursts", Figure: "640 ms", Beside: "Half of it can be bought off.", Source: "study"}},
		Needs:      []catalog.Needs{{Option: "serverless", Thought: []string{"functions"}, Besides: []decision.Need{{Title: "Tracing", What: "To find out what happened."}}, Source: "study"}},
		Costs: []rule.Cost{
			{ID: "instance", Option: "monolith", Title: "Instance", Times: []string{"instance-monthly-cost"}},
			{ID: "requests", Option: "serverless", Title: "Requests", Price: "requests", Times: []string{"requests-per-month"}},
		},
		Prices:    []catalog.Price{{ID: "requests", Title: "Requests", Amount: 2, Unit: "a million", Per: 1e6, Source: "study"}},
		Bill:      &catalog.Bill{Along: "requests-per-month", From: 1e4, To: 1e9, Material: 500, LeftOut: []string{"people"}},
		Growth:    []catalog.Stage{{Title: "Start", Text: "With one.", Options: []string{"monolith"}, Source: "study"}},
		FollowUps: []catalog.Statement{{Text: "Who is called at night?", Source: "study"}},
	}
}
