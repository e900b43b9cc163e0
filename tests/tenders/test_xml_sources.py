"""Notices in XML: the DILA's archives and European notices, whole, many in a file, or hostile."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from app.imports.report import RowError
from app.tenders.reading import complete_record
from app.tenders.records import ClauseKind, NoticeKind, NoticeRecord, Origin
from app.tenders.sources import ParsedNotice, parse_file

DILA = """<?xml version="1.0" encoding="UTF-8"?>
<ANNONCE><GESTION><REFERENCE><IDWEB>17-100</IDWEB><TYPE_AVIS><FAMILLE><FNS/></FAMILLE>
<NATURE><APPEL_OFFRE><STANDARD/></APPEL_OFFRE></NATURE><STATUT><INITIAL/></STATUT></TYPE_AVIS>
</REFERENCE>{more}<INDEXATION><DATE_PUBLICATION>2017-01-10</DATE_PUBLICATION>
<DESCRIPTEURS><DESCRIPTEUR><CODE>239</CODE><LIBELLE>Nettoyage de locaux</LIBELLE></DESCRIPTEUR>
</DESCRIPTEURS><DEP_PUBLICATION>93</DEP_PUBLICATION><RESUME_OBJET>Nettoyage</RESUME_OBJET>
</INDEXATION></GESTION>
<DONNEES><IDENTITE><DENOMINATION>Ville de Bobigny</DENOMINATION><CP>93000</CP><VILLE>Bobigny</VILLE>
</IDENTITE><OBJET><TITRE_MARCHE>Nettoyage des écoles</TITRE_MARCHE><TYPE_MARCHE><SERVICES/>
</TYPE_MARCHE><CPV><PRINCIPAL>90919300</PRINCIPAL></CPV></OBJET>
<CONDITION_PARTICIPATION><MARCHE_RESERVE_OUI><ATELIERS_PROTEGES/></MARCHE_RESERVE_OUI>
<PRESTATION_RESERVEE_OUI>Profession d’avocat</PRESTATION_RESERVEE_OUI></CONDITION_PARTICIPATION>
<CONDITION_DELAI><RECEPT_OFFRES>2017-02-10T12:00:00</RECEPT_OFFRES></CONDITION_DELAI>
</DONNEES></ANNONCE>"""
EFORMS = """<?xml version="1.0" encoding="UTF-8"?>
<ContractNotice xmlns="urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2"
 xmlns:cac="urn:cac" xmlns:cbc="urn:cbc" xmlns:ext="urn:ext" xmlns:efac="urn:efac"
 xmlns:efext="urn:efext" xmlns:efbc="urn:efbc">
<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension>
<efac:Organizations>
<efac:Organization><efac:Company><cac:PartyIdentification><cbc:ID>ORG-0002</cbc:ID>
</cac:PartyIdentification><cac:PartyName><cbc:Name>Tribunal</cbc:Name></cac:PartyName>
<cac:PartyLegalEntity><cbc:CompanyID>17590003400026</cbc:CompanyID></cac:PartyLegalEntity>
</efac:Company></efac:Organization>
<efac:Organization><efac:Company><cac:PartyIdentification><cbc:ID>ORG-0001</cbc:ID>
</cac:PartyIdentification><cac:PartyName><cbc:Name>Ville de Bobigny</cbc:Name></cac:PartyName>
</efac:Company></efac:Organization></efac:Organizations>
<efac:Publication><efbc:NoticePublicationID>00000123-2026</efbc:NoticePublicationID>
<efbc:PublicationDate>2026-09-01+02:00</efbc:PublicationDate></efac:Publication>
</efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>
<cbc:ID>95a505a4-924c-420b-958d-b628f7c4d50b</cbc:ID>
<cbc:ContractFolderID>34C66C11-26e2-4614-af4e-362a0de485bf</cbc:ContractFolderID>
<cbc:IssueDate>2026-08-30+02:00</cbc:IssueDate><cbc:NoticeTypeCode>cn-standard</cbc:NoticeTypeCode>
<cac:ContractingParty><cac:Party><cac:PartyIdentification><cbc:ID>ORG-0001</cbc:ID>
</cac:PartyIdentification></cac:Party></cac:ContractingParty>
<cac:ProcurementProject><cbc:Name languageID="ENG">Cleaning</cbc:Name>
<cbc:Name languageID="FRA">Nettoyage</cbc:Name></cac:ProcurementProject>
<cac:ProcurementProjectLot><cbc:ID schemeName="LotsGroup">GLO-0001</cbc:ID>
<cac:ProcurementProject><cbc:Name>Groupe</cbc:Name></cac:ProcurementProject>
</cac:ProcurementProjectLot>
<cac:ProcurementProjectLot><cbc:ID schemeName="Lot">LOT-0001</cbc:ID>
<cac:TenderingTerms><cac:TendererQualificationRequest>
<cac:SpecificTendererRequirement><cbc:TendererRequirementTypeCode
 listName="selection-criteria-source">epo-procurement-document</cbc:TendererRequirementTypeCode>
</cac:SpecificTendererRequirement></cac:TendererQualificationRequest>
<cac:TendererQualificationRequest><cac:SpecificTendererRequirement>
<cbc:TendererRequirementTypeCode listName="missing-info-submission">late-all
</cbc:TendererRequirementTypeCode></cac:SpecificTendererRequirement>
<cac:SpecificTendererRequirement><cbc:TendererRequirementTypeCode
 listName="reserved-procurement">res-ws</cbc:TendererRequirementTypeCode>
</cac:SpecificTendererRequirement></cac:TendererQualificationRequest></cac:TenderingTerms>
<cac:TenderingProcess><cac:TenderSubmissionDeadlinePeriod><cbc:EndDate>2026-10-01+02:00</cbc:EndDate>
<cbc:EndTime>12:00:00.000+02:00</cbc:EndTime></cac:TenderSubmissionDeadlinePeriod>
</cac:TenderingProcess><cac:ProcurementProject><cbc:Name>Écoles</cbc:Name>
</cac:ProcurementProject></cac:ProcurementProjectLot></ContractNotice>"""
BILLION_LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">
<!ENTITY lol2 "&lol;&lol;&lol;&lol;">]><ANNONCE><GESTION>&lol2;</GESTION></ANNONCE>"""
OUTSIDE_ENTITY = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<ANNONCE><GESTION>&x;</GESTION></ANNONCE>"""


def parse(content: str | bytes) -> list[ParsedNotice | RowError]:
    raw = content.encode() if isinstance(content, str) else content
    return list(parse_file(io.BytesIO(raw)))


def records(content: str | bytes) -> Iterator[NoticeRecord]:
    for item in parse(content):
        assert isinstance(item, ParsedNotice), item
        yield complete_record(item)


def test_an_archive_of_the_dila_is_a_notice_of_the_boamp() -> None:
    (record,) = records(DILA.format(more=""))
    assert (record.id, record.source, record.family) == ("17-100", "boamp", "FNS")
    assert record.published_on == date(2017, 1, 10)
    assert record.cpv == ("90919300",)
    assert record.deadline is not None
    assert record.deadline.local == datetime(2017, 2, 10, 12, 0)
    (clause,) = [c for c in record.clauses if c.kind is ClauseKind.RESERVED]
    assert clause.origin is Origin.CODED
    assert "ateliers protégés" in clause.quotation


def test_the_number_of_an_amendment_is_its_own_not_the_one_it_amends() -> None:
    previous = "<MARCHE><ANNONCE_ANTERIEUR><REFERENCE><IDWEB>17-99</IDWEB></REFERENCE>"
    (record,) = records(DILA.format(more=f"{previous}</ANNONCE_ANTERIEUR></MARCHE>"))
    assert record.id == "17-100"
    assert record.previous == ("17-99",)


def test_the_reservation_of_a_european_notice_is_found_wherever_it_stands() -> None:
    (record,) = records(EFORMS)
    assert record.id == "00000123-2026"
    assert record.kind is NoticeKind.CALL
    assert (record.source, record.family) == ("ted", "JOUE")
    assert (record.title, record.buyer.name) == ("Nettoyage", "Ville de Bobigny")
    assert record.folder_id == "34c66c11-26e2-4614-af4e-362a0de485bf"
    assert [lot.number for lot in record.lots] == ["1"], "a group of lots is no lot"
    (clause,) = record.clauses
    assert (clause.kind, clause.lot, clause.origin) == (ClauseKind.RESERVED, "1", Origin.CODED)
    assert record.url.endswith("/123-2026")


@pytest.mark.parametrize("attack", [BILLION_LAUGHS, OUTSIDE_ENTITY])
def test_entities_are_refused(attack: str) -> None:
    (refusal,) = parse(attack)
    assert isinstance(refusal, RowError)
    assert "sécurité" in refusal.what


def test_many_notices_in_a_file_are_read_up_to_where_it_breaks() -> None:
    one = DILA.format(more="").partition("?>")[2]
    two = one.replace("17-100", "17-101")
    first, second, broken = parse(f"<ANNONCES>{one}{two}{one[:200]}")
    assert isinstance(first, ParsedNotice)
    assert isinstance(second, ParsedNotice)
    assert second.record.id == "17-101"
    assert isinstance(broken, RowError)
    assert "après l’avis 2" in broken.where


def test_a_refused_notice_is_kept_and_read_again() -> None:
    without_number = DILA.format(more="").replace("17-100", "")
    one = DILA.format(more="").partition("?>")[2]
    refusal, kept = parse(f"<ANNONCES>{without_number.partition('?>')[2]}{one}</ANNONCES>")
    assert isinstance(refusal, RowError)
    assert isinstance(kept, ParsedNotice)
    line = json.dumps({"refus": refusal.what, **(refusal.raw or {})})
    (still,) = parse(line)
    assert isinstance(still, RowError)
    assert (still.what, still.raw) == (refusal.what, refusal.raw)
    (again,) = parse(line.replace('"IDWEB": ""', '"IDWEB": "17-100"'))
    assert isinstance(again, ParsedNotice)
    assert again.record.title == "Nettoyage des écoles"


@pytest.mark.parametrize(
    "raw",
    [
        DILA.format(more="").encode("utf-16"),
        b"\xef\xbb\xbf" + DILA.format(more="").encode(),
        DILA.format(more="").replace("’", "'").replace("UTF-8", "ISO-8859-1").encode("latin-1"),
        DILA.format(more="").replace("’", "'").encode("latin-1"),
        DILA.format(more="").replace("UTF-8", "UTF-16").encode(),
        DILA.format(more="").replace("Nettoyage des", "Nettoyage\x0b\x02 des").encode(),
    ],
    ids=["utf-16", "mark", "latin-1", "latin-1 said utf-8", "utf-8 said utf-16", "controls"],
)
def test_whatever_the_encoding_the_title_is_read(raw: bytes) -> None:
    (record,) = records(raw)
    assert record.title == "Nettoyage des écoles"


def test_text_with_markup_in_it_is_one_text() -> None:
    marked = "Nettoyage du 1<FT TYPE='SUP'>er</FT> étage"
    (record,) = records(DILA.format(more="").replace("Nettoyage des écoles", marked))
    assert record.title == "Nettoyage du 1er étage"


@pytest.mark.parametrize("folder", ["boamp_xml_dila", "eforms_xml_fr", "eforms_sdk_exemples"])
def test_every_real_file_gives_its_notice(shared_data: Path, folder: str) -> None:
    for path in sorted((shared_data / folder).glob("*.xml")):
        (record,) = records(path.read_bytes())
        assert record.title, path.name
        assert record.buyer.name, path.name
        assert record.published_on is not None, path.name
        if record.kind is NoticeKind.CALL:
            assert record.deadline is not None, path.name


def test_codes_of_the_official_examples_are_found(shared_data: Path) -> None:
    found = {
        path.name: sorted(
            (clause.lot or "", clause.article)
            for record in records(path.read_bytes())
            for clause in record.clauses
            if clause.kind is ClauseKind.RESERVED and clause.origin is Origin.CODED
        )
        for path in sorted((shared_data / "eforms_sdk_exemples").glob("*.xml"))
    }
    either = "L2113-12 ou L2113-13"
    wanted = [("1", either), ("1", "L2113-15"), ("2", either)]
    assert {name: clauses for name, clauses in found.items() if clauses} == {
        "cn_24_maximal.xml": wanted
    }
