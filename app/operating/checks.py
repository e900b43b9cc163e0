"""What may be wrong with an installation, each in a function: it says what is well, or a fault.

A fault says in plain French what is wrong and what to do. `CHECKS` are those that look at nothing
but the database, the disk and the settings; `flask check` adds its own, pages take some.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.roles import PortalRole
from app.errors import PortalError
from app.mail.models import Letter, LetterState
from app.operating.runs import list_last_runs
from app.operating.schema import read_head, read_revision
from app.search.backend import DocumentKind, SearchBackend
from app.siae.models import Siae
from app.tenders.models import Consultation
from config import Settings

WORKER_LATE = timedelta(hours=2)  # letters leave each minute: so long is no delay
LETTER_LATE = timedelta(hours=1)
LEAST_FREE = 0.1  # of the disk
LEAST_LETTERS = 10  # different characters of a key that was drawn


class FaultError(PortalError):
    """Something is wrong; `remedy` says what to do."""

    def __init__(self, said: str, remedy: str) -> None:
        super().__init__(said)
        self.remedy = remedy


@dataclass(frozen=True, kw_only=True)
class Installation:
    """What checks look at; `now` is aware, `migrations` the folder of alembic."""

    settings: Settings
    session: Session
    backend: SearchBackend
    migrations: Path
    now: datetime


@dataclass(frozen=True, kw_only=True)
class Check:
    """One check: its key for machines, its label, and whether it is for production only."""

    key: str
    label: str
    run: Callable[[Installation], str]
    in_production: bool = False


def check_database(here: Installation) -> str:
    """The database answers."""
    here.session.execute(sa.select(sa.literal(1)))
    return f"répond ({here.session.get_bind().dialect.name})"


def check_schema(here: Installation) -> str:
    """Every migration was run."""
    revision, head = read_revision(here.session.connection()), read_head(here.migrations)
    if revision != head:
        raise FaultError(
            f"le schéma est {revision or 'absent'}, cette version attend {head}",
            "Sauvegardez (« flask backup create »), puis lancez « flask db upgrade ».",
        )
    return f"à jour ({head})"


def check_index(here: Installation) -> str:
    """The index opens and holds something."""
    count = here.backend.count()
    if not count:
        raise FaultError("l’index est vide", "Lancez « flask search rebuild ».")
    return f"{count} documents"


def check_freshness(here: Installation) -> str:
    """The index holds as many structures and consultations as the database."""
    for kind, model in ((DocumentKind.SIAE, Siae), (DocumentKind.TENDER, Consultation)):
        kept = here.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0
        found = here.backend.count([kind])
        if kept != found:
            raise FaultError(
                f"l’index a {found} fiches « {kind.value} », la base {kept}",
                "Attendez la fin d’un import en cours, sinon lancez « flask search rebuild ».",
            )
    return "autant de structures et de consultations que la base"


def check_writable(here: Installation) -> str:
    """The folder of the instance takes files."""
    try:
        with TemporaryFile(dir=here.settings.instance) as file:
            file.write(b"\0")
    except OSError as error:
        raise FaultError(
            "le disque n’accepte pas de fichier",
            "Vérifiez les droits du dossier de l’instance et la place qui reste.",
        ) from error
    return "accepte des fichiers"


def check_room(here: Installation) -> str:
    """Some of the disk is free."""
    usage = shutil.disk_usage(here.settings.instance)
    share = usage.free / usage.total
    if share < LEAST_FREE:
        raise FaultError(
            f"il reste {share:.0%} du disque",
            "Déplacez les anciennes sauvegardes, ou agrandissez le disque.",
        )
    return f"{share:.0%} libres"


def check_worker(here: Installation) -> str:
    """A job ended lately: the worker runs."""
    runs = list_last_runs(here.settings.instance / "jobs").values()
    if not runs:
        raise FaultError("aucune tâche n’a jamais été exécutée", "Démarrez « flask jobs work ».")
    ago = here.now - max(run.ended for run in runs)
    if ago > WORKER_LATE:
        hours = int(ago.total_seconds() // 3600)
        raise FaultError(
            f"aucune tâche n’a été exécutée depuis {hours}\u00a0heures",
            "Redémarrez le service des tâches (« flask jobs work ») et lisez son journal.",
        )
    return "a travaillé il y a moins de deux heures"


def check_letters(here: Installation) -> str:
    """No letter waits for long without having been tried, and none needs somebody."""
    late = here.now - LETTER_LATE
    waiting = sa.and_(Letter.state == LetterState.WAITING, Letter.due_at < late)
    sending = sa.and_(Letter.state == LetterState.SENDING, Letter.claimed_at < late)
    stuck = here.session.scalar(sa.select(sa.func.count(Letter.id)).where(sa.or_(waiting, sending)))
    unsure = sa.select(sa.func.count(Letter.id)).where(Letter.state == LetterState.UNCERTAIN)
    doubtful = here.session.scalar(unsure)
    if stuck and here.settings.smtp_url:
        raise FaultError(
            f"{stuck} courriers auraient dû partir il y a plus d’une heure",
            "Vérifiez le serveur de courrier (« flask mail test ») et le service des tâches.",
        )
    if doubtful:
        raise FaultError(
            f"{doubtful} courriers sont peut-être partis",
            "Décidez de chacun dans l’administration, page « Courriers ».",
        )
    return "rien de bloqué"


def check_server(here: Installation) -> str:
    """Letters may leave."""
    if not here.settings.smtp_url:
        raise FaultError(
            "aucun courrier ne part", "Renseignez PORTAL_SMTP_URL et PORTAL_MAIL_FROM."
        )
    return "un serveur est réglé"


def check_key(here: Installation) -> str:
    """The secret key looks drawn."""
    if len(set(here.settings.secret_key)) < LEAST_LETTERS:
        raise FaultError(
            "la clé secrète se devine",
            "Tirez-en une autre, et lisez d’abord « Rotate keys » de docs/operations.md.",
        )
    return "assez longue et variée"


def check_https(here: Installation) -> str:
    """Browsers talk to the portal over HTTPS alone."""
    if not here.settings.https or not here.settings.base_url.startswith("https://"):
        raise FaultError(
            "le portail n’est pas déclaré en https",
            "Mettez PORTAL_HTTPS=yes et une adresse en https:// dans PORTAL_BASE_URL.",
        )
    return "déclaré"


def check_admin(here: Installation) -> str:
    """Somebody can administrate."""
    admins = sa.select(sa.func.count(Person.id)).where(
        Person.role == PortalRole.ADMIN, Person.blocked_at.is_(None)
    )
    count = here.session.scalar(admins)
    if not count:
        raise FaultError(
            "personne n’administre le portail",
            "Lancez « flask accounts create-admin ADRESSE ».",
        )
    return f"{count} comptes" if count > 1 else "un compte"


DATABASE = Check(key="base", label="Base de données", run=check_database)
SCHEMA = Check(key="schema", label="Schéma de la base", run=check_schema)
INDEX = Check(key="index", label="Index de recherche", run=check_index)
WRITABLE = Check(key="disque", label="Écriture sur le disque", run=check_writable)
WORKER = Check(key="taches", label="Tâches périodiques", run=check_worker, in_production=True)

CHECKS: tuple[Check, ...] = (
    DATABASE,
    SCHEMA,
    INDEX,
    Check(key="fraicheur", label="Fraîcheur de l’index", run=check_freshness),
    WRITABLE,
    Check(key="place", label="Place sur le disque", run=check_room),
    Check(key="courriers", label="Courriers", run=check_letters),
    WORKER,
    Check(key="serveur", label="Serveur de courrier", run=check_server, in_production=True),
    Check(key="cle", label="Clé secrète", run=check_key, in_production=True),
    Check(key="https", label="HTTPS", run=check_https, in_production=True),
    Check(key="administration", label="Administration", run=check_admin, in_production=True),
)
