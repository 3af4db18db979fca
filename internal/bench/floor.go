package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"
	"tradeoff/internal/parallel"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/alecthomas/chroma/v2/styles"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// floor renders the records of a folder, and writes the files of a site that was built
// elsewhere, on all processors. What both took goes to w, as JSON.
func floor(w io.Writer, records, built, to string) error {
	files := map[string][]byte{}
	var names []string
	err := fs.WalkDir(os.DirFS(built), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, name), 0o777) // a few, and not counted
		}
		names = append(names, name)
		files[name], err = os.ReadFile(filepath.Join(built, name))
		return err
	})
	if err != nil {
		return err
	}
	list, err := filepath.Glob(filepath.Join(records, "*.md"))
	if err != nil {
		return err
	}
	runtime.GC()
	start, spent := time.Now(), processorTime()
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote), goldmark.WithParserOptions(parser.WithAutoHeadingID()),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(code{html.New(html.WithClasses(true))}, 1))))
	err = parallel.Each(context.Background(), len(list), func(i int) error {
		data, err := os.ReadFile(list[i])
		if err != nil {
			return err
		}
		if _, body, ok := bytes.Cut(data, []byte("\n---\n")); ok {
			data = body
		}
		var page bytes.Buffer
		return md.Convert(data, &page)
	})
	if err != nil {
		return err
	}
	err = parallel.Each(context.Background(), len(names), func(i int) error {
		return os.WriteFile(filepath.Join(to, names[i]), files[names[i]], 0o666)
	})
	if err != nil {
		return err
	}
	return json.NewEncoder(w).Encode(sample{Wall: time.Since(start).Seconds(), CPU: (processorTime() - spent).Seconds()})
}

// code highlights fenced blocks.
type code struct{ *html.Formatter }

// RegisterFuncs tells goldmark of it.
func (c code) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindFencedCodeBlock, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		block := n.(*ast.FencedCodeBlock)
		lexer := lexers.Get(string(block.Language(source)))
		if lexer == nil {
			lexer = lexers.Fallback
		}
		tokens, err := chroma.Coalesce(lexer).Tokenise(nil, string(block.Lines().Value(source)))
		if err != nil {
			return ast.WalkStop, err
		}
		return ast.WalkContinue, c.Format(w, styles.Fallback, tokens)
	})
}
