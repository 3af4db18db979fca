package main

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestDocsExport looks for every key of an export, and every column of its table,
// on the page that promises them.
func TestDocsExport(t *testing.T) {
	text := docsPage(t, "content/reference/export.md")
	schema, _ := docsRun(t, t.TempDir(), "schema", "export")
	var doc any
	if err := json.Unmarshal([]byte(schema), &doc); err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, item := range v {
				walk(item)
			}
		case map[string]any:
			if keys, ok := v["properties"].(map[string]any); ok {
				for key := range keys {
					names[key] = true
				}
			}
			for _, item := range v {
				walk(item)
			}
		}
	}
	walk(doc)
	table, _ := docsRun(t, t.TempDir(), "export", "--format", "csv")
	for _, column := range strings.Split(strings.TrimSpace(table), ",") {
		names[column] = true
	}
	if len(names) < 50 {
		t.Errorf("found %d keys and columns: the schema is written otherwise now", len(names))
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if !strings.Contains(text, "`"+name+"`") {
			t.Errorf("content/reference/export.md does not name `%s`", name)
		}
	}
}
