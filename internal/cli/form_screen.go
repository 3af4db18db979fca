package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
)

// screenForm draws an interview on a terminal: one question at a time, and above
// it the answers that were given.
type screenForm struct {
	*interview
	theme   huh.Theme
	current *question
	value   string // the answer as it stands
	form    *huh.Form
	size    tea.WindowSizeMsg
	taken   bool      // the answer is on its way: what is typed now is for the next question
	ahead   []tea.Msg // what was typed so
	done    bool      // nothing is left to ask
	err     error
}

// drawAll asks in place. q is the first question.
func (a *App) drawAll(v *interview, q *question) error {
	// The sixteen colours of the terminal's own are enough, and nothing has to be
	// found out about it.
	colours := colorprofile.ANSI
	if a.Env["NO_COLOR"] != "" {
		colours = colorprofile.ASCII
	}
	var env []string
	for _, name := range slices.Sorted(maps.Keys(a.Env)) {
		env = append(env, name+"="+a.Env[name])
	}
	s := &screenForm{interview: v, theme: huh.ThemeFunc(formStyles)}
	s.show(q)
	// Signals reach the form through the context, as they reach every command.
	_, err := tea.NewProgram(s, tea.WithContext(a.Ctx), tea.WithInput(a.In), tea.WithOutput(a.Err),
		tea.WithEnvironment(env), tea.WithColorProfile(colours), tea.WithoutSignalHandler()).Run()
	switch {
	case s.err != nil:
		return s.err
	case a.Ctx.Err() != nil || errors.Is(err, tea.ErrInterrupted):
		return errNothingWritten
	case err != nil:
		return fmt.Errorf("ask on the terminal: %w", err)
	case !s.done:
		return errNothingWritten
	}
	return nil
}

// show makes q the question on the screen.
func (s *screenForm) show(q *question) {
	s.current, s.value, s.taken = q, "", false
	s.form = q.form(&s.value).WithTheme(s.theme).WithKeyMap(formKeys())
	if s.size.Width > 0 {
		s.form.Update(s.size) // or its first frame would be laid out for eighty columns
	}
}

// Init begins the first question.
func (s *screenForm) Init() tea.Cmd { return s.form.Init() }

// Update hands the message to the question, and goes on to the next one where it
// is answered. huh needs a few messages of its own for that; a key that came in
// between them would be lost, or answer the next question unseen.
func (s *screenForm) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if s.done || s.err != nil {
		return s, nil
	}
	submits := false
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		s.size = msg
	case tea.KeyPressMsg:
		submits = msg.String() == "enter"
	}
	switch msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
		if s.taken {
			s.ahead = append(s.ahead, msg)
			return s, nil
		}
	}
	_, cmd := s.form.Update(msg)
	switch s.form.State {
	case huh.StateAborted:
		s.err = errNothingWritten
		return s, tea.Quit
	case huh.StateCompleted:
		return s, s.goOn()
	}
	s.taken = s.taken || submits && len(s.form.Errors()) == 0
	return s, cmd
}

// goOn leaves the answer on the screen, shows the next question, and hands it what
// was typed ahead.
func (s *screenForm) goOn() tea.Cmd {
	said := strings.Join(wrap(s.current.title+" "+s.current.words(s.value), max(s.size.Width, narrowest), false), "\n")
	q, err := s.advance(s.value)
	if err != nil {
		s.err = err
		return tea.Quit
	}
	if q == nil {
		s.done = true
		return tea.Sequence(tea.Println(said), tea.Quit)
	}
	s.show(q)
	commands := []tea.Cmd{s.form.Init()}
	for len(s.ahead) > 0 && !s.taken && s.err == nil {
		next := s.ahead[0]
		s.ahead = s.ahead[1:]
		_, cmd := s.Update(next)
		commands = append(commands, cmd)
	}
	return tea.Sequence(tea.Println(said), tea.Batch(commands...))
}

// View is the question, and nothing once it is over.
func (s *screenForm) View() tea.View {
	if s.done || s.err != nil {
		return tea.NewView("")
	}
	return tea.NewView(s.form.View())
}

// form is the question as huh draws it; the answer goes to value.
func (q *question) form(value *string) *huh.Form {
	if len(q.choices) == 0 {
		return huh.NewForm(huh.NewGroup(huh.NewInput().Title(q.title).Description(q.about).Validate(q.check).Value(value)))
	}
	var options []huh.Option[string]
	for _, c := range q.choices {
		options = append(options, huh.NewOption(c.label, c.value))
	}
	return huh.NewForm(huh.NewGroup(huh.NewSelect[string]().Title(q.title).Description(q.about).Options(options...).Value(value)))
}

// formKeys are huh's, but Esc leaves the form too, and no list is so long that it
// needs a filter.
func formKeys() *huh.KeyMap {
	keys := huh.NewDefaultKeyMap()
	keys.Quit = key.NewBinding(key.WithKeys("ctrl+c", "esc"))
	keys.Select.Filter = key.NewBinding(key.WithDisabled())
	// huh has no place for the help of the keys that leave.
	keys.Input.Submit.SetHelp("enter", "next • esc leave")
	keys.Select.Submit.SetHelp("enter", "next • esc leave")
	return keys
}

// formStyles are the looks of a form, in the terminal's own colours.
func formStyles(bool) *huh.Styles {
	s := huh.ThemeBase(true)
	plain := lipgloss.NewStyle()
	for _, f := range []*huh.FieldStyles{&s.Focused, &s.Blurred} {
		f.Base = plain
		f.Title = plain.Bold(true)
		f.Description = plain.Faint(true)
		f.SelectSelector = plain.Foreground(lipgloss.Cyan).SetString("> ")
		f.SelectedOption = plain.Foreground(lipgloss.Cyan)
		f.ErrorIndicator = plain
		f.ErrorMessage = plain.Foreground(lipgloss.Red)
		f.TextInput.Prompt = plain.Foreground(lipgloss.Cyan)
	}
	quiet := plain.Faint(true)
	s.Help.ShortKey, s.Help.ShortDesc, s.Help.ShortSeparator = quiet, quiet, quiet
	return s
}

// promptAll asks line after line, without drawing anything: for screen readers,
// and for terminals that cannot place a cursor. q is the first question.
func (a *App) promptAll(v *interview, q *question) error {
	in := &lineReader{ctx: a.Ctx, in: a.In}
	for q != nil {
		fmt.Fprintln(a.Err, q.about)
		value := ""
		form := q.form(&value).WithTheme(huh.ThemeFunc(func(bool) *huh.Styles { return huh.ThemeBase(true) }))
		if err := form.WithAccessible(true).WithInput(in).WithOutput(a.Err).RunWithContext(a.Ctx); err != nil {
			return fmt.Errorf("ask on the terminal: %w", err)
		}
		if in.ended {
			return errNothingWritten
		}
		var err error
		if q, err = v.advance(value); err != nil {
			return err
		}
	}
	return nil
}

// lineReader gives a terminal's input line by line, so that who reads one answer
// takes nothing of the next. Where the input or the run ends, it gives an empty
// line: huh would go on with the answer that it refused last.
type lineReader struct {
	ctx   context.Context
	in    io.Reader
	rest  []byte // what was read and not yet given
	last  error  // what comes behind it
	ended bool   // no more answers come
}

// Read gives at most the rest of one line.
func (r *lineReader) Read(p []byte) (int, error) {
	if len(r.rest) == 0 && r.last == nil {
		type piece struct {
			data []byte
			err  error
		}
		read := make(chan piece, 1)
		go func() {
			data := make([]byte, 4096)
			n, err := r.in.Read(data)
			read <- piece{data[:n], err}
		}()
		select {
		case got := <-read:
			r.rest, r.last = got.data, got.err
		case <-r.ctx.Done():
			r.last = r.ctx.Err()
		}
	}
	n := len(r.rest)
	if i := bytes.IndexByte(r.rest, '\n'); i >= 0 {
		n = i + 1
	}
	n = copy(p, r.rest[:n])
	r.rest = r.rest[n:]
	if n > 0 {
		return n, nil
	}
	if r.last == nil || len(p) == 0 {
		return 0, nil
	}
	r.ended = true
	p[0] = '\n'
	return 1, nil
}
