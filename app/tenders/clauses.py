"""Social clauses: read in sentences with their proof, then joined to the coded ones.

A coded value is what the buyer ticked and comes first; a text only proposes. The reading has three
outcomes for the word « réservé »: the contract is reserved, a part of its hours is (a clause), or
the word means something else (nothing).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from app.tenders import clause_patterns as patterns
from app.tenders.clause_labels import CLAUSE_LABELS, CLAUSE_SENTENCES
from app.tenders.law import Allowed, families_allowed
from app.tenders.records import ClauseKind, Origin, SocialClause
from app.tenders.sources.fields import TextField

__all__ = [
    "CLAUSE_LABELS",
    "CLAUSE_SENTENCES",
    "Allowed",
    "detect_clauses",
    "families_allowed",
    "merge_clauses",
]

MOST = 12  # clauses kept of one notice's texts: the strongest say it all
MOST_READ = 300_000  # characters of telling sentences read of one notice; real ones have 25,000
MOST_TRIED = 12  # words tried in one sentence
LONGEST_QUOTATION = 320
STRENGTH = {kind: rank for rank, kind in enumerate(ClauseKind)}
# Of award, not of selection: the rules of candidature are no criterion of the offer.
CRITERION_FIELDS = re.compile(r"(?<!rules_)crit[eè]r(?!ia_candidate)|awardingcriter", re.IGNORECASE)
OBJECT_FIELDS = re.compile(r"(?:^|\.)(?:objet|intitule|titre\w*|name|resume_objet)$", re.IGNORECASE)
# What an amendment replaces: « au lieu de » is no longer true.
SUPERSEDED = re.compile(r"(?:^|\.)(?:te?xte?)?_?init(?:\.|$)", re.IGNORECASE)
FOUNDING = {ClauseKind.EXECUTION: "L2112-2", ClauseKind.CRITERION: "L2152-7"}


def detect_clauses(texts: Iterable[TextField]) -> list[SocialClause]:
    """The clauses that the texts of a notice propose, the strongest first, each once.

    A sentence gives its strongest clause only; 12 clauses at most.
    """
    found: dict[tuple[ClauseKind, str | None, str], SocialClause] = {}
    for text, sentence, following in telling_sentences(texts):
        clause = read_clause(text, sentence, following)
        if clause is not None:
            key = (clause.kind, clause.lot, " ".join(clause.quotation.lower().split()))
            found.setdefault(key, clause)
    return sorted(found.values(), key=order_of)[:MOST]


def order_of(clause: SocialClause) -> tuple[int, int, str, str, str, str]:
    """Strength, coded before text, lot (2 before 10), field, quotation, article."""
    origin = 0 if clause.origin is Origin.CODED else 1
    lot = "" if clause.lot is None else clause.lot.zfill(8)
    return (
        STRENGTH[clause.kind],
        origin,
        lot,
        clause.field,
        clause.quotation,
        clause.article,
    )


def telling_sentences(texts: Iterable[TextField]) -> Iterator[tuple[TextField, str, str]]:
    """The sentences that may say something, each with what follows it, within a bounded effort."""
    left = MOST_READ
    for text in texts:
        if patterns.MAY_SPEAK.search(text.text) is None or SUPERSEDED.search(text.field):
            continue
        sentences = list(patterns.split_sentences(text.text))
        for position, sentence in enumerate(sentences):
            if not patterns.MAY_SPEAK.search(sentence):
                continue
            left -= len(sentence)
            if left < 0:
                return
            yield text, sentence, patterns.what_follows(sentences, position)


def read_clause(text: TextField, sentence: str, following: str) -> SocialClause | None:
    """The clause of one sentence, with its proof."""
    plain = patterns.prepare(sentence)
    reading = read_sentence(plain, following, text.field)
    if reading is None:
        return None
    return SocialClause(
        kind=reading.kind,
        quotation=quote(sentence, reading.start / max(1, len(plain))),
        field=text.field,
        lot=text.lot,
        article=reading.article,
        origin=Origin.TEXT,
    )


class Reading(NamedTuple):
    """What a prepared sentence says, where in it, and by which articles."""

    kind: ClauseKind
    start: int
    article: str


def read_sentence(plain: str, following: str, field: str) -> Reading | None:
    """The strongest clause of one prepared sentence."""
    whole = plain
    if plain.rstrip().endswith((":", "?")) or patterns.NUMBERED.search(plain):
        whole = f"{plain} {patterns.prepare(following)}"
    start = find_reservation(whole, len(plain))
    if start is None and not following and patterns.BARE_RESERVED.fullmatch(plain):
        start = 0
    if start is not None:
        articles = patterns.reserved_articles(whole[max(0, start - 160) :])
        return Reading(ClauseKind.RESERVED, start, articles)
    for kind, where in find_others(plain, whole, field):
        return Reading(kind, where, patterns.other_articles(plain, FOUNDING.get(kind, "")))
    return None


def find_reservation(whole: str, length: int) -> int | None:
    """Where the sentence says that the contract or a lot is reserved, and to whom."""
    for found in islice(patterns.RESERVED.finditer(whole, 0), MOST_TRIED):
        if found.start() >= length:
            return None
        before, after = around(whole, found)
        if is_denied(before, found[0], after) or patterns.A_PART.search(before[-120:]):
            continue
        if found[0] == "reserver" and patterns.SOME_HOURS.search(after[:120]):
            continue
        if names_whom(before, found[0], after):
            return found.start()
    return None


def around(plain: str, found: re.Match[str]) -> tuple[str, str]:
    """What stands just before and just after."""
    return plain[max(0, found.start() - 160) : found.start()], plain[found.end() :][:300]


def names_whom(before: str, word: str, after: str) -> bool:
    """Whether a contract is what is reserved, and a body or an article says to whom."""
    if patterns.WHOM_CITED.search(after[:200]) or patterns.WHOM_CITED.search(before[-120:]):
        return True
    after = after.partition("reserve~")[0]  # the next « réservé » speaks for itself
    is_contract = word.startswith(("reserver", "reservation")) or bool(
        patterns.SUBJECT.search(before[-80:]) or patterns.BEGINS.search(before)
    )
    if not is_contract:
        return False
    ends = not after.strip(" .;:,)-")
    return bool(
        patterns.WHOM.search(after[:200]) or (ends and patterns.BODIES.search(before[-60:]))
    )


def is_denied(before: str, words: str, after: str) -> bool:
    """Whether the sentence says no: « pas de … », « … : non », « … n'est pas prévue »."""
    if patterns.DENIED_BEFORE.search(before[-90:]) or patterns.DENIED_INSIDE.search(words):
        return True
    if patterns.DENIED_AFTER.match(after):
        return True
    answer = patterns.ANSWERED_NO.match(after)
    if answer is None:
        return False
    # « réservé aux SIAE, variantes : non » answers another question.
    _, comma, last = (answer["label"] or "").rpartition(",")
    return not comma or bool(patterns.WHOM.search(last))


def find_affirmed(pattern: re.Pattern[str], plain: str) -> int | None:
    """Where the pattern is said and not denied."""
    for found in islice(pattern.finditer(plain), MOST_TRIED):
        before, after = around(plain, found)
        if not is_denied(before, found[0], after):
            return found.start()
    return None


def find_others(plain: str, whole: str, field: str) -> Iterator[tuple[ClauseKind, int]]:
    """The other kinds a sentence may be, the strongest first."""
    criterion = find_criterion(plain, field)
    if criterion is not None and is_weighed(plain, field):
        yield ClauseKind.CRITERION, criterion
    if (start := find_affirmed(patterns.EXECUTION, whole)) is not None and start < len(plain):
        yield ClauseKind.EXECUTION, start
    yield from find_social_article(plain)
    if criterion is not None:
        yield ClauseKind.CRITERION, criterion
    objects = (patterns.INSERTION_OBJECT,) if OBJECT_FIELDS.search(field) else ()
    for pattern in (patterns.SUPPORT_OBJECT, *objects):
        if found := pattern.search(plain):
            yield ClauseKind.INSERTION_OBJECT, found.start()
    weak = find_affirmed(patterns.WEAK, plain)
    if weak is not None and not denies(whole):
        yield ClauseKind.WEAK, weak


def find_criterion(plain: str, field: str) -> int | None:
    """Where an award criterion bears on insertion, known by its field or by the word."""
    if CRITERION_FIELDS.search(field) or patterns.SAYS_CRITERION.search(plain):
        return find_affirmed(patterns.CRITERION, plain)
    return None


def is_weighed(plain: str, field: str) -> bool:
    """Whether the sentence can only be a criterion: its field says so, or its weight."""
    if CRITERION_FIELDS.search(field):
        return True
    return bool(patterns.WEIGHT.search(plain)) and not patterns.SOME_HOURS.search(plain)


def denies(whole: str) -> bool:
    """Whether the sentence denies a reservation or a clause: what is left of it says nothing."""
    for pattern in (patterns.RESERVED, patterns.EXECUTION):
        for found in islice(pattern.finditer(whole), MOST_TRIED):
            before, after = around(whole, found)
            if is_denied(before, found[0], after):
                return True
    return False


def find_social_article(plain: str) -> Iterator[tuple[ClauseKind, int]]:
    """An execution condition told by its article; beside a reservation's it is a mere list."""
    cited = patterns.SOCIAL_ARTICLE.search(plain)
    if cited and patterns.SOCIAL_WORD.search(plain) and not denies(plain):
        lists = patterns.RESERVING_ARTICLE.search(plain)
        yield (ClauseKind.WEAK if lists else ClauseKind.EXECUTION), cited.start()


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
