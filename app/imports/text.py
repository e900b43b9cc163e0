"""Text written by third parties, made safe to keep and to compare."""

from __future__ import annotations

import html
import re
import unicodedata

LONGEST_TITLE = 200  # characters of a title in a list; its own page gives the whole
CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
TAG = re.compile(r"<(?:!--.*?--|/?[A-Za-z][^<>]{0,2000})>", re.DOTALL)
LOST_APOSTROPHE = re.compile(r"\b([cdjlmnst]|qu)\?(?=[^\W\d_])", re.IGNORECASE)
LOST_LIGATURE = re.compile(r"\b(d['’])\?(?=uvre)", re.IGNORECASE)
# What cleaning may change: most texts hold none of it.
UNUSUAL = re.compile(r"[^\n\x20-\x7e\u00c0-\u00ff’«»€°…–—œŒ]|[&<?]|[ \n] |[ \n]\n")
SPACES = re.compile(r"[ \t\u00a0\u202f\u2009]+")
LINES = re.compile(r"\s*\n\s*")
# The combining marks that Unicode gives to Latin letters, and to any letter.
MARKS = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "’": "'", "ʼ": "'", "‘": "'"}
)


def clean_text(raw: object, *, limit: int = 20_000) -> str:
    """Plain text: entities decoded, tags and control characters removed, white space folded.

    Apostrophes and ligatures that a bad export turned into question marks are put back.

    Line breaks are kept, one at a time. What is not text gives the empty string; what is longer
    than `limit` characters is cut there.
    """
    if not isinstance(raw, str):
        return ""
    if UNUSUAL.search(raw) is None:
        return raw.strip()[:limit].rstrip()
    text = html.unescape(html.unescape(raw[: limit * 4]))
    text = TAG.sub(" ", text)
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = CONTROL.sub("", text)
    text = LOST_LIGATURE.sub(r"\1œ", LOST_APOSTROPHE.sub(r"\1’", text))
    return LINES.sub("\n", SPACES.sub(" ", text)).strip()[:limit].rstrip()


def clean_line(raw: object, *, limit: int = 500) -> str:
    """The same on one line: for names and titles."""
    return " ".join(clean_text(raw, limit=limit).split())


def shorten(text: str, *, limit: int = LONGEST_TITLE) -> str:
    """The text on one line, cut at a word where it is long."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return (line[:limit].rpartition(" ")[0] or line[:limit]) + "…"


def fold(text: str) -> str:
    """Lower case, without accents or ligatures: for comparing, never for showing."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    return MARKS.sub("", decomposed).lower()


def slugify(text: str, *, limit: int = 60) -> str:
    """The text as a piece of URL: folded words joined by hyphens, cut at a word's end."""
    words = re.findall(r"[a-z0-9]+", fold(text))
    slug = "-".join(words)
    if len(slug) > limit:
        slug = slug[: limit + 1].rpartition("-")[0] or slug[:limit]
    return slug
