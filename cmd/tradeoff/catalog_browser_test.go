package main

import (
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestCatalogSliders moves the numbers of the example on a catalog's page. Where
// nothing has moved, the script comes to what the program had worked out.
func TestCatalogSliders(t *testing.T) {
	ctx := browser(t)
	site := filepath.Join(t.TempDir(), "site")
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	var out lockedBuffer
	if status := runCommand(t, t.Context(), root, &out, "build", "--output", site); status != 0 {
		t.Fatalf("build: exit %d\n%s", status, out.String())
	}
	found := complaints(t, ctx, "file://"+site)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate("file://"+site+"/catalogs/architecture-style.html")); err != nil {
		t.Fatal(err)
	}
	const crossings = `document.querySelector(".play .crossings").innerText.replace(/\s+/g, " ")`
	const drawn = "A Above 26.79 million requests a month, Monolith costs less than Serverless. Only if one instance carries 101.9 requests a second at peak. " +
		"B Above 65.89 million requests a month, Microservices costs less than Serverless. Only if one instance carries 250.7 requests a second at peak."
	eventually(t, ctx, crossings, drawn)
	move := func(field, value string) {
		evaluate(t, ctx, `const i = document.getElementsByName("`+field+`")[0]; i.value = `+value+`; i.dispatchEvent(new Event("input", { bubbles: true }))`)
	}
	move("instance-monthly-cost", `i.value`)
	eventually(t, ctx, crossings, "A Monolith and Serverless cost the same at 26.79 million requests a month. Only if one instance carries 101.9 requests a second at peak. "+
		"B Microservices and Serverless cost the same at 65.89 million requests a month. Only if one instance carries 250.7 requests a second at peak.")
	// Ten times the price of an instance moves the crossing to ten times the traffic.
	move("instance-monthly-cost", `Number(i.value) + 1000`)
	eventually(t, ctx, crossings+`.startsWith("A Monolith and Serverless cost the same at 267.9 million")`, "true")
	eventually(t, ctx, `document.querySelector("output").nextElementSibling.getAttribute("aria-valuetext")`, "200 ms")
	eventually(t, ctx, `document.querySelectorAll(".chart-wide .chart-label").length`, "3")
	if err := chromedp.Do(ctx, chromedp.Click(`.sliders button`)); err != nil {
		t.Fatal(err)
	}
	eventually(t, ctx, crossings, drawn)
	eventually(t, ctx, `document.querySelectorAll("output")[2].value`, "50 US dollars a month")
	for _, c := range found() {
		t.Error(c)
	}
}
