// Package source turns bytes into trees and back: YAML, TOML and JSON with the
// place of every value, the schema that all files of tradeoff are held to, and
// edits that keep every other byte.
//
// Parse gives one Node tree whatever the format: the same content brings Equal
// trees. A scalar keeps what its author wrote, so that 0017 is never 15 and a
// date is never a time: dates, and yes, no, on and off in YAML, are text; only
// true and false are truth. Numbers are of base 10.
//
// A Schema describes what a file may hold. Check gives every finding with its
// place, and JSONSchema the same description for editors.
//
// Set and Delete change one value of a file and nothing else; they prove it by
// reading the result again, and rather give an error than a file that says
// something different. Emit writes a whole tree.
//
// Files gives the files of a project: confined to its root, and read with few system
// calls. ReadFile reads one of them, or says why it cannot be read.
//
// All of it is bounded: MaxBytes of input, 64 levels of nesting, 100,000 nodes
// from YAML aliases. No input makes it panic.
//
// source does not know decisions, catalogs or settings, does not write files
// and does not read the environment. YAML tags of applications, directives and
// several documents in one file are not supported, and are findings.
package source
