"""Selects on projects; they hold no session."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.projects.models import Project, Worksheet, WorksheetVersion


def by_digest(digest: str) -> sa.Select[Project]:
    """The project of that digest, with its worksheets."""
    return (
        sa.select(Project)
        .where(Project.token_digest == digest)
        .options(selectinload(Project.worksheets))
    )


def by_number(number: int) -> sa.Select[Project]:
    """The project of that number, with its worksheets."""
    return sa.select(Project).where(Project.id == number).options(selectinload(Project.worksheets))


def worksheet(project_id: int, tool: str) -> sa.Select[Worksheet]:
    """What a tool keeps in a project."""
    return sa.select(Worksheet).where(Worksheet.project_id == project_id, Worksheet.tool == tool)


def worksheets(project_ids: Collection[int], tool: str) -> sa.Select[Worksheet]:
    """What a tool keeps in these projects."""
    return sa.select(Worksheet).where(Worksheet.project_id.in_(project_ids), Worksheet.tool == tool)


def versions(worksheet_id: int) -> sa.Select[WorksheetVersion]:
    """The saves of a worksheet, the latest first."""
    return (
        sa.select(WorksheetVersion)
        .where(WorksheetVersion.worksheet_id == worksheet_id)
        .order_by(WorksheetVersion.version.desc())
    )


def expired(now: datetime) -> sa.Select[int]:
    """The numbers of the projects whose time is over."""
    return sa.select(Project.id).where(Project.expires_at <= now)
