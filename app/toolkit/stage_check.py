"""What is wrong with the stages: slugs that lead nowhere, functions without a text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from app.toolkit.guide_check import Known
from app.toolkit.stages import Stage


def check_stages(
    stages: Iterable[Stage], known: Known, guides: Collection[str], documents: Collection[str]
) -> Iterator[str]:
    """Every reference of the stages to something that does not exist, as a French sentence."""
    for stage in stages:
        cited = {
            "guide": (guides, (*stage.guides, *(g for i in stage.checklist for g in i.guides))),
            "fonction": (
                known.actors,
                (*stage.functions, *(f for i in stage.checklist for f in i.functions)),
            ),
            "dispositif": (known.schemes, stage.schemes),
            "outil": (known.tools, stage.tools),
            "document": (documents, tuple(d.document for d in stage.deliverables if d.document)),
        }
        for what, (exists, slugs) in cited.items():
            for slug in dict.fromkeys(slugs):
                if slug not in exists:
                    yield f"Étape « {stage.slug} » : {what} inconnu, « {slug} »"
        for path in stage.pages:
            if not known.leads(path):
                yield f"Étape « {stage.slug} » : page inconnue, « {path} »"
