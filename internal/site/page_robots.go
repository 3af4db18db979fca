package site

// robotsAddress is where crawlers look, at the root of a host.
const robotsAddress = "robots.txt"

// robotsPages asks crawlers to stay away from a site that wants no index. The
// project's own robots.txt counts before it.
func robotsPages(b *build) []page {
	if !b.Settings.NoIndex || b.static[robotsAddress] != nil {
		return nil
	}
	return []page{{path: robotsAddress, make: func() ([]byte, error) {
		return []byte("User-agent: *\nDisallow: /\n"), nil
	}}}
}
