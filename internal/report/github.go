package report

import (
	"io"
	"strconv"
	"strings"
	"unicode"

	"tradeoff/internal/diag"
)

// The signs that a workflow command escapes: in its message, and in its properties.
// A sign that begins a command of the old kind anywhere in a line is parted.
var (
	githubMessage  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", "##[", "# #[")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C", "##[", "# #[")
)

// GitHub writes each finding as a workflow command on a line of its own, which GitHub
// Actions shows at its place: ::error, ::warning or ::notice. Nothing in a finding can
// begin a command of its own.
func GitHub(w io.Writer, findings diag.List) error {
	var b strings.Builder
	for _, f := range reported(findings) {
		command := f.Severity.String()
		if f.Severity == diag.Note {
			command = "notice"
		}
		var properties []string
		add := func(name, value string) {
			if value != "" {
				properties = append(properties, name+"="+githubProperty.Replace(value))
			}
		}
		add("file", strings.Map(shown, f.File)) // else as it is, since it must be found
		if f.Line > 0 {
			add("line", strconv.Itoa(f.Line))
			if f.Col > 0 {
				add("col", strconv.Itoa(f.Col))
			}
		}
		add("title", Plain(f.Rule))
		message := sentence(f)
		if hint := Plain(f.Hint); hint != "" {
			message += "\nHint: " + hint
		}
		b.WriteString("::" + command)
		if len(properties) > 0 {
			b.WriteString(" " + strings.Join(properties, ","))
		}
		b.WriteString("::" + githubMessage.Replace(message) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// shown drops control characters but for the line breaks, which are escaped.
func shown(r rune) rune {
	if unicode.IsControl(r) && r != '\n' && r != '\r' {
		return -1
	}
	return r
}
