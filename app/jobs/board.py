"""What the page of the jobs shows: each with its last run and its next hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from app.blueprints.desk_jobs import JobLine
from app.clock import to_utc
from app.jobs.schedule import JOBS, Job
from app.operating.runs import read_last_run

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
FARTHEST = 31 * 24  # hours


def read_board(folder: Path, now: datetime) -> tuple[JobLine, ...]:
    """Every job at that aware instant; `folder` holds the last runs."""
    return tuple(describe(folder, job, now) for job in JOBS)


def describe(folder: Path, job: Job, now: datetime) -> JobLine:
    """A job."""
    run = read_last_run(folder, job.name)
    return JobLine(
        name=job.name,
        label=job.label,
        cron=job.cron,
        started=run.started if run else None,
        ended=run.ended if run else None,
        succeeded=run is not None and run.succeeded,
        message=run.message if run else "",
        due=find_next(job, now),
    )


def find_next(job: Job, now: datetime) -> datetime | None:
    """The next minute when a job is due, aware; None where none comes within a month.

    Hours are walked first: an hour of Paris begins with an hour of UTC.
    """
    in_hour = replace(job, cron=f"* {job.cron.partition(' ')[2]}")
    start = to_utc(now).replace(second=0, microsecond=0) + MINUTE
    hour = start.replace(minute=0)
    for _ in range(FARTHEST):
        if in_hour.is_due(hour):
            minutes = (hour + n * MINUTE for n in range(60))
            found = next((m for m in minutes if m >= start and job.is_due(m)), None)
            if found is not None:
                return found
        hour += HOUR
    return None
