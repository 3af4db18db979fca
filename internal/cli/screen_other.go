//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package cli

import "os"

// terminalWidth cannot ask here; results go out as into a pipe.
func terminalWidth(*os.File) (width int, terminal bool) { return 0, false }
