package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/input"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/render"
	"tradeoff/internal/source"
)

type newOptions struct {
	set       []string
	from      string
	edit      bool
	withInput bool
	noInput   bool
	template  string
	format    string
	in        string
	replaces  []string // the decisions that it supersedes
}

func newNew(a *App) *cobra.Command {
	var o newOptions
	cmd := &cobra.Command{
		Use:   "new TITLE",
		Short: "Record a new decision",
		Long: `Record a new decision, and print the path of its record.

With a catalog of trade-offs, from --set, --from or the defaults, an input is
written beside the record, with every option of the catalog and every question
that is still open. Without one the decision is a single Markdown file, with
room for the worst case of each option; --input asks for an input all the same.

On a terminal it asks: which catalog, where none is named, and then one field of
the profile after the other, as long as an answer can still change who leads. In
a pipe, with --no-input, --quiet or --json, with TERM=dumb and with CI set it
asks nothing. Esc or Ctrl-C leaves, and then nothing is written.

It is written as the folder's records are: in their dialect, and with a name like
theirs, unless template and naming in the settings say otherwise. The number is the
next that is free in the folder and on every branch that git knows of. In a log of
several folders it goes to the one nearest to the current folder, or to --in.

--set takes YAML values, and a path of keys: profile.engineers=8. --supersedes
writes both ends, as tradeoff supersede does.`,
		Example: `  tradeoff new "Use PostgreSQL"
  tradeoff new "Run thumbnails as functions" --set tradeoffs=architecture-style --set profile.engineers=8
  tradeoff new "Split the billing service" --from answers.yaml --edit
  tradeoff new "Use Kafka" --in packages/billing/docs/adr --supersedes 3`,
		Args: exactArg("a title"),
		RunE: func(cmd *cobra.Command, args []string) error { return a.runNew(args[0], o) },
	}
	f := cmd.Flags()
	f.StringArrayVar(&o.set, "set", nil, "write `KEY=VALUE` into the input; may be repeated")
	f.StringVar(&o.from, "from", "", "begin with the input in `FILE`, - for standard input")
	f.BoolVar(&o.edit, "edit", false, "open what was written in $VISUAL or $EDITOR, and render afterwards")
	f.BoolVar(&o.withInput, "input", false, "write an input even without a catalog")
	f.BoolVar(&o.noInput, "no-input", false, "ask nothing, even on a terminal")
	f.StringVar(&o.template, "template", "", "the template `NAME`: madr, nygard, bullets, y-statement or one of the project's own")
	f.StringVar(&o.in, "in", "", "the `FOLDER` of the log, or below it, that the decision goes to")
	f.StringArrayVar(&o.replaces, "supersedes", nil, "the older decision `ID` whose place it takes; may be repeated")
	f.StringVar(&o.format, "format", "", "the `FORMAT` of the input: yaml, toml or json")
	return cmd
}

func (a *App) runNew(title string, o newOptions) error {
	title = strings.Join(strings.Fields(title), " ")
	if title == "" {
		return usagef("tradeoff new needs a title that is not empty")
	}
	if decision.Slug(title) == "" {
		return usagef("the title %q has no letter or digit to make a file name of", title)
	}
	p, err := a.open()
	if err != nil {
		return err
	}
	set, findings := p.catalogs()
	templates, bad := p.templates()
	if findings = append(findings, bad...); findings.HasErrors() {
		return &diag.Failure{Findings: p.shown(findings)}
	}
	if o.template != "" && !templates.Has(o.template) {
		return usagef("--template %s: there is no such template; %s", o.template, diag.DidYouMean(o.template, templates.Names()))
	}
	if name := p.settings.Template; name != "" && !templates.Has(name) {
		return &diag.Failure{Findings: diag.List{{Pos: diag.Pos{File: p.settings.File}, Key: "template", Rule: "settings", Severity: diag.Error,
			Message: fmt.Sprintf("there is no template %q", name), Hint: diag.DidYouMean(name, templates.Names())}}}
	}
	dir, err := p.newFolder(o.in)
	if err != nil {
		return err
	}
	if err := p.known(o.replaces); err != nil {
		return err
	}
	defaults, findings := input.LoadDefaults(p.files, dir)
	if findings.HasErrors() {
		return &diag.Failure{Findings: p.shown(findings)}
	}
	draft, err := a.draft(title, o, defaults)
	if err != nil {
		return err
	}
	stem := "0000-" + decision.Slug(title)
	if !o.noInput && o.from != "-" && a.asks() {
		if err := p.interview(draft, stem, set, defaults); err != nil {
			return err
		}
	}
	// Nothing is written before all that was asked for is known to be right.
	if _, err := draft.compose(p, stem, set, defaults); err != nil {
		return err
	}
	release, err := p.lock(dir)
	if err != nil {
		return err
	}
	written, err := p.place(a.Ctx, dir, draft, templates, set, defaults, o)
	release()
	if err != nil {
		return err
	}
	if len(o.replaces) > 0 {
		if err := p.replace(written, o.replaces); err != nil {
			return err
		}
	}
	if err := p.report(written); err != nil {
		return err
	}
	if written.input != "" {
		a.note("%s holds its data; run tradeoff render when you have changed it", p.show(written.input))
	}
	if o.edit {
		return p.edit(written)
	}
	return nil
}

// newFiles are the files of a new decision; input is "" without one.
type newFiles struct{ record, input string }

// report prints the record's path alone or, with --json, both.
func (p *project) report(files newFiles) error {
	if !p.app.global.json {
		_, err := fmt.Fprintln(p.app.Out, p.show(files.record))
		return err
	}
	out := struct {
		Record string  `json:"record"`
		Input  *string `json:"input"`
	}{Record: p.show(files.record)}
	if files.input != "" {
		shown := p.show(files.input)
		out.Input = &shown
	}
	return writeJSON(p.app.Out, out)
}

// place finds a free name and writes the files. The folder is locked.
func (p *project) place(ctx context.Context, dir string, draft *draft, templates *render.Templates, set catalog.Set, defaults *input.Defaults, o newOptions) (newFiles, error) {
	log, err := p.log(ctx)
	if err != nil {
		return newFiles{}, err
	}
	taken, err := p.taken(ctx, dir)
	if err != nil {
		return newFiles{}, err
	}
	habit := log.Habit(dir)
	for attempt := range 100 {
		stem := p.stem(habit, taken, draft.title, attempt)
		files := newFiles{record: path.Join(dir, stem+".md")}
		if ext := habit.Extension; ext != "" && !draft.hasInput && p.settings.Naming == "" {
			files.record = path.Join(dir, stem+ext)
		}
		if p.exists(files.record) {
			taken = append(taken, path.Base(files.record))
			continue
		}
		_, number, _ := record.Names(stem + ".md")
		if !draft.hasInput {
			template := p.template(o.template)
			if template == "" && !templates.HasPlain(dir) {
				template = templateOf(habit)
			}
			data, findings := templates.New(draft.plain(), files.record, max(number, 0), template)
			if findings.HasErrors() {
				return newFiles{}, &diag.Failure{Findings: p.shown(findings)}
			}
			err = p.create(files.record, data)
		} else {
			in, composeErr := draft.compose(p, path.Join(dir, stem), set, defaults)
			if composeErr != nil {
				return newFiles{}, composeErr
			}
			files.input = in.File
			if p.exists(in.File) {
				taken = append(taken, path.Base(in.File))
				continue
			}
			err = p.createBoth(log, in, templates, set, p.options(log, o.template))
		}
		if errors.Is(err, fs.ErrExist) {
			taken = append(taken, path.Base(files.record))
			continue
		}
		return files, err
	}
	return newFiles{}, fmt.Errorf("find a free name for %q: a hundred were taken", draft.title)
}

// createBoth writes an input and its record, or neither.
func (p *project) createBoth(log *ledger.Log, in *input.Input, templates *render.Templates, set catalog.Set, o render.Options) error {
	e := &ledger.Entry{Path: in.File, Input: in}
	e.ID, e.Number, _ = record.Names(in.File)
	e.Title, e.Status = in.Decision.Title, in.Decision.Status
	// Relations are resolved against the log that the new decision joins.
	log.With(append(log.Fresh(), e))
	res := templates.Render(e, set, o)
	if res.Findings.HasErrors() {
		return &diag.Failure{Findings: p.shown(res.Findings)}
	}
	data := in.Data
	if res.Input != nil {
		data = res.Input
	}
	if err := p.create(in.File, data); err != nil {
		return err
	}
	if err := p.create(res.Record, res.Data); err != nil {
		return errors.Join(err, p.root.Remove(in.File))
	}
	_, err := p.writeSchemas(set, false)
	return err
}

// edit opens the files in the editor and renders afterwards.
func (p *project) edit(files newFiles) error {
	a := p.app
	editor := a.Env["VISUAL"]
	if editor == "" {
		editor = a.Env["EDITOR"]
	}
	words := splitCommand(editor)
	if len(words) == 0 {
		return usagef("--edit needs $VISUAL or $EDITOR; %s is written", p.show(files.record))
	}
	args := words[1:]
	for _, name := range []string{files.input, files.record} {
		if name != "" {
			args = append(args, path.Join(p.rootDir, name))
		}
	}
	cmd := exec.CommandContext(a.Ctx, words[0], args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.Dir = a.In, a.Err, a.Err, p.dir
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("edit %s with %s: %w", p.show(files.record), words[0], err)
	}
	if files.input == "" {
		return nil
	}
	quiet := a.global.quiet
	defer func() { a.global.quiet = quiet }()
	a.global.quiet = true
	out := a.Out
	defer func() { a.Out = out }()
	a.Out = io.Discard
	return a.runRender([]string{p.show(files.input)}, renderOptions{})
}

// splitCommand cuts a command line into its words; quotation marks hold words
// together, as a shell has them. Nothing else of a shell is known here.
func splitCommand(text string) []string {
	var words []string
	var word strings.Builder
	quote, open := rune(0), false
	for _, r := range text {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, open = r, true
		case quote == 0 && (r == ' ' || r == '\t'):
			if open || word.Len() > 0 {
				words = append(words, word.String())
			}
			word.Reset()
			open = false
		default:
			word.WriteRune(r)
		}
	}
	if open || word.Len() > 0 {
		words = append(words, word.String())
	}
	return words
}

func validDate(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// readFrom reads the file of --from, bounded as every input is.
func (a *App) readFrom(name string) ([]byte, error) {
	var in io.Reader = a.In
	if name != "-" {
		f, err := os.Open(a.path(name))
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, plainError(err))
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, source.MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, plainError(err))
	}
	if len(data) > source.MaxBytes {
		return nil, fmt.Errorf("read %s: it is larger than %d bytes", name, source.MaxBytes)
	}
	return data, nil
}
