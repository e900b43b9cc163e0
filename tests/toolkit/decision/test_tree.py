from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidError
from app.forms.decision import DecisionForm
from app.toolkit.decision.report import write_report
from app.toolkit.decision.tree import PATH, find_faults, load_tree, walk
from app.toolkit.sources import cite
from tests.conftest import NOW

TREE = load_tree()
# The holders that facts.yaml lists for an ACI (L5132-15).
ACI_HOLDERS = (
    "privé sans but lucratif",
    "CCAS ou CIAS",
    "Commune",
    "EPCI",
    "Syndicat mixte",
    "Département",
    "Chambre d’agriculture",
    "professionnel ou agricole",
    "Office national des forêts",
)


def paths(
    key: str = TREE.first, taken: tuple[tuple[str, str], ...] = ()
) -> Iterator[dict[str, str]]:
    """Every way down the tree, as answers."""
    question = TREE.question(key)
    if question is None:
        yield dict(taken)
        return
    for answer in question.answers:
        yield from paths(answer.next, (*taken, (question.key, answer.key)))


ALL_PATHS = tuple(paths())


def test_the_tree_has_no_fault() -> None:
    assert tuple(find_faults(TREE)) == ()


def test_every_path_ends_in_a_conclusion() -> None:
    assert len(ALL_PATHS) > 50
    for answers in ALL_PATHS:
        decision = walk(TREE, answers)
        assert decision.question is None
        assert decision.conclusion is not None
        assert {step.question.key for step in decision.path} == set(answers)


def test_every_question_and_conclusion_is_reached() -> None:
    walked = [walk(TREE, answers) for answers in ALL_PATHS]
    reached = {decision.conclusion.key for decision in walked if decision.conclusion}
    assert reached == {conclusion.key for conclusion in TREE.conclusions}
    asked = {step.question.key for decision in walked for step in decision.path}
    assert asked == {question.key for question in TREE.questions}


def test_every_kind_is_reached_and_its_neighbours_too() -> None:
    kinds = {kind for conclusion in TREE.conclusions for kind in conclusion.kinds}
    assert kinds == {"ACI", "AI", "EI", "ETTI", "EITI", "GEIQ", "EA", "ESAT"}


def test_each_conclusion_says_why_what_it_forbids_and_what_to_verify() -> None:
    for conclusion in TREE.conclusions:
        assert conclusion.reasons
        assert conclusion.forbids
        assert conclusion.verify
        assert conclusion.guides
    without = [c.key for c in TREE.conclusions if not c.articles]
    assert without == ["esat"]  # no text was read on it, and it says so


def test_the_holders_of_an_aci_are_a_question() -> None:
    question = TREE.question("aci-holder")
    assert question is not None
    labels = " | ".join(answer.label for answer in question.answers)
    for holder in ACI_HOLDERS:
        assert holder in labels
    assert len(question.answers) == len(ACI_HOLDERS) + 1


def test_no_path_to_an_aci_avoids_the_question_of_its_holder() -> None:
    for answers in ALL_PATHS:
        conclusion = walk(TREE, answers).conclusion
        if conclusion and conclusion.kinds[:1] == ("ACI",) and conclusion.key != "two-agreements":
            assert answers["aci-holder"] != "aucun"


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        ({"placement": "entreprises", "exclusive": "oui"}, "etti"),
        ({"placement": "entreprises", "exclusive": "non"}, "etti-apart"),
        ({"placement": "proximite", "ai-holder": "oui"}, "ai"),
        ({"placement": "proximite", "ai-holder": "non"}, "ai-needs-association"),
    ],
)
def test_placing_people_leads_to_an_ai_or_an_etti(answers: dict[str, str], key: str) -> None:
    start = {
        "purpose": "insertion",
        "contract": "salariees",
        "existing": "non",
        "place": "chez-eux",
    }
    conclusion = walk(TREE, {**start, **answers}).conclusion
    assert conclusion is not None
    assert conclusion.key == key


def test_the_eiti_is_always_to_verify() -> None:
    conclusion = TREE.conclusion("eiti")
    assert conclusion is not None
    assert "à vérifier" in conclusion.title
    assert "2018-771" in conclusion.articles[0]
    assert any("2026" in text for text in conclusion.verify)


def test_answers_off_the_path_are_ignored() -> None:
    decision = walk(TREE, {"purpose": "groupement", "sales": "plus-50", "place": "chez-nous"})
    assert [step.question.key for step in decision.path] == ["purpose"]
    assert decision.conclusion is not None
    assert decision.conclusion.key == "geiq"


def test_a_step_gives_the_address_that_asks_it_again() -> None:
    decision = walk(TREE, {"purpose": "insertion", "contract": "salariees"})
    assert [step.query for step in decision.path] == ["", "purpose=insertion"]
    assert decision.query == "purpose=insertion&contract=salariees"


@given(
    st.dictionaries(
        st.sampled_from([question.key for question in TREE.questions]),
        st.one_of(
            st.text(max_size=8),
            st.sampled_from([a.key for q in TREE.questions for a in q.answers]),
        ),
    )
)
def test_whatever_is_answered_there_is_a_question_or_a_conclusion(answers: dict[str, str]) -> None:
    decision = walk(TREE, answers)
    assert (decision.question is None) is not (decision.conclusion is None)
    assert walk(TREE, {s.question.key: s.answer.key for s in decision.path}) == decision


def test_the_form_has_a_field_for_each_question_and_no_other() -> None:
    assert list(DecisionForm().by_question) == [question.key for question in TREE.questions]


def test_the_legal_forms_say_what_is_known_and_what_is_to_verify() -> None:
    names = " ".join(form.name for form in TREE.forms)
    for wanted in ("Association", "SAS", "SCIC", "SCOP", "Filiale", "Portage", "Joint-venture"):
        assert wanted in names
    assert all(form.known and form.verify for form in TREE.forms)


def test_the_sources_exist() -> None:
    assert len(cite(TREE.sources)) == len(TREE.sources)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("next: geiq}", "next: nulle-part}", "nulle-part"),
        ("next: geiq}", "next: purpose}", "revient en arrière"),
        ("next: geiq}", "next: esat}", "n’est atteint par aucune"),
    ],
)
def test_a_tree_that_turns_round_or_leads_nowhere_is_refused(
    tmp_path: Path, before: str, after: str, words: str
) -> None:
    wrong = tmp_path / "decision.yaml"
    wrong.write_text(PATH.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    with pytest.raises(InvalidError, match=words):
        load_tree(wrong)


def test_the_report_tells_the_path_and_the_conclusion() -> None:
    decision = walk(TREE, {"purpose": "handicap", "disability": "salaries"})
    file = write_report(decision, TREE, NOW)
    pages = pypdf.PdfReader(io.BytesIO(file)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Entreprise adaptée (EA)" in text
    assert "L5213-13-1" in text
    assert "Surtout des personnes reconnues handicapées" in text
