package input_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/diag"
	"tradeoff/internal/input"
)

// A price takes the place of a catalog's, so the catalog has to have it. What the
// defaults hold is theirs to answer for.
func TestPrices(t *testing.T) {
	const own = "prices: [{id: host-hour, amount: 0.2, source: s}]\n"
	for _, tt := range []struct {
		name, defaults, text string
		want                 []string // of the input, then of the defaults
	}{
		{"one", "", "tradeoffs: queues\n" + own, nil},
		{"none such", "", "tradeoffs: queues\nprices: [{id: host-hours, amount: 0.2, source: s}]\n", []string{
			"4:15: prices[0].id: no price \"host-hours\" in the catalog queues [unknown-value] | did you mean host-hour?"}},
		{"twice", "", "tradeoffs: queues\nprices:\n  - {id: host-hour, amount: 0.2, source: s}\n  - {id: host-hour, amount: 0.3, source: s}\n", []string{
			"6:10: prices[1].id: the price host-hour stands here twice [duplicate-key] | keep one"}},
		{"without a catalog", "", own, []string{
			"3:9: prices: prices take the place of a catalog's list prices, and none is named [missing-key] | write tradeoffs: architecture-style, or leave the prices out"}},
		{"wrong already", "", "tradeoffs: queues\nprices: [{id: host-hours, amount: -1, source: s}]\n", []string{
			"4:35: prices[0].amount: -1 is not at least 0 [out-of-bounds] | "}},
		{"settled", "", "tradeoffs: queues\nstatus: rejected\nprices: [{id: gone, amount: 0.2, source: s}]\ndecided-with: {date: 2026-11-23}\n", nil},
		{"of the defaults", "tradeoffs: queues\n" + own, "", nil},
		{"of the defaults, for any catalog", own, "", nil},
		{"of the defaults, for another catalog", own, "tradeoffs: queues\n", nil},
		{"of the defaults, none such", "prices: [{id: disk, amount: 0.2, source: s}]\n", "", []string{
			"2:15: prices[0].id: no price \"disk\" in the catalog queues [unknown-value] | write one of: host-hour"}},
		{"of the defaults, twice, of the catalog", "tradeoffs: queues\nprices: [{id: host-hour, amount: 0.2, source: s}, {id: host-hour, amount: 0.2, source: s}]\n", "", []string{
			"3:56: prices[1].id: the price host-hour stands here twice [duplicate-key] | keep one"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var below *input.Defaults
			var findings diag.List
			if tt.defaults != "" {
				below, findings = input.LoadDefaults(fstest.MapFS{"defaults.yaml": file("format: tradeoff/1\n" + tt.defaults)}, ".")
				findings = append(findings, below.Check(small(t))...)
			}
			got := found(input.Parse("a.yaml", []byte("format: tradeoff/1\ntitle: X\n"+tt.text), below), small(t))
			for _, f := range findings {
				got = append(got, strings.TrimPrefix(f.String(), "defaults.yaml:")+" | "+f.Hint)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("found (-want +got):\n%s", diff)
			}
		})
	}
}
