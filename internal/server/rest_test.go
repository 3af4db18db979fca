package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// late is a site whose rest takes as long as a test wants.
type late struct {
	Files
	rest func(context.Context) error
}

func (l late) Rest(ctx context.Context) error { return l.rest(ctx) }

// serveLate serves a site with that rest, rebuilt when the file is written.
func serveLate(t *testing.T, rest func(context.Context) error) (p *preview, in string) {
	t.Helper()
	in = aged(t, t.TempDir())
	return start(t, &preview{}, func(o *Options) {
		o.Build = func(context.Context, []string) (Site, []string, error) {
			return late{Files{"index.html": []byte("<main>x</main>")}, rest}, []string{in}, nil
		}
	}), in
}

// aged writes a file that is old enough that no build takes it for changed.
func aged(t *testing.T, dir string) string {
	t.Helper()
	in, past := write(t, "0", dir, "in.yaml"), time.Now().Add(-time.Hour)
	must(t, os.Chtimes(in, past, past))
	return in
}

// A change ends the rest of the build before, and the next build waits for it; the
// pages are answered all the while.
func TestRestEnds(t *testing.T) {
	t.Parallel()
	began := make(chan struct{}, 10)
	var running, ended atomic.Int32
	in := aged(t, t.TempDir())
	p := start(t, &preview{}, func(o *Options) {
		o.Build = func(context.Context, []string) (Site, []string, error) {
			if running.Load() != 0 {
				t.Error("a build beside the rest of another")
			}
			return late{Files{"index.html": []byte("x")}, func(ctx context.Context) error {
				running.Add(1)
				defer running.Add(-1)
				began <- struct{}{}
				<-ctx.Done()
				time.Sleep(20 * time.Millisecond) // a page that is being rendered
				ended.Add(1)
				return fmt.Errorf("render: %w", ctx.Err())
			}}, []string{in}, nil
		}
	})
	events := p.listen("/")
	expect(t, events, "built")
	for n := range int32(3) {
		<-began
		if got := ended.Load(); got != n {
			t.Errorf("%d ended, want %d", got, n)
		}
		if resp, _ := p.get("GET", "/", nil); resp.StatusCode != 200 {
			t.Errorf("meanwhile a page is answered with %s", resp.Status)
		}
		write(t, fmt.Sprint(n), in)
		must(t, p.rebuilt())
	}
	<-began
	p.stop()
	if running.Load() != 0 {
		t.Error("Serve ended before the rest did")
	}
	for e := range events { // an end that was asked for is no failure
		t.Errorf("event %s", e)
	}
}

func TestRestFails(t *testing.T) {
	t.Parallel()
	for name, fails := range map[string]func() error{
		"error": func() error { return errors.New("decisions/0002.md:1:2: oops") },
		"panic": func() error { panic("oops") },
	} {
		t.Run(name, func(t *testing.T) {
			var good atomic.Bool
			p, in := serveLate(t, func(context.Context) error {
				if good.Load() {
					return nil
				}
				return fails()
			})
			if err := p.rebuilt(); err == nil || !strings.Contains(err.Error(), "oops") {
				t.Errorf("told %v", err)
			}
			events := p.listen("/")
			expect(t, events, "built")
			if got := failedOf(t, expect(t, events, "failed")); !strings.Contains(got.Text, "oops") || got.Page != "" {
				t.Errorf("got %+v", got)
			}
			if resp, _ := p.get("GET", "/", nil); resp.StatusCode != 200 {
				t.Errorf("the page is answered with %s", resp.Status)
			}
			good.Store(true)
			write(t, "1", in)
			must(t, p.rebuilt())
			expect(t, events, "mended")
		})
	}
}

// A page that cannot be made is an error of that page, and of no other.
func TestFileFails(t *testing.T) {
	t.Parallel()
	for _, panics := range []bool{false, true} {
		in := aged(t, t.TempDir())
		var mended atomic.Bool
		p := start(t, &preview{}, func(o *Options) {
			o.Build = func(context.Context, []string) (Site, []string, error) {
				files := Files{"index.html": []byte("<main>x</main>"), "linked.html": []byte("<link rel=stylesheet href=bad.css>"), "bad.html": []byte("now good"), "bad.css": nil}
				if mended.Load() {
					return files, []string{in}, nil
				}
				return faulty{files, panics}, []string{in}, nil
			}
		})
		resp, body := p.get("GET", "/bad.html", nil)
		if want := map[bool]string{false: "layouts/bad.html:3:5: &lt;no&gt; such field", true: "make bad.html: internal error: oops"}[panics]; resp.StatusCode != 500 || !strings.Contains(body, want) {
			t.Errorf("%s\n%s", resp.Status, body)
		}
		if policy := resp.Header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none';") {
			t.Errorf("its policy is %q", policy)
		}
		if resp, _ := p.get("GET", "/", nil); resp.StatusCode != 200 {
			t.Errorf("another page: %s", resp.Status)
		}
		bad, linked := p.listen("/bad.html"), p.listen("/linked.html")
		if got := failedOf(t, expect(t, bad, "failed")); got.Page != saidBy(t, body).Page {
			t.Errorf("the failure is of page %q", got.Page)
		}
		expect(t, linked, "built")
		if got := failedOf(t, expect(t, linked, "failed")); got.Page != "" || got.Text == "" {
			t.Errorf("a sheet's failure is %+v", got)
		}
		mended.Store(true)
		write(t, "1", in)
		must(t, p.rebuilt())
		for _, events := range []<-chan string{bad, linked} {
			expect(t, events, "built")
			expect(t, events, "mended")
		}
		p.stop()
	}
}

// The events of one page say nothing of another.
func TestEventsOfOnePage(t *testing.T) {
	t.Parallel()
	in := aged(t, t.TempDir())
	p := start(t, &preview{site: testSite, paths: []string{in}}, nil)
	home, list := p.listen("/"), p.listen("/decisions/")
	gone, elsewhere := p.listen("/gone.html"), p.listen("/../../etc/passwd")
	for _, events := range []<-chan string{home, list, gone} {
		expect(t, events, "built")
	}
	files := Files{"index.html": []byte("other"), "decisions/index.html": testSite["decisions/index.html"], "404.html": testSite["404.html"], "gone.html": []byte("back")}
	p.mu.Lock()
	p.site = files
	p.mu.Unlock()
	write(t, "1", in)
	must(t, p.rebuilt())
	expect(t, home, "built")
	expect(t, gone, "built")
	p.set("", errors.New("x"))
	write(t, "2", in)
	for _, events := range []<-chan string{home, list, gone, elsewhere} {
		expect(t, events, "failed")
	}
}

// A request that comes before the first build has ended waits for it.
func TestRequestBeforeFirstBuild(t *testing.T) {
	t.Parallel()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	addr := free.Addr().String()
	free.Close()
	began, goOn := make(chan struct{}), make(chan struct{})
	answered := make(chan error, 1)
	go func() {
		<-began
		time.AfterFunc(100*time.Millisecond, func() { close(goOn) })
		resp, err := http.Get("http://" + addr + "/")
		if err == nil {
			defer resp.Body.Close()
			select {
			case <-goOn:
			default:
				err = errors.New("answered before the build")
			}
			if resp.StatusCode != 200 {
				err = errors.New(resp.Status)
			}
		}
		answered <- err
	}()
	start(t, &preview{}, func(o *Options) {
		o.Addr, o.Exact = addr, true
		o.Build = func(context.Context, []string) (Site, []string, error) {
			close(began)
			<-goOn
			return Files{"index.html": []byte("x")}, nil, nil
		}
	})
	must(t, <-answered)
}

// While a build runs, requests are answered from the last good one.
func TestRequestDuringBuild(t *testing.T) {
	t.Parallel()
	in := aged(t, t.TempDir())
	began, goOn := make(chan struct{}, 1), make(chan struct{})
	var count atomic.Int32
	p := start(t, &preview{}, func(o *Options) {
		o.Build = func(context.Context, []string) (Site, []string, error) {
			n := count.Add(1)
			if n == 2 {
				began <- struct{}{}
				<-goOn
			}
			return Files{"index.html": fmt.Append(nil, "build ", n)}, []string{in}, nil
		}
	})
	write(t, "1", in)
	<-began
	if _, body := p.get("GET", "/", nil); !strings.HasPrefix(body, "build 1<") {
		t.Errorf("meanwhile: %s", body)
	}
	close(goOn)
	must(t, p.rebuilt())
	if _, body := p.get("GET", "/", nil); !strings.HasPrefix(body, "build 2<") {
		t.Errorf("afterwards: %s", body)
	}
}

// 200 edits as fast as they can be made, with readers all the while: nothing
// overlaps, every answer is of one build, and the last edit is what is seen.
func TestRapidEdits(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in := write(t, "edit 0", dir, "in.md")
	var alone sync.Mutex
	var builds atomic.Int32
	enter := func(what string) func() {
		if !alone.TryLock() {
			t.Errorf("%s beside another or a build", what)
			return func() {}
		}
		return alone.Unlock
	}
	p := startWith(t, &preview{}, &loop{timing: usualTiming}, func(o *Options) {
		o.Rebuilt = nil
		o.Build = func(_ context.Context, changed []string) (Site, []string, error) {
			defer enter("a build")()
			builds.Add(1)
			for _, path := range changed {
				if path != in {
					t.Errorf("%s changed", path)
				}
			}
			data, err := os.ReadFile(in)
			if err != nil {
				return nil, []string{dir}, err
			}
			page := fmt.Appendf(nil, "<main>%s</main><link rel=stylesheet href=a.css>", data)
			return late{Files{"index.html": page, "a.css": data}, func(ctx context.Context) error {
				defer enter("a rest")()
				select {
				case <-ctx.Done():
				case <-time.After(5 * time.Millisecond):
				}
				return ctx.Err()
			}}, []string{dir}, nil
		}
	})
	ctx, cancel := context.WithCancel(context.Background())
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for ctx.Err() == nil {
				resp, body := p.get("GET", "/", nil)
				if resp.StatusCode != 200 || !strings.HasPrefix(body, "<main>") {
					t.Errorf("%s %s", resp.Status, body)
					return
				}
				said := saidBy(t, body)
				text, _, _ := strings.Cut(strings.TrimPrefix(body, "<main>"), "</main>")
				if said.Sheets["a.css"] != hash([]byte(text)) {
					t.Errorf("a page of %q with the sheet of another build", text)
				}
			}
		})
	}
	events := p.listen("/")
	const edits = 200
	last := ""
	for n := range edits {
		last = fmt.Sprint("edit ", n+1)
		write(t, last, in)
		if n%10 == 0 {
			time.Sleep(15 * time.Millisecond)
		}
	}
	want := hash([]byte(last))
	for deadline := time.After(patience); ; {
		select {
		case e := <-events:
			if strings.Contains(e, want) {
				cancel()
				readers.Wait()
				if n := builds.Load(); n > edits {
					t.Errorf("%d builds", n)
				}
				return
			}
		case <-deadline:
			t.Fatal("the last edit is not told")
		}
	}
}
