package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tradeoff/internal/bench/corpus"
)

func TestMedian(t *testing.T) {
	for _, tt := range []struct {
		rows []sample
		want sample
	}{
		{[]sample{{1, 2, 3}}, sample{1, 2, 3}},
		{[]sample{{3, 1, 9}, {1, 5, 7}, {2, 3, 8}}, sample{2, 3, 8}}, // each value by itself
		{[]sample{{1, 0, 0}, {2, 0, 0}, {4, 0, 0}, {9, 0, 0}}, sample{Wall: 3}},
	} {
		if got := median(tt.rows); got != tt.want {
			t.Errorf("%v: %v, want %v", tt.rows, got, tt.want)
		}
	}
}

func TestReport(t *testing.T) {
	c := comparison{hugo: "", most: usual, runs: 1, dir: t.TempDir(), rows: map[string][]sample{
		"tradeoff": {{2, 4, 200e6}}, "unchanged": {{1, 2, 100e6}}, "floor": {{1, 2.5, 0}}, "small": {{0.1, 0.2, 50e6}},
	}}
	site := filepath.Join(c.log(usual), "public", "a")
	if err := os.MkdirAll(site, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"x.html", "y.md"} {
		if err := os.WriteFile(filepath.Join(site, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	if err := c.report(&out, usual); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| tradeoff, 10000 records | 2.000 | 4.000 | 200 |\n", "| the floor below it | 1.000 | 2.500 | – |\n",
		"| tradeoff with nothing changed by tradeoff | 0.50 | 0.50 | 0.50 |\n", "| tradeoff by the floor | 2.00 | 1.60 | – |\n",
		"| tradeoff: 10000 records by 300 | 20.00 | 20.00 | 4.00 |\n", "writes 2 files, 0.00 a record; 1 of them are pages.\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("there is no %q in\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "Hugo") {
		t.Errorf("Hugo was not timed:\n%s", out.String())
	}
}

// The floor writes all the files of a site, with their bytes.
func TestFloor(t *testing.T) {
	records, built, to := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "to")
	if err := (corpus.Corpus{N: 30}).Write(records, corpus.MADR); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(built, "a", "b"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"one", "a/two", "a/b/three"} {
		if err := os.WriteFile(filepath.Join(built, name), []byte(name), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := floor(&out, records, built, to); err != nil {
		t.Fatal(err)
	}
	var s sample
	if err := json.Unmarshal(out.Bytes(), &s); err != nil || s.Wall <= 0 {
		t.Errorf("%s: %v", out.Bytes(), err)
	}
	for _, name := range []string{"one", "a/two", "a/b/three"} {
		if data, err := os.ReadFile(filepath.Join(to, name)); string(data) != name {
			t.Errorf("%s holds %q: %v", name, data, err)
		}
	}
}
