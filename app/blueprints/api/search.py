"""One search across everything: the best answers, in their order."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprints.api.provenance import PORTAL, page_url
from app.blueprints.api.resource import Answer, Parameter, Query, Resource
from app.blueprints.api.schema import Row, told
from app.blueprints.criteria import get_backend
from app.blueprints.search import read_kind
from app.forms.arguments import Arguments
from app.search.backend import DocumentKind, Hit, SearchQuery

MOST_HITS = 1_000


@dataclass(frozen=True, kw_only=True)
class HitRow(Row):
    """A page found; its own row, with its source, is in the resource of its kind."""

    kind: DocumentKind = told("Nature de ce qui est trouvé.")
    title: str = told("Titre.")
    place: str = told("Lieu.")
    snippet: str = told("Passage qui répond.")
    is_closed: bool = told("Vrai pour ce qui est fini.")
    score: float = told("Note de la recherche\u00a0; elle ne se compare qu’au sein d’une réponse.")


def make_row(hit: Hit) -> HitRow:
    """A page found."""
    return HitRow(
        id=f"{hit.kind.value}/{hit.id}",
        url=page_url(hit.url),
        **PORTAL.fields(),
        is_demo=False,
        updated_at=None,
        kind=hit.kind,
        title=hit.title,
        place=hit.place,
        snippet="".join(text for text, _ in hit.snippet),
        is_closed=hit.closed,
        score=hit.score,
    )


def read(query: Query) -> Answer[HitRow]:
    """The best answers; the cursor keeps the page of the ranking, which the index may change."""
    given = Arguments(query.args, ("q", "type"))
    text, kinds = given.text("q"), given.many("type", read_kind)
    page, size = read_place(query)
    results = get_backend().search(
        SearchQuery(text=text, kinds=frozenset(kinds), page=page, per_page=size)
    )
    rows = tuple(map(make_row, results.hits))
    more = bool(rows) and page * size < min(results.total, MOST_HITS)
    following = f"{page + 1}/{size}" if more else None
    return Answer(rows=rows, next=following, ignored=tuple(given.ignored))


def read_place(query: Query) -> tuple[int, int]:
    """The page of the ranking and its size: that of the first answer, whatever is asked after."""
    if query.after is None:
        return 1, query.limit
    page, _, size = str(query.after).partition("/")
    return int(page), int(size)


RESOURCE = Resource(
    name="search",
    title="Recherche",
    text="Une seule recherche pour tout le portail, les meilleures réponses d’abord.",
    row=HitRow,
    parameters=(
        Parameter(name="q", text="Mots cherchés\u00a0; sans eux, rien n’est trouvé."),
        Parameter(
            name="type",
            text="Nature de ce qui est cherché.",
            values=tuple(kind.value for kind in DocumentKind),
            is_repeated=True,
        ),
    ),
    read=read,
    page="/recherche",
)
