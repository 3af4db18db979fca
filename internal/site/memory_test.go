package site

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"sync"
)

// Memory is a Sink that keeps the site. The zero value is ready.
type Memory struct {
	mu    sync.Mutex
	files map[string][]byte
}

// Put implements Sink.
func (m *Memory) Put(path string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, twice := m.files[path]; twice {
		return fmt.Errorf("put %q: it is there already", path)
	}
	if m.files == nil {
		m.files = map[string][]byte{}
	}
	m.files[path] = bytes.Clone(data)
	return nil
}

// Get gives the file at path, and whether there is one.
func (m *Memory) Get(path string) ([]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.files[path]
	return data, ok
}

// Paths are all the files, sorted.
func (m *Memory) Paths() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Sorted(maps.Keys(m.files))
}

// Files is a copy of the map from path to bytes. The bytes are shared and must
// not be changed.
func (m *Memory) Files() map[string][]byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.files)
}
