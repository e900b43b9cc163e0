"""The kit is opened again, as the person who answers opens it."""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from sqlalchemy.orm import Session

from app.clock import PARIS
from app.demo.services import load_demo
from app.errors import InvalidError
from app.matching.kinds import ServiceType, SiaeKind
from app.organisations.models import Organisation
from app.siae import queries as siae_queries
from app.siae.models import Activity, Siae
from app.tenders import queries
from app.tenders.kit import Kit, build_kit, write_kit
from app.tenders.kit_content import ChapterText, cited_keys, load_texts
from app.tenders.kit_planning import count_back, find_easter, find_holidays, plan_back
from app.tenders.models import Clause, Consultation, Lot
from app.tenders.records import ClauseKind
from app.toolkit.yaml_files import read_yaml

NOW = datetime(2026, 1, 5, 9, tzinfo=PARIS)
DEADLINE = datetime(2026, 2, 3, 12, tzinfo=PARIS)
HOSTILE = "<b>Nettoyage</b> & \x00\x08\u202e🏗️ ]]> " + "x" * 5_000
CHAPTERS = [
    "1. À faire avant l’échéance",
    "2. Les pièces à réunir",
    "3. Les formulaires, en clair",
    "4. La clause sociale\u00a0: l’avis et votre réponse",
    "5. Le mémoire technique\u00a0: votre trame",
    "6. Répondre seul ou à plusieurs",
    "7. Déposer en ligne",
    "8. Après le dépôt",
    "9. Sources et limites",
]


def consultation(**values: Any) -> Consultation:
    given = {
        "reference": "26-100",
        "title": "Nettoyage des écoles",
        "buyer_name": "Ville de Bobigny",
        "buyer_reference": "",
        "procedure": "Procédure adaptée",
        "family": "MAPA",
        "published_on": date(2026, 1, 2),
        "status": "active",
        "is_amended": False,
        "deadline_at": DEADLINE,
        "deadline_precision": "minute",
        "proposed_deadline_at": None,
        "criteria": "",
        "lot_count": 1,
        "url": "https://boamp.exemple.fr/avis/26-100",
        "documents_url": "https://profil.exemple.fr/dce?id=1&lot=2",
        "is_demo": False,
        "lots": [lot()],
        **values,
    }
    return Consultation(**given)


def lot(number: str = "1", title: str = "Écoles du centre", **values: Any) -> Lot:
    return Lot(number=number, title=title, place_text="Bobigny", **values)


def clause(kind: ClauseKind, **values: Any) -> Clause:
    given = {
        "kind": kind.value,
        "lot": "",
        "quotation": "Lot réservé, article L. 2113-13.",
        "field": "Conditions",
        "article": "L2113-13",
        "origin": "text",
        **values,
    }
    return Clause(**given)


def structure(kind: SiaeKind = SiaeKind.EI, **values: Any) -> Siae:
    given = {
        "kind": kind,
        "name": "Clair et Net",
        "brand": "",
        "address": "3 rue des Lilas",
        "postal_code": "93000",
        "city": "Bobigny",
        "website": "https://clairetnet.exemple.fr",
        "headcount": "20 à 49",
        "capacity_places": None,
        "source": "Annuaire",
        "is_demo": False,
        "organisation": Organisation(
            siret="13002526500013", name="Clair et Net", legal_form="Association", naf_code=""
        ),
        "activities": [
            Activity(
                sector="nettoyage-de-locaux",
                service=ServiceType.PRESTATION,
                zones=["93"],
                is_nationwide=False,
                is_inferred=False,
                capacity_fte=4.5,
                capacity_as_of=date(2025, 12, 1),
            )
        ],
        **values,
    }
    return Siae(**given)


def opened(kit: Kit) -> Document:
    return docx.Document(io.BytesIO(write_kit(kit)))


def made(
    call: Consultation,
    siae: Siae | None = None,
    lots: Sequence[Lot] | None = None,
    now: datetime = NOW,
) -> Document:
    return opened(build_kit(call, call.lots if lots is None else lots, siae, now))


def headings(document: Document, level: int) -> list[str]:
    return [p.text for p in document.paragraphs if p.style.name == f"Heading {level}"]


def whole_text(document: Document) -> str:
    paragraphs = document.element.body.iter(qn("w:p"))
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in paragraphs)


def test_the_chapters_come_in_order_with_no_level_skipped() -> None:
    document = made(consultation())
    assert headings(document, 1) == CHAPTERS
    levels = [int(p.style.name[-1]) for p in document.paragraphs if "Heading" in p.style.name]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_the_cover_says_what_until_when_and_where() -> None:
    document = made(consultation())
    text = whole_text(document)
    assert document.paragraphs[1].text == "Nettoyage des écoles"
    assert document.paragraphs[1].style.name == "Title"
    assert (
        "À déposer avant le mardi 3\u00a0février\u00a02026 à 12\u00a0h\u00a000, heure de Paris"
        in text
    )
    assert "Le règlement de consultation de l’acheteur prévaut" in text
    assert "lundi 5\u00a0janvier\u00a02026" in text  # when it was edited
    addresses = {r.target_ref for r in document.part.rels.values() if r.is_external}
    assert "https://boamp.exemple.fr/avis/26-100" in addresses
    assert "https://profil.exemple.fr/dce?id=1&lot=2" in addresses


def test_the_kit_is_named_after_its_consultation() -> None:
    kit = build_kit(consultation(reference="26-100/../é"), [], None, NOW)
    assert kit.filename == "kit-reponse-26-100-e.docx"
    about = opened(kit).core_properties
    assert about.title == "Kit de réponse – Nettoyage des écoles"
    assert about.language == "fr-FR"


def test_days_are_counted_back_over_week_ends_and_holidays() -> None:
    assert count_back(date(2026, 2, 3), 2) == date(2026, 1, 30)
    assert count_back(date(2026, 4, 7), 1) == date(2026, 4, 3)  # Easter Monday is no working day
    assert find_easter(2026) == date(2026, 4, 5)
    assert {date(2026, 5, 14), date(2026, 5, 25), date(2026, 7, 14)} <= find_holidays(2026)


def test_the_plan_dates_each_step_and_says_which_are_late() -> None:
    plan = build_kit(consultation(), [], None, NOW).plan
    assert plan.late == ()
    assert [step.days for step in plan.steps] == [20, 18, 15, 12, 10, 8, 5, 3, 2, 1]
    assert plan.steps[0].on == date(2026, 1, 6)
    later = datetime(2026, 1, 27, 9, tzinfo=PARIS)
    plan = plan_back(DEADLINE, later, load_texts().planning.steps)
    assert [step.days for step in plan.steps] == [5, 3, 2, 1]
    assert "Calculer le prix" in plan.late
    text = whole_text(made(consultation(), now=later))
    assert "Faites-les d’abord" in text
    assert "J-5, mardi 27\u00a0janvier\u00a02026" in text
    assert "J-20" not in text


def test_without_a_deadline_the_steps_have_no_date() -> None:
    text = whole_text(made(consultation(deadline_at=None, deadline_precision="")))
    assert "Échéance inconnue" in text
    assert "J-20\u00a0: Lire et décider" in text
    assert "L’avis ne donne pas d’échéance lisible" in text


def test_a_day_without_an_hour_says_so() -> None:
    call = consultation(
        deadline_at=datetime(2026, 2, 3, 23, 59, tzinfo=PARIS), deadline_precision="day"
    )
    assert "au plus tard le mardi 3\u00a0février\u00a02026, heure à vérifier" in whole_text(
        made(call)
    )


def test_a_kit_of_what_is_over_says_it_is_an_example() -> None:
    closed = whole_text(made(consultation(), now=DEADLINE + timedelta(days=1)))
    assert "État\u00a0: close." in closed
    assert "le calendrier n’est plus calculé" in closed
    assert "État\u00a0: annulée." in whole_text(made(consultation(status="cancelled")))


def test_a_proposed_deadline_and_an_amendment_are_announced() -> None:
    call = consultation(
        is_amended=True, proposed_deadline_at=datetime(2026, 2, 10, 12, tzinfo=PARIS)
    )
    text = whole_text(made(call))
    assert "L’avis a été rectifié" in text
    assert "reporter l’échéance au mardi 10\u00a0février\u00a02026" in text


def test_every_document_has_its_box_and_its_source() -> None:
    document = made(consultation())
    boxes = [t for t in document.element.body.iter(qn("w:t")) if t.text == "☐"]
    items = [item for group in load_texts().checklist.groups for item in group.items]
    assert len(boxes) == len(items) + len(load_texts().planning.steps) + 1
    text = whole_text(document)
    for name in ("DC1", "DC2", "DC4", "DUME", "Acte d’engagement", "DPGF", "Convention IAE"):
        assert name in text
    paragraphs = document.paragraphs
    ticks = [at for at, p in enumerate(paragraphs) if p.text == "\tPlanning"]
    assert len(ticks) == 1
    assert "à vérifier" in paragraphs[ticks[0] + 4].text


def test_a_reservation_is_quoted_with_its_article_and_judged_for_the_structure() -> None:
    call = consultation(clauses=[clause(ClauseKind.RESERVED, lot="1", origin="coded")])
    text = whole_text(made(call, structure()))
    assert "«\u00a0Lot réservé, article L. 2113-13.\u00a0»" in text
    assert "Article\u00a0: L2113-13 (Réservation aux structures d’insertion" in text
    assert "valeur codée par l’acheteur" in text
    assert "Entreprise d’insertion (EI) – L2113-13\u00a0: ce type de structure est visé" in text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (SiaeKind.EITI, "à vérifier auprès de l’acheteur"),
        (SiaeKind.GEIQ, "à vérifier auprès de l’acheteur"),
        (SiaeKind.EA, "ne semble pas visé"),
    ],
)
def test_what_is_not_sure_is_not_promised(kind: SiaeKind, words: str) -> None:
    call = consultation(clauses=[clause(ClauseKind.RESERVED)])
    text = whole_text(made(call, structure(kind)))
    assert words in text
    assert "ce type de structure est visé" not in text


@pytest.mark.parametrize("kind", list(ClauseKind))
def test_each_kind_of_clause_has_its_answer(kind: ClauseKind) -> None:
    text = whole_text(made(consultation(clauses=[clause(kind, article="")])))
    assert load_texts().clauses.kinds[kind].answers[0] in text
    assert "Article non cité\u00a0: à vérifier." in text


def test_no_clause_is_no_proof_and_european_notices_expect_one() -> None:
    assert "Ce n’est pas une preuve d’absence" in whole_text(made(consultation()))
    call = consultation(family="JOUE", published_on=date(2026, 9, 1))
    assert "L2112-2-1" in whole_text(made(call))


def test_only_the_clauses_of_the_chosen_lots_are_told() -> None:
    first, second = lot(), lot("2", "Crèches")
    call = consultation(
        lots=[first, second],
        lot_count=2,
        clauses=[
            clause(ClauseKind.EXECUTION, lot="1", quotation="400 heures"),
            clause(ClauseKind.EXECUTION, lot="2", quotation="900 heures"),
        ],
    )
    text = whole_text(made(call, lots=[second]))
    assert "900 heures" in text
    assert "400 heures" not in text
    assert "Ce kit porte sur 1 des 2 lots." in text


def test_the_memoir_is_filled_from_the_structure() -> None:
    document = made(consultation(), structure())
    cells = {
        row.cells[0].text: row.cells[1].text for table in document.tables for row in table.rows
    }
    assert cells["Nom"] == "Clair et Net"
    assert cells["SIRET"] == "130\u00a0025\u00a0265\u00a000013"
    assert cells["Type de structure"] == "Entreprise d’insertion (EI)"
    assert cells["Adresse"] == "3 rue des Lilas, 93000 Bobigny"
    assert cells["Code NAF"] == "……"
    assert "le portail ne la connaît pas" in cells["Convention ou agrément en cours"]
    activities = document.tables[2]
    assert [cell.text for cell in activities.rows[1].cells] == [
        "Nettoyage de locaux",
        "Prestation de services ou travaux",
        "Seine-Saint-Denis",
        "4,5\u00a0ETP au 1er\u00a0décembre\u00a02025",
    ]


def test_without_a_structure_its_places_are_blank() -> None:
    document = made(consultation())
    rows = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert ["SIRET", "……"] in rows
    assert "Aucune structure n’a été choisie" in whole_text(document)


def test_each_kind_of_structure_is_warned_of_its_limits() -> None:
    texts = load_texts().memoir.kinds
    assert set(texts) == set(SiaeKind)
    assert "D5132-34" in whole_text(made(consultation(), structure(SiaeKind.ACI)))


def test_each_lot_has_its_part_and_many_lots_do_not_drown_the_rest() -> None:
    lots = [lot(str(n), f"Secteur {n}", duration_months=12, value=96_000) for n in range(1, 36)]
    document = made(consultation(lots=lots, lot_count=35))
    titles = [t for t in headings(document, 2) if t.startswith("Lot ")]
    assert titles[:2] == ["Lot 1 – Secteur 1", "Lot 2 – Secteur 2"]
    assert len(titles) == 30
    text = whole_text(document)
    assert "Il reste 5 lots" in text
    assert "96\u202f000\u00a0€ HT" in text


def test_the_earliest_deadline_of_the_lots_counts() -> None:
    lots = [lot(deadline_at=DEADLINE), lot("2", deadline_at=DEADLINE - timedelta(days=4))]
    kit = build_kit(consultation(lots=lots, lot_count=2), lots, None, NOW)
    assert "vendredi 30\u00a0janvier" in kit.deadline
    moved = DEADLINE + timedelta(days=7)  # an amendment replaced them all
    kit = build_kit(consultation(lots=lots, deadline_at=moved), lots, None, NOW)
    assert "mardi 10\u00a0février" in kit.deadline


def test_hostile_names_are_only_text() -> None:
    call = consultation(
        title=HOSTILE,
        buyer_name=HOSTILE,
        criteria=HOSTILE,
        reference=HOSTILE[:60],
        url="javascript:alert(1)",
        documents_url="http://[bad" + "x" * 900,
        lots=[lot("1<w:t>", HOSTILE)],
        clauses=[clause(ClauseKind.RESERVED, quotation=HOSTILE, field=HOSTILE, article=HOSTILE)],
    )
    siae = structure(name=HOSTILE, address=HOSTILE, website="data:text/html,<b>")
    document = made(call, siae)
    assert headings(document, 1) == CHAPTERS
    text = whole_text(document)
    assert "<b>Nettoyage</b> & 🏗️" in text
    addresses = {r.target_ref for r in document.part.rels.values() if r.is_external}
    assert not [address for address in addresses if not address.startswith("http")]
    assert not [address for address in addresses if "bad" in address]


def test_contacts_of_persons_are_not_copied() -> None:
    call = consultation(criteria="Écrire à jean.dupont@ville.fr ou au 01 23 45 67 89")
    text = whole_text(made(call))
    assert "jean.dupont" not in text
    assert "23 45" not in text


def test_every_demonstration_says_so(session: Session, now: datetime) -> None:
    load_demo(session, now)
    siae = session.scalars(siae_queries.everything()).first()
    for reference in ("DEMO-001", "DEMO-002", "DEMO-003"):
        call = session.scalar(queries.by_reference(reference))
        assert call is not None
        document = made(call, siae, now=now)
        assert headings(document, 1) == CHAPTERS
        text = whole_text(document)
        assert "Donnée fictive de démonstration" in text
        assert len([t for t in headings(document, 2) if t.startswith("Lot ")]) == len(call.lots)


def test_every_source_is_cited_and_every_law_is_dated() -> None:
    texts = load_texts()
    assert set(cited_keys(texts)) == set(texts.sources)
    assert all(source.date for source in texts.sources.values())
    assert all(source.url for source in texts.sources.values() if source.reliability == "law")


def test_a_text_that_is_misspelt_names_its_file(tmp_path: Any) -> None:
    file = tmp_path / "after.yaml"
    file.write_text("title: Après\nintro: a\nparts: []\nparst: []\n", encoding="utf-8")
    with pytest.raises(InvalidError, match=r"after\.yaml"):
        read_yaml(file, ChapterText)
