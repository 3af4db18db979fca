package server

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
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
		h.file(w, r.URL.Path, "")
	case at == own+"events":
		h.events(w, r)
	case at == own+"reload.js":
		reply(w, http.StatusOK, contentTypes[".js"], reloadScript)
	default:
		h.file(w, r.URL.Path, at)
	}
}

// found is what a site has to say to a request.
type found struct {
	status int
	path   string // of data, in the site
	data   []byte
	folder bool // the address lacks the slash at its end
}

// find looks for what is served at an address below the base, "/" and more; "" is
// an address of nothing. Without any file for it, and without a page of the site's
// own that says so, the status alone is set.
func find(site Site, at string) (found, error) {
	if name, ok := strings.CutPrefix(at, "/"); ok {
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		data, ok, err := site.File(name)
		if err != nil || ok {
			return found{status: http.StatusOK, path: name, data: data}, err
		}
		name += "/index.html"
		if data, ok, err = site.File(name); err != nil || ok {
			return found{status: http.StatusOK, path: name, data: data, folder: true}, err
		}
	}
	data, _, err := site.File("404.html")
	return found{status: http.StatusNotFound, path: "404.html", data: data}, err
}

// file answers with what the site has at an address.
func (h *handler) file(w http.ResponseWriter, address, at string) {
	s := h.live.now()
	if s.site == nil {
		h.failed(w, s.failure)
		return
	}
	f, err := find(s.site, at)
	switch {
	case err != nil:
		h.failed(w, text(err))
	case f.folder:
		redirect(w, address+"/") // so that the page's relative links lead right
	case f.data == nil && f.status == http.StatusNotFound:
		refuse(w, http.StatusNotFound, "there is no such page")
	default:
		kind, ok := contentTypes[strings.ToLower(path.Ext(f.path))]
		if !ok {
			kind = "application/octet-stream"
		}
		if isHTML(f.path) {
			b, _ := builtOf(f.data, address, h.base, s.site) // a file that cannot be made is told by the events
			f.data = h.equipped(f.data, b)
		}
		reply(w, f.status, kind, f.data)
	}
}

// failed answers where there is an error in place of a page.
func (h *handler) failed(w http.ResponseWriter, failure string) {
	w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'")
	text := "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>The build failed</title></head>\n" +
		"<body>\n<h1>The build failed</h1>\n<pre>" + html.EscapeString(failure) + "</pre>\n<p>The page appears here once it builds.</p>\n</body>\n</html>\n"
	page := h.equipped([]byte(text), built{Page: hash([]byte(failure)), Failed: true})
	reply(w, http.StatusInternalServerError, contentTypes[".html"], page)
}

// equipped gives a page the script that keeps it up to date, and says what the
// page is.
func (h *handler) equipped(page []byte, b built) []byte {
	return withScript(page, `<script src="`+html.EscapeString(escape(h.base+own))+`reload.js" data-built="`+html.EscapeString(said(b))+`" defer></script>`)
}

// said writes what a page is told. It is made of strings, and so never fails.
func said(v any) string {
	data, _ := json.Marshal(v)
	return string(data)
}

// text is an error's, and never empty.
func text(err error) string {
	if t := err.Error(); t != "" {
		return t
	}
	return "the build failed without saying why"
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
