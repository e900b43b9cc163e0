"""The words that say a social clause to people."""

from __future__ import annotations

from app.tenders.records import ClauseKind

CLAUSE_LABELS: dict[ClauseKind, str] = {
    ClauseKind.RESERVED: "Marché réservé",
    ClauseKind.EXECUTION: "Clause d’insertion",
    ClauseKind.CRITERION: "Critère social",
    ClauseKind.INSERTION_OBJECT: "Objet d’insertion",
    ClauseKind.WEAK: "Mention à vérifier",
}
CLAUSE_SENTENCES: dict[ClauseKind, str] = {
    ClauseKind.RESERVED: "Seules les structures que vise l’article cité peuvent répondre à ce qui "
    "est réservé.",
    ClauseKind.EXECUTION: "Le titulaire devra faire travailler des personnes en insertion : une "
    "structure peut répondre, ou l’aider à tenir cet engagement.",
    ClauseKind.CRITERION: "L’acheteur note ce que l’offre fait pour l’insertion : une structure y "
    "a un avantage à faire valoir.",
    ClauseKind.INSERTION_OBJECT: "L’insertion est l’objet même du marché.",
    ClauseKind.WEAK: "L’avis évoque le social sans rien imposer de lisible : à vérifier dans les "
    "documents de la consultation.",
}
