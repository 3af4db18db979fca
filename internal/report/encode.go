package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode"
	"unicode/utf16"
)

// Encode writes a value as JSON with two blanks a level, as it is read by people too.
// Characters that a terminal obeys or nobody sees are written as escapes: they are in
// strings alone, and mean the same there.
func Encode(w io.Writer, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	data := b.Bytes()
	if bytes.ContainsFunc(data, unseen) {
		var out bytes.Buffer
		for _, r := range string(data) {
			if unseen(r) {
				for _, unit := range utf16.Encode([]rune{r}) {
					fmt.Fprintf(&out, `\u%04x`, unit)
				}
				continue
			}
			out.WriteRune(r)
		}
		data = out.Bytes()
	}
	_, err := w.Write(data)
	return err
}

// unseen tells whether a character is a control character, which JSON lets pass from
// U+007F on, or has no shape.
func unseen(r rune) bool {
	return r > '~' && unicode.In(r, unicode.Cc, unicode.Cf)
}
