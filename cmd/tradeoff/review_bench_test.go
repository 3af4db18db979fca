package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tradeoff/internal/cli"
)

// The size of the log that BenchmarkReview looks at.
const (
	benchRecords = 10_000
	benchCommits = 5_000
	benchChanged = 20
)

// BenchmarkReview reviews a branch that changes 20 decisions in a log of 10,000 with 5,000
// commits, and in the same run takes the time of "git diff --stat" and of opening the log,
// which is what tradeoff list does. ratio is a review's time by that of both.
func BenchmarkReview(b *testing.B) {
	if _, err := exec.LookPath("git"); err != nil {
		b.Skip("needs git")
	}
	dir := b.TempDir()
	benchLog(b, dir)
	run := func(args ...string) time.Duration {
		b.Helper()
		var out, errs bytes.Buffer
		start := time.Now()
		status := cli.Main(cli.App{Args: args, In: strings.NewReader(""), Out: &out, Err: &errs, Dir: dir, Env: map[string]string{"SOURCE_DATE_EPOCH": "1795392000"}, Now: time.Now})
		took := time.Since(start)
		if status != 0 {
			b.Fatalf("tradeoff %v: exit status %d\n%.2000s%.2000s", args, status, errs.String(), out.String())
		}
		if args[0] == "review" && !strings.Contains(out.String(), fmt.Sprintf("%d accepted decisions changed", benchChanged)) {
			b.Fatalf("another review than was expected:\n%.2000s", out.String())
		}
		return took
	}
	var review, stat, open time.Duration
	run("review", "--fail-on", "never") // so that neither comes first to cold files
	for b.Loop() {
		review += run("review", "--fail-on", "never") // accepted records say something else
		start := time.Now()
		benchGit(b, dir, nil, "diff", "--stat", "main...side")
		stat += time.Since(start)
		open += run("list")
	}
	n := float64(b.N)
	b.ReportMetric(review.Seconds()/n, "review-s/op")
	b.ReportMetric(stat.Seconds()/n, "stat-s/op")
	b.ReportMetric(open.Seconds()/n, "open-s/op")
	b.ReportMetric(review.Seconds()/(stat+open).Seconds(), "ratio")
}

// benchLog makes the repository, with the branch side checked out.
func benchLog(b *testing.B, dir string) {
	b.Helper()
	benchGit(b, dir, nil, "init", "-q", "-b", "main")
	reader, writer := io.Pipe()
	go func() {
		err := benchStream(writer)
		writer.CloseWithError(err)
	}()
	benchGit(b, dir, reader, "fast-import", "--quiet")
	benchGit(b, dir, nil, "checkout", "-q", "side")
	// As a clone is: the index is older than what it tells of.
	late := time.Now().Add(time.Hour)
	if err := os.Chtimes(filepath.Join(dir, ".git", "index"), late, late); err != nil {
		b.Fatal(err)
	}
}

// benchStream writes the history: commits that bring two records each, and one that
// changes 20 of them.
func benchStream(w io.Writer) error {
	mark := 0
	commit := func(branch, message string, files map[string]string) error {
		mark++
		who := fmt.Sprintf("A Writer <a@example.org> %d +0000", 1_600_000_000+mark*3600)
		if _, err := fmt.Fprintf(w, "commit refs/heads/%s\nmark :%d\nauthor %s\ncommitter %s\ndata %d\n%s\n", branch, mark, who, who, len(message), message); err != nil {
			return err
		}
		if mark > 1 {
			fmt.Fprintf(w, "from :%d\n", mark-1)
		}
		for name, text := range files {
			if _, err := fmt.Fprintf(w, "M 100644 inline %s\ndata %d\n%s\n", name, len(text), text); err != nil {
				return err
			}
		}
		return nil
	}
	const perCommit = benchRecords / benchCommits
	for i := range benchCommits {
		files := map[string]string{}
		if i == 0 {
			files["tradeoff.yaml"] = "title: A long log\ndecisions: [decisions]\n"
			files["src/main.go"] = "package main // tradeoff: 0042\n"
		}
		for k := range perCommit {
			n := i*perCommit + k + 1
			files[benchName(n)] = benchRecord(n, "8")
		}
		if err := commit("main", fmt.Sprintf("Decide %d", i), files); err != nil {
			return err
		}
	}
	files := map[string]string{"src/main.go": "package main // tradeoff: 0042\n\nfunc main() {}\n"}
	for i := range benchChanged {
		n := 100 + i*benchRecords/(2*benchChanged)
		files[benchName(n)] = benchRecord(n, "60")
	}
	return commit("side", "Change some", files)
}

func benchName(n int) string { return fmt.Sprintf("decisions/%05d-decide-on-matter-%d.md", n, n) }

// benchRecord is a record of a usual length, with a link to the one before.
func benchRecord(n int, engineers string) string {
	before := max(n-1, 1)
	return fmt.Sprintf(`---
status: accepted
date: 2024-01-%02d
decision-makers: [team %d]
tags: [matter]
---

# Decide on matter %d

## Context and Problem Statement

There are %s engineers, and matter %d has to be decided: after [the one before](%05d-decide-on-matter-%d.md) nothing else is left that
would have to be decided first. Whoever is in doubt reads it, and asks those who were there at the time.

## Considered Options

* Leave it as it is
* Take the first way
* Take the second way

## Decision Outcome

Chosen option: "Take the first way", because it is the shorter one, and %s engineers are enough for it.

### Consequences

* Good, because nobody has to wait any longer.
* Bad, because the second way is closed for %d months.

## Pros and Cons of the Options

### Leave it as it is

* Good, because it costs nothing.
* Bad, because it stays as it is.

### Take the first way

* Good, because it is short.
* Bad, because it is steep.

### Take the second way

* Good, because it is even.
* Bad, because it is long.
`, n%28+1, n%7, n, engineers, n, before, before, engineers, n%12+1)
}

// benchGit runs git without anybody's settings.
func benchGit(b *testing.B, dir string, in io.Reader, args ...string) {
	b.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Stdin = dir, in
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("git %v: %v\n%s", args, err, out)
	}
}
