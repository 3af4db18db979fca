package search

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// wordMost is how many characters of a word count.
const wordMost = 32

// Tokens are the tokens of a text, in order. The rules are such that a browser
// can follow them to the letter with String.normalize, toLowerCase and Unicode
// properties:
//
//  1. The text is put into normalization form NFKD, and all marks (M) are dropped,
//     so that é is e, ﬁ is fi and full-width letters are plain ones.
//  2. It is put into lower case, and the letters that NFKD leaves whole are
//     spelled out (see spelled).
//  3. A word is a longest run of letters (L) and numbers (N), of which the first
//     32 characters count.
//  4. A run of Han, Hiragana or Katakana in it is cut out, and is its pairs of
//     neighbouring characters, or the one character where it has no more. Hangul
//     is written with spaces and stays in words.
func Tokens(text string) []string {
	var tokens []string
	s := scanner{emit: func(token []byte) { tokens = append(tokens, string(token)) }}
	s.scan(text)
	return tokens
}

// spelled are letters that have no decomposition, as they are typed elsewhere.
var spelled = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'ħ': "h", 'ı': "i", 'ł': "l", 'þ': "th", 'ς': "σ",
}

// scanner cuts texts into tokens. A token is the caller's until emit returns.
type scanner struct {
	emit func(token []byte)
	tail bool // give the last character of a pair as well: see Builder

	word       []byte // with room for the longest
	letters    int    // in word, cut ones too
	run        []rune
	decomposed []byte
	pair       []byte
}

// scan gives the tokens of a text.
func (s *scanner) scan(text string) {
	s.feed(text)
	s.end()
}

// feed takes a piece of a text. A word may go on in the next.
func (s *scanner) feed(text string) {
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			if plain[c] == 0 {
				s.end()
				i++
			} else {
				i += s.plain(text[i:])
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && size == 1 {
			s.end()
			i++
			continue
		}
		s.decomposed = norm.NFKD.AppendString(s.decomposed[:0], text[i:i+size])
		for at := 0; at < len(s.decomposed); {
			r, size := utf8.DecodeRune(s.decomposed[at:])
			s.fold(r)
			at += size
		}
		i += size
	}
}

// plain are the letters and digits of ASCII, in lower case, by their characters;
// 0 stands for all others.
var plain = func() (table [256]byte) {
	for c := byte('0'); c <= 'z'; c++ {
		switch {
		case c <= '9' || c >= 'a':
			table[c] = c
		case c >= 'A' && c <= 'Z':
			table[c] = c + 'a' - 'A'
		}
	}
	return table
}()

// plain takes the letters and digits of ASCII that a text begins with, which most
// words consist of, and tells how many they are.
func (s *scanner) plain(text string) int {
	if len(s.run) > 0 {
		s.endRun()
	}
	if s.word == nil {
		s.word = make([]byte, 0, (wordMost+1)*utf8.UTFMax)
	}
	word := s.word
	n := 0
	for most := min(len(text), wordMost-s.letters); n < most; n++ {
		c := plain[text[n]]
		if c == 0 {
			break
		}
		word = append(word, c)
	}
	s.word = word
	s.letters += n
	if s.letters >= wordMost {
		for n < len(text) && plain[text[n]] != 0 {
			n++
			s.letters++
		}
	}
	return n
}

// fold takes one character of a decomposed text.
func (s *scanner) fold(r rune) {
	if unicode.Is(unicode.M, r) {
		return
	}
	r = unicode.ToLower(r)
	if letters, ok := spelled[r]; ok {
		for _, r := range letters {
			s.letter(r)
		}
		return
	}
	switch {
	case !unicode.IsLetter(r) && !unicode.IsNumber(r):
		s.end()
	case paired(r):
		s.endWord()
		s.run = append(s.run, r)
	default:
		s.letter(r)
	}
}

// letter adds a character to the word.
func (s *scanner) letter(r rune) {
	if len(s.run) > 0 {
		s.endRun()
	}
	if s.letters < wordMost {
		s.word = utf8.AppendRune(s.word, r)
	}
	s.letters++
}

func (s *scanner) end() {
	s.endWord()
	s.endRun()
}

func (s *scanner) endWord() {
	if len(s.word) > 0 {
		s.emit(s.word)
		s.word, s.letters = s.word[:0], 0
	}
}

func (s *scanner) endRun() {
	for i, r := range s.run {
		last := i == len(s.run)-1
		if last && i > 0 && !s.tail {
			break
		}
		s.pair = utf8.AppendRune(s.pair[:0], r)
		if !last {
			s.pair = utf8.AppendRune(s.pair, s.run[i+1])
		}
		s.emit(s.pair)
	}
	s.run = s.run[:0]
}

// paired tells whether a character belongs to a script without spaces that is
// indexed by pairs. The prolonged sound mark belongs to no script.
func paired(r rune) bool {
	return r >= 0x2E80 && (r == 'ー' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana))
}

// endsInWord tells whether a text ends within a word, which may then go on.
func endsInWord(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return unicode.In(r, unicode.L, unicode.N, unicode.M)
}
