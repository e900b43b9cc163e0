"""An experiment as blocks of a document: to present in session, to print, to keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from app.clock import say_day
from app.experiments.records import Experiment, Partner
from app.exports.document import (
    Block,
    Heading,
    Look,
    PageBreak,
    Paragraph,
    Span,
    Table,
    plain,
    strong,
)
from app.toolkit.sources import FactSource

LEGAL_NOTE = "Les sources datent de leur lecture\u00a0: relisez le texte avant de décider."


def experiment_blocks(experiment: Experiment, day: date) -> Iterator[Block]:
    """The sheet of an experiment, from its title to its sources."""
    yield Paragraph(text=plain("Expérimentation"), look=Look.OVERLINE)
    yield Paragraph(text=plain(title_of(experiment)), look=Look.TITLE)
    yield Paragraph(text=plain(experiment.summary), look=Look.LEAD)
    yield Paragraph(text=plain(say_status(experiment, day)), look=Look.KEY)
    yield from section("Ce que c’est", experiment.what)
    yield facts_table(experiment)
    yield from section("Comment y entrer", experiment.join)
    yield from section("Argent", experiment.money)
    yield from results(experiment)
    yield from practices(experiment)
    yield from partners("Qui fait quoi", (*experiment.carriers, *experiment.partners))
    yield from section("Attention", experiment.cautions)
    yield cite_sources(experiment.cited)


def dossier_blocks(experiments: Iterable[Experiment], day: date, where: str) -> Iterator[Block]:
    """Several sheets, each on a page of its own: what a committee is shown in session."""
    found = tuple(experiments)
    yield Paragraph(text=plain("Dossier de séance"), look=Look.OVERLINE)
    yield Paragraph(text=plain(f"Les expérimentations {where}"), look=Look.TITLE)
    words = f"{len(found)} fiches, tirées du portail le {say_day(day)}."
    yield Paragraph(text=plain(words), look=Look.LEAD)
    yield Table(
        caption="Les expérimentations et leur statut",
        header=("Expérimentation", "Statut", "Pour qui", "Où"),
        rows=tuple(
            (
                strong(e.name),
                plain(e.status_on(day).state.label),
                plain(", ".join(p.label for p in e.publics)),
                plain(" ; ".join(e.place_labels)),
            )
            for e in found
        ),
        widths=(0.22, 0.16, 0.34, 0.28),
    )
    for experiment in found:
        yield PageBreak()
        yield from experiment_blocks(experiment, day)


def title_of(experiment: Experiment) -> str:
    """Its name, and what the name stands for."""
    return " – ".join(filter(None, (experiment.name, experiment.expansion)))


def say_status(experiment: Experiment, day: date) -> str:
    """The legal status that day, in one paragraph."""
    status = experiment.status_on(day)
    return (
        f"Statut\u00a0: {status.state.label.lower()}. {status.words} "
        f"Vérifié le {say_day(status.verified_on)}."
    )


def facts_table(experiment: Experiment) -> Table:
    """Whom, what, where, since when, on what law."""
    rows = (
        ("Pour qui", experiment.public_words),
        ("Besoins", ", ".join(need.label for need in experiment.needs)),
        ("Où", " ; ".join(experiment.place_labels)),
        ("Depuis", experiment.since.words),
        ("Jusqu’à", experiment.until.words if experiment.until else ""),
        ("Base légale", experiment.status.legal_basis),
        ("Remplacé par", experiment.replaced_by.name if experiment.replaced_by else ""),
    )
    return Table(
        caption="Repères",
        header=("Repère", "Ce que l’on sait"),
        rows=tuple((strong(term), plain(value)) for term, value in rows if value),
        widths=(0.22, 0.78),
    )


def section(title: str, texts: tuple[str, ...]) -> Iterator[Block]:
    """A title and a list; nothing where the list is empty."""
    if texts:
        yield Heading(text=title, level=2)
    for text in texts:
        yield Paragraph(text=plain(text), look=Look.ITEM)


def results(experiment: Experiment) -> Iterator[Block]:
    """The figures known, each with its date and source."""
    if not experiment.results:
        return
    yield Heading(text="Chiffres et résultats connus", level=2)
    yield Table(
        caption="Chiffres, avec leur date et leur source",
        header=("Mesure", "Valeur", "Date", "Source"),
        rows=tuple(
            (
                plain(figure.label),
                plain(figure.value),
                plain(figure.date),
                plain(" ; ".join(source.title for source in figure.cited)),
            )
            for figure in experiment.results
        ),
        widths=(0.36, 0.18, 0.16, 0.3),
    )


def practices(experiment: Experiment) -> Iterator[Block]:
    """The ways of working, each with its first steps."""
    for tool in experiment.tools:
        yield Heading(text=tool.title, level=2)
        yield Paragraph(text=plain(tool.why))
        for step in tool.steps:
            yield Paragraph(text=plain(step), look=Look.ITEM)


def partners(title: str, found: tuple[Partner, ...]) -> Iterator[Block]:
    """Who does what."""
    yield Heading(text=title, level=2)
    for partner in found:
        spans = (Span(text=f"{partner.name}\u00a0: ", is_bold=True), Span(text=partner.role))
        yield Paragraph(text=spans, look=Look.ITEM)


def cite_sources(sources: tuple[FactSource, ...]) -> Paragraph:
    """Every source with its worth and its date, in one small paragraph."""
    spans = [Span(text="Sources\u00a0: ", is_bold=True)]
    for number, source in enumerate(sources):
        spans.append(Span(text=" ; " if number else ""))
        spans += [Span(text=source.title, href=source.url), Span(text=f" ({source.words})")]
    spans.append(Span(text=f". {LEGAL_NOTE}"))
    return Paragraph(text=tuple(spans), look=Look.SOURCE)
