// Package input reads decision inputs: YAML, TOML or JSON through viper, with
// the project's defaults below them, and a place for every error.
package input

import (
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/source"
)

// Input is one decision input as read.
type Input struct {
	File     string
	Data     []byte
	Format   source.Format
	Root     *source.Node // the input's own tree, without defaults; nil where it does not parse
	Decision decision.Decision
	Findings diag.List

	broken map[string]bool // top keys that are left out of Decision, since something is wrong with them
}
