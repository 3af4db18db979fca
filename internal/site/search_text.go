package site

import (
	"html"
	"html/template"
	"strings"

	"tradeoff/internal/search"
)

// inlineElements are those whose edges do not end a word.
var inlineElements = map[string]bool{
	"a": true, "abbr": true, "b": true, "code": true, "del": true, "em": true, "i": true, "ins": true, "kbd": true, "mark": true,
	"s": true, "small": true, "span": true, "strong": true, "sub": true, "sup": true, "u": true, "wbr": true,
}

// unread are the elements whose text nobody reads as text.
var unread = map[string]bool{"svg": true, "button": true, "script": true, "style": true, "template": true}

// sectionsOf gives the text of HTML of ours, as a reader sees it, by the headings
// of level 2 to 6 that have ids.
func sectionsOf(body template.HTML) []search.Section {
	var sections []search.Section
	var at search.Section
	var text, heading strings.Builder
	into, skipped := &text, ""
	next := func() {
		at.Text = plainWords(&text)
		if at.Heading != "" || at.Text != "" {
			sections = append(sections, at)
		}
		at = search.Section{}
	}
	for rest := string(body); rest != ""; {
		open := strings.IndexByte(rest, '<')
		if open < 0 {
			open = len(rest)
		}
		if skipped == "" {
			into.WriteString(rest[:open])
		}
		rest = rest[open:]
		shut := strings.IndexByte(rest, '>')
		if shut < 0 {
			break
		}
		tag := rest[1:shut]
		rest = rest[shut+1:]
		name, closing := strings.CutPrefix(tag, "/")
		name, _, _ = strings.Cut(strings.TrimSuffix(name, "/"), " ")
		switch {
		case skipped != "":
			if closing && name == skipped {
				skipped = ""
			}
			continue
		case unread[name] && !closing && !strings.HasSuffix(tag, "/"):
			skipped = name
			continue
		}
		if !inlineElements[name] {
			into.WriteByte(' ')
		}
		if len(name) == 2 && name[0] == 'h' && name[1] >= '2' && name[1] <= '6' {
			if closing {
				at.Heading = plainWords(&heading)
				into = &text
			} else {
				next()
				at.ID = attributeOf(tag, "id")
				into = &heading
			}
		}
	}
	next()
	return sections
}

// plainWords takes what was gathered, without entities and on one line.
func plainWords(b *strings.Builder) string {
	text := html.UnescapeString(strings.Join(strings.Fields(b.String()), " "))
	b.Reset()
	return text
}

// attributeOf is an attribute of a tag as our renderer writes it.
func attributeOf(tag, name string) string {
	_, value, ok := strings.Cut(tag, " "+name+`="`)
	if !ok {
		return ""
	}
	value, _, _ = strings.Cut(value, `"`)
	return html.UnescapeString(value)
}
