package cli

import (
	"fmt"
	"image/color"
	"strings"

	bar "charm.land/bubbles/v2/progress"
	"charm.land/lipgloss/v2"
)

// The widths of a bar, in columns: it gets a third of the terminal within these bounds,
// and stands nowhere that has not room for words beside it.
const (
	leastBar = 10
	mostBar  = 30
)

// progressLine is a bar, how many files are made of how many, and the name of the step.
// It fits into a line of the terminal whatever the width; without a total it is the name.
func progressLine(step string, made, total, width int, colour bool) string {
	room := width - 1 // or the cursor would wait in the next line of some terminals
	line, text := "", step+" …"
	if total > 0 {
		counts := fmt.Sprintf("%s of %s", grouped(made), count(total, "file"))
		if wide := min(width/3, mostBar); wide >= leastBar {
			line = drawBar(float64(made)/float64(total), wide, colour) + " "
			room -= wide + 1
		}
		text = counts + "  " + step
	}
	return line + fit(text, room)
}

// drawBar is a bar of so many columns.
func drawBar(part float64, wide int, colour bool) string {
	var full, empty color.Color = lipgloss.NoColor{}, lipgloss.NoColor{}
	if colour {
		full, empty = lipgloss.Blue, lipgloss.BrightBlack // the terminal's own, as those of styles are
	}
	b := bar.New(bar.WithWidth(wide), bar.WithColors(full), bar.WithFillCharacters('█', '░'), bar.WithoutPercentage())
	b.EmptyColor = empty
	return b.ViewAs(min(max(part, 0), 1))
}

// fit is text in at most so many columns, cut where it is longer.
func fit(text string, room int) string {
	if columns(text) <= room {
		return text
	}
	var out strings.Builder
	used := 1 // of the sign that tells of the cut
	for _, r := range text {
		if used += columns(string(r)); used > room {
			break
		}
		out.WriteRune(r)
	}
	if room < 1 {
		return ""
	}
	return strings.TrimRight(out.String(), " ") + "…"
}
