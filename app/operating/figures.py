"""The figures of the portal for Prometheus: what was asked of it, and what waits in it."""

from __future__ import annotations

import shutil
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import InstrumentedAttribute

from app.errors import PortalError
from app.mail.models import Letter, LetterState
from app.operating.checks import Installation
from app.operating.counters import Counters, Counts
from app.operating.exposition import Family, Labels
from app.operating.runs import list_last_runs
from app.partnerships.models import Need
from app.proposals.models import Proposal
from app.tenders.models import Consultation, PendingDocument

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
NONE = "none"  # the endpoint of an address that no route knows
Samples = list[tuple[str, Labels, float]]


def count_request(
    counters: Counters, *, endpoint: str | None, method: str, status: int, seconds: float
) -> None:
    """Count a request that was answered."""
    where = endpoint or NONE
    counters.add(("requests", where, method if method in METHODS else "other", str(status)))
    counters.add(("bucket", where, str(bisect_left(BOUNDS, seconds))))
    counters.add(("seconds", where), seconds)


def request_families(counts: Counts) -> list[Family]:
    """Requests by endpoint, method and status; their durations by endpoint."""
    asked: Samples = []
    slots: dict[str, dict[int, float]] = defaultdict(dict)
    for key, value in sorted(counts.items()):
        if key[0] == "requests":
            labels = {"endpoint": key[1], "method": key[2], "status": key[3]}
            asked.append(("", labels, value))
        elif key[0] == "bucket":
            slots[key[1]][int(key[2])] = value
    spent: Samples = []
    for endpoint, slot in slots.items():
        total = 0.0
        for rank, bound in enumerate((*map(str, BOUNDS), "+Inf")):
            total += slot.get(rank, 0.0)
            spent.append(("_bucket", {"endpoint": endpoint, "le": bound}, total))
        spent.append(("_sum", {"endpoint": endpoint}, counts.get(("seconds", endpoint), 0.0)))
        spent.append(("_count", {"endpoint": endpoint}, total))
    return [
        Family(name="requests_total", kind="counter", doc="Requests answered.", samples=asked),
        Family(
            name="request_seconds",
            kind="histogram",
            doc="Time to answer, the sending of the body left out.",
            samples=spent,
        ),
    ]


def job_families(here: Installation) -> list[Family]:
    """The last run of each job."""
    runs = list_last_runs(here.settings.instance / "jobs")
    ended: Samples = [("", {"job": n}, run.ended.timestamp()) for n, run in runs.items()]
    succeeded: Samples = [("", {"job": n}, float(run.succeeded)) for n, run in runs.items()]
    lasted: Samples = [
        ("", {"job": n}, (run.ended - run.started).total_seconds()) for n, run in runs.items()
    ]
    return [
        gauge("job_last_end_timestamp_seconds", "When the last run of a job ended.", ended),
        gauge("job_last_success", "Whether the last run of a job succeeded.", succeeded),
        gauge("job_last_seconds", "How long the last run of a job took.", lasted),
    ]


def gauge(name: str, doc: str, samples: Samples) -> Family:
    """A figure that goes up and down."""
    return Family(name=name, kind="gauge", doc=doc, samples=samples)


def state_families(here: Installation) -> list[Family]:
    """What the database holds, by state; nothing but `database_up 0` where it does not answer."""
    try:
        letters = count_by(here, Letter.state, "state", LetterState)
        found = [
            gauge("letters", "Letters of the outbox by state.", letters),
            gauge(
                "consultations",
                "Consultations by declared status.",
                count_by(here, Consultation.status, "status"),
            ),
            gauge("needs", "Requests for a partnership.", count_by(here, Need.state, "state")),
            gauge("proposals", "Proposals by state.", count_by(here, Proposal.state, "state")),
            gauge("pending_documents", "Consultations to index.", [("", {}, count_pending(here))]),
        ]
    except SQLAlchemyError:
        here.session.rollback()
        return [gauge("database_up", "Whether the database answers.", [("", {}, 0.0)])]
    return [gauge("database_up", "Whether the database answers.", [("", {}, 1.0)]), *found]


def count_by(
    here: Installation, column: InstrumentedAttribute[str], label: str, known: Iterable[str] = ()
) -> Samples:
    """The rows by value of a column, zero for known values without any."""
    rows = here.session.execute(sa.select(column, sa.func.count()).group_by(column))
    counts = dict.fromkeys(map(str, known), 0) | {str(value): count for value, count in rows}
    return [("", {label: value}, float(count)) for value, count in sorted(counts.items())]


def count_pending(here: Installation) -> float:
    """The consultations that the search has yet to write."""
    return float(here.session.scalar(sa.select(sa.func.count(PendingDocument.id))) or 0)


def machine_families(here: Installation) -> list[Family]:
    """The index and the disk."""
    try:
        documents = float(here.backend.count())
    except PortalError:
        documents = 0.0
    free = float(shutil.disk_usage(here.settings.instance).free)
    return [
        gauge("indexed_documents", "Documents of the search.", [("", {}, documents)]),
        gauge("disk_free_bytes", "Room left for the instance.", [("", {}, free)]),
    ]


def list_figures(here: Installation, counts: Counts) -> list[Family]:
    """Every figure."""
    return [
        *request_families(counts),
        *job_families(here),
        *state_families(here),
        *machine_families(here),
    ]
