package review

// WordsOf is words, for tests.
func WordsOf(from, to string) ([]Word, bool) { return words(from, to) }
