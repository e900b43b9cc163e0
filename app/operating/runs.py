"""The last run of each job, a small file each under the instance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.imports.json_file import read_object, write_object


@dataclass(frozen=True, kw_only=True)
class LastRun:
    """When a job ran, aware, whether it did what it should, and what it says of it."""

    started: datetime
    ended: datetime
    succeeded: bool
    message: str


def read_last_run(folder: Path, name: str) -> LastRun | None:
    """The last run of a job; None before the first, or where the file is unreadable."""
    found = read_object(folder / f"{name}.json")
    try:
        started, ended = (datetime.fromisoformat(str(found.get(k))) for k in ("started", "ended"))
    except ValueError:
        return None
    return LastRun(
        started=started,
        ended=ended,
        succeeded=found.get("succeeded") is True,
        message=str(found.get("message") or ""),
    )


def keep_last_run(folder: Path, name: str, run: LastRun) -> None:
    """Keep the last run of a job in place of the one before."""
    value: dict[str, object] = {
        "started": run.started.isoformat(timespec="seconds"),
        "ended": run.ended.isoformat(timespec="seconds"),
        "succeeded": run.succeeded,
        "message": run.message,
    }
    write_object(folder / f"{name}.json", value)


def list_last_runs(folder: Path) -> dict[str, LastRun]:
    """The last run of each job that ran at least once, by the name of the job."""
    found = {path.stem: read_last_run(folder, path.stem) for path in sorted(folder.glob("*.json"))}
    return {name: run for name, run in found.items() if run is not None}
