"""TED's XML of 2014 to 2023: forms of each kind, and what every real French notice gives."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from app.tenders.reading import complete_record
from app.tenders.records import ClauseKind, NoticeKind, NoticeRecord, Origin, Place
from app.tenders.sources import ted_xml
from app.tenders.sources.node import Node
from app.tenders.sources.xml_tree import read_documents

ROOT = frozenset({"TED_EXPORT"})
RESERVED = re.compile(r"<(?:\w+:)?(?:RESTRICTED_SHELTERED_|RESERVED_ORGANISATIONS_)")
EITHER = "L2113-12 ou L2113-13"
EXPORT = """<TED_EXPORT xmlns="http://publications.europa.eu/resource/schema/ted/R2.0.9/publication"
 xmlns:n2021="urn:nuts" DOC_ID="002712-2021"><CODED_DATA_SECTION>
<REF_OJS><DATE_PUB>20210301</DATE_PUB></REF_OJS><NOTICE_DATA>
<NO_DOC_OJS>2021/S 002-002712</NO_DOC_OJS><ORIGINAL_CPV CODE="45000000">x</ORIGINAL_CPV>
<n2021:PERFORMANCE_NUTS CODE="FR106">x</n2021:PERFORMANCE_NUTS>
<REF_NOTICE><NO_DOC_OJS>2020/S 111-003930</NO_DOC_OJS></REF_NOTICE></NOTICE_DATA><CODIF_DATA>
{submission}<TD_DOCUMENT_TYPE CODE="{code}">x</TD_DOCUMENT_TYPE>
<NC_CONTRACT_NATURE CODE="4">Services</NC_CONTRACT_NATURE><PR_PROC CODE="1">Open</PR_PROC>
</CODIF_DATA></CODED_DATA_SECTION><TRANSLATION_SECTION><ML_TITLES><ML_TI_DOC LG="EN"><TI_TEXT>
<P>Cleaning services of all kinds</P></TI_TEXT></ML_TI_DOC><ML_TI_DOC LG="FR"><TI_TEXT>
<P>Services de nettoyage</P></TI_TEXT></ML_TI_DOC></ML_TITLES></TRANSLATION_SECTION>
<FORM_SECTION>{form}</FORM_SECTION></TED_EXPORT>"""
CONTRACT = """<F02_2014 CATEGORY="TRANSLATION" LG="EN"><OBJECT_CONTRACT><TITLE><P>Cleaning</P>
</TITLE></OBJECT_CONTRACT></F02_2014><F02_2014 CATEGORY="ORIGINAL" FORM="F02" LG="FR">
<CONTRACTING_BODY><ADDRESS_CONTRACTING_BODY><OFFICIALNAME>Ville de Bobigny</OFFICIALNAME>
<NATIONALID>SIRET : 219 200 623 00011</NATIONALID><TOWN>Bobigny</TOWN>
<POSTAL_CODE>93000</POSTAL_CODE><PHONE>+33 141609300</PHONE><n2021:NUTS CODE="FR106"/>
<URL_BUYER>https://profil.test.fr</URL_BUYER></ADDRESS_CONTRACTING_BODY>
<URL_DOCUMENT>https://dce.test.fr/1</URL_DOCUMENT></CONTRACTING_BODY><OBJECT_CONTRACT>
<TITLE><P>Nettoyage du 1<FT TYPE="SUP">er</FT> étage</P></TITLE>
<REFERENCE_NUMBER>21-07</REFERENCE_NUMBER><CPV_MAIN><CPV_CODE CODE="90919300"/></CPV_MAIN>
<TYPE_CONTRACT CTYPE="SERVICES"/><SHORT_DESCR><P>Deux lots.</P>
<P>Écoles et gymnases.</P></SHORT_DESCR>
<VAL_ESTIMATED_TOTAL CURRENCY="EUR">120000.00</VAL_ESTIMATED_TOTAL>
<OBJECT_DESCR ITEM="1"><TITLE><P>Écoles</P></TITLE><LOT_NO>Lot 1A - Nord</LOT_NO>
<CPV_ADDITIONAL><CPV_CODE CODE="90911200"/></CPV_ADDITIONAL><n2021:NUTS CODE="FR106"/>
<MAIN_SITE><P>93000 Bobigny</P></MAIN_SITE><SHORT_DESCR><P>Douze écoles.</P></SHORT_DESCR>
<AC><AC_QUALITY><AC_CRITERION>Valeur technique</AC_CRITERION><AC_WEIGHTING>60 %</AC_WEIGHTING>
</AC_QUALITY><AC_PRICE><AC_WEIGHTING>40 %</AC_WEIGHTING></AC_PRICE></AC>
<VAL_OBJECT CURRENCY="EUR">80000.00</VAL_OBJECT><DURATION TYPE="YEAR">2</DURATION>
<INFO_ADD><P>Ce lot est réservé à des structures d’insertion (L. 2113-13).</P></INFO_ADD>
</OBJECT_DESCR>
<OBJECT_DESCR ITEM="2"><TITLE><P>Gymnases</P></TITLE><LOT_NO>2</LOT_NO>
<VAL_OBJECT CURRENCY="USD">80000.00</VAL_OBJECT></OBJECT_DESCR></OBJECT_CONTRACT>
<LEFTI>{lefti}</LEFTI><PROCEDURE><PT_OPEN/><DATE_RECEIPT_TENDERS>2021-04-12</DATE_RECEIPT_TENDERS>
<TIME_RECEIPT_TENDERS>12:00</TIME_RECEIPT_TENDERS></PROCEDURE></F02_2014>"""
SHELTERED = "<RESTRICTED_SHELTERED_WORKSHOP/><RESTRICTED_SHELTERED_PROGRAM/>"
# Corrigenda are in none of the files at hand: written from what other programs write and read.
CORRIGENDUM = """<F14_2014 CATEGORY="ORIGINAL" FORM="F14" LG="FR"><OBJECT_CONTRACT>
<TITLE><P>Nettoyage</P></TITLE><CPV_MAIN><CPV_CODE CODE="90919300"/></CPV_MAIN></OBJECT_CONTRACT>
<COMPLEMENTARY_INFO><NOTICE_NUMBER_OJ>2021/S 042-105835</NOTICE_NUMBER_OJ></COMPLEMENTARY_INFO>
<CHANGES><CHANGE><WHERE><SECTION>{section}</SECTION>{lot}<LABEL>{label}</LABEL></WHERE>
<OLD_VALUE><DATE>2021-04-12</DATE><TIME>12:00</TIME></OLD_VALUE>
<NEW_VALUE><DATE>2021-04-26</DATE><TIME>9:30</TIME></NEW_VALUE></CHANGE>
<INFO_ADD><P>Le règlement est modifié.</P></INFO_ADD></CHANGES></F14_2014>"""
RECEIPT = "Date limite de réception des offres ou des demandes de participation"
AWARD = """<F03_2014 CATEGORY="ORIGINAL" LG="FR"><OBJECT_CONTRACT><TITLE><P>Travaux</P></TITLE>
</OBJECT_CONTRACT>{results}</F03_2014>"""
CHOSEN = "<AWARD_CONTRACT><AWARDED_CONTRACT/></AWARD_CONTRACT>"
NOBODY = """<AWARD_CONTRACT><NO_AWARDED_CONTRACT><PROCUREMENT_UNSUCCESSFUL/></NO_AWARDED_CONTRACT>
</AWARD_CONTRACT>"""
# One real notice of R2.0.8 is at hand, of defence: the rest of it is written from its schema.
FORMER = """<CONTRACT CATEGORY="ORIGINAL" FORM="2" LG="FR" VERSION="R2.0.8.S02.E01"><FD_CONTRACT>
<CONTRACTING_AUTHORITY_INFORMATION><NAME_ADDRESSES_CONTACT_CONTRACT><CA_CE_CONCESSIONAIRE_PROFILE>
<ORGANISATION><OFFICIALNAME>Ville de Pantin</OFFICIALNAME></ORGANISATION><TOWN>Pantin</TOWN>
<POSTAL_CODE>93500</POSTAL_CODE></CA_CE_CONCESSIONAIRE_PROFILE></NAME_ADDRESSES_CONTACT_CONTRACT>
</CONTRACTING_AUTHORITY_INFORMATION><OBJECT_CONTRACT_INFORMATION><DESCRIPTION_CONTRACT_INFORMATION>
<TITLE_CONTRACT><P>Propreté des parcs</P></TITLE_CONTRACT><TYPE_CONTRACT VALUE="SERVICES"/>
<LOCATION_NUTS><LOCATION><P>93500 Pantin</P></LOCATION><NUTS CODE="FR106"/></LOCATION_NUTS>
<SHORT_CONTRACT_DESCRIPTION><P>Propreté de cinq parcs.</P></SHORT_CONTRACT_DESCRIPTION>
<CPV><CPV_MAIN><CPV_CODE CODE="77310000"/></CPV_MAIN></CPV><F02_DIVISION_INTO_LOTS>
<F02_DIV_INTO_LOT_YES VALUE="ONE_LOT_ONLY"><F02_ANNEX_B><LOT_NUMBER>03</LOT_NUMBER>
<LOT_TITLE>Parc Est</LOT_TITLE><LOT_DESCRIPTION><P>Un parc.</P></LOT_DESCRIPTION><CPV><CPV_MAIN>
<CPV_CODE CODE="90610000"/></CPV_MAIN></CPV></F02_ANNEX_B><F02_ANNEX_B><LOT_NUMBER>3</LOT_NUMBER>
</F02_ANNEX_B></F02_DIV_INTO_LOT_YES></F02_DIVISION_INTO_LOTS></DESCRIPTION_CONTRACT_INFORMATION>
<PERIOD_WORK_DATE_STARTING><MONTHS>12</MONTHS></PERIOD_WORK_DATE_STARTING>
</OBJECT_CONTRACT_INFORMATION><LEFTI_CONTRACT><CONTRACT_RELATING_CONDITIONS><RESERVED_CONTRACTS>
<RESTRICTED_TO_SHELTERED_WORKSHOPS/></RESERVED_CONTRACTS></CONTRACT_RELATING_CONDITIONS>
</LEFTI_CONTRACT><PROCEDURE_DEFINITION_CONTRACT_NOTICE><ADMINISTRATIVE_INFORMATION>
<FILE_REFERENCE_NUMBER><P>15-02</P></FILE_REFERENCE_NUMBER><RECEIPT_LIMIT_DATE><DAY>8</DAY>
<MONTH>06</MONTH><YEAR>2015</YEAR><TIME>15:30</TIME></RECEIPT_LIMIT_DATE>
</ADMINISTRATIVE_INFORMATION></PROCEDURE_DEFINITION_CONTRACT_NOTICE></FD_CONTRACT></CONTRACT>"""


def fill(form: str, *, code: str = "3", submission: str = "") -> bytes:
    coded = f"<DT_DATE_FOR_SUBMISSION>{submission}</DT_DATE_FOR_SUBMISSION>" if submission else ""
    return EXPORT.format(form=form, code=code, submission=coded).encode()


def read(content: bytes) -> NoticeRecord:
    (found,) = read_documents(io.BytesIO(content), ROOT)
    assert isinstance(found, tuple), found
    return complete_record(ted_xml.parse_notice(found[1]))


def read_real(shared_data: Path) -> Iterator[tuple[str, str, NoticeRecord]]:
    """The name of each real file, its raw text, its record."""
    for path in sorted((shared_data / "ted_xml_r209_fr").glob("*.xml")):
        raw = path.read_bytes()
        yield path.stem, raw.decode(), read(raw)


def test_a_call_is_read_in_french() -> None:
    record = read(fill(CONTRACT.format(lefti="")))
    assert (record.id, record.source, record.family) == ("002712-2021", "ted", "JOUE")
    assert (record.kind, record.published_on) == (NoticeKind.CALL, date(2021, 3, 1))
    assert record.title == "Nettoyage du 1er étage"
    assert record.description == "Deux lots.\nÉcoles et gymnases."
    assert (record.buyer.name, record.buyer.siret) == ("Ville de Bobigny", "21920062300011")
    assert (record.buyer.postal_code, record.buyer.nuts) == ("93000", "FR106")
    assert (record.reference, record.nature) == ("21-07", ("services",))
    assert (record.procedure, record.value) == ("Procédure ouverte", 120_000)
    assert record.cpv == ("90919300", "90911200")
    assert record.previous == ("003930-2020",)
    assert record.documents_url == "https://dce.test.fr/1"
    assert record.url.startswith("https://ted.europa.eu/fr/notice/")
    assert record.deadline is not None
    assert record.deadline.local == datetime(2021, 4, 12, 12, 0)
    assert record.criteria == "Valeur technique\u00a0: 60 %\nPrix\u00a0: 40 %"


def test_a_lot_says_its_own_and_falls_back_on_the_whole() -> None:
    first, second = read(fill(CONTRACT.format(lefti=""))).lots
    assert (first.number, first.title, first.cpv) == ("1a", "Écoles", ("90911200",))
    assert first.places == (Place(text="93000 Bobigny"), Place(nuts="FR106"))
    assert (first.value, first.duration_months) == (80_000, 24)
    assert (second.number, second.cpv) == ("2", ("90919300",))
    assert second.value is None, "not in euros"


def test_a_text_belongs_to_its_lot_and_addresses_are_no_text() -> None:
    (found,) = read_documents(io.BytesIO(fill(CONTRACT.format(lefti=""))), ROOT)
    assert isinstance(found, tuple)
    parsed = ted_xml.parse_notice(found[1])
    (clause,) = complete_record(parsed).clauses
    assert (clause.kind, clause.lot, clause.article) == (ClauseKind.RESERVED, "1a", "L2113-13")
    assert clause.origin is Origin.TEXT
    assert not any("CONTRACTING_BODY" in text.field for text in parsed.texts)


def test_each_ticked_reservation_is_coded_with_its_article() -> None:
    mission = "<RESERVED_ORGANISATIONS_SERVICE_MISSION/>"
    record = read(fill(CONTRACT.format(lefti=SHELTERED + mission)))
    coded = [clause for clause in record.clauses if clause.origin is Origin.CODED]
    assert {clause.kind for clause in coded} == {ClauseKind.RESERVED}
    assert sorted(clause.article for clause in coded) == [EITHER, EITHER, "L2113-15"]
    assert {clause.field.partition(".")[0] for clause in coded} == {"LEFTI"}
    assert all("vérifier lesquels" in c.quotation and c.lot is None for c in coded), "two lots"


def test_a_box_that_says_no_reserves_nothing() -> None:
    record = read(fill(CONTRACT.format(lefti='<RESTRICTED_SHELTERED_WORKSHOP VALUE="NO"/>')))
    assert not [clause for clause in record.clauses if clause.origin is Origin.CODED]


@pytest.mark.parametrize(
    ("submission", "local", "to_confirm"),
    [
        ("20210412 12:00", datetime(2021, 4, 12, 12, 0), False),
        ("20210507 12:00", datetime(2021, 4, 12, 12, 0), True),
        ("20210402 9:30", datetime(2021, 4, 2, 9, 30), True),
        ("20210412", datetime(2021, 4, 12, 12, 0), False),
    ],
)
def test_of_two_deadlines_the_first_is_kept_to_be_confirmed(
    submission: str, local: datetime, *, to_confirm: bool
) -> None:
    record = read(fill(CONTRACT.format(lefti=""), submission=submission))
    assert record.deadline is not None
    assert (record.deadline.local, record.deadline.to_confirm) == (local, to_confirm)
    assert bool(record.remarks) is to_confirm


def test_a_corrigendum_gives_the_new_deadline_and_leaves_the_rest_to_the_call() -> None:
    form = CORRIGENDUM.format(section="IV.2.2", label=RECEIPT, lot="")
    record = read(fill(form, code="2", submission="20210412 12:00"))
    assert record.kind is NoticeKind.AMENDMENT
    assert record.deadline is not None
    assert record.deadline.local == datetime(2021, 4, 26, 9, 30)
    assert not record.lots, "else it would pass for the whole call"
    assert not record.cpv
    assert record.previous == ("003930-2020", "105835-2021")
    assert (
        "«\u00a012/04/2021 à 12:00\u00a0», lire «\u00a026/04/2021 à 09:30\u00a0»"
        in record.amendment_text
    )
    assert record.amendment_text.endswith("Le règlement est modifié.")


@pytest.mark.parametrize(
    ("section", "label", "lot"),
    [
        ("IV.2.2", RECEIPT, "<LOT_NO>2</LOT_NO>"),
        ("IV.2.7", "Modalités d’ouverture des offres", ""),
        ("VI.3", "Date limite d’obtention des documents", ""),
    ],
)
def test_another_date_or_that_of_a_lot_is_told_but_is_no_deadline(
    section: str, label: str, lot: str
) -> None:
    record = read(fill(CORRIGENDUM.format(section=section, label=label, lot=lot), code="2"))
    assert record.deadline is None
    assert "26/04/2021" in record.amendment_text


@pytest.mark.parametrize(
    ("results", "kind"),
    [
        (CHOSEN, NoticeKind.AWARD),
        (CHOSEN + NOBODY, NoticeKind.AWARD),
        (NOBODY + NOBODY, NoticeKind.WITHOUT_FOLLOW_UP),
    ],
)
def test_a_result_without_any_winner_is_without_follow_up(results: str, kind: NoticeKind) -> None:
    record = read(fill(AWARD.format(results=results), code="7", submission="20210412 12:00"))
    assert record.kind is kind
    assert record.deadline is None
    assert ("infructueuse" in record.amendment_text) is (kind is NoticeKind.WITHOUT_FOLLOW_UP)


@pytest.mark.parametrize(
    ("code", "kind"),
    [("0", "prior_information"), ("A", "call"), ("D", "call"), ("J", "award"), ("V", "award"),
     ("K", "modification"), ("2", "amendment"), ("B", "unknown"), ("é", "unknown")],
)  # fmt: skip
def test_a_notice_without_a_known_form_has_what_the_publisher_coded(code: str, kind: str) -> None:
    record = read(fill('<OTH_NOT CATEGORY="ORIGINAL" LG="FR"><P>Avis.</P></OTH_NOT>', code=code))
    assert record.kind == kind
    assert record.title == "Services de nettoyage"
    assert record.cpv == (() if kind == "amendment" else ("45000000",))


def test_the_former_schema_is_read_by_its_names() -> None:
    record = read(fill(FORMER))
    assert (record.title, record.reference) == ("Propreté des parcs", "15-02")
    assert (record.buyer.name, record.buyer.city) == ("Ville de Pantin", "Pantin")
    assert (record.nature, record.cpv) == (("services",), ("77310000", "90610000"))
    assert record.description == "Propreté de cinq parcs."
    assert record.places == (Place(text="93500 Pantin"), Place(nuts="FR106"))
    assert [(lot.number, lot.title) for lot in record.lots] == [
        ("3", "Parc Est"),
        ("3-2", "Propreté des parcs"),
    ]
    assert record.deadline is not None
    assert record.deadline.local == datetime(2015, 6, 8, 15, 30)
    (clause,) = record.clauses
    assert (clause.kind, clause.article) == (ClauseKind.RESERVED, EITHER)


def test_the_journal_gives_the_number_where_the_file_does_not() -> None:
    content = fill(CONTRACT.format(lefti="")).replace(b'DOC_ID="002712-2021"', b"")
    assert read(content).id == "002712-2021"
    with pytest.raises(ValueError, match="sans numéro"):
        read(content.replace(b"2021/S 002-002712", b""))


@pytest.mark.parametrize("value", [None, [], "x", {"FORM_SECTION": [[], "x", {"a": [None, 1]}]}])
def test_a_hostile_tree_is_at_most_refused(value: object) -> None:
    tree = Node({"@DOC_ID": "1-2021", "FORM_SECTION": value, "CODED_DATA_SECTION": value})
    assert ted_xml.parse_notice(tree).record.id == "000001-2021"


def test_the_reservations_of_the_real_files_are_found_and_no_other(shared_data: Path) -> None:
    ticked, found = set(), set()
    for name, raw, record in read_real(shared_data):
        coded = [clause for clause in record.clauses if clause.origin is Origin.CODED]
        assert all(clause.kind is ClauseKind.RESERVED for clause in coded), name
        assert all(clause.article in {EITHER, "L2113-15"} for clause in coded), name
        assert len(coded) == len(RESERVED.findall(raw)), name
        ticked |= {name} if RESERVED.search(raw) else set()
        found |= {name} if coded else set()
    assert len(ticked) == 17
    assert found == ticked


def test_every_real_file_gives_what_people_look_for(shared_data: Path) -> None:
    for name, raw, record in read_real(shared_data):
        assert record.id == name
        assert record.title, name
        assert record.buyer.name, name
        assert record.published_on is not None, name
        assert record.cpv, name
        assert record.nature, name
        assert record.description, name
        assert record.kind is not NoticeKind.UNKNOWN, name
        if record.kind is NoticeKind.CALL and "F07_2014" not in raw:  # a list always open
            assert record.deadline is not None, name
        numbers = [lot.number for lot in record.lots]
        assert len(set(numbers)) == len(numbers), name
