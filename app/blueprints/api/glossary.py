"""The words of social inclusion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app import glossary
from app.blueprints.api.parameters import TEXT
from app.blueprints.api.provenance import PORTAL, page_url
from app.blueprints.api.resource import Answer, Query, Resource, keep_after
from app.blueprints.api.schema import Row, told
from app.forms.arguments import Arguments
from app.glossary import Term, TermKind
from app.imports.text import fold


@dataclass(frozen=True, kw_only=True)
class TermRow(Row):
    """A term of the glossary."""

    term: str = told("Le mot ou le sigle.")
    expansion: str = told("Ce que dit le sigle, ou la forme longue.")
    definition: str = told("Définition, en une ou deux phrases.")
    kind: TermKind = told("Sigle, terme ou ancien nom.")
    replaced_by: str | None = told("Identifiant du nom d’aujourd’hui.")


def make_row(term: Term) -> TermRow:
    """A term."""
    return TermRow(
        id=term.slug,
        url=page_url(f"/glossaire#{term.slug}"),
        **PORTAL.fields(),
        is_demo=False,
        updated_at=None,
        term=term.term,
        expansion=term.expansion,
        definition=term.definition,
        kind=term.kind,
        replaced_by=term.replaced_by,
    )


def read(query: Query) -> Answer[TermRow]:
    """The terms that hold all the words."""
    given = Arguments(query.args, ("q",))
    words = fold(given.text("q")).split()
    kept = (term for term in glossary.terms() if all(word in said(term) for word in words))
    return keep_after(kept, lambda term: term.slug, query, make_row).saying(given.ignored)


def said(term: Term) -> str:
    """What the words are looked for in."""
    return fold(" ".join((term.term, term.expansion, term.definition, *term.synonyms)))


def find(slug: str, _now: datetime) -> TermRow | None:
    """The term of that slug."""
    term = glossary.load_glossary().by_slug.get(slug)
    return make_row(term) if term is not None else None


RESOURCE = Resource(
    name="glossary",
    title="Glossaire",
    text="Les sigles et les mots de l’insertion, d’hier et d’aujourd’hui.",
    row=TermRow,
    parameters=(TEXT,),
    read=read,
    find=find,
    page="/glossaire",
)
