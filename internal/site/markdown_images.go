package site

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // for image.DecodeConfig
	_ "image/jpeg"
	_ "image/png"
	"io/fs"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"tradeoff/internal/lazyregexp"

	"github.com/yuin/goldmark/ast"
)

// maxImage bounds an image that is copied, in bytes.
const maxImage = 20 << 20

// imageFile is an image of the project that a page shows.
type imageFile struct {
	fsys          fs.FS
	name          string // in fsys
	width, height int    // in pixels, 0 where not known
}

// resolveImage finds an image in the project. A remote one becomes a link, so
// that no page asks another host for anything, unless the settings allow its
// host; one that cannot be shown leaves its text.
func (d *document) resolveImage(n *ast.Image, src []byte) {
	if n.Parent() == nil {
		return
	}
	dest := destination(n.Destination)
	remote := bytes.HasPrefix(dest, []byte("//"))
	if remote {
		dest = append([]byte("https:"), dest...)
	}
	if scheme.Match(dest) {
		d.remoteImage(n, dest, src)
		return
	}
	file, _, _ := strings.Cut(string(dest), "#")
	file, _, _ = strings.Cut(file, "?")
	name, escapes := d.projectPath(file)
	if escapes || file == "" {
		d.broken(n, string(dest), "the image lies outside the project")
		unwrap(n)
		return
	}
	address, img, err := "", imageFile{}, error(nil)
	if static := d.build.staticAt(name, strings.HasPrefix(file, "/")); static != nil {
		address = static.address
		img, err = static.image()
	} else {
		address, img, err = d.build.image(name)
	}
	if err != nil {
		d.build.warn(d.at(n.Pos()), "broken-link", "", "image %s: %v", dest, err)
		unwrap(n)
		return
	}
	n.Destination = []byte(relative(d.page, address))
	if img.width > 0 && img.height > 0 {
		attribute(n, "width", img.width)
		attribute(n, "height", img.height)
	}
}

// remoteImage keeps an image of a host that is allowed, and puts a link with the
// image's text in the place of any other.
func (d *document) remoteImage(n *ast.Image, dest, src []byte) {
	final, ok := foreign(dest)
	if host := d.build.imageHost(final); ok && host != "" && !d.literal {
		d.showHost(host)
		n.Destination = final
		n.SetAttributeString("class", []byte("remote-image"))
		return
	}
	if !ok || !external(dest) || within(n, ast.KindLink) {
		unwrap(n)
		return
	}
	link := ast.NewLink()
	link.Destination = final
	if !n.HasChildren() {
		n.AppendChild(n, ast.NewString([]byte(dest)))
	}
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		link.AppendChild(link, c)
		c = next
	}
	n.Parent().ReplaceChild(n.Parent(), n, link)
}

// showHost notes a host that the page's policy has to name.
func (d *document) showHost(host string) {
	if i, found := slices.BinarySearch(d.out.hosts, host); !found {
		d.out.hosts = slices.Insert(d.out.hosts, i, host)
	}
}

// hostForm is a host as a policy can hold it.
var hostForm = lazyregexp.New(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]+)?$`)

// imageHost is the source that a policy has to name for an image at an absolute
// address, "" where the settings do not allow its host. Images come by https
// alone, so that nobody on the way can change them.
func (b *build) imageHost(address []byte) string {
	u, err := url.Parse(string(address))
	if err != nil || !strings.EqualFold(u.Scheme, "https") || u.User != nil {
		return ""
	}
	host := strings.ToLower(u.Host)
	if !hostForm.MatchString(host) {
		return ""
	}
	for _, allowed := range b.Settings.AllowImages {
		if below, ok := strings.CutPrefix(allowed, "*"); host == allowed || ok && strings.HasSuffix(host, below) {
			return "https://" + host
		}
	}
	return ""
}

// image finds an image by its path in the project, and gives the address that
// it is copied to. Each is read once for a size, and once more to be copied.
func (b *build) image(name string) (string, imageFile, error) {
	address := "files/" + name
	if inside := b.insideLog(name); inside != name {
		address = "decisions/" + inside
	}
	for b.static[address] != nil {
		address = "files/" + address
	}
	b.mu.Lock()
	known, ok := b.images[address]
	b.mu.Unlock()
	if ok {
		return address, known, nil
	}
	if b.static[address] != nil || b.taken.files[strings.ToLower(address)] || b.reserved(strings.ToLower(address)) {
		return "", imageFile{}, fmt.Errorf("another file of the site has its address, %s", address)
	}
	img := imageFile{fsys: b.Files, name: name}
	if inside, ok := strings.CutPrefix(name, b.contentFolder()+"/"); ok && b.Content != nil {
		img.fsys, img.name = b.Content, inside
	}
	if img.fsys == nil {
		return "", img, errors.New("there is no such file")
	}
	data, err := readInside(img.fsys, img.name)
	if err != nil {
		return "", img, err
	}
	if img.width, img.height, err = measure(path.Ext(name), data); err != nil {
		return "", img, err
	}
	b.mu.Lock()
	b.images[address] = img
	b.mu.Unlock()
	return address, img, nil
}

// copyImages puts every image that a page shows beside the pages.
func (b *build) copyImages() error {
	for _, address := range slices.Sorted(maps.Keys(b.images)) {
		img := b.images[address]
		data, err := readInside(img.fsys, img.name)
		if err != nil {
			return fmt.Errorf("%s: %w", img.name, err)
		}
		if err := b.put(address, data); err != nil {
			return err
		}
	}
	return nil
}

// readInside reads a regular file that no symbolic link lies on the way to: a
// link could lead out of the project.
func readInside(fsys fs.FS, name string) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, errors.New("that is no path")
	}
	parts := strings.Split(name, "/")
	for i := range parts {
		info, err := fs.Lstat(fsys, strings.Join(parts[:i+1], "/"))
		switch {
		case err != nil:
			return nil, errors.New("there is no such file")
		case info.Mode()&fs.ModeSymlink != 0:
			return nil, errors.New("a symbolic link is not followed")
		case i == len(parts)-1 && !info.Mode().IsRegular():
			return nil, errors.New("that is no file")
		case i == len(parts)-1 && info.Size() > maxImage:
			return nil, fmt.Errorf("it is larger than %d MB", maxImage>>20)
		}
	}
	return fs.ReadFile(fsys, name)
}

// measure gives an image's size in pixels, 0 where its kind does not tell, and
// refuses what is no image of a kind that is safe to show.
func measure(ext string, data []byte) (width, height int, err error) {
	switch strings.ToLower(ext) {
	case ".png", ".gif", ".jpg", ".jpeg":
		config, _, err := image.DecodeConfig(bytes.NewReader(data))
		if err != nil {
			return 0, 0, errors.New("it cannot be read as an image")
		}
		return config.Width, config.Height, nil
	case ".webp", ".avif":
		return 0, 0, nil
	case ".svg":
		return measureSVG(data)
	}
	return 0, 0, errNotImage
}

// isImage tells whether a name ends as an image's does.
func isImage(ext string) bool {
	_, _, err := measure(ext, nil)
	return !errors.Is(err, errNotImage)
}

var errNotImage = errors.New("its name does not end as an image's does: .png, .jpg, .gif, .webp, .avif, .svg")
