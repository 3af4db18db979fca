package cli_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// advised is a log with decisions of every kind that advise tells of.
func advised(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	const profile = `
  operates-orchestrator: false
  runtime: jvm
  someone-waits: true
  latency-budget-ms: 600
  requests-per-month: 3000000
  request-duration-ms: 200
  request-memory-mb: 512
  instances: 2
  instance-monthly-cost: 50
`
	write(t, dir+"/decisions/0001-ranges.yaml", `format: tradeoff/1
title: Ranges
status: proposed
tradeoffs: architecture-style
profile:
  engineers: 4..60
  infrastructure-time-share: 0.7
  portability-required: true`+profile)
	write(t, dir+"/decisions/0002-chosen.yaml", `format: tradeoff/1
title: Chosen
status: proposed
tradeoffs: architecture-style
prices: [{id: lambda-requests, amount: 0.16, source: our agreement of 2026-03}]
profile:
  engineers: 8
  portability-required: false`+profile+`options:
  - {id: monolith}
  - id: serverless
    measured: [{factor: cold-start, value: 640 ms p99, verdict: fits, source: load test}]
  - {id: hybrid}
  - title: A worker
    worst-cases: [{id: queue-starves, when: a campaign, what: thumbnails wait, source: incident of 2026-03-02}]
    judged: [{driver: idle cost, verdict: strains, because: it runs at night}, {driver: team-size, verdict: fits, because: we are few}]
outcome:
  option: serverless
  answers:
    - {worst-case: bill-flips, answer: accepted, by: us, because: far below, happened: 2026-01-02, watch: {field: requests-per-month, above: 20000000}}
    - {worst-case: debugging, answer: mitigated, because: one trace}
`)
	write(t, dir+"/decisions/0003-nothing-known.yaml", "format: tradeoff/1\ntitle: Nothing known\ntradeoffs: architecture-style\n")
	write(t, dir+"/decisions/0004-alone.yaml", `format: tradeoff/1
title: Alone
status: accepted
options:
  - {title: A, worst-cases: [{id: w, when: always, what: it breaks}], judged: [{driver: d, verdict: fits, because: b}]}
  - {title: B}
outcome: {option: a, because: c, answers: [{worst-case: w, answer: accepted, by: us, because: c}]}
`)
	write(t, dir+"/decisions/0005-settled.yaml", "format: tradeoff/1\ntitle: Settled\nstatus: proposed\ntradeoffs: architecture-style\noutcome: {option: monolith, because: we are few}\n")
	write(t, dir+"/decisions/0006-bare.yaml", "format: tradeoff/1\ntitle: Bare\n")
	write(t, dir+"/decisions/defaults.yaml", "format: tradeoff/1\nprofile: {engineers: 8}\n")
	must(t, dir, "render")
	must(t, dir, "accept", "5")
	write(t, dir+"/decisions/defaults.yaml", "format: tradeoff/1\nprofile: {engineers: 24}\n")
	return dir
}

// invocations are the ways to ask for advice on that log.
func invocations() [][]string {
	return [][]string{{"1"}, {"2"}, {"3"}, {"4"}, {"5"}, {"6"}, {"5", "--set", "profile.engineers=60"},
		{"1", "--set", "profile.someone-waits=false"}, {"1", "--set", "profile.engineers=4", "--set", "profile.runtime=other"}, {"--set", "tradeoffs=architecture-style", "--set", "profile.engineers=8"}}
}

// What advise --json prints is valid under the schema that is published, and each
// part of the schema is met by something that is printed.
func TestAdviceFitsItsSchema(t *testing.T) {
	data, err := os.ReadFile("../../.tradeoff/schema/advise.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	schema := compile(t, data)
	dir := advised(t)
	printed := map[string]bool{} // every key that holds something
	for _, args := range invocations() {
		out := must(t, dir, append([]string{"advise", "--json"}, args...)...)
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("advise %v: %v", args, err)
		}
		visit("", doc, func(path string, v any) {
			switch v := v.(type) {
			case nil:
			case []any:
				printed[path] = printed[path] || len(v) > 0
			default:
				printed[path] = true
			}
		})
		// A key less, or one more, and it is valid no longer.
		var top map[string]json.RawMessage
		if err := json.Unmarshal([]byte(out), &top); err != nil {
			t.Fatal(err)
		}
		for key := range top {
			less := map[string]json.RawMessage{"more": []byte("1")}
			for k, v := range top {
				if k != key {
					less[k] = v
				}
			}
			text, err := json.Marshal(less)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if schema.Validate(doc) == nil {
				t.Errorf("advise %v without %s is valid", args, key)
			}
		}
	}
	for _, path := range []string{"leader", "contenders", "ineligible", "trades", "trades[].first", "trades[].second", "drift", "profile[].answer",
		"options[].factors[].measured.value", "options[].parts", "options[].worst_cases[].answer.watch.above", "options[].worst_cases[].answer.happened",
		"options[].factors[].beside", "changes_leader[].to", "changes_leader[].contenders", "changes_verdict[].factor", "changes_cheaper[].sources",
		"no_difference", "unknown[].question", "unmeasured", "cells.leads[].leader", "costs.monthly[].lines[].source", "costs.monthly[].missing", "costs.monthly[].assumes",
		"costs.crossings[].requests_per_month", "costs.left_out", "notes[].source", "rule", "what_if", "decided_on"} {
		if !printed[path] {
			t.Errorf("nothing that was printed has %s", path)
		}
	}
}

// visit calls do for every value below v, with its path: options[].id.
func visit(path string, v any, do func(path string, v any)) {
	do(path, v)
	switch v := v.(type) {
	case map[string]any:
		for key, sub := range v {
			visit(strings.TrimPrefix(path+"."+key, "."), sub, do)
		}
	case []any:
		for _, sub := range v {
			visit(path+"[]", sub, do)
		}
	}
}

// Every statement says why, and names a source that is listed with its kind.
func TestEveryStatementHasAReasonAndASource(t *testing.T) {
	dir := advised(t)
	for _, args := range invocations() {
		var doc map[string]any
		if err := json.Unmarshal([]byte(must(t, dir, append([]string{"advise", "--json"}, args...)...)), &doc); err != nil {
			t.Fatal(err)
		}
		var listed []string
		for _, s := range doc["sources"].([]any) {
			s := s.(map[string]any)
			if listed = append(listed, s["id"].(string)); s["kind"] == "" || s["title"] == "" {
				t.Errorf("advise %v: the source %v", args, s)
			}
		}
		if sorted := slices.Sorted(slices.Values(listed)); len(slices.Compact(sorted)) < len(listed) {
			t.Errorf("advise %v: a source is listed twice: %v", args, listed)
		}
		statements := 0
		visit("", doc, func(path string, v any) {
			one, ok := v.(map[string]any)
			if !ok {
				return
			}
			var named []any
			if s, ok := one["source"].(string); ok {
				named = append(named, s)
			}
			if several, ok := one["sources"].([]any); ok && path != "" {
				named = append(named, several...)
			}
			for _, s := range named {
				if !slices.Contains(listed, s.(string)) {
					t.Errorf("advise %v: %s names the source %v, which is not listed", args, path, s)
				}
			}
			switch path {
			case "trades[]", "changes_leader[]", "changes_verdict[]", "changes_cheaper[]", "costs.crossings[]":
				statements++
				if len(named) == 0 || one["because"] == "" {
					t.Errorf("advise %v: %s says neither why nor from where: %v", args, path, one)
				}
			case "options[].factors[]":
				statements++
				if len(named) == 0 || one["verdict"] != nil && one["because"] == nil {
					t.Errorf("advise %v: %s says neither why nor from where: %v", args, path, one)
				}
			case "options[].worst_cases[]":
				statements++
				if len(named) == 0 || one["because"] == nil && one["when"] == nil {
					t.Errorf("advise %v: %s says neither why nor from where: %v", args, path, one)
				}
			}
		})
		if statements == 0 && args[0] != "6" {
			t.Errorf("advise %v states nothing", args)
		}
	}
}

// Neither advise nor due changes a file.
func TestAdviceWritesNothing(t *testing.T) {
	dir := advised(t)
	tree := func() map[string]string {
		files := map[string]string{}
		names, err := filepath.Glob(dir + "/*/*")
		if err != nil || len(names) < 8 {
			t.Fatal(err, names)
		}
		for _, name := range names {
			files[name] = read(t, name)
		}
		return files
	}
	before := tree()
	for _, args := range append(invocations(), []string{"--all"}) {
		must(t, dir, append([]string{"advise"}, args...)...)
	}
	run(dir, "due")
	for name, text := range tree() {
		if before[name] != text {
			t.Errorf("%s is another", name)
		}
	}
}
