package server

import (
	"encoding/json"
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

// events streams what happens to a page of this site: "reload" once the site is no
// longer the build that the page names in its query; "failed", with the text as
// a JSON string, while the last build failed; "mended" when it no longer does.
func (h *handler) events(w http.ResponseWriter, r *http.Request) {
	if !sameOrigin(r) {
		refuse(w, http.StatusForbidden, "the events are for pages of this site")
		return
	}
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
	build, shown := r.URL.Query().Get("build"), ""
	for {
		s := h.live.now()
		if build == "" {
			build = s.build
		}
		ok := true
		switch {
		case build != s.build:
			build = s.build
			if !send("event: reload\ndata: %s", build) {
				return
			}
			continue // there may be a failure to tell as well
		case s.failure == shown || s.site == nil: // without a site, the page itself says it
		case s.failure == "":
			ok = send("event: mended\ndata:")
			shown = ""
		default:
			text, err := json.Marshal(s.failure)
			ok = err == nil && send("event: failed\ndata: %s", text)
			shown = s.failure
		}
		if !ok {
			return
		}
		select {
		case <-s.next:
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
