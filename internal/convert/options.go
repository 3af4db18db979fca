package convert

import (
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/record"
)

// options takes the options with what speaks for and against them, and the outcome.
func (p *plan) options() {
	p.readOptions()
	considered, pros := p.unit("considered options"), p.unit("pros and cons of the options")
	exact := considered != nil && p.listsOptions(considered)
	said, because, part, outcome := p.readOutcome()
	line := 0
	switch {
	case considered != nil:
		line = considered.line
	case pros != nil:
		line = pros.line
	}
	if len(p.d.Options) > 0 && !p.choose(said, because, line) {
		// Which of them was chosen cannot be told, and a settled decision says it.
		p.d.Options, p.named, exact = nil, nil, false
	}
	if len(p.d.Options) == 0 {
		p.onlyOption(said, because)
		pros = nil
	} else if considered != nil {
		p.note(considered.line, considered.name(), "options", "")
	} else if pros != nil {
		p.note(pros.line, pros.name(), "options", "")
	}
	if exact {
		_, at, _ := isOne(p.a.Parts(considered.body, considered.end))
		p.cut(at.Start, at.End, "")
	}
	if pros != nil {
		p.arguments(pros)
	}
	if outcome != nil && p.saysOutcome(part.Text) {
		p.cut(part.Start, part.End, "")
	}
	if outcome != nil && p.chosen >= 0 {
		p.note(outcome.line, outcome.name(), "outcome", "")
	}
	p.ids()
}

// readOptions takes the options that the reader has found, with their Markdown.
func (p *plan) readOptions() {
	raws := map[int]string{} // by line
	for n, s := range p.r.Sections {
		raws[s.Pos.Line], _ = p.a.Heading(n)
	}
	for _, u := range p.units {
		if u.role != "considered options" {
			continue
		}
		for _, part := range p.a.Parts(u.body, u.end) {
			for _, item := range part.Items {
				raws[item.Pos.Line] = oneLine(item.Text)
			}
		}
	}
	for _, o := range p.r.Options {
		raw := strings.TrimSpace(strings.NewReplacer(":white_check_mark:", "", "✅", "").Replace(raws[o.Pos.Line]))
		for _, box := range []string{"[x] ", "[X] ", "[ ] "} {
			raw = strings.TrimPrefix(raw, box)
		}
		raw = strings.TrimRight(raw, " :：")
		if !hasNoHTML(raw) || strings.TrimRight(record.PlainText(raw), " :：") != o.Title {
			raw = o.Title // such as the bold words alone that a paragraph begins with
		}
		title, description := describe(raw)
		p.d.Options = append(p.d.Options, decision.Option{Title: title, Description: description})
	}
}

// longTitle is the length, in bytes, from which on a title is looked through for a
// name that it begins with.
const longTitle = 80

// describe cuts an option into its name and what is said of it: "**Name**: text",
// and "Name: text" where the whole is long.
func describe(raw string) (title, description string) {
	if rest, ok := strings.CutPrefix(raw, "**"); ok {
		if name, text, ok := strings.Cut(rest, "**"); ok {
			said := strings.TrimLeft(text, " :.–—-")
			if name = strings.TrimRight(name, " :."); name != "" && said != "" && said != text && !strings.ContainsAny(name, "*_`[") {
				return name, said
			}
		}
	}
	if len(raw) > longTitle {
		name, text, ok := strings.Cut(raw, ": ")
		if ok && len(name) <= longTitle && strings.Count(name, "`")%2 == 0 && strings.Count(name, "**")%2 == 0 && strings.Count(name, "[") == strings.Count(name, "]") {
			return name, strings.TrimSpace(text)
		}
	}
	return raw, ""
}

// listsOptions tells whether a section is a list of the options and nothing else.
func (p *plan) listsOptions(u *unit) bool {
	list, _, ok := isOne(p.a.Parts(u.body, u.end))
	if !ok || len(list) != len(p.d.Options) {
		return false
	}
	for i, item := range list {
		o := p.d.Options[i]
		if !wordsOf(o.Title, o.Description).has(wordsOf(item.Text)) {
			return false
		}
	}
	return true
}

// ids gives each option the id that follows from its title, and writes down those
// that do not: of a title with markup, of one that stands twice.
func (p *plan) ids() {
	p.named = make([]bool, len(p.d.Options))
	taken := map[string]bool{}
	for i := range p.d.Options {
		o := &p.d.Options[i]
		usual := decision.ID(o.Title)
		if usual == "" {
			usual = "option-" + itoa(i+1)
		}
		id := decision.ID(record.PlainText(o.Title))
		if id == "" {
			id = "option-" + itoa(i+1)
		}
		unique := id
		for n := 2; taken[unique]; n++ {
			unique = id + "-" + itoa(n)
		}
		taken[unique] = true
		o.ID, p.named[i] = unique, unique != usual
		if i == p.chosen {
			p.d.Outcome.Option = unique
		}
	}
}
