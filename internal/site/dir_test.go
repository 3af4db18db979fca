package site

import (
	"context"

	"tradeoff/internal/output"
)

// NewDir opens a folder that nobody else writes to.
func NewDir(root string) (*output.Dir, error) { return output.Open(context.Background(), root, nil) }
