from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.clock import PARIS
from app.errors import InvalidError
from app.facts.scale import load_aid_scale, set_aid_rate
from app.jobs.schedule import JOBS
from app.matching.kinds import SiaeKind
from app.projects import services
from app.toolkit.budget.scale import AidRate, read_scale

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)


def run(app: Flask, *args: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=args)
    return result.exit_code, result.output


def test_the_scale_is_listed_with_the_last_known_value_of_each_kind(app: Flask) -> None:
    code, said = run(app, "scale", "list")
    assert code == 0
    assert said.count("dernière valeur connue") == 5
    _, some = run(app, "scale", "list", "--kind", "EI")
    assert all(line.startswith("EI ") for line in some.splitlines())
    assert "13304" in some


def test_what_the_team_enters_holds_over_the_file_until_it_is_forgotten(
    app: Flask, session: Session
) -> None:
    entered = ("scale", "set", "ACI", "2024-11-01", "24 000,50", "--source", "Arrêté du jour")
    assert run(app, *entered)[0] == 0
    day = NOW.date()
    rate = load_aid_scale(session).latest(SiaeKind.ACI, day)
    assert rate is not None
    assert (str(rate.amount), rate.source) == ("24000.50", "Arrêté du jour")
    assert run(app, "scale", "set", "ACI", "2024-11-01", "25000", "--source", "Correction")[0] == 0
    session.expire_all()
    rate = load_aid_scale(session).latest(SiaeKind.ACI, day)
    assert rate is not None
    assert str(rate.amount) == "25000.00"
    assert run(app, "scale", "forget", "ACI", "2024-11-01")[0] == 0
    assert load_aid_scale(session).latest(SiaeKind.ACI, day) == read_scale().latest(
        SiaeKind.ACI, day
    )
    assert run(app, "scale", "forget", "ACI", "2024-11-01")[0] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("ACI", "2026-01-01", "beaucoup", "--source", "x"),
        ("ACI", "2026-01-01", "-5", "--source", "x"),
        ("ACI", "2026-01-01", "999999999", "--source", "x"),
        ("ESAT", "2026-01-01", "10", "--source", "x"),
        ("ACI", "hier", "10", "--source", "x"),
        ("ACI", "1999-01-01", "10", "--source", "x"),
        ("ACI", "2026-01-01", "10"),
        ("ACI", "2026-01-01", "10", "--source", " "),
        ("ACI", "2026-01-01", "10", "--source", "x", "--url", "javascript:x"),
    ],
)
def test_a_rate_that_cannot_be_used_is_refused(
    app: Flask, session: Session, arguments: tuple[str, ...]
) -> None:
    assert run(app, "scale", "set", *arguments)[0] != 0
    assert load_aid_scale(session) == read_scale()


def test_a_rate_for_what_has_no_aid_is_refused(session: Session) -> None:
    known = read_scale().rates[0]
    wrong = AidRate(
        kind=SiaeKind.EA,
        starts_on=known.starts_on,
        amount=known.amount,
        source="x",
        published="",
        reliability="press",
    )
    with pytest.raises(InvalidError, match="aide au poste"):
        set_aid_rate(session, wrong, NOW)


def test_the_night_erases_what_is_over(app: Flask, session: Session) -> None:
    services.start(session, clock.now() - timedelta(days=400))
    kept, _ = services.start(session, clock.now())
    session.commit()
    job = next(job for job in JOBS if job.name == "purge-projects")
    assert job.run() == "1 projet effacé"
    assert run(app, "projects", "purge") == (0, "0 projet effacé\n")
    assert session.get(type(kept), kept.id) is not None


def test_the_contents_of_the_portal_have_no_problem(app: Flask) -> None:
    code, said = run(app, "check", "content")
    problems = [line for line in said.splitlines() if "à vérifier de nouveau" not in line]
    assert code == 0 or len(problems) == 1, said
    assert "ne mène" not in said
    assert "chiffre sans source" not in said
