"""A text in YAML written by anybody: what it says, or in French why it cannot be read."""

from __future__ import annotations

import yaml

from app.clock import NBSP
from app.errors import InvalidError


def load_yaml(text: str) -> object:
    """The plain values of the text; InvalidError says why there are none, and where it stops."""
    try:
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f", ligne {mark.line + 1}, colonne {mark.column + 1}" if mark else ""
        raise InvalidError(f"YAML illisible{place}") from error
    except RecursionError as error:
        raise InvalidError(f"YAML illisible{NBSP}: trop imbriqué") from error
    except (yaml.YAMLError, ValueError) as error:
        reason = "une date ou un caractère est impossible"
        raise InvalidError(f"YAML illisible{NBSP}: {reason}") from error
