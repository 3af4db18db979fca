package review

import (
	"fmt"
	"slices"
	"strings"
)

// piece is a part of a comment that is written wholly or not at all: Markdown that
// ends in a line break.
type piece struct {
	full string
	less string // what stands in its place where there is no room
	at   int    // the step at which it goes: those of the lowest go first; 0 for never
	rank int    // within the step, those of the highest rank go first, and the last of a rank first
	list string // the list that it is an entry of, for the count of those left out
	next *piece // what becomes of it once its less stands in its place, to go at a later step; nil for nothing
}

// bounded is a comment that is made of pieces.
type bounded struct {
	pieces []*piece
	more   map[string]func(left int) string // how each list says what was left out of it, behind its last entry
}

func (b *bounded) add(p piece) { b.pieces = append(b.pieces, &p) }

// always adds text that is never left out.
func (b *bounded) always(text string) { b.add(piece{full: text}) }

// mostMore is the room that is kept for the line with which a list says that there is more.
const mostMore = 200

// fit leaves out as many pieces as it takes, in their order, and gives the text. A
// piece is never cut, so that no markup is left open.
func (b *bounded) fit(limit int) (string, error) {
	size := 0
	var order []*piece
	for _, p := range slices.Backward(b.pieces) {
		size += characters(p.full)
		if p.at > 0 {
			order = append(order, p)
		}
		if p.next != nil {
			p.next.full = p.less
			order = append(order, p.next)
		}
	}
	slices.SortStableFunc(order, func(p, q *piece) int {
		if p.at != q.at {
			return p.at - q.at
		}
		return q.rank - p.rank
	})
	left := map[string]int{}
	gone := map[*piece]bool{}
	for _, p := range order {
		if size <= limit {
			break
		}
		gone[p] = true
		size -= characters(p.full) - characters(p.less)
		if p.list != "" {
			if left[p.list]++; left[p.list] == 1 {
				size += mostMore
			}
		}
	}
	if size > limit {
		return "", fmt.Errorf("write a review in %d characters: what may not be left out has %d", limit, size)
	}
	var out strings.Builder
	for i, p := range b.pieces {
		shown, list := p, p.list
		if p.next != nil {
			list = p.next.list
			if gone[p] {
				shown = p.next
			}
		}
		if gone[shown] {
			out.WriteString(shown.less)
		} else {
			out.WriteString(shown.full)
		}
		if left[list] > 0 && !b.goesOn(i, list) {
			out.WriteString(b.more[list](left[list]))
		}
	}
	return out.String(), nil
}

// goesOn tells whether a list has entries behind the piece at i.
func (b *bounded) goesOn(i int, list string) bool {
	return slices.ContainsFunc(b.pieces[i+1:], func(p *piece) bool {
		return p.list == list || p.next != nil && p.next.list == list
	})
}

// characters counts as forges do: a character beyond the first plane may count twice.
func characters(text string) int {
	n := 0
	for _, r := range text {
		if n++; r > 0xFFFF {
			n++
		}
	}
	return n
}
