"""The form of the weights of a grid: one whole number a part, and why."""

from __future__ import annotations

from functools import cache

from app.forms.fields import CountField, LineField
from app.forms.tool_form import ToolForm
from app.matching.grids import Grid


class WeightsForm(ToolForm):
    """Why, over which version; the parts of the grid are added by `form_of`."""

    version = CountField("Version", most=1_000_000)
    note = LineField("Pourquoi", most=300, missing="Dites pourquoi, en une phrase.")

    @property
    def seen(self) -> int:
        """The version that the person had before them; one that none has where it was lost."""
        return -1 if self.version.data is None else int(self.version.data)

    def points(self, grid: Grid) -> dict[str, int]:
        """The points of each part."""
        return {key: int(self[name_of(key)].amount) for key in grid.points}


def name_of(key: str) -> str:
    """The name of the field of a part."""
    return f"poids-{key}"


@cache
def form_of(key: str, parts: tuple[tuple[str, str], ...]) -> type[WeightsForm]:
    """The form of a grid; `parts` are the keys and labels of its parts."""
    fields = {
        name_of(part): CountField(
            label, most=100, missing=f"{label}\u00a0: combien de points\u00a0?"
        )
        for part, label in parts
    }
    return type(f"Weights{key.title()}Form", (WeightsForm,), fields)


def make_form(grid: Grid, posted: object = None) -> WeightsForm:
    """The form of a grid, filled with what was posted or with the points in force."""
    made = form_of(grid.key, tuple((c.key, c.label) for c in grid.criteria))
    if posted is not None:
        return made(posted)
    points = {name_of(key): value for key, value in grid.points.items()}
    return made(data={"version": grid.version, **points})
