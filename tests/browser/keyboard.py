"""A page read with the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Page

MOST_STOPS = 250
HERE = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return {
    name: (one.getAttribute("aria-label")
      || (one.labels && one.labels[0] ? one.labels[0].innerText : one.textContent)
    ).replace(/\\s+/g, " ").trim(),
    inMain: Boolean(one.closest("main")),
    isSeen: box.width > 0 && box.height > 0
      && (style.outlineStyle !== "none" || style.boxShadow !== "none"),
    at: [...document.querySelectorAll("*")].indexOf(one),
  };
}"""


def stops_of(tab: Page) -> list[dict[str, object]]:
    """Where Tab stops in the page, from its start: name, whether in the content, whether seen."""
    tab.evaluate("document.activeElement.blur()")
    stops: list[dict[str, object]] = []
    while len(stops) < MOST_STOPS:
        tab.keyboard.press("Tab")
        here = tab.evaluate(HERE)
        if here is None:
            break
        stops.append(here)
    return stops


def reach(tab: Page, name: str) -> None:
    """Press Tab until the focus is on what begins by that name; fails where it never is."""
    for _ in range(MOST_STOPS):
        tab.keyboard.press("Tab")
        here = tab.evaluate(HERE)
        if here and here["name"].startswith(name):
            return
    raise AssertionError(f"{tab.url}: « {name} » is not reached by Tab")
