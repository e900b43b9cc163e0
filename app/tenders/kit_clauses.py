"""What the notice says of insertion, with its proof, and what to answer to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.exports.document import Block, Heading, Look, Paragraph, Span, Text, plain, rich
from app.matching.kinds import SiaeKind
from app.siae.models import Siae
from app.tenders.clause_labels import CLAUSE_LABELS
from app.tenders.kit_content import ClauseTexts, load_texts, name_sources
from app.tenders.law import ARTICLES, NUMBER, Allowed, expects_social_clause, families_allowed
from app.tenders.matching import clauses_of
from app.tenders.models import Clause, Consultation, Lot
from app.tenders.records import ClauseKind, Origin
from app.tenders.values import mask_contacts
from app.toolkit.typography import set_french

MOST_QUOTED = 6  # quotations of one kind: the strongest say it all
ORIGINS = {
    Origin.CODED: "valeur codée par l’acheteur",
    Origin.TEXT: "lu dans le texte de l’avis",
}


def describe_clauses(
    consultation: Consultation, lots: Sequence[Lot], structure: Siae | None
) -> Iterator[Block]:
    """The clauses that bear on these lots, kind by kind; what their absence means where none is."""
    texts = load_texts().clauses
    by_kind: dict[ClauseKind, list[Clause]] = defaultdict(list)
    for clause in select_clauses(consultation, lots):
        by_kind[ClauseKind(clause.kind)].append(clause)
    if not by_kind:
        yield from describe_absence(consultation, texts)
    for kind in ClauseKind:
        if kind in by_kind:
            yield from describe_kind(kind, by_kind[kind], texts)
            if kind is ClauseKind.RESERVED:
                yield from describe_fit(consultation, lots, structure)
            if kind is ClauseKind.EXECUTION:
                yield Paragraph(text=rich(texts.hours))
                yield Paragraph(text=name_sources(texts.hours_sources), look=Look.SOURCE)


def select_clauses(consultation: Consultation, lots: Sequence[Lot]) -> list[Clause]:
    """The clauses of the whole consultation and of these lots; all of them without a lot."""
    numbers = {"", *(lot.number for lot in lots)}
    return [clause for clause in consultation.clauses if not lots or clause.lot in numbers]


def describe_absence(consultation: Consultation, texts: ClauseTexts) -> Iterator[Block]:
    """What it means that the notice says nothing."""
    yield Paragraph(text=rich(texts.none), look=Look.WARNING)
    if expects_social_clause(consultation.family, consultation.published_on):
        yield Paragraph(text=rich(texts.expected))
        yield Paragraph(text=name_sources(texts.expected_sources), look=Look.SOURCE)


def describe_kind(
    kind: ClauseKind, clauses: Sequence[Clause], texts: ClauseTexts
) -> Iterator[Block]:
    """The clauses of one kind, quoted, and what to answer."""
    text = texts.kinds[kind]
    yield Heading(text=CLAUSE_LABELS[kind], level=2)
    yield Paragraph(text=rich(text.means))
    for clause in clauses[:MOST_QUOTED]:
        quotation = mask_contacts(clause.quotation)
        yield Paragraph(text=plain(f"«\u00a0{quotation}\u00a0»"), look=Look.QUOTATION)
        yield Paragraph(text=describe_proof(clause), look=Look.DETAIL)
    if len(clauses) > MOST_QUOTED:
        left = len(clauses) - MOST_QUOTED
        yield Paragraph(text=plain(f"Et {left} autres mentions\u00a0: lisez l’avis."))
    yield Heading(text="Ce que vous pouvez répondre", level=3)
    for answer in text.answers:
        yield Paragraph(text=rich(answer), look=Look.ITEM)
    yield Paragraph(text=name_sources(text.sources), look=Look.SOURCE)


def describe_proof(clause: Clause) -> Text:
    """Where a quotation stands, for which lot, by which articles."""
    bears_on = f"Lot {clause.lot}" if clause.lot else "Toute la consultation"
    origin = ORIGINS[Origin(clause.origin)]
    words = f"{bears_on}. Champ de l’avis\u00a0: {clause.field} ({origin}). "
    if not clause.article:
        return plain(f"{words}Article non cité\u00a0: à vérifier.")
    said = f"Article\u00a0: {clause.article}"
    return (
        Span(text=words),
        Span(text=said, is_bold=True),
        Span(text=f" ({name_articles(clause.article)})."),
    )


def name_articles(cited: str) -> str:
    """What the articles that a clause cites are about, as far as the portal knows them."""
    known = [n for n in dict.fromkeys(NUMBER.findall(cited)) if n in ARTICLES]
    if not known:
        return "code de la commande publique, à vérifier"
    if known == [cited]:
        return ARTICLES[cited].title
    return "\u00a0; ".join(f"{number}, {ARTICLES[number].title}" for number in known)


def describe_fit(
    consultation: Consultation, lots: Sequence[Lot], structure: Siae | None
) -> Iterator[Block]:
    """Whether the structure may answer what is reserved, lot by lot; nothing without a structure.

    The portal proposes: the buyer alone decides who is admitted.
    """
    if structure is None:
        return
    by_sentence: dict[str, list[str]] = defaultdict(list)
    for lot in lots:
        allowed = families_allowed(clauses_of(consultation, lot))
        if allowed is not None:
            by_sentence[say_fit(structure.kind, allowed)].append(lot.number)
    if by_sentence:
        yield Heading(text="Et votre structure ?".replace(" ?", "\u00a0?"), level=3)
    for sentence, numbers in by_sentence.items():
        words = f"Lot {numbers[0]}" if len(numbers) == 1 else f"Lots {', '.join(numbers)}"
        yield Paragraph(
            text=(Span(text=f"{words}. ", is_bold=True), Span(text=sentence)), look=Look.NOTE
        )


def say_fit(kind: SiaeKind, allowed: Allowed) -> str:
    """What the articles that are read say of a kind of structure."""
    articles = ", ".join(allowed.articles) or "l’article n’est pas cité"
    name = f"{kind.label} ({kind.value})"
    if kind.value in allowed.admitted:
        words = "ce type de structure est visé. Joignez la preuve, à jour au dépôt."
    elif kind.value in allowed.to_check:
        words = "ce cas est à vérifier auprès de l’acheteur avant de répondre."
    else:
        words = (
            "ce type de structure ne semble pas visé. Voyez avec l’acheteur, ou proposez votre "
            "travail à une structure admise."
        )
    return set_french(f"{name} – {articles} : {words}")
