package source

import (
	"strings"
	"unicode/utf8"

	"tradeoff/internal/lazyregexp"
)

// yamlStyle bends the style of what is written.
type yamlStyle struct {
	noBlock bool // no text behind |, which needs a line feed at its end
	nested  bool // below the keys of the root: small maps may be in flow style
}

// emitYAML writes a whole file.
func emitYAML(n *Node) string {
	switch {
	case n.Kind == Map && len(n.Entries) > 0:
		return yamlEntries(n, 0, yamlStyle{}) + "\n"
	case n.Kind == List && len(n.Items) > 0:
		return yamlItems(n, 0, yamlStyle{nested: true}) + "\n"
	}
	return yamlScalar(n, false) + "\n"
}

// yamlEntries writes the keys of a map, each at indent, without a line feed at
// the end.
func yamlEntries(n *Node, indent int, style yamlStyle) string {
	var b strings.Builder
	for i, e := range n.Entries {
		if i > 0 {
			b.WriteString("\n" + strings.Repeat(" ", indent))
		}
		key := yamlText(e.Key, false)
		b.WriteString(key + ":" + yamlValue(e.Value, indent, indent+utf8.RuneCountInString(key)+1, style))
	}
	return b.String()
}

// yamlItems writes the items of a list, each at indent.
func yamlItems(n *Node, indent int, style yamlStyle) string {
	var b strings.Builder
	for i, item := range n.Items {
		if i > 0 {
			b.WriteString("\n" + strings.Repeat(" ", indent))
		}
		b.WriteByte('-')
		flow, fits := yamlFlow(item, indent+1, style)
		switch {
		case fits:
			b.WriteString(" " + flow)
		case item.Kind == Map && len(item.Entries) > 0:
			b.WriteString(" " + yamlEntries(item, indent+2, style))
		case item.Kind == List && len(item.Items) > 0:
			b.WriteString(" " + yamlItems(item, indent+2, style))
		default:
			b.WriteString(yamlLine(item, indent, style))
		}
	}
	return b.String()
}

// yamlValue writes what stands behind the colon of a key at indent; the line is
// used up to the column used.
func yamlValue(n *Node, indent, used int, style yamlStyle) string {
	if flow, fits := yamlFlow(n, used, style); fits {
		return " " + flow
	}
	style.nested = true
	lead := "\n" + strings.Repeat(" ", indent+2)
	switch {
	case n.Kind == Map && len(n.Entries) > 0:
		return lead + yamlEntries(n, indent+2, style)
	case n.Kind == List && len(n.Items) > 0:
		return lead + yamlItems(n, indent+2, style)
	}
	return yamlLine(n, indent, style)
}

// yamlLine writes a scalar behind a colon or a hyphen at indent.
func yamlLine(n *Node, indent int, style yamlStyle) string {
	if n.Kind == String && !style.noBlock && blockText(n.Text) {
		body, end := strings.CutSuffix(n.Text, "\n")
		header := " |"
		if !end {
			header = " |-"
		}
		var b strings.Builder
		b.WriteString(header)
		for line := range strings.SplitSeq(body, "\n") {
			b.WriteByte('\n')
			if line != "" {
				b.WriteString(strings.Repeat(" ", indent+2) + line)
			}
		}
		return b.String()
	}
	return " " + yamlScalar(n, false)
}

// blockText tells whether text can stand behind a |: more than one line, and
// nothing at its beginning or end that such a block would need signs for.
func blockText(text string) bool {
	if !strings.Contains(strings.TrimSuffix(text, "\n"), "\n") || strings.HasSuffix(text, "\n\n") || strings.ContainsAny(text[:1], " \t\n") {
		return false
	}
	last := text[strings.LastIndexByte(strings.TrimSuffix(text, "\n"), '\n')+1:]
	if strings.TrimSpace(last) == "" {
		return false
	}
	return !strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && r != '\t' && !printable(r) })
}

// yamlFlow writes a short list or a small map of scalars on one line, where it
// fits behind the column used.
func yamlFlow(n *Node, used int, style yamlStyle) (string, bool) {
	var parts []string
	short := func(key string, v *Node) bool {
		text := yamlScalar(v, true)
		if v.Kind == List && len(v.Items) > 0 || v.Kind == Map && len(v.Entries) > 0 ||
			strings.Contains(v.Text, "\n") || utf8.RuneCountInString(text) > 60 {
			return false
		}
		parts = append(parts, key+text)
		return true
	}
	switch {
	case n.Kind == List && len(n.Items) > 0:
		for _, item := range n.Items {
			if !short("", item) {
				return "", false
			}
		}
	case n.Kind == Map && len(n.Entries) > 0 && len(n.Entries) <= 6 && style.nested:
		for _, e := range n.Entries {
			if !short(yamlText(e.Key, true)+": ", e.Value) {
				return "", false
			}
		}
	default:
		return "", false
	}
	text := strings.Join(parts, ", ")
	if n.Kind == List {
		text = "[" + text + "]"
	} else {
		text = "{" + text + "}"
	}
	return text, used+1+utf8.RuneCountInString(text) <= wide
}

// yamlScalar writes a value of one line, in flow style where it stands in one.
func yamlScalar(n *Node, flow bool) string {
	if n.Kind == String {
		return yamlText(n.Text, flow)
	}
	return jsonScalar(n)
}

// yamlText writes text plain where every reader takes it for that text, else in
// double quotes.
func yamlText(text string, flow bool) string {
	if plainText(text, flow) {
		return text
	}
	return quote(text)
}

// otherwise is what YAML 1.1 or 1.2 reads as something else than text, but for
// dates, which we read as text, and for words.
var otherwise = lazyregexp.New(`^[-+]?(` +
	`0[xXoObB][0-9a-fA-F_]*` + // hexadecimal, octal, binary
	`|[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?` + // base 60
	`|[0-9_,]*\.?[0-9_]*([eE][-+]?[0-9]*)?` + // decimal
	`|\.(inf|Inf|INF|nan|NaN|NAN))$` +
	`|^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?$`) // times

// plainText tells whether text may stand without quotes.
func plainText(text string, flow bool) bool {
	if text == "" || strings.TrimSpace(text) != text || strings.ContainsAny(text[:1], "-?:,[]{}#&*!|>'\"%@`=<.") && !(text[0] == '.' && len(text) > 1 && text[1] == '/') {
		return false
	}
	if strings.Contains(text, ": ") || strings.Contains(text, " #") || strings.HasSuffix(text, ":") || strings.ContainsAny(text, "\t\n") {
		return false
	}
	if flow && strings.ContainsAny(text, ",[]{}?") {
		return false
	}
	switch strings.ToLower(text) {
	case "y", "yes", "n", "no", "on", "off", "true", "false", "null", "~":
		return false
	}
	if strings.ContainsFunc(text, func(r rune) bool { return !printable(r) }) {
		return false
	}
	return isDay(text) || !otherwise.MatchString(text)
}
