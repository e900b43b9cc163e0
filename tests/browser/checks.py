"""What every page owes its reader, whatever it shows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Page


def faults_of(tab: Page, axe: Path) -> list[str]:
    """The faults axe finds on the page shown."""
    tab.evaluate(axe.read_text())
    found = tab.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{tab.url}: {fault['id']} – {node['html'][:150]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def faults_on(tab: Page, site: str, axe: Path, paths: Iterable[str]) -> list[str]:
    """What axe finds on these pages, all that folds being open; each answers."""
    faults: list[str] = []
    for path in paths:
        answer = tab.goto(f"{site}{path}")
        assert answer, path
        assert answer.status == 200, path
        for detail in tab.locator("main details").all():
            detail.evaluate("one => one.open = true")
        faults += faults_of(tab, axe)
    return faults


def complaints_of(tab: Page, site: str, paths: Iterable[str]) -> list[str]:
    """What the browser says against these pages: errors, calls elsewhere, sideways scrolling."""
    complaints: list[str] = []
    tab.on(
        "console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None
    )
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on(
        "request",
        lambda r: None if r.url.startswith((site, "data:", "blob:")) else complaints.append(r.url),
    )
    for path in paths:
        tab.goto(f"{site}{path}")
        tab.wait_for_load_state("networkidle")
        width = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if width > 0:
            complaints.append(f"{path} is {width} px too wide")
    return [text for text in complaints if "404" not in text]
