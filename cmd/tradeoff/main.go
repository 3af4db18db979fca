// Command tradeoff keeps a team's architecture decisions. See package cli.
package main

import (
	"os"
	"runtime"
	"runtime/debug"

	"tradeoff/internal/cli"
)

func main() {
	collectLater()
	os.Exit(cli.Main(cli.System()))
}

// collectLater puts the first collection of garbage off until the heap has 8 MB.
// Go begins at 4 MB, which the program has as it starts, and collects every few
// milliseconds until a command knows its project. Most commands end before that;
// a longer one goes on as Go does, so that it takes no more memory than before. A
// GOGC of the user's own counts.
func collectLater() {
	const first, usual = 200, 100 // percent, of 4 MB and of what is in use
	if before := debug.SetGCPercent(first); before != usual {
		debug.SetGCPercent(before)
		return
	}
	runtime.AddCleanup(new([16]byte), func(percent int) { debug.SetGCPercent(percent) }, usual)
}
