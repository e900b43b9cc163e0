"""The texts of the letters: one file of `content/mails` each, in Markdown, for both forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import markdown
import nh3
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from config import ROOT

FOLDER = ROOT / "content" / "mails"


@dataclass(frozen=True, kw_only=True)
class Written:
    """A letter, written."""

    subject: str
    text: str
    html: str


def write_letter(key: str, values: Mapping[str, object], folder: Path = FOLDER) -> Written:
    """The letter of that key with these values; the first line of its file is the subject."""
    texts = Environment(  # noqa: S701  plain text; the HTML made from it is sanitised
        loader=FileSystemLoader(folder), undefined=StrictUndefined, keep_trailing_newline=True
    )
    whole = texts.get_template(f"{key}.md").render(values)
    subject, _, text = whole.partition("\n")
    body = nh3.clean(markdown.markdown(text.strip()))
    return Written(subject=subject.removeprefix("# ").strip(), text=text.strip(), html=body)
