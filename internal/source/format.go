package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"tradeoff/internal/diag"
)

// Format is one of the three notations that a file may be written in.
type Format string

// The formats.
const (
	YAML Format = "yaml"
	TOML Format = "toml"
	JSON Format = "json"
)

// MaxBytes is the size of the largest file that is read, in bytes.
const MaxBytes = 1 << 20

// utf8BOM may stand before the first character of a file, and is kept there.
const utf8BOM = "\uFEFF"

// FormatOf gives the format that a file's extension names, in any case.
func FormatOf(name string) (Format, bool) {
	switch strings.ToLower(path.Ext(name)) {
	case ".yaml", ".yml":
		return YAML, true
	case ".toml":
		return TOML, true
	case ".json":
		return JSON, true
	}
	return "", false
}

// ReadFile gives the bytes of a file, checked: the findings are
// unreadable-file, too-large (without reading it whole) and not-utf8. With a
// finding there are no bytes.
func ReadFile(fsys fs.FS, name string) ([]byte, diag.List) {
	if data, ok := ReadListed(fsys, name, MaxBytes); ok && utf8.Valid(data) {
		return data, nil
	}
	var found diag.List
	at := diag.Pos{File: name}
	// To open a pipe is to wait for its other end, so what is not a file is not opened.
	if info, err := fs.Stat(fsys, name); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		found.Errorf(at, "unreadable-file", "move it away, or put a file in its place", "is not a regular file")
		return nil, found
	}
	f, err := fsys.Open(name)
	if err != nil {
		message, hint := whyUnreadable(fsys, name, err)
		found.Errorf(at, "unreadable-file", hint, "%s", message)
		return nil, found
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		found.Errorf(at, "unreadable-file", "", "cannot be read: %s", reason(err))
		return nil, found
	case info.IsDir():
		found.Errorf(at, "unreadable-file", "move the folder away, or give it another name", "is a folder, not a file")
		return nil, found
	case !info.Mode().IsRegular():
		found.Errorf(at, "unreadable-file", "", "is not a regular file")
		return nil, found
	}
	// The size of Stat may be out of date, so that the reading is bounded too.
	data, err := io.ReadAll(io.LimitReader(f, MaxBytes+1))
	if err != nil {
		found.Errorf(at, "unreadable-file", "", "cannot be read: %s", reason(err))
		return nil, found
	}
	if len(data) > MaxBytes {
		tooLarge(&found, at)
		return nil, found
	}
	if !utf8.Valid(data) {
		notUTF8(&found, &places{file: name, data: bytes.TrimPrefix(data, []byte(utf8BOM)), first: 1})
		return nil, found
	}
	return data, nil
}

// whyUnreadable words the error of an Open for a person.
func whyUnreadable(fsys fs.FS, name string, err error) (message, hint string) {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if info, lerr := fs.Lstat(fsys, name); lerr == nil && info.Mode()&fs.ModeSymlink != 0 {
			target, _ := fs.ReadLink(fsys, name)
			return fmt.Sprintf("is a symbolic link to %q, which does not exist", target), "mend the link or remove it"
		}
		return "does not exist", ""
	case errors.Is(err, fs.ErrPermission):
		return "cannot be read: no permission", "allow yourself to read it"
	case strings.Contains(err.Error(), "escapes from parent"):
		return "is a symbolic link that leads out of the project", "put a copy of the file in its place"
	case errors.Is(err, fs.ErrInvalid):
		return "is no path inside the project", "write it with forward slashes, without .. and without a leading slash"
	}
	return "cannot be read: " + reason(err), ""
}

// reason is err without the operation and the path, which the finding says.
func reason(err error) string {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err.Error()
	}
	return err.Error()
}

// tooLarge reports a file over MaxBytes.
func tooLarge(found *diag.List, at diag.Pos) {
	found.Errorf(at, "too-large", "split it, or move what is not data elsewhere", "is larger than %d KiB", MaxBytes>>10)
}

// notUTF8 reports the first byte of p's text that is no UTF-8.
func notUTF8(found *diag.List, p *places) {
	offset := 0
	for offset < len(p.data) {
		r, size := utf8.DecodeRune(p.data[offset:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		offset += size
	}
	found.Errorf(p.at(offset), "not-utf8", "save the file as UTF-8", "the byte 0x%02X is not UTF-8", p.data[min(offset, len(p.data)-1)])
}
