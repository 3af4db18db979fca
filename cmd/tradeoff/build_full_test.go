//go:build linux

package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// mountedFolder is a file system of its own; remount changes how it is mounted.
func mountedFolder(t *testing.T, options string) (dir string, remount func(flags uintptr, options string)) {
	t.Helper()
	dir = t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, options); err != nil {
		t.Skipf("needs a file system of its own, and may not mount one: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir, func(flags uintptr, options string) {
		t.Helper()
		if err := syscall.Mount("none", dir, "tmpfs", syscall.MS_REMOUNT|flags, options); err != nil {
			t.Fatal(err)
		}
	}
}

// refusedBuild is what a build says that must fail, in one line.
func refusedBuild(t *testing.T, dir, output string) string {
	t.Helper()
	cmd, out := buildOf(t.Context(), t, dir, output)
	if err := cmd.Run(); err == nil || cmd.ProcessState.ExitCode() != 3 {
		t.Errorf("the build ends with %v\n%s", err, out)
	}
	said := out.String()
	if strings.Count(said, "\n") != 1 || !strings.HasPrefix(said, "tradeoff: ") {
		t.Errorf("the build says\n%s", said)
	}
	return said
}

// TestBuildOnAFullDisk builds where there is no room, makes room, and builds again.
func TestBuildOnAFullDisk(t *testing.T) {
	mount, remount := mountedFolder(t, "size=1m")
	top := t.TempDir()
	log, output := filepath.Join(top, "log"), filepath.Join(mount, "public")
	writeLog(t, log, "Full", 100)
	fresh := built(t, log, filepath.Join(top, "site"))
	for range 2 {
		said := refusedBuild(t, log, output)
		for _, want := range []string{`put "`, "the disk of ", "is full and the file wants ", "make room and build again: nothing else is lost"} {
			if !strings.Contains(said, want) {
				t.Errorf("%q is not in\n%s", want, said)
			}
		}
		left, err := readTree(output)
		if err != nil {
			t.Fatal(err)
		}
		for name, data := range left {
			if name != manifestFile && !bytes.Equal(data, fresh[name]) {
				t.Errorf("%s is left with %d bytes, and not with %d", name, len(data), len(fresh[name]))
			}
		}
		if len(left) < 10 {
			t.Errorf("%d files had room", len(left))
		}
	}
	remount(0, "size=40m")
	sameSite(t, fresh, built(t, log, output))
}

// TestBuildReadOnly builds into a folder that cannot be written to: in vain where there is
// something to write, and well where nothing has changed.
func TestBuildReadOnly(t *testing.T) {
	mount, remount := mountedFolder(t, "size=40m")
	top := t.TempDir()
	log, output := filepath.Join(top, "log"), filepath.Join(mount, "public")
	writeLog(t, log, "Read", 3)
	built(t, log, output)
	remount(syscall.MS_RDONLY, "")
	before := built(t, log, output)
	writeLog(t, log, "Written", 4)
	for _, folder := range []string{output, filepath.Join(mount, "new")} {
		if said := refusedBuild(t, log, folder); !strings.Contains(said, "is on a file system that is read-only; mount it for writing, or name another folder with --output") {
			t.Errorf("the build says\n%s", said)
		}
	}
	after, err := readTree(output)
	if err != nil {
		t.Fatal(err)
	}
	sameSite(t, before, after)
	remount(0, "")
	sameSite(t, built(t, log, filepath.Join(top, "site")), built(t, log, output))
}
