from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest

from app.errors import InvalidError
from app.toolkit.maturity.assessment import assess
from app.toolkit.maturity.questionnaire import PATH, find_faults, load_questionnaire
from app.toolkit.maturity.report import list_lines, write_lines, write_report
from app.toolkit.maturity.scales import Cash, Intent
from app.toolkit.maturity.scoring import Answers
from app.toolkit.stages import Profile
from tests.conftest import NOW

TEXTS = load_questionnaire()
ACTOR_FUNCTIONS = {
    "service-iae",
    "departement",
    "region",
    "collectivite",
    "prescripteur",
    "reseau",
    "creation",
    "dla",
    "financeur",
    "marches",
    "clauses",
    "opco",
    "cress",
    "entreprises",
    "handicap",
    "logement",
    "mobilite",
    "plateforme",
    "asp",
}


def made(rating: int = 0) -> object:
    answers = Answers(
        profile=Profile.ASSOCIATION,
        ratings={question.key: rating for question in TEXTS.questions},
        cash=Cash.NEGATIVE,
        department="93",
        development={"d1": Intent.PLANNED},
    )
    return assess(answers, TEXTS, (), NOW)


def test_each_question_describes_its_four_answers_and_three_next_steps() -> None:
    assert tuple(find_faults(TEXTS)) == ()
    for question in TEXTS.questions:
        assert len(set(question.answers)) == 4
        assert len(set(question.next)) == 3
        assert question.help
        assert question.why


def test_only_functions_are_to_be_called() -> None:
    cited = {name for question in TEXTS.questions for name in question.functions}
    cited |= {name for flag in TEXTS.flags.values() for name in flag.functions}
    assert cited <= ACTOR_FUNCTIONS


def test_the_texts_have_french_typography() -> None:
    for question in TEXTS.questions:
        assert "'" not in question.text + question.help
        assert " ?" not in question.text


def test_the_links_stay_on_the_portal() -> None:
    for question in TEXTS.questions:
        assert question.link.href.startswith(
            ("/boite-a-outils", "/guide/", "/structures", "/marches")
        )


def test_a_file_that_lacks_an_answer_is_refused(tmp_path: Path) -> None:
    text = PATH.read_text(encoding="utf-8")
    broken = tmp_path / "maturity.yaml"
    lines = text.splitlines()
    at = lines.index("    answers:")
    broken.write_text("\n".join(lines[: at + 1] + lines[at + 2 :]), encoding="utf-8")
    with pytest.raises(InvalidError, match="s1"):
        load_questionnaire(broken)


def test_the_report_opens_and_says_the_stage_the_flags_and_the_actions() -> None:
    assessment = made()
    pages = pypdf.PdfReader(io.BytesIO(write_report(assessment))).pages  # type: ignore[arg-type]
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Étape proposée" in text
    assert "Seine-Saint-Denis" in text
    assert "La trésorerie passe sous zéro sans solution" in text
    assert "Public défini et chiffré" in text
    assert "repère" in text.lower() or "à adapter" in text


def test_the_lines_hold_every_answer_and_the_points() -> None:
    assessment = made(2)
    lines = list(list_lines(assessment))  # type: ignore[arg-type]
    assert sum(line[3] == 2 for line in lines) == 18
    assert [line[3] for line in lines if line[0] == "Points"] == [12, 12, 12]
    text = write_lines(assessment).decode()  # type: ignore[arg-type]
    assert text.startswith("\ufeffPartie,Code,Question")
    assert "En projet" in text
