package ledger

import (
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"
)

// The bounds of a glob. They are far beyond what people write, and keep the time
// that matching takes within that of reading the file's name.
const (
	longestGlob     = 512 // bytes
	mostAlternative = 64  // patterns that its braces come to
)

// Match tells whether a path of the project is one that a glob means. Both are read
// from the project's root, whether they say so ("./", "/") or not. A glob that ends in
// "/", or whose last part is a plain name, means a folder with all below it as well.
// One that cannot be parsed means nothing.
func Match(pattern, path string) bool {
	alternatives, fault := compile(pattern)
	if fault != "" {
		return false
	}
	path = rooted(path)
	return slices.ContainsFunc(alternatives, func(g alternative) bool { return g.matches(path) })
}

// PatternFault is what is wrong with a glob, "" for nothing. It continues a sentence
// that names the glob.
func PatternFault(pattern string) string {
	_, fault := compile(pattern)
	return fault
}

// alternative is a glob without braces, made ready to be matched.
type alternative struct {
	pattern string   // "" for all of the project
	parts   []string // of pattern, between the slashes
}

func newAlternative(pattern string) alternative {
	if pattern == "" {
		return alternative{}
	}
	return alternative{pattern, strings.Split(pattern, "/")}
}

func (g alternative) matches(path string) bool {
	return g.pattern == "" || doublestar.MatchUnvalidated(g.pattern, path)
}

// compile makes a glob ready, or says what is wrong with it.
func compile(pattern string) ([]alternative, string) {
	switch {
	case pattern == "":
		return nil, "is empty"
	case len(pattern) > longestGlob:
		return nil, "is too long for a glob"
	case !utf8.ValidString(pattern) || strings.ContainsFunc(pattern, unicode.IsControl):
		return nil, "holds a control character"
	case pattern[0] == '!':
		return nil, "begins with !, and a glob takes nothing out again"
	case !doublestar.ValidatePattern(pattern):
		return nil, "is no glob: a bracket or a brace does not match"
	}
	expanded := expand(pattern)
	if expanded == nil {
		return nil, "has too many alternatives in braces"
	}
	var out []alternative
	for _, p := range expanded {
		folder := strings.HasSuffix(p, "/")
		if p = rooted(p); slices.Contains(strings.Split(p, "/"), "..") {
			return nil, "leads out of the project"
		}
		if p == "" && !folder && pattern != "." {
			continue // an alternative that says nothing
		}
		if last := path.Base(p); p != "" && (folder || literal(last)) && last != "**" {
			p += "/**"
		}
		a := newAlternative(p)
		if slices.ContainsFunc(a.parts, func(part string) bool { return !doublestar.ValidatePattern(part) }) {
			return nil, "has a slash between brackets, or behind a backslash"
		}
		out = append(out, a)
	}
	return out, ""
}

// rooted is a path or a glob as read from the project's root: without what says so,
// and without what says nothing.
func rooted(p string) string {
	if !strings.Contains(p, "./") && !strings.Contains(p, "//") && !strings.HasPrefix(p, "/") && !strings.HasSuffix(p, "/") && p != "." {
		return p
	}
	parts := slices.DeleteFunc(strings.Split(p, "/"), func(part string) bool { return part == "" || part == "." })
	return strings.Join(parts, "/")
}

// literal tells whether a part of a glob means itself alone.
func literal(part string) bool { return !strings.ContainsAny(part, `*?[\{`) }

// expand writes the alternatives of a glob out, nil where there are too many. The glob
// is one that doublestar takes.
func expand(pattern string) []string {
	done, todo := []string{}, []string{pattern}
	for len(todo) > 0 {
		p := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		before, within, after, ok := braces(p)
		if !ok {
			done = append(done, p)
			continue
		}
		if len(done)+len(todo)+len(within) > mostAlternative {
			return nil
		}
		for _, w := range slices.Backward(within) {
			todo = append(todo, before+w+after)
		}
	}
	return done
}

// braces takes the first alternatives of a glob apart.
func braces(p string) (before string, within []string, after string, ok bool) {
	open, depth, from := -1, 0, 0
	for i := 0; i < len(p); i++ {
		switch p[i] {
		case '\\':
			i++
		case '[':
			// What stands in a class is no sign.
			for i++; i < len(p) && p[i] != ']'; i++ {
				if p[i] == '\\' {
					i++
				}
			}
		case '{':
			if depth++; depth == 1 {
				open, from = i, i+1
			}
		case ',':
			if depth == 1 {
				within = append(within, p[from:i])
				from = i + 1
			}
		case '}':
			if depth--; depth == 0 {
				return p[:open], append(within, p[from:i]), p[i+1:], true
			}
		}
	}
	return "", nil, "", false
}

// reaches tells whether a glob may mean anything in a folder, or the folder itself.
// dir is its path in parts, none for the project's root.
func (g alternative) reaches(dir []string) bool {
	return g.pattern == "" || reaches(g.parts, dir)
}

func reaches(parts, dir []string) bool {
	for len(dir) > 0 {
		switch {
		case len(parts) == 0:
			return false
		case parts[0] == "**":
			return true // it may go on to anywhere
		case strings.Contains(parts[0], "["):
			return true // a class may mean a slash too, which cannot be told by parts
		case !doublestar.MatchUnvalidated(parts[0], dir[0]):
			return false
		}
		parts, dir = parts[1:], dir[1:]
	}
	return true
}

// prefix is the folder, or the file, that all which the glob means lies in, "" for
// none.
func (g alternative) prefix() string {
	n := 0
	for n < len(g.parts) && literal(g.parts[n]) {
		n++
	}
	return strings.Join(g.parts[:n], "/")
}

// MatchesAny tells whether a glob means any of some paths, which are in order.
func MatchesAny(pattern string, paths []string) bool {
	alternatives, _ := compile(pattern)
	return slices.ContainsFunc(alternatives, func(g alternative) bool {
		within := paths
		if p := g.prefix(); p != "" {
			// The file or folder of that name; "/" is not the first sign that may follow a name.
			if _, found := slices.BinarySearch(paths, p); found && g.matches(p) {
				return true
			}
			from, _ := slices.BinarySearch(paths, p+"/")
			to, _ := slices.BinarySearch(paths, p+"0") // the sign after "/"
			within = paths[from:to]
		}
		return slices.ContainsFunc(within, g.matches)
	})
}
