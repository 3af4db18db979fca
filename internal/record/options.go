package record

import (
	"slices"
	"strings"
	"unicode"
)

// chosenWords are those that say which option was chosen, folded, in the languages
// of the templates.
var chosenWords = []string{
	"chosen option", "chosen options", "selected option", "chosen alternative", "gewählte option", "option choisie", "option retenue", "opción elegida",
	"opção escolhida", "opzione scelta", "gekozen optie", "wybrana opcja", "выбранный вариант", "选择的方案", "选定的方案", "选定方案", "選択した案",
}

// becauseWords begin the reason behind the chosen option.
var becauseWords = []string{"because", "weil", "da", "parce que", "car", "porque", "perché", "omdat", "ponieważ", "потому что", "因为", "なぜなら"}

// options reads the options that the record considers, and which it chose.
func (p *parser) options() {
	for _, name := range []string{"considered options", "pros and cons of the options"} {
		if n := p.sectionNamed(name); n >= 0 && len(p.r.Options) == 0 {
			p.listedOptions(n, name == "considered options")
		}
	}
	p.chosen()
	p.dropPlaceholders()
}

// dropPlaceholders takes out the options that a template named. One that was chosen is
// somebody's, whatever it is called.
func (p *parser) dropPlaceholders() {
	all := len(p.r.Options)
	p.r.Options = slices.DeleteFunc(p.r.Options, func(o Option) bool { return !o.Chosen && IsPlaceholder(o.Title) })
	p.r.Unwritten = all - len(p.r.Options)
}

// sectionNamed is the first section below the title of that name or an alias, -1
// without one.
func (p *parser) sectionNamed(name string) int {
	for n, have := range p.names {
		if have == name && p.r.Sections[n].Level > 1 {
			return n
		}
	}
	return -1
}

// within gives the sections that lie inside a section.
func (p *parser) within(n int) (from, to int) {
	for to = n + 1; to < len(p.r.Sections) && p.r.Sections[to].Level > p.r.Sections[n].Level; to++ {
	}
	return n + 1, to
}

// listedOptions takes the items of a section's lists as options or, without any,
// the headings of the level below it, or the bold words that begin a paragraph.
func (p *parser) listedOptions(n int, lists bool) {
	from, to := p.bodyOf(n)
	var bold []Option
	for i := from; i < to && lists; i++ {
		l := &p.lines[i]
		if l.class != text || l.quote || !l.first {
			continue
		}
		par, _ := paragraphAt(p.r.Data, p.lines, i)
		raw := oneLine(par.text)
		switch {
		case len(raw) > maxText || isPlaceholder(raw):
		case l.item && l.depth == 1:
			p.addOption(raw, i)
		case l.depth == 0:
			if b := boldLead(raw); b != "" {
				bold = append(bold, Option{Title: b, Pos: p.pos(i, l.text)})
			}
		}
	}
	if len(p.r.Options) > 0 {
		return
	}
	for s, end := p.within(n); s < end; s++ {
		if p.r.Sections[s].Level == p.r.Sections[n].Level+1 && !isPlaceholder(p.r.Sections[s].Heading) {
			p.addOption(p.r.Sections[s].Heading, p.sectionLines[s])
		}
	}
	if len(p.r.Options) == 0 {
		p.r.Options = bold
	}
}

func (p *parser) addOption(raw string, line int) {
	chosen := strings.Contains(raw, ":white_check_mark:") || strings.Contains(raw, "✅") || strings.HasPrefix(raw, "[x] ") || strings.HasPrefix(raw, "[X] ")
	if chosen {
		raw = strings.ReplaceAll(strings.ReplaceAll(raw, ":white_check_mark:", ""), "✅", "")
	}
	for _, box := range []string{"[x] ", "[X] ", "[ ] "} {
		raw = strings.TrimPrefix(raw, box)
	}
	if title := strings.TrimRight(plain(raw), " :："); title != "" {
		p.r.Options = append(p.r.Options, Option{Title: title, Chosen: chosen, Pos: p.pos(line, p.lines[line].text), name: leadName(raw)})
	}
}

// leadName gives the bold words or the link that a text begins with, plain.
func leadName(raw string) string {
	if b := boldLead(raw); b != "" {
		return b
	}
	if links := inlineLinks(raw[:min(len(raw), maxText)], nil); len(links) > 0 && links[0].start == 0 && !links[0].image {
		return plain(links[0].text)
	}
	return ""
}

// boldLead gives the bold words that a paragraph begins with.
func boldLead(raw string) string {
	rest, ok := strings.CutPrefix(raw, "**")
	if !ok {
		return ""
	}
	bold, _, ok := strings.Cut(rest, "**")
	if !ok {
		return ""
	}
	return strings.TrimRight(plain(bold), " :.：")
}

// chosen reads the outcome. Several sections may be one; the first that says
// something counts.
func (p *parser) chosen() {
	r := p.r
	if i := slices.IndexFunc(r.Options, func(o Option) bool { return o.Chosen }); i >= 0 {
		r.Chosen, p.chosenAt = r.Options[i].Title, r.Options[i].Pos
	}
	for n := range r.Sections {
		if r.Sections[n].Level < 2 || p.names[n] != "decision outcome" {
			continue
		}
		from, to := p.bodyOf(n)
		for i := from; i < to; i++ {
			if p.lines[i].class != text || !p.lines[i].first || p.lines[i].quote {
				continue
			}
			par, _ := paragraphAt(r.Data, p.lines, i)
			raw := oneLine(par.text)
			if said, ok := chosenIn(raw); ok && saysOption(said) {
				r.Chosen, p.chosenAt = strings.Clone(plain(said)), p.pos(i, p.lines[i].text) // without the paragraph
				p.mark(said)
				return
			}
		}
		// No words for it: an option that the first paragraph alone names.
		for i := from; i < to && r.Chosen == "" && len(r.Options) > 1; i++ {
			if p.lines[i].class == text && p.lines[i].first && !p.lines[i].quote {
				par, _ := paragraphAt(r.Data, p.lines, i)
				if named := namedIn(plain(oneLine(par.text)), r.Options); len(named) == 1 {
					r.Options[named[0]].Chosen = true
					r.Chosen, p.chosenAt = r.Options[named[0]].Title, p.pos(i, p.lines[i].text)
				}
				break
			}
		}
	}
}

// saysOption tells whether words for the chosen option name one.
func saysOption(said string) bool {
	return !isPlaceholder(said) && !saysNothing(lettersOf(plain(said)))
}

// mark marks the options that the words for the chosen one mean.
func (p *parser) mark(said string) {
	for i := range p.r.Options {
		p.r.Options[i].Chosen = false
	}
	for _, i := range matchOptions(said, p.r.Options) {
		p.r.Options[i].Chosen = true
	}
}

// chosenIn gives what stands between "Chosen option:" and the reason, as Markdown
// without the quotation marks around it.
func chosenIn(raw string) (said string, ok bool) {
	text := strings.TrimLeft(raw, "*_ ")
	folded := fold(text[:min(len(text), 64)])
	for _, words := range chosenWords {
		if !strings.HasPrefix(folded, words) {
			continue
		}
		rest := strings.TrimLeft(text[len(words):], "*_ ")
		after, colon := strings.CutPrefix(rest, ":")
		if !colon {
			if after, colon = strings.CutPrefix(rest, "："); !colon {
				continue
			}
		}
		after = strings.TrimLeft(after, " ")
		if text != raw { // **Chosen option:** "X"
			after = strings.TrimLeft(after, "*_ ")
		}
		return unquote(beforeReason(after)), true
	}
	return "", false
}

// beforeReason cuts the reason off: "…, because …", "… because …"; without one
// what follows the first sentence.
func beforeReason(text string) string {
	folded := fold(text)
	cut := len(text)
	for _, word := range becauseWords {
		for from := 0; ; {
			n := strings.Index(folded[from:], word)
			if n < 0 {
				break
			}
			at := from + n
			from = at + len(word)
			before := strings.TrimRight(folded[:at], " ")
			// A short word such as "da" needs the comma before it to be meant so.
			spaced := len(before) < at && len(word) > 4 || strings.HasSuffix(before, ",") || strings.HasSuffix(before, "，")
			if at > 0 && spaced && (from == len(folded) || !isLetter(folded[from])) {
				cut = min(cut, at)
				break
			}
		}
	}
	if cut < len(text) {
		return strings.TrimRight(text[:cut], " ,;，")
	}
	if n := strings.Index(text, ". "); n > 0 {
		return text[:n]
	}
	return strings.TrimRight(text, " .")
}

// quotes are the pairs of marks that people put around the chosen option.
var quotes = [][2]string{{`"`, `"`}, {"“", "”"}, {"„", "“"}, {"„", "”"}, {"«", "»"}, {"‘", "’"}, {"'", "'"}, {"「", "」"}, {"『", "』"}, {"**", "**"}}

// unquote takes the text within quotation marks that it begins with; what stands
// behind the last of them goes.
func unquote(text string) string {
	for _, q := range quotes {
		if rest, ok := strings.CutPrefix(text, q[0]); ok {
			if n := strings.LastIndex(rest, q[1]); n >= 0 {
				return strings.TrimRight(rest[:n], " ,.")
			}
		}
	}
	return strings.TrimRight(text, " ,.")
}

// optionWords are the words of an option, folded, without marks and without an
// "Option 2:" before them.
func optionWords(title string) []string {
	words := strings.FieldsFunc(fold(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	if len(words) > 2 && (words[0] == "option" || words[0] == "alternative") && len(words[1]) <= 2 {
		words = words[2:]
	}
	return words
}
