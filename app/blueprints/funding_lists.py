"""The list of schemes: which ones the filters leave, in what order, and what surrounds them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.blueprints.criteria import find_texts
from app.blueprints.current_schemes import current_schemes
from app.blueprints.lists import address, label_of
from app.forms.funding_filters import FORM_WORDS, STATE_WORDS, FundingFilters, SchemeOrder
from app.funding.variants import choose_variants
from app.matching.kinds import SIAE_KINDS, SiaeKind
from app.search.backend import DocumentKind
from app.toolkit.scheme_terms import Expense
from app.toolkit.schemes import Scheme
from app.toolkit.stages import load_stages

Pair = tuple[str, str]
STAGES = tuple((stage.slug, stage.title) for stage in load_stages())
KINDS = tuple((k.value, f"{k.label} ({k})") for k in SiaeKind if k in SIAE_KINDS)
EXPENSES = tuple((expense.value, expense.label) for expense in Expense)
FORMS = tuple((word, form.label) for word, form in FORM_WORDS.items())
STATES = tuple((word, state.label) for word, state in STATE_WORDS.items())
LABELS = {
    (name, word): label
    for name, pairs in (
        ("etape", STAGES),
        ("type", KINDS),
        ("depense", EXPENSES),
        ("forme", FORMS),
        ("etat", STATES),
    )
    for word, label in pairs
}


def find_schemes(filters: FundingFilters) -> tuple[Scheme, ...]:
    """The schemes that these filters leave, in their order; variants replace their generics."""
    ranked = find_texts(filters, DocumentKind.SCHEME)
    asked = [s for s in current_schemes() if s.state in filters.shown_states]
    found = [s for s in choose_variants(asked, filters.territory) if suits(s, filters)]
    if ranked is None:
        return tuple(sorted(found, key=lambda s: order_key(s, filters.order)))
    places = {slug: place for place, slug in enumerate(ranked)}
    found = [s for s in found if s.slug in places]
    if filters.order in {None, SchemeOrder.RELEVANCE}:
        return tuple(sorted(found, key=lambda s: places[s.slug]))
    return tuple(sorted(found, key=lambda s: order_key(s, filters.order)))


def suits(scheme: Scheme, filters: FundingFilters) -> bool:
    """Whether it answers each filter; what a scheme does not say leaves it in."""
    return (
        meets(filters.stages, scheme.stages)
        and meets(filters.kinds, scheme.kinds)
        and meets(filters.expenses, scheme.expenses)
        and (not filters.forms or scheme.form in filters.forms)
    )


def meets(asked: Sequence[str], known: Sequence[str]) -> bool:
    """Whether one of the values asked for is known, or nothing is asked or known."""
    return not asked or not known or not set(asked).isdisjoint(known)


def order_key(scheme: Scheme, order: SchemeOrder | None) -> tuple[date, int, str]:
    """The nearest deadline first, then what is surely open; or the name alone."""
    if order is SchemeOrder.NAME:
        return (date.max, 0, scheme.name.casefold())
    rank = 0 if scheme.state.is_open else (2 if scheme.state.is_over else 1)
    return (scheme.next_date or date.max, rank, scheme.name.casefold())


def active(filters: FundingFilters, path: str) -> list[Pair]:
    """Each filter in use, with the address of the list without it."""
    pairs = [p for p in filters.to_args() if p[0] not in {"page", "par", "tri"}]
    return [
        (
            LABELS.get(pair) or label_of(*pair),
            address(path, [p for p in filters.to_args() if p != pair and p[0] != "page"]),
        )
        for pair in pairs
    ]


def sorts(filters: FundingFilters, path: str) -> list[tuple[str, str, bool]]:
    """The ways to sort the list, the current one marked."""
    default = SchemeOrder.RELEVANCE if filters.text else SchemeOrder.DEADLINE
    kept = [p for p in filters.to_args() if p[0] not in {"tri", "page"}]
    options = [(SchemeOrder.DEADLINE, "Échéance"), (SchemeOrder.NAME, "Nom")]
    if filters.text:
        options.insert(0, (SchemeOrder.RELEVANCE, "Pertinence"))
    return [
        (label, address(path, [*kept, ("tri", o.value)]), o is (filters.order or default))
        for o, label in options
    ]
