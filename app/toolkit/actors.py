"""Who to call: `content/actors.yaml`, our own data file, read and checked.

The portal keeps the sheets in its database and gives them in the same shapes:
`app.stakeholders.directory.load_directory`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from app.errors import InvalidError
from app.toolkit.actor_check import check_file
from app.toolkit.actor_directory import Coverage, Directory, FunctionHolders
from app.toolkit.actor_sheet import Actor, ActorFile, ActorFunction
from app.toolkit.sources import CONTENT, cite
from app.toolkit.yaml_files import read_yaml


@cache
def load_actors(path: Path = CONTENT / "actors.yaml") -> Directory:
    """The directory of that file; `InvalidError` says what is wrong with it."""
    file = read_yaml(path, ActorFile)
    for actor in file.actors:
        cite(actor.sources)
    for function in file.functions:
        cite(part.source for part in function.read_parts if part.source)
    if problems := check_file(file):
        raise InvalidError(f"{path.name} : {' ; '.join(problems)}")
    return Directory(functions=file.functions, actors=file.actors)


def load_functions() -> tuple[ActorFunction, ...]:
    """Every function, in the order that a project holder meets them."""
    return load_actors().functions


__all__ = [
    "Actor",
    "ActorFunction",
    "Coverage",
    "Directory",
    "FunctionHolders",
    "load_actors",
    "load_functions",
]
