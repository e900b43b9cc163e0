from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.alerts import ledger, sending, services
from app.alerts.frequency import Frequency, last_turn
from app.alerts.links import MANAGE, STOP, STOP_ALL
from app.alerts.models import Alert, Observation, Subscriber, Told, WatchedEntry
from app.alerts.news import news_since
from app.clock import PARIS
from app.errors import NotFoundError
from app.extensions import db
from app.mail.models import Letter
from tests.alerts.shelf import BROKEN, LINKS, Shelf, add_account, add_reader, run, watch
from tests.people import make_person

START = datetime(2026, 11, 23, 10, 0, tzinfo=PARIS)  # a Monday
QUARTER = timedelta(minutes=15)


def letters(session: Session) -> list[Letter]:
    return list(session.scalars(sa.select(Letter).order_by(Letter.id)))


def told(letter: Letter) -> list[str]:
    """The things that a letter tells, in order."""
    return re.findall(r"^- \*\*(.+)\*\*", letter.text, flags=re.M)


def test_what_is_new_is_told_once_with_its_reason(session: Session) -> None:
    shelf = Shelf()
    shelf.put("avant", START - QUARTER)
    watch(session, add_reader(session, START), shelf, START)
    assert run(session, shelf, START + QUARTER) == 0
    shelf.put("après", START + QUARTER)
    assert run(session, shelf, START + 2 * QUARTER) == 1
    assert run(session, shelf, START + 3 * QUARTER) == 0
    (letter,) = letters(session)
    assert told(letter) == ["après"]
    assert "avant" not in letter.text
    assert "ici" in letter.text
    assert "<https://maillage.exemple.fr/etagere/apr%C3%A8s>" in letter.text
    assert letter.recipient == "lea@exemple.fr"
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = letter.headers["List-Unsubscribe"]
    assert re.fullmatch(r"<https://maillage\.exemple\.fr/alertes/arreter-tout/[\w.-]+>", stop)


def test_a_change_is_told_once_as_such(session: Session) -> None:
    shelf = Shelf()
    watch(session, add_reader(session, START), shelf, START)
    shelf.put("lot", START + QUARTER, "3 mars")
    run(session, shelf, START + QUARTER)
    shelf.put("lot", START + QUARTER, "10 mars")
    assert run(session, shelf, START + 2 * QUARTER) == 1
    assert run(session, shelf, START + 3 * QUARTER) == 0
    first, second = letters(session)
    assert "modifié" not in first.text
    assert "modifié" in second.text


def test_a_change_of_what_was_there_before_the_alert_is_told(session: Session) -> None:
    shelf = Shelf()
    shelf.put("lot", START - QUARTER, "3 mars")
    run(session, shelf, START)
    watch(session, add_reader(session, START), shelf, START)
    shelf.put("lot", START - QUARTER, "10 mars")
    assert run(session, shelf, START + QUARTER) == 1
    assert "modifié" in letters(session)[0].text


def test_what_two_alerts_find_is_told_once_with_both_reasons(session: Session) -> None:
    shelf, reader = Shelf(), add_reader(session, START)
    watch(session, reader, shelf, START, query="a")
    watch(session, reader, shelf, START, query="b")
    shelf.put("ab", START + QUARTER)
    shelf.put("b", START + QUARTER)
    run(session, shelf, START + QUARTER)
    (letter,) = letters(session)
    assert told(letter) == ["ab", "b"]
    assert "aussi dans : Étagère : b" in letter.text.replace("\u00a0", " ")


def test_at_most_ten_lines_an_alert_then_how_many_others(session: Session) -> None:
    shelf = Shelf()
    watch(session, add_reader(session, START), shelf, START)
    for number in range(22):
        shelf.put(f"n{number:02d}", START + QUARTER)
    run(session, shelf, START + QUARTER)
    (letter,) = letters(session)
    assert len(told(letter)) == 10
    assert "et 12 autres" in letter.text
    assert "<https://maillage.exemple.fr/etagere?q=>" in letter.text
    assert run(session, shelf, START + 2 * QUARTER) == 0


def test_one_digest_a_day_which_the_weekly_ones_join_on_monday(session: Session) -> None:
    shelf, reader = Shelf(), add_reader(session, START)
    watch(session, reader, shelf, START, query="j", pace=Frequency.DAILY)
    watch(session, reader, shelf, START, query="s", pace=Frequency.WEEKLY)
    sent = []
    for hours in range(24 * 8):
        now = START + timedelta(hours=hours)
        if now.hour == 9:
            shelf.put(f"j{now:%d}", now)
            shelf.put(f"s{now:%d}", now)
        if run(session, shelf, now):
            sent.append(now)
    assert [f"{now:%a %H}" for now in sent] == [
        f"{day} 07" for day in ("Wed", "Thu", "Fri", "Sat", "Sun", "Mon", "Tue")
    ]
    by_day = [told(letter) for letter in letters(session)]
    assert by_day[0] == ["j24"]
    assert by_day[5] == ["j29", "s24", "s25", "s26", "s27", "s28", "s29"]


def test_a_monday_missed_joins_the_next_digest(session: Session) -> None:
    shelf = Shelf()
    watch(session, add_reader(session, START), shelf, START, pace=Frequency.WEEKLY)
    shelf.put("chose", START + QUARTER)
    assert run(session, shelf, START + timedelta(days=6)) == 0
    assert run(session, shelf, START + timedelta(days=8)) == 1


def test_a_weekly_alert_made_daily_adds_no_second_digest_of_the_day(session: Session) -> None:
    shelf, reader = Shelf(), add_reader(session, START)
    watch(session, reader, shelf, START, query="j", pace=Frequency.DAILY)
    weekly = watch(session, reader, shelf, START, query="s", pace=Frequency.WEEKLY)
    shelf.put("j", START + QUARTER)
    shelf.put("s", START + QUARTER)
    tomorrow = START.replace(day=24, hour=7)
    assert run(session, shelf, tomorrow) == 1
    services.set_pace(session.get_one(Alert, weekly.id), Frequency.DAILY)
    session.commit()
    assert run(session, shelf, tomorrow + timedelta(hours=3)) == 0
    assert run(session, shelf, tomorrow + timedelta(days=1)) == 1
    assert told(letters(session)[-1]) == ["s"]


def test_a_run_that_stops_after_a_letter_repeats_and_loses_nothing(session: Session) -> None:
    shelf = Shelf()
    for name in ("a", "b", "c"):
        watch(session, add_reader(session, START, f"{name}@exemple.fr"), shelf, START)
    shelf.put("chose", START + QUARTER)
    assert run(session, shelf, START + QUARTER, most=1) == 1
    assert run(session, shelf, START + QUARTER) == 2
    assert run(session, shelf, START + 2 * QUARTER) == 0
    assert Counter(letter.recipient for letter in letters(session)) == {
        "a@exemple.fr": 1,
        "b@exemple.fr": 1,
        "c@exemple.fr": 1,
    }


def test_two_workers_send_a_digest_once(session: Session) -> None:
    shelf = Shelf()
    watch(session, add_reader(session, START), shelf, START)
    run(session, shelf, START)
    shelf.put("chose", START + QUARTER)
    now = START + QUARTER
    watches = {shelf.key: shelf}
    ledger.observe_all(session, watches, now)
    session.commit()
    first, second = (sending.prepare(session, watches, now).digests for _ in range(2))
    assert sending.send(session, first[0], LINKS)
    session.commit()
    assert not sending.send(session, second[0], LINKS)
    session.rollback()
    assert len(letters(session)) == 1


def test_an_alert_stopped_while_the_round_was_prepared_is_not_told(session: Session) -> None:
    shelf, reader = Shelf(), add_reader(session, START)
    alert = watch(session, reader, shelf, START)
    shelf.put("chose", START + QUARTER)
    watches = {shelf.key: shelf}
    ledger.observe_all(session, watches, START + QUARTER)
    (digest,) = sending.prepare(session, watches, START + QUARTER).digests
    services.pause(alert, START + QUARTER)
    session.commit()
    assert not sending.send(session, digest, LINKS)
    session.rollback()
    assert not letters(session)


def test_what_came_during_a_pause_is_not_told(session: Session) -> None:
    shelf = Shelf()
    alert = watch(session, add_reader(session, START), shelf, START)
    services.pause(alert, START)
    shelf.put("pendant", START + QUARTER)
    assert run(session, shelf, START + QUARTER) == 0
    services.resume(session.get_one(Alert, alert.id), START + 2 * QUARTER)
    shelf.put("après", START + 3 * QUARTER)
    assert run(session, shelf, START + 3 * QUARTER) == 1
    assert told(letters(session)[0]) == ["après"]


def test_a_row_committed_late_with_an_earlier_date_is_told(session: Session) -> None:
    shelf = Shelf()
    watch(session, add_reader(session, START), shelf, START)
    run(session, shelf, START + 4 * QUARTER)
    shelf.put("en retard", START + QUARTER)
    assert run(session, shelf, START + 5 * QUARTER) == 1


def test_a_search_that_cannot_be_made_waits_and_stops_no_other(session: Session) -> None:
    shelf, reader = Shelf(), add_reader(session, START)
    broken = watch(session, reader, shelf, START, query=BROKEN)
    watch(session, reader, shelf, START, query="a")
    shelf.put("a", START + QUARTER)
    assert run(session, shelf, START + QUARTER) == 1
    waits = session.get_one(Alert, broken.id, populate_existing=True)
    assert waits.watermark == START


def test_an_account_that_is_blocked_is_sent_nothing(session: Session) -> None:
    shelf, person = Shelf(), make_person(session)
    reader = add_account(session, START, person)
    watch(session, reader, shelf, START)
    person.blocked_at = START
    shelf.put("chose", START + QUARTER)
    assert run(session, shelf, START + QUARTER) == 0


def test_a_title_cannot_write_in_the_letter(session: Session) -> None:
    shelf = Shelf()
    watch(session, add_reader(session, START), shelf, START)
    bad = "[Gagnez](https://evil.example)\r\nBcc: x@evil.example <script>alert(1)</script> **"
    shelf.put(bad, START + QUARTER)
    run(session, shelf, START + QUARTER)
    (letter,) = letters(session)
    assert 'href="https://evil.example' not in letter.html
    assert "<script" not in letter.html
    assert "\n" not in letter.subject
    assert "Bcc" not in "".join(letter.headers)
    assert "\nBcc" not in letter.text


def test_news_of_the_dashboard_change_nothing_of_the_letters(session: Session) -> None:
    shelf, person = Shelf(), make_person(session)
    reader = add_account(session, START, person)
    watch(session, reader, shelf, START, query="c")
    other = add_account(session, START, make_person(session))
    watch(session, other, shelf, START)
    shelf.put("chose", START + QUARTER)
    assert run(session, shelf, START + QUARTER) == 2
    news = news_since(session, {shelf.key: shelf}, person.id, START, START + QUARTER)
    assert [(n.title, [i.title for i in n.items]) for n in news] == [("Étagère : c", ["chose"])]
    later = START + QUARTER
    assert news_since(session, {shelf.key: shelf}, person.id, later, later) == []


def test_links_do_what_they_were_signed_for_and_nothing_else() -> None:
    signed = LINKS.sign(STOP, "clé")
    assert LINKS.read(STOP, signed) == "clé"
    for purpose in (MANAGE, STOP_ALL):
        with pytest.raises(NotFoundError):
            LINKS.read(purpose, signed)
    for forged in ("", "clé", signed[:-1], signed + "a", "é" * 5000, "\x00." + signed):
        with pytest.raises(NotFoundError):
            LINKS.read(STOP, forged)


def test_turns_are_those_of_paris() -> None:
    at = datetime.fromisoformat
    assert last_turn(Frequency.DAILY, at("2026-11-24T06:59+01:00")) == at("2026-11-23T07:00+01:00")
    assert last_turn(Frequency.DAILY, at("2026-11-24T06:00+00:00")) == at("2026-11-24T07:00+01:00")
    assert last_turn(Frequency.WEEKLY, at("2026-11-23T06:59+01:00")) == at("2026-11-16T07:00+01:00")
    assert last_turn(Frequency.WEEKLY, at("2026-11-29T23:00+01:00")) == at("2026-11-23T07:00+01:00")
    # The clock changes on 25 October 2026: seven in the morning stays seven in the morning.
    assert last_turn(Frequency.DAILY, at("2026-10-25T12:00+01:00")) == at("2026-10-25T07:00+01:00")


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.sampled_from("abcd")),
        st.tuples(st.just("change"), st.sampled_from("abcd")),
        st.tuples(st.just("run"), st.sampled_from([None, 0, 1])),
        st.tuples(st.just("wait"), st.integers(1, 40)),
        st.tuples(st.just("pace"), st.sampled_from(list(Frequency))),
    ),
    max_size=25,
)


def change_shelf(shelf: Shelf, name: str, now: datetime, *, is_new: bool) -> None:
    """Put a thing on the shelf, or change one that is there."""
    if is_new and name not in shelf.things:
        shelf.put(name, now, "0")
    elif not is_new and name in shelf.things:
        added_at, version = shelf.things[name]
        shelf.put(name, added_at, str(int(version) + 1))


def check_nothing_is_lost_or_repeated(session: Session, shelf: Shelf) -> None:
    """Each thing was told once as new, and its last version was told."""
    seen = [(name, letter.text) for letter in letters(session) for name in told(letter)]
    as_new = Counter(name for name, text in seen if f"**{name}**  \n  ici" in text)
    assert all(count == 1 for count in as_new.values())
    assert {name for name, _text in seen} == set(shelf.things)
    assert {row.item: row.version for row in session.scalars(sa.select(Told))} == {
        f"etagere:{name}": version for name, (_at, version) in shelf.things.items()
    }


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_nothing_is_told_twice_and_nothing_is_lost_in_any_order(
    app: Flask, steps: list[tuple[str, Any]]
) -> None:
    session = db.session()
    for model in (Letter, Told, Alert, Subscriber, WatchedEntry, Observation):
        session.execute(sa.delete(model))
    shelf, now, reader = Shelf(), START, add_reader(session, START)
    first, _second = [watch(session, reader, shelf, START, query=q).id for q in ("", "a")]
    for step, value in [*steps, ("wait", 24 * 4 * 8), ("run", None)]:
        now += value * QUARTER if step == "wait" else QUARTER
        if step in {"put", "change"}:
            change_shelf(shelf, value, now, is_new=step == "put")
        elif step == "pace":
            services.set_pace(session.get_one(Alert, first), value)
        elif step == "run":
            run(session, shelf, now, most=value)
    session.expire_all()
    check_nothing_is_lost_or_repeated(session, shelf)


def test_two_thousand_alerts_cost_a_constant_number_of_statements(
    session: Session, queries: Callable[[], Any]
) -> None:
    shelf = Shelf()
    shelf.put("avant", START - QUARTER)
    run(session, shelf, START)

    def count(readers: int, base: int) -> int:
        for number in range(base, base + readers):
            reader = add_reader(session, START, f"n{number}@exemple.fr")
            for query in ("zz", "yy"):
                watch(session, reader, shelf, START, query=query)
        session.commit()
        shelf.asked = 0
        shelf.put(f"rien {base}", START + QUARTER)
        now = START + (base + 1) * QUARTER
        with queries() as sent:
            run(session, shelf, now)
        assert shelf.asked == 2
        return len(sent)

    few = count(5, 0)
    # Watermarks move five hundred at a time.
    assert count(1000, 10) <= few + 2000 // 500 + 1
