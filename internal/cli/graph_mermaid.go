package cli

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tradeoff/internal/decision"
)

// mermaid is the graph as a Mermaid flowchart, laid out as that of dot. Mermaid
// has no arrow at the beginning alone, so that a decision which depends on a newer
// one stands to the right of it.
func (g *graph) mermaid() string {
	var b strings.Builder
	b.WriteString("flowchart RL\n")
	b.WriteString("  accTitle: Decisions and the relations between them\n")
	names, nodes := g.folders()
	members := map[string][]string{}
	for _, folder := range names {
		indent := "  "
		if folder != "" {
			indent = "    "
			fmt.Fprintf(&b, "  subgraph %s[\"%s\"]\n    direction RL\n", mermaidID("f_", folder), mermaidText(folder))
		}
		for _, n := range nodes[folder] {
			id := mermaidID("n_", n.key)
			members[n.look().class] = append(members[n.look().class], id)
			name, status := n.lines()
			label := mermaidText(name)
			if status != "" {
				label += "<br/>" + mermaidText(status)
			}
			fmt.Fprintf(&b, "%s%s[\"%s\"]\n", indent, id, label)
		}
		if folder != "" {
			b.WriteString("  end\n")
		}
	}
	for _, e := range g.edges {
		arrow := "-->"
		switch {
		case e.kind == decision.RelatesTo:
			arrow = "-.-"
		case e.kind.Mutual():
			arrow = "---"
		case e.partly:
			arrow = "-.->"
		}
		fmt.Fprintf(&b, "  %s %s|\"%s\"| %s\n", mermaidID("n_", e.from.key), arrow, mermaidText(e.words()), mermaidID("n_", e.to.key))
	}
	for _, look := range nodeLooks {
		if len(members[look.class]) == 0 {
			continue
		}
		dashes := ""
		if look.dashed {
			dashes = ",stroke-dasharray:4 3"
		}
		fmt.Fprintf(&b, "  classDef %s fill:%s,stroke:%s,color:%s%s\n", look.class, look.fill, look.edge, look.words, dashes)
		fmt.Fprintf(&b, "  class %s %s\n", strings.Join(members[look.class], ","), look.class)
	}
	return b.String()
}

// mermaidID makes an id of ASCII letters and digits, with a hyphen between two of
// them; any other byte stands as its two digits behind _. The prefix keeps it from
// being a word of the language.
func mermaidID(prefix, key string) string {
	var b strings.Builder
	b.WriteString(prefix)
	plain := func(i int) bool {
		return i >= 0 && i < len(key) && key[i] < utf8.RuneSelf && (unicode.IsLetter(rune(key[i])) || unicode.IsDigit(rune(key[i])))
	}
	for i := range len(key) {
		if plain(i) || key[i] == '-' && plain(i-1) && plain(i+1) {
			b.WriteByte(key[i])
		} else {
			fmt.Fprintf(&b, "_%02x", key[i])
		}
	}
	return b.String()
}

// mermaidText escapes text for a label in quotation marks. All but letters, digits
// and harmless marks stand as entities: Mermaid looks for comments, directives,
// styles and HTML before it reads quotation marks. What it looks for once entities
// are letters again is parted by a blank of no width: \n, $$, an icon's fa:fa- and
// the mark that it puts in the place of an entity itself.
func mermaidText(text string) string {
	var b strings.Builder
	before := ' '
	for _, r := range strings.ToValidUTF8(plainText(text), "\ufffd") {
		switch pair := string([]rune{before, r}); pair {
		case `\n`, "$$", ":f", "ﬂ°", "¶ß":
			b.WriteString("#8203;")
		}
		before = r
		switch {
		case r == '"':
			b.WriteString("#quot;")
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r), strings.ContainsRune(" -,.()/!?'\u200c\u200d", r):
			b.WriteRune(r)
		default:
			b.WriteString("#" + strconv.Itoa(int(r)) + ";")
		}
	}
	return b.String()
}
