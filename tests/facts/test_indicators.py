from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.blueprints.figure_views import figure_of
from app.facts.models import Fact
from app.facts.services import import_own
from app.toolkit.measures import Measure, MeasureTheme, Unit, load_measures

Open = Callable[..., Any]


@pytest.fixture(autouse=True)
def figures(session: Session, now: datetime) -> None:
    import_own(session, now)
    session.commit()


def make(value: str | None, **parts: Any) -> Fact:
    given = {
        "measure": "m",
        "territory": "R11",
        "dated": date(2020, 1, 1),
        "period": "2020",
    } | parts
    return Fact(
        value=Decimal(value) if value else None, kind="", sector="", is_target=False, note="",
        words=given.pop("words", ""), source="S", source_url="", published="2021",
        reliability="institution", **given,
    )  # fmt: skip


def view(unit: Unit, *facts: Fact) -> Any:
    measure = Measure(key="m", label="M", theme=MeasureTheme.STRUCTURES, unit=unit, definition="D")
    return figure_of(measure, facts, {})


def test_bars_start_from_zero_and_shares_are_of_a_hundred() -> None:
    assert [r.share for r in view(Unit.PERCENT, make("45"), make("60")).rows] == [45, 60]
    assert [r.share for r in view(Unit.STRUCTURES, make("50"), make("200")).rows] == [25, 100]


def test_no_bar_is_drawn_where_it_would_mislead() -> None:
    assert all(r.share is None for r in view(Unit.POINTS, make("-3"), make("5")).rows)
    assert all(r.share is None for r in view(Unit.RANK, make("1"), make("5")).rows)
    assert view(Unit.STRUCTURES, make("0"), make("0")).has_bars is False


def test_values_are_said_in_french() -> None:
    said = [r.value for r in view(Unit.RANK, make("1"), make("5")).rows]
    assert said == ["1er\u00a0rang", "5e\u00a0rang"]
    assert view(Unit.PERCENT, make("12.5")).rows[0].value == "12,5\u00a0%"
    assert (
        view(Unit.PERCENT, make(None, words="près d’une sur deux")).rows[0].value.startswith("près")
    )


def test_the_page_gives_each_figure_its_definition_source_and_caution(page: Open) -> None:
    text = page("/indicateurs").text
    for measure in load_measures().values():
        if measure.facts:
            assert measure.label in text
    assert "À lire avec prudence" in text
    assert "Déclaratif" in text
    assert "Le portail, maintenant" in text


def test_what_the_strategy_contradicts_leads_to_the_other_value(page: Open) -> None:
    for measure in load_measures().values():
        if measure.contradicts:
            links = page(f"/indicateurs/{measure.key}").links
            assert f"/indicateurs/{measure.contradicts}" in links


def test_filters_narrow_and_say_what_they_did_not_understand(page: Open) -> None:
    everything = page("/indicateurs").html.count('class="m-measure"')
    few = page("/indicateurs?theme=sorties")
    assert 0 < few.html.count('class="m-measure"') < everything
    assert "Structures conventionnées" not in few.text.replace("Sorties", "")
    assert "pas" in page("/indicateurs?theme=zzz&type=XX").text
    assert "249" in page("/indicateurs?type=ACI").text
    assert "Aucun indicateur ne répond" in page("/indicateurs?q=zzzz").text


def test_the_same_figures_are_a_table_to_keep(client: FlaskClient) -> None:
    lines = client.get("/indicateurs.csv").get_data(as_text=True).splitlines()
    assert lines[0].startswith("\ufeffcle,")
    assert len(lines) > 100
    one = client.get("/indicateurs/structures-conventionnees.csv").get_data(as_text=True)
    assert "structures-conventionnees" in one
    assert ",456," in one


def test_an_unknown_measure_is_no_page(page: Open) -> None:
    page("/indicateurs/rien", status=404)
    page("/indicateurs/<script>", status=404)


def test_the_page_reads_a_fixed_number_of_times(page: Open, queries: Any, session: Session) -> None:
    with queries() as sent:
        page("/indicateurs")
    assert len(sent) <= 8
