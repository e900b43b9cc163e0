"""The only clock of the portal: every rule takes its instant as a parameter, edges read it here."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


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
