package decision

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Profile holds a team's answers by the id of the field that a catalog asks for.
// A field that is not in it is unknown, which is never the same as zero or no.
type Profile map[string]Value

// ValueKind is what an answer is.
type ValueKind uint8

// The kinds of answer. A number is a range whose ends are equal.
const (
	NoValue ValueKind = iota
	Number
	YesNo
	Word
)

// Value is one answer of a profile. The zero value is no answer.
type Value struct {
	Kind      ValueKind
	Low, High float64 // of a Number, both ends included
	Yes       bool    // of a YesNo
	Word      string  // of a Word
}

// NumberValue is the answer n.
func NumberValue(n float64) Value { return Value{Kind: Number, Low: n, High: n} }

// RangeValue is an answer that is known to lie from low to high, both included.
func RangeValue(low, high float64) Value { return Value{Kind: Number, Low: low, High: high} }

// YesNoValue is the answer yes or no.
func YesNoValue(yes bool) Value { return Value{Kind: YesNo, Yes: yes} }

// WordValue is the answer w.
func WordValue(w string) Value { return Value{Kind: Word, Word: w} }

// IsRange tells whether the answer spans more than one number.
func (v Value) IsRange() bool { return v.Kind == Number && v.Low != v.High }

// ParseRange reads "8..14" as its two ends. It reports an error where text is
// no range of two decimal numbers, or where the first is the larger.
func ParseRange(text string) (Value, error) {
	lowText, highText, ok := strings.Cut(text, "..")
	if !ok {
		return Value{}, fmt.Errorf("%q is no range", text)
	}
	if strings.Trim(text, "0123456789.-+ ") != "" {
		return Value{}, fmt.Errorf("%q is no range of decimal numbers", text)
	}
	low, err := strconv.ParseFloat(strings.TrimSpace(lowText), 64)
	if err != nil {
		return Value{}, fmt.Errorf("%q is no number", strings.TrimSpace(lowText))
	}
	high, err := strconv.ParseFloat(strings.TrimSpace(highText), 64)
	if err != nil {
		return Value{}, fmt.Errorf("%q is no number", strings.TrimSpace(highText))
	}
	if low > high {
		return Value{}, fmt.Errorf("the range %s runs backwards", text)
	}
	return RangeValue(low, high), nil
}

// String is the answer as a person writes it in an input: 8, 8..14, true or jvm.
func (v Value) String() string {
	switch v.Kind {
	case Number:
		if v.IsRange() {
			return plainNumber(v.Low) + ".." + plainNumber(v.High)
		}
		return plainNumber(v.Low)
	case YesNo:
		return strconv.FormatBool(v.Yes)
	case Word:
		return v.Word
	}
	return ""
}

// Words is the answer as a reader sees it: "8", "8 to 14", "yes", "3,000,000".
func (v Value) Words() string {
	switch v.Kind {
	case Number:
		if v.IsRange() {
			return GroupedNumber(v.Low) + " to " + GroupedNumber(v.High)
		}
		return GroupedNumber(v.Low)
	case YesNo:
		if v.Yes {
			return "yes"
		}
		return "no"
	case Word:
		return v.Word
	}
	return "unknown"
}

// MarshalJSON writes the answer as an input holds it.
func (v Value) MarshalJSON() ([]byte, error) {
	switch {
	case v.Kind == NoValue:
		return []byte("null"), nil
	case v.Kind == YesNo:
		return json.Marshal(v.Yes)
	case v.Kind == Number && !v.IsRange():
		return []byte(plainNumber(v.Low)), nil
	}
	return json.Marshal(v.String())
}

// plainNumber is the shortest decimal form of n, without an exponent.
func plainNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// GroupedNumber is n with its thousands apart, as English writes it: 26,790,000.
func GroupedNumber(n float64) string {
	text := plainNumber(n)
	whole, fraction, _ := strings.Cut(text, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	var b strings.Builder
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	if fraction != "" {
		return sign + b.String() + "." + fraction
	}
	return sign + b.String()
}

// RoundedNumber is n as a sentence has it: in full below a million where it has
// at most six digits, else to four significant digits, and in millions or
// billions above: 26.79 million, 10.19, 0.4083.
func RoundedNumber(n float64) string {
	size := math.Abs(n)
	scale, word := 1.0, ""
	switch {
	case size >= 1e12:
		scale, word = 1e12, " trillion"
	case size >= 1e9:
		scale, word = 1e9, " billion"
	case size >= 1e6:
		scale, word = 1e6, " million"
	case n == math.Trunc(n):
		return GroupedNumber(n)
	}
	short := strconv.FormatFloat(n/scale, 'e', 3, 64)
	rounded, err := strconv.ParseFloat(short, 64)
	if err != nil {
		rounded = n / scale
	}
	return GroupedNumber(rounded) + word
}
