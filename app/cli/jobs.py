"""flask jobs …: what the portal does by itself, when, and how the last time went."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from flask import Flask, current_app

from app import clock
from app.cli.groups import PortalGroup
from app.errors import PortalError

if TYPE_CHECKING:
    from app.operating.runs import LastRun

cli = PortalGroup("jobs", help="Les tâches périodiques : lister, lancer, exécuter à l’heure.")


def this_application() -> Flask:
    """The application itself, for the threads that outlive this context."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app


@cli.command("list")
def list_jobs() -> None:
    """Les tâches, leur heure (minute, heure, jour, mois, jour de semaine, à Paris), leur issue."""
    from app.jobs.queue import folder_of  # noqa: PLC0415  slow to import
    from app.jobs.schedule import JOBS  # noqa: PLC0415
    from app.operating.runs import read_last_run  # noqa: PLC0415

    for job in JOBS:
        run = read_last_run(folder_of(this_application()), job.name)
        click.echo(f"{job.name}  {job.cron}  {job.label}")
        click.echo(f"  {describe(run) if run else 'jamais exécutée'}")


def describe(run: LastRun) -> str:
    """One line on a run."""
    moment = clock.to_paris(run.started).strftime("%d/%m/%Y à %H:%M")
    return f"{'réussie' if run.succeeded else 'en échec'} le {moment}\u00a0: {run.message}"


@cli.command("run")
@click.argument("name", metavar="NOM")
def run_now(name: str) -> None:
    """Exécute une tâche maintenant, ici ; échoue si elle échoue ou si elle est déjà en cours."""
    from app.jobs.queue import open_queue, run_job  # noqa: PLC0415  slow to import
    from app.jobs.schedule import JOBS  # noqa: PLC0415

    job = next((job for job in JOBS if job.name == name), None)
    if job is None:
        known = ", ".join(job.name for job in JOBS)
        raise click.ClickException(f"Aucune tâche « {name} ». Connues\u00a0: {known}.")
    app = this_application()
    try:
        run = run_job(app, open_queue(app), job)
    except PortalError as error:
        raise click.ClickException(str(error)) from error
    click.echo(run.message, err=not run.succeeded)
    if not run.succeeded:
        sys.exit(1)


@cli.command("work")
def work() -> None:
    """Exécute les tâches à leur heure, jusqu’à Ctrl-C ; un seul exemplaire suffit."""
    # Two at a time: letters leave each minute, even while the BOAMP is being fetched.
    from app.jobs.queue import open_queue  # noqa: PLC0415  slow to import

    open_queue(this_application()).create_consumer(workers=2).run()
