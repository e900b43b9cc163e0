"""What a tool of the toolkit is: a form, a computation, a page and files to take away."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from app.exports.document import Block
from app.forms.tool_form import Raw, ToolForm

F = TypeVar("F", bound=ToolForm)
R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What a computation may need besides what was typed.

    `now` is aware; `history` holds what the project kept of this tool before, the latest first,
    each with its instant; `base_url` is the public address of the portal, without a final slash.
    """

    session: Session
    now: datetime
    base_url: str = ""
    history: tuple[tuple[datetime, Raw], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Export(Generic[R]):
    """A file that a tool writes; `key` ends its name and is the value of its button."""

    key: str
    label: str
    mimetype: str
    write: Callable[[R], bytes]


@dataclass(frozen=True, kw_only=True)
class Tool(Generic[F, R]):
    """One tool, at /boite-a-outils/outils/<slug>.

    `compute` is called with a form that is valid. The template gets `tool`, `form`, `result` (None
    before the first computation) and what the page's frame needs; it extends
    `toolkit/_tool.html`. `blocks` are what a document says of the result, its titles from the first
    level; `headline` says the most of it in a sentence. `prepare` fills in what does not come from
    the person (choices, defaults taken from the query string) before the form is shown or read.
    """

    slug: str
    title: str
    summary: str
    form: type[F]
    compute: Callable[[F, Circumstances], R]
    template: str
    blocks: Callable[[R], Iterable[Block]]
    headline: Callable[[R], str]
    exports: tuple[Export[R], ...] = ()
    prepare: Callable[[F, Circumstances], None] = field(default=lambda _form, _around: None)
