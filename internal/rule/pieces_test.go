package rule

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"tradeoff/internal/decision"
)

// quadratic gives the real roots of a + b·x + c·x², the smaller first, without
// the loss of digits that the textbook's form has.
func quadratic(a, b, c float64) []float64 {
	if c == 0 {
		if b == 0 {
			return nil
		}
		return []float64{-a / b}
	}
	root := b*b - 4*a*c
	if root < 0 {
		return nil
	}
	q := -(b + math.Copysign(math.Sqrt(root), b)) / 2
	out := []float64{q / c}
	if q != 0 {
		out = append(out, a/q)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// terms writes a polynomial down, without the powers that do not stand in it.
func terms(times ...float64) []decision.Term {
	var out []decision.Term
	for power, n := range times {
		if n != 0 {
			out = append(out, decision.Term{Times: n, Power: power})
		}
	}
	return out
}

// sameRoots tells whether two lists of roots are one but for rounding.
func sameRoots(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Abs(x-y) <= 1e-9*max(x, y) })
}

// checkRoots holds the roots of a + b·x + c·x² in a span against their closed
// forms. It leaves out what rounding decides: roots at the ends of the span, and
// two that are all but one.
func checkRoots(t *testing.T, a, b, c, from, to float64) {
	t.Helper()
	for _, n := range []float64{a, b, c} {
		if n != 0 && (math.Abs(n) < 1e-100 || math.Abs(n) > 1e100) || n != n {
			return
		}
	}
	if !(from >= 0 && from < to && to < 1e100) {
		return
	}
	var want []float64
	all := quadratic(a, b, c)
	for i, x := range all {
		switch {
		case math.Abs(x-from) < 1e-6*max(math.Abs(x), from) || math.Abs(x-to) < 1e-6*to:
			return
		case i > 0 && math.Abs(x-all[i-1]) < 1e-5*math.Abs(x):
			return
		case x > from && x < to && x > 1e-100:
			want = append(want, x)
		}
	}
	if c != 0 && math.Abs(b*b-4*a*c) < 1e-9*b*b {
		return
	}
	if got := roots(terms(a, b, c), from, to); !sameRoots(got, want) {
		t.Errorf("roots of %g + %g x + %g x² from %g to %g: %v, want %v", a, b, c, from, to, got, want)
	}
}

// drawnFactor is a number of either sign and of any size.
func drawnFactor(rng *rand.Rand) float64 {
	n := math.Pow(10, rng.Float64()*18-9)
	if rng.IntN(2) == 0 {
		n = -n
	}
	if rng.IntN(8) == 0 {
		n = 0
	}
	return n
}

func TestRoots(t *testing.T) {
	for _, tt := range []struct {
		terms    []decision.Term
		from, to float64
		want     []float64
	}{
		{terms(-50, 1.866670e-6), 1e4, 1e9, []float64{50 / 1.866670e-6}}, // the crossings of the price list
		{terms(-50, 0.408334e-6), 1e4, 1e9, []float64{50 / 0.408334e-6}},
		{terms(6, -5, 1), 0, 10, []float64{2, 3}},
		{terms(6, -5, 1), 2.5, 10, []float64{3}},
		{terms(6, -5, 1), 4, 10, nil},
		{terms(0, -3, 1), 0, 10, []float64{3}},
		{terms(5), 0, 10, nil},
		{nil, 0, 10, nil},
		{terms(-6, 11, -6, 1), 0, 10, []float64{1, 2, 3}},
		{[]decision.Term{{Times: 12, Power: -1}, {Times: -7}, {Times: 1, Power: 1}}, 1, 100, []float64{3, 4}},
		{[]decision.Term{{Times: 8, Power: -2}, {Times: -1, Power: 1}}, 1, 100, []float64{2}},
	} {
		if got := roots(tt.terms, tt.from, tt.to); !sameRoots(got, tt.want) {
			t.Errorf("roots of %v: %v, want %v", tt.terms, got, tt.want)
		}
	}
	rng := rand.New(rand.NewPCG(3, 3))
	for range 20000 {
		from := math.Pow(10, rng.Float64()*6-3)
		checkRoots(t, drawnFactor(rng), drawnFactor(rng), drawnFactor(rng), from, from*math.Pow(10, rng.Float64()*12))
	}
	// And from the other side: two roots are chosen, and the terms follow.
	for range 20000 {
		x, y, scale := math.Pow(10, rng.Float64()*8-2), math.Pow(10, rng.Float64()*8-2), math.Pow(10, rng.Float64()*12-9)
		checkRoots(t, scale*x*y, -scale*(x+y), scale, 0, 1e9)
	}
}

// The sign of a sum of powers is one and the same between two of its roots.
func TestRootsLeaveNoneOut(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	found := 0
	for range 5000 {
		var of []decision.Term
		for power := -2; power <= 3; power++ {
			if n := drawnFactor(rng); rng.IntN(3) > 0 && n != 0 {
				of = append(of, decision.Term{Times: n / math.Pow(100, float64(power)), Power: power})
			}
		}
		f := decision.Piece{Terms: of}
		got := roots(of, 1, 1e5)
		found += len(got)
		bounds := slices.Concat([]float64{1}, got, []float64{1e5})
		if !slices.IsSorted(bounds) {
			t.Fatalf("roots of %v: %v", of, got)
		}
		for i := range len(bounds) - 1 {
			sign := 0
			for step := 1; step < 20; step++ {
				x := bounds[i] * math.Pow(bounds[i+1]/bounds[i], float64(step)/20)
				size := 0.0
				for _, term := range of {
					size = max(size, math.Abs(term.Times*math.Pow(x, float64(term.Power))))
				}
				y := f.At(x)
				if math.Abs(y) < 1e-9*size {
					continue
				}
				now := 1
				if y < 0 {
					now = -1
				}
				if sign != 0 && now != sign {
					t.Fatalf("%v changes its sign between %g and %g, at %g", of, bounds[i], bounds[i+1], x)
				}
				sign = now
			}
		}
	}
	if found < 2000 {
		t.Errorf("%d roots: the sums are too tame", found)
	}
}

func FuzzRoots(f *testing.F) {
	f.Add(-50.0, 1.866670e-6, 0.0, 1e4, 1e9)
	f.Add(6.0, -5.0, 1.0, 0.0, 10.0)
	f.Add(0.0, -3.0, 1.0, 0.0, 10.0)
	f.Add(1e-9, -2e3, 1e9, 0.0, 1e9)
	f.Add(-1.0, 0.0, 4.0, 0.25, 0.75)
	f.Fuzz(checkRoots)
}

// Comparisons are those of decimal numbers: 0.3 is 0.1 and 0.2.
func checkCompare(t *testing.T, n, a, b float64) {
	t.Helper()
	want := new(big.Rat)
	for i, x := range []float64{n, a, b} {
		if x != x || math.IsInf(x, 0) || math.Abs(x) > 1e15 || x != 0 && math.Abs(x) < 1e-15 {
			return
		}
		if i == 0 {
			want.Set(decimal(x))
		} else {
			want.Sub(want, decimal(x))
		}
	}
	if got := compare(n, []float64{a, b}); got != want.Sign() {
		t.Errorf("%v against %v and %v: %d, want %d", n, a, b, got, want.Sign())
	}
}

func TestCompareIsDecimal(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	for range 20000 {
		digits := math.Pow(10, float64(rng.IntN(5)))
		a, b := math.Round(rng.Float64()*1e6)/digits, math.Round(rng.Float64()*1e6-5e5)/digits
		n := math.Round((a+b)*digits) / digits
		checkCompare(t, n, a, b)
		checkCompare(t, math.Nextafter(n, math.Inf(1)), a, b)
		checkCompare(t, math.Nextafter(n, math.Inf(-1)), a, b)
		if compare(n, []float64{a, b}) != 0 {
			t.Fatalf("%v is not %v and %v", n, a, b)
		}
	}
}

func FuzzCompare(f *testing.F) {
	f.Add(0.3, 0.1, 0.2)
	f.Add(700.0, 500.0, 200.0)
	f.Add(700.0000000001, 500.0, 200.0)
	f.Add(100.1, 500.2, -400.1)
	f.Add(1e15, 1e15, 0.1)
	f.Fuzz(checkCompare)
}
