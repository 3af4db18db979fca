package server

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// heartbeat is how often a quiet stream says that it is there, so that a browser
// that has gone is noticed; eventTimeout is what one write may take.
const (
	heartbeat    = 25 * time.Second
	eventTimeout = 10 * time.Second
)

// failure is what the event "failed" says.
type failure struct {
	Text string `json:"text"`
	// Page is set where there is no good page at the address: the hash of the page
	// that says so. Whoever has that page open needs no second telling.
	Page string `json:"page,omitempty"`
}

// telling is what one stream has told its page last.
type telling struct {
	built  string
	failed string
}

// events streams what happens to the page of this site that its query names:
// "built" with what the page consists of, at the beginning and whenever that is
// another; "failed" with why, while the last build failed or the page cannot be
// made; "mended" when that is over. Data is JSON.
func (h *handler) events(w http.ResponseWriter, r *http.Request) {
	if !sameOrigin(r) {
		refuse(w, http.StatusForbidden, "the events are for pages of this site")
		return
	}
	page := h.pageOf(r.URL.Query().Get("page"))
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return
	}
	out := http.NewResponseController(w)
	if out.SetReadDeadline(time.Time{}) != nil {
		return
	}
	send := func(format string, args ...any) bool {
		// Each write gets a time of its own in place of the server's for the whole answer.
		if out.SetWriteDeadline(time.Now().Add(eventTimeout)) != nil {
			return false
		}
		_, err := fmt.Fprintf(w, format+"\n\n", args...)
		return err == nil && out.Flush() == nil
	}
	if !send("retry: 1000") {
		return
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	var told telling
	for {
		s := h.live.now()
		now := h.look(s, page)
		if now.built != "" && now.built != told.built && !send("event: built\ndata: %s", now.built) {
			return
		}
		switch {
		case now.failed == told.failed:
		case now.failed == "":
			if !send("event: mended\ndata: {}") {
				return
			}
		default:
			if !send("event: failed\ndata: %s", now.failed) {
				return
			}
		}
		if now.built != "" {
			told.built = now.built
		}
		told.failed = now.failed
		for waits := true; waits; {
			select {
			case <-s.next:
				waits = false
			case <-beat.C:
				if !send(":") {
					return
				}
			case <-r.Context().Done():
				return
			case <-h.ctx.Done():
				return
			}
		}
	}
}

// pageOf gives the address below the base that a stream of events is for. The
// query has it as browsers write a page's path. It is "" for what is none of this
// site's, as where the site's 404.html is shown; such a page is told of failures
// alone.
func (h *handler) pageOf(query string) string {
	address, err := url.PathUnescape(query)
	at, ok := strings.CutPrefix(address, h.base)
	name, below := strings.CutPrefix(at, "/")
	if err != nil || !ok || !below || name != "" && !isPath(strings.TrimSuffix(name, "/")) {
		return ""
	}
	return at
}

// look asks the site for a page alone, and says what there is to tell of it.
func (h *handler) look(s *state, page string) telling {
	var now telling
	f := failure{Text: s.failure}
	if s.site == nil {
		f.Page = hash([]byte(s.failure))
	} else if page != "" {
		found, err := find(s.site, page)
		if err != nil {
			if f.Text == "" {
				f = failure{Text: text(err), Page: hash([]byte(text(err)))}
			}
		} else {
			b, err := builtOf(found.data, h.base+page, h.base, s.site)
			if err != nil && f.Text == "" {
				f.Text = text(err)
			}
			now.built = said(b)
		}
	}
	if f.Text != "" {
		now.failed = said(f)
	}
	return now
}

// sameOrigin tells whether a page of this site asks, as far as the browser says.
// A program that is no browser says nothing, and may listen.
func sameOrigin(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
	default:
		return false
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && strings.EqualFold(u.Host, r.Host)
}
