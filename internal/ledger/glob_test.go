package ledger

import (
	"strings"
	"testing"
	"time"

	"github.com/bmatcuk/doublestar/v4"
)

func TestMatch(t *testing.T) {
	for _, tt := range []struct {
		pattern string
		yes, no []string
	}{
		{"services/thumbnails/**", []string{"services/thumbnails/a.go", "services/thumbnails/b/c.go", "services/thumbnails"}, []string{"services/thumbnails2/a.go", "x/services/thumbnails/a.go"}},
		{"services/thumbnails", []string{"services/thumbnails", "services/thumbnails/b/c.go"}, []string{"services/thumbnails2"}},
		{"services/thumbnails/", []string{"services/thumbnails/b/c.go"}, []string{"services"}},
		{"services/*/", []string{"services/a/b.go", "services/a/b/c.go"}, []string{"services/", "web/a/b.go"}},
		{"services/*", []string{"services/a.go"}, []string{"services/a/b.go"}},
		{"./services/**", []string{"services/a.go", "./services/a.go", "/services/a.go"}, nil},
		{"/services//./a", []string{"services/a/b.go"}, []string{"a"}},
		{"*.sql", []string{"a.sql"}, []string{"db/a.sql"}},
		{"**/*.sql", []string{"a.sql", "db/x/a.sql"}, []string{"a.sql/b"}},
		{"Dockerfile", []string{"Dockerfile"}, []string{"a/Dockerfile", "dockerfile"}},
		{"**/migrations", []string{"migrations/1.sql", "a/b/migrations/c/2.sql"}, []string{"a/migrations2/x"}},
		{"{api,web}/**/*.ts", []string{"api/a.ts", "web/b/c.ts"}, []string{"db/a.ts", "api/a.js"}},
		{"{api,web/{a,b}}/", []string{"api/x", "web/a/x", "web/b/x"}, []string{"web/c/x"}},
		{"a{,b}/x", []string{"a/x", "ab/x"}, []string{"ac/x"}},
		{"[ab]/?.go", []string{"a/x.go", "b/y.go"}, []string{"c/x.go", "a/xy.go"}},
		{"[{]/x", []string{"{/x"}, []string{"a/x"}},
		{`app/\[id\]/**`, []string{"app/[id]/page.tsx"}, []string{"app/i/page.tsx"}},
		{`a\{b\}`, []string{"a{b}"}, []string{"ab"}},
		{"**", []string{"a", "a/b"}, nil},
		{"/", []string{"a", "a/b"}, nil},
		{".", []string{"a", "a/b"}, nil},
		{"./", []string{"a"}, nil},
		{".github/**", []string{".github/workflows/a.yml"}, []string{"github/a"}},
		{"日本/**", []string{"日本/a.go"}, []string{"日/a.go"}},
		{"", nil, []string{"", "a"}},
		{"{}", nil, []string{"a", "a/b"}},
		{"{,a}", []string{"a"}, []string{"b"}},
		{"[", nil, []string{"[", "a"}},
		{"{a", nil, []string{"{a", "a"}},
		{"a}", nil, []string{"a}"}},
		{`a\`, nil, []string{"a", `a\`}},
		{"../a/**", nil, []string{"a/b", "../a/b"}},
		{"a/../b", nil, []string{"b", "a/../b"}},
		{"!a/**", nil, []string{"a/b", "!a/b"}},
		{"a\n", nil, []string{"a\n", "a"}},
		{"\xff", nil, []string{"\xff"}},
		{strings.Repeat("a", 600), nil, []string{strings.Repeat("a", 600)}},
	} {
		for _, path := range tt.yes {
			if !Match(tt.pattern, path) {
				t.Errorf("%q does not mean %q", tt.pattern, path)
			}
		}
		for _, path := range tt.no {
			if Match(tt.pattern, path) {
				t.Errorf("%q means %q", tt.pattern, path)
			}
		}
	}
}

func TestPatternFault(t *testing.T) {
	for pattern, want := range map[string]string{
		"services/**": "", "a": "", "a/": "", "/": "", "{a,b}": "", "[!a]x": "", "**/*.{ts,tsx}": "",
		"":                                  "is empty",
		"[":                                 "is no glob: a bracket or a brace does not match",
		"{a":                                "is no glob: a bracket or a brace does not match",
		"a}":                                "is no glob: a bracket or a brace does not match",
		"../x":                              "leads out of the project",
		"a/{b,..}/c":                        "leads out of the project",
		"a[b/c]":                            "has a slash between brackets, or behind a backslash",
		"!a":                                "begins with !, and a glob takes nothing out again",
		"a\tb":                              "holds a control character",
		strings.Repeat("x", 513):            "is too long for a glob",
		strings.Repeat("{a,b}", 7):          "has too many alternatives in braces",
		strings.Repeat("{a,b}", 6):          "",
		strings.Repeat("{a,b}", 60):         "has too many alternatives in braces",
		"{" + strings.Repeat(",", 80) + "}": "has too many alternatives in braces",
	} {
		if got := PatternFault(pattern); got != want {
			t.Errorf("%q: %q, want %q", pattern, got, want)
		}
	}
}

// Whatever a glob is, matching it takes no longer than anybody notices.
func TestMatchIsBounded(t *testing.T) {
	long := strings.Repeat("a/", 2000) + "a"
	name := strings.Repeat("a", 4000)
	for _, pattern := range []string{
		strings.Repeat("**/", 170), strings.Repeat("**/", 169) + "b", strings.Repeat("**/a/", 100) + "b", strings.Repeat("*", 512),
		strings.Repeat("*a", 255) + "b", strings.Repeat("*a", 100) + "{b,c,d,e}{f,g,h,i}{j,k,l,m}", strings.Repeat("{", 250) + strings.Repeat("}", 250),
		strings.Repeat("{a,", 100) + strings.Repeat("}", 100), strings.Repeat("{*,**}/", 6) + "b", strings.Repeat("{a*a*a*,*}", 5) + "b",
		strings.Repeat("[a-z]*", 80) + "0",
	} {
		start := time.Now()
		Match(pattern, long)
		Match(pattern, name)
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%.40q took %v", pattern, took)
		}
	}
}

func TestReaches(t *testing.T) {
	for _, tt := range []struct {
		pattern, dir string
		want         bool
	}{
		{"services/**", "services", true}, {"services/**", "services/a", true}, {"services/a/b.go", "services", true},
		{"services/**", "", true}, {"services/**", "web", false}, {"services/a", "services/a/b/c", true},
		{"services/*", "services/a/b", false}, {"services/*/x.go", "services/a", true}, {"services/*/x.go", "services/a/b", false},
		{"services/*", "services/a", true}, // it may mean the folder itself
		{"**/x.go", "any/where", true}, {"/", "any", true}, {"a/[bc]/d", "a/b", true},
	} {
		alternatives, fault := compile(tt.pattern)
		if fault != "" {
			t.Errorf("%q %s", tt.pattern, fault)
			continue
		}
		var dir []string
		if tt.dir != "" {
			dir = strings.Split(tt.dir, "/")
		}
		if got := alternatives[0].reaches(dir); got != tt.want {
			t.Errorf("%q reaches %q: %v", tt.pattern, tt.dir, got)
		}
	}
}

// A glob means what doublestar says of it, and of a folder what lies below; whatever it
// is, nothing fails.
func FuzzMatch(f *testing.F) {
	for _, pattern := range []string{"a/**", "{a,b}/*.go", "[a-c]?/x", "**/a/**/b", `\{a`, "[^a", "{a,{b,c}}", "./a/", "a[b,}]{c}"} {
		f.Add(pattern, "a/b/c.go")
	}
	f.Fuzz(func(t *testing.T, pattern, path string) {
		if len(pattern) > 100 || len(path) > 200 {
			return
		}
		got := Match(pattern, path)
		fault := PatternFault(pattern)
		if fault != "" && got {
			t.Fatalf("%q %s, and means %q", pattern, fault, path)
		}
		if fault != "" || rooted(path) != path {
			return
		}
		if ok, err := doublestar.Match(pattern, path); err == nil && ok && path != "" && !got && rooted(pattern) == pattern {
			t.Fatalf("%q does not mean %q", pattern, path)
		}
		if path != "" && MatchesAny(pattern, []string{path}) != got {
			t.Fatalf("%q means %q: %v, and not so among others", pattern, path, got)
		}
		// What the index would look under has to be there.
		alternatives, _ := compile(pattern)
		keys := map[string]bool{}
		for _, key := range keysOfPath(path) {
			keys[key] = true
		}
		for _, a := range alternatives {
			if !a.matches(path) {
				continue
			}
			for _, key := range keysOfPattern(a) {
				if !keys[key] {
					t.Fatalf("%q means %q, which has no key %q", a.pattern, path, key)
				}
			}
			if parts := strings.Split(path, "/"); path != "" && !a.reaches(parts[:len(parts)-1]) {
				t.Fatalf("%q means %q, and does not reach its folder", a.pattern, path)
			}
		}
	})
}

func TestMatchesAny(t *testing.T) {
	paths := []string{"a", "a b/x", "a.b/x", "a/b.go", "a/c/d.go", "a0", "b/c"} // in order
	for pattern, want := range map[string]bool{
		"a": true, "a/": true, "a/b.go": true, "a/c": true, "a/c/**": true, "a/c/*.ts": false, "a/*/d.go": true, "b": true, "b/d": false,
		"{x,b}/c": true, "**/d.go": true, "a0": true, "a1": false, "": false, "[": false, "/": true, "c/**": false, "a.b/**": true,
	} {
		if got := MatchesAny(pattern, paths); got != want {
			t.Errorf("%q: %v", pattern, got)
		}
	}
	if MatchesAny("**", nil) {
		t.Error("nothing is meant")
	}
}
