from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.machines import list_moves
from app.partnerships.models import Need
from app.partnerships.states import MATCH_NEXT, NEED_NEXT, MatchState, NeedState


def test_every_state_can_be_reached_and_has_its_words() -> None:
    for machine, first in ((NEED_NEXT, NeedState.DRAFT), (MATCH_NEXT, MatchState.SENT)):
        reached = {first} | {after for afters in machine.values() for after in afters}
        assert reached == set(machine)
        assert all(state.label for state in machine)


@pytest.mark.parametrize("after", list(NeedState))
@pytest.mark.parametrize("before", list(NeedState))
def test_the_database_refuses_the_moves_that_the_machine_has_not(
    session: Session, now: datetime, before: NeedState, after: NeedState
) -> None:
    need = Need(
        reference="B-1",
        secret_digest="x",
        modality="pmsmp",
        state=after.value,
        came_from=before.value,
        closing="found",
        created_at=now,
        updated_at=now,
    )
    session.add(need)
    if f"{before}>{after}" in list_moves(NEED_NEXT):
        session.flush()
        assert session.scalar(sa.select(sa.func.count(Need.id))) == 1
    else:
        with pytest.raises(IntegrityError):
            session.flush()
