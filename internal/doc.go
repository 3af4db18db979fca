// Package internal holds no code. This is the map of the packages below it; the
// test beside it holds the map against the sources.
//
// A package imports only from floors of a lower number. Each library has one
// owner, named in brackets.
//
//	0  diag      places, severities, findings
//	   decision  the domain: a decision, a profile, an assessment
//	   graph     boxes and lines of a picture, laid out in lanes; pure arithmetic
//	   lazyregexp  regular expressions, compiled on first use
//	   parallel  work for each of many things, on all processors
//	   ratchet   for tests alone: faults that are known
//	1  rule      conditions in three-valued logic, costs as terms, and where they change
//	   source    bytes ⇄ YAML, TOML, JSON with positions, schemas, edits  [yaml, toml]
//	   git       a commit as fs.FS, names on all branches, histories of files
//	   highlight tokens of code  [chroma, regexp2]
//	   theme     layouts and assets in layers
//	   server    preview and live reload  [fsnotify]
//	   search    a full text index that a browser reads without a server  [compress]
//	   output    a built site in a folder: whole files, one build at a time  [flock, x/sys]
//	2  catalog   bodies of trade-offs as data
//	   config    settings  [viper]
//	   record    reads ADR Markdown of every dialect, and edits it
//	   report    findings for people and machines
//	3  advisor   profile × catalog → assessment and advice; pure arithmetic
//	4  input     decision inputs  [viper]
//	5  ledger    the log: entries and the relations between them  [doublestar]
//	6  render    decision + assessment → blocks of a record  [sprig]
//	7  check     one rule a file
//	   convert   a record by hand → an input, and a record rendered from it
//	8  review    two logs → what a branch changes in meaning
//	9  site      the static site  [goldmark, x/net]
//	10 cli       one command a file; streams, clock, environment  [cobra, flock, huh]
//	11 bench     a program of its own: whole builds, timed beside Hugo and a floor  [goldmark, chroma]
//
// The folders content, templates and themes at the top embed what their names say,
// and import nothing.
package internal
