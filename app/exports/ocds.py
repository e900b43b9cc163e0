"""Release packages of the Open Contracting Data Standard 1.1, written one release at a time.

The field names are those of the standard and of the extensions that the package lists. What is
empty – a text, a list, an object, None – is not written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from app.clock import to_paris

VERSION = "1.1"
REPOSITORY = "https://raw.githubusercontent.com/open-contracting-extensions"
UNSAFE = re.compile(r"[\ud800-\udfff]")
NOT_IN_OCID = re.compile(r"[^A-Za-z0-9._-]+")
EMPTY: tuple[object, ...] = (None, "", [], {})
UNREGISTERED = (
    "Préfixe d’OCID non enregistré auprès de l’Open Contracting Partnership\u00a0: ces "
    "identifiants ne valent que dans ce portail."
)


class Value(TypedDict):
    """An amount, before tax."""

    amount: float
    currency: str


class Period(TypedDict, total=False):
    """Instants are ISO, with an offset."""

    startDate: str
    endDate: str
    durationInDays: int


class Classification(TypedDict):
    """A code of a list, the CPV here."""

    scheme: str
    id: str


class Address(TypedDict):
    """An address; `region` is a NUTS code."""

    locality: str
    region: str
    postalCode: str
    countryName: str
    description: str


class Item(TypedDict):
    """What is bought."""

    id: str
    description: str
    classification: Classification | None
    additionalClassifications: list[Classification]
    deliveryAddresses: list[Address]
    relatedLot: str


class Document(TypedDict):
    """A link."""

    id: str
    documentType: str
    title: str
    url: str
    datePublished: str
    language: str


class Sustainability(TypedDict):
    """A goal of sustainable purchase and the means used."""

    goal: str
    strategies: list[str]


class SocialTerms(TypedDict):
    """What a tender or a lot reserves, and its social goals."""

    otherRequirements: dict[str, list[str]]
    contractTerms: dict[str, bool]
    hasSustainability: bool | None
    sustainability: list[Sustainability]


class Lot(SocialTerms):
    """A lot, of the lots extension."""

    id: str
    title: str
    description: str
    value: Value | None
    tenderPeriod: Period | None
    contractPeriod: Period | None


class Amendment(TypedDict):
    """What a release changes in an earlier one."""

    id: str
    date: str
    description: str
    releaseID: str
    amendsReleaseID: str


class OrganizationReference(TypedDict):
    """A party, named elsewhere in the release."""

    id: str
    name: str


class Tender(SocialTerms):
    """The call."""

    id: str
    title: str
    description: str
    status: str
    procuringEntity: OrganizationReference | None
    value: Value | None
    procurementMethod: str
    procurementMethodDetails: str
    mainProcurementCategory: str
    additionalProcurementCategories: list[str]
    awardCriteriaDetails: str
    tenderPeriod: Period | None
    items: list[Item]
    lots: list[Lot]
    documents: list[Document]
    amendments: list[Amendment]


class Identifier(TypedDict):
    """A number in a register."""

    scheme: str
    id: str
    legalName: str


class Party(TypedDict):
    """An organization and its parts in the contracting process."""

    id: str
    name: str
    roles: list[str]
    identifier: Identifier | None
    address: Address | None


class Award(TypedDict):
    """An award; without suppliers where the portal knows none."""

    id: str
    title: str
    documents: list[Document]


class Release(TypedDict):
    """What was published on one day about a contracting process."""

    ocid: str
    id: str
    date: str
    tag: list[str]
    initiationType: str
    language: str
    parties: list[Party]
    buyer: OrganizationReference | None
    tender: Tender
    awards: list[Award]


@dataclass(frozen=True, kw_only=True)
class OcidPrefix:
    """What every OCID starts with, after `ocds-`; registered with the OCP, or not."""

    value: str = "maillage"
    is_registered: bool = False

    def ocid(self, process: str) -> str:
        """The OCID of a contracting process: anything but letters, digits, `.`, `_`, `-` goes."""
        return f"ocds-{self.value}-{NOT_IN_OCID.sub('-', process).strip('-') or 'sans-numero'}"


@dataclass(frozen=True, kw_only=True)
class PackageHead:
    """What a package says of itself; `published_at` is aware.

    `uri` is its own address, `next_uri` that of the following package, empty for the last one.
    """

    uri: str
    published_at: datetime
    publisher: str
    publisher_uri: str = ""
    license: str = ""
    extensions: tuple[str, ...] = ()
    prefix: OcidPrefix = OcidPrefix()
    next_uri: str = ""


def extension(name: str) -> str:
    """The address of a published extension: `lots` gives that of the lots extension."""
    return f"{REPOSITORY}/ocds_{name}_extension/master/extension.json"


def write_package(head: PackageHead, releases: Iterable[Release]) -> Iterator[str]:
    """The JSON text of a release package, streamed; one release on each line."""
    opening = to_json(describe_package(head))
    yield f'{opening[:-1]}, "releases": ['
    separator = "\n"
    for release in releases:
        yield separator + to_json(prune(release))
        separator = ",\n"
    yield "\n]}\n"


def describe_package(head: PackageHead) -> dict[str, Any]:
    """The fields of a package before its releases; what is said of the prefix is a local field."""
    publisher = {"name": head.publisher}
    if head.publisher_uri:
        publisher["uri"] = head.publisher_uri
    package: dict[str, Any] = {
        "uri": head.uri,
        "version": VERSION,
        "extensions": list(head.extensions),
        "publishedDate": to_paris(head.published_at).isoformat(timespec="seconds"),
        "publisher": publisher,
    }
    if head.license:
        package["license"] = head.license
    if head.next_uri:
        package["links"] = {"next": head.next_uri}
    if not head.prefix.is_registered:
        package["x_ocidPrefix"] = {
            "value": head.prefix.value,
            "registered": False,
            "note": UNREGISTERED,
        }
    return package


def prune(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The JSON value without what is empty in it; zero and false say something, and are kept."""
    if isinstance(value, dict):
        kept = {key: prune(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner not in EMPTY}
    if isinstance(value, list):
        return [inner for inner in map(prune, value) if inner not in EMPTY]
    return value


def to_json(value: Mapping[str, Any]) -> str:
    """A JSON object on one line, its accents readable; half characters become `?`."""
    return UNSAFE.sub("?", json.dumps(value, ensure_ascii=False, allow_nan=False))
