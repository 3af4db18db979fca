package convert

import (
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/record"
)

// arguments takes what speaks for and against the options, where a section has a
// heading for each with a paragraph at most and a list of Good, Neutral and Bad.
func (p *plan) arguments(u *unit) {
	options := slices.Clone(p.d.Options)
	parts := p.a.Parts(u.body, u.end)
	option, last := -1, -1
	var cuts []record.Part
	for _, part := range parts {
		switch part.Kind {
		case record.HeadingPart:
			if option >= 0 && argued(options[option]) == 0 {
				return
			}
			heading := p.headingAt(part)
			option = slices.IndexFunc(options, func(o decision.Option) bool {
				return slices.Equal(wordList(record.PlainText(o.Title)), wordList(record.PlainText(heading)))
			})
			if option <= last || !wordsOf(options[option].Title).has(wordsOf(heading)) {
				return
			}
			last = option
		case record.ParagraphPart:
			if option < 0 || options[option].Description != "" || argued(options[option]) > 0 || !hasNoHTML(part.Text) {
				return
			}
			options[option].Description = oneLine(part.Text)
		case record.ListPart:
			list, _, ok := isOne([]record.Part{part})
			if !ok || option < 0 || argued(options[option]) > 0 || !argue(&options[option], list) {
				return
			}
		case record.DefinitionsPart:
			if option >= 0 && part.Start < parts[len(parts)-1].Start && parts[len(parts)-1].Kind != record.DefinitionsPart {
				return // it stands between the options
			}
			continue
		default:
			return
		}
		cuts = append(cuts, part)
	}
	if option < 0 || argued(options[option]) == 0 {
		return
	}
	for _, part := range cuts {
		p.cut(part.Start, part.End, "")
	}
	p.d.Options = options
	p.note(u.line, u.name(), "options[].pros, neutral, cons", "")
}

// headingAt is the Markdown of the heading that a part is; "" for one with a
// comment behind it, which an option's title cannot keep.
func (p *plan) headingAt(part record.Part) string {
	for n, s := range p.r.Sections {
		if s.Start == part.Start {
			if text, behind := p.a.Heading(n); behind == "" {
				return text
			}
		}
	}
	return ""
}

func argued(o decision.Option) int { return len(o.Pros) + len(o.Neutral) + len(o.Cons) }

// argue takes the items of a list as an option's pros, neutral and cons, in this
// order, as the record gives them back.
func argue(o *decision.Option, list []record.Item) bool {
	kinds := []struct {
		prefix string
		to     *[]string
	}{{"Good, because ", &o.Pros}, {"Neutral, because ", &o.Neutral}, {"Bad, because ", &o.Cons}}
	at := 0
	for _, item := range list {
		text := oneLine(item.Text)
		for at < len(kinds) && !strings.HasPrefix(text, kinds[at].prefix) {
			at++
		}
		if at == len(kinds) {
			return false
		}
		*kinds[at].to = append(*kinds[at].to, strings.TrimSpace(text[len(kinds[at].prefix):]))
	}
	return true
}

// wordList are the words of a text in their order, in lower case.
func wordList(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !isWordRune(r) })
}
