package config

import (
	"net/url"
	"strings"
	"unicode"
)

// A pattern is an address on a forge with a placeholder, such as
// https://github.com/o/r/commit/{commit}. It becomes a link on every page, so that
// no other scheme than those of the web is taken.

// patternFault says what is wrong with a pattern, "" where nothing is.
func patternFault(pattern, placeholder string) string {
	switch {
	case strings.Count(pattern, placeholder) != 1:
		return "has to hold " + placeholder + " once"
	case strings.ContainsAny(strings.Replace(pattern, placeholder, "", 1), "{}"):
		return "has another placeholder than " + placeholder
	}
	if fault := addressFault(strings.Replace(pattern, placeholder, "x", 1)); fault != "" {
		return fault
	}
	_, rest, _ := strings.Cut(pattern, "://")
	if at := strings.IndexAny(rest, "/?#"); at < 0 || strings.Index(rest, placeholder) < at {
		return noAddress // no host, or not one alone
	}
	return ""
}

// noAddress is what is wrong with a text that leads nowhere on the web.
const noAddress = "is no address that begins with https:// or http:// and a host"

// addressFault says what is wrong with an address that every page may show.
func addressFault(address string) string {
	if strings.ContainsFunc(address, func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) }) {
		return "holds white space"
	}
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return noAddress
	case u.User != nil:
		return "holds a user's name, which every page would show"
	}
	return ""
}

// BaseURLFault says what is wrong with the address of a site, "" where nothing is.
func BaseURLFault(address string) string {
	if fault := addressFault(address); fault != "" {
		return fault
	}
	if u, err := url.Parse(address); err != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return "has a part behind its path, so that no page could lie below it"
	}
	return ""
}
