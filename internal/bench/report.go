package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// median is the sample of medians.
func median(rows []sample) sample {
	of := func(value func(sample) float64) float64 {
		values := make([]float64, len(rows))
		for i, r := range rows {
			values[i] = value(r)
		}
		slices.Sort(values)
		return (values[(len(values)-1)/2] + values[len(values)/2]) / 2
	}
	return sample{
		Wall: of(func(s sample) float64 { return s.Wall }),
		CPU:  of(func(s sample) float64 { return s.CPU }),
		Peak: of(func(s sample) float64 { return s.Peak }),
	}
}

// ratio is a by b as a cell of a table; – where one of them was not measured.
func ratio(a, b float64) string {
	if a <= 0 || b <= 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", a/b)
}

// report prints the medians and their ratios, as two tables in Markdown.
func (c *comparison) report(w io.Writer, n int) error {
	med := map[string]sample{}
	for name, rows := range c.rows {
		med[name] = median(rows)
	}
	titles := []struct{ key, title string }{
		{"Hugo", fmt.Sprintf("Hugo, %d records", n)},
		{"tradeoff", fmt.Sprintf("tradeoff, %d records", n)},
		{"unchanged", "the same, unchanged"},
		{"floor", "the floor below it"},
		{"small", fmt.Sprintf("tradeoff, %d records", small)},
		{"large", fmt.Sprintf("tradeoff, %d records", c.most)},
	}
	fmt.Fprintf(w, "| Median of %d | Wall, s | CPU, s | Peak memory, MB |\n| --- | ---: | ---: | ---: |\n", c.runs)
	for _, t := range titles {
		if m, ok := med[t.key]; ok {
			peak := "–"
			if m.Peak > 0 {
				peak = fmt.Sprintf("%.0f", m.Peak/1e6)
			}
			fmt.Fprintf(w, "| %s | %.3f | %.3f | %s |\n", t.title, m.Wall, m.CPU, peak)
		}
	}
	fmt.Fprint(w, "\n| Ratio | Wall | CPU | Peak memory |\n| --- | ---: | ---: | ---: |\n")
	for _, r := range []struct{ title, of, by string }{
		{"Hugo by tradeoff", "Hugo", "tradeoff"},
		{"Hugo by tradeoff with nothing changed", "Hugo", "unchanged"},
		{"tradeoff with nothing changed by tradeoff", "unchanged", "tradeoff"},
		{"tradeoff by the floor", "tradeoff", "floor"},
		{fmt.Sprintf("tradeoff: %d records by %d", n, small), "tradeoff", "small"},
		{fmt.Sprintf("tradeoff: %d records by %d", c.most, n), "large", "tradeoff"},
	} {
		a, haveA := med[r.of]
		b, haveB := med[r.by]
		if haveA && haveB {
			fmt.Fprintf(w, "| %s | %s | %s | %s |\n", r.title, ratio(a.Wall, b.Wall), ratio(a.CPU, b.CPU), ratio(a.Peak, b.Peak))
		}
	}
	files, pages, err := counted(filepath.Join(c.log(n), "public"))
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "\ntradeoff writes %d files, %.2f a record; %d of them are pages.\n", files, float64(files)/float64(n), pages)
	if c.hugo == "" {
		return nil
	}
	if files, pages, err = counted(filepath.Join(c.dir, fmt.Sprint("hugo-", n), "public")); err != nil {
		return err
	}
	fmt.Fprintf(w, "Hugo writes %d files; %d of them are pages.\n", files, pages)
	return nil
}

// counted counts the files below a folder, and the pages among them.
func counted(dir string) (files, pages int, err error) {
	err = fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files++
			if filepath.Ext(name) == ".html" {
				pages++
			}
		}
		return err
	})
	return files, pages, err
}
