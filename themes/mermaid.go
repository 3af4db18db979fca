package themes

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	_ "embed" // for the packed script
	"encoding/hex"
	"errors"
	"io"
)

// packedMermaid is Mermaid 12.3.0 as published, compressed; mermaid/README.md
// tells where it comes from.
//
//go:embed mermaid/mermaid.min.js.gz
var packedMermaid []byte

// mermaidSum is the SHA-256 of what packedMermaid holds.
const mermaidSum = "336df803d87a38b70a01e736e666c8f7601d2ce42f5e47c8fafe5d721074b9a3"

// Mermaid gives the script that draws diagrams, about 5.5 MB. It is a function,
// so that only a site that has a diagram pays for it.
func Mermaid() ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packedMermaid))
	if err != nil {
		return nil, err
	}
	script, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(script); hex.EncodeToString(sum[:]) != mermaidSum {
		return nil, errors.New("unpack mermaid: it is not the file that was published")
	}
	return script, nil
}
