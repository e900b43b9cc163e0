"""Social clauses: read in sentences with their proof, joined to the coded ones, what they allow.

A coded value is what the buyer ticked and comes first; a text only proposes. The reading has three
outcomes for the word « réservé »: the contract is reserved, a part of its hours is (a clause), or
the word means something else (nothing).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.tenders import clause_patterns as patterns
from app.tenders.records import ClauseKind, Origin, SocialClause
from app.tenders.sources.fields import TextField

MOST = 12  # clauses kept of one notice's texts: the strongest say it all
LONGEST_TEXT = 20_000  # characters read of one field
LONGEST_QUOTATION = 320
SENTENCE_END = re.compile(r"(?<=[.!?;])(?<!\b[LRDM]\.)(?<!\b[Aa]rt\.)\s+(?=[A-ZÀ-Ý«•(–-])|\n+")
STRENGTH = {kind: rank for rank, kind in enumerate(ClauseKind)}
CRITERION_FIELDS = re.compile(r"crit[eè]r|awardingcriter", re.IGNORECASE)
OBJECT_FIELDS = re.compile(r"(?:^|\.)(?:objet|intitule|titre\w*|name|resume_objet)$", re.IGNORECASE)
CLAUSE_LABELS = {
    ClauseKind.RESERVED: "Marché réservé",
    ClauseKind.EXECUTION: "Clause d’insertion",
    ClauseKind.CRITERION: "Critère social",
    ClauseKind.INSERTION_OBJECT: "Objet d’insertion",
    ClauseKind.WEAK: "Mention à vérifier",
}
CLAUSE_SENTENCES = {
    ClauseKind.RESERVED: "Seules les structures que vise l’article cité peuvent répondre à ce qui "
    "est réservé.",
    ClauseKind.EXECUTION: "Le titulaire devra faire travailler des personnes en insertion : une "
    "structure peut répondre, ou l’aider à tenir cet engagement.",
    ClauseKind.CRITERION: "L’acheteur note ce que l’offre fait pour l’insertion : une structure y "
    "a un avantage à faire valoir.",
    ClauseKind.INSERTION_OBJECT: "L’insertion est l’objet même du marché.",
    ClauseKind.WEAK: "L’avis évoque le social sans rien imposer de lisible : à vérifier dans les "
    "documents de la consultation.",
}


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """Who may answer what is reserved: kinds of structures, and the articles that say so."""

    admitted: frozenset[str]
    to_check: frozenset[str]
    articles: tuple[str, ...]


def detect_clauses(texts: Iterable[TextField]) -> list[SocialClause]:
    """The clauses that the texts of a notice propose, the strongest first, each once.

    A sentence gives its strongest clause only.
    """
    found: dict[tuple[ClauseKind, str | None, str], SocialClause] = {}
    for text in texts:
        for clause in read_text(text):
            key = (clause.kind, clause.lot, " ".join(clause.quotation.lower().split()))
            found.setdefault(key, clause)
    return sorted(found.values(), key=order_of)[:MOST]


def order_of(clause: SocialClause) -> tuple[int, int, str, str, str, str]:
    """Strength, coded before text, lot, field, quotation, article."""
    origin = 0 if clause.origin is Origin.CODED else 1
    return (
        STRENGTH[clause.kind],
        origin,
        clause.lot or "",
        clause.field,
        clause.quotation,
        clause.article,
    )


def read_text(text: TextField) -> Iterator[SocialClause]:
    """The clauses of one text, sentence by sentence."""
    sentences = [s for s in SENTENCE_END.split(text.text[:LONGEST_TEXT]) if s and s.strip()]
    for position, sentence in enumerate(sentences):
        plain = patterns.prepare(sentence)
        following = sentences[position + 1] if position + 1 < len(sentences) else ""
        reading = read_sentence(plain, patterns.prepare(following[:40]), text.field)
        if reading is None:
            continue
        kind, start, article = reading
        yield SocialClause(
            kind=kind,
            quotation=quote(sentence, start / max(1, len(plain))),
            field=text.field,
            lot=text.lot,
            article=article,
            origin=Origin.TEXT,
        )


Reading = tuple[ClauseKind, int, str]
"""What a sentence says, where in it, and by which article."""


def read_sentence(plain: str, following: str, field: str) -> Reading | None:
    """The strongest clause of one prepared sentence."""
    reserved = find_reservation(plain, following)
    if reserved is not None:
        return ClauseKind.RESERVED, reserved, reserved_articles(plain)
    for kind, start in find_others(plain, field):
        return kind, start, other_articles(plain, kind)
    return None


def find_reservation(plain: str, following: str) -> int | None:
    """Where the sentence says that the contract or a lot is reserved, and to whom."""
    for found in patterns.RESERVED.finditer(plain):
        before, after = plain[: found.start()], plain[found.end() :]
        if patterns.NOT_RESERVED.search(before[-60:]) or patterns.A_PART.search(before[-120:]):
            continue
        if found[0] == "reserver" and patterns.SOME_HOURS.search(after[:120]):
            continue
        if patterns.ANSWERED_NO.match(f"{after} {following}" if after.endswith(":") else after):
            continue
        if patterns.WHOM.search(after[:200]) or patterns.WHOM.search(before[-60:]):
            return found.start()
    return None


def find_others(plain: str, field: str) -> Iterator[tuple[ClauseKind, int]]:
    """The other kinds a sentence may be, the strongest first."""
    in_criterion = bool(CRITERION_FIELDS.search(field))
    if not in_criterion:
        for found in patterns.EXECUTION.finditer(plain):
            negated = patterns.NO_CLAUSE.search(plain[: found.start()][-60:])
            if not negated and not patterns.ANSWERED_NO.match(plain[found.end() :]):
                yield ClauseKind.EXECUTION, found.start()
            else:
                return
        yield from find_social_article(plain)
    criterion = patterns.CRITERION.search(plain)
    if criterion and (in_criterion or patterns.SAYS_CRITERION.search(plain)):
        yield ClauseKind.CRITERION, criterion.start()
    if OBJECT_FIELDS.search(field) and (found := patterns.INSERTION_OBJECT.search(plain)):
        yield ClauseKind.INSERTION_OBJECT, found.start()
    weak = patterns.WEAK.search(plain)
    if weak and not patterns.NO_CLAUSE.search(plain[: weak.start()][-60:]):
        yield ClauseKind.WEAK, weak.start()


def find_social_article(plain: str) -> Iterator[tuple[ClauseKind, int]]:
    """An execution condition told by its article; beside a reservation's it is a mere list."""
    cited = patterns.SOCIAL_ARTICLE.search(plain)
    if cited and patterns.SOCIAL_WORD.search(plain):
        lists = re.search(r"l2113-1[2-6]", plain)
        yield (ClauseKind.WEAK if lists else ClauseKind.EXECUTION), cited.start()


def cited_articles(plain: str) -> list[str]:
    """The articles of the public procurement code that a sentence cites."""
    return list(dict.fromkeys(f"L{number}" for number in patterns.CITED.findall(plain)))


def reserved_articles(plain: str) -> str:
    """The articles of a reservation: those cited, else those that its words imply."""
    cited = [article for article in cited_articles(plain) if article.startswith("L2113-1")]
    if cited:
        return ", ".join(cited)
    implied = [
        article
        for article, words in (
            ("L2113-12", patterns.WHOM_DISABILITY),
            ("L2113-13", patterns.WHOM_INSERTION),
            ("L2113-15", patterns.WHOM_SOLIDARITY),
        )
        if words.search(plain)
    ]
    return ", ".join(implied)


def other_articles(plain: str, kind: ClauseKind) -> str:
    """The articles cited; where none is, the one that founds that kind of clause."""
    founding = {ClauseKind.EXECUTION: "L2112-2", ClauseKind.CRITERION: "L2152-7"}.get(kind, "")
    return ", ".join(cited_articles(plain)) or founding


def quote(sentence: str, place: float) -> str:
    """The sentence as it was written; a long one is cut around that place, between words."""
    text = " ".join(sentence.split())
    if len(text) <= LONGEST_QUOTATION:
        return text
    middle = int(place * len(text))
    start = max(0, min(middle - LONGEST_QUOTATION // 3, len(text) - LONGEST_QUOTATION))
    piece = text[start : start + LONGEST_QUOTATION]
    if start:
        piece = "… " + (piece.partition(" ")[2] or piece)
    if start + LONGEST_QUOTATION < len(text):
        piece = (piece.rpartition(" ")[0] or piece) + " …"
    return piece


def merge_clauses(
    coded: Iterable[SocialClause], text: Iterable[SocialClause]
) -> list[SocialClause]:
    """Coded clauses first, then what texts add; the order of either does not count.

    A weak mention says nothing where the buyer ticked or wrote something stronger.
    """
    ticked = list(coded)
    read = [clause for clause in text if not is_said(clause, ticked)]
    unique = sorted({*ticked, *read}, key=order_of)
    strong = [c for c in unique if c.kind is not ClauseKind.WEAK]
    return [c for c in unique if c.kind is not ClauseKind.WEAK or not covers_weak(c, strong)]


def is_said(clause: SocialClause, coded: Iterable[SocialClause]) -> bool:
    """Whether a coded reservation of the same lot already says it, article included."""
    return clause.kind is ClauseKind.RESERVED and any(
        other.kind is ClauseKind.RESERVED
        and other.lot in {None, clause.lot}
        and (not clause.article or clause.article == other.article)
        for other in coded
    )


def covers_weak(clause: SocialClause, strong: Iterable[SocialClause]) -> bool:
    """Whether something stronger bears on the lot of a weak mention."""
    return any(other.lot is None or clause.lot in {None, other.lot} for other in strong)


SIAE = frozenset({"ACI", "AI", "EI", "ETTI", "EITI"})
ADAPTED = frozenset({"EA", "ESAT"})
EVERYONE = SIAE | ADAPTED | {"GEIQ"}
OPENED = {
    "L2113-12": (ADAPTED, frozenset[str]()),
    "L2113-13": (SIAE, frozenset({"GEIQ"})),
    "L2113-14": (SIAE | ADAPTED, frozenset({"GEIQ"})),
    "L2113-13-1": (frozenset[str](), EVERYONE),
    "L2113-15": (frozenset[str](), EVERYONE),
    "L2113-16": (frozenset[str](), EVERYONE),
}


def families_allowed(clauses: Iterable[SocialClause]) -> Allowed | None:
    """Who may answer, by the reservations among these clauses; None where nothing is reserved.

    Code de la commande publique: L2113-12 admits EA and ESAT, L2113-13 the SIAE « et structures
    équivalentes », L2113-14 both together; L2113-15 and L2113-16 look at the body's mission, not at
    its kind. A European code tells reserved from not, never to whom: where no sentence says it,
    everybody is to check.
    """
    reserved = [clause for clause in clauses if clause.kind is ClauseKind.RESERVED]
    if not reserved:
        return None
    said = [
        re.findall(r"L\d{4}-\d+(?:-\d)?", c.article) for c in reserved if " ou " not in c.article
    ]
    articles = sorted({article for found in said for article in found if article in OPENED})
    if not articles:
        vague = sorted({a for c in reserved for a in re.findall(r"L\d{4}-\d+", c.article)})
        return Allowed(admitted=frozenset(), to_check=EVERYONE, articles=tuple(vague))
    admitted = frozenset[str]().union(*(OPENED[article][0] for article in articles))
    to_check = frozenset[str]().union(*(OPENED[article][1] for article in articles))
    return Allowed(admitted=admitted, to_check=to_check - admitted, articles=tuple(articles))
