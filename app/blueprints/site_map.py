"""The plan of the site: the menu, the foot of every page and `/plan-du-site` are drawn from it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask import Blueprint, Flask, render_template

bp = Blueprint("site_map", __name__)


@dataclass(frozen=True, kw_only=True)
class SitePage:
    """A page that leads to others; `is_in_menu` puts it in the header."""

    path: str
    label: str
    text: str
    is_in_menu: bool = False


@dataclass(frozen=True, kw_only=True)
class SitePart:
    """Pages that serve one purpose; `key` is an anchor."""

    key: str
    title: str
    pages: tuple[SitePage, ...]


SITE = (
    SitePart(
        key="creer",
        title="Créer et faire vivre",
        pages=(
            SitePage(
                path="/boite-a-outils",
                label="Boîte à outils",
                text="Dix étapes, de l’idée à la clôture : questions, pièces, outils.",
                is_in_menu=True,
            ),
            SitePage(
                path="/guide",
                label="Guide",
                text="S’installer en Île-de-France, par type de structure et par département.",
                is_in_menu=True,
            ),
            SitePage(
                path="/financements",
                label="Financements",
                text="Les dispositifs et les appels, leurs dates, leurs plafonds et leurs cumuls.",
                is_in_menu=True,
            ),
            SitePage(
                path="/financements/trouver",
                label="Trouver un financement",
                text="Ce que votre projet peut demander, et pourquoi.",
            ),
            SitePage(
                path="/mon-projet",
                label="Mon projet",
                text="Reprendre un travail commencé dans les outils, sans compte.",
            ),
        ),
    ),
    SitePart(
        key="qui",
        title="Savoir qui fait quoi",
        pages=(
            SitePage(
                path="/acteurs",
                label="Acteurs",
                text="Institutions, réseaux et appuis, par fonction, étape et territoire.",
                is_in_menu=True,
            ),
            SitePage(
                path="/guide/qui-fait-quoi",
                label="Qui fait quoi",
                text="Les fonctions, par territoire et par étape ; les manques sont montrés.",
            ),
            SitePage(
                path="/instances",
                label="Instances",
                text="Les comités qui donnent un avis ou réunissent les financeurs.",
            ),
            SitePage(
                path="/agenda",
                label="Agenda",
                text="Forums, portes ouvertes, formations, séances des instances.",
            ),
            SitePage(
                path="/experimentations",
                label="Expérimentations",
                text="SEVE, Convergence, TAPAJ… : pour qui, où, avec quel statut.",
            ),
        ),
    ),
    SitePart(
        key="travailler",
        title="Trouver des structures et des marchés",
        pages=(
            SitePage(
                path="/structures",
                label="Structures",
                text="L’annuaire des SIAE, des GEIQ, des entreprises adaptées et des ESAT.",
                is_in_menu=True,
            ),
            SitePage(
                path="/filieres",
                label="Filières",
                text="Qui travaille dans chaque métier, les marchés, les besoins de formation.",
                is_in_menu=True,
            ),
            SitePage(
                path="/marches",
                label="Marchés",
                text="Les consultations, leur échéance, leur clause sociale prouvée.",
                is_in_menu=True,
            ),
            SitePage(
                path="/marches/reconductions",
                label="Marchés à renouveler",
                text="Les marchés attribués qui finissent bientôt, et leurs titulaires.",
            ),
            SitePage(
                path="/marches/heures-insertion",
                label="Heures d’insertion",
                text="Calculer les heures d’une clause, d’après le montant du marché.",
            ),
            SitePage(
                path="/mise-en-relation",
                label="Mise en relation",
                text="Dire ce que l’on cherche, voir qui le recevra, être répondu.",
                is_in_menu=True,
            ),
            SitePage(
                path="/mise-en-relation/regles",
                label="La règle d’une demande",
                text="Qui reçoit une demande, dans quel ordre, sous quels délais.",
            ),
            SitePage(
                path="/mise-en-relation/resultats",
                label="Ce que deviennent les demandes",
                text="Temps de réponse, réponses et accords des mises en relation.",
            ),
            SitePage(
                path="/locaux",
                label="Locaux",
                text="Les locaux proposés ou recherchés.",
            ),
        ),
    ),
    SitePart(
        key="territoires",
        title="Comprendre les territoires",
        pages=(
            SitePage(
                path="/territoires",
                label="Territoires",
                text="Ce que chaque territoire a, demande et n’a pas.",
                is_in_menu=True,
            ),
            SitePage(
                path="/territoires/ou-implanter",
                label="Où implanter ?",
                text="Les territoires classés pour un métier et un type de structure.",
            ),
            SitePage(
                path="/carte",
                label="Carte",
                text="Structures, marchés, acteurs, instances, événements, locaux.",
                is_in_menu=True,
            ),
            SitePage(
                path="/indicateurs",
                label="Indicateurs",
                text="Chaque chiffre avec sa définition, sa date, sa source et ses précautions.",
            ),
            SitePage(
                path="/glossaire",
                label="Glossaire",
                text="Les sigles et les mots de l’insertion, d’hier et d’aujourd’hui.",
            ),
            SitePage(
                path="/api/docs",
                label="Données ouvertes et API",
                text="Lire les données du portail avec un programme : adresses, filtres, exemples.",
            ),
        ),
    ),
)
MENU = tuple(page for part in SITE for page in part.pages if page.is_in_menu)


def find_pages(paths: Collection[str]) -> tuple[SitePage, ...]:
    """The pages of these paths, in the order of the plan."""
    return tuple(page for part in SITE for page in part.pages if page.path in paths)


@bp.get("/plan-du-site")
def show() -> str:
    """Every part of the site and its pages."""
    return render_template("legal/site_map.html")


def register(app: Flask) -> None:
    """Give the plan and the menu to every template."""
    app.jinja_env.globals.update(site_parts=SITE, menu_pages=MENU)
