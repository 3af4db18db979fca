package site

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// Of the decisions made with a catalog those count that were made for their
// option, and of their answers those to the catalog's own worst cases.
func TestAnswersOverTheLog(t *testing.T) {
	files := fstest.MapFS{"content/x.md": {Data: []byte("x")}}
	n := 0
	add := func(status, more, answers string) {
		n++
		files[fmt.Sprintf("decisions/%04d-d.yaml", n)] = &fstest.MapFile{Data: fmt.Appendf(nil,
			"format: tradeoff/1\ntitle: D\nstatus: %s\ntradeoffs: architecture-style\noptions: [{id: monolith}, {id: serverless}, {id: hybrid}, {title: Own, worst-cases: [{id: cold-start, when: y, what: x}]}]\n%s\noutcome: {%s}\n", status, more, answers)}
	}
	const accepted = "answers: [{worst-case: cold-start, answer: accepted, by: x, because: y}]"
	add("accepted", "", "option: serverless, "+accepted)
	add("accepted", "", "option: hybrid, answers: [{worst-case: cold-start, answer: accepted, by: x, because: y, happened: 2026-03-01}]") // through its part
	add("deprecated", "", "option: serverless, answers: [{worst-case: cold-start, answer: mitigated, because: y}]")
	add("accepted", "", "option: serverless, answers: [{worst-case: cold-start, answer: does-not-apply, because: y, happened: 2026-03-01}]")
	add("accepted", "", "option: serverless, "+accepted) // superseded by the next
	add("accepted", "links: [{supersedes: 5}]", "option: monolith")
	add("proposed", "", "option: serverless, "+accepted)
	add("rejected", "", "option: serverless, "+accepted)
	add("accepted", "visibility: restricted", "option: serverless, "+accepted)
	add("accepted", "", "option: own, "+accepted) // a worst case of its own
	out, _ := buildInMemory(t, sample(t, files))
	page := pageOf(t, out, "catalogs/architecture-style.html")
	if diff := cmp.Diff([]string{"accepted in 3 of our decisions (0005, 0002, 0001), mitigated in one (0003), happened in 2 (0004, 0002)"}, page.texts(".in-log")); diff != "" {
		t.Error(diff)
	}
	if got := page.all(".in-log a")[0].attr["href"]; got != "../decisions/0005-d.html" {
		t.Errorf("the first leads to %q", got)
	}

	for range 12 {
		add("accepted", "", "option: serverless, "+accepted)
	}
	out, _ = buildInMemory(t, sample(t, files))
	page = pageOf(t, out, "catalogs/architecture-style.html")
	if got := page.texts(".in-log .quiet")[0]; got != "(0022, 0021, 0020, 0019, 0018, 0017, 0016, 0015, 0014, 0013, 0012, 0011, and 3 more)" {
		t.Errorf("many are %q", got)
	}

	out, _ = buildInMemory(t, sample(t, fstest.MapFS{"content/x.md": {Data: []byte("x")}}))
	if n := len(pageOf(t, out, "catalogs/architecture-style.html").all(".in-log")); n > 0 {
		t.Errorf("%d counts of nothing", n)
	}
}

// A word for one thing need not say the number.
func TestWordForOne(t *testing.T) {
	s := sketchOf(t, answeredDecision(), goesWrong())
	for _, tt := range []struct {
		key  string
		args []any
		want string
	}{
		{"attention.waiting", []any{1}, "waits for a decision, one day"},
		{"attention.waiting", []any{2}, "waits for a decision, 2 days"},
		{"list.description", []any{1, "tag"}, "One decision: tag"},
		{"catalog.accepted", []any{1}, "accepted in one of our decisions"},
		{"answers.count", []any{1, 2}, "Answered: 1 of 2 that are possible here. Each answer stands on its card above."},
	} {
		if got := s.t(tt.key, tt.args...); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
