package highlight

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// marked shows tokens as text: k⟨func⟩.
func marked(tokens []Token) string {
	var b strings.Builder
	for _, t := range tokens {
		if t.Class == Plain {
			b.WriteString(t.Text)
		} else {
			fmt.Fprintf(&b, "%s⟨%s⟩", t.Class, t.Text)
		}
	}
	return b.String()
}

func TestTokens(t *testing.T) {
	for _, tt := range []struct{ language, code, want string }{
		{"go", "// A.\nfunc a() int { return 1 + len(`x`) }\n", "c⟨// A.⟩\nk⟨func⟩ f⟨a⟩() f⟨int⟩ { k⟨return⟩ n⟨1⟩ + f⟨len⟩(s⟨`x`⟩) }\n"},
		{"YML", "a: b # c\nd: 1\n", "f⟨a⟩: b c⟨# c⟩\nf⟨d⟩: n⟨1⟩\n"},
		{"json", `{"a": [true, "b"]}`, `{f⟨"a"⟩: [n⟨true⟩, s⟨"b"⟩]}`},
		{"sh", "if true; then echo \"$A\"; fi # b", "k⟨if⟩ true; k⟨then⟩ f⟨echo⟩ s⟨\"⟩a⟨$A⟩s⟨\"⟩; k⟨fi⟩ c⟨# b⟩"},
		{"sql", "SELECT a FROM b WHERE c = 'd'; -- e\n", "k⟨SELECT⟩ a k⟨FROM⟩ b k⟨WHERE⟩ k⟨c⟩ = s⟨'d'⟩; c⟨-- e\n⟩"},
		{"diff", "--- a\n+++ b\n@@ -1 +1 @@\n-c\n+d\n e\n", "d⟨--- a\n⟩i⟨+++ b\n⟩h⟨@@ -1 +1 @@\n⟩d⟨-c\n⟩i⟨+d\n⟩ e\n"},
		{"html", `<a href="b">c</a>`, `<f⟨a⟩ a⟨href⟩=s⟨"b"⟩>c</f⟨a⟩>`},
		{"tsx", "const a = <b c={1}>d</b>;", "k⟨const⟩ a = <f⟨b⟩ a⟨c⟩={n⟨1⟩}>d</f⟨b⟩>;"},
	} {
		tokens, ok := Tokens(tt.language, tt.code)
		if diff := cmp.Diff(tt.want, marked(tokens)); diff != "" || !ok {
			t.Errorf("%s: %v\n%s", tt.language, ok, diff)
		}
	}
	for _, tt := range []struct{ name, language, code string }{
		{"no language", "", "a"},
		{"a language that nobody knows", "xyzzy", "a"},
		{"one that is a path", "../index.tsv", "a"},
		{"too long", "go", strings.Repeat("a\n", MaxBytes)},
		{"a long line", "go", strings.Repeat("a", MaxLine+1)},
		{"no text", "go", "\xff"},
		{"bare carriage returns", "go", "a\rb"},
	} {
		if tokens, ok := Tokens(tt.language, tt.code); ok {
			t.Errorf("%s: got %v", tt.name, tokens)
		}
	}
}

// TestWholeText holds that no lexer loses or changes a byte.
func TestWholeText(t *testing.T) {
	text := "a = b(\"c\") # d\n\n<e f='g'>{{ h }}</e>\n\tif (i) { return 1.5e3; } // ü 日本 \U0001F600\n@j\n/* k"
	for _, name := range languages(t) {
		tokens, ok := Tokens(name, text)
		if !ok {
			t.Logf("%s is not highlighted", name)
			continue
		}
		var b strings.Builder
		for _, token := range tokens {
			b.WriteString(token.Text)
		}
		if b.String() != text {
			t.Errorf("%s: got %q", name, b.String())
		}
	}
}

// languages is one name of each lexer in the archive.
func languages(t testing.TB) []string {
	t.Helper()
	a := opened()
	files, err := fs.Glob(a.files, "*.xml")
	if err != nil {
		t.Fatal(err)
	}
	byFile := map[string]string{}
	for name, file := range a.byName {
		if known, ok := byFile[file]; !ok || name < known {
			byFile[file] = name
		}
	}
	var names []string
	for _, file := range files {
		names = append(names, byFile[file])
	}
	slices.Sort(names)
	return names
}

// slowdown is how much longer a text may take than in the program itself.
var slowdown time.Duration = 1

// TestSlowCode gives the lexers what makes regular expressions slow, at the
// length that a block may have. With -v it tries every one, else a few
// that many use.
func TestSlowCode(t *testing.T) {
	names := strings.Fields("bash go java typescript yaml")
	if testing.Verbose() {
		names = languages(t)
	}
	units := []string{"a", " ", "\t", "0", "\"", "'", "`", "/*", "/", "\\", "\\\"", "<", "<a ", "<!--", "{", "{{", "(", "[", "${", "#", "-", "a b ", "a.", "a(", "a\n", " \n", "'\n", "\"\"\"", "'''", "/*/", "@a", "::", "=>", "a=", "0.", "<<A\n", "%", "$", "|", "&", "--[["}
	if !testing.Verbose() {
		units = units[:12]
	}
	for _, name := range names {
		for _, unit := range units {
			text := strings.Repeat(unit, MaxBytes/len(unit))
			if !strings.Contains(unit, "\n") {
				text = broken(text)
			}
			begin := time.Now()
			Tokens(name, text)
			if took := time.Since(begin); took > slowdown*2*time.Second {
				t.Errorf("%s: %q took %v", name, unit, took)
			} else if took > 300*time.Millisecond {
				t.Logf("%s: %q took %v", name, unit, took)
			}
		}
	}
}

// broken puts a newline into a text wherever a line would be too long.
func broken(text string) string {
	b := []byte(text)
	for i := MaxLine - 2; i < len(b); i += MaxLine - 1 {
		b[i] = '\n'
	}
	return string(b)
}
