//go:build race

package highlight

// The race detector makes expressions ten times as slow.
func init() { slowdown = 10 }
