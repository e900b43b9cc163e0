"""What a notice or a structure is about: ranked sectors, each with the evidence that led there."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.sectors.codes import by_naf, match_cpv, out_of_scope, read_cpv
from app.sectors.taxonomy import Sector, get
from app.sectors.wording import by_descriptor, find_phrases, is_outside, is_study

MOST = 10  # sectors given
# How sure a CPV prefix is, by its length: a division says the trade, seven digits the very thing.
BEYOND_DIVISION = 0.2  # of a precise code, all we know is its division
CPV_STRENGTH = {2: 0.35, 3: 0.6, 4: 0.75, 5: 0.8, 6: 0.85, 7: 0.85, 8: 0.85}
SHARED = 1.3  # a code that leads to several sectors says each of them less surely
LATER_CODE = 0.6  # a code after the first is an accessory
DESCRIPTOR = 0.55
PHRASE = {1: 0.35, 2: 0.5}  # by number of words; longer ones are surer
LONG_PHRASE = 0.6
DOUBTED = 0.5  # words count for half under a code of no trade of ours, or in a study about them
# « Réhabilitation de 18 logements : lot 10 : VRD »: what follows is what this notice buys.
NAMED_LOT = re.compile(r"\blot\s*(?:n\s*[°o]\s*)?\d+\s*[-:–.]?\s*(?P<lot>\S.{3,})", re.IGNORECASE)
OF_LOT = 1.5  # one word of a lot is surer than two of the operation
REPEATED = 0.5  # a second piece of the same kind says the same thing again, and so on
# Trades of both groups, and this many: they are the lots of one building.
WHOLE_BUILDING = 4
BUILDING = ("batiment-gros-oeuvre-et-deconstruction", "batiment-second-oeuvre")
ON_SITE = (*BUILDING, "renovation-energetique", "travaux-publics-et-voirie", "nature-et-paysage")
BUILT = "construction-et-gros-oeuvre"
OF_OPERATION = 0.4
STUDIED = frozenset({"formation-et-conseil", "renovation-energetique", "numerique"})
NAF = 0.6
NAME = 0.5
# Codes of associations and of headquarters: every structure may bear them, whatever it does.
GENERIC_NAF = frozenset(
    {
        "6420Z", "7010Z", "7022Z", "7490B", "7810Z", "8299Z", "8413Z", "8559A",
        "8559B", "8710C", "8720A", "8720B", "8730A", "8730B", "8790A", "8790B", "8810A", "8810B",
        "8810C", "8891B", "8899A", "8899B", "9411Z", "9412Z", "9420Z", "9499Z", "0000Z",
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What led to a sector: `source` is cpv, descripteur, texte, naf or nom; `why` a sentence."""

    source: str
    value: str
    why: str
    strength: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Classification:
    """A sector, how sure it is in (0, 1], and its evidence, the strongest first."""

    sector: Sector
    score: float
    evidence: tuple[Evidence, ...]


class Findings:
    """Evidence gathered sector by sector."""

    def __init__(self) -> None:
        self._by_slug: dict[str, dict[tuple[str, str], Evidence]] = defaultdict(dict)
        self._sectors: dict[str, Sector] = {}

    def add(self, sector: Sector, evidence: Evidence) -> None:
        """Keep one piece of evidence; the same one twice counts once, at its strongest."""
        self._sectors[sector.slug] = sector
        known = self._by_slug[sector.slug]
        key = (evidence.source, evidence.value)
        if key not in known or known[key].strength < evidence.strength:
            known[key] = evidence

    def discount_operation(self) -> None:
        """A code of a whole building beside the name of a trade is the code of the operation."""
        own = self._by_slug.get(BUILT, {})
        told = {s for s, found in self._by_slug.items() if any(k == "texte" for k, _ in found)}
        trades = {slug for slug in told if self._sectors[slug].group in ON_SITE}
        if not trades or BUILT in trades:
            return
        for key, piece in own.items():
            if piece.source == "cpv":
                own[key] = replace(piece, strength=piece.strength * OF_OPERATION)

    def recognise_building(self) -> None:
        """Where the trades of a whole building are named, the building is what is asked for."""
        trades = [s for s in self._sectors.values() if s.group in BUILDING and s.slug != BUILT]
        if len(trades) < WHOLE_BUILDING or {s.group for s in trades} != set(BUILDING):
            return
        best = max(self.judge(trade.slug).score for trade in trades)
        why = f"{len(trades)} corps d’état du bâtiment sont nommés."
        piece = Evidence(source="texte", value="corps d’état", why=why, strength=best)
        self.add(get(BUILT), piece)

    def rank(self) -> list[Classification]:
        """The sectors, the surest first; pieces of evidence join as independent chances do."""
        found = [self.judge(slug) for slug in self._by_slug]
        found.sort(key=lambda c: -c.score)  # of two as sure, the one said first
        return found[:MOST]

    def judge(self, slug: str) -> Classification:
        """One sector with its score."""
        evidence = sorted(self._by_slug[slug].values(), key=lambda e: (-e.strength, e.value))
        doubt, before = 1.0, Counter[str]()
        for piece in evidence:
            doubt *= 1 - piece.strength * REPEATED ** before[piece.source]
            before[piece.source] += 1
        return Classification(sector=self._sectors[slug], score=1 - doubt, evidence=tuple(evidence))


def classify(
    cpv: Sequence[str], descriptors: Sequence[str], text: str, *, titled: bool = True
) -> list[Classification]:
    """The sectors of a notice or a lot, ranked: codes first, then keywords, then words.

    `cpv` are codes, the main one first; `descriptors` the publisher's keywords; `text` a title and
    a description. An empty list where nothing leads anywhere, or where the title says that it is
    none of our trades. `titled` is false of a description alone: it may well speak of an insurance
    or of a designer without buying either.
    """
    findings = Findings()
    if titled and is_outside(text):
        return []
    doubted = DOUBTED if cpv and out_of_scope(cpv[0]) else 1.0
    for position, code in enumerate(cpv):
        add_cpv(findings, code, 1.0 if position == 0 else LATER_CODE * doubted)
    for label in descriptors:
        many = 1.0 if len(descriptors) <= 3 else LATER_CODE
        add_descriptor(findings, label, many * doubted)
    add_words(findings, text, "texte", doubted, "Le texte dit « {} ».")
    if named := NAMED_LOT.search(text):
        add_words(
            findings, named["lot"], "texte", doubted * OF_LOT, "L’intitulé du lot dit « {} »."
        )
    findings.discount_operation()
    findings.recognise_building()
    return findings.rank()


def add_cpv(findings: Findings, code: str, factor: float) -> None:
    """The evidence of one code, shared where its prefix leads to several sectors."""
    prefix, rows = match_cpv(code)
    for sector in rows:
        is_beyond = len(prefix) == 2 and len(read_cpv(code)) > 2
        base = BEYOND_DIVISION if is_beyond else CPV_STRENGTH[len(prefix)]
        strength = base * factor / (1 if len(rows) == 1 else SHARED)
        why = f"Code CPV {code}."
        findings.add(sector, Evidence(source="cpv", value=code, why=why, strength=strength))


def add_descriptor(findings: Findings, label: str, factor: float) -> None:
    """The evidence of one keyword: by its label, else by its words."""
    why = f"Mot-clé de l’avis : « {label} »."
    rows = by_descriptor(label)
    for sector in rows:
        piece = Evidence(source="descripteur", value=label, why=why, strength=DESCRIPTOR * factor)
        findings.add(sector, piece)
    if not rows:
        add_words(findings, label, "descripteur", 0.8 * factor, "Mot-clé de l’avis : « {} ».")


def add_words(findings: Findings, text: str, source: str, factor: float, why: str) -> None:
    """The evidence of the synonyms that a text holds."""
    about = DOUBTED if is_study(text) else 1.0
    for phrase in find_phrases(text):
        strength = PHRASE.get(len(phrase.words), LONG_PHRASE) * factor
        strength *= 1.0 if phrase.sector.group in STUDIED else about
        sentence = why.format(phrase.written)
        findings.add(
            phrase.sector,
            Evidence(source=source, value=phrase.written, why=sentence, strength=strength),
        )


def infer_from_naf_and_name(naf: str, name: str) -> list[Classification]:
    """The sectors of a structure as its activity code and its name let us guess them.

    A code that any association may bear says nothing; nothing at all is an honest answer.
    """
    findings = Findings()
    code = naf.replace(".", "").strip().upper()
    if code not in GENERIC_NAF:
        rows = by_naf(code)
        for sector in rows:
            strength = NAF / (1 if len(rows) == 1 else SHARED)
            why = f"Code NAF {code}."
            findings.add(sector, Evidence(source="naf", value=code, why=why, strength=strength))
    for phrase in find_phrases(name):
        why = f"Le nom dit « {phrase.written} »."
        piece = Evidence(source="nom", value=phrase.written, why=why, strength=NAME)
        findings.add(phrase.sector, piece)
    return findings.rank()
