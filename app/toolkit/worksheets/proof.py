"""How sure each line of a study is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.clock import NBSP


class Proof(StrEnum):
    """What a line rests on."""

    DATA = "donnee"
    INTERVIEW = "entretien"
    INTUITION = "intuition"

    @property
    def label(self) -> str:
        """As a page names it."""
        return PROOF_LABELS[self]


PROOF_LABELS = {
    Proof.DATA: "Donnée datée",
    Proof.INTERVIEW: "Entretien",
    Proof.INTUITION: "Intuition",
}


@dataclass(frozen=True, kw_only=True)
class ProofCount:
    """How many lines rest on what, and what that says."""

    counts: tuple[tuple[Proof, int], ...]
    total: int

    @classmethod
    def of(cls, proofs: Iterable[Proof]) -> ProofCount:
        """The count of these lines."""
        counted = Counter(proofs)
        return cls(counts=tuple((proof, counted[proof]) for proof in Proof), total=counted.total())

    @property
    def sentence(self) -> str:
        """What the study still lacks, in one sentence."""
        if not self.total:
            return "Aucune ligne remplie\u00a0: commencez par ce que vous savez déjà."
        weak = dict(self.counts)[Proof.INTUITION]
        sure = self.total - weak
        lines = f"{sure}{NBSP}ligne{'s' if sure > 1 else ''} sur {self.total}"
        if not weak:
            return f"{lines} repose{'nt' if sure > 1 else ''} sur une donnée ou un entretien."
        return (
            f"{lines} repose{'nt' if sure > 1 else ''} sur une donnée ou un entretien. Prouvez "
            f"d’abord {'celle qui n’est' if weak == 1 else f'les {weak} qui ne sont'} qu’une "
            "intuition."
        )
