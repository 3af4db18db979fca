// Command bench times whole builds by this checkout's tradeoff, and prints the ratios of
// the medians. It is no part of the program, and make bench runs it.
//
//	go run ./internal/bench [-tradeoff FILE] [-n N] [-runs N] [-dir DIR]
//	go run ./internal/bench corpus N DIR        the records alone
//	go run ./internal/bench profile FILE        a profile of builds, for the compiler
//
// Four are timed in turn, each on the same N records of internal/bench/corpus, so that what
// else a machine does falls on all of them:
//
//   - tradeoff, into a folder that is not there yet, and a second time with nothing changed;
//   - Hugo, with the site in the folder hugo, where hugo is on the path or in $HUGO. Both
//     write a page a record with a table of contents and highlighted code, the one before and
//     the one after it, pages of tags, teams and statuses, a list in pages, feeds, a sitemap.
//     tradeoff makes a search index, relations, Markdown beside each page, JSON and a graph
//     besides, and Hugo none of these;
//   - the floor: what no program does without, which is goldmark with chroma over the same
//     texts and the writing of the very files that tradeoff made. Neither its start nor the
//     reading of those files counts;
//   - tradeoff with 300 records. With more than 10,000 records asked for, the others have
//     10,000 and tradeoff alone has all of them.
//
// Processor time and peak memory are those that the operating system tells of a process.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"tradeoff/internal/bench/corpus"
)

func main() {
	err := run(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 3 && args[0] == "corpus" {
		n, err := strconv.Atoi(args[1])
		if err != nil || n < 1 {
			return fmt.Errorf("corpus %s: not a number of records", args[1])
		}
		return corpus.Corpus{N: n}.Write(args[2], corpus.MADR)
	}
	if len(args) == 2 && args[0] == "profile" {
		return profile(args[1])
	}
	if len(args) == 4 && args[0] == "floor" { // compare runs this, as a process of its own
		return floor(os.Stdout, args[1], args[2], args[3])
	}
	var c comparison
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.StringVar(&c.tradeoff, "tradeoff", ".bin/tradeoff", "the program to time")
	flags.IntVar(&c.most, "n", usual, "records")
	flags.IntVar(&c.runs, "runs", 3, "how often each is timed")
	flags.StringVar(&c.dir, "dir", "", "keep corpora and sites in this folder; without it, one in memory that goes at the end")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if c.most < 1 || c.runs < 1 || flags.NArg() > 0 {
		return errors.New("-n and -runs are 1 at least, and nothing follows them")
	}
	var err error
	if c.tradeoff, err = filepath.Abs(c.tradeoff); err != nil {
		return err
	}
	if c.dir == "" {
		if c.dir, err = memoryFolder(); err != nil {
			return err
		}
		defer os.RemoveAll(c.dir)
	}
	if c.hugo, err = exec.LookPath(cmp.Or(os.Getenv("HUGO"), "hugo")); err != nil {
		fmt.Println("Hugo is neither on the path nor in $HUGO: go install github.com/gohugoio/hugo@latest. The rest goes without it.")
		c.hugo = ""
	}
	return c.compare()
}

// memoryFolder is a new folder, in memory where there is one: a disk would be slower than
// all that is measured, and at each time differently.
func memoryFolder() (string, error) {
	if dir, err := os.MkdirTemp("/dev/shm", "tradeoff-bench"); err == nil {
		return dir, nil
	}
	return os.MkdirTemp("", "tradeoff-bench")
}
