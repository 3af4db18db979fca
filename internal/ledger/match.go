package ledger

import "github.com/bmatcuk/doublestar/v4"

// Match tells whether a path of the project is one that a glob means.
func Match(pattern, path string) bool {
	ok, err := doublestar.Match(pattern, path)
	return err == nil && ok
}

// PatternFault is what is wrong with a glob, "" for nothing.
func PatternFault(pattern string) string {
	if !doublestar.ValidatePattern(pattern) {
		return "is no glob"
	}
	return ""
}
