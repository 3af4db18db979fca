package output

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gofrs/flock"
)

// TestOneBuildAtATime opens a new folder twice: the second waits, says so once, and finds
// what the first wrote.
func TestOneBuildAtATime(t *testing.T) {
	root := filepath.Join(t.TempDir(), "public")
	first, err := open(root)
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Put("a.html", []byte("a")); err != nil {
		t.Fatal(err)
	}
	waits, opened := make(chan struct{}, 10), make(chan *Dir)
	go func() {
		second, err := Open(context.Background(), root, func() { waits <- struct{}{} })
		if err != nil {
			t.Error(err)
		}
		opened <- second
	}()
	<-waits
	select {
	case <-opened:
		t.Fatal("two builds write at once")
	case <-time.After(3 * betweenTries):
	}
	if err := first.Finish(); err != nil {
		t.Fatal(err)
	}
	second := <-opened
	if second == nil {
		t.FailNow()
	}
	if len(waits) > 0 {
		t.Errorf("it says that it waits %d times more", len(waits))
	}
	if second.names["a.html"] != earlier {
		t.Error("the second does not know what the first wrote")
	}
	if err := second.Finish(); err != nil {
		t.Fatal(err)
	}
	if left := contents(t, root); len(left) > 0 {
		t.Errorf("there is %v", left)
	}
}

func TestWaitEnds(t *testing.T) {
	root := t.TempDir()
	first, err := open(root)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	ctx, stop := context.WithCancel(context.Background())
	if _, err := Open(ctx, root, stop); !errors.Is(err, context.Canceled) {
		t.Errorf("a wait that is called off ends with %v", err)
	}
}

// TestFolderGoesWhileWaiting: the lock of a folder that was removed meanwhile keeps
// nobody from the one that has its name now.
func TestFolderGoesWhileWaiting(t *testing.T) {
	root := filepath.Join(t.TempDir(), "public")
	first, err := open(root)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Open(context.Background(), root, func() {
		if err := os.Remove(root); err != nil {
			t.Skip("an open folder cannot be removed here: ", err)
		}
		if err := first.Close(); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := second.Put("a.html", []byte("a")); err != nil {
		t.Error(err)
	}
	if err := second.Finish(); err != nil {
		t.Error(err)
	}
	if files := contents(t, root); files["a.html"] != "a" {
		t.Errorf("there is %v", files)
	}
}

// TestLockFile holds the lock that is taken where a folder cannot be locked: its file goes
// with the build, and who waited for one that is gone locks the next.
func TestLockFile(t *testing.T) {
	root := t.TempDir()
	name := filepath.Join(root, lockName)
	fileLock := func() *lock {
		return &lock{held: flock.New(name, flock.SetFlag(os.O_RDWR|os.O_CREATE)), file: true}
	}
	first, waiting := fileLock(), fileLock()
	if ok, err := first.held.TryLock(); !ok || err != nil || !first.current() {
		t.Fatal(ok, err)
	}
	if ok, err := waiting.held.TryLock(); ok || err != nil {
		t.Fatal("two have the lock", err)
	}
	d, err := open(root) // locks the folder itself; the file in it is nobody's
	if err != nil {
		t.Fatalf("the lock's file counts as somebody else's: %v", err)
	}
	if err := d.Put(lockName, nil); err == nil {
		t.Error("the lock's file was put")
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	if err := first.release(); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(name); !os.IsNotExist(err) {
		t.Errorf("the lock's file is left: %v", err)
	}
	if err := (*lock)(nil).release(); err != nil {
		t.Error(err)
	}
}
