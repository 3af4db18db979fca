package source

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// wide is the length of the longest line, in code points, that a list or a map
// is written on whole.
const wide = 100

// Emit writes a tree as a file of the format; reading it again gives an Equal
// tree. YAML is in block style with two spaces, and flow style for a short list
// or a small map; JSON has two spaces. TOML has no null: such keys are left
// out, and a null in a list is an error, as is a root that is no map.
//
// Numbers come out in plain base 10, whatever their Text. It reports an error
// for a tree that no file can hold: text that is not UTF-8, a number that is
// none, more than 64 levels.
func Emit(n *Node, format Format) ([]byte, error) {
	if n == nil {
		n = &Node{}
	}
	if err := emittable(n, format, 1); err != nil {
		return nil, fmt.Errorf("write %s: %w", formatName(format), err)
	}
	switch format {
	case YAML:
		return []byte(emitYAML(n)), nil
	case JSON:
		e := &jsonEmitter{unit: "  "}
		e.value(n, "")
		return []byte(e.b.String() + "\n"), nil
	case TOML:
		e := &tomlEmitter{}
		e.table(n, nil)
		return []byte(strings.TrimLeft(e.b.String(), "\n")), nil
	}
	return nil, fmt.Errorf("write %q: the format is not known", string(format))
}

// EmitValue writes v as the right-hand side of a YAML key that stands at that
// indentation, in spaces, as Emit would. The text goes right behind the colon:
// it begins with a space, or with a line feed for a value on lines of its own,
// and has no line feed at its end.
func EmitValue(v *Node, indent int) ([]byte, error) {
	if v == nil {
		v = &Node{}
	}
	if err := emittable(v, YAML, 1); err != nil {
		return nil, fmt.Errorf("write a value: %w", err)
	}
	return []byte(yamlValue(v, max(indent, 0), indent, yamlStyle{})), nil
}

// emittable reports why no file of the format can hold n.
func emittable(n *Node, format Format, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("nested more than %d levels deep", maxDepth)
	}
	if format == TOML && depth == 1 && n.Kind != Map {
		return fmt.Errorf("a file is a map of keys, and this is %s", n.Kind)
	}
	switch n.Kind {
	case Int, Float:
		if _, ok := n.Float(); !ok || numberKind(n.Text) == String {
			return fmt.Errorf("%q is no number", shorten(n.Text))
		}
		if _, err := strconv.ParseInt(plainDigits(n.Text), 10, 64); format == TOML && n.Kind == Int && err != nil {
			return fmt.Errorf("the number %s is too large", shorten(n.Text))
		}
	case String:
		if !utf8.ValidString(n.Text) {
			return errors.New("text is not UTF-8")
		}
	case List:
		for _, item := range n.Items {
			if format == TOML && item.Kind == Null {
				return errors.New("a list cannot hold nothing")
			}
			if err := emittable(item, format, depth+1); err != nil {
				return err
			}
		}
	case Map:
		seen := make(map[string]bool, len(n.Entries))
		for _, e := range n.Entries {
			switch {
			case seen[e.Key]:
				return fmt.Errorf("the key %s stands twice", showKey(e.Key))
			case !utf8.ValidString(e.Key):
				return errors.New("a key is not UTF-8")
			case format == YAML && utf8.RuneCountInString(e.Key) > 500:
				return errors.New("a key is longer than 500 characters")
			}
			seen[e.Key] = true
			if err := emittable(e.Value, format, depth+1); err != nil {
				return fmt.Errorf("%s: %w", showKey(e.Key), err)
			}
		}
	}
	return nil
}

// plainNumber is the number of n in the digits that all three formats read.
func plainNumber(n *Node) string {
	digits := plainDigits(n.Text)
	if n.Kind == Int {
		sign := ""
		if strings.HasPrefix(digits, "-") {
			sign, digits = "-", digits[1:]
		}
		if digits = strings.TrimLeft(digits, "0"); digits == "" {
			return "0"
		}
		return sign + digits
	}
	f, _ := n.Float()
	if plain := strings.TrimPrefix(digits, "-"); plain[0] >= '1' && plain[0] <= '9' || strings.HasPrefix(plain, "0.") {
		whole, fraction, dot := strings.Cut(plain, ".")
		if isDigits(whole) && dot && isDigits(fraction) {
			return digits // as its author wrote it: 1.50
		}
	}
	if f == math.Trunc(f) && math.Abs(f) < 1e15 {
		return strconv.FormatFloat(f, 'f', 1, 64)
	}
	out := strconv.FormatFloat(f, 'g', -1, 64)
	if mantissa, exponent, ok := strings.Cut(out, "e"); ok && !strings.Contains(mantissa, ".") {
		return mantissa + ".0e" + exponent // YAML 1.1 asks for the point
	}
	return out
}

// boolWord is true or false.
func boolWord(n *Node) string { return strconv.FormatBool(isTrue(n.Text)) }

// quote is text in double quotes with escapes that all three formats read.
func quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		escape(&b, r)
	}
	b.WriteByte('"')
	return b.String()
}

// escape writes r as it stands in double quotes.
func escape(b *strings.Builder, r rune) {
	switch r {
	case '"':
		b.WriteString(`\"`)
	case '\\':
		b.WriteString(`\\`)
	case '\n':
		b.WriteString(`\n`)
	case '\t':
		b.WriteString(`\t`)
	case '\r':
		b.WriteString(`\r`)
	default:
		if printable(r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(b, `\u%04X`, r)
		}
	}
}

// printable tells whether r may stand as it is in text: no control character,
// nothing that some reader takes for a line break, no byte order mark.
func printable(r rune) bool {
	switch {
	case r < ' ', r >= 0x7F && r <= 0x9F, r == 0x2028, r == 0x2029, r == 0xFEFF, r == 0xFFFE, r == 0xFFFF:
		return false
	}
	return true
}

// jsonEmitter writes JSON.
type jsonEmitter struct {
	b    strings.Builder
	unit string // of the indentation
}

// value writes n; its further lines are indented by indent at least.
func (e *jsonEmitter) value(n *Node, indent string) {
	deeper := indent + e.unit
	switch {
	case n.Kind == List && len(n.Items) > 0:
		e.b.WriteByte('[')
		for i, item := range n.Items {
			e.lead(i, deeper)
			e.value(item, deeper)
		}
		e.b.WriteString("\n" + indent + "]")
	case n.Kind == Map && len(n.Entries) > 0:
		e.b.WriteByte('{')
		for i, entry := range n.Entries {
			e.lead(i, deeper)
			e.b.WriteString(quote(entry.Key) + ": ")
			e.value(entry.Value, deeper)
		}
		e.b.WriteString("\n" + indent + "}")
	default:
		e.b.WriteString(jsonScalar(n))
	}
}

// lead begins the line of the item i.
func (e *jsonEmitter) lead(i int, indent string) {
	if i > 0 {
		e.b.WriteByte(',')
	}
	e.b.WriteString("\n" + indent)
}

// jsonScalar is a value of one line.
func jsonScalar(n *Node) string {
	switch n.Kind {
	case Null:
		return "null"
	case Bool:
		return boolWord(n)
	case Int, Float:
		return plainNumber(n)
	case String:
		return quote(n.Text)
	case List:
		return "[]"
	}
	return "{}"
}
