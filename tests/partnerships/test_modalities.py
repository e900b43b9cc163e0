"""Every modality, its questions and their fields agree with one another and with the routing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict

from app.errors import InvalidError
from app.forms.need_fields import BUILDERS
from app.forms.need_subject import subject_form
from app.matching.kinds import Modality
from app.partnerships import routing
from app.partnerships.answer_words import WORDS, AskerKind
from app.partnerships.asking import Subject
from app.partnerships.documents import documents
from app.partnerships.modalities import (
    FOLDER,
    ModalitySheet,
    Reaches,
    check_modalities,
    load_modalities,
    read_modality,
)
from app.partnerships.models import Need
from app.partnerships.questions import FEEDS, QUESTION_LABELS, QuestionKey
from tests.pages import Page

TODAY = date(2026, 11, 25)
SHEETS = load_modalities()


def test_every_question_has_a_field_a_label_and_a_modality() -> None:
    assert set(BUILDERS) == set(QUESTION_LABELS) == set(QuestionKey)
    asked = {key for sheet in SHEETS for key in sheet.keys}
    assert asked == set(QuestionKey)
    assert (
        set(FEEDS.values())
        <= set(Subject.__dataclass_fields__)
        <= set(Need.__table__.columns.keys())
    )
    assert all(str(word.label) for words in WORDS.values() for word in words)  # type: ignore[attr-defined]


def test_every_modality_and_every_asker_is_there() -> None:
    assert {sheet.slug for sheet in SHEETS} == set(Modality)
    assert {i.who for sheet in SHEETS for i in sheet.invitations} == set(AskerKind)
    assert [sheet.slug for sheet in SHEETS if not sheet.is_open] == [Modality.BRIDGE]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.slug.value)
def test_a_file_says_whom_the_routing_reaches(sheet: ModalitySheet) -> None:
    expected = Reaches.STRUCTURES
    if sheet.slug in routing.OF_TEAM:
        expected = Reaches.TEAM
    elif sheet.slug in routing.OF_NETWORKS:
        expected = Reaches.NETWORKS
    elif sheet.slug in routing.OPT_IN:
        expected = Reaches.WILLING
    assert sheet.reaches is expected


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.slug.value)
def test_every_page_opens_with_its_questions(
    page: Callable[..., Page], sheet: ModalitySheet
) -> None:
    for invitation in sheet.invitations:
        pairs = "&".join(f"{k}={v}" for k, v in invitation.fill.items())
        shown = page(f"{sheet.path}?vous={invitation.who.value}&{pairs}")
        for key in sheet.keys if sheet.is_open else ():
            assert f'name="{key.value}"' in shown.html
        for limit in sheet.limits:
            assert limit.article in shown.text.replace("\u00a0", " ") or not limit.article


def test_answers_feed_the_columns() -> None:
    form = subject_form(Modality.IMMERSION)(
        MultiDict(
            [
                ("objet", "Nettoyage de bureaux"),
                ("besoin", "Voir le métier"),
                ("but", "confirmer"),
                ("jours", "10"),
                ("debut", "12 janvier 2027"),
            ]
        )
    )
    subject = form.read(TODAY)
    assert subject is not None
    assert (subject.days, subject.starts_on) == (10, date(2027, 1, 12))
    assert subject.sectors == ["nettoyage-de-locaux"]


def test_publics_and_labels_become_conditions_and_neighbours_sectors() -> None:
    form = subject_form(Modality.PURCHASE)(
        MultiDict(
            [
                ("objet", "Du ménage"),
                ("besoin", "Tous les soirs"),
                ("filiere", "nettoyage-de-locaux"),
                ("voisines", "oui"),
                ("publics", "refugies"),
                ("labels", "Qualiopi, ISO 9001, qualiopi"),
            ]
        )
    )
    subject = form.read(TODAY)
    assert subject is not None
    assert subject.conditions == ["refugies", "qualiopi", "iso 9001"]
    assert subject.sectors[0] == "nettoyage-de-locaux"
    assert "vitrerie" in subject.sectors


def test_what_is_old_or_leads_nowhere_is_said() -> None:
    assert not list(check_modalities(date(2026, 1, 1), lambda _: True))
    assert len(list(check_modalities(date(2027, 1, 1), lambda _: True))) == len(SHEETS)
    assert any("/locaux " in text for text in check_modalities(TODAY, lambda p: p != "/locaux"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("slug: pmsmp", "slug: appui"),
        ("key: but", "key: objet"),
        ("sources: [ct]", "sources: []"),
        ("sources: [ct]", "sources: [inventee]"),
        ("guides: [les-immersions-pmsmp]", "guides: [inventee]"),
        ("state: en-cours", "state: a-verifier"),
        ("order: 5", "ordre: 5"),
        ("key: jours", "key: inventee"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, before: str, after: str) -> None:
    text = (FOLDER / "pmsmp.yaml").read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "pmsmp.yaml"
    path.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(InvalidError, match="pmsmp"):
        read_modality(path)


def test_a_folder_without_every_modality_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match="sans fichier"):
        load_modalities(tmp_path)


def test_they_are_found_by_the_search() -> None:
    found = {document.id: document for document in documents()}
    assert len(found) == len(SHEETS)
    assert found["contrat-passerelle"].closed
    assert "groupement" in found["co-traitance"].keywords


def test_the_published_rule_prints_the_numbers_of_the_code(page: Callable[..., Page]) -> None:
    text = page("/mise-en-relation/regles").text.replace("\u00a0", " ")
    for said in (
        "Sur 6 places, 2 vont",
        "de 15 % au plus",
        "tranche de 5 points",
        "créditée de 2 réponses à 3 demandes",
        "Après 3 jours ouvrés, si moins de 3 ont répondu",
        "aux jours 3 et 9, puis une dernière fois au jour 21",
        "Au jour 45",
        "Filière, 35 points",
    ):
        assert said in text
