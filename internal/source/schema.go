package source

// Type is what a Schema asks of a value.
type Type uint8

// The types.
const (
	Any           Type = iota // anything at all, unchecked
	Object                    // a map of the Keys
	ListOf                    // a list of Items
	Text                      // a string
	Whole                     // a whole number, at most 2^53 either way
	Amount                    // a number
	YesNo                     // true or false
	Date                      // a day, YYYY-MM-DD
	Choice                    // one of Choices
	ID                        // a word such as cold-start: [a-z][a-z0-9-]*
	NumberOrRange             // 8, or 8..14
	Scalar                    // text, a number, or true or false
)

// Schema describes a value of a file. One description gives both the findings
// of Check and the JSON Schema for editors. A schema is built once and not
// changed; it may refer to itself.
type Schema struct {
	Type       Type
	Name       string            // a name for $defs; a schema that refers to itself needs one
	Doc        string            // one sentence, for editors
	Example    string            // what to write, shown in hints: "date: 2026-11-23"
	Keys       []Key             // of an Object, in the order for editors
	Open       bool              // an Object that takes any further key of the usual form
	Items      *Schema           // of a ListOf; nil for anything
	Choices    []string          // of a Choice
	ChoiceDocs map[string]string // one sentence for each choice, for editors
	Min, Max   *float64          // of Whole, Amount and NumberOrRange, both included; nil for none
	Whole      bool              // a NumberOrRange of whole numbers
	NotEmpty   bool              // a Text or a ListOf that holds something
	OneKey     bool              // an Object with exactly one of its keys

	// OneOf is what JSONSchema says in place of the rest: exactly one of these.
	// Check leaves it aside, since its messages can name neither the one that was
	// meant nor what is wrong with it; whoever reads the value says that.
	OneOf []*Schema
}

// Key is a key of an Object.
type Key struct {
	Name     string
	Schema   *Schema // nil for anything
	Required bool
}

// Pointer gives a pointer to f, for Min and Max.
func Pointer(f float64) *float64 { return &f }

// maxWhole is the largest whole number that every reader of JSON keeps exact.
const maxWhole = 1 << 53

// keyPattern is what every key and id matches, as a regular expression. Code
// asks isKey.
const keyPattern = "^[a-z][a-z0-9-]*$"

// isKey tells whether text matches keyPattern.
func isKey(text string) bool {
	for i := range len(text) {
		c := text[i]
		if (c < 'a' || c > 'z') && (i == 0 || c != '-' && (c < '0' || c > '9')) {
			return false
		}
	}
	return text != ""
}

// kebab gives text as a key: lower case, with hyphens between the words.
func kebab(text string) string {
	var out []byte
	for i := range len(text) {
		c := text[i]
		switch {
		case c >= 'A' && c <= 'Z':
			// decisionMakers is two words, ID is one, and so is the K of a URLKey.
			before := i > 0 && (text[i-1] >= 'a' && text[i-1] <= 'z' || text[i-1] >= '0' && text[i-1] <= '9')
			behind := i > 0 && i+1 < len(text) && text[i-1] >= 'A' && text[i-1] <= 'Z' && text[i+1] >= 'a' && text[i+1] <= 'z'
			if before || behind {
				out = append(out, '-')
			}
			out = append(out, c+'a'-'A')
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			out = append(out, c)
		default:
			out = append(out, '-')
		}
	}
	return tidy(out)
}

// tidy drops what cannot begin a key, and hyphens beside hyphens or at the end.
func tidy(word []byte) string {
	var out []byte
	for _, c := range word {
		if len(out) == 0 && (c < 'a' || c > 'z') || c == '-' && out[len(out)-1] == '-' {
			continue
		}
		out = append(out, c)
	}
	for len(out) > 0 && out[len(out)-1] == '-' {
		out = out[:len(out)-1]
	}
	return string(out)
}

// words names the type as a message does: "expected …".
func (s *Schema) words() string {
	switch s.Type {
	case Object:
		return Map.String()
	case ListOf:
		return List.String()
	case Text:
		return String.String()
	case Whole:
		return Int.String()
	case Amount:
		return Float.String()
	case YesNo:
		return Bool.String()
	case Date:
		return "a date"
	case Choice:
		return "a word"
	case ID:
		return "an id"
	case NumberOrRange:
		if s.Whole {
			return "a whole number or a range"
		}
		return "a number or a range"
	}
	return "text, a number, or true or false"
}

// Has tells whether an Object names that key.
func (s *Schema) Has(key string) bool {
	for _, k := range s.Keys {
		if k.Name == key {
			return true
		}
	}
	return false
}

// Required is a key that has to be there.
func Required(name string, s *Schema) Key { return Key{Name: name, Schema: s, Required: true} }

// Optional is a key that may be left out.
func Optional(name string, s *Schema) Key { return Key{Name: name, Schema: s} }

// Words are the choices of a Choice, from constants of a type of their own.
func Words[T ~string](words []T) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return out
}
