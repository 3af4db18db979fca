package record

import (
	"slices"
	"strconv"
	"strings"
)

// matchOptions finds which options the words for the chosen one mean: the same
// words, a beginning of them, the option's words within, "Option 2", or most of
// the words where no other option has nearly as many. None is left to a doubt.
func matchOptions(said string, options []Option) []int {
	text := plain(said)
	words := optionWords(text)
	if len(words) == 0 {
		return nil
	}
	all := make([][]string, len(options))
	var equal, begins []int
	for i, o := range options {
		all[i] = optionWords(o.Title)
		switch {
		case slices.Equal(words, all[i]), slices.Equal(optionWords(text), all[i]):
			equal = append(equal, i)
		case hasPrefix(all[i], words) || hasPrefix(words, all[i]):
			begins = append(begins, i)
		}
	}
	if len(equal) > 0 {
		return equal[:1]
	}
	if len(begins) == 1 {
		return begins
	}
	if i := numbered(text, options); i >= 0 {
		return []int{i}
	}
	if named := namedIn(text, options); len(named) > 0 {
		return named
	}
	return mostWords(words, all)
}

func hasPrefix(words, prefix []string) bool {
	return len(prefix) > 0 && len(prefix) <= len(words) && slices.Equal(words[:len(prefix)], prefix)
}

// numbered reads "Option 2" as the option of that number, by its own words or its
// place in the list.
func numbered(text string, options []Option) int {
	words := strings.Fields(fold(strings.NewReplacer(":", " ", ".", " ", "\"", " ").Replace(text)))
	if len(words) < 2 || words[0] != "option" && words[0] != "alternative" {
		return -1
	}
	for i, o := range options {
		if strings.HasPrefix(fold(o.Title)+" ", words[0]+" "+words[1]+" ") || strings.HasPrefix(fold(o.Title), words[0]+" "+words[1]+":") {
			return i
		}
	}
	if n, err := strconv.Atoi(words[1]); err == nil && len(words) == 2 && n >= 1 && n <= len(options) {
		return n - 1
	}
	return -1
}

// namedIn are the options whose whole title or name stands in a text; one whose title is
// a part of another's is left out where the longer one stands there.
func namedIn(text string, options []Option) []int {
	padded := " " + strings.Join(optionWords(text), " ") + " "
	var named []int
	for i, o := range options {
		for _, title := range []string{o.Title, o.name} {
			if title = strings.Join(optionWords(title), " "); len(title) >= 3 && strings.Contains(padded, " "+title+" ") {
				named = append(named, i)
				break
			}
		}
	}
	return slices.DeleteFunc(named, func(i int) bool {
		title := strings.Join(optionWords(options[i].Title), " ")
		return slices.ContainsFunc(named, func(k int) bool {
			longer := strings.Join(optionWords(options[k].Title), " ")
			return len(longer) > len(title) && strings.Contains(longer, title)
		})
	})
}

// mostWords is the option with the most of the words: seven tenths at least, and
// two tenths more than any other has.
func mostWords(words []string, all [][]string) []int {
	best, second, at := 0, 0, -1
	for i, option := range all {
		n := 0
		for _, w := range words {
			if slices.Contains(option, w) {
				n++
			}
		}
		if n > best {
			best, second, at = n, best, i
		} else {
			second = max(second, n)
		}
	}
	if at < 0 || best*10 < len(words)*7 || (best-second)*10 < len(words)*2 {
		return nil
	}
	return []int{at}
}
