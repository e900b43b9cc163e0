"""What a notice or a structure is about: ranked sectors, each with the evidence that led there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from app.sectors.codes import by_naf, match_cpv, read_cpv
from app.sectors.taxonomy import Sector
from app.sectors.wording import by_descriptor, find_phrases

MOST = 10  # sectors given
# How sure a CPV prefix is, by its length: a division says the trade, seven digits the very thing.
BEYOND_DIVISION = 0.2  # of a precise code, all we know is its division
CPV_STRENGTH = {2: 0.35, 3: 0.6, 4: 0.75, 5: 0.8, 6: 0.85, 7: 0.85, 8: 0.85}
SHARED = 1.3  # a code that leads to several sectors says each of them less surely
LATER_CODE = 0.6  # a code after the first is an accessory
DESCRIPTOR = 0.55
PHRASE = {1: 0.35, 2: 0.5}  # by number of words; longer ones are surer
LONG_PHRASE = 0.6
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

    def rank(self) -> list[Classification]:
        """The sectors, the surest first; pieces of evidence join as independent chances do."""
        found = [self.judge(slug) for slug in self._by_slug]
        found.sort(key=lambda c: (-c.score, c.sector.slug))
        return found[:MOST]

    def judge(self, slug: str) -> Classification:
        """One sector with its score."""
        evidence = sorted(self._by_slug[slug].values(), key=lambda e: (-e.strength, e.value))
        doubt = 1.0
        for piece in evidence:
            doubt *= 1 - piece.strength
        return Classification(sector=self._sectors[slug], score=1 - doubt, evidence=tuple(evidence))


def classify(cpv: Sequence[str], descriptors: Sequence[str], text: str) -> list[Classification]:
    """The sectors of a notice or a lot, ranked: codes first, then keywords, then words.

    `cpv` are codes, the main one first; `descriptors` the publisher's keywords; `text` a title and
    a description. An empty list where nothing leads anywhere.
    """
    findings = Findings()
    for position, code in enumerate(cpv):
        add_cpv(findings, code, 1.0 if position == 0 else LATER_CODE)
    for label in descriptors:
        add_descriptor(findings, label, 1.0 if len(descriptors) <= 3 else LATER_CODE)
    add_words(findings, text, "texte", 1.0, "Le texte dit « {} ».")
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
    for phrase in find_phrases(text):
        strength = PHRASE.get(len(phrase.words), LONG_PHRASE) * factor
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
