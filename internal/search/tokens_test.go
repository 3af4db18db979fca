package search

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestTokens(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"Use PostgreSQL, not k8s!", []string{"use", "postgresql", "not", "k8s"}},
		{"snake_case 3.5", []string{"snake", "case", "3", "5"}},
		{"CAFÉ Cafe\u0301 ﬁle ½", []string{"cafe", "cafe", "file", "1", "2"}},
		{"Straße STRASSE Łódź ΟΔΟΣ ὁδός", []string{"strasse", "strasse", "lodz", "οδοσ", "οδοσ"}},
		{"İstanbul ışık", []string{"istanbul", "isik"}},
		{"数据库", []string{"数据", "据库"}},
		{"第3章 用PostgreSQL数据库", []string{"第", "3", "章", "用", "postgresql", "数据", "据库"}},
		{"サーバー ﾃﾞｰﾀ", []string{"サー", "ーハ", "ハー", "テー", "ータ"}},
		{"a\xffb", []string{"a", "b"}},
		{strings.Repeat("x", 40) + " y", []string{strings.Repeat("x", 32), "y"}},
		{"", nil},
	} {
		if diff := cmp.Diff(tt.want, Tokens(tt.text)); diff != "" {
			t.Errorf("tokens of %q:\n%s", tt.text, diff)
		}
	}
}

// TestTailOfARun holds that the index also has the last character of a run, so
// that a single one finds every place of it.
func TestTailOfARun(t *testing.T) {
	var got []string
	s := scanner{tail: true, emit: func(token []byte) { got = append(got, string(token)) }}
	s.scan("采用 a")
	if diff := cmp.Diff([]string{"采用", "用", "a"}, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzTokens(f *testing.F) {
	for _, text := range []string{"Use PostgreSQL", "数据库 é ﬁ", "ΟΔΟΣ\u0301", "\xff", "サーバー", "한국어", strings.Repeat("ß", 50)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tokens := Tokens(text)
		for _, token := range tokens {
			if n := utf8.RuneCountInString(token); n == 0 || n > wordMost || !utf8.ValidString(token) {
				t.Errorf("token %q of %q", token, text)
			}
			for _, r := range token {
				if !unicode.IsLetter(r) && !unicode.IsNumber(r) || unicode.Is(unicode.M, r) {
					t.Errorf("token %q of %q holds %q", token, text, r)
				}
			}
			if r, _ := utf8.DecodeRuneInString(token); !paired(r) && utf8.RuneCountInString(token) < wordMost {
				if again := Tokens(token); len(again) != 1 || again[0] != token {
					t.Errorf("token %q of %q has the tokens %q", token, text, again)
				}
			}
		}
		// Texts side by side have the tokens of both.
		if diff := cmp.Diff(append(append([]string(nil), tokens...), tokens...), Tokens(text+" "+text)); diff != "" {
			t.Errorf("%q twice:\n%s", text, diff)
		}
	})
}

// FuzzFeed holds words that are taken whole to those taken a letter at a time, in
// pieces that are cut anywhere.
func FuzzFeed(f *testing.F) {
	for _, text := range []string{"Use PostgreSQL 16, now", strings.Repeat("Ab1", 20) + " c", strings.Repeat("é", 30) + "abcdef", "数据库abc数", "a-b_c\xffd", "サーバーx"} {
		f.Add(text, len(text)/2)
	}
	f.Fuzz(func(t *testing.T, text string, cut int) {
		cut = min(max(cut, 0), len(text))
		for !utf8.RuneStart((text + ".")[cut]) {
			cut--
			if cut < 0 {
				cut = 0
				break
			}
		}
		var got, want []string
		whole := scanner{tail: true, emit: func(token []byte) { got = append(got, string(token)) }}
		whole.feed(text[:cut])
		whole.feed(text[cut:])
		whole.end()
		slow := scanner{tail: true, emit: func(token []byte) { want = append(want, string(token)) }}
		for i := 0; i < len(text); {
			c := text[i]
			_, size := utf8.DecodeRuneInString(text[i:])
			switch {
			case c >= utf8.RuneSelf:
				slow.feed(text[i : i+size])
			case unicode.IsLetter(rune(c)) || unicode.IsDigit(rune(c)):
				slow.letter(unicode.ToLower(rune(c)))
			default:
				slow.end()
			}
			i += size
		}
		slow.end()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q:\n%s", text, diff)
		}
	})
}
