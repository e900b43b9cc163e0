"""The simulator of hours of insertion: two GET forms, whole without a script."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from app.blueprints.formatting import format_number
from app.blueprints.guides import read_guides
from app.clock import NBSP
from app.forms.hours import NumberForm, read_conversion, read_estimate
from app.tenders.insertion_hours import (
    MONTHS_PER_YEAR,
    PUBLISHED_EXAMPLE,
    PUBLISHED_RATES,
    Posts,
    contracts_for,
    insertion_hours,
)
from app.toolkit.guides import Guide

bp = Blueprint("hours", __name__)
PATH = "/marches/heures-insertion"
WORTH_READING = re.compile(r"\bclauses?\b|\bmarchés? (?:public|réservé)", re.IGNORECASE)
MOST_GUIDES = 4


@dataclass(frozen=True, kw_only=True)
class ResultView:
    """A result in words: its calculation step by step, and what it makes."""

    steps: tuple[str, ...]
    hours: str
    fte: str
    full_time: str
    contracts: str

    @classmethod
    def of(cls, posts: Posts, first: tuple[str, ...] = ()) -> ResultView:
        """The view of these posts, after the first steps of their calculation."""
        hours, year = show_hours(posts.hours), show_hours(posts.hours_per_year)
        fte = count(posts.fte, "équivalent temps plein", "équivalents temps plein")
        steps = (*first, f"{hours} ÷ {year} par an = {fte} sur un an")
        contracts = ""
        if posts.months is not None and posts.contracts is not None:
            months = f"{show_number(posts.months)}{NBSP}mois"
            each = show_hours(posts.hours_per_year * posts.months / MONTHS_PER_YEAR)
            contracts = f"{count(posts.contracts, 'contrat', 'contrats')} de {months}"
            steps += (
                f"{year} par an × {months} ÷ {MONTHS_PER_YEAR}{NBSP}mois = {each} par contrat",
                f"{hours} ÷ {each} = {contracts}",
            )
        return cls(
            steps=steps,
            hours=hours,
            fte=f"{fte} sur un an",
            full_time=f"{show_number(posts.full_time_months, 1)}{NBSP}mois",
            contracts=f"{contracts}, à temps plein" if contracts else "",
        )


@bp.get(PATH)
def show() -> str:
    """The two forms, the result of the one that was filled in, and where the method comes from."""
    conversion, estimate = read_conversion(request.args), read_estimate(request.args)
    return render_template(
        "hours/show.html",
        conversion=conversion,
        estimate=estimate,
        errors=estimate.errors + conversion.errors,
        results=(
            ("Votre estimation", view_estimate(estimate)),
            ("Votre conversion", view_conversion(conversion)),
        ),
        example=PUBLISHED_EXAMPLE,
        rates=PUBLISHED_RATES,
        guides=related_guides(),
    )


def view_conversion(form: NumberForm) -> ResultView | None:
    """What the hours typed make; None where the form is not complete."""
    if not form.is_complete:
        return None
    posts = contracts_for(form.required("heures"), form.required("annee"), form.number("mois"))
    return ResultView.of(posts)


def view_estimate(form: NumberForm) -> ResultView | None:
    """The hours that an amount makes, and the posts; None where the form is not complete."""
    if not form.is_complete:
        return None
    amount, part, rate, cost = (form.required(n) for n in ("montant", "part", "taux", "cout"))
    hours = insertion_hours(amount, part / 100, rate / 100, cost)
    step = (
        f"{show_number(amount)}{NBSP}€ × {show_number(part)}{NBSP}% × {show_number(rate)}{NBSP}% "
        f"÷ {show_number(cost)}{NBSP}€ par heure = {show_hours(hours)} d’insertion"
    )
    return ResultView.of(contracts_for(hours, form.required("annee"), form.number("mois")), (step,))


def show_hours(hours: float) -> str:
    """« 833 h », and tenths under a hundred hours."""
    return f"{show_number(hours, 1 if hours < 100 else 0)}{NBSP}h"


def show_number(value: float, digits: int = 2) -> str:
    """A number in French, without useless zeros; one too small to show says so."""
    if 0 < value < 0.5 * 10**-digits:
        return f"moins de {format_number(10**-digits, digits)}"
    text = format_number(value, digits)
    return text.rstrip("0").rstrip(",") if "," in text else text


def count(value: float, one: str, many: str) -> str:
    """« 0,5 contrat », « 2,4 contrats »: the plural starts at two in French."""
    return f"{show_number(value)}{NBSP}{many if value >= 2 else one}"


def related_guides() -> tuple[Guide, ...]:
    """The guides that speak of clauses and public contracts: the most to the point, then in order.

    Those that say so in their title or summary come first.
    """
    found = [guide for guide in read_guides() if WORTH_READING.search(guide.plain_text)]
    found.sort(key=lambda guide: not WORTH_READING.search(f"{guide.title} {guide.summary}"))
    return tuple(found[:MOST_GUIDES])
