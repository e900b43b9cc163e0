"""The components and error pages, rendered by themselves."""

import re
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.blueprints.pagination import build_page_links
from app.blueprints.site_map import MENU, SITE

TEMPLATES = Path(__file__).parents[2] / "app" / "templates"
HOSTILE = "<b>\"'&"


@dataclass(frozen=True)
class Word:
    """A closed list's member, as templates see it."""

    value: str
    label: str


@pytest.fixture
def env() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    environment.globals |= {
        "asset_url": lambda name: f"/static/dist/{name}",
        "get_flashed_messages": lambda **_: [("error", HOSTILE), ("message", "Bonjour")],
        "request": SimpleNamespace(path="/structures/x", args={}),
        "menu_pages": MENU,
        "site_parts": SITE,
    }
    return environment


def call(env: Environment, file: str, macro: str, *args: object, **kwargs: object) -> str:
    module: Any = env.get_template(f"components/{file}.html").module
    return str(getattr(module, macro)(*args, **kwargs))


def all_templates() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("file", all_templates(), ids=lambda f: str(f.relative_to(TEMPLATES)))
def test_templates_have_nothing_inline_and_nothing_unsafe(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"\|\s*safe\b", text)


@pytest.mark.parametrize("code", ["400", "403", "404", "429", "500", "503"])
def test_error_pages_need_nothing_from_the_application(env: Environment, code: str) -> None:
    html = env.get_template(f"errors/{code}.html").render()
    assert html.count("<h1") == 1
    assert 'lang="fr"' in html
    assert 'data-brand="maillage"' in html
    assert "fr-logo" not in html
    assert "&lt;b&gt;" in html  # flash messages are escaped
    assert "démonstration" not in html


def test_the_state_block_and_the_demo_strip_come_on_demand(env: Environment) -> None:
    html = env.get_template("errors/404.html").render(brand="etat", has_demo=True, message="Perdu.")
    assert "fr-logo" in html
    assert "etat.css" in html
    assert "Données de démonstration" in html
    assert "Perdu." in html


def test_the_menu_marks_the_section(env: Environment) -> None:
    html = env.get_template("errors/404.html").render()
    assert re.search(r'href="/structures" aria-current="true"', re.sub(r"\s+", " ", html))
    assert html.count("aria-current") == 1


def test_pagination_is_silent_for_one_page(env: Environment) -> None:
    assert call(env, "pagination", "pagination", build_page_links(1, 1, "/x")).strip() == ""
    html = call(env, "pagination", "pagination", build_page_links(2, 9, "/x", [("q", HOSTILE)]))
    assert 'aria-current="page"' in html
    assert "<b>" not in html
    assert "Page suivante" in html or "Suivante" in html


def test_cards_escape_names(env: Environment) -> None:
    for html in (
        call(env, "cards", "card", HOSTILE, "/x", facts=[HOSTILE], tags=[(HOSTILE, "/y")]),
        call(env, "cards", "structure_card", HOSTILE, "/x", "ACI", HOSTILE, city=HOSTILE),
        call(env, "cards", "tender_card", HOSTILE, "/x", "open", "Ouvert", HOSTILE, HOSTILE),
    ):
        assert "<b>" not in html
        assert "&lt;b&gt;" in html


@pytest.mark.parametrize("macro", ["state_badge", "clause_badge", "verdict_badge"])
def test_a_badge_says_its_meaning_even_for_an_unknown_value(env: Environment, macro: str) -> None:
    assert "Nouveau" in call(env, "badges", macro, "unheard-of", "Nouveau")


def match(verdict: str) -> SimpleNamespace:
    words = Word(verdict, "Mot")
    rule = SimpleNamespace(verdict=words, article="L2113-13", why="Réservé.")
    known = SimpleNamespace(label="Filière", weight=0.3, value=0.825, why="Travaille.")
    unknown = SimpleNamespace(label="Capacité", weight=0.15, value=None, why="Combien ?")
    return SimpleNamespace(
        verdict=words,
        score=0.83,
        confidence=0.9,
        rules=(rule,),
        parts=(known, unknown),
        missing=("Trop loin.",),
    )


@pytest.mark.parametrize("verdict", ["eligible", "to_check", "not_eligible"])
def test_a_match_explains_itself(env: Environment, verdict: str) -> None:
    html = call(env, "match", "match_card", match(verdict), HOSTILE, "/x", near=True)
    for text in ("Mot", "83&nbsp;%", "90&nbsp;%", "L2113-13", "inconnu", "Trop loin.", "&lt;b&gt;"):
        assert text in html
    assert "<b>" not in html


def test_a_list_that_refreshes_has_a_region_that_stays(env: Environment) -> None:
    template = env.from_string(
        '{% from "components/filters.html" import filter_form %}'
        '{% call filter_form("/structures", target) %}{% endcall %}'
    )
    assert 'aria-live="polite"' in template.render(target="resultats")
    assert "hx-get" not in template.render(target="")


def test_a_field_in_error_is_described_by_its_error(env: Environment) -> None:
    html = call(env, "fields", "input_field", "siret", "siret", "SIRET", error="14 chiffres.")
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="siret-erreur"' in html
    assert 'id="siret-erreur"' in html


def test_a_choice_is_kept(env: Environment) -> None:
    html = call(env, "fields", "check_list", "k", "type", "Type", [("EI", "E", 3)], ["EI"])
    assert re.search(r'value="EI"\s*checked', html)
    html = call(env, "fields", "select_field", "t", "rayon", "Rayon", [(10, "10 km")], "10")
    assert re.search(r'value="10"\s*selected', html)


@pytest.mark.parametrize(
    ("total", "text"),
    [
        (0, "0&nbsp;structure<"),
        (1, "1&nbsp;structure<"),
        (1234, "1\u202f234&nbsp;structures<"),
    ],
)
def test_the_count_agrees_in_number(env: Environment, total: int, text: str) -> None:
    html = call(env, "results", "result_head", total, "structure", "structures")
    assert text in re.sub(r"\s+(?=<)", "", html)
    assert "data-count" in html
