// Package render writes records: a decision and its assessment go through a
// template, and the blocks that come out are put into the record.
//
// What render owns in a record are the blocks between `<!-- tradeoff:NAME -->`
// and `<!-- /tradeoff:NAME -->`, the front matter keys status, date,
// decision-makers, consulted, informed and tags, the title, and the closing
// mark. Every other byte belongs to people and is kept. A block, key or title
// that was changed by hand is a finding, and is taken back only when asked.
//
// A decision that is settled follows its own input alone: as long as the hash in
// the closing mark is that of the input, nothing else makes the record stale,
// and when the input does change, the record is rendered with the assessment
// that the input keeps in decided-with.
//
// Templates of a project are untrusted; they run in the sandbox of this package.
package render

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"text/template"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/record"
)

// Templates are the templates of a project over those that come with tradeoff.
type Templates struct {
	set   *templateSet
	plain map[string]string // template.md of a folder of records, by the folder
	named []string          // the templates that a record can be made with
	texts string            // all of the templates' sources
}

// Folder is a folder of templates, nearest first where there are several.
type Folder struct {
	FS    fs.FS
	Dir   string
	Shown string // what stands before a file's name in messages
}

// LoadTemplates reads the templates. A file of the same name in an earlier
// folder takes the place of the later one's. logs are the folders of records, in
// project: a plain template.md in one of them serves its new records.
func LoadTemplates(folders []Folder, project fs.FS, logs []string) (*Templates, diag.List) {
	var files []templateFile
	var findings diag.List
	seen := map[string]bool{}
	t := &Templates{plain: map[string]string{}}
	for _, folder := range folders {
		err := fs.WalkDir(folder.FS, folder.Dir, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".md.tmpl") {
				return err
			}
			id := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(name, folder.Dir), "/"), ".md.tmpl")
			if seen[id] {
				return nil
			}
			seen[id] = true
			data, err := fs.ReadFile(folder.FS, name)
			if err != nil {
				return err
			}
			files = append(files, templateFile{Name: id, File: path.Join(folder.Shown, name), Text: string(data)})
			if !strings.Contains(id, "/") {
				t.named = append(t.named, id)
			}
			return nil
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			findings.Errorf(diag.Pos{File: path.Join(folder.Shown, folder.Dir)}, "template", "", "the templates cannot be read: %v", err)
		}
	}
	var texts strings.Builder
	for _, f := range files {
		texts.WriteString(f.Text)
	}
	set, bad := newTemplateSet(files, functions())
	t.set = set
	findings = append(findings, bad...)
	for _, dir := range logs {
		for _, name := range []string{"template.md", "adr-template.md", "templates/template.md"} {
			if data, err := fs.ReadFile(project, path.Join(dir, name)); err == nil && t.plain[dir] == "" {
				t.plain[dir] = string(data)
				texts.Write(data)
			}
		}
	}
	t.texts = texts.String()
	return t, findings
}

// Names are the templates that a record can be made with, the built-in ones last.
func (t *Templates) Names() []string { return t.named }

// placeholder tells whether a template holds that comment.
func (t *Templates) placeholder(comment string) bool {
	return comment != "" && !strings.HasPrefix(strings.TrimPrefix(comment, "/"), "tradeoff") &&
		(strings.Contains(t.texts, comment) || strings.Contains(t.texts, strings.ReplaceAll(comment, `"`, `\"`)))
}

// Has tells whether a record can be made with the template of that name.
func (t *Templates) Has(name string) bool { return slices.Contains(t.named, name) }

// functions are those that templates have beside the allow list of sprig.
func functions() template.FuncMap {
	return template.FuncMap{
		"inline": inline,
		"cell":   cell,
		"sign":   Sign,
		// capital is text as the beginning of a sentence.
		"capital": decision.Capital,
		// clause is text as the end of a sentence that goes on: no capital, no full stop.
		"clause": func(text string) string { return lowerFirst(strings.TrimSuffix(inline(text), ".")) },
		// prose is a text of the input as a block, or a place to write it in the record.
		"prose": func(name, text, ask string) string {
			if strings.TrimSpace(text) == "" {
				return "<!-- " + ask + " -->"
			}
			return fmt.Sprintf("<!-- tradeoff:%s -->\n%s\n<!-- /tradeoff:%s -->", name, strings.TrimSpace(text), name)
		},
		"yamlList": yamlList,
	}
}

// Sign is the sign of a verdict, which stands for it beside the word.
func Sign(v decision.Verdict) string {
	switch v {
	case decision.Fits:
		return "●"
	case decision.Open:
		return "◌"
	case decision.Strains:
		return "◐"
	case decision.Breaks:
		return "✕"
	}
	return "?"
}

// Request is one record to be written.
type Request struct {
	View     *View
	Template string // a name; "" for the folder's template.md, else madr
	Record   string // the record's path, for its folder and for messages
	Input    string // the input's path, for messages
	Settled  string // hash of the input where the decision is settled, else ""
	Seen     string // hash of what others state of a settled decision, "" where they state nothing
}

// fresh renders the whole record anew, with hashes in its marks.
func (t *Templates) fresh(q Request) (*record.Record, diag.List) {
	text, findings := t.execute(q)
	if findings.HasErrors() {
		return nil, findings
	}
	if !q.View.HasInput {
		return record.Parse(q.Record, []byte(tidy(dropMarks(text)))), findings
	}
	r := record.Parse(q.Record, []byte(tidy(text)))
	findings = append(findings, r.Findings...)
	if findings.HasErrors() {
		return nil, findings
	}
	var edits []record.Edit
	for _, b := range r.Blocks {
		edits = append(edits, r.SetBlock(b, r.BlockBody(b)))
	}
	data, err := r.Apply(edits)
	if err != nil {
		findings.Errorf(diag.Pos{File: q.Record}, "template", "", "%v", err)
		return nil, findings
	}
	// A block with nothing in it is left out, marks and all.
	text = tidy(string(dropEmpty(record.Parse(q.Record, data))))
	head := headHash(record.Parse(q.Record, []byte(text)))
	mark := record.Mark{Head: head, Input: q.Settled, Seen: q.Seen, Template: t.resolve(q)}
	if mark.Template == usualTemplate {
		mark.Template = ""
	}
	return record.Parse(q.Record, []byte(text+"\n"+mark.Line())), findings
}

// plainOf is the template.md that serves a folder: its own, or that of the nearest
// folder of records above it.
func (t *Templates) plainOf(dir string) string {
	for {
		if text := t.plain[dir]; text != "" || dir == "." || dir == "/" {
			return text
		}
		dir = path.Dir(dir)
	}
}

// HasPlain tells whether a template.md serves a folder.
func (t *Templates) HasPlain(dir string) bool { return t.plainOf(dir) != "" }

// usualTemplate is the one that records are made with unless something else is said.
const usualTemplate = "madr"

// plainTemplate stands for a folder's template.md in a closing mark.
const plainTemplate = "template.md"

// resolve is the name of the template that a request means.
func (t *Templates) resolve(q Request) string {
	switch {
	case q.Template != "":
		return q.Template
	case t.plainOf(path.Dir(q.Record)) != "":
		return plainTemplate
	}
	return usualTemplate
}

// execute gives the template's text.
func (t *Templates) execute(q Request) (string, diag.List) {
	name := t.resolve(q)
	if plain := t.plainOf(path.Dir(q.Record)); name == plainTemplate && plain != "" {
		return t.fillPlain(plain, q)
	}
	if !t.set.Has(name) || strings.Contains(name, "/") {
		return "", diag.List{{Pos: diag.Pos{File: q.Input}, Rule: "template", Severity: diag.Error,
			Message: fmt.Sprintf("there is no template %q", name), Hint: diag.DidYouMean(name, t.named)}}
	}
	return t.set.execute(name, q.View, q.Input, nil)
}

// dropEmpty removes blocks that hold nothing.
func dropEmpty(r *record.Record) []byte {
	var edits []record.Edit
	for _, b := range r.Blocks {
		if strings.TrimSpace(r.BlockBody(b)) == "" {
			edits = append(edits, record.Edit{Start: b.Start, End: b.End})
		}
	}
	data, err := r.Apply(edits)
	if err != nil {
		return r.Data
	}
	return data
}

// dropMarks leaves the blocks' text and takes the marks' lines away, for a record
// that has no input.
func dropMarks(text string) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		trimmed := strings.TrimSpace(line)
		if strings.HasPrefix(trimmed, "<!-- tradeoff:") || strings.HasPrefix(trimmed, "<!-- /tradeoff:") {
			continue
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

// tidy takes trailing blanks and repeated blank lines away, outside code fences,
// and ends the text with one newline.
func tidy(text string) string {
	var out []string
	fence := ""
	blank := true // no blank line at the very beginning
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if f := fenceOf(line); fence == "" && f != "" {
			fence = f
		} else if fence != "" && strings.HasPrefix(strings.TrimSpace(line), fence) && strings.Trim(strings.TrimSpace(line), fence[:1]) == "" {
			fence = ""
		}
		if fence == "" {
			trimmed := strings.TrimRight(line, " \t")
			// Two blanks behind a text are a line break that somebody wants.
			if trimmed == "" || !strings.HasSuffix(line, "  ") {
				line = trimmed
			}
			if line == "" && blank {
				continue
			}
		}
		blank = line == ""
		out = append(out, line)
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n") + "\n"
}

// fenceOf is the run of characters that opens a code fence, or "".
func fenceOf(line string) string {
	trimmed := strings.TrimLeft(line, " ")
	if len(line)-len(trimmed) > 3 {
		return ""
	}
	for _, c := range []string{"`", "~"} {
		if n := len(trimmed) - len(strings.TrimLeft(trimmed, c)); n >= 3 && !strings.Contains(trimmed[n:], "`") {
			return trimmed[:n]
		}
	}
	return ""
}
