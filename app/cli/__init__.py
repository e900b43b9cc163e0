"""`flask <noun> <verb>`: each prints a summary, has --help, exits non-zero on failure."""

from __future__ import annotations

from flask import Flask

from app.cli import (
    awards,
    check,
    demo,
    fetching,
    funding,
    jobs,
    prepare,
    projects,
    proposals,
    reports,
    scale,
    search,
    siae,
    tenders,
)


def register(app: Flask) -> None:
    """Add the commands to the application."""
    for group in (
        siae.cli,
        tenders.cli,
        awards.cli,
        funding.cli,
        projects.cli,
        reports.cli,
        proposals.cli,
        scale.cli,
        search.cli,
        demo.cli,
    ):
        app.cli.add_command(group)
    tenders.cli.add_command(fetching.fetch)
    app.cli.add_command(jobs.cli)
    app.cli.add_command(check.check)
    app.cli.add_command(prepare.prepare)
