// Package lazyregexp holds regular expressions that are compiled on first use.
//
// The program's packages have some eighty between them, and a command needs few:
// to compile them all took a quarter of what package initialisation took. A Regexp
// stands in a package's variable as a *regexp.Regexp would, and has those of its
// methods that are used. It differs in one thing: a wrong expression panics when
// it is first used, not as the program starts.
package lazyregexp

import (
	"regexp"
	"sync"
)

// Regexp is a regular expression in the syntax of package regexp. It is safe for
// concurrent use.
type Regexp struct {
	text string
	once sync.Once
	made *regexp.Regexp
}

// New gives the expression, which is compiled when a method first needs it.
func New(text string) *Regexp { return &Regexp{text: text} }

// compiled is the expression as package regexp has it.
func (r *Regexp) compiled() *regexp.Regexp {
	r.once.Do(func() { r.made = regexp.MustCompile(r.text) })
	return r.made
}

// MatchString is regexp.Regexp's.
func (r *Regexp) MatchString(text string) bool {
	return r.compiled().MatchString(text)
}

// Match is regexp.Regexp's.
func (r *Regexp) Match(text []byte) bool {
	return r.compiled().Match(text)
}

// FindStringSubmatch is regexp.Regexp's.
func (r *Regexp) FindStringSubmatch(text string) []string {
	return r.compiled().FindStringSubmatch(text)
}

// FindAllString is regexp.Regexp's.
func (r *Regexp) FindAllString(text string, most int) []string {
	return r.compiled().FindAllString(text, most)
}

// FindAllStringSubmatch is regexp.Regexp's.
func (r *Regexp) FindAllStringSubmatch(text string, most int) [][]string {
	return r.compiled().FindAllStringSubmatch(text, most)
}

// FindAllStringSubmatchIndex is regexp.Regexp's.
func (r *Regexp) FindAllStringSubmatchIndex(text string, most int) [][]int {
	return r.compiled().FindAllStringSubmatchIndex(text, most)
}

// FindAllSubmatch is regexp.Regexp's.
func (r *Regexp) FindAllSubmatch(text []byte, most int) [][][]byte {
	return r.compiled().FindAllSubmatch(text, most)
}

// ReplaceAll is regexp.Regexp's.
func (r *Regexp) ReplaceAll(text, with []byte) []byte {
	return r.compiled().ReplaceAll(text, with)
}

// ReplaceAllString is regexp.Regexp's.
func (r *Regexp) ReplaceAllString(text, with string) string {
	return r.compiled().ReplaceAllString(text, with)
}

// ReplaceAllStringFunc is regexp.Regexp's.
func (r *Regexp) ReplaceAllStringFunc(text string, with func(string) string) string {
	return r.compiled().ReplaceAllStringFunc(text, with)
}

// FindAllStringIndex is regexp.Regexp's.
func (r *Regexp) FindAllStringIndex(text string, most int) [][]int {
	return r.compiled().FindAllStringIndex(text, most)
}

// FindString is regexp.Regexp's.
func (r *Regexp) FindString(text string) string {
	return r.compiled().FindString(text)
}

// FindSubmatch is regexp.Regexp's.
func (r *Regexp) FindSubmatch(text []byte) [][]byte {
	return r.compiled().FindSubmatch(text)
}

// FindAllIndex is regexp.Regexp's.
func (r *Regexp) FindAllIndex(text []byte, most int) [][]int {
	return r.compiled().FindAllIndex(text, most)
}

// FindAllSubmatchIndex is regexp.Regexp's.
func (r *Regexp) FindAllSubmatchIndex(text []byte, most int) [][]int {
	return r.compiled().FindAllSubmatchIndex(text, most)
}
