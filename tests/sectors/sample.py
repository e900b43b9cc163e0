"""The notices of the labelled sample, read by number from `../shared/data`; nothing is copied.

Each source gives records as the portal's parsers do: those of the BOAMP go through them, the others
have a small reader here, so that the measure does not move with a parser.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import json
import random
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.imports.report import RowError
from app.sectors import Classification
from app.tenders.projection import classify_lot, lots_of
from app.tenders.records import Buyer, LotRecord, NoticeKind, NoticeRecord
from app.tenders.sources import parse_file

LABELS = Path(__file__).with_name("labels.csv")
NONE = "none"
PARTS = ("development", "held", "check")
SEED = 20261124
HELD_OUT_FROM = 154  # of the first byte of a hash: 60 % under, for development
# How many notices of each source are drawn; the small sources are taken whole.
DRAWN = {"ted": 60, "avis": 45, "titles": 45, "awards": 25, "coded": 20, "api": 99, "dila": 99}
DESCRIPTORS = "Descripteurs BOAMP :"


def read_sources(shared_data: Path) -> dict[str, dict[str, NoticeRecord]]:
    """Every notice of every source, by source then by number."""
    return {
        name: {record.id: record for record in reader(shared_data)}
        for name, reader in READERS.items()
    }


def part_of(number: str) -> str:
    """The part of a notice of the draw, three fifths or two, which its number alone decides."""
    first = hashlib.sha256(number.encode()).digest()[0]
    return "held" if first >= HELD_OUT_FROM else "development"


def draw(shared_data: Path) -> list[tuple[str, NoticeRecord]]:
    """The sample, drawn with the fixed seed: the same numbers as those of the labels."""
    chance = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    drawn: list[tuple[str, NoticeRecord]] = []
    for source, records in read_sources(shared_data).items():
        numbers = sorted(records)
        taken = sorted(chance.sample(numbers, min(DRAWN[source], len(numbers))))
        drawn += [(source, records[number]) for number in taken]
    return drawn


def make_record(
    number: str,
    title: str,
    description: str = "",
    cpv: tuple[str, ...] = (),
    descriptors: tuple[str, ...] = (),
) -> NoticeRecord:
    """A notice of one lot, from the few fields that a sector is read from."""
    lot = LotRecord(number="1", title=title, description=description, cpv=cpv)
    return NoticeRecord(
        id=number,
        source="sample",
        kind=NoticeKind.CALL,
        published_on=None,
        title=title,
        buyer=Buyer(name=""),
        description=description,
        descriptors=descriptors,
        cpv=cpv,
        lots=(lot,),
    )


def local(element: ET.Element, name: str) -> list[ET.Element]:
    """The descendants of that name, whatever their namespace."""
    return [node for node in element.iter() if str(node.tag).rpartition("}")[2] == name]


def words(element: ET.Element, name: str) -> str:
    """The text of the first descendant of that name, on one line."""
    found = local(element, name)
    return re.sub(r"\s+", " ", " ".join(found[0].itertext())).strip() if found else ""


def read_ted(shared_data: Path) -> Iterator[NoticeRecord]:
    """TED, schema R2.0.9: title, short description and codes of the original form."""
    for path in sorted((shared_data / "ted_xml_r209_fr").glob("*.xml")):
        form = local(ET.parse(path).getroot(), "FORM_SECTION")[0]  # noqa: S314
        objects = local(form, "OBJECT_CONTRACT")
        if not objects:
            continue
        about = objects[0]
        codes = dict.fromkeys(node.get("CODE", "") for node in local(about, "CPV_CODE"))
        whole = words(about, "SHORT_DESCR")
        yield make_record(path.stem, words(about, "TITLE"), whole, tuple(filter(None, codes)))


def read_normalised(shared_data: Path) -> Iterator[NoticeRecord]:
    """Notices of 2026 already put in one shape; descriptors stand at the end of the description."""
    for path in sorted((shared_data / "avis_2026_normalises").glob("*.json")):
        for item in json.loads(path.read_text(encoding="utf-8")):
            description, _, written = (item["description"] or "").partition(DESCRIPTORS)
            listed = item.get("descripteurs") or [part.strip() for part in written.split(",")]
            descriptors = tuple(filter(None, listed))
            cpv = tuple(item.get("cpv") or ())
            yield make_record(item["ref"], item["titre"], description, cpv, descriptors)


def read_titles(shared_data: Path) -> Iterator[NoticeRecord]:
    """Titles of the BOAMP alone, 200 characters at most."""
    text = (shared_data / "boamp_light" / "boamp_10000_6champs.json").read_text(encoding="utf-8")
    for item in json.loads(text)["results"]:
        yield make_record(item["idweb"], item["objet"] or "")


def read_awards(shared_data: Path) -> Iterator[NoticeRecord]:
    """Objects of awarded contracts, without any code."""
    path = shared_data / "decp_csv" / "decp_idf_2005-2027.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield make_record(row["id_marche"], row["objet_marche"])


def read_coded(shared_data: Path) -> Iterator[NoticeRecord]:
    """Objects of awarded contracts with their code; numbered by file and place, ids repeat."""
    for path in sorted(shared_data.glob("decp_json_20*/*.json")):
        awards: Any = json.loads(path.read_text(encoding="utf-8"))
        awards = awards.get("marches", awards) if isinstance(awards, dict) else awards
        awards = awards.get("marche", []) if isinstance(awards, dict) else awards
        for place, award in enumerate(awards):
            code = (award.get("codeCPV") or "").partition("-")[0]
            if award.get("objet") and code and "test" not in path.name:
                yield make_record(f"{path.stem}#{place}", award["objet"], cpv=(code,))


def read_api(shared_data: Path) -> Iterator[NoticeRecord]:
    """The notices of the BOAMP's interface, by the portal's own parser."""
    yield from parse_folder(shared_data / "boamp_api_json", "*.json")


def read_dila(shared_data: Path) -> Iterator[NoticeRecord]:
    """The XML files of the BOAMP, by the portal's own parser."""
    yield from parse_folder(shared_data / "boamp_xml_dila", "*.xml")


def parse_folder(folder: Path, pattern: str) -> Iterator[NoticeRecord]:
    """Each notice of the files of a folder; what is refused is not in the sample."""
    for path in sorted(folder.glob(pattern)):
        with path.open("rb") as file:
            for found in parse_file(file):
                if not isinstance(found, RowError):
                    yield found.record


READERS: dict[str, Callable[[Path], Iterator[NoticeRecord]]] = {
    "ted": read_ted,
    "avis": read_normalised,
    "titles": read_titles,
    "awards": read_awards,
    "coded": read_coded,
    "api": read_api,
    "dila": read_dila,
}


@dataclass(frozen=True, kw_only=True)
class Label:
    """What a person answered on reading a notice, before any classifier did.

    `best` are equally right first answers (`none`: no sector fits), `others` also acceptable.
    `part` is `development` (the rules were made on it), `held` (of the same draw: no rule was made
    from it, though the person who made the rules had labelled it before) or `check` (drawn and
    labelled once the rules were settled: the only blind one).
    """

    part: str
    source: str
    number: str
    best: frozenset[str]
    others: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The sectors that the portal gives to a labelled notice, the surest first."""

    label: Label
    record: NoticeRecord
    given: tuple[Classification, ...]

    @property
    def slugs(self) -> tuple[str, ...]:
        """The first three sectors, or `none` alone."""
        return tuple(guess.sector.slug for guess in self.given[:3]) or (NONE,)

    @property
    def is_first_right(self) -> bool:
        """True where the first answer is one of the best."""
        return self.slugs[0] in self.label.best

    @property
    def is_among_three(self) -> bool:
        """True where one of the first three is acceptable."""
        return not (self.label.best | self.label.others).isdisjoint(self.slugs)


@dataclass(frozen=True, kw_only=True)
class Accuracy:
    """Shares from 0 to 1 of `notices`; `covered`: of those that have a sector, with an answer."""

    notices: int
    first: float
    three: float
    covered: float


def read_labels() -> list[Label]:
    """The labels, in the order of the file."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        return [
            Label(
                part=row["part"],
                source=row["source"],
                number=row["number"],
                best=frozenset(row["best"].split()),
                others=frozenset(row["others"].split()),
            )
            for row in csv.DictReader(file)
        ]


def answer_all(shared_data: Path) -> list[Answer]:
    """What the portal answers for each labelled notice that is still in the shared data."""
    sources = read_sources(shared_data)
    return [
        Answer(label=label, record=record, given=tuple(classify_whole(record)))
        for label in read_labels()
        if (record := sources[label.source].get(label.number)) is not None
    ]


def classify_whole(record: NoticeRecord) -> list[Classification]:
    """The sectors of a notice taken as one lot, as its label is; by the portal's own way."""
    content = record if len(record.lots) == 1 else dataclasses.replace(record, lots=())
    return classify_lot(lots_of(content)[0], content)


def measure(answers: Iterable[Answer]) -> Accuracy:
    """The accuracy of these answers; of none at all, zeros."""
    rows = list(answers)
    placed = [row for row in rows if NONE not in row.label.best]
    return Accuracy(
        notices=len(rows),
        first=share(row.is_first_right for row in rows),
        three=share(row.is_among_three for row in rows),
        covered=share(bool(row.given) for row in placed),
    )


def share(flags: Iterable[bool]) -> float:
    """How many of them are true, from 0 to 1."""
    rows = list(flags)
    return sum(rows) / len(rows) if rows else 0.0
