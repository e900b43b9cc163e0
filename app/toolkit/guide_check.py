"""What is wrong with the guides of a folder: age, sources, links, summaries, files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from app.toolkit.citations import ANCHOR, cited_numbers, unsourced_figures
from app.toolkit.guide_files import Guide, GuideError, guide_paths, read_guide
from app.toolkit.html_tree import parse

SUMMARY_LIMIT = 200  # characters: a card of the list and a search result show it whole
ROOT = "/guide/"
REFERENCES = (
    "stages", "tools", "actors", "schemes", "sectors", "siae_kinds", "territories",
)  # fmt: skip

BySlug = Mapping[str, Guide]


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a guide may refer to: slugs and codes, and whether an address of the portal answers.

    `leads` is asked of paths outside the guide, such as « /structures ».
    """

    stages: Collection[str]
    tools: Collection[str]
    actors: Collection[str]
    schemes: Collection[str]
    sectors: Collection[str]
    siae_kinds: Collection[str]
    territories: Collection[str]
    leads: Callable[[str], bool]


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a rule looks at besides one guide."""

    guides: BySlug
    before: date
    known: Known | None


@dataclass(frozen=True, kw_only=True)
class GuideProblem:
    """One thing to mend: `guide` is a slug, or the file's name where there is no slug."""

    guide: str
    what: str

    def __str__(self) -> str:
        """The problem as a French sentence."""
        return f"Guide « {self.guide} » : {self.what}"


def check_guides(folder: Path, before: date, known: Known | None = None) -> list[GuideProblem]:
    """Every problem of the guides and drafts of a folder, by file.

    A guide last verified before the day `before` is too old. What guides refer to outside the
    folder is checked where `known` is given. A file that cannot be read is a problem among others
    and raises nothing.
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
    context = Context(guides=guides, before=before, known=known)
    for guide in guides.values():
        found = (what for rule in RULES for what in rule(guide, context))
        problems.extend(GuideProblem(guide=guide.slug, what=what) for what in found)
    return problems


def _check_age(guide: Guide, context: Context) -> Iterator[str]:
    if guide.verified_on < context.before:
        yield f"vérifié le {guide.verified_on:%d/%m/%Y}, à vérifier de nouveau"


def _check_sources(guide: Guide, _context: Context) -> Iterator[str]:
    if not guide.status.is_public:
        return
    if not guide.sources:
        yield "publié sans aucune source"
    cited = cited_numbers(parse(guide.html))
    for number, source in enumerate(guide.sources, start=1):
        if number not in cited:
            yield f"la source « {source.id} » n’est citée nulle part dans le texte"


def _check_figures(guide: Guide, _context: Context) -> Iterator[str]:
    for figure in unsourced_figures(parse(guide.html)):
        yield f"chiffre sans source ni « à vérifier » dans son paragraphe : « {figure} »"


def _check_summary(guide: Guide, _context: Context) -> Iterator[str]:
    length = len(guide.summary)
    if not length:
        yield "le résumé est vide"
    elif length > SUMMARY_LIMIT:
        yield f"le résumé a {length} caractères ({SUMMARY_LIMIT} au plus)"


def _check_references(guide: Guide, context: Context) -> Iterator[str]:
    if context.known is None:
        return
    for key in REFERENCES:
        for slug in getattr(guide, key):
            if slug not in getattr(context.known, key):
                yield f"« {key} » cite « {slug} », que le portail ne connaît pas"


def _check_links(guide: Guide, context: Context) -> Iterator[str]:
    for address in dict.fromkeys(_addresses(guide)):
        try:
            parts = urlsplit(urljoin(ROOT + guide.slug, address))
        except ValueError:
            yield f"le lien « {address} » n’est pas une adresse"
            continue
        if parts.netloc or parts.scheme:
            continue
        if parts.path.startswith(ROOT):
            yield from _check_guide_link(guide, context.guides, address, parts)
        elif context.known and not context.known.leads(parts._replace(fragment="").geturl()):
            yield f"le lien « {address} » ne mène à aucune page du portail"


def _check_guide_link(
    guide: Guide, guides: BySlug, address: str, parts: SplitResult
) -> Iterator[str]:
    target = guides.get(unquote(parts.path.removeprefix(ROOT)))
    if target is None:
        yield f"le lien « {address} » ne mène à aucun guide"
        return
    if _leads_to_draft(guide, target):
        yield f"le lien « {address} » mène à un brouillon"
    if parts.fragment and unquote(parts.fragment) not in _ids(target):
        yield f"le lien « {address} » mène à une partie qui n’existe pas"


def _leads_to_draft(guide: Guide, target: Guide) -> bool:
    return guide.status.is_public and not target.status.is_public


def _addresses(guide: Guide) -> Iterator[str]:
    for link in parse(guide.html).iter("a"):
        if (address := link.get("href")) is not None:
            yield address


def _ids(guide: Guide) -> frozenset[str]:
    sources = (f"{ANCHOR}{at}" for at in range(1, len(guide.sources) + 1))
    return frozenset({*(heading.id for heading in guide.contents), *sources})


RULES: tuple[Callable[[Guide, Context], Iterator[str]], ...] = (
    _check_age,
    _check_sources,
    _check_figures,
    _check_summary,
    _check_references,
    _check_links,
)
