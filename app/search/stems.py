"""French word forms brought to one stem, whether or not they were typed with their accents.

Snowball knows endings by their accents (-ée, -ité, -ière). People half the time type none, and
notices are often in capitals. So each word is first stripped of its accents, the accents of its
*ending* are put back by rule, Snowball stems it, and the stem is stripped again: accented or not,
a word has one stem by construction. A last step brings together the families Snowball leaves apart
and that trades are named by: nettoyage, nettoyer, nettoyeur; maçon, maçonnerie; jardin, jardinier.
"""

from __future__ import annotations

import functools
import re
import threading

import snowballstemmer

from app.imports.text import fold

ENDINGS = (
    (re.compile(r"ee(s?)$"), r"ée\1"),
    (re.compile(r"iere(s?)$"), r"ière\1"),
    (re.compile(r"ite(s?)$"), r"ité\1"),
)

FAMILY = re.compile(r"(?:ag|eur|eus|er|ement|(?<!o)i|e)$")
SHORTEST_ROOT = 5
DOUBLED = re.compile(r"(nn|ll|tt|ss)$")

# Words whose root is shorter than five letters and whose family matters here.
ROOTS = {
    "elagag": "elag",
    "elagu": "elag",
    "elagueur": "elag",
    "broder": "brod",
    "vitrer": "vitr",
    "vitri": "vitr",
    "triag": "tri",
    "trieur": "tri",
    "livraison": "livr",
    "livreur": "livr",
    "peintr": "peintur",
    "lavag": "lav",
    "laver": "lav",
    "laveur": "lav",
    "tontur": "tont",
    "tond": "tont",
    "semi": "semis",
    "repassag": "repass",
    "propret": "propr",
    # Snowball cuts -ement down to a root that other words share.
    "bat": "batiment",
    "log": "logement",
    "dechet": "dechet",
    "decheter": "dechet",
}

# Words that the family step would join to a stranger (chauffeur and chauffage, traiteur and trait).
KEPT_APART = frozenset({
    "amenag", "atelier", "avantag", "bancair", "chanti", "charpenti", "chauffeur", "chargeur",
    "chomag", "courri", "demenag", "elevag", "entreti", "escali", "exteri", "fromag", "interi",
    "marie", "massag", "menag", "messag", "mobili", "ouvrag", "ouvri", "partenair", "passag",
    "paysag", "personnag", "premi", "professeur", "quarti", "secteur", "superi", "traiteur",
    "villag",
})  # fmt: skip


_local = threading.local()


@functools.lru_cache(maxsize=200_000)
def stem_word(word: str) -> str:
    """The stem of one word, without accents; the same for a word typed with or without them."""
    plain = fold(word)
    if len(plain) < 3 or not plain.isalpha():
        return plain
    for ending, accented in ENDINGS:
        plain = ending.sub(accented, plain)
    return _join_family(fold(_snowball(plain)))


def _join_family(stem: str) -> str:
    if stem in ROOTS:
        return ROOTS[stem]
    if stem in KEPT_APART:
        return stem
    shorter = FAMILY.sub("", stem)
    if len(shorter) < SHORTEST_ROOT:
        shorter = stem
    shorter = DOUBLED.sub(lambda match: match[0][0], shorter) if len(shorter) > 5 else shorter
    return shorter[:-1] + "i" if shorter.endswith("oy") else shorter


def _snowball(word: str) -> str:
    # A stemmer keeps its word in itself: one for each thread.
    if not hasattr(_local, "stemmer"):
        _local.stemmer = snowballstemmer.stemmer("french")
    return str(_local.stemmer.stemWord(word))
