// Package diag holds what every part of tradeoff says about a file: a place,
// how much it matters, what is wrong there and what to write instead.
//
// A finding reads
//
//	decisions/0007-cache.yaml:12:3: links[0].supersedes: no decision 0019 in this log [link-target]
//	  hint: the nearest is 0018-cache-headers
//
// Lines and columns count from 1; a column counts code points, not bytes, so
// that it is the column an editor shows. A position without a line names the
// file as a whole.
//
// diag imports the standard library alone, and nothing of tradeoff.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Severity says how much a finding matters.
type Severity uint8

// The severities, from the least to the most.
const (
	Off     Severity = iota // not reported
	Note                    // worth knowing; never changes the exit status
	Warning                 // probably wrong; does not change the exit status
	Error                   // wrong; the command exits 1
)

// String gives the word that settings and JSON use: off, note, warning, error.
func (s Severity) String() string {
	switch s {
	case Off:
		return "off"
	case Note:
		return "note"
	case Warning:
		return "warning"
	}
	return "error"
}

// MarshalText writes the word of String, so that JSON holds words.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Pos is a place in a file. File has forward slashes and is relative to the
// directory that the command works in.
type Pos struct {
	File string `json:"file"`
	Line int    `json:"line,omitempty"` // from 1; 0 where the whole file is meant
	Col  int    `json:"col,omitempty"`  // from 1, in code points; 0 where the whole line is meant
}

// String is file:line:col, without the parts that are not known.
func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Finding is one thing that is wrong in a file.
type Finding struct {
	Pos
	Key      string   `json:"key,omitempty"` // the key path in a structured file, such as outcome.answers[0].by
	Rule     string   `json:"rule"`          // a kebab-case id, the same in documentation and settings
	Severity Severity `json:"severity"`
	Message  string   `json:"message"`        // what is wrong, in one sentence without a full stop
	Hint     string   `json:"hint,omitempty"` // what to write or run instead
}

// String is the finding's first line: place, severity unless it is an error,
// key path, message and rule. The hint is not in it.
func (f Finding) String() string {
	var b strings.Builder
	b.WriteString(f.Pos.String())
	b.WriteString(": ")
	if f.Severity != Error {
		b.WriteString(f.Severity.String())
		b.WriteString(": ")
	}
	if f.Key != "" {
		b.WriteString(f.Key)
		b.WriteString(": ")
	}
	b.WriteString(f.Message)
	if f.Rule != "" {
		b.WriteString(" [" + f.Rule + "]")
	}
	return b.String()
}

// List is any number of findings, in the order they were found.
type List []Finding

// Errorf appends an error without a key path.
func (l *List) Errorf(pos Pos, rule, hint, format string, args ...any) {
	*l = append(*l, Finding{Pos: pos, Rule: rule, Severity: Error, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

// Warnf appends a warning without a key path.
func (l *List) Warnf(pos Pos, rule, hint, format string, args ...any) {
	*l = append(*l, Finding{Pos: pos, Rule: rule, Severity: Warning, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

// HasErrors tells whether any finding is of severity Error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(f Finding) bool { return f.Severity == Error })
}

// Sort orders findings by file, line, column, rule and message, and drops
// those that say the same thing twice, so that a report does not depend on
// the order of work.
func (l *List) Sort() {
	slices.SortStableFunc(*l, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col),
			cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Key, b.Key), cmp.Compare(a.Message, b.Message))
	})
	*l = slices.Compact(*l)
}

// Failure is an error that consists of findings. Commands return it to say
// "reported all there is, and it is wrong"; its exit status is 1.
type Failure struct{ Findings List }

// Error joins the findings' lines.
func (e *Failure) Error() string {
	lines := make([]string, len(e.Findings))
	for i, f := range e.Findings {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// Err gives the list as a *Failure where it holds an error, else nil.
func (l List) Err() error {
	if !l.HasErrors() {
		return nil
	}
	return &Failure{Findings: l}
}
