"""The menu of the member space and of the desk: one line of `SPACE` or `DESK` a page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Flask
from flask_login import current_user

from app.accounts.roles import PortalRole
from app.blueprints.formatting import format_number
from app.blueprints.waiting.registry import count_aged
from app.extensions import db


@dataclass(frozen=True, kw_only=True)
class SpacePage:
    """A page of the menu; `roles` are those of the team that see it, the administration apart."""

    path: str
    label: str
    roles: tuple[PortalRole, ...] = ()


SPACE: tuple[SpacePage, ...] = (
    SpacePage(path="/espace", label="Tableau de bord"),
    SpacePage(path="/espace/structure", label="Ma structure"),
    SpacePage(path="/espace/consultations", label="Mes marchés"),
    SpacePage(path="/espace/groupements", label="Mes groupements"),
    SpacePage(path="/espace/demandes", label="Demandes"),
    SpacePage(path="/espace/projet", label="Mes projets"),
    SpacePage(path="/espace/alertes", label="Mes alertes"),
    SpacePage(path="/espace/organisations", label="Mes organisations"),
    SpacePage(path="/espace/compte", label="Mon compte"),
)
DESK: tuple[SpacePage, ...] = (
    SpacePage(  # first: the menu counts it
        path="/admin", label="À traiter", roles=(PortalRole.MODERATOR, PortalRole.EDITOR)
    ),
    SpacePage(path="/admin/propositions", label="Propositions", roles=(PortalRole.MODERATOR,)),
    SpacePage(
        path="/admin/signalements",
        label="Erreurs signalées",
        roles=(PortalRole.MODERATOR, PortalRole.EDITOR),
    ),
    SpacePage(path="/admin/republications", label="Republications", roles=(PortalRole.MODERATOR,)),
    SpacePage(path="/admin/rattachements", label="Rattachements", roles=(PortalRole.MODERATOR,)),
    SpacePage(path="/admin/reseaux", label="Réseaux", roles=(PortalRole.MODERATOR,)),
    SpacePage(path="/admin/financeurs", label="Financeurs", roles=(PortalRole.MODERATOR,)),
    SpacePage(path="/admin/ponderations", label="Pondérations", roles=(PortalRole.MODERATOR,)),
    SpacePage(path="/admin/demandes", label="Demandes à suivre", roles=(PortalRole.MODERATOR,)),
    SpacePage(path="/admin/proximites", label="Proximités", roles=(PortalRole.MODERATOR,)),
    SpacePage(path="/admin/courriers", label="Courriers", roles=(PortalRole.MODERATOR,)),
    SpacePage(path="/admin/taches", label="Tâches", roles=(PortalRole.MODERATOR,)),
    SpacePage(path="/admin/journal", label="Journal"),
)


def space_menu() -> dict[str, tuple[SpacePage, ...]]:
    """The pages that the person signed in may open; one statement for the team, else none."""
    role = current_user.person.portal_role if current_user.is_authenticated else None
    desk = tuple(p for p in DESK if role and role in (PortalRole.ADMIN, *p.roles))
    if desk:
        number = format_number(count_aged(db.session(), role))
        desk = (replace(desk[0], label=f"{desk[0].label} ({number})"), *desk[1:])
    return {"space": SPACE if current_user.is_authenticated else (), "desk": desk}


def register(app: Flask) -> None:
    """Give the menu to the templates of the member space, which alone ask for it."""
    app.jinja_env.globals["space_menu"] = space_menu
