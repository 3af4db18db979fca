package git

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The bounds of what is told of a commit, in code points.
const (
	longestSubject = 200
	longestAuthor  = 100
)

// commits lists the commits up to id that changed one of the paths, which are
// relative to the folder given to Open, and all merges between them; children come
// before parents and, as far as that leaves it open, the later committed before the
// earlier. In place of a true parent stands the nearest ancestor in the list, which
// has the same files in the paths, or none where they are empty.
//
// History is read with the two plumbing commands below "git log". Unlike it, they
// read none of the settings that shape what a user sees (log.*, format.*,
// diff.renames and the like) and check no signatures. And a log does not say which
// parent of a merge a difference is to.
func (r *Repo) commits(ctx context.Context, id string, paths []string) ([]Commit, error) {
	fail := func(err error) ([]Commit, error) { return nil, fmt.Errorf("git rev-list: %w", err) }
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	// Names are those of .mailmap alone: another list of names would be one machine's.
	args := []string{
		"-c", "mailmap.file=", "-c", "mailmap.blob=",
		"rev-list", "--date-order", "--full-history", "--parents",
		"--encoding=UTF-8", "--date=raw", "--format=%aN%x00%ad%x00%s%x00", id, "--",
	}
	cmd := r.command(inner, append(args, paths...)...)
	said := &report{}
	cmd.Stderr = said
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return fail(err)
	}
	var list []Commit
	read := commitReader{in: bufio.NewReaderSize(out, 64<<10), known: map[string]string{}}
	for err == nil {
		var c Commit
		if c, err = read.next(); err == nil {
			list = append(list, c)
		}
	}
	if !errors.Is(err, io.EOF) {
		cancel() // nobody reads what it would still say
	}
	waited := cmd.Wait()
	switch {
	case ctx.Err() != nil:
		return fail(ctx.Err())
	case errors.Is(err, io.EOF) && waited != nil, errors.Is(err, io.ErrUnexpectedEOF):
		return nil, &commandError{command: "rev-list", said: said.String(), err: errors.Join(waited, err)}
	case !errors.Is(err, io.EOF):
		return fail(err)
	}
	return list, nil
}

// commitReader reads what commits has rev-list write: of each commit a line
// "commit <id> <parents>", then the author, the date and the subject, each with a
// zero byte behind it, and a line break.
type commitReader struct {
	in    *bufio.Reader
	known map[string]string // authors and days that were read, since most come again
}

// next reads one commit; io.EOF where there is no other.
func (r *commitReader) next() (Commit, error) {
	line, err := r.in.ReadString('\n')
	if err != nil {
		if line != "" {
			err = cutShort(err)
		}
		return Commit{}, err
	}
	ids := strings.Fields(line)
	if len(ids) < 2 || ids[0] != "commit" {
		return Commit{}, fmt.Errorf("unexpected answer %q", line)
	}
	for _, id := range ids[1:] {
		if !isID(id) {
			return Commit{}, fmt.Errorf("unexpected answer %q", line)
		}
	}
	var words [3]string
	for i := range words {
		// A code point has four bytes at most; what is longer will be cut anyway.
		if words[i], err = readWord(r.in, 8*longestSubject); err != nil {
			return Commit{}, cutShort(err)
		}
	}
	if _, err := r.in.Discard(1); err != nil {
		return Commit{}, cutShort(err)
	}
	return Commit{
		ID: ids[1], parents: ids[2:],
		Author: r.once(cut(withoutAddresses(tidy(words[0])), longestAuthor)), Day: r.once(dayOf(words[1])), Subject: cut(tidy(words[2]), longestSubject),
	}, nil
}

// once gives the same string for equal ones, so that they are held once.
func (r *commitReader) once(text string) string {
	if old, ok := r.known[text]; ok {
		return old
	}
	r.known[text] = text
	return text
}

// readWord reads to a zero byte and gives the word before it, or its first most
// bytes: a message may be of any length.
func readWord(in *bufio.Reader, most int) (string, error) {
	var word []byte
	for {
		part, err := in.ReadSlice(0)
		keep := part
		if err == nil {
			keep = part[:len(part)-1]
		}
		word = append(word, keep[:min(len(keep), most-len(word))]...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return string(word), err
		}
	}
}

// cutShort is the error of output that ends within a commit.
func cutShort(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// tidy makes a plain line of somebody's text: single blanks, no control
// characters, none that turn the direction of what follows, and valid UTF-8.
func tidy(text string) string {
	text = strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c):
			return ' '
		case unicode.IsControl(c), unicode.Is(unicode.Bidi_Control, c):
			return -1
		}
		return c
	}, strings.ToValidUTF8(text, string(utf8.RuneError)))
	return strings.Join(strings.Fields(text), " ")
}

// cut bounds a text, with a sign where something was cut off.
func cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	runes := []rune(text)
	return strings.TrimRight(string(runes[:most-1]), " ") + "…"
}

// withoutAddresses is a name without what makes an e-mail address: of one it keeps
// what stands before the @.
func withoutAddresses(name string) string {
	words := strings.Fields(name)
	for i, word := range words {
		if local, _, ok := strings.Cut(word, "@"); ok {
			words[i] = strings.TrimLeft(local, "<(")
		}
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}
