package ledger

import (
	"bytes"
	"strings"

	"tradeoff/internal/lazyregexp"
)

// Mention is a decision that a comment in code names: "tradeoff: 0007".
type Mention struct {
	Word string // as written: a number, an id, a name or a path
	Line int    // from 1
}

// The bounds of looking for mentions in a file.
const (
	MostCode     = 1 << 20 // bytes that are looked at
	mostMentions = 1000
	mostBefore   = 160  // bytes in which the comment's sign has to stand
	longestList  = 1024 // bytes of one list of decisions
)

var mark = []byte("tradeoff:")

// sign matches the sign of a comment at the end of a text: of those that are something
// else as well, one that begins the line or stands alone.
var sign = lazyregexp.New(`(?://+!?|#+!?|--+|;+|/\*+!?|<!--+|<%--|\{-+|\(\*+|\{#-?|(?:^|[ \t])(?:['%]+|(?i:rem|dnl))|^[ \t]*(?:\*+|!+|"+))[ \t]*$`)

// word matches one decision behind the mark: there is a digit or a hyphen in it, which
// a word of a sentence has not.
var word = lazyregexp.New(`^[\t ]*([0-9A-Za-z_.][0-9A-Za-z_./-]*)[\t ]*`)

// Mentions are the decisions that the comments of a file name, in its order: each after
// "tradeoff:" and a blank, behind the sign of a comment, several with commas between
// them. The language does not matter. A binary file has none, and of a very large one
// the beginning is looked at.
func Mentions(data []byte) []Mention {
	data = data[:min(len(data), MostCode)]
	if bytes.IndexByte(data[:min(len(data), 8000)], 0) >= 0 {
		return nil
	}
	var out []Mention
	line, at := 1, 0 // line is that of at
	for len(out) < mostMentions {
		i := bytes.Index(data[at:], mark)
		if i < 0 {
			break
		}
		line += bytes.Count(data[at:at+i], []byte{'\n'})
		found := at + i
		at = found + len(mark)
		before := data[max(0, found-mostBefore):found]
		cut := len(before) == mostBefore
		if n := bytes.LastIndexByte(before, '\n'); n >= 0 {
			before, cut = before[n+1:], false
		}
		if cut {
			// The line begins before what is looked at: no sign may be taken for its first.
			before = append([]byte{'x'}, before...)
		}
		if !sign.Match(bytes.TrimPrefix(before, []byte("\ufeff"))) {
			continue
		}
		rest := data[at:min(len(data), at+longestList)]
		if n := bytes.IndexAny(rest, "\r\n"); n >= 0 {
			rest = rest[:n]
		}
		for _, w := range wordsOf(string(rest)) {
			out = append(out, Mention{w, line})
		}
	}
	return out[:min(len(out), mostMentions)]
}

// wordsOf are the decisions of a list, as far as it is one. A blank has to stand before
// the first, unlike in the marks of a record's blocks.
func wordsOf(list string) (out []string) {
	if list == "" || list[0] != ' ' && list[0] != '\t' {
		return nil
	}
	for {
		m := word.FindStringSubmatch(list)
		if m == nil {
			return out
		}
		w := strings.TrimRight(m[1], ".-/_")
		if !strings.ContainsAny(w, "0123456789-") {
			return out
		}
		out = append(out, w)
		list = list[len(m[0]):]
		if !strings.HasPrefix(list, ",") {
			return out
		}
		list = list[1:]
	}
}
