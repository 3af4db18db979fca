package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"tradeoff/internal/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(tidied{m}, map[string]func(){
		"tradeoff": func() { os.Exit(cli.Main(cli.System())) },
	})
}

// leaveBehind is done when all tests have run: what several of them share is
// taken away.
var leaveBehind []func()

// tidied are tests after which leaveBehind is done.
type tidied struct{ *testing.M }

func (m tidied) Run() int {
	status := m.M.Run()
	for _, do := range leaveBehind {
		do()
	}
	return status
}

// TestScript runs each script of testdata/script in a folder of its own. They are
// what the program promises to those who type it; -update rewrites the expected
// output of cmp.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: false,
		Cmds:                scriptCommands,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(env *testscript.Env) error {
			// One day and one time zone for all scripts, and no git settings of the machine's.
			env.Setenv("SOURCE_DATE_EPOCH", "1795392000") // 2026-11-23
			env.Setenv("TZ", "UTC")
			env.Setenv("GIT_CONFIG_GLOBAL", "/dev/null")
			env.Setenv("GIT_CONFIG_NOSYSTEM", "1")
			env.Setenv("GIT_AUTHOR_NAME", "A Writer")
			env.Setenv("GIT_AUTHOR_EMAIL", "writer@example.org")
			env.Setenv("GIT_COMMITTER_NAME", "A Writer")
			env.Setenv("GIT_COMMITTER_EMAIL", "writer@example.org")
			env.Values[snapshotKey{}] = new(snapshot)
			return nil
		},
	})
}
