package cli

import (
	"bytes"
	"fmt"
	"path"

	"github.com/spf13/cobra"

	"tradeoff/internal/catalog"
	"tradeoff/internal/config"
	"tradeoff/internal/diag"
	"tradeoff/internal/input"
)

// schemaDir is where a project keeps the schemas for its editors.
const schemaDir = ".tradeoff/schema"

func newSchema(a *App) *cobra.Command {
	var write bool
	cmd := &cobra.Command{
		Use:   "schema [input|settings|catalog]",
		Short: "Print the JSON Schema of inputs, settings or catalogs",
		Long: `Print the JSON Schema of inputs, of settings or of catalogs.

The schema of inputs has the profile of every catalog of the project. With
--write all three go to ` + schemaDir + `, where editors find them through the
first line of an input.`,
		Example:   "  tradeoff schema input\n  tradeoff schema --write",
		ValidArgs: []string{"input", "settings", "catalog"},
		RunE:      func(cmd *cobra.Command, args []string) error { return a.runSchema(args, write) },
	}
	cmd.Flags().BoolVar(&write, "write", false, "write all of them to "+schemaDir)
	return cmd
}

func (a *App) runSchema(args []string, write bool) error {
	if len(args) > 1 || write && len(args) > 0 {
		return usagef("tradeoff schema prints one of input, settings and catalog, or writes all with --write")
	}
	p, err := a.open()
	if err != nil {
		return err
	}
	set, findings := p.catalogs()
	if findings.HasErrors() {
		return &diag.Failure{Findings: p.shown(findings)}
	}
	if write {
		written, err := p.writeSchemas(set, true)
		for _, name := range written {
			fmt.Fprintln(a.Out, p.show(name))
		}
		return err
	}
	name := "input"
	if len(args) == 1 {
		name = args[0]
	}
	data, ok := schemas(set)[name]
	if !ok {
		return usagef("there is no schema %q; %s", name, diag.DidYouMean(name, []string{"input", "settings", "catalog"}))
	}
	_, err = a.Out.Write(data)
	return err
}

// schemas are the JSON Schemas by name.
func schemas(set catalog.Set) map[string][]byte {
	return map[string][]byte{
		"input":    input.JSONSchema(set),
		"settings": config.JSONSchema(),
		"catalog":  catalog.Schema().JSONSchema("https://tradeoff.invalid/schema/catalog.schema.json", "Catalog of trade-offs"),
	}
}

// writeSchemas writes the schemas that are missing or, with renew, out of date.
func (p *project) writeSchemas(set catalog.Set, renew bool) (written []string, err error) {
	all := schemas(set)
	for _, name := range []string{"catalog", "input", "settings"} {
		file := path.Join(schemaDir, name+".schema.json")
		old, err := p.root.ReadFile(file)
		if err == nil && (!renew || bytes.Equal(old, all[name])) {
			continue
		}
		if err := p.root.MkdirAll(schemaDir, 0o777); err != nil {
			return written, fmt.Errorf("make %s: %w", p.show(schemaDir), plainError(err))
		}
		if err := p.write(file, all[name]); err != nil {
			return written, err
		}
		written = append(written, file)
	}
	return written, nil
}
