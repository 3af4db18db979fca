package cli

import "errors"

// known tells whether each of the words means one decision, before anything is
// written for them.
func (p *project) known(words []string) error {
	if len(words) == 0 {
		return nil
	}
	log, err := p.log(p.app.Ctx)
	if err != nil {
		return err
	}
	for _, word := range words {
		if _, _, err := p.withPart(log, word); err != nil {
			return err
		}
	}
	return nil
}

// replace writes what a new decision supersedes, at both ends. Where that cannot
// be done the new files go again.
func (p *project) replace(written newFiles, older []string) error {
	release, err := p.editing()
	if err != nil {
		return err
	}
	defer release()
	log, err := p.log(p.app.Ctx)
	if err != nil {
		return err
	}
	ties, err := p.supersessions(log, older, []string{p.show(written.record)})
	c := newChanges(p, log)
	for _, t := range ties {
		if err == nil {
			err = c.tie(t)
		}
	}
	var shown []string
	if err == nil {
		shown, err = c.write(p.options(log, ""), proveTies(ties))
	}
	if err != nil {
		err = errors.Join(err, p.root.Remove(written.record))
		if written.input != "" {
			err = errors.Join(err, p.root.Remove(written.input))
		}
		return err
	}
	for _, name := range shown {
		if name != p.show(written.record) {
			p.app.note("%s names its successor", name)
		}
	}
	return nil
}
