"""The response kit of a consultation: what a small structure needs to answer, in one document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.clock import say_date
from app.exports.document import (
    Block,
    CheckItem,
    Contents,
    DocumentInfo,
    Heading,
    Look,
    PageBreak,
    Paragraph,
    Span,
    plain,
    rich,
)
from app.exports.docx import write_docx
from app.imports.text import clean_line, shorten, slugify
from app.siae.models import Siae
from app.tenders.kit_clauses import describe_clauses
from app.tenders.kit_content import (
    RELIABILITIES,
    ChapterText,
    ItemText,
    load_texts,
    name_sources,
)
from app.tenders.kit_cover import UNTITLED, make_cover
from app.tenders.kit_memoir import outline_memoir
from app.tenders.kit_planning import (
    Plan,
    choose_deadline,
    plan_back,
    say_deadline,
    say_hour,
)
from app.tenders.models import Consultation, Lot
from app.tenders.values import mask_contacts
from app.toolkit.typography import set_french


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of the kit, with its numbered title."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class Kit:
    """A kit ready to be written; `deadline` is the sentence that says until when to answer."""

    title: str
    reference: str
    buyer: str
    deadline: str
    filename: str
    edited_at: datetime
    is_demo: bool
    plan: Plan
    cover: tuple[Block, ...]
    sections: tuple[Section, ...]


def build_kit(
    consultation: Consultation, lots: Sequence[Lot], structure: Siae | None, now: datetime
) -> Kit:
    """The kit for these lots of a consultation, at that aware instant.

    The clauses of the consultation, the sectors and territories of the lots, the organisation and
    activities of the structure must be loaded. Without a structure its places are left to fill in.
    """
    deadline = choose_deadline(consultation, lots)
    sentence = say_deadline(deadline, consultation.deadline_precision)
    plan = plan_back(deadline, now, load_texts().planning.steps)
    parts = {
        "À faire avant l’échéance": describe_plan(plan, deadline, now),
        "Les pièces à réunir": list_documents(),
        **tell_chapters("forms"),
        "La clause sociale : l’avis et votre réponse": describe_clauses(
            consultation, lots, structure
        ),
        "Le mémoire technique : votre trame": outline_memoir(consultation, lots, structure),
        **tell_chapters("together", "deposit", "after"),
        "Sources et limites": list_sources(),
    }
    return Kit(
        title=shorten(mask_contacts(consultation.title)) or UNTITLED,
        reference=consultation.reference,
        buyer=consultation.buyer_name,
        deadline=sentence,
        filename=f"kit-reponse-{slugify(consultation.reference) or 'consultation'}.docx",
        edited_at=now,
        is_demo=consultation.is_demo,
        plan=plan,
        cover=tuple(make_cover(consultation, lots, sentence, now)),
        sections=tuple(
            Section(title=set_french(f"{number}. {title}"), blocks=tuple(blocks))
            for number, (title, blocks) in enumerate(parts.items(), start=1)
        ),
    )


def write_kit(kit: Kit) -> bytes:
    """The kit as a Word document (`docx.MIMETYPE`), named `kit.filename`."""
    info = DocumentInfo(
        title=f"Kit de réponse – {kit.title}",
        subject=f"Réponse à la consultation {kit.reference}",
        keywords="marché public, insertion, SIAE, kit de réponse",
        created_at=kit.edited_at,
        footer=clean_line(f"Kit de réponse – {kit.reference}", limit=90),
    )
    return write_docx(info, list_blocks(kit))


def list_blocks(kit: Kit) -> Iterator[Block]:
    """The cover, the contents, then every part on a page of its own."""
    yield from kit.cover
    yield Contents(title="Dans ce kit")
    for section in kit.sections:
        yield PageBreak()
        yield Heading(text=section.title)
        yield from section.blocks


def describe_plan(plan: Plan, deadline: datetime | None, now: datetime) -> Iterator[Block]:
    """What to do day after day, each with a box to tick."""
    texts = load_texts().planning
    if deadline is None:
        yield Paragraph(text=rich(texts.without_deadline), look=Look.WARNING)
    elif deadline <= now:
        yield Paragraph(text=rich(texts.closed), look=Look.WARNING)
        return
    yield Paragraph(text=rich(texts.intro))
    if plan.late:
        words = f"**{texts.late}\u00a0:** {', '.join(plan.late).lower()}."
        yield Paragraph(text=rich(words), look=Look.WARNING)
    for step in plan.steps:
        when = f"J-{step.days}"
        label = f"{when}, {say_date(step.on)}\u00a0: " if step.on else f"{when}\u00a0: "
        yield CheckItem(
            label=(Span(text=label, is_bold=True), Span(text=step.title, is_bold=True)),
            details=(rich(step.text),),
        )
    if deadline is not None:
        yield CheckItem(
            label=(Span(text=f"J\u00a0: {say_hour(deadline)}", is_bold=True),),
            details=(
                plain(
                    "Dernier délai : le pli doit être arrivé en entier.".replace(" :", "\u00a0:")
                ),
            ),
        )


def list_documents() -> Iterator[Block]:
    """Every document of an answer, with a box to tick."""
    texts = load_texts().checklist
    yield Paragraph(text=rich(texts.intro))
    for group in texts.groups:
        yield Heading(text=group.title, level=2)
        yield from map(check_document, group.items)


def check_document(item: ItemText) -> CheckItem:
    """A document: what it is, who asks for it, where to get it."""
    lines = (
        ("Ce que c’est", item.what),
        ("Qui le demande", item.who),
        ("Où le trouver", item.where),
    )
    return CheckItem(
        label=(Span(text=item.name, is_bold=True),),
        details=tuple(
            (Span(text=f"{label}\u00a0: ", is_bold=True), *rich(words)) for label, words in lines
        ),
        source=name_sources(item.sources),
    )


def tell_chapters(*names: str) -> dict[str, Iterator[Block]]:
    """The chapters of these names in `KitTexts`, by their titles."""
    chapters: list[ChapterText] = [getattr(load_texts(), name) for name in names]
    return {chapter.title: tell_chapter(chapter) for chapter in chapters}


def tell_chapter(chapter: ChapterText) -> Iterator[Block]:
    """A chapter that is the same for every consultation."""
    yield Paragraph(text=rich(chapter.intro))
    for part in chapter.parts:
        yield Heading(text=part.title, level=2)
        for text in part.texts:
            yield Paragraph(text=rich(text))
        for item in part.items:
            yield Paragraph(text=rich(item), look=Look.ITEM)
        yield Paragraph(text=name_sources(part.sources), look=Look.SOURCE)


def list_sources() -> Iterator[Block]:
    """Every source, with what it is worth."""
    yield Paragraph(
        text=rich(
            "Le droit change. Relisez un article sur Légifrance avant de le citer dans votre offre."
        )
    )
    for source in load_texts().sources.values():
        words = f" ({RELIABILITIES[source.reliability]}, {source.date})."
        yield Paragraph(
            text=(Span(text=source.title, href=source.url), Span(text=words)), look=Look.ITEM
        )
