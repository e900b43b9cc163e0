"""Every tool, saved in a project through its page."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from app.dossiers.models import Dossier
from app.toolkit.maturity.questionnaire import QUESTION_KEYS

TOOLS = "/boite-a-outils/outils"
TYPED: dict[str, dict[str, Any]] = {
    "autodiagnostic": {
        "profile": "first-time",
        "kind": "ACI",
        "department": "93",
        "eligibility": "eligible",
        "cash": "positive",
        "sales": "sous-le-plafond",
        **dict.fromkeys(QUESTION_KEYS, "2"),
    },
    "quel-statut": {
        "purpose": "insertion",
        "contract": "salariees",
        "existing": "non",
        "place": "chez-nous",
        "production": "utilite",
        "aci-holder": "commune",
        "sales": "moins-30",
    },
    "etude-de-besoins": {
        "territoire": "Bondy",
        "rows-0-public": "Allocataires du RSA",
        "rows-0-count": "120, France Travail, juin 2026",
        "rows-0-proof": "donnee",
    },
    "etude-de-marche": {
        "territoire": "Bondy",
        "secteur": "blanchisserie",
        "rows-0-segment": "Bailleurs",
        "rows-0-proof": "intuition",
    },
    "budget": {
        "type": "ACI",
        "start": "2027-01",
        "opening": "20 000",
        "weekly": "26",
        "person_cost": "1 500,50",
        "aid": "20 000",
        **{f"people-{n}": "10" for n in range(12)},
        **{f"caps-{n}": "8" for n in range(3)},
        "permanents-0-function": "Encadrante technique",
        "permanents-0-fte": "1,5",
        "permanents-0-cost": "3 400",
        "sales-0-label": "Linge des hôtels",
        "sales-0-year1": "40 000",
        "sales-0-year2": "45 000",
        "sales-0-year3": "45 000",
    },
    "plan-de-financement": {
        "kind": "ACI",
        "department": "93",
        "needs-0-label": "Machines",
        "needs-0-expense": "investissement",
        "needs-0-amount": "30 000",
        "needs-0-year": "1",
        "resources-0-scheme": "autre",
        "resources-0-label": "Une fondation",
        "resources-0-amount": "10 000",
        "resources-0-status": "envisage",
        "resources-0-expense": "investissement",
        "resources-0-year": "1",
    },
    "recrutement-cip": {
        "kind": "ACI",
        "post": "cip",
        "activity": "Blanchisserie",
        "hours": "31,5",
        "followed": "20",
        "missions_cip": ["accueil", "sortie"],
        "skills_cip": ["ecoute"],
        "filled": "oui",
    },
}


def save_tools(client: FlaskClient, dossier: Dossier, *slugs: str) -> None:
    """Save these tools, all of them where none is named, as the person of that browser."""
    client.post(f"/espace/projet/{dossier.id}/ouvrir")
    for slug in slugs or TYPED:
        typed = {**TYPED[slug], "action": "enregistrer", "version": "0"}
        answer = client.post(f"{TOOLS}/{slug}", data=typed)
        assert answer.status_code == 303, (slug, answer.get_data(as_text=True))
