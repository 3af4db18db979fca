package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"

	"tradeoff/internal/diag"
	"tradeoff/internal/lazyregexp"
)

// Rule is what a format says of a rule beside its findings.
type Rule struct {
	ID       string
	Summary  string        // one sentence
	Page     string        // the address of its documentation; one that is not absolute is left out
	Severity diag.Severity // the one that it has without settings
}

// places are the numbers of lines in a message: "a.md:12:3", "on line 12".
var places = lazyregexp.New(`(:\d+)+\b|\blines? \d+`)

// fingerprints are the names of findings by which a program that was told of them
// before knows them again: of the rule, the file, the key path and the message, and
// not of the line, so that text above a finding may come and go. Those that say the
// same of one file are told apart by their order.
func fingerprints(findings diag.List) []string {
	seen := map[string]int{}
	out := make([]string, len(findings))
	for i, f := range findings {
		said := fmt.Sprintf("%q %q %q %q", f.Rule, f.File, f.Key, places.ReplaceAllString(f.Message, ""))
		seen[said]++
		if n := seen[said]; n > 1 {
			said += " " + strconv.Itoa(n)
		}
		sum := sha256.Sum256([]byte(said))
		out[i] = hex.EncodeToString(sum[:16])
	}
	return out
}

// sentence is a finding's key path and message, as one line.
func sentence(f diag.Finding) string {
	if f.Key == "" {
		return Plain(f.Message)
	}
	return Plain(f.Key + ": " + f.Message)
}

// reported are the findings that a format shows.
func reported(findings diag.List) diag.List {
	out := make(diag.List, 0, len(findings))
	for _, f := range findings {
		if f.Severity != diag.Off {
			out = append(out, f)
		}
	}
	return out
}
