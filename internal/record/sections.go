package record

import (
	"strings"
	"unicode"
)

// aliases are headings that name the same section, by their folded text. The
// first of each row is the one that MADR or Nygard uses.
var aliases = [][]string{
	{"status", "état", "etat", "statut", "estado", "stato", "stan", "stav", "статус", "durum", "状态", "狀態", "状態", "ステータス", "상태"},
	{"context and problem statement", "context", "context & problem statement", "problem statement", "problem", "background", "issue", "contexte", "kontext", "kontext und problemstellung",
		"contexto", "contesto", "kontekst", "контекст", "背景", "上下文", "文脈", "배경", "contexte et énoncé du problème"},
	{"decision drivers", "drivers", "forces", "requirements", "criteria", "entscheidungstreiber", "entscheidungskriterien", "facteurs de décision", "factores de decisión", "决策驱动因素"},
	{"considered options", "options considered", "options", "alternatives", "alternatives considered", "considered alternatives", "positions", "proposed solutions", "proposed options", "possible solutions", "possible options",
		"betrachtete optionen", "optionen", "alternativen", "options envisagées", "opciones consideradas", "opções consideradas", "opzioni considerate", "overwogen opties", "rozważane opcje", "рассмотренные варианты", "备选方案", "考虑的方案", "可选方案", "検討した選択肢", "선택지"},
	{"decision outcome", "decision", "outcome", "solution", "décision", "résultat de la décision", "entscheidung", "entscheidungsergebnis", "decisión", "decisão", "decisione", "beslissing", "decyzja", "rozhodnutí", "решение", "рішення", "karar", "beslut", "决策", "决定", "決定", "결정"},
	{"consequences", "implications", "conséquences", "konsequenzen", "folgen", "consecuencias", "consequências", "conseguenze", "gevolgen", "konsekwencje", "důsledky", "последствия", "наслідки", "sonuçlar", "konsekvenser", "后果", "影响", "結果", "결과"},
	{"rationale", "justification", "argument", "reasoning", "begründung"},
	{"confirmation", "validation", "compliance", "bestätigung"},
	{"positive consequences", "positive", "advantages", "benefits"},
	{"negative consequences", "negative", "disadvantages", "drawbacks"},
	{"pros and cons of the options", "pros and cons", "options in detail", "vor- und nachteile der optionen", "avantages et inconvénients des options"},
	{"links", "related decisions", "related", "liens", "verweise", "enlaces", "链接", "リンク"},
	{"more information", "notes", "further information", "weitere informationen", "plus d'informations", "más información"},
}

// usualHeadings are those of the usual templates, each by itself: most records have no
// others, and one text does for all of them.
var usualHeadings = func() map[string]string {
	usual := map[string]string{}
	for _, text := range []string{
		"Status", "Context", "Context and Problem Statement", "Decision Drivers", "Considered Options", "Decision", "Decision Outcome",
		"Consequences", "Positive Consequences", "Negative Consequences", "Confirmation", "Pros and Cons of the Options", "Worst Cases",
		"Costs", "Links", "Related Decisions", "Notes", "References", "More Information", "Rationale", "Alternatives", "Options",
	} {
		usual[text] = text
	}
	return usual
}()

// Section gives the section under that heading, or nil. Case, a number before
// it and a colon behind it do not count. Where no heading is the one asked for,
// one that is known to mean the same is taken: "Decision" for "Decision Outcome".
func (r *Record) Section(heading string) *Section {
	asked := foldHeading(heading)
	if asked == "" {
		return nil
	}
	for i := range r.Sections {
		if foldHeading(r.Sections[i].Heading) == asked {
			return &r.Sections[i]
		}
	}
	for _, row := range aliases {
		if !contains(row, asked) {
			continue
		}
		for _, alias := range row {
			for i := range r.Sections {
				if r.Sections[i].Level > 1 && foldHeading(r.Sections[i].Heading) == alias {
					return &r.Sections[i]
				}
			}
		}
	}
	return nil
}

// isHeading tells whether text is that heading or one of its aliases; name is
// the first of its row.
func isHeading(text, name string) bool { return headingName(text) == name }

// headingNames are the first of each row of aliases, by all of it.
var headingNames = func() map[string]string {
	names := map[string]string{}
	for _, row := range aliases {
		for _, alias := range row {
			names[alias] = row[0]
		}
	}
	return names
}()

// headingName is the name of the section that a heading opens: the first of its row
// of aliases, else its folded text.
func headingName(text string) string {
	var room [48]byte // the usual heading is known, and takes no memory to be found
	if n := len(text); n > 0 && n <= len(room) && isLetter(text[0]) && isLetter(text[n-1]) && isASCII(text) && !strings.ContainsAny(text, "\t\n\v\f\r") && !strings.Contains(text, "  ") {
		for i := range n {
			room[i] = lowerByte(text[i])
		}
		if name, ok := headingNames[string(room[:n])]; ok {
			return name
		}
	}
	folded := foldHeading(text)
	if name, ok := headingNames[folded]; ok {
		return name
	}
	return folded
}

// foldHeading drops what does not count in a heading's plain text.
func foldHeading(text string) string {
	text = strings.TrimLeftFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	text = strings.TrimRightFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != ')' })
	return strings.ToLower(strings.Join(strings.Fields(text), " "))
}

func contains(row []string, word string) bool {
	for _, w := range row {
		if w == word {
			return true
		}
	}
	return false
}
