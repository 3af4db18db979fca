package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/pprof"
	"time"

	"tradeoff/internal/bench/corpus"
	"tradeoff/internal/cli"
)

// profiled is what a profile is taken of: whole builds above all, from nothing and of
// what is there, and what reads a log without making a site.
var profiled = [][]string{
	{"build", "--output", "first"}, {"build", "--output", "first"}, {"build", "--output", "second"}, {"build", "--output", "third"},
	{"build", "--output", "fourth"}, {"build", "--output", "fifth"}, {"build", "--output", "sixth"}, {"check"}, {"list"},
}

// profile writes a profile of the processors' time to a file, by which the compiler
// decides what it puts in line: cmd/tradeoff/default.pgo. It runs the program in this
// process, so that with -trimpath no folder of this machine is in it.
func profile(file string) error {
	dir, err := memoryFolder()
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := (corpus.Corpus{N: usual}).Write(filepath.Join(dir, "decisions"), corpus.MADR); err != nil {
		return err
	}
	settings := "site:\n  title: Decisions\n  base-url: https://decisions.example/\n"
	if err := os.WriteFile(filepath.Join(dir, "tradeoff.yaml"), []byte(settings), 0o666); err != nil {
		return err
	}
	var out, told bytes.Buffer
	if err := pprof.StartCPUProfile(&out); err != nil {
		return err
	}
	for _, args := range profiled {
		told.Reset()
		// check has findings here, which are no failure of the profile.
		if status := cli.Main(cli.App{Args: args, In: &bytes.Buffer{}, Out: io.Discard, Err: &told, Dir: dir, Env: map[string]string{}, Now: time.Now}); status > 1 {
			pprof.StopCPUProfile()
			return fmt.Errorf("tradeoff %v: exit status %d: %s", args, status, told.Bytes())
		}
	}
	pprof.StopCPUProfile()
	return os.WriteFile(file, out.Bytes(), 0o666)
}
