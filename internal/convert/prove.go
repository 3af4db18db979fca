package convert

import (
	"strings"

	"tradeoff/internal/diag"
	"tradeoff/internal/input"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/render"
)

// prove holds the new files against the old record: no word is lost, each block is
// as it was rendered, and rendering again changes nothing. e is the entry in the log
// as it will be.
func (c *Converter) prove(p *plan, e *ledger.Entry, fresh *record.Record, data, inputData []byte, o render.Options) diag.List {
	var bad diag.List
	fault := func(format string, args ...any) {
		bad.Errorf(diag.Pos{File: p.e.Path}, "not-converted", faultHint, format, args...)
	}
	written := *e
	written.Record = record.Parse(p.r.File, data)
	written.Input = input.Parse(p.in.File, inputData, c.below(p.e))
	if !sameBlocks(fresh, written.Record) {
		fault("the new record would not have the blocks that were rendered")
	}
	if written.Record.Findings.HasErrors() {
		fault("the new record would not be right: %s", written.Record.Findings[0].String())
	}
	if lost := Lost(p.r.Data, inputData, c.format(), data, p.spare); len(lost) > 0 {
		fault("words would be lost: %s", strings.Join(lost[:min(len(lost), 12)], ", "))
	}
	if bad.HasErrors() {
		return bad
	}
	again := c.Templates.Render(&written, c.Catalogs, o)
	switch {
	case again.Findings.HasErrors():
		fault("the new record would not be right: %s", again.Findings[0].String())
	case len(again.Changed) > 0 || again.Input != nil:
		fault("rendering the new record would change it again: %s", strings.Join(again.Changed, ", "))
	}
	return bad
}

func (c *Converter) below(e *ledger.Entry) *input.Defaults {
	if c.Defaults == nil {
		return nil
	}
	return c.Defaults(e.Path)
}

// sameBlocks tells whether the new record has the blocks of the fresh rendering, and
// no others.
func sameBlocks(fresh, now *record.Record) bool {
	for _, b := range fresh.Blocks {
		if is := now.Block(b.Name); is == nil || now.BlockBody(*is) != fresh.BlockBody(b) {
			return false
		}
	}
	return len(now.Blocks) == len(fresh.Blocks) && now.Mark != nil
}
