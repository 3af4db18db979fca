package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// subPath is where a site is put on a server that has others beside it.
const subPath = "/a/b/c/"

// host is a server with a site in a folder of it, as any web server does it.
type host struct {
	address string // of the site, with a slash at its end
	mu      sync.Mutex
	astray  []string // requests outside of the site
	missing []string // requests in it for what is not there
}

// serveBelow serves a site below subPath. A request for what is not there is
// answered by the site's own 404.html, which most servers can be told to do.
func serveBelow(t testing.TB, site string) *host {
	t.Helper()
	h := &host{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, inside := strings.CutPrefix(r.URL.Path, subPath)
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		data, err := os.ReadFile(filepath.Join(site, filepath.FromSlash(name)))
		h.mu.Lock()
		if !inside {
			h.astray = append(h.astray, r.URL.Path)
		} else if err != nil {
			h.missing = append(h.missing, r.URL.Path)
		}
		h.mu.Unlock()
		if !inside || strings.Contains(name, "..") {
			http.NotFound(w, r)
			return
		}
		if err != nil {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(http.StatusNotFound)
			data, _ = os.ReadFile(filepath.Join(site, "404.html"))
			_, _ = w.Write(data)
			return
		}
		w.Header().Set("Content-Type", contentTypes[filepath.Ext(name)])
		_, _ = w.Write(data)
	}))
	t.Cleanup(server.Close)
	h.address = server.URL + subPath
	return h
}

// contentTypes are what servers say of files.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".xml": "application/xml", ".svg": "image/svg+xml", ".png": "image/png", ".md": "text/markdown; charset=utf-8",
	".txt": "text/plain; charset=utf-8",
}

// strays are the requests that left the site, or found nothing in it, since the
// last call.
func (h *host) strays() (astray, missing []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	astray, missing = h.astray, h.missing
	h.astray, h.missing = nil, nil
	return astray, missing
}
