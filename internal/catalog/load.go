package catalog

import (
	"encoding/json"
	"io/fs"
	"path"
	"slices"

	"tradeoff/internal/diag"
	"tradeoff/internal/source"
)

// Load reads one catalog, and checks it against the schema and against itself.
// A catalog with an error among its findings is nil.
func Load(fsys fs.FS, name string) (*Catalog, diag.List) {
	format, ok := source.FormatOf(name)
	if !ok {
		return nil, diag.List{{Pos: diag.Pos{File: name}, Rule: "catalog", Severity: diag.Error,
			Message: "a catalog is a .yaml, .toml or .json file"}}
	}
	data, findings := source.ReadFile(fsys, name)
	if findings.HasErrors() {
		return nil, findings
	}
	return Parse(name, data, format)
}

// Parse is Load of bytes at hand.
func Parse(name string, data []byte, format source.Format) (*Catalog, diag.List) {
	root, findings := source.Parse(name, data, format)
	return fromTree(name, root, findings)
}

// fromTree makes a catalog of a tree and of what was found in reading it.
func fromTree(name string, root *source.Node, findings diag.List) (*Catalog, diag.List) {
	if root == nil || findings.HasErrors() {
		return nil, findings
	}
	findings = append(findings, catalogSchema.Check(root)...)
	if findings = append(findings, operands(root)...); findings.HasErrors() {
		return nil, findings
	}
	plain, err := json.Marshal(root.Go())
	if err != nil {
		findings.Errorf(root.Pos, "catalog", "", "%v", err)
		return nil, findings
	}
	c := &Catalog{File: name, Root: root}
	if err := json.Unmarshal(plain, c); err != nil {
		findings.Errorf(root.Pos, "catalog", "", "%v", err)
		return nil, findings
	}
	if findings = append(findings, c.check()...); findings.HasErrors() {
		return nil, findings
	}
	return c, findings
}

// LoadAll reads the catalogs of some folders, each a file system with the folder
// in it. A folder that is not there holds none; a file without our format key
// is somebody else's and is passed over. Of two catalogs with one id, the
// first folder's counts, so that a project overrides ours.
func LoadAll(folders ...Folder) (Set, diag.List) {
	set := Set{}
	var findings diag.List
	for _, folder := range folders {
		entries, err := fs.ReadDir(folder.FS, folder.Dir)
		if err != nil {
			continue
		}
		here := map[string]string{}
		for _, entry := range entries {
			name := path.Join(folder.Dir, entry.Name())
			format, ok := source.FormatOf(name)
			if !ok || entry.IsDir() {
				continue
			}
			data, found := source.ReadFile(folder.FS, name)
			if found.HasErrors() {
				findings = append(findings, found...)
				continue
			}
			shown := path.Join(folder.Shown, name)
			root, bad := source.Parse(shown, data, format)
			if !bad.HasErrors() && (root == nil || root.Get("format") == nil) {
				continue
			}
			c, found := fromTree(shown, root, bad)
			findings = append(findings, found...)
			if c == nil {
				continue
			}
			if first, twice := here[c.ID]; twice {
				findings.Errorf(c.Root.PosOf("id"), "catalog", "give one of them another id", "the id %s is taken by %s", c.ID, first)
				continue
			}
			here[c.ID] = c.File
			if set[c.ID] == nil {
				set[c.ID] = c
			}
		}
	}
	return set, findings
}

// Folder is a place to look for catalogs.
type Folder struct {
	FS    fs.FS
	Dir   string
	Shown string // what stands before a file's name in messages; "" for nothing
}

// IDs are the ids of the catalogs, sorted.
func (s Set) IDs() []string {
	ids := make([]string, 0, len(s))
	for id := range s {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// All are the catalogs, sorted by id.
func (s Set) All() []*Catalog {
	all := make([]*Catalog, 0, len(s))
	for _, id := range s.IDs() {
		all = append(all, s[id])
	}
	return all
}

// operands checks what stands behind lt, le, gt and ge, wherever in the tree: a
// number, or {sum: [numbers and field ids]}.
func operands(n *source.Node) diag.List {
	var findings diag.List
	for _, item := range n.Items {
		findings = append(findings, operands(item)...)
	}
	for _, e := range n.Entries {
		if !slices.Contains([]string{"lt", "le", "gt", "ge"}, e.Key) {
			findings = append(findings, operands(e.Value)...)
			continue
		}
		if _, ok := e.Value.Float(); ok || e.Value.Kind == source.Null {
			continue
		}
		sum := e.Value.Get("sum")
		sound := sum != nil && sum.Kind == source.List && len(sum.Items) > 0 && len(e.Value.Entries) == 1
		if sound {
			for _, term := range sum.Items {
				_, number := term.Float()
				sound = sound && (number || term.Kind == source.String)
			}
		}
		if !sound {
			findings.Errorf(e.Value.Pos, "catalog", "write "+e.Key+": 20, or "+e.Key+": {sum: [500, request-duration-ms]}",
				"%s takes a number, or a sum of numbers and fields", e.Key)
		}
	}
	return findings
}
