"""The treatments of accounts, organisations, letters and alerts."""

from __future__ import annotations

from app.accounts import registration, sessions, settings, throttling
from app.alerts import retention as alerts
from app.alerts.services import UNCONFIRMED_FOR
from app.mail import desk
from app.organisations import codes, invitations, purging
from app.privacy.treatment import Treatment, held, say_span

CONTRACT = "Exécution du service que vous demandez (RGPD, article 6.1.b)"
INTEREST = "Intérêt légitime (RGPD, article 6.1.f)"
CONSENT = "Consentement (RGPD, article 6.1.a)"

ACCOUNT_KEPT = (
    "Jusqu’à l’effacement du compte\u00a0; "
    f"{say_span(registration.KEPT_UNCONFIRMED)} si personne ne le confirme"
)
WITH_ACCOUNT = "Jusqu’à l’effacement du compte"
LETTERS_KEPT = (
    f"{say_span(desk.SENT_LASTS)} après l’envoi, {say_span(desk.KEPT_LASTS)} sans envoi\u00a0; le "
    "texte d’une lettre qui contient un lien secret, jusqu’à l’envoi"
)
ALERTS_KEPT = (
    f"Jusqu’à ce que vous arrêtiez\u00a0; {say_span(UNCONFIRMED_FOR)} sans confirmation\u00a0; "
    f"suspendues sans réponse de vous, {say_span(alerts.PAUSED_AFTER)} après la question posée au "
    f"bout d’{say_span(alerts.ASKED_AFTER)}"
)
OF_SECRETS = "Jusqu’à l’expiration du lien\u00a0: " + ", ".join(
    (
        f"{say_span(registration.LASTS)} pour confirmer",
        f"{say_span(settings.UNDO_LASTS)} pour reprendre son adresse",
        f"{say_span(invitations.LASTS)} pour une invitation",
    )
)
NOBODY = "Personne\u00a0: le portail seul s’en sert"
MYSELF = "Vous"
TEAM = "L’équipe du portail"
MEMBERS = "Les membres de l’organisation"

ACCOUNTS = Treatment(
    key="comptes",
    title="Comptes et connexions",
    purpose="Ouvrir un espace à une personne, et à elle seule.",
    basis=CONTRACT,
    held=(
        held(
            "person",
            "email name purpose role created_at confirmed_at last_visit_at blocked_at",
            "Adresse électronique, nom, ce que vous venez faire, rôle dans l’équipe du portail, "
            "dates d’inscription, de confirmation, de dernière visite et de blocage",
            ACCOUNT_KEPT,
            "Vous, les membres de vos organisations (nom, adresse), l’équipe du portail",
        ),
        held(
            "person",
            "password_hash totp_secret totp_since totp_step oidc_subject",
            "Mot de passe sous une forme qui ne se lit pas, secret chiffré de la double "
            "authentification, numéro chez le service d’identité",
            WITH_ACCOUNT,
            NOBODY,
        ),
        held(
            "login_session",
            "person_id token_digest method agent created_at last_seen_at expires_at",
            "Connexions\u00a0: navigateur, moyen employé, dates\u00a0; empreinte du cookie",
            f"{say_span(sessions.LASTS)} après la dernière visite",
            MYSELF,
        ),
        held(
            "recovery_code",
            "person_id digest used_at",
            "Codes de secours, sous forme d’empreinte",
            WITH_ACCOUNT,
            NOBODY,
        ),
        held(
            "one_time_token",
            "subject value digest",
            "Liens envoyés une fois\u00a0: compte ou acte visé, nouvelle adresse demandée, "
            "empreinte du lien",
            OF_SECRETS,
            NOBODY,
        ),
    ),
)

GUESSES = Treatment(
    key="securite",
    title="Protection contre les essais en masse",
    purpose="Ralentir qui essaie des mots de passe ou envoie des messages en masse.",
    basis=INTEREST,
    held=(
        held(
            "attempt",
            "key",
            "Empreinte d’une adresse électronique, d’un compte ou d’une adresse réseau",
            say_span(throttling.KEPT),
            NOBODY,
        ),
    ),
)

TEAMS = Treatment(
    key="organisations",
    title="Organisations et leurs membres",
    purpose="Savoir qui agit pour une organisation, et comment cela a été prouvé.",
    basis=CONTRACT,
    held=(
        held(
            "membership",
            "person_id role proof joined_at",
            "Organisation, rôle, preuve du rattachement, date",
            "Jusqu’au départ de l’organisation ou à l’effacement du compte",
            f"{MEMBERS}, l’équipe du portail",
        ),
        held(
            "invitation",
            "email role invited_by",
            "Adresse invitée, rôle proposé, qui invite",
            f"{say_span(purging.KEPT)} après la fin de l’invitation",
            "Les responsables de l’organisation, la personne invitée, l’équipe du portail",
        ),
        held(
            "join_request",
            "person_id message reason",
            "Demande de rattachement, message, motif de la réponse",
            f"{say_span(purging.KEPT)} après la réponse",
            "La personne, les responsables de l’organisation, l’équipe du portail",
        ),
        held(
            "join_code",
            "person_id digest",
            "Code envoyé à l’adresse connue de l’organisation, sous forme d’empreinte",
            say_span(codes.LASTS),
            NOBODY,
        ),
        held(
            "team_step",
            "actor_id subject_id author detail",
            "Historique des rattachements\u00a0: qui, pour qui, motif ou preuve",
            "Avec l’organisation\u00a0; les adresses invitées, "
            f"{say_span(purging.KEPT)}\u00a0; les noms, jusqu’à l’effacement du compte",
            "Les responsables de l’organisation, l’équipe du portail",
        ),
        held(
            "network_place",
            "proposed_by",
            "Qui a proposé une organisation à un réseau",
            "Avec l’organisation, sans votre compte une fois effacé",
            TEAM,
        ),
        held(
            "organisation",
            "contact_email",
            "Adresse électronique connue de l’annuaire, pour envoyer un code",
            "Avec la fiche de l’organisation",
            NOBODY,
        ),
    ),
)

LETTERS = Treatment(
    key="courriers",
    title="Courriers envoyés par le portail",
    purpose="Envoyer ce que vous demandez, et prouver que c’est parti.",
    basis=CONTRACT,
    held=(
        held(
            "letter",
            "recipient subject text html headers message_id once error",
            "Adresse, objet, texte, réponse du serveur",
            LETTERS_KEPT,
            TEAM,
        ),
        held(
            "paused_address",
            "digest reason",
            "Empreinte d’une adresse qui refuse les courriers, et motif du refus",
            "Jusqu’à la reprise des envois",
            TEAM,
        ),
    ),
)

ALERTS = Treatment(
    key="alertes",
    title="Alertes",
    purpose="Prévenir de ce qui est nouveau dans une recherche.",
    basis=CONSENT,
    held=(
        held("alert_subscriber", "person_id address key", "Compte ou adresse", ALERTS_KEPT, MYSELF),
        held("alert", "query title frequency key search", "Recherche suivie", ALERTS_KEPT, MYSELF),
        held(
            "alert_told",
            "item version",
            "Ce qui vous a déjà été signalé",
            say_span(alerts.TOLD_FOR),
            NOBODY,
        ),
    ),
)
