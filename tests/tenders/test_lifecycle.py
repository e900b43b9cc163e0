from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tenders.lifecycle import (
    ConsultationState,
    Status,
    project_chain,
    read_state,
)
from app.tenders.records import ClauseKind, NoticeKind, NoticeRecord
from tests.tenders.builders import clause, lot, notice

NOW = datetime(2026, 7, 20, 12, tzinfo=UTC)
CALL = notice("26-1", day=1, until="2026-07-31T12:00", lots=(lot(),))
PARTIAL = notice(
    "26-2",
    NoticeKind.AMENDMENT,
    day=5,
    title="",
    amendment_text="La date limite de réception des offres est reportée au 14 août 2026 à 16:00.",
)
FULL = notice("26-3", NoticeKind.AMENDMENT, day=6, until="2026-08-20T12:00", lots=(lot(), lot("2")))
CANCELLED = notice("26-4", NoticeKind.CANCELLATION, day=8, until="2026-07-31T12:00")
ABANDONED = notice("26-5", NoticeKind.WITHOUT_FOLLOW_UP, day=9)
AWARDED = notice("26-6", NoticeKind.AWARD, day=28, lots=(lot("1"), lot("2"), lot("3")))
EVERY = (CALL, PARTIAL, FULL, CANCELLED, ABANDONED, AWARDED)


@given(st.lists(st.sampled_from(EVERY), min_size=1, unique_by=lambda r: r.id).flatmap(
    lambda chain: st.tuples(st.just(chain), st.permutations(chain))
))  # fmt: skip
def test_the_order_of_arrival_changes_nothing(
    chains: tuple[list[NoticeRecord], list[NoticeRecord]],
) -> None:
    assert project_chain(chains[0]) == project_chain(chains[1])


@pytest.mark.parametrize(
    ("chain", "status"),
    [
        ([CALL], Status.ACTIVE),
        ([CALL, PARTIAL], Status.ACTIVE),
        ([PARTIAL], Status.ACTIVE),
        ([CALL, CANCELLED], Status.CANCELLED),
        ([CANCELLED], Status.CANCELLED),
        ([CALL, ABANDONED], Status.WITHOUT_FOLLOW_UP),
        ([CALL, AWARDED], Status.AWARDED),
        ([AWARDED], Status.AWARDED),
        ([notice("26-9", NoticeKind.PRIOR_INFORMATION)], Status.UNKNOWN),
        ([notice("26-9", NoticeKind.UNKNOWN)], Status.UNKNOWN),
        (
            [CALL, CANCELLED, notice("26-9", NoticeKind.AMENDMENT, day=20, until="2026-09-01")],
            Status.CANCELLED,
        ),
        ([CALL, CANCELLED, notice("26-9", day=20, until="2026-09-01")], Status.ACTIVE),
        ([CALL, AWARDED, notice("26-9", NoticeKind.MODIFICATION, day=30)], Status.AWARDED),
    ],
)
def test_the_status_is_what_the_last_decisive_notice_declared(
    chain: list[NoticeRecord], status: Status
) -> None:
    assert project_chain(chain).status is status


def test_a_deadline_in_a_sentence_is_proposed_and_never_applied() -> None:
    summary = project_chain([CALL, PARTIAL])
    assert summary.deadline == CALL.deadline
    assert summary.proposed_deadline is not None
    assert summary.proposed_deadline.to_confirm
    assert summary.proposed_deadline.local == datetime(2026, 8, 14, 16)
    assert summary.is_amended
    assert not summary.struck_deadlines


def test_a_deadline_in_a_field_replaces_the_former_which_is_struck_out() -> None:
    summary = project_chain([CALL, PARTIAL, FULL])
    assert summary.deadline == FULL.deadline
    assert summary.proposed_deadline is None
    assert [struck.deadline for struck in summary.struck_deadlines] == [CALL.deadline]
    assert summary.struck_deadlines[0].replaced_on == date(2026, 7, 6)


def test_a_cancellation_does_not_strike_the_deadline_it_repeats() -> None:
    summary = project_chain([FULL, CANCELLED])
    assert summary.deadline == FULL.deadline
    assert not summary.struck_deadlines


def test_the_content_is_the_last_notice_published_whole() -> None:
    assert len(project_chain([CALL, PARTIAL, AWARDED]).content.lots) == 1
    assert len(project_chain([CALL, FULL, AWARDED]).content.lots) == 2
    assert len(project_chain([PARTIAL, AWARDED]).content.lots) == 3


def test_the_reference_is_the_first_call_whenever_it_arrived() -> None:
    assert project_chain([AWARDED]).reference == "26-6"
    assert project_chain([AWARDED, CALL, FULL]).reference == "26-1"
    assert project_chain([AWARDED, CALL]).published_on == date(2026, 7, 1)


def test_a_clause_brought_by_a_correction_is_added_and_one_taken_out_is_gone() -> None:
    call = notice("26-1", day=1, lots=(lot(),), clauses=(clause(ClauseKind.RESERVED),))
    brings = notice("26-2", NoticeKind.AMENDMENT, day=3, title="", clauses=(clause(),))
    kinds = [found.kind for found in project_chain([call, brings]).clauses]
    assert kinds == [ClauseKind.RESERVED, ClauseKind.EXECUTION]
    withdraws = notice("26-3", NoticeKind.AMENDMENT, day=4, lots=(lot(),))
    assert not project_chain([call, withdraws]).clauses


def test_the_timeline_tells_every_notice_in_order() -> None:
    entries = project_chain([AWARDED, PARTIAL, CALL]).timeline
    assert [entry.kind for entry in entries] == [
        NoticeKind.CALL,
        NoticeKind.AMENDMENT,
        NoticeKind.AWARD,
    ]
    assert "26-2" in entries[1].sentence
    assert "reportée au 14 août 2026" in entries[1].sentence
    assert entries[0].deadline == CALL.deadline
    assert entries[1].deadline is None
    assert entries[1].proposed is not None, "a text only proposes"


def test_the_timeline_strikes_out_the_deadline_that_a_field_replaces() -> None:
    whole = notice(
        "26-4", NoticeKind.AMENDMENT, day=6, until="2026-08-20T12:00", previous=("26-1",)
    )
    first, second = project_chain([whole, CALL]).timeline
    assert first.replaced is None
    assert (second.deadline, second.replaced) == (whole.deadline, CALL.deadline)


@pytest.mark.parametrize(
    ("status", "left", "state"),
    [
        (Status.ACTIVE, timedelta(days=30), ConsultationState.OPEN),
        (Status.ACTIVE, timedelta(days=7), ConsultationState.CLOSING_SOON),
        (Status.ACTIVE, timedelta(0), ConsultationState.CLOSING_SOON),
        (Status.ACTIVE, timedelta(seconds=-1), ConsultationState.CLOSED),
        (Status.ACTIVE, None, ConsultationState.UNKNOWN),
        (Status.CANCELLED, timedelta(days=30), ConsultationState.CANCELLED),
        (Status.AWARDED, timedelta(days=-9), ConsultationState.AWARDED),
        (Status.UNKNOWN, timedelta(days=3), ConsultationState.UNKNOWN),
    ],
)
def test_the_state_at_one_instant(
    status: Status, left: timedelta | None, state: ConsultationState
) -> None:
    deadline = NOW + left if left is not None else None
    assert read_state(status, deadline, NOW) is state
    assert state.label


def test_a_chain_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one"):
        project_chain([])


def test_the_boamp_and_ted_are_one_consultation_with_the_better_address() -> None:
    site, page = "https://www.achatpublic.com", "https://www.achatpublic.com/sdm/ent?id=42"
    folder = "34c66c11-26e2-4614-af4e-362a0de485bf"
    boamp = notice("26-1", day=2, folder_id=folder, documents_url=page)
    ted = notice("00000123-2026", day=3, source="ted", folder_id=folder, documents_url=site)
    for chain in ([boamp, ted], [ted, boamp]):
        assert project_chain(chain).content.documents_url == page
    assert project_chain([ted]).content.documents_url == site
