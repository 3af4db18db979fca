// Package highlight tells the keywords, strings, comments and the like of a piece
// of code apart, with chroma's lexers.
//
// It knows about a hundred languages and ten classes of token: a reader is helped by
// few colours, and a style sheet by few rules. It writes no HTML. Code in a
// language that it does not know, or that is too long to be worth the time, is
// left to its caller to show plain.
//
// Chroma's lexers are regular expressions that can go back over a text many
// times. What holds them is the length of the code alone (MaxBytes), so that the
// same code gives the same tokens on any machine; TestSlowCode tries each lexer
// on what regular expressions are slow at.
package highlight

import (
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
)

// MaxBytes bounds the code of one call, and MaxLine one line of it.
const (
	MaxBytes = 4 << 10
	MaxLine  = 1 << 10
)

// Class says what a token is, in one letter that a style sheet can use.
type Class string

// The classes of tokens.
const (
	Plain    Class = ""
	Keyword  Class = "k" // and operators that are words
	String   Class = "s"
	Comment  Class = "c"
	Number   Class = "n" // and other constants
	Function Class = "f" // what is defined or called: functions, types, tags
	Name     Class = "a" // attributes, properties, keys, variables of templates
	Meta     Class = "m" // directives, decorators, prompts
	Inserted Class = "i" // lines of a diff
	Deleted  Class = "d"
	Heading  Class = "h"
)

// Token is a piece of code.
type Token struct {
	Class Class
	Text  string
}

// Tokens splits code, and is false where it cannot: of a language that is not
// known, of code that is too long, and of code that the lexer would change or
// gives up on. The tokens' texts together are the code, and no two
// neighbours are of one class.
func Tokens(language, code string) (tokens []Token, ok bool) {
	if language == "" || len(code) > MaxBytes || !utf8.ValidString(code) || strings.ContainsRune(code, '\r') {
		return nil, false
	}
	for line := range strings.Lines(code) {
		if len(line) > MaxLine {
			return nil, false
		}
	}
	lexer := lexerOf(language)
	if lexer == nil {
		return nil, false
	}
	defer func() {
		if recover() != nil { // as chroma's iterators report an error
			tokens, ok = nil, false
		}
	}()
	rest := code
	lexer.run(code, func(t chroma.TokenType, text string) bool {
		if rest == "" {
			return false // the newline that some lexers add
		}
		if text == "" {
			return true
		}
		if !strings.HasPrefix(rest, text) {
			if text != rest+"\n" {
				return false
			}
			text = rest
		}
		rest = rest[len(text):]
		class := classOf(t)
		if strings.TrimSpace(text) == "" && class != Inserted && class != Deleted {
			class = Plain
		}
		if n := len(tokens); n > 0 && tokens[n-1].Class == class {
			// The two are neighbours in the code.
			tokens[n-1].Text = code[len(code)-len(rest)-len(text)-len(tokens[n-1].Text) : len(code)-len(rest)]
		} else {
			tokens = append(tokens, Token{class, code[len(code)-len(rest)-len(text) : len(code)-len(rest)]})
		}
		return true
	})
	if rest != "" {
		return nil, false
	}
	return tokens, true
}

// classOf makes few of chroma's many types.
func classOf(t chroma.TokenType) Class {
	switch t {
	case chroma.KeywordConstant, chroma.NameConstant:
		return Number
	case chroma.OperatorWord:
		return Keyword
	case chroma.CommentPreproc, chroma.CommentPreprocFile, chroma.NameDecorator, chroma.GenericPrompt, chroma.CommentHashbang:
		return Meta
	case chroma.NameFunction, chroma.NameFunctionMagic, chroma.NameClass, chroma.NameTag, chroma.NameBuiltin, chroma.NameException, chroma.KeywordType:
		return Function
	case chroma.NameAttribute, chroma.NameProperty, chroma.NameVariable, chroma.NameLabel, chroma.NameEntity:
		return Name
	case chroma.GenericInserted:
		return Inserted
	case chroma.GenericDeleted:
		return Deleted
	case chroma.GenericHeading, chroma.GenericSubheading:
		return Heading
	}
	switch t.Category() {
	case chroma.Keyword:
		return Keyword
	case chroma.Comment:
		return Comment
	case chroma.Literal:
		switch t.SubCategory() {
		case chroma.LiteralString:
			return String
		case chroma.LiteralNumber:
			return Number
		}
	}
	return Plain
}
