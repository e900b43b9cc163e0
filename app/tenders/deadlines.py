"""The right deadline, in Paris time, whatever the publisher did to it.

Buyers write an hour of Paris. Its field in the notice says it plainly, and is read first. The
summary field `datelimitereponse` carries an offset that lies in one of three ways, found on 10,000
real notices (2017 to 2025): hence one regime each. An instant given too late loses a tender; where
two readings remain, the earlier one is kept and marked « à confirmer ».
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from app.clock import PARIS
from app.tenders.records import Deadline, Precision
from app.tenders.values import FIRST_YEAR, LAST_YEAR, MONTHS

END_OF_DAY = time(23, 59)
WALL_CLOCK_SINCE = date(2024, 1, 15)  # when the publisher's export stopped shifting hours
ISO = re.compile(
    r"(?P<day>\d{4}-\d{1,2}-\d{1,2})"
    r"(?:[T ](?P<time>\d{2}:\d{2})(?::(?P<seconds>\d{2}))?(?:\.\d+)?)?"
    r"\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?"
)
NAMED_DATE = rf"(\d{{1,2}})(?:er)?\s+({'|'.join(MONTHS)})\s+(\d{{4}})"
SLASHED_DATE = r"(\d{1,2})/(\d{1,2})/(\d{4})"
HOUR = r"(?:\s*,?\s*(?:à|a|avant|-)?\s*(\d{1,2})\s*(?:h(?:eures?)?|:)\s*(\d{2})?)?"
WRITTEN = re.compile(rf"\b(?:{NAMED_DATE}|{SLASHED_DATE}){HOUR}", re.IGNORECASE)
CONTEXT = re.compile(
    r"limite|r[ée]ception|remise|offres?\b|plis|d[ée]lai|report|prolong|candidatures?",
    re.IGNORECASE,
)
REPLACED = re.compile(
    r"(?:au lieu d[eu]|initialement|pr[ée]vue? le|fix[ée]e? au)\W*(?:\w+\W+){0,3}$"
)


class Regime(StrEnum):
    """What the offset of the summary field is worth."""

    EXACT = "exact"
    WALL_CLOCK = "wall_clock"
    FIXED_OFFSET = "fixed_offset"


REGIME_WORDS = {
    Regime.EXACT: "converti en heure de Paris",
    Regime.WALL_CLOCK: "heure de Paris, malgré un fuseau annoncé en UTC",
    Regime.FIXED_OFFSET: "heure de Paris, décalage fixe d’une heure retiré",
}


def choose_regime(*, is_eforms: bool, published_on: date | None) -> Regime:
    """The regime of a notice's summary field, by its structure and its day of publication."""
    if is_eforms:
        return Regime.EXACT
    if published_on is not None and published_on < WALL_CLOCK_SINCE:
        return Regime.FIXED_OFFSET
    return Regime.WALL_CLOCK


def read_field(raw: str, source: str) -> Deadline | None:
    """The deadline a field of the notice itself gives: naive is Paris, an offset is respected.

    A date alone, or midnight, is a day: its last minute counts. None where it is no date of our
    time.
    """
    moment = parse_moment(raw)
    if moment is None:
        return None
    if moment.tzinfo is None:
        return at_wall_clock(moment, f"{source}, heure de Paris")
    if moment.time() == time(0):
        return at_wall_clock(moment.replace(tzinfo=None), f"{source}, jour sans heure")
    return at_instant(moment, source)


def read_summary(raw: str, regime: Regime) -> Deadline | None:
    """The deadline of the summary field `datelimitereponse`, by its regime."""
    moment = parse_moment(raw)
    if moment is None:
        return None
    utc = moment.astimezone(UTC) if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    source = f"datelimitereponse, {REGIME_WORDS[regime]}"
    if regime is Regime.EXACT:
        return at_instant(utc, source)
    wall = utc.replace(tzinfo=None)
    if wall.time() == time(0):
        return at_wall_clock(wall, "datelimitereponse, jour sans heure")
    if regime is Regime.FIXED_OFFSET:
        wall += timedelta(hours=1)
    return at_wall_clock(wall, source)


def parse_moment(raw: str) -> datetime | None:
    """An ISO date or moment, aware where it has an offset; None where it has no sense."""
    found = ISO.match(raw.strip())
    if found is None:
        return None
    try:
        year, month, day = map(int, found["day"].split("-"))
        hour, minute = map(int, (found["time"] or "00:00").split(":"))
        moment = datetime(year, month, day, hour, minute)  # noqa: DTZ001 - naive is Paris
        if found["offset"] and found["time"]:
            offset = "+00:00" if found["offset"] == "Z" else found["offset"]
            moment = datetime.fromisoformat(f"{moment.isoformat()}{offset}")
    except ValueError:
        return None
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def at_wall_clock(moment: datetime, source: str) -> Deadline:
    """The deadline when clocks in Paris show that naive moment; midnight is the day's last minute.

    An hour that comes twice, in October, is the first; one that is skipped, in March, is moved.
    """
    precision = Precision.MINUTE
    if moment.time() == time(0):
        moment, precision = datetime.combine(moment.date(), END_OF_DAY), Precision.DAY
    at = moment.replace(tzinfo=PARIS).astimezone(UTC)
    return Deadline(at=at, local=show_in_paris(at), precision=precision, source=source)


def at_instant(moment: datetime, source: str) -> Deadline:
    """The deadline at that aware instant; an offset that Paris does not have is to be confirmed."""
    paris = moment.astimezone(PARIS)
    odd = moment.utcoffset() not in {timedelta(0), paris.utcoffset()}
    return Deadline(
        at=moment.astimezone(UTC),
        local=show_in_paris(moment),
        precision=Precision.MINUTE,
        source=f"{source}, décalage horaire inhabituel à vérifier" if odd else source,
        to_confirm=odd,
    )


def show_in_paris(moment: datetime) -> datetime:
    """What a clock in Paris shows at that instant, naive."""
    return moment.astimezone(PARIS).replace(tzinfo=None)


def find_announced(text: str) -> Deadline | None:
    """The new deadline that the sentences of an amendment announce, to be confirmed by a person.

    Among the dates written near words of deadline, the last that is not said to be replaced.
    """
    announced = None
    for found in WRITTEN.finditer(text[:20_000]):
        before = text[max(0, found.start() - 160) : found.start()]
        if not CONTEXT.search(before) or REPLACED.search(before.lower()):
            continue
        announced = read_written(found) or announced
    return announced


def read_written(found: re.Match[str]) -> Deadline | None:
    """The deadline of a date in letters or with slashes, and its hour where it has one."""
    day, month, year, number_day, number_month, number_year, hour, minute = found.groups()
    try:
        moment = datetime(  # noqa: DTZ001 - naive is Paris
            int(year or number_year),
            MONTHS[month.lower()] if month else int(number_month),
            int(day or number_day),
            int(hour or 0),
            int(minute or 0),
        )
    except ValueError:
        return None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return replace(at_wall_clock(moment, "texte du rectificatif"), to_confirm=True)
