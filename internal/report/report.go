// Package report writes findings for people and for machines.
package report

import (
	"fmt"
	"io"

	"tradeoff/internal/diag"
)

// Text writes each finding on a line of its own with its hint on the next, and
// nothing for no findings.
func Text(w io.Writer, findings diag.List) error {
	for _, f := range findings {
		if _, err := fmt.Fprintln(w, f.String()); err != nil {
			return err
		}
		if f.Hint != "" {
			if _, err := fmt.Fprintln(w, "  hint:", f.Hint); err != nil {
				return err
			}
		}
	}
	return nil
}

// Summary counts findings in words: "2 errors, 1 warning". It is "" for none.
func Summary(findings diag.List) string {
	counts := map[diag.Severity]int{}
	for _, f := range findings {
		counts[f.Severity]++
	}
	text := ""
	for _, s := range []diag.Severity{diag.Error, diag.Warning, diag.Note} {
		n := counts[s]
		if n == 0 {
			continue
		}
		if text != "" {
			text += ", "
		}
		text += fmt.Sprintf("%d %s", n, s)
		if n > 1 {
			text += "s"
		}
	}
	return text
}

// JSON writes the findings as one array, [] for none: file, line, col, key,
// rule, severity, message and hint, those that are empty left out.
func JSON(w io.Writer, findings diag.List) error {
	if findings == nil {
		findings = diag.List{}
	}
	return Encode(w, findings)
}
