"""The values of the digest's letter."""

from __future__ import annotations

from app.alerts.digest import Digest, Line, Part
from app.alerts.links import Links
from app.alerts.wording import plain
from app.clock import NBSP, say_date, to_paris


def digest_values(digest: Digest, links: Links) -> dict[str, object]:
    """What `content/mails/alert-digest.md` shows."""
    count = len(digest.lines)
    news = "nouveauté" if count == 1 else "nouveautés"
    return {
        "subject": f"{count} {news} dans vos alertes",
        "day": say_date(to_paris(digest.now).date()),
        "parts": [part_values(part, links) for part in digest.parts],
        "manage": links.manage(digest.reader.key, has_account=digest.reader.has_account),
        "stop_all": links.stop_all(digest.reader.key),
    }


def part_values(part: Part, links: Links) -> dict[str, object]:
    """One alert, its lines, and its own links."""
    return {
        "title": plain(part.alert.title),
        "lines": [line_values(line, links) for line in part.shown],
        "more": say_more(part.more),
        "list": f"{links.root}{part.path}",
        "stop": links.stop(part.alert.key),
    }


def line_values(line: Line, links: Links) -> dict[str, object]:
    """A thing, its address, and why it is there."""
    why = [*((line.item.change or "modifié",) if line.is_change else ()), *line.item.why]
    why += [f"aussi dans{NBSP}: {title}" for title in line.also]
    return {
        "title": plain(line.item.title),
        "why": plain(f"{NBSP}; ".join(why), limit=400),
        "url": f"{links.root}{line.item.path}",
    }


def say_more(more: int) -> str:
    """« et 12 autres », « et un autre », or nothing."""
    if not more:
        return ""
    return "et un autre" if more == 1 else f"et {more} autres"
