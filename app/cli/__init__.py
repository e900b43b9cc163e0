"""`flask <noun> <verb>`: each prints a summary, has --help, exits non-zero on failure."""

from __future__ import annotations

from flask import Flask

from app.cli import (
    accounts,
    alerts,
    api,
    awards,
    backup,
    check,
    committees,
    consortium,
    demo,
    dossiers,
    drafts,
    events,
    facts,
    fetching,
    funding,
    interests,
    jobs,
    mail,
    matching,
    needs,
    organisations,
    premises,
    prepare,
    projects,
    proposals,
    pursuits,
    reports,
    scale,
    search,
    showcase,
    siae,
    stakeholders,
    tenders,
)


def register(app: Flask) -> None:
    """Add the commands to the application."""
    for group in (
        accounts.cli,
        organisations.cli,
        alerts.cli,
        siae.cli,
        showcase.cli,
        tenders.cli,
        matching.cli,
        awards.cli,
        stakeholders.cli,
        funding.cli,
        projects.cli,
        dossiers.cli,
        committees.cli,
        reports.cli,
        proposals.cli,
        facts.cli,
        interests.cli,
        events.cli,
        premises.cli,
        pursuits.cli,
        consortium.cli,
        drafts.cli,
        needs.cli,
        scale.cli,
        mail.cli,
        search.cli,
        api.cli,
        backup.cli,
        demo.cli,
    ):
        app.cli.add_command(group)
    tenders.cli.add_command(fetching.fetch)
    app.cli.add_command(jobs.cli)
    app.cli.add_command(check.check)
    app.cli.add_command(prepare.prepare)
