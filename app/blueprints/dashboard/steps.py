"""What to do next: three steps at the first visit, then the doors of what the person came for."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.roles import Purpose
from app.blueprints import open_project
from app.blueprints.dashboard.block import JOIN, PROFILE, Block, Desk, is_served
from app.blueprints.formatting import format_moment
from app.blueprints.fundable_purse import list_path
from app.dossiers import funders
from app.extensions import db

CREATE = "/espace/organisations/creer"
PROJECTS = "/espace/projet"
ALERTS = "/espace/alertes"
AT_FIRST = 3  # steps for a newcomer


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do, and why."""

    label: str
    href: str
    why: str


def step(label: str, href: str, why: str) -> Step:
    """A step, on one line of the tables below."""
    return Step(label=label, href=href, why=why)


JOINING = step(
    *JOIN, "Une preuve suffit\u00a0: un code, votre adresse professionnelle, ou l’équipe."
)
WATCHING = step("Suivre une recherche", ALERTS, "Vous êtes prévenu quand quelque chose arrive.")
DOORS: dict[Purpose, tuple[Step, ...]] = {
    Purpose.SIAE: (
        JOINING,
        step(*PROFILE, "Les marchés vous sont proposés d’après ce que vous y dites."),
        WATCHING,
        step("Voir les marchés ouverts", "/marches", "Par métier, territoire et date limite."),
    ),
    Purpose.PROJECT: (
        step("Ouvrir le dossier de mon projet", PROJECTS, "Qui appeler, quoi demander, qui voir."),
        step("Ouvrir la boîte à outils", "/boite-a-outils", "Du besoin au budget, par étapes."),
        step("Chercher des financements", "/financements/trouver", "Selon votre projet."),
        step("Créer une organisation sans SIRET", CREATE, "Pour y travailler à plusieurs."),
    ),
    Purpose.COMPANY: (
        step("Trouver une structure", "/structures", "Par métier et par distance."),
        step("Calculer une clause", "/marches/heures-insertion", "Ses heures d’insertion."),
        step("Voir l’agenda", "/agenda", "Où rencontrer les structures."),
    ),
    Purpose.FUNDER: (
        step("Parcourir les financements", "/financements", "Dispositifs et appels, datés."),
        step("Lire les besoins", "/territoires", "Où l’offre manque, territoire par territoire."),
        step("Voir les expérimentations", "/experimentations", "Ce qui s’essaie ici."),
    ),
    Purpose.NETWORK: (
        JOINING,
        step("Lire les indicateurs", "/indicateurs", "Les chiffres de la région, sourcés."),
        step("Proposer un événement", "/agenda/proposer", "L’agenda est lu par toute la région."),
    ),
    Purpose.OTHER: (
        step("Lire les guides", "/guide", "Qui fait quoi, et comment on commence."),
        step("Voir les structures", "/structures", "Par métier et par distance."),
        WATCHING,
    ),
}  # fmt: skip


def read(desk: Desk) -> tuple[Step, ...]:
    """The steps of what the person comes for, but those that are done; three for a newcomer."""
    kept = (*project_steps(desk), *funder_steps(desk))
    doors = DOORS[desk.purpose]
    if desk.memberships:
        doors = tuple(door for door in doors if door is not JOINING)
    elif JOINING not in doors and desk.purpose is Purpose.OTHER:
        doors = (*doors[:2], JOINING)
    shown = tuple(door for door in (*kept, *doors) if is_served(door.href))
    return shown[:AT_FIRST] if desk.since is None else shown


def project_steps(desk: Desk) -> tuple[Step, ...]:
    """The project kept in this browser, if there is one."""
    if desk.purpose not in (Purpose.PROJECT, Purpose.OTHER):
        return ()
    opened = open_project.current()
    if opened is None:
        return ()
    changed = format_moment(opened.project.updated_at)
    return (step("Reprendre mon projet", opened.home, f"Modifié {changed}, dans ce navigateur."),)


def funder_steps(desk: Desk) -> tuple[Step, ...]:
    """The projects that the organisations of the person may fund, where the team tied them."""
    if desk.purpose is not Purpose.FUNDER or not desk.memberships:
        return ()
    numbers = [membership.organisation_id for membership in desk.memberships]
    tied = {
        one.organisation_id: one for one in db.session.scalars(funders.of_organisations(numbers))
    }
    return tuple(
        step("Lire les projets à financer", list_path(number), f"Pour {one.organisation.name}.")
        for number, one in tied.items()
    )


BLOCK = Block(
    key="suite",
    title="La suite",
    template="dashboard/steps.html",
    read=read,
    empty=lambda _desk: "Rien ne vous attend",
)
