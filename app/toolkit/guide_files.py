"""One file of `content/guides/`: its front matter checked, its text rendered."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml
from markupsafe import Markup

from app.errors import PortalError
from app.glossary import Term
from app.imports.text import slugify
from app.toolkit.markdown_rendering import Heading, render_markdown
from app.toolkit.typography import one_line, set_french

FENCE = "---"
LISTS = (
    "siae_kinds", "audiences", "territories", "stages", "tools", "actors", "schemes", "sectors",
)  # fmt: skip
KEYS = (
    "title", "summary", "section", "order", "status", "verified_on", "owner", *LISTS, "sources",
)  # fmt: skip


class GuideError(PortalError):
    """A guide's file cannot be used: `file` is its name, `reason` a French sentence."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"Guide « {file} » : {reason}")
        self.file = file
        self.reason = reason


class GuideStatus(StrEnum):
    """What a guide is worth today; a draft is shown to nobody."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    TO_VERIFY = "to_verify"
    HISTORICAL = "historical"

    @property
    def label(self) -> str:
        """The status as a page names it."""
        return STATUS_LABELS[self]

    @property
    def is_public(self) -> bool:
        """Whether the guide is shown to everybody."""
        return self is not GuideStatus.DRAFT


STATUS_LABELS = {
    GuideStatus.DRAFT: "Brouillon",
    GuideStatus.IN_FORCE: "En vigueur",
    GuideStatus.TO_VERIFY: "À vérifier",
    GuideStatus.HISTORICAL: "Historique",
}


class GuideSection(StrEnum):
    """The parts of the guide, in the order of its table."""

    UNDERSTAND = "comprendre"
    KINDS = "types"
    AGREEMENT = "convention"
    PATHS = "parcours"
    TEAM = "equipe"
    TENDERS = "marches"
    TOGETHER = "cooperer"
    LAST = "durer"
    DEPARTMENTS = "departements"
    PARTNERS = "partenaires"

    @property
    def label(self) -> str:
        """The title of the part."""
        return SECTION_LABELS[self]


SECTION_LABELS = {
    GuideSection.UNDERSTAND: "Comprendre l’IAE",
    GuideSection.KINDS: "Les types de structures",
    GuideSection.AGREEMENT: "La convention et l’aide de l’État",
    GuideSection.PATHS: "Les parcours des salariés",
    GuideSection.TEAM: "L’équipe et les moyens",
    GuideSection.TENDERS: "Vendre et répondre aux marchés",
    GuideSection.TOGETHER: "Coopérer",
    GuideSection.LAST: "Durer, se transformer, s’arrêter",
    GuideSection.DEPARTMENTS: "S’installer dans votre département",
    GuideSection.PARTNERS: "Travailler avec…",
}


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a guide's facts come from; `url` and `date` (as it is shown) are empty if unknown."""

    id: str
    title: str
    url: str = ""
    date: str = ""


@dataclass(frozen=True, kw_only=True)
class Guide:
    """A page of the guide: what its front matter says and its text, rendered.

    `slug` is the end of its address, made of the file's name; `verified_on` is the day somebody
    compared the text with its sources; `plain_text` has a line for each block. `territories` are
    codes of départements, none for the whole region; `stages`, `tools`, `actors` (functions),
    `schemes` and `sectors` are slugs of what goes with it.
    """

    slug: str
    title: str
    summary: str
    section: GuideSection
    order: int
    status: GuideStatus
    verified_on: date
    owner: str
    siae_kinds: tuple[str, ...]
    audiences: tuple[str, ...]
    territories: tuple[str, ...]
    stages: tuple[str, ...]
    tools: tuple[str, ...]
    actors: tuple[str, ...]
    schemes: tuple[str, ...]
    sectors: tuple[str, ...]
    sources: tuple[Source, ...]
    html: Markup
    plain_text: str
    contents: tuple[Heading, ...]
    acronyms: tuple[Term, ...]


def guide_paths(folder: Path) -> tuple[Path, ...]:
    """The guides' files of a folder, by name; a README is for those who write them."""
    found = (path for path in folder.glob("*.md") if path.stem.lower() != "readme")
    return tuple(sorted(found, key=lambda path: path.name))


def read_guide(path: Path) -> Guide:
    """The guide of that file, rendered again only when the file has changed.

    `GuideError` says what is wrong with it.
    """
    try:
        stat = path.stat()
    except OSError as error:
        raise GuideError(path.name, "le fichier est illisible") from error
    return _read_version(path, stat.st_mtime_ns, stat.st_size)


@functools.lru_cache(maxsize=512)
def _read_version(path: Path, _modified: int, _size: int) -> Guide:
    try:
        # A byte order mark, which some editors add, is not part of the text.
        head, body = _split(path.read_text(encoding="utf-8-sig"))
        return _make_guide(slugify(path.stem, limit=200), head, body)
    except (OSError, UnicodeDecodeError) as error:
        raise GuideError(path.name, "le fichier est illisible (UTF-8 attendu)") from error
    except ValueError as error:
        raise GuideError(path.name, str(error)) from error
    except RecursionError as error:
        raise GuideError(path.name, "le texte a trop de niveaux imbriqués") from error


def _split(content: str) -> tuple[Mapping[str, Any], str]:
    lines = content.splitlines()
    if not lines or lines[0].rstrip() != FENCE:
        raise ValueError("l’en-tête manque (le fichier commence par une ligne « --- »)")
    ends = [at for at, line in enumerate(lines) if at and line.rstrip() == FENCE]
    if not ends:
        raise ValueError("l’en-tête n’est pas fermé par une ligne « --- »")
    try:
        head = yaml.safe_load("\n".join(lines[1 : ends[0]]))
    except (yaml.YAMLError, ValueError) as error:  # ValueError: 31 February is read as a date
        detail = " ".join(str(error).split())
        raise ValueError(f"l’en-tête n’est pas du YAML valide ({detail})") from error
    if not isinstance(head, dict):
        raise ValueError("l’en-tête ne contient pas de clés")
    return head, "\n".join(lines[ends[0] + 1 :])


def _make_guide(slug: str, head: Mapping[str, Any], body: str) -> Guide:
    missing = [key for key in KEYS if head.get(key) is None]
    if missing:
        raise ValueError(f"l’en-tête n’a pas de « {missing[0]} »")
    title = set_french(_read_text(head, "title"))
    sources = _read_sources(head["sources"])
    rendered = render_markdown(body, title=title, sources=[source.id for source in sources])
    return Guide(
        slug=slug,
        title=title,
        summary=set_french(_read_text(head, "summary", empty=True)),
        section=_read_section(head["section"]),
        order=_read_order(head["order"]),
        status=_read_status(head["status"]),
        verified_on=_read_date(head["verified_on"]),
        owner=_read_text(head, "owner"),
        **{key: _read_texts(head, key) for key in LISTS},
        sources=sources,
        html=rendered.html,
        plain_text=rendered.plain_text,
        contents=rendered.contents,
        acronyms=rendered.acronyms,
    )


def _read_text(row: Mapping[str, Any], key: str, *, empty: bool = False) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise ValueError(f"« {key} » n’est pas un texte")
    text = one_line(value)
    if not text and not empty:
        raise ValueError(f"« {key} » est vide")
    return text


def _read_texts(head: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values = head[key]
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError(f"« {key} » n’est pas une liste de textes")
    return tuple(values)


def _read_order(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("« order » n’est pas un nombre entier")
    return value


def _read_status(value: object) -> GuideStatus:
    try:
        return GuideStatus(str(value))
    except ValueError:
        known = " ou ".join(f"« {status} »" for status in GuideStatus)
        raise ValueError(f"le statut « {value} » est inconnu ({known} attendu)") from None


def _read_section(value: object) -> GuideSection:
    try:
        return GuideSection(str(value))
    except ValueError:
        known = ", ".join(f"« {section} »" for section in GuideSection)
        raise ValueError(f"la partie « {value} » est inconnue ({known})") from None


def _read_date(value: object) -> date:
    # A datetime is a date too, but a time of day here is a mistake.
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"« verified_on » n’est pas une date (AAAA-MM-JJ) : {value}") from None


def _read_sources(rows: object) -> tuple[Source, ...]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("« sources » n’est pas une liste de sources (id, title, url, date)")
    sources = tuple(_read_source(row) for row in rows)
    if len({source.id for source in sources}) < len(sources):
        raise ValueError("deux sources ont le même « id »")
    return sources


def _read_source(row: Mapping[str, Any]) -> Source:
    address = row.get("url") or ""
    if address and not str(address).startswith(("https://", "http://", "/")):
        raise ValueError(f"l’adresse d’une source est inattendue : {address}")
    return Source(
        id=_read_text({"id": str(row.get("id") or "")}, "id"),
        title=set_french(_read_text(row, "title")),
        url=str(address),
        date=_write_date(row.get("date")),
    )


def _write_date(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value).strip()
