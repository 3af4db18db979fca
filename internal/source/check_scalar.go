package source

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"tradeoff/internal/diag"
)

// scalar checks n against a schema of a single value.
func (c *checker) scalar(s *Schema, n *Node, path string) {
	switch {
	case isPlaceholder(n):
		c.wrongType(s, n, path, s.unfilled())
		return
	case n.Kind == List || n.Kind == Map || n.Kind == Null:
		c.wrongType(s, n, path, s.hint("write "+s.sample()))
		return
	}
	switch s.Type {
	case Text:
		c.text(s, n, path)
	case Whole, Amount:
		c.number(s, n, path)
	case YesNo:
		if n.Kind != Bool {
			c.wrongType(s, n, path, s.yesNoHint(n))
		}
	case Date:
		c.date(s, n, path)
	case Choice:
		c.choice(s, n, path)
	case ID:
		c.id(s, n, path)
	case NumberOrRange:
		c.numberOrRange(s, n, path)
	}
}

// text checks a Text.
func (c *checker) text(s *Schema, n *Node, path string) {
	if n.Kind != String {
		c.wrongType(s, n, path, "write "+strconv.Quote(n.Text)+", in quotes")
		return
	}
	if s.NotEmpty && strings.TrimSpace(n.Text) == "" {
		c.report(n.Pos, path, "empty-value", s.hint("write it, or leave the key out"), "the text is empty")
	}
}

// number checks a Whole or an Amount.
func (c *checker) number(s *Schema, n *Node, path string) {
	if n.Kind != Int && (s.Type == Whole || n.Kind != Float) {
		hint := s.hint("write " + s.sample())
		switch k := kindOfText(n); {
		case n.Quoted && (k == Int || k == Float && s.Type == Amount):
			hint = "write " + n.Text + " without quotes"
		case n.Kind == Float:
			if f, ok := n.Float(); ok && f == math.Trunc(f) && math.Abs(f) <= maxWhole {
				hint = "write " + strconv.FormatFloat(f, 'f', -1, 64)
			}
		case n.Kind == String && plainDigits(strings.ReplaceAll(n.Text, ",", "")) != n.Text && isDigits(strings.ReplaceAll(n.Text, ",", "")):
			hint = "write " + strings.ReplaceAll(n.Text, ",", "")
		}
		c.wrongType(s, n, path, hint)
		return
	}
	f, ok := n.Float()
	if !ok {
		c.report(n.Pos, path, "out-of-bounds", "", "%s is too large for a number", shorten(n.Text))
		return
	}
	c.bounds(s, n.Pos, path, n.Text, f)
}

// bounds checks f, written as text, against the schema's bounds.
func (c *checker) bounds(s *Schema, pos diag.Pos, path, text string, f float64) bool {
	low, high := math.Inf(-1), math.Inf(1)
	if s.Min != nil {
		low = *s.Min
	}
	if s.Max != nil {
		high = *s.Max
	}
	// 2^53+1 is 2^53 as a float64, so that only the text can tell.
	whole, err := strconv.ParseInt(plainDigits(text), 10, 64)
	if (s.Type == Whole || s.Whole) && (math.Abs(f) > maxWhole || err == nil && (whole > maxWhole || whole < -maxWhole)) {
		low, high = max(low, -maxWhole), min(high, maxWhole)
	} else if f >= low && f <= high {
		return true
	}
	c.report(pos, path, "out-of-bounds", s.hint(""), "%s is not %s", shorten(text), boundsWords(low, high))
	return false
}

// boundsWords tells the bounds in a sentence: "from 0 to 1".
func boundsWords(low, high float64) string {
	show := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
	switch {
	case math.IsInf(low, -1):
		return "at most " + show(high)
	case math.IsInf(high, 1):
		return "at least " + show(low)
	}
	return "from " + show(low) + " to " + show(high)
}

// yesNoHint reads what the author meant by n.
func (s *Schema) yesNoHint(n *Node) string {
	switch strings.ToLower(n.Text) {
	case "yes", "y", "on", "true", "1":
		return "write true"
	case "no", "n", "off", "false", "0":
		return "write false"
	}
	return s.hint("write true or false")
}

// date checks a Date.
func (c *checker) date(s *Schema, n *Node, path string) {
	if n.Kind != String {
		c.wrongType(s, n, path, s.hint("write "+s.sample()))
		return
	}
	if isDay(n.Text) {
		return
	}
	hint := s.hint("write the year, the month and the day: 2026-11-23")
	if len(n.Text) > 10 && isDay(n.Text[:10]) {
		hint = "write " + n.Text[:10]
	}
	if len(n.Text) == 10 && n.Text[4] == '-' && n.Text[7] == '-' && isDigits(n.Text[:4]+n.Text[5:7]+n.Text[8:]) {
		c.report(n.Pos, path, "not-a-date", hint, "there is no day %s", n.Text)
		return
	}
	c.report(n.Pos, path, "not-a-date", hint, "%q is no date", shorten(n.Text))
}

// isDay tells whether text is a day of the calendar as YYYY-MM-DD.
func isDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil && len(text) == 10
}

// choice checks a Choice.
func (c *checker) choice(s *Schema, n *Node, path string) {
	if slices.Contains(s.Choices, n.Text) {
		if n.Kind != String {
			c.wrongType(s, n, path, "write "+strconv.Quote(n.Text)+", in quotes")
		}
		return
	}
	hint := ""
	if len(n.Text) <= 64 {
		hint = diag.DidYouMean(n.Text, s.Choices)
	}
	c.report(n.Pos, path, "unknown-value", hint, "%q is not one of the words allowed here", shorten(n.Text))
}

// id checks an ID.
func (c *checker) id(s *Schema, n *Node, path string) {
	if n.Kind != String {
		c.wrongType(s, n, path, s.hint("write a word such as cold-start"))
		return
	}
	if isKey(n.Text) {
		return
	}
	hint := s.hint("begin with a letter; use lower case, digits and hyphens")
	if id := kebab(n.Text); id != "" && len(id) <= 64 {
		hint = "write " + id
	}
	c.report(n.Pos, path, "not-an-id", hint, "%q is no id", shorten(n.Text))
}

// numberOrRange checks a NumberOrRange.
func (c *checker) numberOrRange(s *Schema, n *Node, path string) {
	lowText, highText, isRange := strings.Cut(n.Text, "..")
	if n.Kind != String || !isRange {
		bare := *s
		bare.Type = Amount
		if s.Whole {
			bare.Type = Whole
		}
		if n.Kind == Int || n.Kind == Float {
			c.number(&bare, n, path)
			return
		}
		hint := s.hint("write " + s.sample())
		if n.Quoted && (kindOfText(n) == Int || kindOfText(n) == Float && !s.Whole) {
			hint = "write " + n.Text + " without quotes"
		}
		c.wrongType(s, n, path, hint)
		return
	}
	lowText, highText = strings.TrimSpace(lowText), strings.TrimSpace(highText)
	for _, end := range []string{lowText, highText} {
		_, ok := parseFloat(end)
		if k := textKind(end); !ok || k != Int && (k != Float || s.Whole) {
			word := "number"
			if s.Whole {
				word = "whole number"
			}
			c.report(n.Pos, path, "bad-range", s.hint("write "+s.sample()), "%q is no range: %q is no %s", shorten(n.Text), shorten(end), word)
			return
		}
	}
	low, _ := parseFloat(lowText)
	high, _ := parseFloat(highText)
	if low > high {
		c.report(n.Pos, path, "bad-range", "write "+highText+".."+lowText, "the range %s runs backwards", shorten(n.Text))
		return
	}
	if c.bounds(s, n.Pos, path, lowText, low) {
		c.bounds(s, n.Pos, path, highText, high)
	}
}

// kindOfText is what a String would be without its quotes.
func kindOfText(n *Node) Kind {
	if n.Kind != String {
		return n.Kind
	}
	return textKind(n.Text)
}

// textKind is plainKind, with nothing as text.
func textKind(text string) Kind {
	if text == "" {
		return String
	}
	return plainKind(text)
}

// isDigits tells whether text is decimal digits alone.
func isDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// sample is a value of the type, for hints.
func (s *Schema) sample() string {
	switch s.Type {
	case Whole:
		return "a whole number such as 8"
	case Amount:
		return "a number such as 0.5"
	case YesNo:
		return "true or false"
	case Date:
		return "a date such as 2026-11-23"
	case Choice:
		return "one of: " + strings.Join(s.Choices, ", ")
	case ID:
		return "a word such as cold-start"
	case NumberOrRange:
		return "a number such as 8, or a range such as 8..14"
	case Text:
		return "text on one line, or behind a | on lines of its own"
	}
	return "a single value"
}
