"""The treatments of what people ask, write, report and propose, with or without an account."""

from __future__ import annotations

from app.feedback import services as feedback
from app.partnerships import asking, limits
from app.privacy.people import CONSENT, CONTRACT, INTEREST, TEAM
from app.privacy.treatment import UNLIMITED, Treatment, held, say_span
from app.proposals import services as proposals
from app.siae import contacts, interests

BOTH = "Qui demande, les organisations sollicitées, l’équipe du portail"
AGREED = "L’équipe du portail\u00a0; les organisations sollicitées, avec votre accord seulement"
NEED_KEPT = (
    f"{say_span(asking.DRAFT_KEPT)} en brouillon, {say_span(asking.UNCONFIRMED_KEPT)} sans "
    f"confirmation, {say_span(limits.NEEDS_KEPT)} après la clôture"
)
THREAD_KEPT = f"{say_span(limits.THREADS_KEPT)} après la clôture de la demande"
CONTACT_KEPT = (
    f"{say_span(contacts.KEPT)} après l’envoi, {say_span(contacts.KEPT_UNCONFIRMED)} sans "
    "confirmation"
)
PROPOSED_KEPT = f"{say_span(proposals.KEPT)} après la décision"

NEEDS = Treatment(
    key="mises-en-relation",
    title="Demandes de mise en relation",
    purpose="Mettre en relation qui cherche un partenaire et les organisations qui répondent.",
    basis=CONTRACT,
    held=(
        held(
            "need",
            "asker_name email phone person_id",
            "Nom, adresse électronique, téléphone, compte de qui demande",
            NEED_KEPT,
            AGREED,
        ),
        held(
            "need",
            "answers title text siret asker_organisation",
            "Ce que vous avez écrit de votre besoin, nom et SIRET de votre organisation",
            NEED_KEPT,
            BOTH,
        ),
        held(
            "need",
            "secret_digest",
            "Empreinte du lien privé de la demande",
            "Avec la demande",
            "Personne\u00a0: le portail seul s’en sert",
        ),
        held(
            "need_match",
            "contact_name contact_email contact_phone note",
            "Qui joindre, note",
            THREAD_KEPT,
            "L’organisation qui répond, l’équipe du portail\u00a0; qui demande, après accord",
        ),
        held(
            "need_match",
            "answered_by_id",
            "Compte de qui répond",
            "Jusqu’à l’effacement du compte",
            "L’organisation qui répond, l’équipe du portail",
        ),
        held(
            "need_match_message",
            "person_id author text",
            "Messages échangés",
            THREAD_KEPT,
            BOTH,
        ),
        held("need_match_file", "person_id name key", "Fichiers échangés", THREAD_KEPT, BOTH),
        held(
            "need_match_move",
            "person_id note",
            "Étapes de la réponse\u00a0: qui, note",
            f"La note\u00a0: {THREAD_KEPT}\u00a0; le reste, sans limite, pour les statistiques",
            BOTH,
        ),
        held(
            "need_move",
            "person_id note",
            "Étapes de la demande\u00a0: qui, note",
            f"La note\u00a0: {THREAD_KEPT}\u00a0; le reste, sans limite, pour les statistiques",
            BOTH,
        ),
    ),
)

CONTACTS = Treatment(
    key="messages",
    title="Messages aux structures",
    purpose="Relayer un message à une structure.",
    basis=CONTRACT,
    held=(
        held(
            "siae_contact",
            "name organisation address text",
            "Nom, organisation, adresse électronique, message",
            CONTACT_KEPT,
            "Les membres de la structure (l’adresse, avec votre accord seulement), l’équipe du "
            "portail si personne de la structure n’a rejoint le portail",
        ),
    ),
)

REPORTS = Treatment(
    key="signalements",
    title="Signalements d’erreurs",
    purpose="Corriger ce qui est faux, et répondre à qui le signale.",
    basis=INTEREST,
    held=(
        held(
            "error_report",
            "contact",
            "Adresse électronique, si vous la donnez",
            "Jusqu’au traitement du signalement",
            TEAM,
        ),
        held(
            "error_report",
            "message path",
            "Message, page",
            f"{say_span(feedback.KEPT)} après le traitement",
            TEAM,
        ),
    ),
)

PROPOSALS = Treatment(
    key="propositions",
    title="Ce que vous proposez",
    purpose="Compléter les annuaires, l’agenda, les locaux et les filières.",
    basis=CONSENT,
    held=(
        held(
            "proposal",
            "contact",
            "Adresse électronique, si vous la donnez",
            "Jusqu’à la décision",
            TEAM,
        ),
        held(
            "proposal", "title payload reason", "Ce qui est proposé, réponse", PROPOSED_KEPT, TEAM
        ),
        held(
            "sector_interest",
            "name",
            "Structure qui veut se lancer dans une filière",
            f"{interests.MONTHS_KEPT} mois, ou jusqu’à son retrait",
            "Tout le monde, si la structure accepte d’être nommée\u00a0; sinon l’équipe du portail",
        ),
        held(
            "premises",
            "title owner description",
            "Qui propose ou cherche un local, texte de l’annonce",
            UNLIMITED,
            "Tout le monde",
        ),
        held(
            "event",
            "title organiser description",
            "Qui organise un événement, texte de l’annonce",
            UNLIMITED,
            "Tout le monde",
        ),
    ),
)
