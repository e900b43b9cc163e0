"""One search across everything."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.datastructures import MultiDict

from app.blueprints.criteria import get_backend
from app.blueprints.lists import address
from app.blueprints.pagination import build_page_links
from app.forms.arguments import Arguments
from app.search.backend import DocumentKind, SearchQuery

bp = Blueprint("search", __name__)
SIZE = 20
MOST_PAGES = 500


def read_kind(raw: str) -> DocumentKind | None:
    """The kind of document, or None."""
    return next((kind for kind in DocumentKind if kind.value == raw), None)


def read_query(args: MultiDict[str, str]) -> tuple[SearchQuery, list[str]]:
    """What was asked for, and what was not understood."""
    arguments = Arguments(args, ("q", "type", "page"))
    query = SearchQuery(
        text=arguments.text("q"),
        kinds=frozenset(arguments.many("type", read_kind)),
        page=arguments.integer("page", default=1, least=1, most=MOST_PAGES),
        per_page=SIZE,
    )
    return query, arguments.ignored


@bp.get("/recherche")
def index() -> str:
    """The results of a search, with a count for each kind."""
    query, ignored = read_query(request.args)
    results = get_backend().search(query)
    counts = results.facets.get("kind", {})
    facets = [
        (
            kind,
            counts.get(kind.value, 0),
            address("/recherche", [("q", query.text), ("type", kind.value)]),
        )
        for kind in DocumentKind
    ]
    pages = max(1, -(-results.total // SIZE))
    return render_template(
        "search/index.html",
        query=query,
        results=results,
        facets=facets,
        everything=sum(counts.values()),
        ignored=ignored,
        links=build_page_links(query.page, pages, "/recherche", request.args.items(multi=True)),
    )
