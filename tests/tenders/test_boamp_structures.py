from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from app.tenders.records import ClauseKind, NoticeKind, Origin, Place
from tests.tenders.payloads import SIRET, eforms, eforms_lot, extension, parse_one, simple


def test_a_notice_under_the_thresholds_is_read_whole() -> None:
    record = parse_one(simple()).record
    assert record.id == "26-1001"
    assert record.kind is NoticeKind.CALL
    assert record.title == "Nettoyage des écoles maternelles"
    assert (record.buyer.name, record.buyer.siret) == ("Ville de Bobigny", SIRET)
    assert record.cpv == ("90919300",)
    assert record.nature == ("services",)
    assert record.procedure == "Procédure adaptée"
    assert record.places == (Place(text="93000 Bobigny"),)
    assert record.departments == ("93",)
    assert record.deadline is not None
    assert record.deadline.local == datetime(2026, 7, 31, 12)
    assert record.url == "https://www.boamp.fr/pages/avis/?q=idweb:26-1001"
    assert not record.remarks
    assert not record.clauses


@pytest.mark.parametrize("number", range(1, 4))
def test_lots_are_read_alone_or_together_and_take_the_number_they_say(number: int) -> None:
    lots: list[dict[str, Any]] = [
        {"description": "03a : Charpente bois", "codeCPV": {"classPrincipale": "45261100"}},
        {"description": "04 – Peinture\nsur murs"},
        {"description": "Espaces verts"},
    ]
    given = lots[:number] if number > 1 else lots[0]
    record = parse_one(simple(lots={"lot": given})).record
    assert [lot.number for lot in record.lots] == ["3a", "4", "3"][:number]
    assert record.lots[0].title == "Charpente bois"
    assert record.lots[0].cpv == ("45261100",)
    if number > 1:
        assert (record.lots[1].title, record.lots[1].description) == ("Peinture", "sur murs")
        assert record.lots[1].cpv == record.cpv


def test_two_lots_of_one_number_keep_two_numbers() -> None:
    lots = [
        {"description": "1 : Peinture"},
        {"description": "1 : Sols"},
        {"description": "1 : Toit"},
    ]
    record = parse_one(simple(lots={"lot": lots})).record
    assert len({lot.number for lot in record.lots}) == 3


def test_announced_lots_that_are_missing_are_said() -> None:
    content = simple()
    content["FNSimple"]["initial"]["natureMarche"]["lotsMarche"] = {"oui": ""}
    content["FNSimple"]["initial"]["lots"] = {"lot": []}
    assert "lots annoncés mais absents de l’avis" in parse_one(content).record.remarks


def test_any_answer_but_no_is_a_reservation_quoted_with_its_article() -> None:
    content = simple()
    market = content["FNSimple"]["initial"]["natureMarche"]
    market["reservationMarche"] = {"oui": {"article": "L.2113-13"}}
    (clause,) = parse_one(content).record.clauses
    assert (clause.kind, clause.origin) == (ClauseKind.RESERVED, Origin.CODED)
    assert clause.article == "L2113-13"
    assert "oui" in clause.quotation
    assert clause.field == "FNSimple.initial.natureMarche.reservationmarche"


def test_a_social_criterion_ticked_without_a_word_is_a_weak_mention() -> None:
    (clause,) = parse_one(simple(), criteres=["sociaux", "environnementaux"]).record.clauses
    assert (clause.kind, clause.origin) == (ClauseKind.WEAK, Origin.CODED)


def test_an_award_follows_its_call_and_has_no_deadline() -> None:
    content = simple()
    body = content["FNSimple"]
    del body["initial"]
    body["attribution"] = {
        "avisInitial": {"idWeb": "26-900"},
        "attributionMarche": "Montant HT : 42 €",
    }
    record = parse_one(content, nature="ATTRIBUTION", datelimitereponse="2026-07-31T12:00:00+00:00")
    assert record.record.kind is NoticeKind.AWARD
    assert record.record.previous == ("26-900",)
    assert record.record.deadline is None


def test_a_correction_keeps_its_sentences_and_proposes_nothing_by_itself() -> None:
    content = simple()
    body = content["FNSimple"]
    del body["initial"]
    body["rectificatif"] = {
        "avisInitial": {"idWeb": "26-900"},
        "infosRectif": "Report au 14 août 2026. Contact : jean@mairie.fr, 01 48 96 00 00",
    }
    record = parse_one(content, nature="RECTIFICATIF", etat="INITIAL").record
    assert record.kind is NoticeKind.AMENDMENT
    assert record.deadline is None
    assert "Report au 14 août 2026" in record.amendment_text
    assert "jean@" not in record.amendment_text
    assert "48 96" not in record.amendment_text


def test_a_small_contract_is_read() -> None:
    content = {
        "MAPA": {
            "organisme": {
                "acheteurPublic": "Commune de Meaux",
                "adr": {"cp": "77100", "ville": "Meaux", "voie": {"nomvoie": "1 rue X"}},
            },
            "initial": {
                "natureMarche": {"services": ""},
                "description": {
                    "objet": "Entretien du linge",
                    "lieuExecutionLivraison": {"cp": "77100", "ville": "Meaux"},
                },
                "duree": {"nbMois": "24"},
                "delais": {"receptionOffres": "2026-07-25T12:00:00"},
                "criteres": {"criterePondere": {"critere": "Insertion", "criterePCT": "20"}},
                "renseignements": {"idMarche": "24-061P"},
            },
        }
    }
    record = parse_one(content, famille="MAPA").record
    assert record.title == "Entretien du linge"
    assert record.buyer.city == "Meaux"
    assert record.places == (Place(postal_code="77100", city="Meaux"),)
    assert record.criteria == "Insertion : 20 %"
    assert record.reference == "24-061P"
    assert record.cpv == ()
    assert record.deadline is not None


def test_a_european_notice_reads_each_lot_and_takes_the_buyer_that_is_named() -> None:
    companies = [
        {"efac:Company": company("ORG-0001", "Tribunal administratif", "17950702500015")},
        {"efac:Company": company("ORG-0002", "Ville de Pantin", SIRET)},
    ]
    later = eforms_lot("0002")
    period = later["cac:TenderingProcess"]["cac:TenderSubmissionDeadlinePeriod"]
    period["cbc:EndDate"] = "2026-08-31+02:00"
    content = eforms(
        [eforms_lot("0001"), later],
        **extension(**{"efac:Organizations": {"efac:Organization": companies}}),
    )
    record = parse_one(content, famille="JOUE").record
    assert (record.buyer.name, record.buyer.siret) == ("Ville de Pantin", SIRET)
    assert [lot.number for lot in record.lots] == ["1", "2"]
    assert record.lots[0].title == "entretien"
    assert record.lots[0].places == (Place(nuts="FR106"),)
    assert [lot.deadline and lot.deadline.local.date() for lot in record.lots] == [
        date(2026, 7, 31),
        date(2026, 8, 31),
    ]
    assert record.deadline == record.lots[0].deadline
    assert record.folder_id == "5a7e27ff-d4bf-458b-8afb-4eb699804566"


def company(number: str, name: str, siret: str) -> dict[str, Any]:
    return {
        "cac:PartyIdentification": {"cbc:ID": {"@schemeName": "organization", "#text": number}},
        "cac:PartyName": {"cbc:Name": name},
        "cac:PartyLegalEntity": [{"cbc:CompanyID": "FR51776056467"}, {"cbc:CompanyID": siret}],
    }


def requirement(list_name: str, code: str) -> dict[str, Any]:
    return {
        "cac:SpecificTendererRequirement": {
            "cbc:TendererRequirementTypeCode": {"@listName": list_name, "#text": code}
        }
    }


@pytest.mark.parametrize(
    ("code", "article"), [("res-ws", "L2113-12 ou L2113-13"), ("res-pub-ser", "L2113-15")]
)
def test_a_reserved_lot_is_found_wherever_its_code_stands(code: str, article: str) -> None:
    source = requirement("selection-criteria-source", "epo-procurement-document")
    terms = {
        "cac:TendererQualificationRequest": [source, requirement("reserved-procurement", code)]
    }
    lots = [eforms_lot("0001"), eforms_lot("0002", **{"cac:TenderingTerms": terms})]
    (clause,) = parse_one(eforms(lots)).record.clauses
    assert (clause.kind, clause.lot, clause.article) == (ClauseKind.RESERVED, "2", article)
    single = eforms(
        eforms_lot(**{"cac:TenderingTerms": {
            "cac:TendererQualificationRequest": requirement("reserved-procurement", "none")}})
    )  # fmt: skip
    assert not parse_one(single).record.clauses


def test_a_social_objective_for_jobs_is_told_from_another() -> None:
    def objective(*codes: tuple[str, str]) -> list[ClauseKind]:
        types = [{"cbc:ProcurementTypeCode": {"@listName": n, "#text": c}} for n, c in codes]
        lot = eforms_lot()
        lot["cac:ProcurementProject"]["cac:ProcurementAdditionalType"] = types
        return [clause.kind for clause in parse_one(eforms(lot)).record.clauses]

    social = ("strategic-procurement", "soc-obj")
    assert objective(social, ("social-objective", "opp")) == [ClauseKind.EXECUTION]
    assert objective(social) == [ClauseKind.WEAK]
    assert objective(("strategic-procurement", "env-imp")) == []


def test_a_cancellation_that_calls_itself_a_call_is_a_cancellation() -> None:
    changes = {"efac:Changes": {"efac:ChangeReason": {"cbc:ReasonCode": "cancel"}}}
    content = eforms(eforms_lot(), **extension(**changes))
    assert parse_one(content).record.kind is NoticeKind.CANCELLATION
    assert parse_one(eforms(eforms_lot()), etat="ANNULATION").record.kind is NoticeKind.CANCELLATION
    changes = {"efac:Changes": {"efac:ChangeReason": {"cbc:ReasonCode": "cor-buy"}}}
    content = eforms(eforms_lot(), **extension(**changes))
    assert parse_one(content).record.kind is NoticeKind.AMENDMENT


def test_an_award_where_nobody_was_chosen_is_without_follow_up() -> None:
    result = {"efac:NoticeResult": {"efac:LotResult": {"cbc:TenderResultCode": "clos-nw"}}}
    content = eforms(eforms_lot(), "ContractAwardNotice", **extension(**result))
    assert parse_one(content, nature="ATTRIBUTION").record.kind is NoticeKind.WITHOUT_FOLLOW_UP


def test_a_flat_notice_is_read_with_or_without_underscores() -> None:
    def content(*, former: bool) -> dict[str, Any]:
        tree = {
            "IDENTITE": {"DENOMINATION": "Est Ensemble", "CP": "93230", "VILLE": "Romainville"},
            "OBJET": {
                "TITRE_MARCHE": "Collecte des encombrants",
                "OBJET_COMPLET": "Collecte et tri",
                "CPV": {"PRINCIPAL": "90511000"},
                "TYPE_MARCHE": {"SERVICES": ""},
                "LIEU_EXEC_LIVR": {"CODE_NUTS": "FR106"},
                "LOTS": {"LOT": [{"NUM": "01", "INTITULE": "Nord", "DESCRIPTION": "Au nord"}]},
            },
            "CONDITION_DELAI": {"RECEPT_OFFRES": "2021-02-10T12:00:00+01:00"},
            "CONDITION_PARTICIPATION": {"MARCHE_RESERVE_OUI": {"EMPLOIS_PROTEGES": ""}},
        }
        return squash(tree) if former else tree

    def squash(node: Any) -> Any:
        if isinstance(node, dict):
            return {key.lower().replace("_", ""): squash(value) for key, value in node.items()}
        return [squash(child) for child in node] if isinstance(node, list) else node

    modern = parse_one(content(former=False), dateparution="2021-01-05").record
    assert parse_one(content(former=True), dateparution="2021-01-05").record.lots == modern.lots
    assert modern.title == "Collecte des encombrants"
    assert modern.lots[0].title == "Nord"
    assert modern.places == (Place(nuts="FR106"),)
    assert [clause.kind for clause in modern.clauses] == [ClauseKind.RESERVED]
    assert modern.deadline is not None
    assert modern.deadline.local == datetime(2021, 2, 10, 12)


def test_a_regulated_trade_and_combined_lots_are_no_reservation() -> None:
    content = {
        "IDENTITE": {"DENOMINATION": "X"},
        "OBJET": {"OBJET_COMPLET": "Avocat", "LOTS_RESERVE_POUVOIR_ADJUDICATEUR": "lots 1 et 2"},
        "CONDITION_PARTICIPATION": {"PRESTATION_RESERVEE_OUI": "profession d’avocat réglementée"},
    }
    parsed = parse_one(content)
    assert not parsed.record.clauses
    assert not any("avocat réglementée" in text.text for text in parsed.texts)


def test_a_structured_correction_of_those_years_changes_the_deadline() -> None:
    content = {
        "IDENTITE": {"DENOMINATION": "X"},
        "OBJET": {"OBJET_COMPLET": "Peinture des écoles"},
        "RECTIF": {
            "MODIFICATION": {
                "RUB_INIT": "Date limite de réception des offres",
                "DATE": {"INIT": "2021-01-15T12:00:00+01:00", "LIRE": "2021-01-29T12:00:00+01:00"},
            }
        },
    }
    record = parse_one(content, nature="RECTIFICATIF").record
    assert record.deadline is not None
    assert record.deadline.local == datetime(2021, 1, 29, 12)
    assert not record.deadline.to_confirm


def test_parallel_lists_of_the_old_years_are_zipped() -> None:
    content = {
        "INFO": {"TRAVAUX": ""},
        "IDENT": {"NOM": "Ville de Sevran,", "CP": "93270", "VILLE": "Sevran Cedex,"},
        "OBJET": {"OBJET_COMPLET": "réfection de l’école."},
        "DELAI": {"RECEPT_OFFRES": "28 juillet 2006", "AUTRES": ", à 12 heures"},
        "LOTS": {"NUM_LOT": ["1", "2"], "DESC_LOT": ["Peinture.", "Sols."]},
    }
    record = parse_one(content, dateparution="2006-07-4").record
    assert [(lot.number, lot.title) for lot in record.lots] == [("1", "Peinture"), ("2", "Sols")]
    assert record.deadline is not None
    assert record.deadline.local == datetime(2006, 7, 28, 12)
    assert record.published_on == date(2006, 7, 4)
    assert record.buyer.name == "Ville de Sevran"


def test_an_unknown_structure_keeps_the_summary_and_says_so() -> None:
    record = parse_one(
        {"NOUVEAU": {"x": "y"}}, datelimitereponse="2026-07-31T12:00:00+00:00"
    ).record
    assert record.title == "Nettoyage des écoles"
    assert record.deadline is not None
    assert record.deadline.local == datetime(2026, 7, 31, 12)
    assert any("structure inconnue" in remark for remark in record.remarks)


@pytest.mark.parametrize("donnees", ['{"FNSimple": {', "[", "null", "", "pas du JSON"])
def test_an_unreadable_content_keeps_the_summary(donnees: str) -> None:
    record = parse_one(donnees).record
    assert (record.id, record.title) == ("26-1001", "Nettoyage des écoles")


def test_every_sentence_is_given_to_be_read_with_its_lot_and_without_contacts() -> None:
    content = simple(
        lots={"lot": [{"description": "1 : Nord"}, {"description": "2 : Sud, clause d’insertion"}]},
        informComplementaire={"autresInformComplementaire": "Écrire à marie.dupont@bobigny.fr svp"},
    )
    texts = parse_one(content).texts
    (clause,) = [text for text in texts if "clause d’insertion" in text.text]
    assert clause.lot == "2"
    assert clause.field == "FNSimple.initial.lots.lot.description"
    assert not any("marie.dupont" in text.text for text in texts)
    assert any("[courriel masqué]" in text.text for text in texts)
    assert not any("Ville de Bobigny" in text.text for text in texts)
