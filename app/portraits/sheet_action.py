"""The second page of the sheet: markets, levers, whom to call, sources."""

from __future__ import annotations

from collections.abc import Iterator

from app.clock import NBSP, say_day
from app.exports.document import Block, Heading, Look, Paragraph, Table, link, plain, strong
from app.portraits import wording
from app.portraits.callers import find_holders, name_actor
from app.portraits.comparison import THIN
from app.portraits.figures import AWARDS, DIRECTORY, NOTICES, POPULATION_AS_OF, POPULATION_SOURCE
from app.portraits.levers import load_levers
from app.portraits.portrait import Portrait

SHOWN_GROUPS, SHOWN_BUYERS, SHOWN_ACTORS = 5, 4, 3
LONGEST_NAME = 70  # characters of a buyer's name, which anybody may have written


def list_action(portrait: Portrait, site: str) -> Iterator[Block]:
    """The blocks of the page; `site` is the public address of the portal."""
    yield from list_markets(portrait)
    yield from list_levers(site)
    yield from list_callers(portrait)
    yield from list_sources(portrait, site)


def list_markets(portrait: Portrait) -> Iterator[Block]:
    """Twelve months of public contracts."""
    demand = portrait.demand
    yield Heading(text="Les marchés publics du territoire")
    opened = f"Ouvertes aujourd’hui, lieux plus larges compris{NBSP}: {demand.open}"
    opened += f", dont {demand.open_social} avec une clause sociale." if demand.open else "."
    said = (*wording.say_demand(demand), opened, *wording.say_awards(demand.awards))
    yield Paragraph(text=plain(" ".join(said)))
    groups = [row for row in demand.groups if row.here][:SHOWN_GROUPS]
    if groups:
        yield Table(
            caption="Consultations de douze mois dont la filière est reconnue, par groupe",
            header=("Groupe de filières", "Consultations", "Avec une clause sociale"),
            rows=tuple(
                (plain(row.name), plain(str(row.here)), plain(str(row.social))) for row in groups
            ),
            widths=(0.5, 0.22, 0.28),
        )
    if demand.buyers:
        names = [f"{shorten(b.name)} ({b.count})" for b in demand.buyers]
        text = (
            *strong(f"Acheteurs les plus actifs{NBSP}: "),
            *plain(f"{', '.join(names[:SHOWN_BUYERS])}."),
        )
        yield Paragraph(text=text)


def shorten(name: str) -> str:
    """A name that holds on the sheet."""
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME].rstrip()}…"


def list_levers(site: str) -> Iterator[Block]:
    """What an elected official can do, each with its article and its guide."""
    yield Heading(text="Ce que vous pouvez faire")
    for lever in load_levers():
        yield Paragraph(
            text=(
                *strong(f"{lever.title}. "),
                *plain(f"{lever.text} {lever.legal_basis} ".replace("  ", " ")),
                *link("Comment faire", f"{site}/guide/{lever.guide}"),
                *plain("."),
            ),
            look=Look.ITEM,
        )


def list_callers(portrait: Portrait) -> Iterator[Block]:
    """Whom to call, holes included."""
    yield Heading(text="Qui appeler")
    yield Table(
        caption="Fonctions et institutions, sans nom de personne",
        header=("Fonction", "Sur ce territoire"),
        rows=tuple(
            (
                plain(held.function.name),
                plain(
                    wording.cut([name_actor(actor) for actor in held.actors], SHOWN_ACTORS)
                    or f"Personne de connu{NBSP}: à confirmer"
                ),
            )
            for held in find_holders(portrait.territory)
        ),
        widths=(0.34, 0.66),
    )


def list_sources(portrait: Portrait, site: str) -> Iterator[Block]:
    """Where the figures come from, and of when."""
    demand = portrait.demand
    titles = {source.title: source for lever in load_levers() for source in lever.cited}
    laws = f"{THIN}; ".join(f"{source.title} ({source.words})" for source in titles.values())
    yield Heading(text="Sources et dates")
    said = (
        f"{DIRECTORY} (au {say_day(portrait.today)}). {NOTICES} et {AWARDS[0].lower()}{AWARDS[1:]} "
        f"(du {say_day(demand.since)} au {say_day(demand.until)}). "
        f"{POPULATION_SOURCE} ({POPULATION_AS_OF})."
    )
    yield Paragraph(text=plain(said), look=Look.SOURCE)
    yield Paragraph(text=plain(f"Leviers{NBSP}: {laws}."), look=Look.SOURCE)
    path = f"{site}/territoires/{portrait.territory.code}"
    yield Paragraph(
        text=(
            *plain(f"La fiche complète et à jour, et où signaler une erreur{NBSP}: "),
            *link(path, path),
        ),
        look=Look.SOURCE,
    )
