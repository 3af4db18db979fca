package cli

import (
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// globalOptions are the flags that every command takes.
type globalOptions struct {
	dir       string
	config    string
	decisions []string
	json      bool
	quiet     bool
}

func newRoot(a *App) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "tradeoff",
		Short: "Record architecture decisions by their worst cases, and publish them as a site",
		Long: `tradeoff keeps a team's architecture decisions.

Fill in a decision input, and it writes the architecture decision record as
Markdown, with the worst case of every option; it builds the records into a
static site, and checks them.

  tradeoff init                      start a log
  tradeoff new "Run thumbnails as functions" --set tradeoffs=architecture-style
  tradeoff serve                     read the log in a browser`,
		Example:       "  tradeoff init && tradeoff new \"Use PostgreSQL\" && tradeoff build",
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       version(),
		Args:          noArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.SetIn(a.In)
	cmd.SetOut(a.Out)
	cmd.SetErr(a.Err)
	cmd.SetVersionTemplate("tradeoff {{.Version}}\n")
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%w\nsee tradeoff %s --help", err, strings.TrimPrefix(cmd.CommandPath(), "tradeoff "))
	})
	g := &a.global
	flags := cmd.PersistentFlags()
	flags.StringVarP(&g.dir, "directory", "C", "", "work in `DIR` instead of the current folder")
	flags.StringVar(&g.config, "config", "", "read settings from `FILE` of the project")
	flags.StringArrayVar(&g.decisions, "decisions", nil, "take records from `DIR`; may be repeated")
	flags.BoolVar(&g.json, "json", false, "print the result as JSON")
	flags.BoolVar(&g.quiet, "quiet", false, "print results and findings alone")
	cmd.AddCommand(newInit(a), newNew(a), newRender(a), newAccept(a), newStatus(a), newLink(a), newSupersede(a), newRenumber(a), newConvert(a), newAdvise(a), newList(a), newShow(a), newWhy(a),
		newGraph(a), newExport(a), newCheck(a), newReview(a), newDue(a), newBuild(a), newServe(a), newTheme(a), newSchema(a))
	cmd.SuggestionsMinimumDistance = 2
	return cmd
}

// version is the module's, or the commit's where it was built from a checkout.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v := info.Main.Version
	if v == "" || v == "(devel)" {
		v = "devel"
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				v += " " + s.Value[:12]
			}
		}
	}
	return v
}

func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if cmd.HasSubCommands() {
		hint := ""
		if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
			hint = "; did you mean " + near[0] + "?"
		}
		return usagef("there is no command %q%s\nsee tradeoff --help", args[0], hint)
	}
	return usagef("%s takes no arguments, and %q is one\nsee %s --help", cmd.CommandPath(), args[0], cmd.CommandPath())
}

// exactArg takes one argument, of which what tells in usage errors what it is.
func exactArg(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch len(args) {
		case 1:
			return nil
		case 0:
			return usagef("%s needs %s\nsee %s --help", cmd.CommandPath(), what, cmd.CommandPath())
		}
		return usagef("%s takes %s, and %d arguments were given; is a quotation mark missing?\nsee %s --help", cmd.CommandPath(), what, len(args), cmd.CommandPath())
	}
}
