package review_test

import (
	"bytes"
	"fmt"
	stdhtml "html"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"

	"tradeoff/internal/diag"
	"tradeoff/internal/record"
	"tradeoff/internal/report"
	"tradeoff/internal/review"
)

// hostile is the review that has everything, with a text in each place where a record,
// an input, a path or a settings file may put one.
func hostile(said string) *review.Review {
	r := everything()
	put(reflect.ValueOf(r).Elem(), said)
	lead := said
	if report.Plain(record.PlainText(said)) == "" {
		lead = benign // else there is none
	}
	for i := range r.Decisions {
		r.Decisions[i].Restricted = false
		if r.Decisions[i].Lead != "" {
			r.Decisions[i].Lead = lead
		}
	}
	r.Governed[0].Lead = lead
	return r
}

// put writes a text into every string below v that is not one of a few words.
func put(v reflect.Value, said string) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() && v.String() != "" {
			v.SetString(said)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; name != "Key" && name != "Answer" {
				put(v.Field(i), said)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			put(v.Index(i), said)
		}
	}
}

// markdown is what a forge makes of a comment.
var markdown = goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList))

// skeleton is a comment's structure without its text: kinds of nodes, and HTML without
// what stands between tags. It gives the text apart, as a forge looks for people in it;
// code is left out, as forges leave it out.
func skeleton(t *testing.T, comment string) (structure, shown string) {
	t.Helper()
	var b strings.Builder
	src := []byte(comment)
	doc := markdown.Parser().Parse(text.NewReader(src))
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			return ast.WalkContinue, nil // one text may be several nodes
		case *ast.String:
			return ast.WalkContinue, nil
		case *ast.CodeSpan:
			if entering {
				b.WriteString("code ")
			}
			return ast.WalkSkipChildren, nil
		case *ast.RawHTML:
			if entering {
				b.Write(n.Segments.Value(src))
			}
		case *ast.HTMLBlock:
			if entering {
				for _, tag := range tags.FindAll(n.Lines().Value(src), -1) {
					b.Write(tag)
				}
			}
		}
		if entering {
			fmt.Fprintf(&b, "(%s", n.Kind())
		} else {
			b.WriteString(")")
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	unsafe := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))
	if err := unsafe.Convert(src, &page); err != nil {
		t.Fatal(err)
	}
	return b.String(), stdhtml.UnescapeString(tags.ReplaceAllString(codes.ReplaceAllString(page.String(), "\x00"), "\x00"))
}

var (
	tags  = regexp.MustCompile(`(?s)<!--.*?-->|</?[a-zA-Z][^<>]*>`)
	codes = regexp.MustCompile(`(?s)<code>.*?</code>`)
	// reference is what a forge makes of text: people, teams, issues, merge requests,
	// labels, commits, addresses.
	reference = regexp.MustCompile(`(?i)@\w|[#!&$~%][\w"]|\bgh-\d|(?-i:[A-Z]-\d)|\b[0-9a-f]{7,40}\b|[a-z]+://|www\.|mailto:\w|:[a-z0-9_+-]+:`)
)

// benign is a text that a comment has nothing to do about.
const benign = "word"

// benignSkeleton is the structure that a comment has, whatever its words.
func benignSkeleton(t *testing.T) string {
	onceBenign.Do(func() { structureBenign, _ = skeleton(t, write(t, hostile(benign), 1<<20)) })
	return structureBenign
}

var (
	onceBenign      sync.Once
	structureBenign string
)

// harmless holds that a text changes nothing but the words of a comment.
func harmless(t *testing.T, said string) {
	t.Helper()
	var b bytes.Buffer
	if err := review.Markdown(&b, hostile(said), 1<<20); err != nil {
		t.Fatal(err)
	}
	got, shown := skeleton(t, b.String())
	if want := benignSkeleton(t); got != want && report.Plain(said) != "" {
		i := 0
		for i < min(len(got), len(want)) && got[i] == want[i] {
			i++
		}
		t.Errorf("%q makes another comment: …%s, want …%s", said, got[max(0, i-60):min(len(got), i+90)], want[max(0, i-60):min(len(want), i+90)])
	}
	if found := reference.FindString(shown); found != "" {
		t.Errorf("%q refers to %q", said, found)
	}
	for _, line := range strings.Split(b.String(), "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "/") {
			t.Errorf("%q gives a command to a bot: %q", said, line)
		}
	}
	if strings.ContainsFunc(b.String(), func(r rune) bool {
		return r != '\n' && r != '\ufe0f' && (r < ' ' || r == 0x7f || 0x80 <= r && r < 0xa0 || 0x200b <= r && r <= 0x200f || 0x2028 <= r && r <= 0x202e || 0x2060 <= r && r <= 0x206f || r == 0xfeff)
	}) {
		t.Errorf("%q brings what is not seen: %q", said, b.String())
	}
}

func TestHostileText(t *testing.T) {
	for _, said := range []string{
		"@octocat look", "a@octocat", "@org/team", "(@a)", "mail a.b@example.org", "ping @everyone!",
		"#1", "see #123", "o/r#12", "GH-1", "gh-12", "fixes #3", "!12", "g/p!3", "$5", "&7", `~"label"`, "~label", `%"m"`, "%12", "^alert#1", "[issue:1]", "*iteration:1",
		"3f2a91c", "0123456789abcdef0123456789abcdef01234567", "a/b@3f2a91cd", "JIRA-12",
		"http://example.org", "https://github.com/o/r/issues/1", "www.example.org", "WWW.example.org", "ftp://x.y", "mailto:a@b.cd", "<https://e.org>", "<a@b.cd>", "javascript:alert(1)", "file:///etc/passwd",
		"[a](http://b.c)", "![a](b)", "[a][b]", "[a]: http://b.c", "[^1]", "[^1]: note", "[x] done", "[!NOTE]",
		"<b>", "</details>", "</summary>", "<script>alert(1)</script>", "<!--", "-->", "<img src=x onerror=y>", "<ins>", "</ins>", "&lt;b&gt;", "&#60;b&#62;", "&", "<?php", "<![CDATA[",
		"a | b", "a || b | c |", `a \| b`, `\`, `\\|`, `\|`, "|", "a\n| b |", "a\n\n# b", "a\r\nb", "a\u2028b", "a\u0085b",
		"# head", "####### h", "- item", "+ item", "* item", "1. item", "12) item", "> quote", "---", "===", "***", "    code", "\tcode", "~~~", "```", "```diff\n+ a\n```", "`", "``a`", "a`b`c",
		"*a*", "**a**", "_a_", "__a__", "~~a~~", "a*b*c", "*", "**", "$x$", "$$x$$", "$`x`$", "{{<x>}}", "{::comment}", ": definition", "/close", "/lgtm", "/assign @a", ":tada:", ":+1:",
		"\u202egpj.exe", "a\u200bb", "\ufeffx", "x\x00y", "\x1b[31mred\x1b[0m", "a\u00adb", "\U000e0041\U000e0042", "\xff\xfe", "＠a", "snake_case_name", "_", "a_", "日本語 title", "❤️", "0", " a ", "a  b", "a\\",
	} {
		harmless(t, said)
	}
}

// FuzzMarkdown holds that no text changes more than words.
func FuzzMarkdown(f *testing.F) {
	for _, seed := range []string{"@a #1 http://b.c www.d.e", "a|b\n\n<b>`**_~[x](y)", `\\|&#8203;@a`, "``` ~~~ --> </details>", "x@y.zw 1. # -", "a|b\n\n<b>`*!_0000000"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, said string) {
		if len(said) > 120 || strings.TrimSpace(said) == "" {
			return
		}
		harmless(t, said)
	})
}

// units are characters as a forge counts them at the most.
func units(s string) int { return len(utf16.Encode([]rune(s))) }

func TestMarkdownIsBounded(t *testing.T) {
	long := many(60)
	for i := range long.Decisions {
		for j := range 50 {
			long.Decisions[i].Values = append(long.Decisions[i].Values, review.Value{Key: "k", Label: fmt.Sprint("label ", j), From: "𝔞 <b>", To: strings.Repeat("| ", 100)})
		}
	}
	huge := everything()
	for i := range 500 {
		huge.Decisions = append(huge.Decisions, many(1).Decisions...)
		huge.Brought = append(huge.Brought, diag.Finding{Pos: diag.Pos{File: "a.md", Line: i + 1}, Rule: "r", Severity: diag.Warning, Message: "m"})
		huge.There = append(huge.There, huge.Brought[0])
		huge.Governed = append(huge.Governed, huge.Governed[0])
		huge.Needs = append(huge.Needs, huge.Needs[0])
	}
	for name, r := range map[string]*review.Review{"everything": everything(), "50": many(50), "long": long, "huge": huge, "hostile": hostile("</details> | ` @a 𝔞")} {
		whole := units(write(t, r, 1<<30))
		for limit := 1000; limit < 120000; limit += limit*2/3 + 7 {
			got := write(t, r, limit)
			if got == "" {
				if limit > 4000 {
					t.Errorf("%s: no room in %d", name, limit)
				}
				continue
			}
			if n := units(got); n > limit {
				t.Errorf("%s: %d characters, of %d", name, n, limit)
			} else if limit < whole && !strings.Contains(got, "tradeoff review") && !strings.Contains(got, "left out") && !strings.Contains(got, "there before") {
				t.Errorf("%s: nothing says what is missing of %d in %d", name, whole, limit)
			}
			if strings.Count(got, "\n<details>") != strings.Count(got, "\n</details>") || strings.Count(got, "<ins>") != strings.Count(got, "</ins>") {
				t.Errorf("%s: markup is cut at %d", name, limit)
			}
		}
		if got := write(t, r, 0); units(got) > review.Limit {
			t.Errorf("%s: %d characters", name, units(got))
		}
		if got := write(t, r, 50); got != "" {
			t.Errorf("%s in 50 characters: %s", name, got)
		}
	}
}

// What goes first is prose, and what stays to the last are the worst cases and rows of
// the decisions that matter most.
func TestWhatIsLeftOutFirst(t *testing.T) {
	r := many(50)
	whole := write(t, r, 1<<30)
	less := write(t, r, units(whole)-100)
	if strings.Count(less, "prose left out") == 0 || strings.Count(less, "<details>") != strings.Count(whole, "<details>") {
		t.Errorf("prose does not go first:\n%s", less)
	}
	least := write(t, r, 2500)
	if strings.Contains(least, "<details>") || !strings.Contains(least, "the bill flips") || !strings.Contains(least, "more: `tradeoff review --base main` shows them") {
		t.Errorf("in 2500 characters:\n%s", least)
	}
	if rows := regexp.MustCompile(`(?m)^\| 0001 `).FindString(least); rows == "" {
		t.Errorf("the decision with a worst case unanswered is not in the table:\n%s", least)
	}
	for _, n := range []int{1, 50} {
		lines := strings.Split(write(t, many(n), 0), "\n")
		if lines[0] != review.Marker || !strings.HasPrefix(lines[1], "**") || slices.Index(lines, "| | decision | what happened | chosen |") > 5 {
			t.Errorf("the comment on %d begins %q", n, lines[:6])
		}
	}
}

func write(t *testing.T, r *review.Review, limit int) string {
	t.Helper()
	var b bytes.Buffer
	if err := review.Markdown(&b, r, limit); err != nil {
		return ""
	}
	return b.String()
}
