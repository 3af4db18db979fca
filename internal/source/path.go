package source

import (
	"fmt"
	"strings"
)

// PathString writes a path of keys and indices as findings show it:
// outcome.answers[0].by.
func PathString(path ...any) string {
	var b strings.Builder
	for _, step := range path {
		switch s := step.(type) {
		case int:
			fmt.Fprintf(&b, "[%d]", s)
		default:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			fmt.Fprint(&b, s)
		}
	}
	return b.String()
}
