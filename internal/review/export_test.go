package review

// WordsOf is words, for tests.
func WordsOf(from, to string) ([]Word, bool) {
	left := mostWork
	return words(from, to, &left)
}
