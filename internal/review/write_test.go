package review_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/report"
	"tradeoff/internal/review"
)

var update = flag.Bool("update", false, "write the reviews of testdata as they are now")

// everything is a review that has each thing that a review can have.
func everything() *review.Review {
	at := func(file string, line, col int) diag.Pos { return diag.Pos{File: file, Line: line, Col: col} }
	return &review.Review{
		Base: "main (3f2a91c)", Head: "search",
		Decisions: []review.Change{
			{Kind: review.Superseded, Path: "decisions/0003-search-with-sql.md", ID: "0003", Title: "Search with SQL", Was: decision.Accepted, Status: decision.Superseded, By: []string{"0013"}},
			{Kind: review.Changed, Path: "decisions/0007-serve-search-as-functions.md", ID: "0007", Title: "Serve product search as functions", Was: decision.Accepted, Status: decision.Accepted,
				Lead: "We serve search as *functions*, since nobody operates a cluster.",
				Values: []review.Value{
					{Key: "chosen", Label: "chosen option", From: "monolith", To: "serverless", Because: "the team must not grow"},
					{Key: "profile.engineers", Label: "engineers", From: "8", To: "60", Because: "from the hiring plan", Effects: []string{"monolith's team size: fits → strains", "worst case merge queue: cannot happen → can happen"}},
					{Key: "tags", Label: "tags", To: "search"},
					{Key: "date", Label: "date", From: "2026-03-01"},
				},
				Prose: []review.Prose{
					{Heading: "Context and Problem Statement", Words: []review.Word{
						{Op: review.Same, Text: "Product search is slow, and has been slow since the first of the shops moved to it, which was in the spring of the year before last, as [everybody](http://example.org) knows.\n\nWe have "},
						{Op: review.Delete, Text: "8 "}, {Op: review.Insert, Text: "60 "}, {Op: review.Same, Text: "engineers."}}},
					{Heading: "", Cut: true, Words: []review.Word{{Op: review.Delete, Text: "An old paragraph.\n\n"}, {Op: review.Insert, Text: "A new one, with `code` and **weight**.\n"}}},
				},
				Risks: []review.Risk{
					{WorstCase: "the-bill-flips", Title: "the bill flips", Met: decision.MetUnknown},
					{WorstCase: "runaway", Title: "a loop calls itself", Met: decision.MetYes},
					{WorstCase: "lock-in", Title: "lock-in", Met: decision.MetYes, Answer: "accepted", By: "Ann", Because: "we will not move"},
					{WorstCase: "cold-start", Title: "cold start", Met: decision.MetYes, Answer: "does-not-apply"},
					{WorstCase: "idle", Title: "idle capacity", Met: decision.MetNo},
				}},
			{Kind: review.Changed, Path: "decisions/0008-log-as-json.md", From: "decisions/0008-log.md", ID: "0008", Title: "Log as JSON", Was: decision.Proposed, Status: decision.Proposed},
			{Kind: review.Changed, Path: "decisions/0009-cache-at-the-edge.md", ID: "0009", Title: "Cache at the edge", Was: decision.Proposed, Status: decision.Accepted, Values: []review.Value{{Key: "status", Label: "status", From: "proposed", To: "accepted"}}},
			{Kind: review.Removed, Path: "decisions/0010-poll.md", ID: "0010", Title: "Poll for changes", Was: decision.Rejected},
			{Kind: review.New, Path: "decisions/0013-search-with-an-index.yaml", ID: "0013", Title: "Search with an index", Status: decision.Proposed, Values: []review.Value{{Key: "chosen", Label: "chosen option", To: "index"}, {Key: "options", Label: "options", To: "index, sql"}}},
			{Kind: review.Changed, Path: "decisions/0014-secret-plan.md", From: "secret-old", ID: "0014", Title: "A secret plan", Lead: "secret lead", Was: decision.Proposed, Status: decision.Accepted, Restricted: true, By: []string{"secret-by"},
				Values: []review.Value{{Key: "chosen", Label: "chosen option", To: "secret"}}, Prose: []review.Prose{{Heading: "secret"}}, Risks: []review.Risk{{WorstCase: "secret", Met: decision.MetYes}}},
		},
		Catalogs: []review.CatalogChange{{ID: "service-style", Title: "Service style", Path: "catalogs/service-style.yaml", Kind: review.Changed,
			Values: []review.Value{{Key: "version", Label: "version", From: "3", To: "4"}}, Decisions: []string{"0013"},
			Touched: []review.Value{{Key: "0013", Label: "index on team size", From: "fits", To: "strains"}}}},
		Brought: diag.List{
			{Pos: at("decisions/0013-search-with-an-index.yaml", 12, 3), Key: "links[0].supersedes", Rule: "broken-link", Severity: diag.Error, Message: "no decision 0019 in this log", Hint: "the nearest is 0018-cache-headers"},
			{Pos: at("decisions/0007-serve-search-as-functions.md", 4, 0), Rule: "missing-section", Severity: diag.Warning, Message: "there is no section Consequences"},
		},
		There:  diag.List{{Pos: at("decisions/0009-cache-at-the-edge.md", 0, 0), Rule: "review-due", Severity: diag.Note, Message: "a review was due on 2026-02-01"}},
		Mended: 2,
		Governed: []review.Governor{
			{ID: "0007", Path: "decisions/0007-serve-search-as-functions.md", Title: "Serve product search as functions", Lead: "We serve search as *functions*.", Files: []string{"search/a.go", "search/b.go", "search/c.go", "search/d.go", "search/e.go", "search/f.go"},
				Risks: []review.Risk{{WorstCase: "lock-in", Title: "lock-in", Met: decision.MetYes, Answer: "accepted", Because: "we will not move"}}},
			{ID: "0012", Path: "decisions/0012-one-binary.md", Title: "Build one binary", Files: []string{"main.go"}},
		},
		Proposed: []review.Governor{{ID: "0013", Path: "decisions/0013-search-with-an-index.yaml", Title: "Search with an index", Files: []string{"search/a.go"}}},
		Needs:    []review.Need{{File: "api/v2/open.go", Pattern: "api/**"}},
	}
}

// many is a review of n decisions.
func many(n int) *review.Review {
	r := &review.Review{Base: "main (3f2a91c)", Head: "search"}
	full := everything().Decisions
	for i := range n {
		c := full[[]int{1, 3, 5}[i%3]]
		c.ID = fmt.Sprintf("%04d", i+1)
		c.Path = "decisions/" + c.ID + "-x.md"
		if i%3 == 0 && i > 0 {
			c.Risks = c.Risks[2:]
		}
		r.Decisions = append(r.Decisions, c)
	}
	return r
}

var writers = map[string]func(io.Writer, *review.Review) error{
	"review.txt":  review.Text,
	"review.json": review.JSON,
	"review.md":   func(w io.Writer, r *review.Review) error { return review.Markdown(w, r, 0) },
}

func TestFormats(t *testing.T) {
	for name, write := range writers {
		for prefix, r := range map[string]*review.Review{"": everything(), "empty-": {Base: "main (3f2a91c)", Head: "the work tree"}, "one-": {Base: "main", Head: "the work tree", Decisions: everything().Decisions[5:6]}} {
			var b bytes.Buffer
			if err := write(&b, r); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", prefix+name)
			if *update {
				if err := os.WriteFile(file, b.Bytes(), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), b.String()); diff != "" {
				t.Errorf("%s: %s", file, diff)
			}
			if strings.Contains(strings.ToLower(b.String()), "secret") {
				t.Errorf("%s tells more of a restricted decision than its number and status", file)
			}
			if err := write(full{}, r); err == nil {
				t.Errorf("%s says nothing of a disk that is full", name)
			}
		}
	}
}

// full is a disk that is full.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestJSONFitsItsSchema(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(review.Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("review.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("review.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	bare := &review.Review{Decisions: []review.Change{{Kind: review.New, Prose: []review.Prose{{}}}}, Governed: []review.Governor{{}}}
	for _, r := range []*review.Review{everything(), {}, bare, many(20)} {
		var b bytes.Buffer
		if err := review.JSON(&b, r); err != nil {
			t.Fatal(err)
		}
		out, err := jsonschema.UnmarshalJSON(&b)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(out); err != nil {
			t.Error(err)
		}
	}
	page, err := os.ReadFile("../../content/reference/review.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, of := range map[string]any{"": review.Review{}, "change": review.Change{}, "value": review.Value{}, "prose": review.Prose{}, "word": review.Word{}, "risk": review.Risk{},
		"catalog": review.CatalogChange{}, "governor": review.Governor{}, "need": review.Need{}, "finding": diag.Finding{}} {
		object := doc.(map[string]any)
		if name != "" {
			object = object["$defs"].(map[string]any)[name].(map[string]any)
		}
		said := map[string]bool{}
		for key := range object["properties"].(map[string]any) {
			said[key] = true
			if !strings.Contains(string(page), "`"+key+"`") {
				t.Errorf("content/reference/review.md does not name the key %s of %q", key, name)
			}
		}
		delete(said, "format")
		if diff := cmp.Diff(keys(reflect.TypeOf(of)), said); diff != "" {
			t.Errorf("keys of %q in the type and in the schema: %s", name, diff)
		}
	}
}

// keys are those that a struct has as JSON.
func keys(of reflect.Type) map[string]bool {
	out := map[string]bool{}
	for i := range of.NumField() {
		f := of.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" {
			continue // for programs that make sites
		}
		if f.Anonymous && name == "" {
			for key := range keys(f.Type) {
				out[key] = true
			}
			continue
		}
		out[name] = true
	}
	return out
}

func TestHeadline(t *testing.T) {
	accepted := func(kind review.Kind) review.Change {
		return review.Change{Kind: kind, ID: "0001", Was: decision.Accepted, Status: decision.Accepted}
	}
	for _, tt := range []struct {
		r    review.Review
		want string
	}{
		{review.Review{}, "No decision changed"},
		{review.Review{Decisions: []review.Change{accepted(review.Changed), accepted(review.New), accepted(review.New)}, Brought: make(diag.List, 3), Governed: []review.Governor{{ID: "0007"}, {ID: "0012"}}},
			"2 new decisions, 1 accepted decision changed, 3 findings (); governed by 0007, 0012"},
		{review.Review{Catalogs: make([]review.CatalogChange, 2), Needs: make([]review.Need, 1)}, "No decision changed, 2 catalogs changed; 1 file needs a decision"},
		{*everything(), "1 new decision, 2 decisions accepted, 1 accepted decision changed, 1 decision changed, 1 decision superseded, 1 decision removed, 1 catalog changed, " +
			"2 findings (1 error, 1 warning), 2 worst cases unanswered; governed by 0007, 0012; 1 file needs a decision"},
	} {
		var b bytes.Buffer
		if err := review.Text(&b, &tt.r); err != nil {
			t.Fatal(err)
		}
		if got, _, _ := strings.Cut(b.String(), "\n"); got != tt.want {
			t.Errorf("got  %q\nwant %q", got, tt.want)
		}
	}
}

// Nothing that a terminal obeys passes, and lines stay lines.
func TestTextIsClean(t *testing.T) {
	r := hostile("a\x1b[31m\nb\r\u202ec\u200b\u009bd\u2028")
	var b bytes.Buffer
	if err := review.Text(&b, r); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); report.Visible(got) != got || strings.Contains(got, "\nb") {
		t.Errorf("%.400q", got)
	}
	b.Reset()
	if err := review.JSON(&b, r); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); report.Visible(got) != got || !strings.Contains(got, `\u009b`) {
		t.Errorf("%.400q", got)
	}
}
