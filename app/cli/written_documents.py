"""What is written in the project, as the search finds it."""

from __future__ import annotations

from collections.abc import Iterator

from app import glossary, sectors
from app.blueprints.toolkit.registry import TOOLS
from app.search.backend import Document, DocumentKind
from app.toolkit.guides import load_guides
from app.toolkit.stages import load_stages
from config import ROOT


def toolkit_documents() -> Iterator[Document]:
    """The stages and the tools of the toolbox."""
    for stage in load_stages():
        asked = "\n".join(question.text for question in stage.questions)
        to_do = "\n".join(item.text for item in stage.checklist)
        yield Document(
            kind=DocumentKind.TOOL,
            id=f"etape-{stage.slug}",
            url=f"/boite-a-outils/{stage.slug}",
            title=f"Étape {stage.order}\u00a0: {stage.title}",
            text=f"{stage.summary}\n{asked}\n{to_do}",
            keywords=("boîte à outils", "porteur de projet"),
        )
    for tool in TOOLS:
        yield Document(
            kind=DocumentKind.TOOL,
            id=f"outil-{tool.slug}",
            url=f"/boite-a-outils/outils/{tool.slug}",
            title=tool.title,
            text=tool.summary,
            keywords=("outil", "boîte à outils"),
        )


def guide_documents() -> Iterator[Document]:
    """The guides."""
    for guide in load_guides(ROOT / "content" / "guides"):
        yield Document(
            kind=DocumentKind.GUIDE,
            id=guide.slug,
            url=f"/guide/{guide.slug}",
            title=guide.title,
            text=f"{guide.summary}\n{guide.plain_text}",
            keywords=tuple(guide.siae_kinds),
        )


def term_documents() -> Iterator[Document]:
    """The words of the glossary."""
    for term in glossary.terms():
        yield Document(
            kind=DocumentKind.TERM,
            id=term.slug,
            url=f"/glossaire#{term.slug}",
            title=term.term,
            text=term.definition,
            keywords=(term.expansion, *term.synonyms),
        )


def sector_documents() -> Iterator[Document]:
    """The sectors."""
    for sector in sectors.sectors():
        yield Document(
            kind=DocumentKind.SECTOR,
            id=sector.slug,
            url=f"/filieres/{sector.slug}",
            title=sector.name,
            text=sector.description,
            keywords=tuple(sector.synonyms),
        )
