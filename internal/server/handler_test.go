package server

import (
	"bufio"
	"bytes"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

var testSite = Files{
	"index.html":                       []byte("<!doctype html><body>home</BODY></html>"),
	"404.html":                         []byte("<body>nothing</body>"),
	"bare.html":                        []byte("no body here"),
	"decisions/index.html":             []byte("<body>list</body>"),
	"decisions/0001-größe & more.html": []byte("<body>one</body>"),
	"a.css":                            []byte("css"),
	"a.js":                             []byte("js"),
	"a.json":                           []byte("{}"),
	"a.svg":                            []byte("<svg></body>"),
	"feed.xml":                         []byte("<feed/>"),
	"robots.txt":                       []byte("r"),
	"a.md":                             []byte("# a"),
	"a.PNG":                            []byte("p"),
	"a.jpg":                            []byte("p"),
	"a.jpeg":                           []byte("p"),
	"a.gif":                            []byte("p"),
	"a.webp":                           []byte("p"),
	"a.ico":                            []byte("p"),
	"a.woff2":                          []byte("p"),
	"a.wasm":                           []byte("p"),
	"CNAME":                            []byte("p"),
	"evil.example/index.html":          []byte("x"),
	"-/reload.js":                      []byte("not the server's"),
}

func TestPages(t *testing.T) {
	t.Parallel()
	p := start(t, &preview{site: testSite}, nil)
	const htmlType = "text/html; charset=utf-8"
	tests := []struct {
		path   string
		status int
		kind   string
		body   string // its beginning
	}{
		{"/", 200, htmlType, "<!doctype html><body>home<script src=\"/-/reload.js\" data-built="},
		{"/index.html", 200, htmlType, "<!doctype html><body>home<script"},
		{"/?q=x", 200, htmlType, "<!doctype html>"},
		{"/decisions/", 200, htmlType, "<body>list<script"},
		{"/decisions", 307, "text/plain; charset=utf-8", ""},
		{"/decisions/0001-gr%C3%B6%C3%9Fe%20&%20more.html", 200, htmlType, "<body>one<script"},
		{"/bare.html", 200, htmlType, "no body here<script"},
		{"/a.css", 200, "text/css; charset=utf-8", "css"},
		{"/a.js", 200, "text/javascript; charset=utf-8", "js"},
		{"/a.json", 200, "application/json; charset=utf-8", "{}"},
		{"/a.svg", 200, "image/svg+xml; charset=utf-8", "<svg></body>"},
		{"/feed.xml", 200, "application/xml; charset=utf-8", "<feed/>"},
		{"/robots.txt", 200, "text/plain; charset=utf-8", "r"},
		{"/a.md", 200, "text/markdown; charset=utf-8", "# a"},
		{"/a.PNG", 200, "image/png", "p"},
		{"/a.jpg", 200, "image/jpeg", "p"},
		{"/a.jpeg", 200, "image/jpeg", "p"},
		{"/a.gif", 200, "image/gif", "p"},
		{"/a.webp", 200, "image/webp", "p"},
		{"/a.ico", 200, "image/x-icon", "p"},
		{"/a.woff2", 200, "font/woff2", "p"},
		{"/a.wasm", 200, "application/octet-stream", "p"},
		{"/CNAME", 200, "application/octet-stream", "p"},
		{"/-/reload.js", 200, "text/javascript; charset=utf-8", "// Loads what a build"},
		{"/missing.css", 404, htmlType, "<body>nothing<script"},
		{"/decisions/x/", 404, htmlType, "<body>nothing"},
		{"/../../etc/passwd", 404, htmlType, "<body>nothing"},
		{"/%2e%2e/%2e%2e/etc/passwd", 404, htmlType, "<body>nothing"},
		{"/..%5c..%5cwindows", 404, htmlType, "<body>nothing"},
		{"/decisions/../index.html", 404, htmlType, "<body>nothing"},
		{"/a.css/", 404, htmlType, "<body>nothing"},
		{"/%00", 404, htmlType, "<body>nothing"},
		{"//evil.example", 404, htmlType, "<body>nothing"},
		{"/-/", 404, htmlType, "<body>nothing"},
	}
	for _, tt := range tests {
		resp, body := p.get("GET", tt.path, nil)
		if resp.StatusCode != tt.status || resp.Header.Get("Content-Type") != tt.kind || !strings.HasPrefix(body, tt.body) {
			t.Errorf("GET %s: %d %s\n%s\nwant %d %s\n%s", tt.path, resp.StatusCode, resp.Header.Get("Content-Type"), body, tt.status, tt.kind, tt.body)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store",
			"Access-Control-Allow-Origin": "",
		} {
			if got := resp.Header.Get(name); got != want {
				t.Errorf("GET %s: %s is %q, want %q", tt.path, name, got, want)
			}
		}
		head, nothing := p.get("HEAD", tt.path, nil)
		if head.StatusCode != tt.status || head.ContentLength != int64(len(body)) || nothing != "" {
			t.Errorf("HEAD %s: %d, length %d, body %q; GET has %d bytes", tt.path, head.StatusCode, head.ContentLength, nothing, len(body))
		}
	}
}

func TestRedirect(t *testing.T) {
	t.Parallel()
	p := start(t, &preview{site: testSite}, nil)
	for path, want := range map[string]string{"/decisions": "/decisions/", "/evil.example": "/evil.example/", "//evil.example": ""} {
		if resp, _ := p.get("GET", path, nil); resp.Header.Get("Location") != want {
			t.Errorf("%s leads to %q, want %q", path, resp.Header.Get("Location"), want)
		}
	}
}

func TestMethods(t *testing.T) {
	t.Parallel()
	p := start(t, &preview{site: testSite}, nil)
	for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"} {
		for _, path := range []string{"/", "/-/events", "/missing"} {
			if resp, _ := p.get(method, path, nil); resp.StatusCode != 405 || resp.Header.Get("Allow") != "GET, HEAD" {
				t.Errorf("%s %s: %d, Allow %q", method, path, resp.StatusCode, resp.Header.Get("Allow"))
			}
		}
	}
}

func TestWithout404Page(t *testing.T) {
	t.Parallel()
	p := start(t, &preview{site: Files{}}, nil)
	resp, body := p.get("GET", "/<script>", nil)
	if resp.StatusCode != 404 || resp.Header.Get("Content-Type") != "text/plain; charset=utf-8" || strings.Contains(body, "<") {
		t.Errorf("%d %s %q", resp.StatusCode, resp.Header.Get("Content-Type"), body)
	}
}

func TestBase(t *testing.T) {
	t.Parallel()
	p := start(t, &preview{site: testSite}, func(o *Options) { o.Base = "/sub/a b/" })
	if !strings.HasSuffix(p.url, "/sub/a%20b/") {
		t.Errorf("served at %s", p.url)
	}
	tests := []struct {
		path     string
		status   int
		location string
		body     string
	}{
		{"/", 307, "/sub/a%20b/", ""},
		{"/sub/a%20b", 307, "/sub/a%20b/", ""},
		{"/sub/a%20b/", 200, "", `<!doctype html><body>home<script src="/sub/a%20b/-/reload.js"`},
		{"/sub/a%20b/decisions", 307, "/sub/a%20b/decisions/", ""},
		{"/sub/a%20b/-/reload.js", 200, "", "// Loads"},
		{"/sub/a%20bc", 404, "", ""},
		{"/index.html", 404, "", ""},
		{"/-/reload.js", 404, "", ""},
	}
	for _, tt := range tests {
		resp, body := p.get("GET", tt.path, nil)
		if resp.StatusCode != tt.status || resp.Header.Get("Location") != tt.location || !strings.HasPrefix(body, tt.body) {
			t.Errorf("%s: %d %q\n%s", tt.path, resp.StatusCode, resp.Header.Get("Location"), body)
		}
	}
	p.listen("")
}

func TestHosts(t *testing.T) {
	t.Parallel()
	p := start(t, &preview{site: testSite}, func(o *Options) {
		o.Addr = "localhost:0"
		o.AllowHosts = []string{"Preview.Example.org"}
	})
	tests := []struct {
		host   string
		status int
	}{
		{"localhost", 200},
		{"LOCALHOST.:1313", 200},
		{"docs.localhost:1", 200},
		{"127.0.0.1:80", 200},
		{"192.168.1.7", 200},
		{"[::1]:1313", 200},
		{"[fe80::1%25en0]", 200},
		{"preview.example.org:8080", 200},
		{"evil.example", 403},
		{"localhost.evil.example", 403},
		{"notlocalhost", 403},
		{"127.0.0.1.nip.io", 403},
		{"0x7f.1", 403},
		{"a.preview.example.org", 403},
		{"a:b", 400},
		{"localhost:99999", 400},
		{"localhost:-1", 400},
		{"user@localhost", 400},
		{"[::1", 400},
		{"[localhost]", 400},
		{"[127.0.0.1]", 400},
		{"::1", 400},
		{"a..b", 400},
		{".", 400},
		{"a,b", 400},
		{"[]:80", 400},
		{"'\"", 400},
	}
	for _, tt := range tests {
		resp, body := p.get("GET", "/", map[string]string{"Host": tt.host})
		if resp.StatusCode != tt.status {
			t.Errorf("Host %q: %d, want %d\n%s", tt.host, resp.StatusCode, tt.status, body)
		}
		if tt.status == 403 && !strings.Contains(body, "--allow-host "+tt.host) {
			t.Errorf("Host %q: the text does not name the flag: %s", tt.host, body)
		}
	}
}

// What no client library would send.
func TestRawRequests(t *testing.T) {
	t.Parallel()
	p := start(t, &preview{site: testSite}, nil)
	u, err := url.Parse(p.url)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		request string
		status  int
	}{
		{"GET / HTTP/1.0\r\n\r\n", 400},
		{"GET / HTTP/1.1\r\n\r\n", 400},
		{"GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
		{"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
		{"GET / HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n", 400},
		{"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400},
		{"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 403},
		{"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", 405},
		{"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n", 405},
		{"GET /#/../x HTTP/1.1\r\nHost: localhost\r\n\r\n", 404},
		{"GET * HTTP/1.1\r\nHost: localhost\r\n\r\n", 404},
		{"GET http://localhost/a.css HTTP/1.1\r\nHost: localhost\r\n\r\n", 200},
		{"GET file:///etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 404},
		{"GET //etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 404},
		{"GET /../../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 404},
		{"GET /\\..\\..\\etc\\passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 404},
		{"GET /a.css#/../index.html HTTP/1.1\r\nHost: localhost\r\n\r\n", 404},
		{"GET /etc/passwd?raw?? HTTP/1.1\r\nHost: localhost\r\n\r\n", 404},
		{"GET /a.css?raw?? HTTP/1.1\r\nHost: localhost\r\n\r\n", 200},
		{"GET ../etc HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
	}
	for _, tt := range tests {
		c, err := net.Dial("tcp", u.Host)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Write([]byte(tt.request)); err != nil {
			t.Fatal(err)
		}
		resp, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Errorf("%q: %v", tt.request, err)
		} else if resp.StatusCode != tt.status {
			t.Errorf("%q: %d, want %d", tt.request, resp.StatusCode, tt.status)
		}
		c.Close()
	}
}

func TestEventsOrigin(t *testing.T) {
	t.Parallel()
	p := start(t, &preview{site: testSite}, nil)
	u, err := url.Parse(p.url)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		site, origin string
		status       int
	}{
		{"", "", 200},
		{"same-origin", "", 200},
		{"none", "", 200},
		{"", "http://" + u.Host, 200},
		{"same-origin", "http://" + u.Host, 200},
		{"cross-site", "", 403},
		{"same-site", "", 403},
		{"something", "", 403},
		{"", "http://evil.example", 403},
		{"", "http://127.0.0.1:1", 403},
		{"", "null", 403},
		{"", "file://" + u.Host, 403},
		{"", "%", 403},
		{"same-origin", "http://evil.example", 403},
	}
	for _, tt := range tests {
		header := map[string]string{}
		if tt.site != "" {
			header["Sec-Fetch-Site"] = tt.site
		}
		if tt.origin != "" {
			header["Origin"] = tt.origin
		}
		if resp, _ := p.get("HEAD", "/-/events", header); resp.StatusCode != tt.status {
			t.Errorf("Sec-Fetch-Site %q, Origin %q: %d, want %d", tt.site, tt.origin, resp.StatusCode, tt.status)
		}
	}
}

func TestWithScript(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"<body>a</body>":          "<body>aS\n</body>",
		"</body>a</body></html>":  "</body>aS\n</body></html>",
		"<BODY>a</Body>":          "<BODY>aS\n</Body>",
		"İ</body>":                "İS\n</body>",
		"</bod":                   "</bodS\n",
		"":                        "S\n",
		"</body >":                "</body >S\n",
		"<p>\xff\xfe</body>\x00<": "<p>\xff\xfeS\n</body>\x00<",
	} {
		if got := withScript([]byte(in), "S"); string(got) != want {
			t.Errorf("withScript(%q) = %q, want %q", in, got, want)
		}
	}
}

// The script must do without what the pages' policy forbids.
func TestReloadScript(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", `setAttribute("style"`, "cssText", "http:", "https:"} {
		if bytes.Contains(reloadScript, []byte(word)) {
			t.Errorf("reload.js has %s", word)
		}
	}
}

func FuzzHostName(f *testing.F) {
	for _, s := range []string{"localhost", "a.b:80", "[::1]:80", "[", "]", ":", "", "[]", "a:", "[::1]x", "A.", ".."} {
		f.Add(s)
	}
	h, err := newHosts("127.0.0.1:1313", []string{"docs.example"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		name, ok, err := h.allows(s)
		if err != nil && (ok || name != "") {
			t.Errorf("%q: %q, %v with an error", s, name, ok)
		}
		if !ok {
			return
		}
		_, notIP := netip.ParseAddr(name)
		if notIP != nil && name != "localhost" && !strings.HasSuffix(name, ".localhost") && name != "docs.example" {
			t.Errorf("%q is allowed as %q", s, name)
		}
		if strings.ContainsAny(name, " /@<>\"'\\") && notIP != nil {
			t.Errorf("%q gives the name %q", s, name)
		}
	})
}
