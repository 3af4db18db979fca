//go:build linux || darwin

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/content"
	"tradeoff/internal/catalog"
)

const whichCatalog = "Which body of trade-offs does this decision touch?"

// architectureStyle is the catalog of that name, with the names that it has for
// its fields and what it asks.
func architectureStyle(t *testing.T) *catalog.Catalog {
	t.Helper()
	set, findings := catalog.LoadAll(catalog.Folder{FS: content.FS, Dir: "tradeoffs"})
	if err := findings.Err(); err != nil {
		t.Fatal(err)
	}
	return set["architecture-style"]
}

// interview answers what the screen asks, by the ids of the fields, until the
// program ends, and gives the ids in the order in which they were asked. An
// answer that is left out fails the test; an empty one is "I don't know".
func (c *terminal) interview(about *catalog.Catalog, answers map[string]string) (asked []string) {
	c.t.Helper()
	for {
		var f *catalog.Field
		c.until("a question or the end", func(lines []string) bool {
			for i := range about.Fields {
				if has(lines, about.Fields[i].Question) {
					f = &about.Fields[i]
				}
			}
			return f != nil || c.over()
		})
		if f == nil {
			return asked
		}
		answer, ok := answers[f.ID]
		if !ok {
			c.t.Fatalf("%s is asked:\n%s", f.ID, c.text())
		}
		asked = append(asked, f.ID)
		switch {
		case answer == "":
			c.press(enter)
		case f.Type == catalog.YesNoField || f.Type == catalog.WordField:
			c.pick("I don't know", answer)
		default:
			c.press(answer + enter)
		}
		c.until("the question answered", func(lines []string) bool { return !has(lines, f.Question) })
	}
}

// told is what stands on the screen below the answers, in one line.
func (c *terminal) told() string { return strings.Join(strings.Fields(c.text()), " ") }

// The form stops as soon as no answer can change who leads, and what it leaves is
// what the same answers make on the command line.
func TestFormStopsEarly(t *testing.T) {
	about := architectureStyle(t)
	dir := t.TempDir()
	c := onTerminal(t, dir, nil, "new", "Run thumbnails as functions")
	c.line(whichCatalog)
	c.pick("None: one Markdown record", about.Title)
	answers := map[string]string{"engineers": "8", "operates-orchestrator": "No", "portability-required": "Yes"}
	asked := c.interview(about, answers)
	if status := c.status(); status != 0 {
		t.Fatalf("exit status %d:\n%s", status, c.text())
	}
	if len(asked) < 1 || len(asked) > 3 {
		t.Errorf("asked %q", asked)
	}
	closing := fmt.Sprintf("%d of %d answers settled it; the other %d cannot change it. Monolith leads: ", len(asked), len(about.Fields), len(about.Fields)-len(asked))
	if !strings.Contains(c.told(), closing) {
		t.Errorf("after %q there is no %q:\n%s", asked, closing, c.text())
	}
	transcript, _, _ := strings.Cut(c.told(), "Monolith leads: ")
	if page := strings.Join(strings.Fields(docsPage(t, "content/guide/first-decision.md")), " "); !strings.Contains(page, transcript+"Monolith leads: …") {
		t.Errorf("the guide shows another form than this:\n%s", c.text())
	}
	if got := c.out.String(); got != "decisions/0001-run-thumbnails-as-functions.md\n" {
		t.Errorf("standard output is %q", got)
	}

	written := map[string]string{"8": "8", "No": "false", "Yes": "true"}
	args := []string{"new", "Run thumbnails as functions", "--set", "tradeoffs=" + about.ID}
	for _, id := range asked {
		args = append(args, "--set", "profile."+id+"="+written[answers[id]])
	}
	other := t.TempDir()
	c = onTerminal(t, other, nil, append(args, "--no-input")...)
	if status := c.status(); status != 0 {
		t.Fatalf("exit status %d:\n%s", status, c.text())
	}
	if diff := cmp.Diff(tree(t, other), tree(t, dir)); diff != "" {
		t.Errorf("with flags, and with the form:\n%s", diff)
	}
}

// The form asks on while an answer can still change who leads: where a person
// waits on a Java virtual machine, the time that is left for a start decides.
func TestFormAsksOn(t *testing.T) {
	about := architectureStyle(t)
	for _, tt := range []struct {
		name    string
		answers map[string]string
		asks    []string
		never   []string
		tells   string
	}{
		{"somebody waits",
			map[string]string{"engineers": "8", "operates-orchestrator": "No", "portability-required": "No", "runtime": "jvm", "someone-waits": "Yes", "latency-budget-ms": "10_000", "request-duration-ms": "200..300"},
			[]string{"runtime", "someone-waits", "latency-budget-ms", "request-duration-ms"}, nil, "answers settled it; the other "},
		{"nobody waits",
			map[string]string{"engineers": "8", "operates-orchestrator": "No", "portability-required": "No", "runtime": "jvm", "someone-waits": "No", "latency-budget-ms": "200", "request-duration-ms": "100"},
			[]string{"someone-waits"}, []string{"requests-per-month"}, "answers settled it; the other "},
		{"nobody knows",
			map[string]string{"engineers": "8", "operates-orchestrator": "No", "portability-required": "", "runtime": "jvm", "someone-waits": "Yes", "latency-budget-ms": "200", "request-duration-ms": "100"},
			[]string{"portability-required"}, nil, "worth finding out: portability-required."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := onTerminal(t, t.TempDir(), nil, "new", "Serve the search", "--set", "tradeoffs="+about.ID)
			asked := c.interview(about, tt.answers)
			if status := c.status(); status != 0 || !strings.Contains(c.told(), tt.tells) {
				t.Errorf("exit status %d, and not %q:\n%s", status, tt.tells, c.text())
			}
			for _, id := range tt.asks {
				if !has(asked, id) {
					t.Errorf("%s is not among %q", id, asked)
				}
			}
			for _, id := range tt.never {
				if has(asked, id) {
					t.Errorf("%s is among %q", id, asked)
				}
			}
		})
	}
}

// What is typed before its question shows is the answer to that question. It was
// lost, and an Enter among it answered the next one unseen.
func TestFormTakesWhatIsTypedAhead(t *testing.T) {
	about := architectureStyle(t)
	c := onTerminal(t, t.TempDir(), nil, "new", "Run thumbnails as functions")
	c.line(whichCatalog)
	c.press(down + enter + "8" + enter + ctrlC)
	if status := c.status(); status != 3 {
		t.Errorf("exit status %d", status)
	}
	for _, line := range []string{whichCatalog + " " + about.Title, about.Field("engineers").Question + " 8"} {
		if !has(c.lines(), line) {
			t.Errorf("there is no %q:\n%s", line, c.text())
		}
	}
}

// "None" is the plain record that comes without a terminal, and one key away.
func TestFormWithoutACatalog(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	c := onTerminal(t, dir, nil, "new", "Use one queue")
	c.line("> None: one Markdown record")
	c.press(enter)
	if status := c.status(); status != 0 || c.out.String() != "decisions/0001-use-one-queue.md\n" {
		t.Fatalf("exit status %d, %q:\n%s", status, c.out.String(), c.text())
	}
	c = onTerminal(t, other, nil, "new", "Use one queue", "--no-input")
	if status := c.status(); status != 0 {
		t.Fatalf("exit status %d:\n%s", status, c.text())
	}
	if diff := cmp.Diff(tree(t, other), tree(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// Who leaves before the end leaves nothing behind.
func TestFormLeft(t *testing.T) {
	about := architectureStyle(t)
	for _, tt := range []struct {
		name  string
		env   []string
		leave func(c *terminal)
	}{
		{"at once", nil, func(c *terminal) { c.line(whichCatalog); c.press(ctrlC) }},
		{"with Esc", nil, func(c *terminal) { c.line(whichCatalog); c.press(esc) }},
		{"amid an answer", nil, func(c *terminal) {
			c.line(whichCatalog)
			c.pick("None: one Markdown record", about.Title)
			c.line(about.Fields[0].Question)
			c.press("12")
			c.line("> 12")
			c.press(ctrlC)
		}},
		{"after a refusal, with Esc", nil, func(c *terminal) {
			c.line(whichCatalog)
			c.pick("None: one Markdown record", about.Title)
			c.line(about.Fields[0].Question)
			c.press("many" + enter)
			c.line("expected a whole number or a range, found text")
			c.press(esc)
		}},
		{"by a signal", nil, func(c *terminal) {
			c.line(whichCatalog)
			if err := c.process.Signal(syscall.SIGTERM); err != nil {
				c.t.Fatal(err)
			}
		}},
		{"line by line, with Ctrl-C", []string{"ACCESSIBLE=1"}, func(c *terminal) { c.line(whichCatalog); c.press(ctrlC) }},
		{"line by line, with Ctrl-D", []string{"ACCESSIBLE=1"}, func(c *terminal) { c.line(whichCatalog); c.press(ctrlD) }},
		// The library went on with the answer that it had just refused, and fell over it.
		{"line by line, after a refusal, with Ctrl-D", []string{"ACCESSIBLE=1"}, func(c *terminal) {
			c.line(whichCatalog)
			c.press("99\n")
			c.until("a refusal", func([]string) bool { return strings.Contains(c.told(), "Invalid: must be a number between") })
			c.press(ctrlD)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "tradeoff.yaml"), []byte("title: T\n"), 0o666); err != nil {
				t.Fatal(err)
			}
			before := tree(t, dir)
			c := onTerminal(t, dir, tt.env, "new", "Use one queue")
			tt.leave(c)
			if status := c.status(); status != 3 || c.out.Len() > 0 {
				t.Errorf("exit status %d, standard output %q", status, &c.out)
			}
			if !strings.HasSuffix(c.told(), "tradeoff: nothing was written") || c.cursorHidden() {
				t.Errorf("the screen is left as\n%s", c.text())
			}
			if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whoever has asked for quiet, or cannot answer, is asked nothing.
func TestFormIsForPeopleAtATerminal(t *testing.T) {
	for _, tt := range []struct {
		name string
		with streams
		env  []string
		args []string
	}{
		{"--no-input", streams{}, nil, []string{"--no-input"}},
		{"--quiet", streams{}, nil, []string{"--quiet"}},
		{"--json", streams{}, nil, []string{"--json"}},
		{"a dumb terminal", streams{}, []string{"TERM=dumb"}, nil},
		{"CI", streams{}, []string{"CI=true"}, nil},
		{"input from a pipe", streams{in: strings.NewReader("")}, nil, nil},
		{"an input from standard input", streams{in: strings.NewReader("format: tradeoff/1\n")}, nil, []string{"--from", "-"}},
		{"errors to a file", streams{err: new(strings.Builder)}, nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := onTerminalWith(t, tt.with, t.TempDir(), tt.env, append([]string{"new", "Use one queue"}, tt.args...)...)
			if status := c.status(); status != 0 || !strings.Contains(c.out.String(), "0001-use-one-queue.md") || strings.Contains(c.sent(), "\x1b") {
				t.Errorf("exit status %d, %q, and on the terminal %q", status, c.out.String(), c.sent())
			}
		})
	}
}

// With ACCESSIBLE set, and on a terminal too small to draw on, each question is a
// line, and so is each answer.
func TestFormLineByLine(t *testing.T) {
	about := architectureStyle(t)
	for _, tt := range []struct {
		with streams
		env  []string
	}{{streams{}, []string{"ACCESSIBLE=1"}}, {streams{rows: 6}, nil}} {
		c := onTerminalWith(t, tt.with, t.TempDir(), tt.env, "new", "Use one queue")
		told := func(text string) {
			t.Helper()
			c.until(text, func([]string) bool { return strings.Contains(c.told(), text) })
		}
		c.line(whichCatalog)
		c.press("2\n")
		told(about.Fields[0].Meaning)
		told(about.Fields[0].Question)
		c.press("a few\n")
		told("expected a whole number or a range, found text")
		c.press("8\n")
		portability := about.Field("portability-required")
		told(portability.Meaning)
		told(portability.Question)
		c.press("1\n")
		if status := c.status(); status != 0 || !strings.Contains(c.told(), " answers settled it; the other ") {
			t.Errorf("exit status %d:\n%s", status, c.text())
		}
		if strings.Contains(c.sent(), "\x1b") {
			t.Errorf("something was drawn: %q", c.sent())
		}
	}
}

// NO_COLOR, whatever its value is, leaves the weight of the letters alone.
func TestFormColours(t *testing.T) {
	coloured := regexp.MustCompile(`\x1b\[([0-9]+;)*(3[0-8]|4[0-8]|9[0-7]|10[0-7])(;[0-9]+)*m`)
	for _, tt := range []struct {
		env  []string
		want bool
	}{{nil, true}, {[]string{"NO_COLOR="}, true}, {[]string{"NO_COLOR=1"}, false}, {[]string{"NO_COLOR=please"}, false}} {
		c := onTerminal(t, t.TempDir(), tt.env, "new", "Use one queue")
		c.line("> None: one Markdown record")
		c.press(enter)
		c.status()
		if got := coloured.MatchString(c.sent()); got != tt.want {
			t.Errorf("%q: colours: %v, in %q", tt.env, got, c.sent())
		}
	}
}

// The library that draws asks the terminal nothing unless there is a form: a
// terminal that does not answer would hold up every command.
func TestNoCommandAsksTheTerminal(t *testing.T) {
	for _, args := range [][]string{{"--version"}, {"list"}, {"check"}} {
		c := onTerminalWith(t, streams{outToo: true}, t.TempDir(), []string{"NO_COLOR=1"}, args...)
		if status := c.status(); status != 0 || strings.Contains(c.sent(), "\x1b") {
			t.Errorf("tradeoff %s: exit status %d, %q", args, status, c.sent())
		}
	}
}

// tree is every file below dir.
func tree(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files, err := readTree(dir)
	if err != nil {
		t.Fatal(err)
	}
	return files
}
