"""The organisations whose SIRET nobody has checked."""

from __future__ import annotations

from app.blueprints.waiting.kind import TEAM, Button, Item, Waiting
from app.organisations import creating
from app.organisations.models import Organisation

PATH = "/admin/rattachements"


def describe(row: Organisation) -> Item:
    """An organisation that somebody created."""
    confirm = Button(
        label="Confirmer le SIRET", address=f"{PATH}/siret/{row.id}", action="confirmer"
    )
    return Item(
        what=row.name,
        since=row.created_at,
        href=f"{PATH}#siret",
        about=f"SIRET {row.claimed_siret}",
        buttons=(confirm,),
    )


WAITING = Waiting(
    key="siret",
    label="SIRET à vérifier",
    href=f"{PATH}#siret",
    roles=TEAM,
    select=creating.to_verify,
    item=describe,
)
