package cli

import (
	"context"
	"strings"
	"sync"

	"tradeoff/internal/git"
)

// histories reads the history of the log's files once for a commit: a build asks for
// it twice where it needs first days, and a preview with every change of a file.
type histories struct {
	mu      sync.Mutex
	of      string // the commit that is checked out, and the folders
	reading *historyReading
}

// historyReading is one walk through the history.
type historyReading struct {
	done    chan struct{} // closed when history and err are there
	history *git.History
	err     error
}

// read gives the history of the folders. ctx ends the waiting alone and life the
// reading: a preview that was overtaken leaves its reading to the next.
func (h *histories) read(ctx, life context.Context, repo *git.Repo, folders []string) (*git.History, error) {
	head, _, err := repo.Head(ctx)
	if err != nil {
		return nil, err
	}
	of := strings.Join(append([]string{head}, folders...), "\x00")
	h.mu.Lock()
	if h.reading == nil || h.of != of {
		r := &historyReading{done: make(chan struct{})}
		h.of, h.reading = of, r
		go func() {
			defer close(r.done)
			r.history, r.err = repo.History(life, folders)
		}()
	}
	r := h.reading
	h.mu.Unlock()
	select {
	case <-r.done:
		return r.history, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// history is that of the log's files; nil without a repository.
func (p *project) history(ctx context.Context) (*git.History, error) {
	repo, err := p.repo(ctx)
	if err != nil || repo == nil {
		return nil, err
	}
	return p.app.histories.read(ctx, p.app.Ctx, repo, p.settings.Decisions)
}
