package server

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// impatient is the timing of tests.
var impatient = timing{quiet: 15 * time.Millisecond, many: 20, long: 30 * time.Millisecond, most: 150 * time.Millisecond, poll: 20 * time.Millisecond}

const patience = 10 * time.Second      // for what must happen
const silence = 200 * time.Millisecond // for what must not

// preview is a running server whose builds a test steers.
type preview struct {
	t      testing.TB
	url    string     // with the base and a last slash
	builds chan error // one for each call of Rebuilt
	stop   func()

	mu    sync.Mutex
	site  Files
	paths []string
	err   error
	given [][]string // what each build was told had changed
}

// start serves with p's site until the test ends. change may be nil.
func start(t testing.TB, p *preview, change func(*Options)) *preview {
	t.Helper()
	return startWith(t, p, &loop{timing: impatient}, change)
}

func startWith(t testing.TB, p *preview, l *loop, change func(*Options)) *preview {
	t.Helper()
	p.t, p.builds = t, make(chan error, 100)
	ready := make(chan string, 1)
	o := Options{
		Addr:    "127.0.0.1:0",
		Build:   p.build,
		Ready:   func(url string) { ready <- url },
		Rebuilt: func(_ time.Duration, err error) { p.builds <- err },
	}
	if change != nil {
		change(&o)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, o, l) }()
	p.stop = sync.OnceFunc(func() {
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("Serve: %v", err)
			}
		case <-time.After(patience):
			t.Error("Serve did not end")
		}
	})
	t.Cleanup(p.stop)
	select {
	case p.url = <-ready:
	case err := <-ended:
		ended <- err
		t.Fatalf("Serve ended: %v", err)
	case <-time.After(patience):
		t.Fatal("not ready")
	}
	return p
}

func (p *preview) build(_ context.Context, changed []string) (Site, []string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.given = append(p.given, changed)
	if p.err != nil {
		return nil, p.paths, p.err
	}
	return maps.Clone(p.site), p.paths, nil
}

// set changes what the next build gives.
func (p *preview) set(index string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.site, p.err = Files{"index.html": []byte(index)}, err
}

// rebuilt waits for a build and gives its error.
func (p *preview) rebuilt() error {
	p.t.Helper()
	select {
	case err := <-p.builds:
		return err
	case <-time.After(patience):
		p.t.Fatal("no build came")
		return nil
	}
}

// quiet fails the test if a build comes.
func (p *preview) quiet() {
	p.t.Helper()
	select {
	case err := <-p.builds:
		p.t.Errorf("a build too many (%v)", err)
	case <-time.After(silence):
	}
}

// get asks for an address below the server's root and gives status, headers, body.
func (p *preview) get(method, path string, header map[string]string) (*http.Response, string) {
	p.t.Helper()
	root, _, _ := strings.Cut(strings.TrimPrefix(p.url, "http://"), "/")
	req, err := http.NewRequest(method, "http://"+root+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	for k, v := range header {
		if k == "Host" {
			req.Host = v
		}
		req.Header.Set(k, v)
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return resp, string(body)
}

// listen opens the stream of events and gives each as "event: data".
func (p *preview) listen(page string) <-chan string {
	p.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	p.t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, "GET", p.url+"-/events?page="+url.QueryEscape(page), nil)
	if err != nil {
		p.t.Fatal(err)
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		p.t.Fatal(err)
	}
	if kind := resp.Header.Get("Content-Type"); resp.StatusCode != 200 || !strings.HasPrefix(kind, "text/event-stream") {
		p.t.Fatalf("events: %s, %s", resp.Status, kind)
	}
	events := make(chan string, 100)
	first := make(chan struct{})
	go func() {
		defer close(events)
		defer resp.Body.Close()
		name := ""
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			if line := lines.Text(); strings.HasPrefix(line, "retry:") {
				close(first)
			} else if v, ok := strings.CutPrefix(line, "event: "); ok {
				name = v
			} else if v, ok := strings.CutPrefix(line, "data:"); ok {
				events <- name + ":" + v
			}
		}
	}()
	select {
	case <-first:
	case <-time.After(patience):
		p.t.Fatal("the stream does not begin")
	}
	return events
}

// expect waits for an event with that beginning.
func expect(t testing.TB, events <-chan string, want string) string {
	t.Helper()
	select {
	case got, ok := <-events:
		if !ok || !strings.HasPrefix(got, want) {
			t.Fatalf("event %q, want %q", got, want)
		}
		return got
	case <-time.After(patience):
		t.Fatalf("no event, want %q", want)
	}
	return ""
}

// write writes a file and the folders it lies in.
func write(t testing.TB, text string, path ...string) string {
	t.Helper()
	name := filepath.Join(path...)
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestServeEnds(t *testing.T) {
	t.Parallel()
	p := start(t, &preview{site: Files{"index.html": []byte("<body>x</body>")}}, nil)
	events := p.listen("")
	p.stop() // checks that Serve returns nil, with a stream open
	select {
	case _, ok := <-events:
		if ok {
			t.Error("an event at the end")
		}
	case <-time.After(patience):
		t.Error("the stream did not end")
	}
	if _, err := net.Dial("tcp", strings.Trim(strings.TrimPrefix(p.url, "http://"), "/")); err == nil {
		t.Error("something still listens")
	}
}

func TestServeEndsWithinFirstBuild(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	err := Serve(ctx, Options{Addr: "127.0.0.1:0", Build: func(ctx context.Context, _ []string) (Site, []string, error) {
		cancel()
		<-ctx.Done()
		return nil, nil, ctx.Err()
	}, Ready: func(string) { t.Error("ready without a build") }})
	if err != nil {
		t.Error(err)
	}
}

func TestServeErrors(t *testing.T) {
	t.Parallel()
	fails := errors.New("no settings")
	build := func(context.Context, []string) (Site, []string, error) { return nil, nil, fails }
	tests := []struct {
		name string
		o    Options
		says string
	}{
		{"first build, nothing to watch", Options{Addr: "127.0.0.1:0"}, "no settings"},
		{"no port", Options{Addr: "127.0.0.1"}, "write host:port, such as 127.0.0.1:1313"},
		{"bad port", Options{Addr: "127.0.0.1:http"}, "a number from 0 to 65535"},
		{"bad host to allow", Options{Addr: "127.0.0.1:0", AllowHosts: []string{"http://x"}}, `allow host "http://x"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.Build = build
			err := Serve(context.Background(), tt.o)
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, want %q", err, tt.says)
			}
		})
	}
}

func TestListenFault(t *testing.T) {
	t.Parallel()
	call := func(err error) error { return &net.OpError{Op: "listen", Net: "tcp", Err: err} }
	for _, tt := range []struct {
		err  error
		want string
	}{
		{call(&net.DNSError{Err: "no such host", Name: "foo.invalid", Server: "10.0.0.1:53"}), "listen on h:1: the name h leads to no address (no such host); give a name or an address of this machine, such as 127.0.0.1"},
		{call(os.NewSyscallError("bind", syscall.EADDRNOTAVAIL)), "listen on h:1: h is not of this machine; give a name or an address that is, such as 127.0.0.1"},
		{call(os.NewSyscallError("bind", syscall.EACCES)), "listen on h:1: this system lets you listen on no such port; give one from 1024 on"},
		{call(os.NewSyscallError("socket", syscall.EMFILE)), "listen on h:1: too many open files"},
	} {
		if got := listenFault("h:1", "h", tt.err).Error(); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

func TestBusyPort(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	addr := taken.Addr().String()
	p := start(t, &preview{}, func(o *Options) { o.Addr = addr })
	if p.url == "http://"+addr+"/" || !strings.HasPrefix(p.url, "http://127.0.0.1:") {
		t.Errorf("served at %s though %s is taken", p.url, addr)
	}
	err = Serve(context.Background(), Options{Addr: addr, Exact: true, Build: p.build})
	if err == nil || !strings.Contains(err.Error(), "port is in use; stop the program") {
		t.Errorf("exact: %v", err)
	}
}

func TestAddress(t *testing.T) {
	t.Parallel()
	at := func(ip string) net.Addr { return &net.TCPAddr{IP: net.ParseIP(ip), Port: 80} }
	for _, tt := range []struct{ ip, asked, want string }{
		{"127.0.0.1", "", "http://127.0.0.1:80"},
		{"127.0.0.1", "localhost:0", "http://localhost:80"},
		{"0.0.0.0", "0.0.0.0:80", "http://localhost:80"},
		{"::", ":80", "http://localhost:80"},
		{"::1", "[::1]:80", "http://[::1]:80"},
	} {
		if got := address(at(tt.ip), tt.asked); got != tt.want {
			t.Errorf("address(%s, %q) = %s, want %s", tt.ip, tt.asked, got, tt.want)
		}
	}
}

func TestFirstBuildFails(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in := write(t, "1", dir, "in.yaml")
	p := start(t, &preview{err: errors.New("in.yaml:1:2: <bad>"), paths: []string{in}}, nil)
	if err := p.rebuilt(); err == nil {
		t.Error("the first build's error was not told")
	}
	resp, body := p.get("GET", "/any/page.html", nil)
	if resp.StatusCode != 500 || !strings.Contains(body, "in.yaml:1:2: &lt;bad&gt;") {
		t.Errorf("%s\n%s", resp.Status, body)
	}
	old := saidBy(t, body)
	if !old.Failed || old.Page == "" || old.Frame != "" {
		t.Errorf("the page says of itself %+v", old)
	}
	events := p.listen("/any/page.html")
	if got := failedOf(t, expect(t, events, "failed")); got.Page != old.Page {
		t.Errorf("the failure is of page %q, not %q", got.Page, old.Page)
	}
	p.set("", errors.New("another"))
	write(t, "2", in)
	if got := failedOf(t, expect(t, events, "failed")); got.Text != "another" || got.Page == old.Page || got.Page == "" {
		t.Errorf("the second failure is %+v", got)
	}
	if _, body = p.get("GET", "/", nil); !strings.Contains(body, "another") {
		t.Errorf("the page keeps the old error:\n%s", body)
	}
	p.set("<body>good</body>", nil)
	write(t, "3", in)
	expect(t, events, "built")
	expect(t, events, "mended")
	if resp, body = p.get("GET", "/", nil); resp.StatusCode != 200 || !strings.Contains(body, "good") {
		t.Errorf("%s\n%s", resp.Status, body)
	}
}

func TestReload(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in := write(t, "0", dir, "in.yaml")
	p := start(t, &preview{site: Files{"index.html": []byte("<body>0</body>")}, paths: []string{dir}}, nil)
	n := 0
	p.settle()
	elsewhere := t.TempDir()
	change := func() error { // in one step, so that it brings one build
		n++
		must(t, os.Rename(write(t, fmt.Sprint(n), elsewhere, "next"), in))
		return p.rebuilt()
	}

	_, body := p.get("GET", "/", nil)
	first := saidBy(t, body)
	events := p.listen("/")
	if got := expect(t, events, "built"); got != "built: "+said(first) {
		t.Errorf("the page says it is %+v, and the events begin with %s", first, got)
	}

	if err := change(); err != nil { // the same bytes: no event, as the next one shows
		t.Error(err)
	}
	p.set("", errors.New("line 1\nline 2"))
	if err := change(); err == nil {
		t.Error("no error told")
	}
	if got := expect(t, events, "failed"); got != `failed: {"text":"line 1\nline 2"}` {
		t.Errorf("%q", got)
	}
	if _, body := p.get("GET", "/", nil); !strings.Contains(body, ">0<") {
		t.Errorf("the last good page is gone:\n%s", body)
	}
	late := p.listen("/") // who comes now hears at once
	expect(t, late, "built: "+said(first))
	expect(t, late, "failed")
	p.set("<body>0</body>", nil)
	if err := change(); err != nil {
		t.Error(err)
	}
	expect(t, events, "mended")
	p.set("<body>1</body>", nil)
	if err := change(); err != nil {
		t.Error(err)
	}
	second := expect(t, events, "built")
	if strings.Contains(second, first.Page) {
		t.Errorf("another page has the hash of the first: %s", second)
	}
	p.set("<body>2</body>", errors.New("x"))
	if err := change(); err == nil {
		t.Error("no error told")
	}
	expect(t, events, "failed")
	both := p.listen("/") // a page of an older build that comes back
	expect(t, both, second)
	expect(t, both, "failed")
}

func TestBuildPanics(t *testing.T) {
	t.Parallel()
	in := write(t, "0", t.TempDir(), "in.yaml")
	first := true
	p := start(t, &preview{}, func(o *Options) {
		o.Build = func(context.Context, []string) (Site, []string, error) {
			if first {
				first = false
				return Files{"index.html": []byte("good")}, []string{in}, nil
			}
			panic("oops")
		}
	})
	write(t, "1", in)
	if err := p.rebuilt(); err == nil || !strings.Contains(err.Error(), "oops") {
		t.Errorf("got %v", err)
	}
	if _, body := p.get("GET", "/", nil); !strings.Contains(body, "good") {
		t.Errorf("got %q", body)
	}
}

// saidBy takes out of a page what it says of itself.
func saidBy(t testing.TB, page string) (b built) {
	t.Helper()
	_, after, ok := strings.Cut(page, `data-built="`)
	text, _, closed := strings.Cut(after, `"`)
	if !ok || !closed {
		t.Fatalf("no script in the page:\n%s", page)
	}
	must(t, json.Unmarshal([]byte(html.UnescapeString(text)), &b))
	return b
}

// failedOf reads an event of that name.
func failedOf(t testing.TB, event string) (f failure) {
	t.Helper()
	must(t, json.Unmarshal([]byte(strings.TrimPrefix(event, "failed:")), &f))
	return f
}
