// Command tradeoff keeps a team's architecture decisions. See package cli.
package main

import (
	"os"

	"tradeoff/internal/cli"
)

func main() {
	cli.CollectLater()
	os.Exit(cli.Main(cli.System()))
}
