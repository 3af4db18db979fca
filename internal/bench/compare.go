package main

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"tradeoff/internal/bench/corpus"
)

// The numbers of records that all are timed with, and that a small log has.
const (
	usual = 10_000
	small = 300
)

// hugoSite is the site that Hugo builds, without its records.
//
//go:embed hugo
var hugoSite embed.FS

// settings are those of the log. The teams get pages, as Hugo gives them some.
const settings = "title: Decisions\nsite: {base-url: https://decisions.example/, people: true}\n"

// comparison is one run of the program.
type comparison struct {
	tradeoff, hugo string // the programs; hugo is "" where there is none
	most, runs     int
	dir            string
	rows           map[string][]sample
}

// sample is what one build took: seconds, and bytes.
type sample struct {
	Wall float64
	CPU  float64
	Peak float64
}

// compare times all in turn, and prints the medians and their ratios.
func (c *comparison) compare() error {
	n := min(c.most, usual)
	c.rows = map[string][]sample{}
	for _, size := range []int{small, n, c.most} {
		if err := c.prepare(size); err != nil {
			return err
		}
	}
	for i := range c.runs {
		fmt.Fprintf(os.Stderr, "run %d of %d\n", i+1, c.runs)
		if err := c.turn(n); err != nil {
			return err
		}
	}
	return c.report(os.Stdout, n)
}

// turn times each once.
func (c *comparison) turn(n int) error {
	if c.hugo != "" {
		site := filepath.Join(c.dir, fmt.Sprint("hugo-", n))
		for _, old := range []string{"public", "resources"} {
			if err := os.RemoveAll(filepath.Join(site, old)); err != nil {
				return err
			}
		}
		if err := c.time("Hugo", site, c.hugo, "--quiet"); err != nil {
			return err
		}
	}
	log := c.log(n)
	if err := c.build("tradeoff", n); err != nil {
		return err
	}
	if err := c.time("unchanged", log, c.tradeoff, "build", "--quiet"); err != nil {
		return err
	}
	if err := c.floor(log); err != nil {
		return err
	}
	if err := c.build("small", small); err != nil {
		return err
	}
	if c.most > n {
		return c.build("large", c.most)
	}
	return nil
}

// log is the folder of a log of so many records.
func (c *comparison) log(n int) string { return filepath.Join(c.dir, fmt.Sprint("tradeoff-", n)) }

// prepare writes the records, unless an earlier run left them, and Hugo's site.
func (c *comparison) prepare(n int) error {
	log := c.log(n)
	if _, err := os.Stat(log); err == nil {
		return nil
	}
	if err := (corpus.Corpus{N: n}).Write(filepath.Join(log, "decisions"), corpus.MADR); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(log, "tradeoff.yaml"), []byte(settings), 0o666); err != nil {
		return err
	}
	if c.hugo == "" || n != min(c.most, usual) {
		return nil
	}
	site := filepath.Join(c.dir, fmt.Sprint("hugo-", n))
	files, err := fs.Sub(hugoSite, "hugo")
	if err != nil {
		return err
	}
	if err := os.RemoveAll(site); err != nil {
		return err
	}
	if err := os.CopyFS(site, files); err != nil {
		return err
	}
	return corpus.Corpus{N: n}.Write(filepath.Join(site, "content", "decisions"), corpus.Hugo)
}

// build times tradeoff where no site is yet.
func (c *comparison) build(name string, n int) error {
	if err := os.RemoveAll(filepath.Join(c.log(n), "public")); err != nil {
		return err
	}
	return c.time(name, c.log(n), c.tradeoff, "build", "--quiet")
}

// floor times the floor below the site that is there.
func (c *comparison) floor(log string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	to := filepath.Join(c.dir, "floor")
	defer os.RemoveAll(to)
	out, _, err := c.run(log, self, "floor", filepath.Join(log, "decisions"), filepath.Join(log, "public"), to)
	if err != nil {
		return err
	}
	var s sample
	if err := json.Unmarshal(out, &s); err != nil {
		return fmt.Errorf("read what the floor took: %w", err)
	}
	c.rows["floor"] = append(c.rows["floor"], s)
	return nil
}

// time runs a program, and notes what that took.
func (c *comparison) time(name, dir, program string, args ...string) error {
	_, s, err := c.run(dir, program, args...)
	c.rows[name] = append(c.rows[name], s)
	return err
}

// run runs a program in a folder. It finds no git repository round it, and no caches but
// those in the comparison's own folder.
func (c *comparison) run(dir, program string, args ...string) ([]byte, sample, error) {
	var out, errs bytes.Buffer
	cmd := exec.Command(program, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &errs
	cache := filepath.Join(c.dir, "cache")
	if err := os.RemoveAll(cache); err != nil {
		return nil, sample{}, err
	}
	cmd.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+c.dir, "XDG_CACHE_HOME="+cache, "HUGO_CACHEDIR="+cache)
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return nil, sample{}, fmt.Errorf("%s %s: %w\n%s", program, strings.Join(args, " "), err, errs.Bytes())
	}
	wall := time.Since(start)
	cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return out.Bytes(), sample{wall.Seconds(), cpu.Seconds(), float64(peakMemory(cmd.ProcessState))}, nil
}
