"""The only clock of the portal: every rule takes its instant as a parameter, edges read it here.

It is the clock of Paris, and says its days in French.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
NBSP = "\u00a0"
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def now() -> datetime:
    """The present instant, aware, in Paris time."""
    return datetime.now(PARIS)


def today() -> date:
    """The date in Paris."""
    return now().date()


def to_utc(moment: datetime) -> datetime:
    """That aware instant, in UTC."""
    return moment.astimezone(UTC)


def to_paris(moment: datetime) -> datetime:
    """That aware instant, as a clock in Paris shows it."""
    return moment.astimezone(PARIS)


def say_day(day: date) -> str:
    """« 3 février 2026 », « 1er juin 2026 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{MONTHS[day.month - 1]}{NBSP}{day.year}"


def say_date(day: date) -> str:
    """« mardi 3 février 2026 »."""
    return f"{DAYS[day.weekday()]} {say_day(day)}"


def say_moment(moment: datetime) -> str:
    """« mardi 3 février 2026 à 12 h 00 », in Paris; the instant is aware."""
    local = to_paris(moment)
    return f"{say_date(local.date())} à {local.hour}{NBSP}h{NBSP}{local.minute:02d}"
