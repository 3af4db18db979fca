package convert

import (
	"strings"

	"tradeoff/internal/record"
)

// frontMatter is the record's front matter, with the keys that follow the input as
// they are rendered: every other key and every comment stays.
func (p *plan) frontMatter(fresh *record.Record) (string, error) {
	was := strings.TrimPrefix(lf(string(p.r.Data[:p.r.FrontEnd])), bom)
	if was == "" {
		if fresh.FrontEnd == 0 {
			return "", nil
		}
		return string(fresh.Data[:fresh.FrontEnd]) + "\n", nil
	}
	old := record.Parse(p.r.File, []byte(was))
	var values []record.FrontValue
	for _, key := range ownedKeys {
		values = append(values, record.FrontValue{Key: key, Value: fresh.Front.Get(key)})
	}
	for _, key := range p.dropped {
		values = append(values, record.FrontValue{Key: key})
	}
	data, err := old.SetFront(values)
	if err != nil {
		return "", err
	}
	text := string(data)
	if after := record.Parse(p.r.File, data); after.Front == nil || len(after.Front.Entries) == 0 {
		if !strings.Contains(text, "#") {
			return "", nil
		}
	}
	return p.withComments(was, text) + "\n", nil
}

// withComments puts back the comments that left the front matter with their keys.
func (p *plan) withComments(was, text string) string {
	for line := range strings.Lines(was) {
		i := strings.Index(line, "#")
		if i < 0 || i > 0 && line[i-1] != ' ' && line[i-1] != '\t' {
			continue
		}
		if comment := strings.TrimSpace(line[i:]); !strings.Contains(text, comment) {
			end := strings.LastIndex(strings.TrimRight(text, " \t\n"), "---")
			text = text[:end] + comment + "\n" + text[end:]
		}
	}
	return text
}
