"""The texts of the letters: one file of `content/mails` each, in Markdown, for both forms.

A file begins with its front matter, between two lines `---`; without one, its first line is
`# Subject`. `frame.html` is what every HTML part stands in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from cattrs.errors import BaseValidationError
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateError
from markupsafe import Markup

from app.errors import InvalidError, NotFoundError
from app.mail.inert import cut
from app.mail.rendering import Draft
from app.toolkit.typography import NBSP
from app.toolkit.yaml_files import make_converter
from config import ROOT

FOLDER = ROOT / "content" / "mails"
KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
FENCE = "---\n"
LONGEST_SUBJECT = 150
SIGNATURE = "Maillage, le portail de l’insertion par l’activité économique en Île-de-France"
WHY = "cette adresse a été donnée sur le portail"


@dataclass(frozen=True, kw_only=True)
class Written:
    """A letter, written; `is_secret` and `is_essential` are those of its text."""

    subject: str
    text: str
    html: str
    is_secret: bool
    is_essential: bool


@dataclass(frozen=True, kw_only=True)
class FrontMatter:
    """What a file says of its text.

    `when` is a sentence for the team: « À la création d’un compte ». `why` ends, for who receives
    it, the sentence « Vous recevez ce message parce que… ». `samples` fill the preview. `secret`
    holds unless the file denies it: such a text is erased once it is sent, and nobody reads it
    while a mail server sends it. `essential` letters are sent to a paused address too: see
    `app.mail.pauses`.
    """

    subject: str = ""
    when: str = ""
    why: str = WHY
    secret: bool = True
    essential: bool = False
    samples: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class LetterText:
    """A text, as its file holds it."""

    key: str
    about: FrontMatter
    body: str

    def write(self, values: Mapping[str, object]) -> Written:
        """The letter with these values; InvalidError where one is missing."""
        try:
            subject = Draft(self.about.subject, values).line()
            why = Draft(self.about.why, values).line()
            draft = Draft(self.body, values)
        except TemplateError as error:
            raise InvalidError(
                f"Le courrier « {self.key} » ne s’écrit pas{NBSP}: {error}"
            ) from error
        html = open_frame().render(
            subject=subject,
            body=Markup(draft.html()),  # noqa: S704  sanitised, its values escaped
            why=why,
            signature=SIGNATURE,
        )
        foot = f"-- \n{SIGNATURE}.\nVous recevez ce message parce que {why}."
        return Written(
            subject=cut(subject, LONGEST_SUBJECT),
            text=f"{draft.text()}\n\n{foot}\n",
            html=html,
            is_secret=self.about.secret,
            is_essential=self.about.essential,
        )

    def preview(self) -> Written:
        """The letter with its samples."""
        return self.write(self.about.samples)


def write_letter(key: str, values: Mapping[str, object], folder: Path = FOLDER) -> Written:
    """The letter of that key with these values.

    Raises NotFoundError for no text of that key, InvalidError where a value is missing.
    """
    return read_text(key, folder).write(values)


def text_keys(folder: Path = FOLDER) -> list[str]:
    """The keys of all the texts, in alphabetical order."""
    return sorted(path.stem for path in folder.glob("*.md"))


def read_text(key: str, folder: Path = FOLDER) -> LetterText:
    """The text of that key; NotFoundError for none, InvalidError for an unreadable file."""
    path = folder / f"{key}.md"
    if KEY.fullmatch(key) is None or not path.is_file():
        raise NotFoundError(f"Aucun courrier ne porte le nom «{NBSP}{cut(key, 40)}{NBSP}».")
    return parse_text(key, path.read_text(encoding="utf-8"))


@lru_cache(maxsize=128)
def parse_text(key: str, whole: str) -> LetterText:
    """A file read: its front matter, or its first line, then its text."""
    if not whole.startswith(FENCE):
        subject, _, body = whole.partition("\n")
        about = FrontMatter(subject=subject.removeprefix("# ").strip())
        return LetterText(key=key, about=about, body=body)
    head, _, body = whole.removeprefix(FENCE).partition(f"\n{FENCE}")
    try:
        about = make_converter().structure(yaml.safe_load(head), FrontMatter)
    except (BaseValidationError, AttributeError, TypeError, ValueError, yaml.YAMLError) as error:
        raise InvalidError(f"L’en-tête du courrier « {key} » est illisible.") from error
    return LetterText(key=key, about=about, body=body)


@lru_cache(maxsize=1)
def open_frame() -> Template:
    """What every HTML part stands in."""
    frames = Environment(
        loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, autoescape=True
    )
    return frames.get_template("frame.html")
