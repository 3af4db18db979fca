package check

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"

	"tradeoff/internal/diag"
	"tradeoff/internal/source"
)

// BaselineFile is where a baseline lies unless the settings say otherwise.
const BaselineFile = ".tradeoff/baseline.yaml"

// Baseline is the findings that a log had when it took up its rules. They are not
// reported; any other is, and so is an entry that stands for nothing any more. Lines
// do not count, so that a file may be edited above a finding.
type Baseline struct {
	file  string
	known []known
}

// known is one finding of a baseline.
type known struct {
	File    string
	Rule    string
	Message string
	pos     diag.Pos
}

func (k known) key() [3]string { return [3]string{k.File, k.Rule, k.Message} }

// mostBaseline bounds the file of a baseline, in bytes.
const mostBaseline = 16 << 20

var baselineSchema = &source.Schema{Type: source.Object, Doc: "Findings that are known.", Keys: []source.Key{
	source.Required("format", &source.Schema{Type: source.Choice, Choices: []string{"tradeoff-baseline/1"}, Doc: "What makes this file a baseline."}),
	{Name: "findings", Schema: &source.Schema{Type: source.ListOf, Doc: "The findings.", Items: &source.Schema{Type: source.Object, Doc: "One finding.", Keys: []source.Key{
		source.Required("file", &source.Schema{Type: source.Text, Doc: "Its file, from the project's root."}),
		source.Required("rule", &source.Schema{Type: source.Text, Doc: "Its id."}),
		source.Required("message", &source.Schema{Type: source.Text, Doc: "What it says."}),
	}}}},
}}

// LoadBaseline reads a baseline; nil where the file is not there.
func LoadBaseline(project fs.FS, file string) (*Baseline, diag.List) {
	info, err := fs.Stat(project, file)
	if err != nil {
		return nil, nil
	}
	var findings diag.List
	if info.Size() > mostBaseline {
		findings.Errorf(diag.Pos{File: file}, "too-large", "mend some of the findings", "is larger than %d MiB", mostBaseline>>20)
		return nil, findings
	}
	data, err := fs.ReadFile(project, file)
	if err != nil {
		findings.Errorf(diag.Pos{File: file}, "unreadable-file", "", "%v", err)
		return nil, findings
	}
	root, findings := source.Parse(file, data, source.YAML)
	if root != nil {
		findings = append(findings, baselineSchema.Check(root)...)
	}
	if root == nil || findings.HasErrors() {
		return nil, findings
	}
	b := &Baseline{file: file}
	if list := root.Get("findings"); list != nil {
		for i, item := range list.Items {
			b.known = append(b.known, known{File: item.Get("file").Text, Rule: item.Get("rule").Text, Message: item.Get("message").Text, pos: list.PosOf(i)})
		}
	}
	return b, findings
}

// Without are the findings that are not in the baseline.
func (b *Baseline) Without(findings diag.List) diag.List { return b.without(findings, false) }

// without are the findings that are not in the baseline. Where the whole log was looked
// at, an entry of it that stands for nothing is a finding of its own.
func (b *Baseline) without(findings diag.List, whole bool) diag.List {
	if b == nil {
		return findings
	}
	left := map[[3]string][]known{}
	for _, k := range b.known {
		left[k.key()] = append(left[k.key()], k)
	}
	var out diag.List
	for _, f := range findings {
		key := known{File: f.File, Rule: f.Rule, Message: f.Message}.key()
		if same := left[key]; len(same) > 0 {
			left[key] = same[1:]
			continue
		}
		out = append(out, f)
	}
	if whole {
		for _, k := range b.known {
			if same := left[k.key()]; len(same) > 0 {
				left[k.key()] = same[1:]
				out = append(out, diag.Finding{Pos: k.pos, Rule: suppressionRule.ID, Severity: suppressionRule.Severity,
					Message: fmt.Sprintf("%s of %s is mended", k.Rule, k.File), Hint: "run tradeoff check --write-baseline"})
			}
		}
	}
	out.Sort()
	return out
}

// WriteBaseline is the text of a baseline of the findings, one a line in the order of
// files, so that two branches that mend different ones merge. Notes are left out.
func WriteBaseline(findings diag.List) []byte {
	var b bytes.Buffer
	b.WriteString("# The findings that were there when this log took up its rules: they are not reported.\n# Written by tradeoff check --write-baseline; a line may be taken away, never added.\nformat: tradeoff-baseline/1\nfindings:")
	var list []known
	for _, f := range findings {
		if f.Severity > diag.Note && f.Rule != suppressionRule.ID {
			list = append(list, known{File: f.File, Rule: f.Rule, Message: f.Message})
		}
	}
	slices.SortStableFunc(list, func(x, y known) int {
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Message, y.Message))
	})
	if len(list) == 0 {
		b.WriteString(" []")
	}
	for _, k := range list {
		fmt.Fprintf(&b, "\n  - {file: %s, rule: %s, message: %s}", quoted(k.File), k.Rule, quoted(k.Message))
	}
	b.WriteString("\n")
	return b.Bytes()
}

// quoted is a text in double quotes, as JSON and YAML read it.
func quoted(text string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(text) != nil {
		return `""`
	}
	return string(bytes.TrimRight(b.Bytes(), "\n"))
}
