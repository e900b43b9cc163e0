"""The periodic jobs: one line of `JOBS` each."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from huey import crontab

from app import clock
from app.cli.accounts import purge_accounts
from app.cli.alerts import keep_alerts, send_alerts
from app.cli.consortium import purge_files as purge_consortium_files
from app.cli.dossiers import purge_dossiers, warn_of_ends
from app.cli.drafts import purge_drafts
from app.cli.fetching import fetch_boamp
from app.cli.funding import run_check_links
from app.cli.interests import purge_interests
from app.cli.mail import purge_letters, send_letters
from app.cli.needs import close_needs, forget_needs, send_waves
from app.cli.needs import send_reminders as send_need_reminders
from app.cli.organisations import purge_teams
from app.cli.projects import look_for_proximities, purge_projects
from app.cli.pursuits import purge_files, send_reminders
from app.cli.showcase import drop_photo_files, purge_contacts
from app.cli.siae import nudge_capacity
from app.cli.tenders import refresh_deadlines
from app.errors import PortalError

FIRST_DAYS = 30  # days of the first fetch: what was published before has mostly closed
logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Job:
    """A job: its name for commands, what it does, when, in five fields of cron, in Paris.

    `run` gives a French sentence on what it did, and raises PortalError where it could not.
    """

    name: str
    label: str
    cron: str
    run: Callable[[], str]

    def is_due(self, moment: datetime) -> bool:
        """Whether it runs at that minute; the instant is aware."""
        minute, hour, day, month, weekday = self.cron.split()
        matches: Callable[[datetime], bool] = crontab(
            minute=minute, hour=hour, day=day, month=month, day_of_week=weekday, strict=True
        )
        return matches(clock.to_paris(moment))


def run_fetch_boamp() -> str:
    """Fetch what the BOAMP published since the last run."""
    report = fetch_boamp(first_days=FIRST_DAYS, tell=logger.info)
    if not report.is_complete:
        why = report.why or f"incomplet\u00a0: {', '.join(report.incomplete)}"
        raise PortalError(f"{report.summary}\u00a0; {why}")
    return report.summary


JOBS: tuple[Job, ...] = (
    Job(
        name="send-letters",
        label="Envoie les courriers qui attendent",
        cron="* * * * *",
        run=send_letters,
    ),
    Job(
        name="purge-letters",
        label="Efface les courriers envoyés depuis 90 jours, les autres après un an",
        cron="35 3 * * *",
        run=purge_letters,
    ),
    Job(
        name="fetch-boamp",
        label="Récupère les nouveaux avis du BOAMP, mis à jour deux fois par jour",
        cron="40 6,14 * * *",  # not on the hour, when everybody asks
        run=run_fetch_boamp,
    ),
    Job(
        name="refresh-deadlines",
        label="Montre la prochaine échéance des consultations dont un lot vient de se clore",
        cron="5 * * * *",
        run=refresh_deadlines,
    ),
    Job(
        name="purge-projects",
        label="Efface les projets que personne n’a modifiés depuis douze mois",
        cron="20 3 * * *",
        run=purge_projects,
    ),
    Job(
        name="look-for-proximities",
        label="Cherche ce qui est proche des projets, et prévient une fois par jour",
        cron="30 8 * * *",
        run=look_for_proximities,
    ),
    Job(
        name="purge-interests",
        label="Retire des groupes de filières celles dont les douze mois sont passés",
        cron="25 3 * * *",
        run=purge_interests,
    ),
    Job(
        name="purge-accounts",
        label="Efface les comptes que personne n’a confirmés en sept jours, et les liens expirés",
        cron="30 3 * * *",
        run=purge_accounts,
    ),
    Job(
        name="send-alerts",
        label="Envoie les alertes de ceux qui suivent une recherche",
        cron="*/15 * * * *",
        run=send_alerts,
    ),
    Job(
        name="keep-alerts",
        label="Efface les alertes non confirmées, relance les adresses chaque année",
        cron="35 3 * * *",
        run=keep_alerts,
    ),
    Job(
        name="purge-teams",
        label="Efface les codes, les demandes et les invitations qui ne servent plus",
        cron="35 3 * * *",
        run=purge_teams,
    ),
    Job(
        name="purge-contacts",
        label="Efface les messages écrits aux structures il y a plus de douze mois",
        cron="30 3 * * *",
        run=purge_contacts,
    ),
    Job(
        name="purge-need-drafts",
        label="Efface les demandes commencées il y a trente jours, ou jamais confirmées",
        cron="25 3 * * *",
        run=purge_drafts,
    ),
    Job(
        name="drop-photo-files",
        label="Efface les fichiers des photos supprimées",
        cron="35 3 * * *",
        run=drop_photo_files,
    ),
    Job(
        name="nudge-capacity",
        label="Demande aux structures si leurs capacités de plus de 90 jours sont toujours vraies",
        cron="15 9 * * 1-5",  # the mornings when people read their letters
        run=nudge_capacity,
    ),
    Job(
        name="check-funding-links",
        label="Essaie les liens des financements et signale ceux qui sont cassés",
        cron="30 4 * * 1",
        run=run_check_links,
    ),
    Job(
        name="send-reminders",
        label="Prépare les courriels de rappel des marchés suivis, une fois chacun",
        cron="15 7 * * *",
        run=send_reminders,
    ),
    Job(
        name="purge-pursuit-files",
        label="Efface les fichiers des marchés qui ne sont plus suivis",
        cron="35 3 * * *",
        run=purge_files,
    ),
    Job(
        name="purge-consortium-files",
        label="Efface les fichiers que plus aucun groupement ne tient",
        cron="40 3 * * *",
        run=purge_consortium_files,
    ),
    Job(
        name="purge-dossiers",
        label="Efface les fichiers que plus aucun projet ne tient, et les vieux liens de partage",
        cron="45 3 * * *",  # once the projects that are over are erased
        run=purge_dossiers,
    ),
    Job(
        name="warn-of-ends",
        label="Prévient, trente jours avant, de la fin d’un projet que personne ne modifie",
        cron="30 7 * * *",
        run=warn_of_ends,
    ),
    Job(
        name="send-waves",
        label="Sollicite d’autres structures quand trop peu ont répondu à une demande",
        cron="10,40 8-18 * * 1-5",  # when people read their letters
        run=send_waves,
    ),
    Job(
        name="send-need-reminders",
        label="Rappelle les demandes sans réponse, demande ce que les accords sont devenus",
        cron="20 9 * * 1-5",
        run=send_need_reminders,
    ),
    Job(
        name="close-needs",
        label="Ferme les demandes de 45 jours et fait le point avec leur auteur",
        cron="45 8 * * *",
        run=close_needs,
    ),
    Job(
        name="forget-needs",
        label="Efface les échanges douze mois après la clôture, les demandeurs après vingt-quatre",
        cron="40 3 * * *",
        run=forget_needs,
    ),
)
