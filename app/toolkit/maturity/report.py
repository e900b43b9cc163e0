"""The self-assessment to take away: a document to read, and lines for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from app.clock import NBSP, say_moment
from app.exports.csv_export import write_csv
from app.exports.document import (
    Block,
    CheckItem,
    DocumentInfo,
    Heading,
    Look,
    Paragraph,
    Span,
    Table,
    plain,
    strong,
    with_title,
)
from app.exports.pdf import write_pdf
from app.toolkit.maturity.advice import Action, Flag
from app.toolkit.maturity.assessment import Assessment
from app.toolkit.maturity.scales import MOST

TITLE = "Autodiagnostic de maturité"
READING = (
    "Lecture proposée par le portail, à adapter\u00a0: de 0 à 6 «\u00a0à construire\u00a0», de 7 à "
    "12 «\u00a0en cours\u00a0», de 13 à 18 «\u00a0prêt\u00a0». L’étape proposée suit l’axe le plus "
    "faible, jamais la somme. Ce n’est ni un avis du service de l’État, ni une règle de droit."
)
COLUMNS = ("Partie", "Code", "Question", "Note", "Réponse", "Ce que cela veut dire")


def write_report(assessment: Assessment) -> bytes:
    """The document, as a PDF."""
    info = DocumentInfo(
        title=TITLE,
        subject=assessment.kind_label,
        created_at=assessment.made_at,
        footer=f"{TITLE} – {assessment.kind_label}",
    )
    edited = say_moment(assessment.made_at)
    return write_pdf(info, with_title(TITLE, list_blocks(assessment), edited=edited))


def list_blocks(assessment: Assessment) -> Iterator[Block]:
    """What the document says under its title, block by block."""
    place = assessment.department_name or "département non indiqué"
    yield Paragraph(text=plain(f"{assessment.kind_label} – {place}"), look=Look.LEAD)
    yield Paragraph(text=plain(f"Étape proposée{NBSP}: {assessment.stage_name}"), look=Look.KEY)
    yield Paragraph(text=plain(assessment.advice))
    yield from tell_scores(assessment)
    if assessment.flags:
        yield Heading(text="Ce qui bloque, quel que soit le score")
        for flag in assessment.flags:
            yield tell_flag(flag)
    if assessment.actions:
        yield Heading(text="Vos prochaines actions")
        for action in assessment.actions:
            yield tell_action(action)
    yield from tell_answers(assessment)
    yield from tell_attempts(assessment)


def say_stage(assessment: Assessment) -> str:
    """The stage to go on with, and how far each axis is."""
    axes = ", ".join(
        f"{score.axis.label.lower()} {score.points} sur {MOST} ({score.level.label.lower()})"
        for score in assessment.scores
    )
    return f"Étape proposée{NBSP}: {assessment.stage_name}. Points{NBSP}: {axes}."


def tell_scores(assessment: Assessment) -> Iterator[Block]:
    """The three axes, and how they are read."""
    yield Heading(text="Les trois axes")
    yield Table(
        caption="Points de chaque axe",
        header=("Axe", f"Points sur {MOST}", "Lecture"),
        rows=tuple(
            (plain(score.axis.label), plain(str(score.points)), plain(score.level.label))
            for score in assessment.scores
        ),
        widths=(0.5, 0.2, 0.3),
    )
    yield Paragraph(text=plain(READING), look=Look.NOTE)


def tell_flag(flag: Flag) -> Block:
    """What blocks, with a box to tick once it is settled."""
    return CheckItem(
        label=strong(flag.text.title),
        details=(plain(flag.text.text), call(flag.callers)),
    )


def tell_action(action: Action) -> Block:
    """What to do, with a box to tick once it is done."""
    return CheckItem(
        label=(Span(text=f"{action.question.code}. {action.text}", is_bold=True),),
        details=(plain(action.question.why), call(action.callers)),
    )


def call(names: tuple[str, ...]) -> tuple[Span, ...]:
    """Whom to call."""
    return (
        Span(text=f"Qui appeler{NBSP}: ", is_bold=True),
        Span(text=f"{NBSP}; ".join(names) + "."),
    )


def tell_answers(assessment: Assessment) -> Iterator[Block]:
    """Every answer, then what is not scored."""
    yield Heading(text="Vos réponses")
    yield Table(
        caption="Les dix-huit réponses",
        header=("Question", "Note", "Ce que cela veut dire"),
        rows=tuple(
            (
                plain(f"{item.question.code}. {item.question.short}"),
                plain(str(item.rating)),
                plain(f"{item.word}{NBSP}: {item.meaning}"),
            )
            for item in assessment.answered
        ),
        widths=(0.35, 0.1, 0.55),
    )
    if assessment.development:
        yield Heading(text="Développement durable, sans note")
        yield Table(
            caption="Réponses sur le développement durable",
            header=("Thème", "Question", "Réponse"),
            rows=tuple(tuple(map(plain, line)) for line in assessment.development),
            widths=(0.2, 0.6, 0.2),
        )


def tell_attempts(assessment: Assessment) -> Iterator[Block]:
    """Every attempt that was kept, where there are several."""
    if len(assessment.attempts) < 2:
        return
    yield Heading(text="Vos essais")
    yield Table(
        caption="Points de chaque essai, et progression depuis le premier",
        header=("Date", *(score.axis.label for score in assessment.scores), "Depuis le premier"),
        rows=tuple(
            (
                plain(attempt.label),
                *(plain(str(score.points)) for score in attempt.scores),
                plain(attempt.progress_text),
            )
            for attempt in assessment.attempts
        ),
    )


def write_lines(assessment: Assessment) -> bytes:
    """The answers and the points, as CSV."""
    return "".join(write_csv(COLUMNS, list_lines(assessment))).encode()


def list_lines(assessment: Assessment) -> Iterator[tuple[object, ...]]:
    """A line for each answer, then for each axis, then for what is not scored."""
    for item in assessment.answered:
        question = item.question
        yield (
            question.axis.label,
            question.code,
            question.text,
            item.rating,
            item.word,
            item.meaning,
        )
    for score in assessment.scores:
        yield ("Points", score.axis.label, "", score.points, score.level.label, f"sur {MOST}")
    yield ("Étape proposée", "", "", "", assessment.stage_name, "")
    for flag in assessment.flags:
        yield ("Ce qui bloque", "", flag.text.title, "", "", flag.text.text)
    for theme, text, answer in assessment.development:
        yield (f"Développement durable – {theme}", "", text, "", answer, "")
