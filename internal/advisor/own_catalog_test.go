package advisor_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/source"
)

// boats is a catalog that shares no name with the one that comes with tradeoff.
// What holds of it holds of any: nothing about monoliths is in Go.
const boats = `
format: tradeoff-catalog/1
id: boats
version: 3
title: Boats
summary: Raft, dinghy or both.
rule: {text: The boat that floats., source: pilot}
sources: [{id: pilot, title: The pilot book, kind: vendor}, {id: us, title: Our reading, kind: ours}]
fields:
  - {id: crew, title: Crew, type: whole, question: "How many?", meaning: Heads., min: 0, max: 100}
  - {id: wind, title: Wind, type: number, question: "How much?", meaning: Beaufort.}
  - {id: gusts, title: Gusts, type: number, question: "How much more?", meaning: Beaufort.}
  - {id: salt, title: Salt, type: yes-no, question: "Is it the sea?", meaning: Taste it.}
  - {id: wood, title: Wood, type: word, values: [oak, pine], question: "Which?", meaning: Look.}
  - {id: trips, title: Trips, type: whole, question: "How many?", meaning: A month., min: 0, max: 1000}
options:
  - {id: raft, title: Raft, summary: Logs.}
  - {id: dinghy, title: Dinghy, summary: Planks.}
  - {id: both, title: Both, summary: One tows the other., parts: [dinghy, raft]}
factors:
  - id: stability
    title: Stability
    kind: test
    question: Does it tip?
    source: pilot
    reading: us
    cells:
      - option: raft
        says: never
        verdicts:
          - {verdict: breaks, when: {all: [{field: salt, is: true}, {field: wind, gt: 6}]}, because: "{wind} at sea"}
          - {verdict: fits, when: {not: {any: [{field: salt, is: true}, {field: crew, ge: 9}]}}, because: "{crew} on a lake"}
          - {verdict: strains, because: it holds}
      - option: dinghy
        says: seldom
        verdicts:
          - {verdict: strains, when: {field: wind, ge: {sum: [4, gusts, -1]}}, because: "{wind} and {gusts}"}
          - {verdict: fits, when: {all: [{field: wood, is: oak}, {field: wind, lt: {sum: [4, gusts, -1]}}]}, because: oak}
          - {verdict: open, because: whatever}
  - id: looks
    title: Looks
    kind: trait
    question: Is it pretty?
    source: pilot
    cells: [{option: raft, says: "no", detail: Nobody minds.}, {option: dinghy, says: "yes"}]
worst-cases:
  - {id: sinks, option: raft, title: It sinks, what: Water., when: it tips, met: {factor: stability}, source: pilot}
  - {id: costs, option: dinghy, title: It costs, what: Money., when: dearer, met: {bill: dinghy, over: raft}, because: "{trips} trips", source: pilot}
  - {id: rope, option: both, title: The rope, what: It parts., when: always, source: us}
costs:
  - {id: hire, option: dinghy, title: Hire, price: hire, times: [trips], source: pilot}
  - {id: logs, option: raft, title: Logs, price: log, times: [crew], source: pilot}
prices:
  - {id: hire, title: Hire, amount: 2, unit: a trip, source: pilot}
  - {id: log, title: A log, amount: 3, unit: a log, source: pilot}
`

func TestAnotherCatalog(t *testing.T) {
	c, findings := catalog.Parse("boats.yaml", []byte(boats), source.YAML)
	if c == nil {
		t.Fatal(findings)
	}
	for _, tt := range []struct{ profile, stability, met string }{
		{"", "unknown unknown unknown", "sinks=unknown costs=unknown rope=yes costs=unknown sinks=unknown"},
		{"salt=false crew=3", "fits unknown unknown", "sinks=no costs=unknown rope=yes costs=unknown sinks=no"},
		{"salt=false crew=9", "strains unknown strains", "sinks=yes costs=unknown rope=yes costs=unknown sinks=yes"},
		{"salt=true wind=7 gusts=0", "breaks strains breaks", "sinks=yes costs=unknown rope=yes costs=unknown sinks=yes"},
		{"salt=true wind=6", "strains unknown strains", "sinks=yes costs=unknown rope=yes costs=unknown sinks=yes"},
		{"salt=true wind=5..7", "unknown unknown unknown", "sinks=unknown costs=unknown rope=yes costs=unknown sinks=unknown"},
		{"wind=3 gusts=1 wood=oak", "unknown fits unknown", "sinks=unknown costs=unknown rope=yes costs=unknown sinks=unknown"},
		{"wind=4 gusts=1 wood=oak", "unknown strains strains", "sinks=unknown costs=unknown rope=yes costs=unknown sinks=unknown"},
		{"wind=3 gusts=1 wood=pine salt=false crew=1", "fits open open", "sinks=no costs=unknown rope=yes costs=unknown sinks=no"},
		{"trips=3 crew=2", "unknown unknown unknown", "sinks=unknown costs=no rope=yes costs=no sinks=unknown"},
		{"trips=4 crew=2", "unknown unknown unknown", "sinks=unknown costs=yes rope=yes costs=yes sinks=unknown"},
	} {
		t.Run(tt.profile, func(t *testing.T) {
			a := assess(t, c, tt.profile)
			var stands, met []string
			for i := range a.Options {
				stands = append(stands, string(a.Options[i].Factor("stability").Verdict))
				met = append(met, metOf(&a.Options[i]))
			}
			if diff := cmp.Diff([]string{tt.stability, tt.met}, []string{strings.Join(stands, " "), strings.Join(met, " ")}); diff != "" {
				t.Error(diff)
			}
			if looks := a.Option("both").Factor("looks"); looks.Verdict != "" || looks.Kind != decision.Trait || looks.Says != "yes; no" {
				t.Errorf("a trait of two parts: %+v", looks)
			}
		})
	}
}
