from __future__ import annotations

import io
import itertools
import re
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidError
from app.matching.kinds import SiaeKind
from app.toolkit.recruitment.grid import write_grid
from app.toolkit.recruitment.profile import Kit, Vacancy, write_profile
from app.toolkit.recruitment.texts import KINDS, PATH, find_faults, load_texts
from app.toolkit.sources import cite
from tests.conftest import NOW

TEXTS = load_texts()
POSTS = ["cip", "encadrant"]
EVERYTHING = PATH.read_text(encoding="utf-8")


def kit(post: str = "cip", **values: object) -> Kit:
    chosen = TEXTS.post(post)
    given = {
        "kind": SiaeKind.ACI,
        "post": chosen,
        "missions": tuple(item.text for item in chosen.missions[:3]),
        "skills": tuple(item.text for item in chosen.skills[:2]),
        "activity": "Réemploi de meubles",
        "place": "Bobigny",
        "hours": Decimal("31.5"),
        "followed": Decimal(20),
        **values,
    }
    return Kit(vacancy=Vacancy(**given), texts=TEXTS, made_at=NOW)  # type: ignore[arg-type]


def opened(file: bytes) -> Document:
    return docx.Document(io.BytesIO(file))


def whole_text(document: Document) -> str:
    paragraphs = document.element.body.iter(qn("w:p"))
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in paragraphs)


def headings(document: Document) -> list[int]:
    return [int(p.style.name[-1]) for p in document.paragraphs if "Heading" in p.style.name]


def test_the_texts_have_no_fault() -> None:
    assert tuple(find_faults(TEXTS)) == ()
    assert {post.key for post in TEXTS.posts} == set(POSTS)
    assert len(cite(TEXTS.sources)) == len(TEXTS.sources)


@pytest.mark.parametrize("post", POSTS)
def test_the_job_profile_says_the_post_and_what_is_to_verify(post: str) -> None:
    made = kit(post)
    document = opened(write_profile(made))
    text = whole_text(document)
    found = headings(document)
    assert all(after - before <= 1 for before, after in itertools.pairwise([1, *found]))
    for words in (
        made.vacancy.post.title,
        "Réemploi de meubles",
        "Bobigny",
        *made.vacancy.missions,
    ):
        assert words in text
    assert "À vérifier au RNCP" in text
    assert "31,5\u00a0h par semaine" in text
    assert made.vacancy.post.missions[3].text not in text  # not chosen


def test_the_pay_is_a_formula_to_fill_in_and_never_a_figure() -> None:
    for kind in KINDS:
        made = kit(kind=kind)
        text = whole_text(opened(write_profile(made)))
        assert "coefficient × valeur du point" in text.lower()
        assert "à renseigner" in text.lower()
        # The coefficients of 2011 and the value of the point are replaced: none may come back.
        for old in ("280", "310", "340", "5,70", "5.70"):
            assert old not in text
    assert not re.search(r"\d+\s*€", EVERYTHING)


def test_the_time_for_each_person_is_computed() -> None:
    assert kit().vacancy.minutes == 94  # 31.5 h × 60 ÷ 20 = 94.5, rounded down
    assert "94\u00a0minutes" in kit().vacancy.workload
    assert kit(hours=None).vacancy.workload == ""
    assert kit(followed=None).vacancy.workload == ""


@given(st.integers(1, 48), st.integers(1, 200))
def test_more_people_never_get_more_time(hours: int, followed: int) -> None:
    one, more = (
        kit(hours=Decimal(hours), followed=Decimal(n)).vacancy.minutes
        for n in (followed, followed + 1)
    )
    assert one is not None
    assert more is not None
    assert more <= one <= hours * 60


@pytest.mark.parametrize("post", POSTS)
def test_the_grid_has_ten_criteria_for_two_assessors(post: str) -> None:
    made = kit(post)
    document = opened(write_grid(made))
    text = whole_text(document)
    criteria = made.vacancy.post.criteria
    assert len(criteria) == 10
    for number, criterion in enumerate(criteria, start=1):
        assert f"{number}. {criterion.name}" in text
        assert criterion.question in text
    assert text.count("Note 1 (0 à 3)") == 10
    assert text.count("Note 2 (0 à 3)") == 10
    for words in ("Deux évaluateurs", "Les mêmes questions", "preuve factuelle", "anonymisé"):
        assert words in text
    assert "Questions interdites" in text
    assert "Synthèse motivée" in text
    assert "jamais un nom" in text


@pytest.mark.parametrize("subject", ["grossesse", "Santé", "religion", "Origine", "judiciaire"])
def test_what_may_not_be_asked_is_said(subject: str) -> None:
    assert any(subject in text for text in TEXTS.forbidden)
    assert subject in whole_text(opened(write_grid(kit())))


def test_no_question_of_a_grid_asks_what_is_forbidden() -> None:
    questions = " ".join(c.question for post in TEXTS.posts for c in post.criteria).lower()
    for word in ("enfant", "santé", "religion", "âge", "mari", "nationalité", "permis de séjour"):
        assert not re.search(rf"\b{word}\b", questions)


def test_hostile_texts_are_only_text() -> None:
    hostile = "<b>x</b> & =CMD() ]]>"
    text = whole_text(opened(write_profile(kit(activity=hostile, place=hostile))))
    assert text.count(hostile) == 2


def test_a_grid_without_ten_criteria_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "recruitment.yaml"
    lines = EVERYTHING.splitlines()
    at = next(n for n, line in enumerate(lines) if "Conduite d’entretien" in line)
    wrong.write_text("\n".join(lines[:at] + lines[at + 1 :]), encoding="utf-8")
    with pytest.raises(InvalidError, match="dix critères"):
        load_texts(wrong)
