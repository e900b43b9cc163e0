"""What is wrong with the guides of a folder: age, sources, links, summaries, files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from app.toolkit.guide_files import Guide, GuideError, GuideStatus, guide_paths, read_guide
from app.toolkit.html_tree import parse

SUMMARY_LIMIT = 200  # characters: a card of the list and a search result show it whole
ROOT = "/guide/"

BySlug = Mapping[str, Guide]


@dataclass(frozen=True, kw_only=True)
class GuideProblem:
    """One thing to mend: `guide` is a slug, or the file's name where there is no slug."""

    guide: str
    what: str

    def __str__(self) -> str:
        """The problem as a French sentence."""
        return f"Guide « {self.guide} » : {self.what}"


def check_guides(folder: Path, before: date) -> list[GuideProblem]:
    """Every problem of the guides and drafts of a folder, by file.

    A guide last verified before the day `before` is too old. A file that cannot be read is a
    problem among others and raises nothing.
    """
    if not folder.is_dir():
        return [GuideProblem(guide=folder.name, what="le dossier des guides n’existe pas")]
    problems: list[GuideProblem] = []
    guides: dict[str, Guide] = {}
    for path in guide_paths(folder):
        try:
            guide = read_guide(path)
        except GuideError as error:
            problems.append(GuideProblem(guide=error.file, what=error.reason))
            continue
        if guide.slug in guides:
            what = f"un autre fichier a déjà l’adresse « {guide.slug} »"
            problems.append(GuideProblem(guide=path.name, what=what))
        guides.setdefault(guide.slug, guide)
    for guide in guides.values():
        found = (what for rule in RULES for what in rule(guide, guides, before))
        problems.extend(GuideProblem(guide=guide.slug, what=what) for what in found)
    return problems


def _check_age(guide: Guide, _guides: BySlug, before: date) -> Iterator[str]:
    if guide.verified_on < before:
        yield f"vérifié le {guide.verified_on:%d/%m/%Y}, à vérifier de nouveau"


def _check_sources(guide: Guide, _guides: BySlug, _before: date) -> Iterator[str]:
    if guide.status is GuideStatus.PUBLISHED and not guide.sources:
        yield "publié sans aucune source"


def _check_summary(guide: Guide, _guides: BySlug, _before: date) -> Iterator[str]:
    length = len(guide.summary)
    if not length:
        yield "le résumé est vide"
    elif length > SUMMARY_LIMIT:
        yield f"le résumé a {length} caractères ({SUMMARY_LIMIT} au plus)"


def _check_links(guide: Guide, guides: BySlug, _before: date) -> Iterator[str]:
    for address in dict.fromkeys(_addresses(guide)):
        try:
            parts = urlsplit(urljoin(ROOT + guide.slug, address))
        except ValueError:
            yield f"le lien « {address} » n’est pas une adresse"
            continue
        if parts.netloc or parts.scheme or not parts.path.startswith(ROOT):
            continue
        target = guides.get(unquote(parts.path.removeprefix(ROOT)))
        if target is None:
            yield f"le lien « {address} » ne mène à aucun guide"
            continue
        if _leads_to_draft(guide, target):
            yield f"le lien « {address} » mène à un brouillon"
        if parts.fragment and unquote(parts.fragment) not in _ids(target):
            yield f"le lien « {address} » mène à une partie qui n’existe pas"


def _leads_to_draft(guide: Guide, target: Guide) -> bool:
    return guide.status is GuideStatus.PUBLISHED and target.status is GuideStatus.DRAFT


def _addresses(guide: Guide) -> Iterator[str]:
    for link in parse(guide.html).iter("a"):
        if (address := link.get("href")) is not None:
            yield address


def _ids(guide: Guide) -> frozenset[str]:
    return frozenset(heading.id for heading in guide.contents)


RULES: tuple[Callable[[Guide, BySlug, date], Iterator[str]], ...] = (
    _check_age,
    _check_sources,
    _check_summary,
    _check_links,
)
