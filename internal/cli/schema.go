package cli

import (
	"bytes"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tradeoff/internal/catalog"
	"tradeoff/internal/config"
	"tradeoff/internal/diag"
	"tradeoff/internal/input"
	"tradeoff/internal/review"
	"tradeoff/internal/site"
)

// schemaDir is where a project keeps the schemas for its editors.
const schemaDir = ".tradeoff/schema"

// schemaNames are the schemas that there are.
var schemaNames = []string{"input", "settings", "catalog", "advise", "export", "decisions", "review"}

func newSchema(a *App) *cobra.Command {
	var write bool
	cmd := &cobra.Command{
		Use:   "schema [" + strings.Join(schemaNames, "|") + "]",
		Short: "Print the JSON Schema of inputs, settings, catalogs, advice, exports, reviews or a site's decisions",
		Long: `Print the JSON Schema of inputs, of settings, of catalogs, of what
tradeoff advise ID --json, tradeoff export or tradeoff review --json prints, or of a
site's decisions.json.

The schema of inputs has the profile of every catalog of the project. With
--write all of them go to ` + schemaDir + `, where editors find them through the
first line of an input.`,
		Example:   "  tradeoff schema input\n  tradeoff schema --write",
		ValidArgs: schemaNames,
		RunE:      func(cmd *cobra.Command, args []string) error { return a.runSchema(args, write) },
	}
	cmd.Flags().BoolVar(&write, "write", false, "write all of them to "+schemaDir)
	return cmd
}

func (a *App) runSchema(args []string, write bool) error {
	if len(args) > 1 || write && len(args) > 0 {
		return usagef("tradeoff schema prints one of %s, or writes all with --write", strings.Join(schemaNames, ", "))
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
		return usagef("there is no schema %q; %s", name, diag.DidYouMean(name, schemaNames))
	}
	_, err = a.Out.Write(data)
	return err
}

// schemas are the JSON Schemas by name.
func schemas(set catalog.Set) map[string][]byte {
	return map[string][]byte{
		"input":     input.JSONSchema(set),
		"settings":  config.JSONSchema(),
		"catalog":   catalog.Schema().JSONSchema("https://tradeoff.invalid/schema/catalog.schema.json", "Catalog of trade-offs"),
		"advise":    adviseSchema,
		"export":    exportSchema,
		"review":    review.Schema,
		"decisions": site.DecisionsSchema,
	}
}

// writeSchemas writes the schemas that editors need and that are missing or, with
// renew, all that are missing or out of date.
func (p *project) writeSchemas(set catalog.Set, renew bool) (written []string, err error) {
	all := schemas(set)
	names := []string{"catalog", "input", "settings"}
	if renew {
		names = slices.Sorted(maps.Keys(all))
	}
	for _, name := range names {
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
