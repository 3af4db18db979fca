package input

import "strings"

// prose checks the texts that go into the record as they are.
func (k *checker) prose() {
	if strings.ContainsAny(k.d.Title, "\r\n") {
		k.add("syntax", "write it on one line", "a title is one line", "title")
	}
	check := func(text string, at ...any) {
		if unclosedFence(text) {
			k.add("syntax", "close it with a line of the same marks", "a code fence is opened and never closed", at...)
		}
		if !strings.Contains(text, "```") && !strings.Contains(text, "~~~") && opensHTML(text) {
			k.add("syntax", "close it, or write < as &lt;", "HTML is opened and never closed", at...)
		}
	}
	check(k.d.Context, "context")
	check(k.d.Confirmation, "confirmation")
	for i, s := range k.d.Sections {
		check(s.Text, "sections", i, "text")
	}
	for i, o := range k.d.Options {
		check(o.Description, "options", i, "description")
	}
}

// unclosedFence tells whether Markdown opens a code fence and never closes it,
// which would swallow whatever follows.
func unclosedFence(text string) bool {
	fence := ""
	for line := range strings.SplitSeq(text, "\n") {
		trimmed := strings.TrimSpace(line)
		if fence != "" {
			if strings.HasPrefix(trimmed, fence) && strings.Trim(trimmed, fence[:1]) == "" {
				fence = ""
			}
			continue
		}
		for _, c := range []string{"`", "~"} {
			if n := len(trimmed) - len(strings.TrimLeft(trimmed, c)); n >= 3 && !strings.Contains(trimmed[n:], "`") {
				fence = trimmed[:n]
			}
		}
	}
	return fence != ""
}

// htmlEnds are what an HTML block of Markdown runs to, by what its first line
// begins with; those that end with a blank line do no harm.
var htmlEnds = [][2]string{{"<!--", "-->"}, {"<pre", "</pre>"}, {"<script", "</script>"}, {"<style", "</style>"},
	{"<textarea", "</textarea>"}, {"<![cdata[", "]]>"}, {"<?", "?>"}}

// opensHTML tells whether a line of Markdown begins an HTML block that is never
// closed, which would swallow whatever follows.
func opensHTML(text string) bool {
	lower := strings.ToLower(text)
	for at := 0; at < len(lower); {
		line, _, _ := strings.Cut(lower[at:], "\n")
		next := at + len(line) + 1
		if trimmed := strings.TrimLeft(line, " "); len(line)-len(trimmed) < 4 {
			for _, pair := range htmlEnds {
				if !strings.HasPrefix(trimmed, pair[0]) {
					continue
				}
				end := strings.Index(lower[at:], pair[1])
				if end < 0 {
					return true
				}
				next = at + end + len(pair[1])
				if newline := strings.IndexByte(lower[next:], '\n'); newline >= 0 {
					next += newline + 1
				} else {
					return false
				}
				break
			}
		}
		at = next
	}
	return false
}
