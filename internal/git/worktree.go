package git

import (
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"tradeoff/internal/parallel"
)

// workTree is the files of the work tree from the folder given to Open on. Nothing
// outside of that folder is read, whatever symbolic links say.
type workTree struct{ *os.Root }

func (r *Repo) workTree() (*workTree, error) {
	root, err := os.OpenRoot(r.dir)
	if err != nil {
		return nil, err
	}
	return &workTree{root}, nil
}

// indexed is what the index holds of a file.
type indexed struct {
	path    string
	staged  version
	skipped bool  // left out of a sparse work tree
	merging bool  // not merged yet, so that staged is one of several sides
	size    int64 // when it was checked out, as far as 32 bits hold it
	seconds int64 // when it was last written then; 0 where that is not known
	nanos   int64 // 0 where only the second is known
}

// pairsWithWorkTree compares a commit with the work tree: what the index has, held
// against the commit by git and against the files here, and what it does not have.
func (r *Repo) pairsWithWorkTree(ctx context.Context, work *workTree, from string) ([]pair, error) {
	staged, err := r.raw(ctx, "diff-index", "--cached", "--ita-visible-in-index", from)
	if err != nil {
		return nil, err
	}
	base := make(map[string]*version, len(staged)) // of the paths where commit and index differ
	for _, p := range staged {
		base[p.path] = p.old
	}
	index, err := r.index(ctx)
	if err != nil {
		return nil, err
	}
	others, err := r.run(ctx, "ls-files", "-z", "--others", "--exclude-standard")
	if err != nil {
		return nil, err
	}
	written, err := r.indexTime(ctx)
	if err != nil {
		return nil, err
	}

	pairs := make([]pair, 0, len(index))
	entries := make([]indexed, 0, len(index))
	seen := make(map[string]bool, len(index))
	for _, e := range index {
		if seen[e.path] {
			continue // another side of a merge
		}
		seen[e.path] = true
		old, differs := base[e.path]
		if !differs && !e.merging {
			v := e.staged
			old = &v
		}
		pairs, entries = append(pairs, pair{path: e.path, old: old}), append(entries, e)
	}
	for name := range strings.SplitSeq(others, "\x00") {
		if name == "" || strings.HasSuffix(name, "/") || seen[name] {
			continue // a folder is another repository
		}
		seen[name] = true
		pairs, entries = append(pairs, pair{path: name, old: base[name]}), append(entries, indexed{path: name})
	}
	for _, p := range staged {
		if !seen[p.path] && p.old != nil {
			// Taken out of the index; where the file is still there, it is ignored.
			pairs, entries = append(pairs, pair{path: p.path, old: p.old}), append(entries, indexed{skipped: true})
		}
	}

	each := func(i int) error {
		p, e := &pairs[i], entries[i]
		if e.skipped {
			if e.path != "" {
				p.is = &e.staged
			}
			return nil
		}
		var err error
		p.is, err = work.version(p.path, e, p.old, written, len(from))
		return err
	}
	return pairs, parallel.Each(ctx, len(pairs), each)
}

// index reads what the index holds, from the folder given to Open on.
//
// ls-files gives the times and sizes by which git itself tells a file that was not
// touched; they stand in what it writes for debugging, whose form may change. Where it
// has, they are not known, and the files are read.
func (r *Repo) index(ctx context.Context) ([]indexed, error) {
	out, err := r.run(ctx, "ls-files", "-z", "--stage", "-t", "--debug")
	if err != nil {
		return nil, err
	}
	var list []indexed
	for out != "" {
		entry, rest, ok := strings.Cut(out, "\x00")
		head, name, tab := strings.Cut(entry, "\t")
		fields := strings.Fields(head)
		if !ok || !tab || len(fields) != 4 {
			return nil, errors.New("git ls-files: unexpected answer")
		}
		e := indexed{path: name, skipped: fields[0] == "S", merging: fields[3] != "0"}
		v, err := versionOf(fields[1], fields[2])
		if err != nil {
			return nil, fmt.Errorf("git ls-files: %w", err)
		}
		out = e.times(rest)
		if v != nil {
			e.staged = *v
			list = append(list, e)
		}
	}
	return list, nil
}

// times reads the lines that --debug adds behind an entry, each of them indented, and
// gives what is left.
func (e *indexed) times(out string) string {
	var seconds, nanos, size int64
	timed, sized := false, false
	for strings.HasPrefix(out, "  ") {
		line, rest, _ := strings.Cut(out, "\n")
		out = rest
		if text, ok := strings.CutPrefix(line, "  mtime: "); ok {
			whole, part, _ := strings.Cut(text, ":")
			var bad, worse error
			seconds, bad = strconv.ParseInt(whole, 10, 64)
			nanos, worse = strconv.ParseInt(part, 10, 64)
			timed = bad == nil && worse == nil
		} else if text, ok := strings.CutPrefix(line, "  size: "); ok {
			text, _, _ = strings.Cut(text, "\t")
			var bad error
			size, bad = strconv.ParseInt(text, 10, 64)
			sized = bad == nil
		}
	}
	if timed && sized {
		e.size, e.seconds, e.nanos = size, seconds, nanos
	}
	return out
}

// indexTime is when the index was written, in seconds: a file that was written then or
// later may have changed without its entry telling. It is 0 without an index.
func (r *Repo) indexTime(ctx context.Context) (int64, error) {
	out, err := r.run(ctx, "rev-parse", "--git-path", "index")
	if err != nil {
		return 0, err
	}
	name := strings.TrimSuffix(out, "\n")
	if !filepath.IsAbs(name) {
		name = filepath.Join(r.dir, name)
	}
	info, err := os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return info.ModTime().Unix(), nil
}

// version is a file as the work tree has it; nil where there is none.
func (w *workTree) version(name string, e indexed, old *version, written int64, idLen int) (*version, error) {
	info, err := w.Lstat(filepath.FromSlash(name))
	if err != nil || info.IsDir() {
		// What lies behind a link that leaves the work tree is no file of it either.
		return nil, nil
	}
	is := &version{kind: file}
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		is.kind = link
		target, err := w.Readlink(filepath.FromSlash(name))
		if err != nil {
			return nil, err
		}
		is.id = idOf([]byte(filepath.ToSlash(target)), idLen)
		return is, nil
	case !info.Mode().IsRegular():
		return nil, nil
	case e.untouched(info, written):
		is.id, is.kind = e.staged.id, e.staged.kind
		return is, nil
	}
	if is.id, err = w.id(name, info.Size(), idLen); err != nil {
		return nil, err
	}
	if old != nil && is.id != old.id && info.Size() <= largestObject {
		// Where lines end as on Windows, the repository has them end in one byte.
		if data, err := w.ReadFile(filepath.FromSlash(name)); err == nil && strings.Contains(string(data), "\r\n") {
			if id := idOf([]byte(strings.ReplaceAll(string(data), "\r\n", "\n")), idLen); id == old.id {
				is.id = id
			}
		}
	}
	return is, nil
}

// untouched tells whether a file is as it was when its entry was written.
func (e indexed) untouched(info fs.FileInfo, written int64) bool {
	when := info.ModTime()
	return e.seconds != 0 && !e.merging && e.staged.kind != link && e.seconds < written && when.Unix() == e.seconds &&
		(e.nanos == 0 || int64(when.Nanosecond()) == e.nanos) && uint32(info.Size()) == uint32(e.size)
}

// id is the id that the file's bytes have as an object, whatever their number.
func (w *workTree) id(name string, size int64, idLen int) (string, error) {
	f, err := w.Open(filepath.FromSlash(name))
	if err != nil {
		// Nobody may read it, and so nobody can tell that it is what it was.
		return strings.Repeat("0", idLen), nil
	}
	defer f.Close()
	h := hashOf(idLen, size)
	if _, err := io.Copy(h, io.LimitReader(f, size)); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// idOf is the id of a file's bytes, in as many hexadecimal digits as the repository's
// ids have.
func idOf(data []byte, idLen int) string {
	h := hashOf(idLen, int64(len(data)))
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil))
}

func hashOf(idLen int, size int64) hash.Hash {
	h := sha1.New()
	if idLen == 64 {
		h = sha256.New()
	}
	fmt.Fprintf(h, "blob %d\x00", size)
	return h
}

func parseMode(mode string) (uint64, error) { return strconv.ParseUint(mode, 8, 32) }
