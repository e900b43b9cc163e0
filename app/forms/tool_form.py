"""The form of a tool: what was typed, kept as it was typed, and the messages beside each field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from werkzeug.datastructures import MultiDict
from wtforms import Field, FieldList, Form, FormField

Raw = dict[str, list[str]]
"""What was typed, by name of field: what a project keeps, and what fills the form again."""

LONGEST_VALUE = 4_000  # characters of one field that a project keeps
NOT_KEPT = frozenset({"csrf_token", "action", "version"})


class ToolForm(Form):
    """A form that a tool computes with.

    It is filled from what was posted or from what a project kept, by one and the same way, so that
    a saved tool reads like a typed one.
    """

    @classmethod
    def from_raw(cls, raw: Mapping[str, Iterable[str]] | None) -> ToolForm:
        """The form filled with what was kept; with its defaults where there is nothing."""
        return cls(MultiDict((k, v) for k, vs in raw.items() for v in vs) if raw else None)

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        """The id of each field in error with its message, in the order of the form."""
        return tuple((field.id, str(error)) for field in walk(self) for error in field.errors[:1])


def walk(form: Iterable[Field]) -> Iterator[Field]:
    """Every field of a form, those of its rows included, in order."""
    for field in form:
        if isinstance(field, FieldList):
            yield from walk(field)
        elif isinstance(field, FormField):
            yield from walk(field.form)
        else:
            yield field


def keep_raw(posted: MultiDict[str, str], form: ToolForm) -> Raw:
    """What a project keeps of a form that was posted: its own fields, nothing else."""
    names = {field.name for field in walk(form)} - NOT_KEPT
    kept: Raw = {}
    for name in posted:
        if name in names:
            kept[name] = [value[:LONGEST_VALUE] for value in posted.getlist(name)]
    return kept
