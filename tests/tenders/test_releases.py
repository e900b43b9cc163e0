"""Notices as OCDS releases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.tenders.records import Buyer, ClauseKind, NoticeKind, Origin, Place
from tests.tenders.builders import clause, lot, moment, notice
from tests.tenders.outputs import releases


def test_a_release_for_each_notice_with_its_tag(session: Session, now: datetime) -> None:
    chain = [
        notice("26-0", NoticeKind.PRIOR_INFORMATION, day=1),
        notice("26-1", day=2, previous=("26-0",), until="2026-12-01T12:00"),
        notice("26-2", NoticeKind.AMENDMENT, day=5, previous=("26-1",), amendment_text="Report."),
        notice("26-3", NoticeKind.AWARD, day=20, previous=("26-2",), url="https://b.fr/26-3"),
        notice("26-4", NoticeKind.MODIFICATION, day=21, previous=("26-3",)),
        notice("26-5", NoticeKind.CANCELLATION, day=22, previous=("26-4",)),
    ]
    found = releases(session, now, *chain)
    assert [r["id"] for r in found] == [record.id for record in chain]
    assert [r["tag"] for r in found] == [
        ["planning"], ["tender"], ["tenderUpdate"], ["award"], ["contractAmendment"],
        ["tenderCancellation"],
    ]  # fmt: skip
    assert {r["ocid"] for r in found} == {"ocds-maillage-26-1"}
    assert found[1]["date"] == "2026-07-02T00:00:00+02:00"
    assert found[1]["tender"]["status"] == "active"
    assert found[1]["tender"]["tenderPeriod"] == {"endDate": "2026-12-01T12:00:00+01:00"}
    assert found[2]["tender"]["amendments"] == [
        {
            "id": "26-2",
            "date": "2026-07-05T00:00:00+02:00",
            "description": "Report.",
            "releaseID": "26-2",
            "amendsReleaseID": "26-1",
        }
    ]
    (award,) = found[3]["awards"]
    assert "suppliers" not in award
    assert award["documents"][0]["documentType"] == "awardNotice"
    assert found[5]["tender"]["status"] == "cancelled"


def test_a_folder_of_europe_names_the_process(session: Session, now: datetime) -> None:
    (found,) = releases(session, now, notice(folder_id="0a1b-2c3d"))
    assert found["ocid"] == "ocds-maillage-0a1b-2c3d"


def test_the_same_number_from_two_sources_gives_two_releases(
    session: Session, now: datetime
) -> None:
    one = notice("26-1", folder_id="f")
    found = releases(session, now, one, notice("26-1", source="ted", folder_id="f"))
    assert {r["id"] for r in found} == {"boamp-26-1", "ted-26-1"}


def test_the_buyer_is_a_party_with_its_siret(session: Session, now: datetime) -> None:
    buyer = Buyer(
        name="Ville de Puteaux", siret="21920062300011", city="Puteaux", postal_code="92800",
        nuts="FR105",
    )  # fmt: skip
    (found,) = releases(session, now, notice(buyer=buyer))
    (party,) = found["parties"]
    assert party["id"] == found["buyer"]["id"] == "FR-INSEE-21920062300011"
    assert party["identifier"]["scheme"] == "FR-INSEE"
    assert party["roles"] == ["buyer", "procuringEntity"]
    assert party["address"]["region"] == "FR105"


def test_a_buyer_without_a_siret_or_without_a_name(session: Session, now: datetime) -> None:
    (named,) = releases(session, now, notice())
    assert named["parties"][0]["id"] == "acheteur-ville-de-bobigny"
    assert "identifier" not in named["parties"][0]
    (_, nobody) = releases(session, now, notice("26-9", buyer=Buyer(name="")))
    assert "parties" not in nobody
    assert "buyer" not in nobody


def test_lots_items_codes_places_values_and_periods(session: Session, now: datetime) -> None:
    record = notice(
        until="2026-12-01T12:00",
        cpv=("90910000",),
        value=120_000.0,
        nature=("services", "fournitures"),
        procedure="Procédure ouverte",
        criteria="Prix : 50 %",
        places=(Place(nuts="FR106"),),
        documents_url="https://profil.exemple.fr/26-1",
        lots=(
            lot(
                "1",
                cpv=("90919300", "90911200"),
                places=(Place(postal_code="93000", city="Bobigny"),),
                value=70_000.0,
                duration_months=12.0,
                deadline=moment("2026-12-15T12:00"),
            ),
            lot("2"),
        ),
    )
    (found,) = releases(session, now, record)
    tender = found["tender"]
    assert tender["procurementMethod"] == "open"
    assert tender["mainProcurementCategory"] == "services"
    assert tender["additionalProcurementCategories"] == ["goods"]
    assert tender["awardCriteriaDetails"] == "Prix : 50 %"
    assert tender["value"] == {"amount": 120_000.0, "currency": "EUR"}
    assert tender["documents"][0]["documentType"] == "biddingDocuments"
    first, second = tender["lots"]
    assert first["value"] == {"amount": 70_000.0, "currency": "EUR"}
    assert first["tenderPeriod"] == {"endDate": "2026-12-15T12:00:00+01:00"}
    assert first["contractPeriod"] == {"durationInDays": 365}
    assert "value" not in second
    own, inherited = tender["items"]
    assert (own["relatedLot"], inherited["relatedLot"]) == ("1", "2")
    assert own["classification"] == {"scheme": "CPV", "id": "90919300"}
    assert own["additionalClassifications"] == [{"scheme": "CPV", "id": "90911200"}]
    assert own["deliveryAddresses"] == [{"locality": "Bobigny", "postalCode": "93000"}]
    assert inherited["classification"]["id"] == "90910000"
    assert inherited["deliveryAddresses"] == [{"region": "FR106", "countryName": "France"}]


def test_a_notice_without_lots_has_an_item_and_no_lot(session: Session, now: datetime) -> None:
    (found,) = releases(session, now, notice(cpv=("90910000",)))
    assert "lots" not in found["tender"]
    (item,) = found["tender"]["items"]
    assert "relatedLot" not in item


def test_an_adapted_procedure_is_not_said_open(session: Session, now: datetime) -> None:
    (found,) = releases(session, now, notice(procedure="Procédure adaptée"))
    assert "procurementMethod" not in found["tender"]
    assert found["tender"]["procurementMethodDetails"] == "Procédure adaptée"


def coded(kind: ClauseKind, lot_number: str | None = None, **values: Any) -> Any:
    return clause(kind, lot=lot_number, origin=Origin.CODED, **{"article": "", **values})


def test_reservations_and_goals_that_the_buyer_coded(session: Session, now: datetime) -> None:
    either = "L2113-12 ou L2113-13"
    said = "Exécution réservée à des programmes d’emplois protégés (reserved-execution : yes)"
    objective = "Lot.ProcurementProject.ProcurementAdditionalType.ProcurementTypeCode"
    record = notice(
        lots=(lot("1"), lot("2"), lot("3")),
        clauses=(
            coded(ClauseKind.RESERVED, "1", article=either),
            coded(ClauseKind.RESERVED, "2", article="L2113-15"),
            coded(ClauseKind.RESERVED, "3", article=either, quotation=said),
            coded(ClauseKind.EXECUTION, "3", field=objective),
            coded(ClauseKind.CRITERION),
        ),
    )
    (found,) = releases(session, now, record)
    one, two, three = found["tender"]["lots"]
    assert one["otherRequirements"] == {"reservedParticipation": ["shelteredWorkshop"]}
    assert two["otherRequirements"] == {
        "reservedParticipation": ["publicServiceMissionOrganization"]
    }
    assert "otherRequirements" not in three
    assert three["contractTerms"] == {"reservedExecution": True}
    assert three["hasSustainability"] is True
    assert three["sustainability"] == [{"goal": "social.disadvantagedEmploymentOpportunities"}]
    assert found["tender"]["sustainability"] == [
        {"goal": "social", "strategies": ["awardCriteria"]}
    ]


def test_what_was_only_read_in_a_sentence_is_no_fact(session: Session, now: datetime) -> None:
    record = notice(
        lots=(lot("1"),),
        clauses=(
            clause(ClauseKind.RESERVED, article="L2113-13"),
            clause(ClauseKind.EXECUTION, lot="1"),
            coded(ClauseKind.RESERVED, article="L2113-13-1"),
        ),
    )
    (found,) = releases(session, now, record)
    for part in (found["tender"], found["tender"]["lots"][0]):
        assert not {"otherRequirements", "contractTerms", "hasSustainability"} & set(part)
