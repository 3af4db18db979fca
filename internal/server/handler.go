package server

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
)

//go:embed reload.js
var reloadScript []byte

// own is the folder of addresses that are the server's, not the site's.
const own = "/-/"

// contentTypes are by the file's extension, and not from the machine's own table,
// so that a page looks the same everywhere.
var contentTypes = map[string]string{
	".html":  "text/html; charset=utf-8",
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".json":  "application/json; charset=utf-8",
	".svg":   "image/svg+xml; charset=utf-8",
	".xml":   "application/xml; charset=utf-8",
	".txt":   "text/plain; charset=utf-8",
	".md":    "text/markdown; charset=utf-8",
	".png":   "image/png",
	".jpg":   "image/jpeg",
	".jpeg":  "image/jpeg",
	".gif":   "image/gif",
	".webp":  "image/webp",
	".ico":   "image/x-icon",
	".avif":  "image/avif",
	".woff":  "font/woff",
	".woff2": "font/woff2",
	".ttf":   "font/ttf",
	".pdf":   "application/pdf",
	".mp4":   "video/mp4",
	".webm":  "video/webm",
	".csv":   "text/csv; charset=utf-8",
	// As browsers ask for it, and as a site without a type would hand it out.
	".webmanifest": "application/manifest+json; charset=utf-8",
}

// handler answers every request.
type handler struct {
	ctx   context.Context // ends the streams of events
	live  *live
	base  string // "" or "/sub/path"
	hosts hosts
}

func newHandler(ctx context.Context, live *live, base string, hosts hosts) *handler {
	return &handler{ctx: ctx, live: live, base: base, hosts: hosts}
}

// ServeHTTP implements http.Handler.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Cache-Control", "no-store")

	name, ok, err := h.hosts.allows(r.Host)
	switch {
	case err != nil:
		refuse(w, http.StatusBadRequest, err.Error())
		return
	case !ok:
		refuse(w, http.StatusForbidden, fmt.Sprintf("the host %s is not allowed; to serve under this name, start with --allow-host %s", name, name))
		return
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		header.Set("Allow", "GET, HEAD")
		refuse(w, http.StatusMethodNotAllowed, "only GET and HEAD are answered")
		return
	}
	at, ok := strings.CutPrefix(r.URL.Path, h.base)
	switch {
	case h.base != "" && (r.URL.Path == "/" || ok && at == ""):
		redirect(w, h.base+"/")
	case !ok || !strings.HasPrefix(at, "/"):
		h.missing(w, h.live.now())
	case at == own+"events":
		h.events(w, r)
	case at == own+"reload.js":
		reply(w, http.StatusOK, contentTypes[".js"], reloadScript)
	default:
		h.file(w, at[1:])
	}
}

// file answers with what the site has at a path.
func (h *handler) file(w http.ResponseWriter, at string) {
	s := h.live.now()
	if s.site == nil {
		h.failed(w, s)
		return
	}
	if at == "" || strings.HasSuffix(at, "/") {
		at += "index.html"
	}
	data, ok := s.site[at]
	if !ok {
		if _, ok := s.site[at+"/index.html"]; ok {
			redirect(w, h.base+"/"+at+"/") // so that the page's relative links lead right
			return
		}
		h.missing(w, s)
		return
	}
	h.page(w, http.StatusOK, path.Ext(at), data, s)
}

// missing answers with the site's own page for what is not there.
func (h *handler) missing(w http.ResponseWriter, s *state) {
	if data, ok := s.site["404.html"]; ok {
		h.page(w, http.StatusNotFound, ".html", data, s)
		return
	}
	refuse(w, http.StatusNotFound, "there is no such page")
}

// failed answers while there has been no good build yet.
func (h *handler) failed(w http.ResponseWriter, s *state) {
	w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'")
	text := "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>The build failed</title></head>\n" +
		"<body>\n<h1>The build failed</h1>\n<pre>" + html.EscapeString(s.failure) + "</pre>\n<p>The site appears here once it builds.</p>\n</body>\n</html>\n"
	h.page(w, http.StatusInternalServerError, ".html", []byte(text), s)
}

// page answers with a file, and gives HTML the script that loads it anew.
func (h *handler) page(w http.ResponseWriter, status int, ext string, data []byte, s *state) {
	kind, ok := contentTypes[strings.ToLower(ext)]
	if !ok {
		kind = "application/octet-stream"
	}
	if kind == contentTypes[".html"] {
		data = withScript(data, `<script src="`+html.EscapeString(escape(h.base+own))+`reload.js" data-build="`+s.build+`" defer></script>`)
	}
	reply(w, status, kind, data)
}

// withScript puts script before the last </body>, or at the end.
func withScript(page []byte, script string) []byte {
	const mark = "</body>"
	at := len(page)
	for i := len(page) - len(mark); i >= 0; i-- {
		if page[i] == '<' && bytes.EqualFold(page[i:i+len(mark)], []byte(mark)) {
			at = i
			break
		}
	}
	out := make([]byte, 0, len(page)+len(script)+1)
	out = append(out, page[:at]...)
	out = append(out, script...)
	out = append(out, '\n')
	return append(out, page[at:]...)
}

// redirect leads to a path of this server. The path is written so that it cannot
// be read as another host's.
func redirect(w http.ResponseWriter, to string) {
	to = escape("/" + strings.TrimLeft(to, "/"))
	w.Header().Set("Location", to)
	refuse(w, http.StatusTemporaryRedirect, "see "+to)
}

// escape writes a path as it stands in an address.
func escape(path string) string { return (&url.URL{Path: path}).EscapedPath() }

// refuse answers with a line of text.
func refuse(w http.ResponseWriter, status int, text string) {
	reply(w, status, contentTypes[".txt"], []byte(text+"\n"))
}

func reply(w http.ResponseWriter, status int, kind string, data []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	_, _ = w.Write(data) // net/http drops it for HEAD; whoever has gone needs no answer
}
