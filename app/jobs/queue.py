"""The queue of the jobs: huey on a SQLite file of the instance, or on Redis where there is one."""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from huey import Huey, RedisExpireHuey, SqliteHuey
from huey.exceptions import TaskLockedException

from app import clock
from app.errors import PortalError
from app.jobs.schedule import JOBS, Job
from app.operating.runs import LastRun, keep_last_run
from config import Settings

LONGEST = 6 * 3600  # seconds: after that, a lock in Redis is that of a machine that died
logger = logging.getLogger(__name__)


class RunningError(PortalError):
    """The job is running already."""


def folder_of(app: Flask) -> Path:
    """Where the jobs keep their files."""
    return Path(app.instance_path) / "jobs"


def open_queue(app: Flask, jobs: Sequence[Job] = JOBS) -> Huey:
    """The queue of an application, with its periodic jobs."""
    settings: Settings = app.config["SETTINGS"]
    if settings.redis_url:
        queue = RedisExpireHuey("maillage", url=settings.redis_url, results=False)
    else:
        folder_of(app).mkdir(parents=True, exist_ok=True)
        file = folder_of(app) / "queue.sqlite3"
        queue = SqliteHuey("maillage", filename=str(file), results=False)
    for job in jobs:
        queue.periodic_task(due_at(job), name=job.name)(as_task(app, queue, job))
    return queue


def due_at(job: Job) -> Callable[[datetime], bool]:
    """Whether a job is due, for huey, whose instants are naive and in UTC."""
    return lambda moment: job.is_due(moment.replace(tzinfo=UTC))


def as_task(app: Flask, queue: Huey, job: Job) -> Callable[[], None]:
    """A job as a worker runs it: in a context of its own; its failure is kept, not raised."""

    def task() -> None:
        with app.app_context():
            try:
                run = run_job(app, queue, job)
            except RunningError as error:
                logger.warning("%s", error)
            else:
                logger.info("%s: %s", job.name, run.message)

    return task


def run_job(app: Flask, queue: Huey, job: Job) -> LastRun:
    """Run a job now, in the present context, and keep its outcome.

    Raises RunningError if it is running already; a defect is kept as the outcome, then raised.
    """
    with hold(app, queue, job):
        started, succeeded, message = clock.now(), False, "interrompu"
        try:
            message, succeeded = job.run(), True
        except PortalError as error:
            message = str(error)
        except Exception as error:
            message = f"défaut ({type(error).__name__})"
            raise
        finally:
            run = LastRun(started=started, ended=clock.now(), succeeded=succeeded, message=message)
            keep_last_run(folder_of(app), job.name, run)
        return run


@contextmanager
def hold(app: Flask, queue: Huey, job: Job) -> Iterator[None]:
    """Hold a job, on this machine and in the queue, so that nobody else runs it.

    The lock of this machine ends with the process. The queue's would stay where a process was
    killed: in SQLite, all its users are on this machine, so that one left behind is nobody's.
    """
    folder = folder_of(app)
    folder.mkdir(parents=True, exist_ok=True)
    message = f"« {job.name} » est déjà en cours."
    with (folder / f"{job.name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RunningError(message) from error
        in_redis = isinstance(queue, RedisExpireHuey)
        lock = queue.lock_task(job.name, ttl=LONGEST if in_redis else None)
        if not in_redis:
            lock.clear()
        try:
            lock.acquire()
        except TaskLockedException as error:
            raise RunningError(message) from error
        try:
            yield
        finally:
            lock.clear()
