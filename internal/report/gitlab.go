package report

import (
	"cmp"
	"io"

	"tradeoff/internal/diag"
)

// gitlabIssue is one entry of a code quality report, a subset of Code Climate's format.
type gitlabIssue struct {
	Description string         `json:"description"`
	Check       string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string `json:"path"`
	Lines struct {
		Begin int `json:"begin"`
	} `json:"lines"`
}

// gitlabSeverities are GitLab's words: an error stands in the way, a note is worth
// knowing.
var gitlabSeverities = map[diag.Severity]string{diag.Error: "major", diag.Warning: "minor", diag.Note: "info"}

// GitLab writes the findings as a code quality report: one array, [] for none. A
// finding of a whole file stands on its first line, since GitLab shows none without.
func GitLab(w io.Writer, findings diag.List) error {
	findings = reported(findings)
	issues := make([]gitlabIssue, len(findings))
	for i, name := range fingerprints(findings) {
		f := findings[i]
		issue := gitlabIssue{Description: sentence(f), Check: f.Rule, Fingerprint: name, Severity: gitlabSeverities[f.Severity]}
		if hint := Plain(f.Hint); hint != "" {
			issue.Description += " (hint: " + hint + ")"
		}
		issue.Location.Path = cmp.Or(f.File, ".")
		issue.Location.Lines.Begin = max(1, f.Line)
		issues[i] = issue
	}
	return Encode(w, issues)
}
