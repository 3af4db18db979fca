//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// BenchmarkStart runs the program as a shell does, in a project of a hundred
// records, beside hugo where that is on the PATH:
//
//	go test ./cmd/tradeoff -run '^$' -bench Start -benchtime 200x
//
// cpu-ms/op is the processor's time of the process, peak-MB the most memory that
// it held. What the packages take as they start tells GODEBUG=inittrace=1.
func BenchmarkStart(b *testing.B) {
	program := filepath.Join(b.TempDir(), "tradeoff")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	project := b.TempDir()
	if err := os.Mkdir(filepath.Join(project, "decisions"), 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(project, "tradeoff.yaml"), []byte("title: Decisions\n"), 0o644); err != nil {
		b.Fatal(err)
	}
	for i := range 100 {
		name := filepath.Join(project, "decisions", fmt.Sprintf("%04d-decide-%d.md", i+1, i+1))
		text := fmt.Sprintf("---\nstatus: accepted\ndate: 2024-%02d-%02d\n---\n# Decide %d\n\n## Context\n\nWe have to.\n\n## Decision\n\nWe do, as [the first](0001-decide-1.md) says.\n", 1+i%12, 1+i%28, i+1)
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	runs := [][]string{{program, "--version"}, {program, "list"}, {program, "build", "--output", b.TempDir()}}
	if hugo, err := exec.LookPath("hugo"); err == nil {
		runs = append(runs, []string{hugo, "version"})
	}
	for _, args := range runs {
		b.Run(filepath.Base(args[0])+" "+args[1], func(b *testing.B) {
			var cpu, peak float64
			for b.Loop() {
				cmd := exec.Command(args[0], args[1:]...)
				cmd.Dir = project
				if out, err := cmd.CombinedOutput(); err != nil {
					b.Fatalf("%v\n%s", err, out)
				}
				state := cmd.ProcessState
				cpu += (state.UserTime() + state.SystemTime()).Seconds() * 1000
				if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
					peak = max(peak, float64(usage.Maxrss)/1024) // Linux counts in kB
				}
			}
			b.ReportMetric(cpu/float64(b.N), "cpu-ms/op")
			b.ReportMetric(peak, "peak-MB")
		})
	}
}
