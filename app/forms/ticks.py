"""The checklist of a stage: the state of each item and a note, as a project keeps them."""

from __future__ import annotations

from enum import StrEnum

from werkzeug.datastructures import MultiDict

from app.forms.path import read_choice
from app.imports.text import clean_text
from app.toolkit.stages import Stage

LONGEST_NOTE = 1_000  # characters


class TickState(StrEnum):
    """How far an item is."""

    TO_DO = ""
    STARTED = "en-cours"
    DONE = "fait"
    NOT_CONCERNED = "sans-objet"

    @property
    def label(self) -> str:
        """As a page names it."""
        return LABELS[self]


LABELS = {
    TickState.TO_DO: "À faire",
    TickState.STARTED: "En cours",
    TickState.DONE: "Fait",
    TickState.NOT_CONCERNED: "Sans objet",
}


def read_ticks(form: MultiDict[str, str], stage: Stage) -> dict[str, list[str]]:
    """What a form says of the items of a stage: what is unknown there is left out."""
    data: dict[str, list[str]] = {}
    for item in stage.checklist:
        state = read_choice(TickState, form.get(f"etat-{item.key}", ""))
        note = clean_text(form.get(f"note-{item.key}", ""), limit=LONGEST_NOTE)
        if state:
            data[f"etat-{item.key}"] = [state.value]
        if note:
            data[f"note-{item.key}"] = [note]
    return data


def read_version(form: MultiDict[str, str]) -> int:
    """The save that the person had before them; zero where there was none."""
    raw = form.get("version", "0")
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else 0
