"""flask consortium …: the groups of structures that could answer a consultation together."""

from __future__ import annotations

import json

import click

from app import clock
from app.blueprints.consortia_files import store
from app.cli.groups import PortalGroup
from app.cli.kept_files import drop_files, say_erased
from app.consortia import files, proposing
from app.extensions import db
from app.matching.grouping import GroupAnswer, GroupProposal
from app.tenders import directory
from app.tenders.models import Consultation

cli = PortalGroup("consortium", help="Les groupements : qui pourrait répondre ensemble.")


@cli.command("propose")
@click.argument("reference", metavar="CONSULTATION")
@click.option("--lot", "number", default="", help="Un seul lot, par son numéro.")
@click.option("--etp", "fte", type=float, help="Le volume à réunir, si l’avis ne le dit pas.")
@click.option("--json", "as_json", is_flag=True, help="Un document JSON.")
def propose(reference: str, number: str, fte: float | None, as_json: bool) -> None:
    """Propose jusqu’à trois groupements pour une consultation, ou pour un de ses lots."""
    consultation = directory.find(db.session(), reference)
    lots = proposing.choose_lots(consultation, number)
    answer = proposing.propose(db.session(), consultation, lots, clock.now(), fte=fte)
    if as_json:
        click.echo(json.dumps(describe_answer(consultation, number, answer), ensure_ascii=False))
        return
    click.echo(f"{consultation.reference} – {consultation.title}")
    print_answer(answer)


def describe_answer(
    consultation: Consultation, number: str, answer: GroupAnswer
) -> dict[str, object]:
    """The answer; the names are a contract, see docs/matching.md."""
    return {
        "consultation": consultation.reference,
        "lot": (int(number) if number.isdecimal() else number) if number else None,
        "candidates": answer.candidates,
        "willing": answer.willing,
        "alone": [profile.siret for profile in answer.alone],
        "proposals": [describe_proposal(proposal) for proposal in answer.proposals],
        "relaxed": [
            {"key": step.relaxation.value, "label": step.relaxation.label, "why": step.why}
            for step in answer.relaxed
        ]
        or None,
    }


def describe_proposal(proposal: GroupProposal) -> dict[str, object]:
    """A group that could answer, its lead first."""
    return {
        "lead": proposal.lead.profile.siret,
        "lead_why": proposal.lead_why,
        "members": [
            {
                "siret": member.profile.siret,
                "name": member.profile.name,
                "kind": member.profile.kind.value,
                "verdict": member.verdict.value,
                "sectors": list(member.sector_slugs),
                "lots": list(member.lots),
                "capacity": member.capacity,
                "share": member.share,
            }
            for member in proposal.members
        ],
        "coverage": proposal.coverage,
        "table": [
            {
                "lot": row.lot,
                "sector": row.slug,
                "places": list(row.places),
                "members": list(row.members),
                "grade": row.grade.value,
            }
            for row in proposal.table
        ],
        "capacity": proposal.capacity_known,
        "capacity_needed": proposal.capacity_needed,
        "missing": list(proposal.missing),
        "score": proposal.score,
        "parts": [
            {"key": p.key, "label": p.label, "weight": p.weight, "value": p.value, "why": p.why}
            for p in proposal.parts
        ],
        "why": list(proposal.why),
    }


def print_answer(answer: GroupAnswer) -> None:
    """The groups in words."""
    click.echo(f"{answer.candidates} structures de ces filières, {answer.willing} l’ont dit.")
    for step in answer.relaxed:
        click.echo(f"Concession : {step.relaxation.label}. {step.why}")
    for proposal in answer.proposals:
        click.echo(f"\n{proposal.score * 100:.0f} %  {proposal.coverage * 100:.0f} % couverts")
        for member in proposal.members:
            role = "mandataire" if member is proposal.lead else "membre"
            takes = ", ".join((*member.sectors, *member.near_sectors))
            click.echo(f"  {role:<11}{member.profile.name} ({member.share * 100:.0f} %) : {takes}")
        for sentence in (proposal.lead_why, *proposal.why, *proposal.missing):
            click.echo(f"  – {sentence}")
    if not answer.proposals:
        click.echo(say_nothing(answer))


def say_nothing(answer: GroupAnswer) -> str:
    """Why no group is proposed."""
    if answer.alone:
        return (
            f"{len(answer.alone)} structures pourraient répondre seules : aucun groupement ne "
            "s’impose. Avec « --etp », dites le volume à réunir."
        )
    return "Aucun groupement ne convient, même en cédant sur tout."


def purge_files() -> str:
    """Delete the files that no group holds any more, and say how many."""
    return say_erased(drop_files(store(), files.list_orphans))


@cli.command("purge-files")
def purge() -> None:
    """Efface les fichiers que plus aucun groupement ne tient."""
    click.echo(purge_files())
