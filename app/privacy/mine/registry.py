"""Everything that the portal keeps of a person: one line of `SOURCES` each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.clock import to_paris
from app.privacy.mine import account, by_name, exchanges, work
from app.privacy.mine.source import Rows, Source
from app.privacy.spans import SPANS

TEAM_OWNS = "Reste à l’organisation, qui en a besoin pour travailler, sans lien avec votre compte."
GROUP_OWNS = "Reste au groupement, sous votre nom\u00a0: les autres membres s’y fient."
DOSSIER_OWNS = "Reste au projet de l’organisation, sous votre nom."
HISTORY = (
    "Reste, pour que chacun puisse revenir en arrière, sans lien avec votre compte\u00a0; votre "
    "nom, là où il a été écrit."
)
INVITED_STAYS = (
    f"Reste {SPANS['invitation']} après la fin de l’invitation, avec l’adresse invitée, pour "
    "l’organisation qui invite."
)
NEED_STAYS = (
    f"Reste jusqu’à {SPANS['need']} après la clôture, avec votre adresse, pour les organisations "
    "qui ont répondu."
)
THREAD_STAYS = (
    f"Reste jusqu’à {SPANS['thread']} après la clôture de la demande, pour l’autre partie."
)
LETTERS_STAY = f"Reste {SPANS['letter']} comme preuve d’envoi, {SPANS['letter_unsent']} sans envoi."
ALERTS_STAY = (
    "Ce qui est lié au compte est effacé\u00a0; les alertes suivies sans compte, avec la même "
    "adresse, restent jusqu’à ce que vous les arrêtiez."
)
PAUSE_STAYS = "Reste, sous forme d’empreinte, pour ne plus écrire à une adresse qui refuse."
CONTACT_STAYS = f"Reste {SPANS['contact']} après l’envoi, pour la structure qui l’a reçu."
REPORT_STAYS = "L’adresse est effacée au traitement du signalement."
PROPOSAL_STAYS = "L’adresse est effacée à la décision."
FUNDER_STAYS = "Reste avec le projet, pour son porteur et les financeurs, sans lien avec vous."


def source(
    key: str, label: str, tables: str, select: Callable[[Person], Rows], stays: str = ""
) -> Source:
    """A line of the registry; the tables are parted by spaces."""
    return Source(key=key, label=label, tables=tuple(tables.split()), select=select, stays=stays)


SOURCES: tuple[Source, ...] = (
    source("account", "Compte", "person", account.account),
    source("logins", "Connexions", "login_session", account.logins),
    source("recovery_codes", "Codes de secours", "recovery_code", account.recovery_codes),
    source("links", "Liens envoyés pour le compte", "one_time_token", account.links),
    source("memberships", "Organisations", "membership", account.memberships),
    source("steps", "Historique des rattachements", "team_step", account.steps, TEAM_OWNS),
    source("invitations", "Invitations", "invitation", account.invitations, INVITED_STAYS),
    source("join_requests", "Demandes de rattachement", "join_request", account.requests),
    source("join_codes", "Codes de rattachement", "join_code", account.codes),
    source("networks", "Réseaux proposés", "network_place", account.network_places, TEAM_OWNS),
    source("letters", "Courriers reçus", "letter", account.letters, LETTERS_STAY),
    source("pause", "Arrêt des courriers", "paused_address", account.pause, PAUSE_STAYS),
    source(
        "subscriptions", "Abonnement", "alert_subscriber", account.subscriptions, ALERTS_STAY
    ),
    source("alerts", "Alertes", "alert", account.alerts, ALERTS_STAY),
    source("told", "Ce qui vous a été signalé", "alert_told", account.told, ALERTS_STAY),
    source("needs", "Demandes de mise en relation", "need", exchanges.needs, NEED_STAYS),
    source("need_moves", "Étapes de vos demandes", "need_move", exchanges.need_moves, NEED_STAYS),
    source("solicited", "Qui les a reçues", "need_match", exchanges.solicited, NEED_STAYS),
    source("answers", "Vos réponses", "need_match", exchanges.answers, THREAD_STAYS),
    source(
        "answer_moves", "Étapes de vos réponses", "need_match_move", exchanges.match_moves,
        THREAD_STAYS,
    ),
    source(
        "messages", "Messages écrits", "need_match_message", exchanges.messages, THREAD_STAYS
    ),
    source("files", "Fichiers envoyés", "need_match_file", exchanges.match_files, THREAD_STAYS),
    source(
        "contacts", "Messages aux structures", "siae_contact", exchanges.contacts, CONTACT_STAYS
    ),
    source("reports", "Signalements", "error_report", exchanges.reports, REPORT_STAYS),
    source("proposals", "Propositions", "proposal", exchanges.proposals, PROPOSAL_STAYS),
    source("projects", "Projets", "project dossier proximity_holder", work.projects),
    source("worksheets", "Outils de vos projets", "worksheet", work.worksheets),
    source("versions", "Versions de ces outils", "worksheet_version", work.versions),
    source("decisions", "Décisions sur vos projets", "dossier_decision", work.decisions),
    source("documents", "Documents de vos projets", "dossier_file", work.documents),
    source("shares", "Liens de partage", "dossier_share", work.shares),
    source("proximities", "Proximités", "proximity_move", work.proximity_moves, HISTORY),
    source("positions", "Positions de financeur", "funder_position", work.positions, FUNDER_STAYS),
    source(
        "funder_letters", "Messages à des porteurs de projet", "funder_letter",
        work.funder_letters, FUNDER_STAYS,
    ),
    source("ties", "Financeurs reliés", "scheme_funder", work.ties, TEAM_OWNS),
    source("assigned", "Consultations à votre charge", "pursuit", work.assigned, TEAM_OWNS),
    source(
        "pursuit_moves", "Étapes de consultations", "pursuit_move", work.pursuit_moves, TEAM_OWNS
    ),
    source("notes", "Notes de consultations", "pursuit_note", work.notes, TEAM_OWNS),
    source("items", "Pièces cochées", "checklist_item", work.items, TEAM_OWNS),
    source("reminders", "Rappels", "pursuit_reminder", work.reminders, TEAM_OWNS),
    source(
        "pursuit_files", "Fichiers de consultations", "pursuit_file", work.pursuit_files, TEAM_OWNS
    ),
    source("feeds", "Agendas", "pursuit_feed", work.feeds),
    source(
        "group_messages", "Messages de groupements", "consortium_message", by_name.group_messages,
        GROUP_OWNS,
    ),
    source(
        "group_files", "Fichiers de groupements", "consortium_file", by_name.group_files,
        GROUP_OWNS,
    ),
    source(
        "group_points", "Points réglés", "consortium_point", by_name.group_points, GROUP_OWNS
    ),
    source(
        "group_steps", "Étapes de groupements", "consortium_event", by_name.group_steps, GROUP_OWNS
    ),
    source(
        "team_documents", "Documents des projets de vos organisations", "dossier_file",
        by_name.team_documents, DOSSIER_OWNS,
    ),
    source(
        "team_shares", "Partages de ces projets", "dossier_share", by_name.team_shares,
        DOSSIER_OWNS,
    ),
    Source(
        key="revisions",
        label="Fiches modifiées",
        tables=("revision",),
        select=work.revisions,
        stays=HISTORY,
        shape=work.name_fields,
    ),
    source("weights", "Pondérations modifiées", "weights_version", work.weights, HISTORY),
    source("photos", "Photos envoyées", "siae_photo", work.photos, TEAM_OWNS),
)  # fmt: skip

# What is about nobody that an account may be matched with, by table.
LEFT_OUT = {
    "siae": "L’adresse d’une structure est celle de ses locaux.",
    "organisation": "L’adresse connue d’une organisation est la sienne, non celle d’un compte.",
    "stakeholder": "Une institution et son contact\u00a0; qui l’a modifiée y est une fonction.",
    "funding_scheme": "Un dispositif et son contact\u00a0; qui l’a modifié y est une fonction.",
    "committee": "Une instance\u00a0; qui l’a modifiée y est une fonction.",
}
NOTES = (
    "Ce que vous avez signé de votre nom dans un groupement ou dans le projet d’une organisation "
    "est cherché sous votre nom d’aujourd’hui, là où vous êtes encore membre\u00a0; rien n’est "
    "donné si un autre compte porte le même nom.",
    "Le texte d’un courrier qui contient un lien secret n’est pas donné\u00a0: le lien ouvrirait "
    "votre compte.",
    "Les mots de passe, les codes et les liens ne sont gardés que sous une forme qui ne se lit "
    "pas.",
    "Les fichiers sont nommés\u00a0: ils se téléchargent sur la page qui les montre.",
)


def gather(session: Session, person: Person) -> dict[str, list[dict[str, Any]]]:
    """The rows of every source, by its key, in the order of the registry."""
    return {source.key: source.read(session, person) for source in SOURCES}


def write_document(session: Session, person: Person, now: datetime) -> dict[str, Any]:
    """Everything, as one document that JSON can write."""
    rows = gather(session, person)
    return {
        "adresse": person.email,
        "établi_le": to_paris(now).isoformat(timespec="seconds"),
        "notes": list(NOTES),
        "données": {
            source.key: {
                "libellé": source.label,
                "tables": list(source.tables),
                "après_effacement": source.stays or "Effacé avec le compte.",
                "lignes": rows[source.key],
            }
            for source in SOURCES
        },
    }
