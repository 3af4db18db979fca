package report

import (
	"io"
	"net/url"
	"strings"

	"tradeoff/internal/diag"
	"tradeoff/internal/lazyregexp"
)

// The parts of a SARIF log that we write, in the order of the standard.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool    sarifTool                `json:"tool"`
		Bases   map[string]sarifArtifact `json:"originalUriBaseIds"`
		Columns string                   `json:"columnKind"`
		Results []sarifResult            `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID    string        `json:"id"`
		Short *sarifMessage `json:"shortDescription,omitempty"`
		Full  *sarifMessage `json:"fullDescription,omitempty"`
		Help  *sarifMessage `json:"help,omitempty"`
		Page  string        `json:"helpUri,omitempty"`
		Usual *sarifUsual   `json:"defaultConfiguration,omitempty"`
	}
	sarifUsual struct {
		Enabled bool   `json:"enabled"`
		Level   string `json:"level"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		Rule         string            `json:"ruleId"`
		Index        int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifMessage      `json:"message"`
		Locations    []sarifLocation   `json:"locations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifLocation struct {
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI         string        `json:"uri,omitempty"`
		Base        string        `json:"uriBaseId,omitempty"`
		Description *sarifMessage `json:"description,omitempty"`
	}
	sarifRegion struct {
		Line int `json:"startLine"`
		Col  int `json:"startColumn,omitempty"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
	}
)

// sourceRoot is what SARIF calls the folder that addresses are relative to.
const sourceRoot = "%SRCROOT%"

// SARIF writes the findings as a log of SARIF 2.1.0 with one run: every rule that is
// given, and behind them those that a finding names and are not among them. Columns
// count code points, addresses are relative to %SRCROOT%, and a fingerprint is not
// another for a line that moves.
func SARIF(w io.Writer, findings diag.List, rules []Rule, version string) error {
	run := sarifRun{
		Tool:    sarifTool{sarifDriver{Name: "tradeoff", Version: version, Rules: []sarifRule{}}},
		Bases:   map[string]sarifArtifact{sourceRoot: {Description: &sarifMessage{"The folder that tradeoff works in."}}},
		Columns: "unicodeCodePoints",
		Results: []sarifResult{},
	}
	index := map[string]int{}
	for _, r := range rules {
		if _, twice := index[r.ID]; twice {
			continue
		}
		index[r.ID] = len(run.Tool.Driver.Rules)
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, describe(r))
	}
	findings = reported(findings)
	for i, name := range fingerprints(findings) {
		f := findings[i]
		at, known := index[f.Rule]
		if !known {
			at = len(run.Tool.Driver.Rules)
			index[f.Rule] = at
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{ID: f.Rule})
		}
		r := sarifResult{Rule: f.Rule, Index: at, Level: f.Severity.String(), Fingerprints: map[string]string{"tradeoff/v1": name}}
		r.Message.Text = literal(sentence(f))
		if hint := Plain(f.Hint); hint != "" {
			r.Message.Text += "\nHint: " + literal(hint)
		}
		if f.File != "" {
			l := sarifLocation{Physical: sarifPhysical{Artifact: sarifArtifact{URI: address(f.File), Base: sourceRoot}}}
			if f.Line > 0 {
				l.Physical.Region = &sarifRegion{f.Line, f.Col}
			}
			if key := Plain(f.Key); key != "" {
				l.Logical = []sarifLogical{{key}}
			}
			r.Locations = []sarifLocation{l}
		}
		run.Results = append(run.Results, r)
	}
	return Encode(w, sarifLog{"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", "2.1.0", []sarifRun{run}})
}

// describe is a rule as SARIF has it.
func describe(r Rule) sarifRule {
	out := sarifRule{ID: r.ID, Usual: &sarifUsual{r.Severity != diag.Off, r.Severity.String()}}
	if r.Severity == diag.Off {
		out.Usual.Level = "none"
	}
	if r.Summary != "" {
		text := &sarifMessage{literal(Plain(r.Summary))}
		out.Short, out.Full, out.Help = text, text, text
	}
	if u, err := url.Parse(r.Page); err == nil && u.IsAbs() {
		out.Page = u.String()
	}
	return out
}

// address is a path as a relative address.
func address(file string) string {
	parts := strings.Split(file, "/")
	for i, p := range parts {
		// A colon in a relative address would end a scheme.
		parts[i] = strings.ReplaceAll(url.PathEscape(p), ":", "%3A")
	}
	return strings.Join(parts, "/")
}

// holder is what SARIF puts an argument in the place of.
var holder = lazyregexp.New(`\{\d+\}`)

// literal is a text in which SARIF finds no link of its own, [words](target), and no
// holder of a place, {0}.
func literal(text string) string {
	text = holder.ReplaceAllString(text, "{$0}")
	return strings.ReplaceAll(text, "](", "] (")
}
