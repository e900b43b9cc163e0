"""The treatments of work done on the portal – projects, pursuits, groups – and of public data."""

from __future__ import annotations

from app.dossiers import sharing
from app.privacy.people import CONTRACT, INTEREST, MEMBERS, TEAM
from app.privacy.treatment import UNLIMITED, YEAR, Treatment, held, say_span

HOLDER = "Vous ou les membres de l’organisation, et qui a un lien de partage"
FUNDERS = "Qui tient le projet, ses financeurs"
PROJECT_KEPT = f"{say_span(YEAR)} après la dernière modification, ou jusqu’à l’effacement"
WITH_PROJECT = "Jusqu’à l’effacement du projet"
WITH_PURSUIT = "Jusqu’à l’effacement du suivi ou de l’organisation"
GROUP = "Les membres du groupement"
EVERYBODY = "Tout le monde"

PROJECTS = Treatment(
    key="projets",
    title="Projets",
    purpose="Garder ce qu’un porteur de projet écrit, et l’aider à le faire financer.",
    basis=CONTRACT,
    held=(
        held(
            "project",
            "person_id token_digest",
            "Compte de qui tient le projet, empreinte du lien privé",
            PROJECT_KEPT,
            "Vous",
        ),
        held(
            "dossier",
            "title pitch",
            "Nom et présentation du projet",
            PROJECT_KEPT,
            f"{HOLDER}\u00a0; les financeurs, si vous le choisissez",
        ),
        held("worksheet", "data", "Ce que vous écrivez dans les outils", PROJECT_KEPT, HOLDER),
        held("worksheet_version", "data", "Versions précédentes", PROJECT_KEPT, HOLDER),
        held("dossier_file", "name key author", "Documents, qui les dépose", PROJECT_KEPT, HOLDER),
        held("dossier_decision", "body what", "Décisions reçues", PROJECT_KEPT, HOLDER),
        held(
            "dossier_share",
            "label author digest",
            "Liens de partage\u00a0: à qui, par qui, empreinte",
            f"{say_span(sharing.LISTED)} après la fin du lien",
            "Vous ou les membres de l’organisation",
        ),
        held(
            "funder_position",
            "person_id note",
            "Position d’un financeur\u00a0: qui l’écrit, note",
            WITH_PROJECT,
            FUNDERS,
        ),
        held(
            "funder_letter",
            "person_id text",
            "Message d’un financeur",
            WITH_PROJECT,
            "Qui tient le projet, l’organisation qui écrit",
        ),
        held(
            "scheme_funder",
            "person_id",
            "Qui, dans l’équipe, a relié un financeur à un dispositif",
            "Avec l’organisation, sans votre compte une fois effacé",
            TEAM,
        ),
        held(
            "proximity_move",
            "author person_id note",
            "Suites données à un signal de proximité",
            WITH_PROJECT,
            "Qui tient le projet, l’équipe du portail",
        ),
    ),
)

PURSUITS = Treatment(
    key="consultations-suivies",
    title="Consultations suivies",
    purpose="Préparer une réponse à plusieurs dans une organisation.",
    basis=CONTRACT,
    held=(
        held("pursuit", "assignee_id", "Qui en est chargé", WITH_PURSUIT, MEMBERS),
        held("pursuit_move", "person_id note", "Étapes\u00a0: qui, note", WITH_PURSUIT, MEMBERS),
        held("pursuit_note", "person_id text", "Notes", WITH_PURSUIT, MEMBERS),
        held(
            "checklist_item", "person_id label hint", "Pièces, qui les coche", WITH_PURSUIT, MEMBERS
        ),
        held("pursuit_reminder", "person_id text", "Rappels", WITH_PURSUIT, MEMBERS),
        held("pursuit_file", "person_id name key", "Fichiers", WITH_PURSUIT, MEMBERS),
        held(
            "pursuit_feed",
            "person_id digest",
            "Empreinte de l’adresse de votre agenda",
            "Jusqu’à l’effacement du compte",
            "Personne\u00a0: le portail seul s’en sert",
        ),
    ),
)

GROUPS = Treatment(
    key="groupements",
    title="Groupements",
    purpose="Répondre ensemble à une consultation.",
    basis=CONTRACT,
    held=(
        held("consortium_message", "author text", "Messages", UNLIMITED, GROUP),
        held("consortium_point", "author decision", "Points réglés, par qui", UNLIMITED, GROUP),
        held("consortium_file", "author name key", "Fichiers, par qui", UNLIMITED, GROUP),
        held("consortium_event", "author what", "Historique\u00a0: qui, quoi", UNLIMITED, GROUP),
        held("consortium_place", "message", "Message d’invitation", UNLIMITED, GROUP),
    ),
)

SHEETS = Treatment(
    key="fiches",
    title="Fiches des organisations et leur historique",
    purpose="Présenter les structures et les institutions, et pouvoir revenir en arrière.",
    basis=INTEREST,
    held=(
        held(
            "revision",
            "author person_id reason changes",
            "Historique des fiches\u00a0: qui, quand, valeurs avant et après",
            f"{UNLIMITED}\u00a0; le lien avec un compte, jusqu’à son effacement",
            "Les membres de l’organisation (fiches de structures, suivis), tout le monde (fiches "
            "publiques, sans nom de visiteur), l’équipe du portail",
        ),
        held(
            "weights_version",
            "author person_id note",
            "Qui a changé la pondération, pourquoi",
            UNLIMITED,
            EVERYBODY,
        ),
        held("siae", "description", "Présentation", "Avec la fiche de la structure", EVERYBODY),
        held(
            "siae_profile",
            "phone contact_point client_references quality needs_note",
            "Téléphone, qui joindre, références de clients, démarche qualité, besoins",
            "Avec la fiche de la structure",
            "Tout le monde pour ce que la structure publie, sinon ses membres",
        ),
        held(
            "siae_imported_value",
            "value",
            "Valeurs qu’un import propose pour ces mêmes champs",
            "Avec la fiche de la structure",
            MEMBERS,
        ),
        held("siae_photo", "person_id alt", "Photos\u00a0: qui, texte", "Avec la fiche", EVERYBODY),
        held("stakeholder", "contact edited_by imported", "Contact", UNLIMITED, EVERYBODY),
        held("funding_scheme", "contact edited_by", "Contact", UNLIMITED, EVERYBODY),
        held("committee", "secretariat edited_by", "Secrétariat", UNLIMITED, EVERYBODY),
    ),
)

PUBLIC = Treatment(
    key="donnees-publiques",
    title="Données publiques des marchés",
    purpose="Faire connaître les consultations et les marchés attribués.",
    basis="Intérêt légitime (RGPD, article 6.1.f), données publiées par la loi",
    held=(
        held(
            "notice",
            "record",
            "Avis publiés\u00a0; adresses électroniques et téléphones masqués à l’affichage",
            UNLIMITED,
            EVERYBODY,
        ),
        held(
            "consultation",
            "title description criteria",
            "Texte des consultations\u00a0; adresses électroniques et téléphones masqués à "
            "l’affichage",
            UNLIMITED,
            EVERYBODY,
        ),
        held("lot", "title description", "Texte des lots, masqué de même", UNLIMITED, EVERYBODY),
        held(
            "award",
            "record",
            "Marchés attribués, tels que publiés",
            UNLIMITED,
            EVERYBODY,
        ),
        held(
            "award_holder",
            "identifier name",
            "Titulaire d’un marché, qui peut être une personne qui exerce en son nom",
            UNLIMITED,
            EVERYBODY,
        ),
    ),
)
