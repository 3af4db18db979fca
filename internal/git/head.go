package git

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// commit is what is read of a commit object.
type commit struct {
	id   string
	tree string
	when time.Time // the committer's date, in UTC
}

// Head is the full id of the commit that is checked out; false in a repository
// without commits.
func (r *Repo) Head(ctx context.Context) (string, bool, error) {
	c, ok, err := r.head(ctx)
	return c.id, ok, err
}

// HeadTime is the committer's date of the commit that is checked out, in UTC,
// to the second; false in a repository without commits.
func (r *Repo) HeadTime(ctx context.Context) (time.Time, bool, error) {
	c, ok, err := r.head(ctx)
	return c.when, ok, err
}

func (r *Repo) head(ctx context.Context) (commit, bool, error) {
	b, err := r.batch(ctx)
	if err != nil {
		return commit{}, false, fmt.Errorf("read HEAD: %w", err)
	}
	defer b.Close()
	c, err := b.commit("HEAD")
	if errors.Is(err, ErrNoCommit) {
		// cat-file says "missing" of a branch without commits and of a damaged
		// repository alike; rev-parse knows the id only in the second case.
		id, failed := r.run(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD")
		switch {
		case ctx.Err() != nil:
			return commit{}, false, fmt.Errorf("read HEAD: %w", ctx.Err())
		case failed != nil:
			return commit{}, false, nil
		}
		return commit{}, false, fmt.Errorf("read HEAD: commit %s is not in the repository", strings.TrimSpace(id))
	}
	if err != nil {
		return commit{}, false, fmt.Errorf("read HEAD: %w", err)
	}
	return c, true, nil
}

// commit reads the commit that ref names: ErrNoCommit where it names none.
func (b *batch) commit(ref string) (commit, error) {
	if ref == "" || strings.ContainsFunc(ref, func(c rune) bool { return c < ' ' || c == 0x7f }) {
		return commit{}, ErrNoCommit
	}
	o, err := b.get(ref + "^{commit}")
	if errors.Is(err, errMissing) {
		return commit{}, ErrNoCommit
	}
	if err != nil {
		return commit{}, err
	}
	if o.kind != "commit" {
		return commit{}, ErrNoCommit
	}
	return parseCommit(o.id, o.data)
}

// parseCommit reads a raw commit object's tree and committer.
func parseCommit(id string, data []byte) (commit, error) {
	bad := func(what string) (commit, error) { return commit{}, fmt.Errorf("commit %s: no %s", id, what) }
	c := commit{id: id}
	headers, _, _ := strings.Cut(string(data), "\n\n")
	for line := range strings.Lines(headers + "\n") {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		switch {
		case key == "tree" && c.tree == "":
			c.tree = value
		case key == "committer" && c.when.IsZero():
			// "A Name <a@b> 1700000000 +0100": people choose the name, so count from the end.
			fields := strings.Fields(value[strings.LastIndexByte(value, '>')+1:])
			if len(fields) == 0 {
				return bad("date")
			}
			seconds, err := strconv.ParseInt(fields[0], 10, 64)
			when := time.Unix(seconds, 0).UTC()
			if err != nil || when.Year() < 1 || when.Year() > 9999 {
				return bad("date that can be read")
			}
			c.when = when
		}
	}
	if !isID(c.tree) {
		return bad("tree")
	}
	if c.when.IsZero() {
		return bad("committer")
	}
	return c, nil
}

// dayOf is the day of a date as git writes it raw, "1700000000 +0100", in that time
// zone: YYYY-MM-DD. It is "" where there is none, or one that no calendar has: git
// and its importers write the second 0 in place of a date they do not know.
func dayOf(raw string) string {
	fields := strings.Fields(raw)
	if len(fields) != 2 {
		return ""
	}
	seconds, err := strconv.ParseInt(fields[0], 10, 64)
	zone, zoneErr := time.Parse("-0700", fields[1])
	if err != nil || zoneErr != nil || seconds <= 0 {
		return ""
	}
	_, offset := zone.Zone()
	when := time.Unix(seconds, 0).In(time.FixedZone("", offset))
	if when.Year() < 1 || when.Year() > 9999 { // so many seconds may overflow
		return ""
	}
	return when.Format(time.DateOnly)
}
