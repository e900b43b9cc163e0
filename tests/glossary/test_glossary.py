from pathlib import Path

import pytest

from app.errors import InvalidError, NotFoundError
from app.glossary import TermKind, equivalences, get, load_glossary, terms
from app.glossary.glossary import make_slug


def test_it_holds_the_words_of_the_field() -> None:
    assert len(terms()) >= 150
    assert get("ai").expansion == "association intermédiaire"
    assert get("aci").kind is TermKind.ACRONYM


def test_every_term_is_complete_and_typographically_right() -> None:
    for term in terms():
        assert term.slug == make_slug(term.slug)
        assert term.definition.endswith("."), term.slug
        assert term.definition[0].isupper(), term.slug
        assert "'" not in term.definition + term.expansion + term.term, term.slug
        assert term.term not in term.synonyms, term.slug


def test_a_former_name_leads_to_todays() -> None:
    former = [term for term in terms() if term.kind is TermKind.FORMER_NAME]
    assert {term.slug for term in former} >= {"pe", "direccte", "cdiae", "spie"}
    for term in former:
        assert term.replaced_by is not None, term.slug
        assert get(term.replaced_by).kind is not TermKind.FORMER_NAME


def test_an_acronym_equals_its_expansion() -> None:
    groups = equivalences()
    for term in terms():
        if term.kind is TermKind.ACRONYM:
            assert any({term.term, term.expansion} <= group for group in groups), term.slug


def test_equivalences_hold_the_trades() -> None:
    assert any({"propreté", "nettoyage"} <= group for group in equivalences())
    assert all(len(group) > 1 for group in equivalences())


def test_terms_are_in_order() -> None:
    slugs = [term.slug for term in terms()]
    assert slugs == sorted(slugs)


def test_an_unknown_term_is_said() -> None:
    with pytest.raises(NotFoundError, match="inconnu-au-bataillon"):
        get("inconnu-au-bataillon")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("terms: [", "illisible"),
        ("[]", "illisible"),
        ("equivalences: []\nterms:\n  - {term: A, kind: acronym}", "definition"),
        ("equivalences: []\nterms:\n  - {term: A, kind: mot, definition: B.}", "mot"),
        (
            "equivalences: []\nterms:\n"
            "  - {term: Été, kind: term, definition: B.}\n"
            "  - {term: ete, kind: term, definition: B.}",
            "2 fois",
        ),
        (
            "equivalences: []\nterms:\n"
            "  - {term: A, kind: former_name, definition: B., replaced_by: c}",
            "remplacé",
        ),
        (
            "equivalences: []\nterms:\n  - {term: A, kind: term, definition: B., synonyms: c}",
            "liste",
        ),
    ],
)
def test_a_wrong_file_is_explained(tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "glossary.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidError, match=why):
        load_glossary(path)


def test_a_missing_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match="illisible"):
        load_glossary(tmp_path / "absent.yaml")
