package site

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"tradeoff/internal/decision"
)

// llmsLead bounds what llms.txt tells of a decision, in letters: enough to see whether
// it is worth opening.
const llmsLead = 240

// llmsPages is llms.txt, in the form of llmstxt.org: what a language model needs to
// find its way, with links to the texts in Markdown. Decisions in force come first, and
// those that are not, which it may skip, under the heading that the form has for that.
func llmsPages(b *build) []page {
	return []page{{path: llmsAddress, make: func() ([]byte, error) {
		var out bytes.Buffer
		out.Grow(len(b.decisions) * (llmsLead + 200)) // with the title and the address
		fmt.Fprintf(&out, "# %s\n\n> %s\n\n%s\n", markdownText(b.title()), markdownText(b.t("log.description", len(b.decisions))),
			b.t("llms.about", b.feedHref(llmsAddress, decisionsAddress)))
		groups := map[string][]*placed{}
		for _, d := range b.decisions {
			groups[llmsSection(d)] = append(groups[llmsSection(d)], d)
		}
		decisions := func(section, heading string) {
			if len(groups[section]) > 0 {
				fmt.Fprintf(&out, "\n## %s\n\n", heading)
			}
			for _, d := range groups[section] {
				b.llmsDecision(&out, d)
			}
		}
		decisions("force", b.t("llms.in-force"))
		decisions("open", b.t("llms.open"))
		if len(b.Catalogs) > 0 {
			fmt.Fprintf(&out, "\n## %s\n\n", b.t("nav.catalogs"))
			for _, c := range b.Catalogs {
				llmsLine(&out, c.Title, b.feedHref(llmsAddress, catalogAddress(c)), c.Summary)
			}
		}
		b.llmsContent(&out)
		decisions("past", "Optional") // the form's own word
		return out.Bytes(), nil
	}}}
}

// llmsSection is where a decision stands: in force, still open, or neither.
func llmsSection(d *placed) string {
	switch d.Standing() {
	case decision.Accepted, decision.Unknown, "":
		return "force"
	case decision.Proposed, decision.Draft:
		return "open"
	}
	return "past"
}

// llmsDecision writes a decision's line.
func (b *build) llmsDecision(out *bytes.Buffer, d *placed) {
	facts := b.status(d.Standing()).Word
	if d.Day() != "" {
		facts += ", " + d.Day()
	}
	if d.summary != "" {
		facts += "; " + d.summary
	}
	llmsLine(out, numberedTitle(d.Entry), b.feedHref(llmsAddress, cmp.Or(d.twin, d.page)), facts)
}

// llmsContent writes the pages of content, a section's own text before its pages.
func (b *build) llmsContent(out *bytes.Buffer) {
	var lines bytes.Buffer
	b.eachSection(func(s *section) {
		if s.index != nil {
			llmsLine(&lines, s.index.title, b.feedHref(llmsAddress, cmp.Or(s.index.twin, s.index.page)), s.index.description)
		}
		for _, c := range s.pages {
			llmsLine(&lines, c.title, b.feedHref(llmsAddress, cmp.Or(c.twin, c.page)), c.description)
		}
	})
	if lines.Len() > 0 {
		fmt.Fprintf(out, "\n## %s\n\n%s", b.t("nav.docs"), lines.String())
	}
}

// llmsLine writes one link with what is told of it.
func llmsLine(out *bytes.Buffer, title, href, text string) {
	out.WriteString("- [")
	_, _ = markdownMarks.WriteString(out, oneLine(title))
	out.WriteString("](" + href + ")")
	if text = oneLine(text); text != "" {
		out.WriteString(": ")
		cut := cutRunes(text, llmsLead)
		if cut == text {
			_, _ = markdownMarks.WriteString(out, text)
		} else {
			if at := strings.LastIndexByte(cut, ' '); at > 0 {
				cut = strings.TrimRight(cut[:at], ",;: ")
			}
			_, _ = markdownMarks.WriteString(out, cut)
			out.WriteString("…")
		}
	}
	out.WriteByte('\n')
}

// cutRunes is the first runes of a text.
func cutRunes(text string, most int) string {
	for i := range text {
		if most == 0 {
			return text[:i]
		}
		most--
	}
	return text
}

// markdownMarks are the characters that could make something else of a text on a line
// of Markdown. A # or a number begins nothing there, behind other words.
var markdownMarks = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "~", `\~`, "&", `\&`, "|", `\|`)

// markdownText is plain text on one line, as Markdown that says just that.
func markdownText(text string) string { return markdownMarks.Replace(oneLine(text)) }
