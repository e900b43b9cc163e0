"""The rules of the house that no other tool checks."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.siae.sources import SOURCES as SIAE_SOURCES
from app.tenders.sources import SOURCES as TENDER_SOURCES
from config import ROOT

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
CODE = [path for folder in ("app", "scripts") for path in sorted((ROOT / folder).rglob("*.py"))]
TEMPLATES = sorted((ROOT / "app" / "templates").rglob("*.html"))
WRITTEN = [
    path
    for folder in ("app", "scripts", "tests", "docs", "content", "migrations")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".py", ".md", ".html", ".css", ".js", ".mjs", ".toml", ".yaml"}
    and "dist" not in path.parts
]
# Written in two pieces: this file must pass its own test.
FORBIDDEN_WORDS = ("registry." + "npmjs", "pypi." + "org", "files.python" + "hosted", "/ro" + "ot/")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", [*CODE, *TEMPLATES], ids=name_of)
def test_no_file_is_too_long_to_read(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_no_function_is_too_long_to_read(path: Path) -> None:
    lengths = {f.name: (f.end_lineno or f.lineno) - f.lineno + 1 for f in functions(path)}
    assert not {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION}


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "util", "helpers", "misc", "common", "tools"}
    assert not [name_of(path) for path in CODE if path.stem in drawers]
    assert not [name_of(path) for path in CODE if path.parent.name in drawers]


def test_only_the_settings_read_the_environment() -> None:
    readers = [
        name_of(path)
        for path in [*CODE, ROOT / "config.py"]
        if re.search(r"\bos\.(environ|getenv)\b", path.read_text())
    ]
    assert not readers


def test_only_the_clock_reads_the_time() -> None:
    readers = [
        name_of(path)
        for path in CODE
        if re.search(r"\b(datetime\.(now|utcnow)|date\.today|time\.time)\(", path.read_text())
    ]
    assert readers == ["app/clock.py"]


def test_every_source_of_structures_is_one_module_and_one_line() -> None:
    folder = ROOT / "app" / "siae" / "sources"
    assert SIAE_SOURCES
    assert all((folder / f"{source.key}.py").is_file() for source in SIAE_SOURCES)


def test_every_source_of_tenders_is_one_module_and_one_line() -> None:
    folder = ROOT / "app" / "tenders" / "sources"
    modules = {path.stem for path in folder.glob("*.py") if "SOURCE = Source(" in path.read_text()}
    assert modules == {
        source.parse_notice.__module__.rpartition(".")[2] for source in TENDER_SOURCES
    }


def test_every_template_is_used() -> None:
    places = [*CODE, *TEMPLATES]
    texts = {path: path.read_text() for path in places}
    for template in TEMPLATES:
        name = str(template.relative_to(ROOT / "app" / "templates"))
        folder, _, file = name.partition("/")
        by_folder = file in {"index.html", "_results.html"} and any(
            f'render_list(\n        "{folder}"' in text or f'"{folder}/{file}"' in text
            for text in texts.values()
        )
        named = any(f'"{name}"' in text for path, text in texts.items() if path != template)
        assert by_folder or named or folder == "errors", name


def test_every_package_of_the_application_has_a_place_in_the_layers() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = next(
        contract["layers"]
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    )
    placed = {name for layer in layers for name in re.findall(r"\w+", layer)}
    packages = {
        path.stem
        for path in (ROOT / "app").iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").is_file()) and path.stem != "__init__"
    }
    assert packages <= placed


def test_migrations_are_numbered_without_a_gap() -> None:
    names = sorted(path.stem for path in (ROOT / "migrations" / "versions").glob("*.py"))
    assert [name[:4] for name in names] == [f"{n:04d}" for n in range(1, len(names) + 1)]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_template_has_inline_style_script_or_unsafe_text(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", text)
    assert "| safe" not in text
    assert "|safe" not in text


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_nothing_names_a_registry_or_a_machine(path: Path) -> None:
    text = path.read_text()
    assert not [word for word in FORBIDDEN_WORDS if word in text]
