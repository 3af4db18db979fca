package render

import (
	"encoding/json"
	"strconv"
	"strings"

	"tradeoff/internal/diag"
	"tradeoff/internal/record"
	"tradeoff/internal/source"
)

// plainBlocks are the blocks that a template.md gets at its end where it has no
// marks of its own, each with the heading above it.
var plainBlocks = []struct{ name, heading string }{
	{"lead", ""},
	{"factors", "How the Options Compare"},
	{"worst-cases", "Worst Cases"},
	{"answers", "Answers to the Worst Cases"},
	{"bill", "The Bill"},
	{"turning", "What Would Turn It Round"},
}

// fillPlain makes a record of a folder's template.md, which is Markdown without
// any template language: adr-tools' words NUMBER, TITLE, DATE and STATUS are
// filled in, MADR's title and front matter are set, marks of ours are filled, and
// what a template without marks leaves out comes at its end.
func (t *Templates) fillPlain(text string, q Request) (string, diag.List) {
	text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
	words := map[string]string{"NUMBER": strconv.Itoa(q.View.Number), "TITLE": q.View.Title, "DATE": q.View.Date,
		"STATUS": strings.ToUpper(string(q.View.Status[:1])) + string(q.View.Status[1:])}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		for _, word := range []string{"NUMBER", "TITLE", "DATE", "STATUS"} {
			value, open := words[word]
			if at := wordAt(line, word); open && at >= 0 {
				line = line[:at] + value + line[at+len(word):]
				delete(words, word)
				if word == "TITLE" {
					break // the title may hold another of the words
				}
			}
		}
		lines[i] = line
	}
	text = strings.Join(lines, "\n")
	_, titleOpen := words["TITLE"]

	r := record.Parse(q.Record, []byte(text))
	data := r.Data
	if edit, ok := r.SetTitle(q.View.Title); ok && titleOpen {
		if applied, err := r.Apply([]record.Edit{edit}); err == nil {
			data = applied
		}
	}
	r = record.Parse(q.Record, data)
	if r.Front != nil {
		if set, err := r.SetFront(q.View.front(r.Front)); err == nil {
			data = set
		}
	}
	r = record.Parse(q.Record, data)
	if r.Front.Get("status") == nil && r.StatusPos.Line > 0 {
		// Nygard's section, or MADR 2's bullets: the place that the template has for it.
		date := ""
		if r.DateRaw != "" {
			date = q.View.Date
		}
		if set, err := r.SetStatus(q.View.Status, date, nil); err == nil {
			data = set
		}
	}
	return t.fillBlocks(string(data), q)
}

// fillBlocks fills the marks of a plain template, or adds the blocks at its end.
func (t *Templates) fillBlocks(text string, q Request) (string, diag.List) {
	r := record.Parse(q.Record, []byte(text))
	if !q.View.HasInput {
		return text, nil
	}
	var findings diag.List
	var edits []record.Edit
	for _, b := range r.Blocks {
		if !t.set.Has("partials/" + b.Name) {
			findings.Errorf(b.Pos, "template", diag.DidYouMean(b.Name, t.partials()), "there is no block %q to fill", b.Name)
			continue
		}
		body, bad := t.set.execute("partials/"+b.Name, q.View, q.Input, nil)
		findings = append(findings, bad...)
		edits = append(edits, r.SetBlock(b, body))
	}
	if findings.HasErrors() {
		return "", findings
	}
	if len(r.Blocks) > 0 {
		data, err := r.Apply(edits)
		if err != nil {
			findings.Errorf(diag.Pos{File: q.Record}, "template", "", "%v", err)
		}
		return string(data), findings
	}
	out := strings.TrimRight(text, "\n") + "\n"
	for _, p := range plainBlocks {
		if !q.View.has(p.name) {
			continue
		}
		body, bad := t.set.execute("partials/"+p.name, q.View, q.Input, nil)
		if findings = append(findings, bad...); bad.HasErrors() {
			return "", findings
		}
		if p.heading != "" {
			out += "\n## " + p.heading + "\n"
		}
		out += "\n<!-- tradeoff:" + p.name + " -->\n" + strings.Trim(body, "\n") + "\n<!-- /tradeoff:" + p.name + " -->\n"
	}
	return out, findings
}

// has tells whether there is anything to put into a block of plainBlocks.
func (v *View) has(block string) bool {
	switch block {
	case "factors":
		return len(v.Matrix.Rows) > 0
	case "answers":
		return v.Chosen != nil
	case "bill":
		return v.Bill != nil
	case "turning":
		return v.Turning != nil
	}
	return true
}

// partials are the names of the blocks that can be filled.
func (t *Templates) partials() []string {
	var names []string
	for _, name := range t.set.Names() {
		if block, ok := strings.CutPrefix(name, "partials/"); ok {
			names = append(names, block)
		}
	}
	return names
}

// front are the values for the front matter keys that a plain template has, and
// for those that the decision states.
func (v *View) front(has *source.Node) []record.FrontValue {
	var also []record.FrontValue
	put := func(key string, value any) {
		if node, err := source.FromGo(value); err == nil && has.Get(key) != nil {
			also = append(also, record.FrontValue{Key: key, Value: node})
		}
	}
	put("title", v.Decision.Title)
	if v.Number > 0 {
		// Just the Docs, and others, order the pages by it.
		put("nav_order", v.Number)
	}
	lists := map[string][]string{"decision-makers": v.DecisionMakers, "consulted": v.Consulted, "informed": v.Informed, "tags": v.Tags}
	var out []record.FrontValue
	for _, key := range ownedKeys {
		var value any
		switch key {
		case "status":
			value = string(v.Status)
		case "date":
			value = v.Date
		default:
			if len(lists[key]) > 0 {
				value = lists[key]
			}
		}
		if value == nil || value == "" {
			if has.Get(key) != nil {
				out = append(out, record.FrontValue{Key: key})
			}
			continue
		}
		if node, err := source.FromGo(value); err == nil {
			out = append(out, record.FrontValue{Key: key, Value: node})
		}
	}
	return append(out, also...)
}

// wordAt gives the offset at which word stands in the line as a word of its own, -1
// where it does not.
func wordAt(line, word string) int {
	letter := func(b byte) bool {
		return b == '_' || b == '-' || b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z'
	}
	for from := 0; ; {
		i := strings.Index(line[from:], word)
		if i < 0 {
			return -1
		}
		at, end := from+i, from+i+len(word)
		if (at == 0 || !letter(line[at-1])) && (end == len(line) || !letter(line[end])) {
			return at
		}
		from = end
	}
}

// yamlList writes words as a list in flow style, as front matter holds it.
func yamlList(words []string) (string, error) {
	node, err := source.FromGo(words)
	if err != nil {
		return "", err
	}
	if value, err := source.EmitValue(node, 0); err == nil && strings.HasPrefix(strings.TrimSpace(string(value)), "[") {
		return strings.TrimSpace(string(value)), nil
	}
	quoted := make([]string, len(words))
	for i, w := range words {
		data, err := json.Marshal(w)
		if err != nil {
			return "", err
		}
		quoted[i] = string(data)
	}
	return "[" + strings.Join(quoted, ", ") + "]", nil
}
