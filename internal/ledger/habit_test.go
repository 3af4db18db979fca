package ledger_test

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/ledger"
)

func TestHabit(t *testing.T) {
	nygard := file("# 7. A\n\n## Status\n\nAccepted\n")
	bullets := file("# A\n\n- Status: accepted\n")
	for _, tt := range []struct {
		name     string
		files    fstest.MapFS
		want     ledger.Habit
		describe string
	}{
		{"nothing", fstest.MapFS{}, ledger.Habit{}, "madr, named title.md"},
		{"adr-tools", fstest.MapFS{"d/0001-a-b.md": nygard, "d/0012-b.md": nygard, "d/0003-c.md": record("C", "accepted", "")},
			ledger.Habit{Records: 3, Dialect: "nygard", Naming: "number", Between: "-", Width: 4, Extension: ".md", Word: "-"}, "nygard, named 0007-title.md"},
		{"a tie is madr", fstest.MapFS{"d/0001-a-b.md": nygard, "d/0003-c.md": record("C", "accepted", "")},
			ledger.Habit{Records: 2, Dialect: "madr", Naming: "number", Between: "-", Width: 4, Extension: ".md", Word: "-"}, "madr, named 0007-title.md"},
		{"log4brains", fstest.MapFS{"d/20260120-a-b.md": bullets, "d/20260121-c.md": bullets, "d/index.md": bullets},
			ledger.Habit{Records: 2, Dialect: "bullets", Naming: "date", Between: "-", DateForm: "20060102", Extension: ".md", Word: "-"}, "bullets, named YYYYMMDD-title.md"},
		{"other names", fstest.MapFS{"d/ADR-7_use_it.markdown": bullets, "d/ADR-12_b.markdown": bullets, "d/sub/0001-c.md": nygard, "d/x.adoc": file("= X\n")},
			ledger.Habit{Records: 2, Dialect: "bullets", Naming: "number", Prefix: "ADR-", Between: "_", Width: 2, Extension: ".markdown", Word: "_"}, "bullets, named ADR-07_title.markdown"},
		{"words alone", fstest.MapFS{"d/choose-database.md": nygard, "d/choose-queue.md": nygard},
			ledger.Habit{Records: 2, Dialect: "nygard", Naming: "slug", Between: "-", Extension: ".md", Word: "-"}, "nygard, named title.md"},
		{"dates with hyphens", fstest.MapFS{"d/2026-01-20-a.md": bullets}, ledger.Habit{Records: 1, Dialect: "bullets", Naming: "date", Between: "-", DateForm: "2006-01-02", Extension: ".md", Word: "-"}, "bullets, named YYYY-MM-DD-title.md"},
	} {
		got := open(t, tt.files).Habit("d")
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
		if d := got.Describe(); d != tt.describe {
			t.Errorf("%s: %q, want %q", tt.name, d, tt.describe)
		}
	}
}
