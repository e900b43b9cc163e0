"""A publisher that answers, a client that never waits, and what they told each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from app.clock import PARIS
from app.fetching import Client, Patience
from tests.fetching.publisher import Publisher, serve


@dataclass
class FakeTime:
    """A clock that only sleeping moves."""

    moment: datetime = datetime(2026, 11, 23, 10, 0, tzinfo=PARIS)
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with serve(Publisher()) as running:
        yield running


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


MakeClient = Callable[..., Client]


@pytest.fixture
def make_client(time: FakeTime) -> Iterator[MakeClient]:
    made: list[Client] = []

    def make(**patience: float) -> Client:
        client = Client(
            user_agent="Maillage (+https://maillage.example)",
            patience=Patience(**{"connect": 2, "read": 2, **patience}),  # type: ignore[arg-type]
            sleep=time.sleep,
            now=time.now,
            jitter=lambda pause: 0,
        )
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()


@pytest.fixture
def patient(make_client: MakeClient) -> Client:
    return make_client()
