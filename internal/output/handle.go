package output

import "io"

// list gives the names in the folder, n of them at most; n < 0 for all.
func (h handle) list(n int) ([]string, error) {
	f, err := h.open(".")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	names, err := f.Readdirnames(n)
	if err == io.EOF {
		err = nil
	}
	return names, err
}
