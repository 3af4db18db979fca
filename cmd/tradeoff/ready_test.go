package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// readyYAML reads a file of the checkout that another program runs.
func readyYAML(t *testing.T, name string, into any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(docsPage(t, name)), into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

type readyStep struct {
	Uses, Run, Shell string
	Env              map[string]string
	With             map[string]any
}

type readyAction struct {
	Inputs map[string]struct{ Description string }
	Runs   struct {
		Using string
		Steps []readyStep
	}
}

var (
	readyPinned   = regexp.MustCompile(`^[\w.-]+/[\w./-]+@[0-9a-f]{40}$`)
	readyFlag     = regexp.MustCompile(`--([a-z-]+)`)
	readyCommand  = regexp.MustCompile(`\btradeoff (check|render|review|build)\b([^\n|;&]*)`)
	readyReview   = regexp.MustCompile(`"?--(base|as-of|format|fail-on)=`)
	readyOwnInput = regexp.MustCompile(`\$\{\{ inputs\.([a-z-]+) \}\}`)
)

// TestReadyAction holds action.yml to what makes it safe for a branch of a stranger.
func TestReadyAction(t *testing.T) {
	var action readyAction
	readyYAML(t, "action.yml", &action)
	if action.Runs.Using != "composite" || len(action.Runs.Steps) < 2 {
		t.Fatalf("action.yml is no composite action: %q with %d steps", action.Runs.Using, len(action.Runs.Steps))
	}
	for i, step := range action.Runs.Steps {
		if step.Uses != "" && !readyPinned.MatchString(step.Uses) {
			t.Errorf("step %d: %s is not pinned to a commit", i, step.Uses)
		}
		if step.Run != "" && step.Shell == "" {
			t.Errorf("step %d has no shell", i)
		}
		if strings.Contains(step.Run, "${{") {
			t.Errorf("step %d: an expression is a part of a script:\n%s", i, step.Run)
		}
	}
	for _, m := range readyOwnInput.FindAllStringSubmatch(docsPage(t, "action.yml"), -1) {
		if _, ok := action.Inputs[m[1]]; !ok {
			t.Errorf("action.yml uses an input %s, and has none", m[1])
		}
	}
	help, _ := docsRun(t, t.TempDir(), "review", "--help")
	found := readyReview.FindAllStringSubmatch(docsPage(t, ".github/action/review.sh"), -1)
	if len(found) < 4 {
		t.Fatalf("found %d flags in review.sh: it is written otherwise now", len(found))
	}
	for _, m := range found {
		if !strings.Contains(help, "--"+m[1]+" ") {
			t.Errorf("review.sh: tradeoff review has no flag --%s", m[1])
		}
	}
}

// TestReadyTemplates holds the commands of the template and of the hooks to the
// program.
func TestReadyTemplates(t *testing.T) {
	var jobs map[string]any
	readyYAML(t, ".gitlab/tradeoff.yml", &jobs)
	for _, job := range []string{"tradeoff-review", "pages"} {
		if _, ok := jobs[job]; !ok {
			t.Errorf("the template has no job %s", job)
		}
	}
	var hooks []struct {
		ID, Entry, Language, Files string
		PassFilenames              *bool `yaml:"pass_filenames"`
	}
	readyYAML(t, ".pre-commit-hooks.yaml", &hooks)
	var ids []string
	for _, h := range hooks {
		ids = append(ids, h.ID)
		if h.Language != "golang" || h.PassFilenames == nil || *h.PassFilenames {
			t.Errorf("hook %s: language %s, or it passes filenames", h.ID, h.Language)
		}
		if files, err := regexp.Compile(h.Files); err != nil || !files.MatchString("decisions/0001-a.yaml") {
			t.Errorf("hook %s: files %s: %v", h.ID, h.Files, err)
		}
	}
	if !slices.Equal(ids, []string{"tradeoff-check", "tradeoff-render-check"}) {
		t.Errorf("hooks %q", ids)
	}
	for _, name := range []string{".gitlab/tradeoff.yml", ".pre-commit-hooks.yaml", "content/guide/pull-requests.md"} {
		for _, m := range readyCommand.FindAllStringSubmatch(docsPage(t, name), -1) {
			help, _ := docsRun(t, t.TempDir(), m[1], "--help")
			for _, flag := range readyFlag.FindAllStringSubmatch(strings.SplitN(m[2], "`", 2)[0], -1) {
				if !strings.Contains(help, "--"+flag[1]) {
					t.Errorf("%s: tradeoff %s has no flag --%s", name, m[1], flag[1])
				}
			}
		}
	}
}

// TestReadyExamples reads the workflows that the documentation shows.
func TestReadyExamples(t *testing.T) {
	var action readyAction
	readyYAML(t, "action.yml", &action)
	examples := 0
	for _, name := range []string{"README.md", "content/guide/pull-requests.md"} {
		for _, b := range blocksOf(docsPage(t, name)) {
			if b.info != "yaml" {
				continue
			}
			var workflow struct {
				Jobs map[string]struct{ Steps []readyStep }
			}
			if err := yaml.Unmarshal([]byte(strings.Join(b.lines, "\n")), &workflow); err != nil {
				t.Errorf("%s:%d: %v", name, b.line, err)
			}
			for _, job := range workflow.Jobs {
				for _, step := range job.Steps {
					if strings.Contains(step.Run, "${{") {
						t.Errorf("%s:%d: an expression is a part of a script:\n%s", name, b.line, step.Run)
					}
					if !strings.Contains(step.Uses, "/tradeoff@") {
						continue
					}
					examples++
					for input := range step.With {
						if _, ok := action.Inputs[input]; !ok {
							t.Errorf("%s:%d: the action has no input %s", name, b.line, input)
						}
					}
				}
			}
		}
	}
	if examples < 2 {
		t.Errorf("found %d examples that use the action", examples)
	}
}

// readyGh stands for gh: it notes its arguments and keeps the comment.
const readyGh = `#!/bin/sh
set -eu
printf '%s\n' "$*" >>"$STUB/calls"
[ -z "${STUB_READONLY:-}" ] || exit 1
case "$*" in
"api user"*) exit 1 ;;
*--paginate*) [ ! -f "$STUB/comment" ] || echo 4711 ;;
*"body=@"*) for arg; do case $arg in body=@*) cp "${arg#body=@}" "$STUB/comment" ;; esac; done ;;
esac
`

// readyTradeoff stands for the program: it notes its arguments and its settings.
const readyTradeoff = `#!/bin/sh
printf '%s\n' "$*" >>"$STUB/runs"
env | grep '^TRADEOFF_\|^GH_TOKEN' >>"$STUB/leaked"
case "$*" in
*--format=markdown*) printf '<!-- tradeoff-review -->\n## Decisions\n\n$(touch "$STUB/hacked") ${{ secrets.A }} %s\n' "${STUB_TEXT:-}" ;;
*--format=github*) echo "::error file=decisions/0001-a.md,line=1::broken"; exit "${STUB_STATUS:-0}" ;;
esac
`

// TestReadyScript runs the action's script against a repository: the comment is made
// once and kept up to date, and a token that may only read is no failure.
func TestReadyScript(t *testing.T) {
	script, err := filepath.Abs(filepath.Join(repository, ".github/action/review.sh"))
	if err != nil {
		t.Fatal(err)
	}
	work, stub := t.TempDir(), t.TempDir()
	for name, text := range map[string]string{"gh": readyGh, "program": readyTradeoff} {
		if err := os.WriteFile(filepath.Join(stub, name), []byte(text), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(work, "log of ours"), 0o777); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "git", "init", "-q", work).CombinedOutput(); err != nil {
		t.Fatal(string(out))
	}
	read := func(name string) string {
		data, _ := os.ReadFile(filepath.Join(stub, name))
		return string(data)
	}
	run := func(want int, env ...string) string {
		t.Helper()
		for _, name := range []string{"calls", "runs", "summary"} {
			os.Remove(filepath.Join(stub, name))
		}
		cmd := exec.CommandContext(t.Context(), "sh", script)
		cmd.Dir = work
		cmd.Env = append([]string{"PATH=" + stub + ":" + os.Getenv("PATH"), "STUB=" + stub, "TRADEOFF_TITLE=from the job", "GH_TOKEN=secret",
			"REVIEW_PROGRAM=" + stub + "/program", "REVIEW_TEMP=" + stub + "/temp", "REVIEW_PULL=12", "REVIEW_FOLDER=log of ours",
			"REVIEW_FAIL_ON=error", "REVIEW_COMMENT=true", "GITHUB_REPOSITORY=example/shop",
			"GITHUB_BASE_REF=main;touch hacked", "GITHUB_STEP_SUMMARY=" + stub + "/summary"}, env...)
		out, _ := cmd.CombinedOutput()
		if got := cmd.ProcessState.ExitCode(); got != want {
			t.Fatalf("%q ends with %d and not with %d:\n%s", env, got, want, out)
		}
		return string(out)
	}

	out := run(0, "STUB_TEXT=first")
	if !strings.Contains(out, "::error file=decisions/0001-a.md") {
		t.Errorf("no annotations:\n%s", out)
	}
	if calls := read("calls"); !strings.Contains(calls, "--method POST repos/example/shop/issues/12/comments -F body=@") || strings.Contains(calls, "PATCH") {
		t.Errorf("the first run makes no comment:\n%s", calls)
	}
	if c := read("comment"); !strings.HasPrefix(c, "<!-- tradeoff-review -->\n") || !strings.Contains(c, `$(touch "$STUB/hacked") ${{ secrets.A }} first`) {
		t.Errorf("the comment:\n%s", c)
	}
	if read("summary") != read("comment") {
		t.Errorf("the summary is another text:\n%s", read("summary"))
	}
	want := "review --format=markdown --fail-on=never --base=origin/main;touch hacked\nreview --format=github --fail-on=error --base=origin/main;touch hacked\n"
	if got := read("runs"); got != want {
		t.Errorf("the program was run as\n%s", got)
	}

	run(1, "STUB_TEXT=second", "STUB_STATUS=1", "REVIEW_BASE=v2", "REVIEW_AS_OF=2026-11-23", "REVIEW_FAIL_ON=warning")
	if calls := read("calls"); !strings.Contains(calls, "--method PATCH repos/example/shop/issues/comments/4711 ") || strings.Contains(calls, "POST") {
		t.Errorf("the second run does not update the comment:\n%s", calls)
	}
	if !strings.Contains(read("comment"), "second") {
		t.Error("the comment is still the first one")
	}
	if got := read("runs"); !strings.Contains(got, "--format=github --fail-on=warning --base=v2 --as-of=2026-11-23\n") {
		t.Errorf("the program was run as\n%s", got)
	}

	if out := run(0, "STUB_READONLY=1"); !strings.Contains(out, "::notice ") || read("summary") == "" {
		t.Errorf("a token that may only read:\n%s", out)
	}
	for _, env := range []string{"REVIEW_COMMENT=false", "REVIEW_PULL=", "REVIEW_PULL=1/../2"} {
		if run(0, env); read("calls") != "" {
			t.Errorf("%s: gh was asked:\n%s", env, read("calls"))
		}
	}
	if leaked := read("leaked"); leaked != "" {
		t.Errorf("the program gets variables of the job:\n%s", leaked)
	}
	for _, dir := range []string{work, stub, filepath.Join(work, "log of ours")} {
		if _, err := os.Stat(filepath.Join(dir, "hacked")); err == nil {
			t.Errorf("a text was run as a command in %s", dir)
		}
	}
	if check, err := exec.LookPath("shellcheck"); err == nil {
		if out, err := exec.CommandContext(t.Context(), check, "-s", "sh", script).CombinedOutput(); err != nil {
			t.Error(fmt.Sprint(string(out)))
		}
	}
}
