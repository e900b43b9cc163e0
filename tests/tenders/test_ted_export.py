"""TED's former XML: what its forms say, and every reservation that the real files code."""

from __future__ import annotations

import io
import re
from datetime import datetime
from pathlib import Path

import pytest

from app.imports.report import RowError
from app.tenders.reading import complete_record
from app.tenders.records import ClauseKind, NoticeKind, NoticeRecord, Origin
from app.tenders.sources import ParsedNotice, parse_file

FLAGS = re.compile(
    r"<(?:RESTRICTED_SHELTERED_WORKSHOP|RESTRICTED_SHELTERED_PROGRAM"
    r"|RESERVED_ORGANISATIONS_SERVICE_MISSION)\b"
)
NOTICE = """<TED_EXPORT xmlns="http://publications.europa.eu/resource/schema/ted/R2.0.9/publication"
 xmlns:n2016="urn:nuts" DOC_ID="002712-2020"><CODED_DATA_SECTION>
<REF_OJS><DATE_PUB>20200103</DATE_PUB></REF_OJS>
<NOTICE_DATA><NO_DOC_OJS>2020/S 002-002712</NO_DOC_OJS><ORIGINAL_CPV CODE="90910000"/>
<n2016:PERFORMANCE_NUTS CODE="FR106"/>
<REF_NOTICE><NO_DOC_OJS>2019/S 111-273930</NO_DOC_OJS></REF_NOTICE></NOTICE_DATA>
<CODIF_DATA><TD_DOCUMENT_TYPE CODE="{code}"/>
<DT_DATE_FOR_SUBMISSION>20200204 11:30</DT_DATE_FOR_SUBMISSION></CODIF_DATA></CODED_DATA_SECTION>
<FORM_SECTION><F02_2014 CATEGORY="TRANSLATION" LG="EN"><OBJECT_CONTRACT><TITLE><P>Cleaning</P>
</TITLE></OBJECT_CONTRACT></F02_2014><F02_2014 CATEGORY="ORIGINAL" LG="FR">
<CONTRACTING_BODY><ADDRESS_CONTRACTING_BODY><OFFICIALNAME>Ville de Bobigny</OFFICIALNAME>
<NATIONALID>219 200 623 00011</NATIONALID><POSTAL_CODE>93000</POSTAL_CODE><TOWN>Bobigny</TOWN>
</ADDRESS_CONTRACTING_BODY><URL_DOCUMENT>www.maximilien.fr</URL_DOCUMENT></CONTRACTING_BODY>
<OBJECT_CONTRACT><TITLE><P>Nettoyage du 1<FT TYPE="SUP">er</FT> étage</P></TITLE>
<CPV_MAIN><CPV_CODE CODE="90919200"/></CPV_MAIN><TYPE_CONTRACT CTYPE="SERVICES"/>
<OBJECT_DESCR ITEM="1"><TITLE><P>Vitres</P></TITLE><LOT_NO>1</LOT_NO>
<n2016:NUTS CODE="FR101"/><MAIN_SITE><P>75012 Paris</P></MAIN_SITE>
<SHORT_DESCR><P>Le lot comporte une clause d’insertion de 500 heures.</P></SHORT_DESCR>
<DURATION TYPE="YEAR">2</DURATION></OBJECT_DESCR>
<OBJECT_DESCR ITEM="2"><TITLE><P>Sols</P></TITLE><LOT_NO>2</LOT_NO></OBJECT_DESCR>
</OBJECT_CONTRACT>{more}
<PROCEDURE><PT_OPEN/><DATE_RECEIPT_TENDERS>2020-02-05</DATE_RECEIPT_TENDERS>
<TIME_RECEIPT_TENDERS>12:00</TIME_RECEIPT_TENDERS></PROCEDURE></F02_2014></FORM_SECTION></TED_EXPORT>"""
RESERVED = "<LEFTI><RESTRICTED_SHELTERED_WORKSHOP/></LEFTI>"
CORRIGENDUM = """<CHANGES><CHANGE><WHERE><SECTION>IV.2.2</SECTION></WHERE><OLD_VALUE>
<DATE>2020-02-05</DATE></OLD_VALUE><NEW_VALUE><DATE>2020-02-20</DATE><TIME>16:00</TIME></NEW_VALUE>
</CHANGE></CHANGES>"""
# Written from the schema of R2.0.8: no call for tenders of that version is at hand.
FORMER = """<TED_EXPORT DOC_ID="100-2015"><CODED_DATA_SECTION><REF_OJS><DATE_PUB>20150103</DATE_PUB>
</REF_OJS><NOTICE_DATA><ORIGINAL_CPV CODE="90910000"/></NOTICE_DATA><CODIF_DATA>
<DT_DATE_FOR_SUBMISSION>20150204 11:30</DT_DATE_FOR_SUBMISSION><TD_DOCUMENT_TYPE CODE="3"/>
</CODIF_DATA></CODED_DATA_SECTION><FORM_SECTION><CONTRACT CATEGORY="ORIGINAL" LG="FR"><FD_CONTRACT>
<CONTRACTING_AUTHORITY_INFORMATION><NAME_ADDRESSES_CONTACT_CONTRACT><CA_CE_CONCESSIONAIRE_PROFILE>
<ORGANISATION><OFFICIALNAME>Ville de Pantin</OFFICIALNAME></ORGANISATION><TOWN>Pantin</TOWN>
</CA_CE_CONCESSIONAIRE_PROFILE></NAME_ADDRESSES_CONTACT_CONTRACT></CONTRACTING_AUTHORITY_INFORMATION>
<OBJECT_CONTRACT_INFORMATION><DESCRIPTION_CONTRACT_INFORMATION><TITLE_CONTRACT><P>Propreté</P>
</TITLE_CONTRACT></DESCRIPTION_CONTRACT_INFORMATION></OBJECT_CONTRACT_INFORMATION>
<LEFTI_CONTRACT><CONTRACT_RELATING_CONDITIONS><RESERVED_CONTRACTS><RESTRICTED_TO_SHELTERED_WORKSHOPS/>
</RESERVED_CONTRACTS></CONTRACT_RELATING_CONDITIONS></LEFTI_CONTRACT></FD_CONTRACT></CONTRACT>
</FORM_SECTION></TED_EXPORT>"""


def read(content: str | bytes) -> NoticeRecord:
    raw = content.encode() if isinstance(content, str) else content
    (item,) = parse_file(io.BytesIO(raw))
    assert isinstance(item, ParsedNotice), item
    return complete_record(item)


def test_the_french_form_is_read() -> None:
    record = read(NOTICE.format(code="3", more=""))
    assert (record.id, record.source, record.family) == ("002712-2020", "ted", "JOUE")
    assert record.kind is NoticeKind.CALL
    assert record.title == "Nettoyage du 1er étage"
    assert (record.buyer.name, record.buyer.siret) == ("Ville de Bobigny", "21920062300011")
    assert record.cpv == ("90919200",)
    assert record.nature == ("services",)
    assert record.procedure == "Procédure ouverte"
    assert record.previous == ("273930-2019",)
    assert record.documents_url == "https://www.maximilien.fr"
    assert record.deadline is not None
    assert record.deadline.local == datetime(2020, 2, 5, 12, 0)
    first, second = record.lots
    assert (first.number, first.title, first.duration_months) == ("1", "Vitres", 24)
    assert [place.text or place.nuts for place in first.places] == ["75012 Paris", "FR101"]
    assert [place.nuts for place in second.places] == ["FR106"]
    (clause,) = record.clauses
    assert (clause.kind, clause.lot, clause.origin) == (ClauseKind.EXECUTION, "1", Origin.TEXT)


def test_the_hour_of_the_coded_section_is_paris_time() -> None:
    content = NOTICE.format(code="3", more="").replace("DATE_RECEIPT_TENDERS", "OTHER_DATE")
    record = read(content)
    assert record.deadline is not None
    assert record.deadline.local == datetime(2020, 2, 4, 11, 30)


def test_a_ticked_reservation_is_coded() -> None:
    (clause, _text) = read(NOTICE.format(code="3", more=RESERVED)).clauses
    assert (clause.kind, clause.origin) == (ClauseKind.RESERVED, Origin.CODED)
    assert clause.field == "LEFTI.RESTRICTED_SHELTERED_WORKSHOP"


def test_a_corrigendum_sets_the_new_deadline_and_says_the_old_one() -> None:
    record = read(NOTICE.format(code="2", more=CORRIGENDUM))
    assert record.kind is NoticeKind.AMENDMENT
    assert record.deadline is not None
    assert record.deadline.local == datetime(2020, 2, 20, 16, 0)
    assert "au lieu de « 2020-02-05 », lire « 2020-02-20 16:00 »" in record.amendment_text


@pytest.mark.parametrize(
    ("results", "kind"),
    [
        ("<AWARD_CONTRACT><AWARDED_CONTRACT/></AWARD_CONTRACT>", NoticeKind.AWARD),
        (
            "<AWARD_CONTRACT><NO_AWARDED_CONTRACT/></AWARD_CONTRACT>",
            NoticeKind.WITHOUT_FOLLOW_UP,
        ),
        (
            "<AWARD_CONTRACT><NO_AWARDED_CONTRACT/></AWARD_CONTRACT>"
            "<AWARD_CONTRACT><AWARDED_CONTRACT/></AWARD_CONTRACT>",
            NoticeKind.AWARD,
        ),
    ],
)
def test_an_award_without_any_winner_is_without_follow_up(results: str, kind: NoticeKind) -> None:
    assert read(NOTICE.format(code="7", more=results)).kind is kind


def test_the_former_version_gives_its_main_values() -> None:
    record = read(FORMER)
    assert (record.title, record.buyer.name) == ("Propreté", "Ville de Pantin")
    assert record.cpv == ("90910000",)
    assert record.deadline is not None
    assert [clause.kind for clause in record.clauses] == [ClauseKind.RESERVED]


def test_a_notice_without_number_is_refused_in_words() -> None:
    content = NOTICE.format(code="3", more="").replace('DOC_ID="002712-2020"', "")
    assert read(content).id == "002712-2020", "the journal's number is as good"
    (item,) = parse_file(io.BytesIO(content.replace("2020/S 002-002712", "").encode()))
    assert isinstance(item, RowError)
    assert "sans numéro" in item.what


def test_every_coded_reservation_of_the_real_files_is_found_and_no_other(
    shared_data: Path,
) -> None:
    files = sorted((shared_data / "ted_xml_r209_fr").glob("*.xml"))
    ticked = {path.name for path in files if FLAGS.search(path.read_text())}
    found = {
        path.name
        for path in files
        if any(
            clause.kind is ClauseKind.RESERVED and clause.origin is Origin.CODED
            for clause in read(path.read_bytes()).clauses
        )
    }
    assert len(ticked) == 17
    assert found == ticked


def test_the_real_files_are_read_whole(shared_data: Path) -> None:
    for path in sorted((shared_data / "ted_xml_r209_fr").glob("*.xml")):
        record = read(path.read_bytes())
        assert record.title, path.name
        assert record.buyer.name, path.name
        assert record.published_on is not None, path.name
        assert record.cpv, path.name
        assert record.kind is not NoticeKind.UNKNOWN, path.name
        is_open_list = "F07_2014" in path.read_text()  # a qualification system has no deadline
        if record.kind is NoticeKind.CALL and not is_open_list:
            assert record.deadline is not None, path.name


def test_how_a_building_fits_its_site_is_no_social_criterion() -> None:
    site = "<SHORT_DESCR><P>Critères : insertion sur le site et paysagère.</P></SHORT_DESCR>"
    record = read(NOTICE.format(code="3", more=site).replace("500 heures", "rien"))
    assert ClauseKind.CRITERION not in {clause.kind for clause in record.clauses}
