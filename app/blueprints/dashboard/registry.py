"""The blocks of the dashboard, in order; a new one is its module and one line here."""

from __future__ import annotations

from app.blueprints.dashboard import (
    alerts,
    capacity,
    consortia,
    deadlines,
    news,
    pursuits,
    requests,
    steps,
    team,
    tenders,
)
from app.blueprints.dashboard.block import Block

BLOCKS: tuple[Block, ...] = (
    news.BLOCK,
    requests.BLOCK,
    deadlines.BLOCK,
    pursuits.BLOCK,
    consortia.BLOCK,
    tenders.BLOCK,
    alerts.BLOCK,
    capacity.BLOCK,
    team.BLOCK,
    steps.BLOCK,
)
