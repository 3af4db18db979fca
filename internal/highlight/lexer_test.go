package highlight

import (
	"fmt"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
	"github.com/google/go-cmp/cmp"
)

// tokensOf is what a lexer makes of code, token by token, and how it ended.
func tokensOf(run func(each func(t chroma.TokenType, text string) bool)) (tokens []string) {
	defer func() {
		if p := recover(); p != nil {
			tokens = append(tokens, fmt.Sprint("panic: ", p))
		}
	}()
	run(func(t chroma.TokenType, text string) bool {
		tokens = append(tokens, fmt.Sprintf("%v %q", t, text))
		return true
	})
	return tokens
}

// likeChroma compares the tokens of code by the loop here with chroma's own.
func likeChroma(t *testing.T, language, code string) {
	t.Helper()
	l := lexerOf(language)
	got := tokensOf(func(each func(chroma.TokenType, string) bool) { l.run(code, each) })
	want := tokensOf(func(each func(chroma.TokenType, string) bool) {
		next, err := l.from.Tokenise(&chroma.TokeniseOptions{State: "root"}, code)
		if err != nil {
			t.Fatal(err)
		}
		for token := next(); token != chroma.EOF; token = next() {
			each(token.Type, token.Value)
		}
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s of %q: -chroma +here\n%s", language, code, diff)
	}
}

// pieces are what many languages have a rule for, one after the other.
const pieces = "a = b(\"c\") # d\n\n<e f='g'>{{ h }}</e>\n\tif (i) { return 1.5e3; } // ü 日本 \U0001F600\n@j\n" +
	"SELECT * FROM k WHERE l = 'm' -- n\n#include <o.h>\npackage p; import q\n\\r{s} $t ${u} `v` %w [x]: |\n" +
	"end END-EXEC select selected yield from yield a async for in ist é select_ x.in fr\"y\" int2 INT\n" + // words that go on, and do not
	"--- y\n+++ z\n@@ -1 +1 @@\n: \"\"\"doc\"\"\" 0x1F 10ms 'a' \\\"b\nfunction c() end\n<?php echo 1 ?>\n<<A\nA\n/* k"

// TestLikeChroma holds the loop over a lexer's rules to chroma's, for every lexer:
// the whole of a text with something for each, each of its lines, and what ends early.
func TestLikeChroma(t *testing.T) {
	texts := append(strings.SplitAfter(pieces, "\n"), pieces, "", "\n", "\n\n", "\x00", "\u00a0", "a\n ", strings.Repeat("(", 80))
	for _, language := range languages(t) {
		for _, text := range texts {
			likeChroma(t, language, text)
		}
	}
}

func FuzzLikeChroma(f *testing.F) {
	names := languages(f)
	for i := range names {
		f.Add(i, pieces[i:])
	}
	f.Fuzz(func(t *testing.T, i int, code string) {
		if len(code) > MaxBytes/8 || strings.ToValidUTF8(code, "") != code {
			t.Skip()
		}
		likeChroma(t, names[uint(i)%uint(len(names))], code)
	})
}

// BenchmarkTokens lexes a short program again and again.
func BenchmarkTokens(b *testing.B) {
	code := "package main\n\nimport \"fmt\"\n\n// record 7\nfunc main() {\n\tfor n := 0; n < 12; n++ {\n\t\tfmt.Println(\"record\", n)\n\t}\n}"
	b.SetBytes(int64(len(code)))
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := Tokens("go", code); !ok {
			b.Fatal("it is not highlighted")
		}
	}
}
