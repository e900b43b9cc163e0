"""Schemes and their calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.blueprints.api.parameters import KIND, TERRITORY, TEXT
from app.blueprints.api.provenance import of_sources, page_url
from app.blueprints.api.resource import Answer, Parameter, Query, Resource, keep_after
from app.blueprints.api.schema import Row, told
from app.blueprints.current_schemes import current_schemes
from app.blueprints.funding_lists import find_schemes
from app.forms.funding_filters import FORM_WORDS, STATE_WORDS, FundingFilters
from app.matching.kinds import SiaeKind
from app.toolkit.scheme_terms import AmountBasis, BeneficiaryKind, Expense, SchemeForm, SchemeState
from app.toolkit.schemes import Scheme
from app.toolkit.stages import load_stages


@dataclass(frozen=True, kw_only=True)
class CallRow:
    """A dated call of a scheme."""

    year: str = told("Millésime.")
    opens_on: date | None = told("Ouverture.")
    pre_deposit_on: date | None = told("Dépôt préalable.")
    closes_on: date | None = told("Clôture, jour compris.")
    state: SchemeState = told("État, le jour de la réponse.")
    url: str = told("Adresse de l’appel.")


@dataclass(frozen=True, kw_only=True)
class SchemeRow(Row):
    """A scheme that may pay for a project."""

    name: str = told("Nom.")
    funders: tuple[str, ...] = told("Qui finance.")
    form: SchemeForm = told("Forme de l’aide.")
    state: SchemeState = told("État, le jour de la réponse.")
    purpose: str = told("Ce qu’il finance.")
    beneficiaries: str = told("Pour qui, en mots.")
    beneficiary_kinds: tuple[BeneficiaryKind, ...] = told("Pour qui.")
    kinds: tuple[SiaeKind, ...] = told("Types de structures\u00a0; vide si la règle n’en dit rien.")
    stages: tuple[str, ...] = told("Étapes du projet.")
    expenses: tuple[Expense, ...] = told("Dépenses.")
    territories: tuple[str, ...] = told("Codes des territoires\u00a0; vide pour toute la région.")
    amount: str = told("Montant, en mots.")
    basis: AmountBasis | None = told("Ce que comptent le plancher et le plafond.")
    floor: Decimal | None = told("Plancher, en euros.")
    ceiling: Decimal | None = told("Plafond, en euros.")
    max_rate: Decimal | None = told("Part la plus grande d’une dépense, de 0 à 1.")
    cumul: str = told("Règle de cumul.")
    is_minimis: bool = told("Vrai pour une aide de minimis.")
    when: str = told("Calendrier, en mots.")
    next_date: date | None = told("Prochain jour pour déposer quelque chose.")
    site_url: str = told("Adresse du dispositif.")
    verified_on: date | None = told("Date de la dernière vérification.")
    calls: tuple[CallRow, ...] = told("Appels.")


def make_row(scheme: Scheme) -> SchemeRow:
    """A scheme at its day. Whom to contact is on its page: an address may be a person's."""
    origin = of_sources([(cited.title, cited.url) for cited in scheme.cited])
    same = (
        "name", "funders", "form", "state", "purpose", "beneficiaries", "beneficiary_kinds",
        "kinds", "stages", "expenses", "territories", "amount", "basis", "floor", "ceiling",
        "max_rate", "cumul", "is_minimis", "when", "next_date", "verified_on",
    )  # fmt: skip
    return SchemeRow(
        id=scheme.slug,
        url=page_url(f"/financements/{scheme.slug}"),
        **origin.fields(),
        is_demo=False,
        updated_at=None,
        site_url=scheme.url,
        calls=tuple(
            CallRow(
                year=call.year,
                opens_on=call.opens_on,
                pre_deposit_on=call.pre_deposit_on,
                closes_on=call.closes_on,
                state=call.state_on(scheme.as_of),
                url=call.url,
            )
            for call in scheme.calls
        ),
        **{name: getattr(scheme, name) for name in same},
    )


def read(query: Query) -> Answer[SchemeRow]:
    """The schemes that the filters leave."""
    filters = FundingFilters.from_args(query.args)
    found = find_schemes(filters)
    return keep_after(found, lambda s: s.slug, query, make_row).saying(filters.ignored)


def find(slug: str, _now: datetime) -> SchemeRow | None:
    """The scheme of that slug."""
    return next((make_row(scheme) for scheme in current_schemes() if scheme.slug == slug), None)


RESOURCE = Resource(
    name="schemes",
    title="Financements",
    text="Les dispositifs et leurs appels, avec leurs dates, leurs plafonds et leurs cumuls.",
    row=SchemeRow,
    parameters=(
        TEXT,
        Parameter(
            name="etape",
            text="Étape du projet.",
            values=tuple(stage.slug for stage in load_stages()),
            is_repeated=True,
        ),
        KIND,
        TERRITORY,
        Parameter(
            name="depense",
            text="Dépense.",
            values=tuple(expense.value for expense in Expense),
            is_repeated=True,
        ),
        Parameter(name="forme", text="Forme.", values=tuple(FORM_WORDS), is_repeated=True),
        Parameter(
            name="etat",
            text="État\u00a0; par défaut, tout ce qui peut être demandé.",
            values=tuple(STATE_WORDS),
            is_repeated=True,
        ),
    ),
    read=read,
    find=find,
    page="/financements",
    has_csv=True,
    follows_clock=True,
)
