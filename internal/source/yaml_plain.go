package source

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"tradeoff/internal/diag"
)

// mostPlain is how many keys are read without the library: so few that comparing
// each with all before it costs nothing.
const mostPlain = 64

// plainYAML reads what nearly all front matter is, in a tenth of the library's time:
// a key with its value in each line, the value a scalar, plain or in quotation marks,
// or a list of such in brackets. It gives the very tree that the library would. ok is
// false of everything else, and of all that may be doubted: the library reads it then,
// and says what is wrong with it.
func (p *parser) plainYAML() (root *Node, ok bool) {
	r := plainReader{file: p.file, text: string(p.data), number: p.first}
	keys, items := r.count()
	if keys == 0 || keys > mostPlain {
		return nil, false
	}
	r.nodes, r.items = make([]Node, 1+keys+items), make([]*Node, items)
	root = r.node(Node{Kind: Map, Entries: make([]Entry, 0, keys)})
	for rest := r.text; rest != ""; r.number++ {
		r.line, rest, ok = strings.Cut(rest, "\n")
		if ok {
			r.line = strings.TrimSuffix(r.line, "\r")
		}
		if r.line == "" || r.line[0] == '#' && isPlainText(r.line) {
			continue
		}
		if !r.entry(root) {
			return nil, false
		}
	}
	root.Pos = root.Entries[0].KeyPos
	return root, true
}

// plainReader reads lines of keys with values. What it needs of nodes and of lists is
// taken from two slices, which count measures.
type plainReader struct {
	file, text string
	line       string // the one that is read, without its end
	number     int    // of the line
	nodes      []Node
	items      []*Node
}

// count gives how many keys there may be at most, and how many items of lists.
func (r *plainReader) count() (keys, items int) {
	for line := range strings.Lines(r.text) {
		if !isKeyStart(line[0]) {
			continue
		}
		keys++
		if at := strings.IndexByte(line, '['); at >= 0 {
			items += 1 + strings.Count(line[at:], ",")
		}
	}
	return keys, items
}

// node keeps a value.
func (r *plainReader) node(n Node) *Node {
	kept := &r.nodes[0]
	r.nodes, *kept = r.nodes[1:], n
	return kept
}

// pos is the place of a byte of the line.
func (r *plainReader) pos(at int) diag.Pos {
	return diag.Pos{File: r.file, Line: r.number, Col: utf8.RuneCountInString(r.line[:at]) + 1}
}

// entry reads the line as a key with its value.
func (r *plainReader) entry(root *Node) bool {
	end := 0
	for end < len(r.line) && isKeyByte(r.line[end]) {
		end++
	}
	if end == 0 || end > 100 || !isKeyStart(r.line[0]) || end == len(r.line) || r.line[end] != ':' {
		return false
	}
	if end+1 < len(r.line) && r.line[end+1] != ' ' || !isPlainText(r.line[end:]) {
		return false
	}
	key := r.line[:end]
	if plainKind(key) != String || root.entry(key) != nil {
		return false
	}
	at := r.blanks(end + 1)
	var value *Node
	switch {
	case r.ends(at):
		value, end = r.node(Node{Pos: r.pos(end + 1)}), at
	case r.line[at] == '[':
		value, end = r.list(at)
	default:
		value, end = r.scalar(at, false)
	}
	if value == nil || !r.ends(r.blanks(end)) || end < len(r.line) && end > at && r.line[end] == '#' {
		return false
	}
	root.Entries = append(root.Entries, Entry{Key: key, KeyPos: r.pos(0), Value: value})
	return true
}

// blanks is the offset of the first byte from at that is no blank.
func (r *plainReader) blanks(at int) int {
	for at < len(r.line) && r.line[at] == ' ' {
		at++
	}
	return at
}

// ends tells whether the line ends at that offset, or goes on as a comment. A blank
// has to stand before it.
func (r *plainReader) ends(at int) bool {
	return at == len(r.line) || r.line[at] == '#' && r.line[at-1] == ' '
}

// list reads the list in brackets that begins at an offset, and gives the one behind it.
func (r *plainReader) list(at int) (list *Node, end int) {
	list = r.node(Node{Kind: List, Pos: r.pos(at)})
	at = r.blanks(at + 1)
	if at < len(r.line) && r.line[at] == ']' {
		return list, at + 1
	}
	from := r.items
	for n := 1; at < len(r.line); n++ {
		item, end := r.scalar(at, true)
		if item == nil {
			return nil, 0
		}
		from[n-1] = item
		if end = r.blanks(end); end == len(r.line) {
			return nil, 0
		}
		switch r.line[end] {
		case ']':
			list.Items, r.items = from[:n:n], from[n:]
			return list, end + 1
		case ',':
			at = r.blanks(end + 1)
		default:
			return nil, 0
		}
	}
	return nil, 0
}

// scalar reads the scalar that begins at an offset, and gives the one behind it.
func (r *plainReader) scalar(at int, inList bool) (scalar *Node, end int) {
	if mark := r.line[at]; mark == '"' || mark == '\'' {
		n := strings.IndexByte(r.line[at+1:], mark)
		if n < 0 {
			return nil, 0
		}
		text := r.line[at+1 : at+1+n]
		end = at + n + 2
		if mark == '"' && strings.IndexByte(text, '\\') >= 0 || end < len(r.line) && r.line[end] == mark {
			return nil, 0 // an escape
		}
		return r.node(Node{Kind: String, Text: text, Quoted: true, Pos: r.pos(at)}), end
	}
	if !isPlainStart(r.line[at]) {
		return nil, 0
	}
	for end = at; end < len(r.line); end++ {
		c := r.line[end]
		if inList {
			if c == ',' || c == ']' {
				break
			}
			if strings.IndexByte(":#?[{}", c) >= 0 {
				return nil, 0
			}
			continue
		}
		if c == '#' && r.line[end-1] == ' ' {
			break
		}
		if c == ':' && (end+1 == len(r.line) || r.line[end+1] == ' ') {
			return nil, 0
		}
	}
	for r.line[end-1] == ' ' {
		end--
	}
	text := r.line[at:end]
	return r.node(Node{Kind: plainKind(text), Text: text, Pos: r.pos(at)}), end
}

// isKeyStart tells whether a key of ours may begin with a byte.
func isKeyStart(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// isKeyByte tells whether a key of ours may hold a byte.
func isKeyByte(c byte) bool { return isKeyStart(c) || '0' <= c && c <= '9' || c == '-' || c == '_' }

// isPlainStart tells whether a plain scalar may begin with a byte and means nothing
// else by it.
func isPlainStart(c byte) bool {
	return isKeyStart(c) || '0' <= c && c <= '9' || c >= utf8.RuneSelf || bytes.IndexByte([]byte("/._(+~"), c) >= 0
}

// isPlainText tells whether a line, which is UTF-8, holds no character that the
// library refuses, takes for the end of a line or reads in a way of its own.
func isPlainText(line string) bool {
	for i := range len(line) {
		if c := line[i]; c < ' ' || c == 0x7F {
			return false
		} else if c >= utf8.RuneSelf {
			return !strings.ContainsFunc(line, func(r rune) bool {
				return r < ' ' || 0x7F <= r && r < 0xA0 || r == 0x2028 || r == 0x2029 || r == 0xFEFF || r == 0xFFFE || r == 0xFFFF
			})
		}
	}
	return true
}
