package cli

// beside runs work on a goroutine of its own. The function that it gives waits for
// the result. A panic of the work becomes one of who waits, so that Main tells it.
func beside[T any](work func() T) (wait func() T) {
	var result T
	var panicked any
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { panicked = recover() }()
		result = work()
	}()
	return func() T {
		<-done
		if panicked != nil {
			panic(panicked)
		}
		return result
	}
}
