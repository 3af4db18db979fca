package output

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestOpenNoFolder opens what is no folder, and tells which name is at fault, in which
// way, and what helps.
func TestOpenNoFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, "x", dir, "file")
	if err := errors.Join(
		os.Symlink("nowhere", filepath.Join(dir, "dangling")),
		os.Symlink("loop", filepath.Join(dir, "loop")),
		os.Symlink("file", filepath.Join(dir, "tofile")),
		os.MkdirAll(filepath.Join(dir, "manifest", Manifest), 0o777),
		os.MkdirAll(filepath.Join(dir, "linked"), 0o777),
		os.Symlink("nowhere", filepath.Join(dir, "linked", Manifest)),
	); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	const otherwise = ", or name another folder with --output"
	for name, want := range map[string]string{
		"file":         `open output folder "DIR/file": "DIR/file" is a file and no folder; move it away` + otherwise,
		"file/a/b":     `open output folder "DIR/file/a/b": "DIR/file" is a file and no folder; move it away` + otherwise,
		"dangling":     `open output folder "DIR/dangling": "DIR/dangling" is a link to "nowhere", and no such folder is there; make it, or remove the link` + otherwise,
		"dangling/a/b": `open output folder "DIR/dangling/a/b": "DIR/dangling" is a link to "nowhere", and no such folder is there; make it, or remove the link` + otherwise,
		"loop/a":       `open output folder "DIR/loop/a": "DIR/loop" is a link to "loop", which leads nowhere; remove it` + otherwise,
		"tofile/a":     `open output folder "DIR/tofile/a": "DIR/tofile" is a link to the file "file" and to no folder; remove it` + otherwise,
		"manifest":     `read manifest "DIR/manifest/.tradeoff-manifest": it is a folder or a link, which no build makes; remove it` + otherwise,
		"linked":       `read manifest "DIR/linked/.tradeoff-manifest": it is a folder or a link, which no build makes; remove it` + otherwise,
	} {
		d, err := open(filepath.Join(dir, filepath.FromSlash(name)))
		if err == nil {
			t.Errorf("%s is opened: %v", name, d.Close())
			continue
		}
		if got := strings.ReplaceAll(err.Error(), dir, "DIR"); got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
	}
}
