from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tenders.clauses import (
    CLAUSE_LABELS,
    CLAUSE_SENTENCES,
    detect_clauses,
    families_allowed,
    merge_clauses,
)
from app.tenders.records import ClauseKind, Origin, SocialClause
from app.tenders.sources import TextField
from tests.tenders.builders import clause

RESERVED, EXECUTION = ClauseKind.RESERVED, ClauseKind.EXECUTION
SIAE = {"ACI", "AI", "EI", "ETTI"}
UNSURE = {"EITI", "GEIQ"}
EVERYONE = SIAE | UNSURE | {"EA", "ESAT"}


def read(text: str, field: str = "description") -> list[SocialClause]:
    return detect_clauses([TextField(field=field, text=text)])


@pytest.mark.parametrize(
    ("text", "kind", "article"),
    [
        ("Marché réservé selon les dispositions de l'article L.2113-13", RESERVED, "L2113-13"),
        ("Marché réservé aux centres d'aide par le travail (L.2113-12)", RESERVED, "L2113-12"),
        ("Lot 2 réservé aux structures d’insertion.", RESERVED, "L2113-13"),
        ("MARCHE RESERVE AUX ENTREPRISES ADAPTEES ET ESAT", RESERVED, "L2113-12"),
        ("Ce lot est réservé à des EI, ACI, AI (L. 2113 – 13 du code)", RESERVED, "L2113-13"),
        ("Une réservation au titre de l’article L2113-14 est prévue.", RESERVED, "L2113-14"),
        ("Réservée aux ateliers protégés et aux SIAE", RESERVED, "L2113-12, L2113-13"),
        (
            "L'exécution du marché comporte une clause obligatoire d'aide à l'insertion par"
            " l'activité économique.",
            EXECUTION,
            "L2112-2",
        ),
        (
            "clause d'insertion : l'obligation de réserver un minimum d'heures de travail à des "
            "personnes éloignées de l'emploi, soit 140 heures",
            EXECUTION,
            "L2112-2",
        ),
        ("Le titulaire réalisera 420 heures d’insertion.", EXECUTION, "L2112-2"),
        ("7 % des heures sont réservées à l’insertion : clause sociale.", EXECUTION, None),
        ("Conditions d'exécution à caractère social (article L2112-2).", EXECUTION, "L2112-2"),
        ("clause sociale d?insertion obligatoire", EXECUTION, None),
        ("Les lots 2 et 3 comportent une action d'insertion.", EXECUTION, None),
        ("La Caf souhaite réserver ce marché à des entreprises adaptées", RESERVED, "L2113-12"),
        ("Réserver 5 % des heures d’insertion du lot aux SIAE", EXECUTION, None),
        (
            "Le marché comporte des éléments à caractère social au sens des articles L2111-1, "
            "L2112-2 et L2113-13.",
            ClauseKind.WEAK,
            None,
        ),
        ("Critère 3 : performances en insertion sociale (10 %)", ClauseKind.CRITERION, "L2152-7"),
        ("Une démarche d’insertion est appréciée.", ClauseKind.WEAK, None),
    ],
)  # fmt: skip
def test_true_sentences_are_read_for_what_they_are(
    text: str, kind: ClauseKind, article: str | None
) -> None:
    (found, *_) = read(text)
    assert found.kind is kind
    assert found.origin is Origin.TEXT
    if article is not None:
        assert found.article == article
    assert found.quotation in text or found.quotation == " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "Travaux de confortement pour préserver le patrimoine",
        "Aménagement de la réserve naturelle nationale de la Bassée",
        "Réserve marine et réserve de biosphère",
        "Restructuration des réserves du musée",
        "Construction d'une réserve d'eau incendie",
        "L'offre est valable sous réserve de se conformer au cahier des charges",
        "Calcul du débit réservé de la rivière",
        "Création d'une voie réservée aux bus",
        "Places réservées covoiturage sur le parking de l'ESAT",
        "Étude d'insertion urbaine et paysagère du tramway",
        "Service pénitentiaire d'insertion et de probation de Melun : nettoyage",
        "Antenne locale d'insertion et de probation",
        "Prestation réservée à une profession particulière : architecte",
        "Tous droits réservés",
        "Édition 2021 du SIAE (Salon international de l’aéronautique)",
        "Le marché n'est pas réservé à des structures d'insertion.",
        "Marché réservé : non",
        "Marché réservé aux ESAT ou EA :\nNon",
        "Aucune clause sociale d'insertion n'est prévue.",
        "Frais d'insertion de l'avis à la charge du titulaire",
        "Le pouvoir adjudicateur se réserve le droit de ne pas donner suite.",
        "",
    ],
)
def test_what_only_looks_like_a_clause_gives_nothing_that_counts(text: str) -> None:
    assert not [c for c in read(text) if c.kind is not ClauseKind.WEAK], read(text)


def test_a_criterion_is_known_by_its_field() -> None:
    (found,) = read(
        "Insertion des publics éloignés : 10 points", "Lot.AwardingCriterion.Description"
    )
    assert found.kind is ClauseKind.CRITERION


def test_what_a_candidate_must_hold_is_no_criterion_of_its_offer() -> None:
    said = "Agrément d'insertion par l'activité économique délivré par l'État."
    for field in ("LEFTI.RULES_CRITERIA", "OBJECT_DESCR.CRITERIA_CANDIDATE"):
        assert ClauseKind.CRITERION not in {clause.kind for clause in read(said, field)}


def test_insertion_as_the_object_is_known_by_its_field_only() -> None:
    title = "Accompagnement de salariés en insertion du PLIE"
    assert [c.kind for c in read(title, "objet")] == [ClauseKind.INSERTION_OBJECT]
    assert ClauseKind.INSERTION_OBJECT not in {c.kind for c in read(title, "description")}


def test_a_clause_keeps_its_lot_its_field_and_a_quotation_of_bounded_length() -> None:
    words = "mot " * 400
    text = TextField(
        field="lots.lot.description",
        text=f"{words} clause d’insertion de 300 heures {words}",
        lot="2",
    )
    (found,) = detect_clauses([text])
    assert (found.lot, found.field) == ("2", "lots.lot.description")
    assert "clause d’insertion de 300 heures" in found.quotation
    assert len(found.quotation) < 340


def test_the_same_sentence_twice_is_one_clause_and_a_flood_is_bounded() -> None:
    field = TextField(field="a", text="Clause d’insertion : 100 heures.")
    assert len(detect_clauses([field, field])) == 1
    flood = [TextField(field="a", text=f"Clause d’insertion : {n} heures.") for n in range(100)]
    assert len(detect_clauses(flood)) == 12


@given(st.text(max_size=300), st.sampled_from(["objet", "criteres", "description"]))
def test_no_text_raises_and_every_quotation_is_written_there(text: str, field: str) -> None:
    for found in read(text, field):
        assert found.quotation.strip("… ") in " ".join(text.split())


CLAUSES = st.builds(
    clause,
    st.sampled_from(ClauseKind),
    lot=st.sampled_from([None, "1", "2"]),
    article=st.sampled_from(["", "L2113-12", "L2113-13", "L2112-2"]),
    origin=st.sampled_from(Origin),
    quotation=st.sampled_from(["a", "b"]),
)


@given(st.lists(CLAUSES), st.lists(CLAUSES))
def test_joining_ignores_order_and_is_settled_at_once(
    coded: list[SocialClause], text: list[SocialClause]
) -> None:
    merged = merge_clauses(coded, text)
    assert merge_clauses(coded[::-1], text[::-1]) == merged
    assert merge_clauses(merged, []) == merged
    assert len(set(merged)) == len(merged)


def test_a_coded_reservation_wins_and_a_text_adds_the_article() -> None:
    coded = clause(
        RESERVED, article="L2113-12 ou L2113-13", origin=Origin.CODED, quotation="res-ws"
    )
    silent = clause(RESERVED, article="", quotation="Marché réservé")
    telling = clause(RESERVED, article="L2113-13", quotation="Réservé aux SIAE")
    assert merge_clauses([coded], [silent]) == [coded]
    assert merge_clauses([coded], [telling]) == [coded, telling]


@pytest.mark.parametrize(
    ("articles", "admitted", "checked"),
    [
        (["L2113-12"], {"EA", "ESAT"}, set()),
        (["L2113-13"], SIAE, UNSURE),
        (["L2113-12, L2113-13"], SIAE | {"EA", "ESAT"}, UNSURE),
        (["L2113-14"], SIAE | {"EA", "ESAT"}, UNSURE),
        (["L2113-12 ou L2113-13"], set(), EVERYONE),
        (["L2113-12 ou L2113-13", "L2113-13"], SIAE, UNSURE),
        (["L2113-12 ou L2113-13", "L2113-12"], {"EA", "ESAT"}, set()),
        (["L2113-15"], set(), EVERYONE),
        (["L2113-15", "L2113-12"], {"EA", "ESAT"}, set()),
        (["L2113-15", "L2113-12 ou L2113-13"], set(), EVERYONE),
        (["L2113-12, L2113-15"], {"EA", "ESAT"}, SIAE | UNSURE),
        (["L2113-12", ""], {"EA", "ESAT"}, set()),
        ([""], set(), EVERYONE),
    ],
)
def test_each_article_opens_to_its_kinds(
    articles: list[str], admitted: set[str], checked: set[str]
) -> None:
    allowed = families_allowed([clause(RESERVED, article=article) for article in articles])
    assert allowed is not None
    assert allowed.admitted == admitted
    assert allowed.to_check == checked
    assert not UNSURE & allowed.admitted


def test_a_box_for_the_whole_notice_does_not_open_what_its_words_reserve() -> None:
    box, words = clause(RESERVED, article="L2113-15"), clause(RESERVED, article="L2113-12", lot="2")
    allowed = families_allowed([box, words])
    assert allowed is not None
    assert (allowed.admitted, allowed.to_check) == ({"EA", "ESAT"}, set())
    assert allowed.articles == ("L2113-12",)


def test_a_box_ticked_for_the_lot_itself_still_has_to_be_checked() -> None:
    box, words = clause(RESERVED, article="L2113-15", lot="2"), clause(RESERVED, article="L2113-12")
    allowed = families_allowed([box, words])
    assert allowed is not None
    assert (allowed.admitted, allowed.to_check) == ({"EA", "ESAT"}, SIAE | UNSURE)
    assert allowed.articles == ("L2113-12", "L2113-15")


def test_nothing_reserved_admits_everybody_by_saying_nothing() -> None:
    assert families_allowed([clause(EXECUTION)]) is None
    assert families_allowed([]) is None


def test_every_kind_has_its_words() -> None:
    assert set(CLAUSE_LABELS) == set(CLAUSE_SENTENCES) == set(ClauseKind)


def test_no_title_of_the_corpus_is_reserved_or_has_a_clause(shared_data: Path) -> None:
    rows = json.loads((shared_data / "boamp_light" / "boamp_10000_6champs.json").read_text())
    rows = rows.get("results", rows) if isinstance(rows, dict) else rows
    found = [
        (clause_.kind, clause_.quotation)
        for row in rows
        for clause_ in read(row.get("objet") or "", "objet")
        if clause_.kind in {RESERVED, EXECUTION}
    ]
    assert len(rows) > 6_000
    assert not found
