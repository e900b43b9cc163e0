"""The thirty groups of bad input of the format survey, a row each, in one table.

A row gives what a publisher sends and what must come of it. Those that need a database, a network
or the awards are proved where they live, and named at the end.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.awards.records import Consideration
from app.fetching.answers import read_page
from app.fetching.errors import BadAnswerError
from app.imports.report import FileReport, Outcome, RowError
from app.tenders.lifecycle import Status
from app.tenders.models import Consultation, Notice
from app.tenders.places import place_lot
from app.tenders.reading import complete_record
from app.tenders.records import ClauseKind, NoticeKind, NoticeRecord, Precision
from app.tenders.services import store_notices
from tests.awards.builders import read_contract_of
from tests.tenders.builders import notice
from tests.tenders.payloads import eforms, eforms_lot, parse_bytes, parse_one, record, simple
from tests.tenders.test_xml_sources import BILLION_LAUGHS, DILA

Check = Callable[[Session], None]
TABLE: list[tuple[int, str, Check]] = []
NOW = datetime.fromisoformat("2026-11-23T10:00+01:00")


def row(group: int, what: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Put a check in the table, as the row of that group."""

    def add(check: Callable[..., None]) -> Callable[..., None]:
        wants = check.__code__.co_argcount
        TABLE.append((group, what, check if wants else lambda _session: check()))
        return check

    return add


def read(donnees: Any, **fields: Any) -> NoticeRecord:
    """The complete record of the only notice of a file."""
    return complete_record(parse_one(donnees, **fields))


def with_market(**market: Any) -> dict[str, Any]:
    """A notice whose description of the contract is changed so."""
    content = simple()
    content["FNSimple"]["initial"]["natureMarche"] |= market
    return content


def with_body(**body: Any) -> dict[str, Any]:
    """A notice whose buyer is changed so."""
    content = simple()
    content["FNSimple"]["organisme"] |= body
    return content


def keep(session: Session, *records: NoticeRecord) -> FileReport:
    """Store these notices as one file."""
    report = FileReport(file="test")
    store_notices(session, records, report, now=NOW)
    session.commit()
    session.expunge_all()
    return report


def only(session: Session) -> Consultation:
    """The only consultation there is."""
    return session.scalars(sa.select(Consultation)).one()


@row(1, "donnees and gestion as text, as an object, absent, empty or cut")
def structure_of_the_content() -> None:
    whole = read(simple())
    assert read(json.dumps(simple())) == whole
    assert parse_one(simple(), gestion={}).record == whole
    for broken in ("", "null", '{"FNSimple": {"organ'):
        assert read(broken).title == "Nettoyage des écoles", "what surrounds it is kept"
    assert any("illisible" in remark for remark in read('{"FNSimple": {').remarks)


@row(2, "a field of several values as a list, a text, a trailing comma, nothing")
def several_values() -> None:
    for written in (["93", ""], "93,", "93", ["93"]):
        assert read(simple(), code_departement=written).departments == ("93",)
    assert read(simple(), code_departement=None).departments == ()


@row(3, "one lot is an object, several a list, none where lots are announced")
def one_or_several_lots() -> None:
    assert len(read(eforms(eforms_lot())).lots) == 1
    assert len(read(eforms([eforms_lot("0001"), eforms_lot("0002")])).lots) == 2
    announced = read(with_market(lotsMarche={"oui": ""}))
    assert any("lots annoncés" in remark for remark in announced.remarks)


@row(4, "a root that nobody knows")
def unknown_root() -> None:
    found = read({"NOUVEAU": {"objet": "x"}})
    assert found.title == "Nettoyage des écoles"
    assert any("structure inconnue" in remark for remark in found.remarks)


@row(5, "an answer that is HTML, has no results or is cut")
def answers_of_the_network() -> None:
    for raw in (
        b"<!DOCTYPE html><html>",
        b'{"message": "non"}',
        b'{"total_count": 3, "results": [',
    ):
        with pytest.raises(BadAnswerError):
            read_page(raw)


@row(6, "version 1: fields in a box, keys left out, lists joined by commas")
def version_one() -> None:
    fields = record(
        simple(), code_departement="93,94", datelimitereponse="2026-07-31T12:00:00+02:00"
    )
    del fields["annonce_lie"], fields["criteres"]
    (item,) = parse_bytes(json.dumps([{"datasetid": "boamp", "fields": fields}]).encode())
    assert not isinstance(item, RowError)
    assert item.record.departments == ("93", "94")


@row(7, "a key with a space, of another case, with hyphens")
def odd_keys() -> None:
    content = simple()
    content["FNSimple"]["organisme"]["nomOfficiel "] = content["FNSimple"]["organisme"].pop(
        "nomOfficiel"
    )
    assert read(content).buyer.name == "Ville de Bobigny"
    assert read_contract_of(considerationssociales=["Clause sociale"]).considerations


@row(8, "fillers: NC, CDL, « Voir RC », « Sans objet »")
def fillers() -> None:
    assert read(with_market(description="NC")).description == ""
    assert read(with_body(codeIdentificationNational="Sans objet")).buyer.siret == ""
    assert not read(with_market(description="Cf règlement de la consultation")).clauses


@row(9, "lists in lists, holders null or empty")
def nested_lists() -> None:
    holder = {"typeIdentifiant": "SIRET", "id": "21920062300011"}
    assert len(read_contract_of(titulaires=[[{"titulaire": holder}]]).holders) == 1
    assert read_contract_of(titulaires=None).holders == ()


@row(10, "question marks for apostrophes and ligatures")
def lost_characters() -> None:
    found = read(with_market(intitule="Maîtrise d'?uvre de l?entretien"))
    assert found.title == "Maîtrise d'œuvre de l’entretien"


@row(11, "entities encoded twice, tags, hard spaces, a byte order mark")
def encoded_twice() -> None:
    found = read(with_market(intitule="Nettoyage &amp;amp; vitres<br>\u00a0des&nbsp;écoles"))
    assert found.title == "Nettoyage & vitres des écoles"
    marked = b"\xef\xbb\xbf" + json.dumps({"results": [record(simple())]}).encode()
    assert len(parse_bytes(marked)) == 1


@row(12, "control characters and entities in XML")
def hostile_xml() -> None:
    (item,) = parse_bytes(DILA.format(more="").replace("des écoles", "des\x01 écoles").encode())
    assert not isinstance(item, RowError)
    (refusal,) = parse_bytes(BILLION_LAUGHS.encode())
    assert isinstance(refusal, RowError)


@row(13, "a title in capitals, of several lines, cut in a word, empty")
def titles() -> None:
    assert "\n" not in read(with_market(intitule="NETTOYAGE\nDES ÉCOLES")).title
    assert read(with_market(intitule="")).title == "Nettoyage des écoles"
    assert read("", objet="").title == ""


@row(14, "a buyer named « Collectivité », another spelling of the same buyer")
def vague_buyers(session: Session) -> None:
    assert (
        read(with_body(nomOfficiel="Collectivité"), nomacheteur="Ville X").buyer.name == "Ville X"
    )
    names = ("Mairie d'Aulnay-sous-Bois", "VILLE D’AULNAY SOUS BOIS")
    keep(
        session,
        *(read(with_body(nomOfficiel=name), idweb=f"26-{n}") for n, name in enumerate(names, 100)),
    )
    keys = set(session.scalars(sa.select(Consultation.buyer_key)))
    assert len(keys) == 1


@row(15, "addresses with a space, without a scheme, or that run code")
def addresses() -> None:
    for written, kept in (
        ("http://www. cergy.fr/x", "http://www.cergy.fr/x"),
        ("www.dematis.com", "https://www.dematis.com"),
        ("https://x.fr/?a=1&amp;b=2", "https://x.fr/?a=1&b=2"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
    ):
        content = simple(communication={"urlDocConsul": written})
        assert read(content).documents_url == kept


@row(16, "e-mails and telephones of persons in a text")
def persons() -> None:
    said = "Contact : Mme Durand, 06 12 34 56 78, a.durand@ville.fr"
    found = read(with_market(description=said)).description
    assert "06 12" not in found
    assert "@" not in found


@row(17, "time zones that lie, a deadline at midnight, before the publication")
def time_zones() -> None:
    naive = read("", datelimitereponse="2026-07-31T12:00:00+00:00").deadline
    assert naive is not None
    assert naive.local.hour == 12, "the hour shown is the hour of Paris"
    old = read(
        "", datelimitereponse="2021-07-31T11:00:00+00:00", dateparution="2021-07-01"
    ).deadline
    assert old is not None
    assert old.local.hour == 12, "a fixed shift of one hour, in summer too"
    day = read("", datelimitereponse="2026-07-31T00:00:00+00:00").deadline
    assert day is not None
    assert (day.precision, day.local.hour) == (Precision.DAY, 23)
    early = read("", datelimitereponse="2026-01-31T12:00:00+00:00")
    assert any("antérieure" in remark for remark in early.remarks)


@row(18, "days of the years 0002, 0222, 5021, written in any way")
def impossible_days() -> None:
    for written in ("0002-11-30", "0222-04-29", "5021-02-18", "bientôt"):
        found = read(simple(), dateparution=written)
        assert found.published_on is None
        assert any("parution illisible" in remark for remark in found.remarks)
    assert read(simple(), dateparution="2026-07-4").published_on == date(2026, 7, 4)


@row(19, "amounts with spaces, letters, commas, in another currency, absurd")
def amounts() -> None:
    for written, value in (
        ("21 667,00 €", 21_667),
        ("42 800,00 Euros", 42_800),
        ("284 782.86", 284_782.86),
        ("1e17", None),
        ("0", None),
        ("-5", None),
    ):
        assert read(with_market(valeurEstimee={"@devise": "EUR", "valeur": written})).value == value
    assert read(with_market(valeurEstimee={"@devise": "USD", "valeur": "9"})).value is None
    assert read(with_market(valeurEstimee={"fourchette": ""})).value is None


@row(20, "durations of zero, of a century, in words")
def durations() -> None:
    for written, months in (("12", 12), ("0", None), ("1200", None), ("1 an renouvelable", None)):
        assert read(with_market(dureeMois=written)).duration_months == months


@row(21, "identifiers of 13 or 15 digits, with spaces, of VAT, of zeros, names")
def identifiers() -> None:
    spaced = read(with_body(codeIdentificationNational="219 200 623 00011"))
    assert spaced.buyer.siret == "21920062300011"
    for written in ("1800462600014", "219220002900011", "FR51776056467", "frh03", "0" * 14, "1"):
        found = read(with_body(codeIdentificationNational=written))
        assert found.buyer.siret == ""
        assert any("identifiant" in remark for remark in found.remarks)


@row(22, "CPV codes with a key, of 7 digits, absent; eight digits that are none")
def cpv_codes() -> None:
    for written, code in (("45316110-9", "45316110"), ("9310000", "93100000")):
        coded = with_market(codeCPV={"objetPrincipal": {"classPrincipale": written}})
        assert read(coded).cpv == (code,)
    assert read(with_market(codeCPV={}, reference="12345678")).cpv == ()


@row(23, "départements without their zero, of Corsica, over the sea; CEDEX")
def departments() -> None:
    assert read(simple(), code_departement=["1", "20A", "971", "0"]).departments == (
        "01",
        "2A",
        "971",
    )
    cedex = read(with_body(ville="Bobigny Cedex", cp="93009"))
    placed = place_lot(read(eforms(eforms_lot())).lots[0], cedex)
    assert placed.codes


@row(24, "lots numbered 03a, 01, LOT-0001, twice the same, a hundred of them")
def lot_numbers(session: Session) -> None:
    lots = [{"description": name} for name in ("01 : VRD", "03a : Peinture", "03a : Sols")]
    numbers = [lot.number for lot in read(simple(lots={"lot": lots})).lots]
    assert numbers[:2] == ["1", "3a"]
    assert len(set(numbers)) == 3
    keep(session, read(eforms([eforms_lot(f"{n:04}") for n in range(1, 101)])))
    assert only(session).lot_count == 100


@row(25, "an amendment without a date, a cancelled call, chains of them in any order")
def life(session: Session) -> None:
    call = notice("26-1", day=1, until="2026-12-31T12:00")
    texts = "Date limite de réception des offres reportée au 14 janvier 2027 à 12h00"
    amends = notice("26-2", NoticeKind.AMENDMENT, day=5, previous=("26-1",), amendment_text=texts)
    itself = notice("26-3", NoticeKind.CANCELLATION, day=9, previous=("26-2", "26-3"))
    keep(session, itself)
    keep(session, amends, call)
    found = only(session)
    assert found.status == Status.CANCELLED
    assert found.deadline_at == call.deadline.at  # type: ignore[union-attr]
    assert found.proposed_deadline_at is not None, "proposed, never applied"


@row(26, "an amendment that brings the deadline forward, or only says « voir DCE »")
def earlier_deadline(session: Session) -> None:
    call = notice("26-1", day=1, until="2026-12-31T12:00")
    sooner = notice(
        "26-2", NoticeKind.AMENDMENT, day=5, until="2026-12-10T12:00", previous=("26-1",)
    )
    vague = notice(
        "26-3", NoticeKind.AMENDMENT, day=6, previous=("26-1",), amendment_text="Voir DCE"
    )
    keep(session, call, sooner, vague)
    found = only(session)
    assert found.deadline_at == sooner.deadline.at  # type: ignore[union-attr]
    assert found.proposed_deadline_at is None


@row(27, "the same number twice, with a hyphen or an underscore")
def same_number(session: Session) -> None:
    first = read(simple(), idweb="26_77")
    again = read(with_market(intitule="Nettoyage des lycées"), idweb="26-77")
    report = keep(session, first, again)
    assert report.counts[Outcome.CREATED] == 1
    assert "plusieurs fois" in report.remarks[-1].what
    assert only(session).title == "Nettoyage des lycées"


@row(28, "the same file again")
def the_same_again(session: Session) -> None:
    found = read(simple())
    keep(session, found)
    assert keep(session, found).counts[Outcome.UNCHANGED] == 1
    assert session.scalar(sa.select(sa.func.count(Notice.id))) == 1


@row(29, "a clause in a lot's title, a ticked box alone, a code that the text denies")
def clauses() -> None:
    lots = [{"description": "02 : Tonte – lot réservé aux structures d'insertion (L.2113-13)"}]
    (clause,) = read(simple(lots={"lot": lots})).clauses
    assert clause.kind is ClauseKind.RESERVED
    (ticked,) = read(simple(), criteres=["sociaux"]).clauses
    assert ticked.kind is ClauseKind.WEAK
    said = "Marché réservé aux structures d'insertion par l'activité économique (L.2113-13)."
    kinds = {clause.kind for clause in read(with_market(description=said)).clauses}
    assert ClauseKind.RESERVED in kinds, "the code says no, the text says yes: both are shown"


@row(30, "considerations in every spelling, a default that means nothing")
def considerations() -> None:
    for written, kind in (
        (["Clause sociale"], Consideration.CLAUSE),
        ("March\u00e9 r\u00e9serv\u00e9", Consideration.RESERVED),
        ('["Crit\\u00e8re social"]', Consideration.CRITERION),
    ):
        value = {"considerationSociale": written}
        assert kind in (read_contract_of(considerationsSociales=value).considerations or ())
    unknown = read_contract_of(considerationsSociales={"considerationSociale": ["NC"]})
    assert unknown.considerations is None


@pytest.mark.parametrize(
    ("group", "what", "check"), TABLE, ids=[f"{group}. {what}" for group, what, _ in TABLE]
)
def test_bad_input(session: Session, group: int, what: str, check: Check) -> None:
    check(session)


def test_the_table_has_a_row_for_each_group() -> None:
    """Also: 5 in tests/fetching, 12 in test_xml_sources, 28 in test_imports_at_once."""
    assert [group for group, _, _ in TABLE] == list(range(1, 31))
