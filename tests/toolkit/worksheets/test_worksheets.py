from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.kinds import SIAE_KINDS
from app.toolkit.worksheets.proof import Proof, ProofCount
from app.toolkit.worksheets.proposals import DIRECT, LAW, propose

WHERE, SOURCE = "à moins de 10 km de Bondy", "Annuaire du portail"


@pytest.mark.parametrize(
    ("proofs", "sentence"),
    [
        ([], "Aucune ligne remplie"),
        ([Proof.DATA], "1 ligne sur 1 repose sur une donnée ou un entretien."),
        ([Proof.DATA, Proof.INTERVIEW], "2 lignes sur 2 reposent sur"),
        ([Proof.INTUITION], "0 ligne sur 1 repose sur une donnée ou un entretien. Prouvez d’abord"),
        ([Proof.DATA, Proof.INTUITION], "celle qui n’est qu’une intuition"),
        ([Proof.INTUITION] * 3, "les 3 qui ne sont qu’une intuition"),
    ],
)
def test_a_sentence_says_what_the_lines_are_worth(proofs: list[Proof], sentence: str) -> None:
    assert sentence in ProofCount.of(proofs).sentence.replace("\u00a0", " ")


@given(proofs=st.lists(st.sampled_from(Proof), max_size=12), seed=st.randoms())
def test_the_lines_are_all_counted_in_any_order(proofs, seed) -> None:  # noqa: ANN001
    found = ProofCount.of(proofs)
    assert sum(count for _, count in found.counts) == found.total == len(proofs)
    seed.shuffle(proofs)
    assert ProofCount.of(proofs) == found


def test_the_publics_of_the_law_are_proposed_without_any_figure() -> None:
    lines = list(propose(WHERE, "", {kind.value for kind in SIAE_KINDS}, 12, SOURCE))
    assert len(lines) == len(DIRECT)
    assert all(line.source == LAW and "à demander" in line.finding for line in lines)


def test_a_missing_kind_is_a_finding_of_an_incomplete_directory() -> None:
    kinds = {kind.value for kind in SIAE_KINDS} - {"AI"}
    last = list(propose(WHERE, "Nettoyage", kinds, 4, SOURCE))[-1]
    assert last.finding.replace("\u00a0", " ").startswith(
        "Aucune structure de ce type à moins de 10 km de Bondy, dans la filière « Nettoyage » : AI."
    )
    assert "n’est pas complet" in last.finding
    assert last.source == SOURCE


def test_a_place_without_any_structure_is_said() -> None:
    last = list(propose(WHERE, "Nettoyage", (), 0, SOURCE))[-1]
    assert last.finding.startswith("Aucune structure connue du portail à moins de 10 km")
