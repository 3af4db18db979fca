package advisor_test

import (
	"fmt"
	"maps"
	"os"
	"strings"
	"testing"

	"tradeoff/internal/advisor"
	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/ratchet"
)

// The parts of a row of testdata/profiles.txt, in the order of its letters.
var (
	rowFactors = []string{"team-size", "infra-overhead", "vendor-lock-in", "cold-start"}
	rowOptions = []string{"monolith", "microservices", "serverless", "hybrid"}

	rowVerdicts = map[decision.Verdict]string{
		decision.Fits: "f", decision.Open: "o", decision.Undecided: "?",
		decision.Strains: "s", decision.Breaks: "b",
	}
	rowMet = map[decision.Met]string{
		decision.MetYes: "y", decision.MetNo: "n", decision.MetUnknown: "?",
	}

	alone = [][]string{
		{"full-redeploy", "one-bad-release", "slow-tests", "merge-gamble"},
		{"unplanned-platform", "network-hops", "operations"},
		{"cold-start", "debugging", "lock-in", "bill-flips"},
	}
	rowWorstCases = append(alone[:3:3], append(append(alone[0][:4:4], alone[2]...), "two-platforms"))
)

// profileRow is one row of testdata/profiles.txt.
type profileRow struct {
	line       int
	verdicts   string
	worstCases string
	change     string // as it stands in the file
	why        string
	fault      string // "" where none is known
	profile    decision.Profile
	options    []decision.Option // with what was measured
}

// profileRows reads testdata/profiles.txt.
func profileRows(t *testing.T) []profileRow {
	t.Helper()
	text, err := os.ReadFile("testdata/profiles.txt")
	if err != nil {
		t.Fatal(err)
	}
	var rows []profileRow
	bases := map[string]decision.Profile{}
	for i, line := range strings.Split(string(text), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(line, "|")
		for j := range parts {
			parts[j] = strings.TrimSpace(parts[j])
		}
		if len(parts) == 1 {
			name, profile, ok := strings.Cut(line, ":")
			if !ok {
				t.Fatalf("profiles.txt:%d: neither a row nor a profile: %s", i+1, line)
			}
			bases[name] = answers(t, profile)
			continue
		}
		row := profileRow{line: i + 1, verdicts: parts[0], worstCases: parts[1], change: parts[2]}
		if len(parts) < 4 || parts[3] == "" {
			t.Fatalf("profiles.txt:%d: the row does not say why", i+1)
		}
		row.why = parts[3]
		if len(parts) == 5 {
			row.fault = parts[4]
		}
		name, change, _ := strings.Cut(row.change, " ")
		if bases[name] == nil {
			t.Fatalf("profiles.txt:%d: no profile is called %q", i+1, name)
		}
		row.profile = maps.Clone(bases[name])
		row.options = onTheTable()
		for _, word := range strings.Fields(change) {
			row.apply(t, word)
		}
		rows = append(rows, row)
	}
	return rows
}

// onTheTable is the four options, as a decision names them.
func onTheTable() []decision.Option {
	var on []decision.Option
	for _, id := range rowOptions {
		on = append(on, decision.Option{ID: id})
	}
	return on
}

// apply makes one change to the row's profile, or measures something in it.
func (r *profileRow) apply(t *testing.T, word string) {
	t.Helper()
	if field, ok := strings.CutPrefix(word, "-"); ok {
		if _, ok := r.profile[field]; !ok {
			t.Fatalf("profiles.txt:%d: %s is left out already", r.line, field)
		}
		delete(r.profile, field)
		return
	}
	if option, measured, ok := strings.Cut(word, "/"); ok {
		factor, verdict, _ := strings.Cut(measured, ":")
		for i := range r.options {
			if r.options[i].ID == option {
				m := decision.Measured{Factor: factor, Value: "a figure", Verdict: decision.Verdict(verdict), Source: "a test"}
				r.options[i].Measured = append(r.options[i].Measured, m)
				return
			}
		}
		t.Fatalf("profiles.txt:%d: no option is called %q", r.line, option)
	}
	maps.Copy(r.profile, answers(t, word))
}

// told writes the standing verdicts and the worst cases of an assessment as a row
// of testdata/profiles.txt has them.
func told(a *decision.Assessment) (string, string, error) {
	var verdicts []string
	for _, factor := range rowFactors {
		letters := ""
		for _, option := range rowOptions {
			f := a.Option(option).Factor(factor)
			letters += rowVerdicts[f.Standing()]
			if f.Because == "" || f.Kind != decision.Test {
				return "", "", fmt.Errorf("%s of %s: a %s, because %q", factor, option, f.Kind, f.Because)
			}
		}
		verdicts = append(verdicts, letters)
	}
	var worst []string
	for i, option := range rowOptions {
		letters := ""
		o := a.Option(option)
		if len(o.WorstCases) != len(rowWorstCases[i]) {
			return "", "", fmt.Errorf("%s has %d worst cases, want %d", option, len(o.WorstCases), len(rowWorstCases[i]))
		}
		for _, id := range rowWorstCases[i] {
			w := worstCase(o, id)
			if w == nil {
				return "", "", fmt.Errorf("%s has no worst case %s", option, id)
			}
			letters += rowMet[w.Met]
		}
		worst = append(worst, letters)
	}
	return strings.Join(verdicts, " "), strings.Join(worst, " "), nil
}

// worstCase gives the option's worst case of that id, or nil.
func worstCase(o *decision.AssessedOption, id string) *decision.AssessedWorstCase {
	for i := range o.WorstCases {
		if o.WorstCases[i].ID == id {
			return &o.WorstCases[i]
		}
	}
	return nil
}

// The built-in catalog says of each profile what was worked out by hand.
func TestProfiles(t *testing.T) {
	c := style(t)
	rows := profileRows(t)
	if len(rows) < 100 {
		t.Errorf("the table has shrunk to %d rows", len(rows))
	}
	seen := map[string]int{}
	for _, row := range rows {
		if other := seen[row.change]; other != 0 {
			t.Errorf("profiles.txt:%d: the same profile as in line %d", row.line, other)
		}
		seen[row.change] = row.line
		t.Run(row.change, func(t *testing.T) {
			ratchet.Known(t, row.fault, row.differs(c))
		})
	}
}

// differs says how the catalog's assessment differs from the row, or gives nil.
func (r *profileRow) differs(c *catalog.Catalog) error {
	a := advisor.Assess(&decision.Decision{Profile: r.profile, Options: r.options}, c)
	verdicts, worst, err := told(&a)
	if err != nil {
		return fmt.Errorf("profiles.txt:%d: %w", r.line, err)
	}
	if verdicts != r.verdicts || worst != r.worstCases {
		return fmt.Errorf("profiles.txt:%d: %s\n\twant %s | %s\n\tgot  %s | %s",
			r.line, r.why, r.verdicts, r.worstCases, verdicts, worst)
	}
	return r.keepsCatalogs(c, &a)
}

// keepsCatalogs checks that a measured verdict stands beside the catalog's own,
// and that what was not measured shows no figure.
func (r *profileRow) keepsCatalogs(c *catalog.Catalog, a *decision.Assessment) error {
	plain := advisor.Assess(&decision.Decision{Profile: r.profile, Options: onTheTable()}, c)
	for i, o := range r.options {
		for _, id := range rowFactors {
			got, want := a.Options[i].Factor(id), plain.Options[i].Factor(id)
			measured := false
			for _, m := range o.Measured {
				measured = measured || m.Factor == id
			}
			if measured != (got.Measured != nil) && len(a.Options[i].Parts) == 0 {
				return fmt.Errorf("profiles.txt:%d: %s of %s has a measured figure: %v", r.line, id, o.ID, got.Measured != nil)
			}
			if measured && got.Verdict != want.Verdict {
				return fmt.Errorf("profiles.txt:%d: %s of %s: beside what was measured stands %s, want the catalog's %s",
					r.line, id, o.ID, got.Verdict, want.Verdict)
			}
		}
	}
	return nil
}
