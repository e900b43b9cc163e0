"""What every import command does: files in, a report out, an exit code."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, TextIO

import click

from app.cli.progress import watch
from app.imports.report import FileReport, Outcome, RowError

ImportFile = Callable[[BinaryIO, FileReport], None]


def run_import(
    files: Sequence[str], read: ImportFile, *, as_json: bool, refused: str | None = None
) -> None:
    """Import each file, print what happened, and exit with 1 if anything was refused.

    A file that cannot be opened is refused; the next ones are still read. `refused` names a file
    that takes the rows refused, each with its reason, in a form that can be imported again.
    """
    with ExitStack() as opened:
        kept = opened.enter_context(open_refused(refused)) if refused else None
        reports = [import_file(name, read, kept) for name in files]
    finish_import(reports, as_json=as_json)


def finish_import(reports: Sequence[FileReport], *, as_json: bool) -> None:
    """Print what happened, and exit with 1 if anything was refused."""
    if as_json:
        click.echo(json.dumps([report.to_dict() for report in reports], ensure_ascii=False))
    for report in reports:
        print_report(report, to_error=as_json)
    if any(report.counts[Outcome.REFUSED] for report in reports):
        sys.exit(1)


def open_refused(name: str) -> TextIO:
    """The file of refusals, emptied."""
    try:
        return Path(name).open("w", encoding="utf-8")
    except OSError as error:
        message = f"Impossible d’écrire {name} ({error.strerror or error})."
        raise click.ClickException(message) from error


def import_file(name: str, read: ImportFile, kept: TextIO | None) -> FileReport:
    """The report of one file; `-` is standard input."""
    report = FileReport(file=name)
    if kept is not None:
        report.keep = lambda error: keep_row(kept, name, error)
    if name == "-":
        with TemporaryFile() as copy:  # parsers look at the first bytes, then rewind
            shutil.copyfileobj(sys.stdin.buffer, copy)
            copy.seek(0)
            read(copy, report)
        return report
    try:
        with Path(name).open("rb") as file, watch(file, name) as watched:
            read(watched, report)
    except OSError as error:
        reason = error.strerror or str(error)
        report.refuse(RowError(where="fichier", what=f"illisible ({reason})"))
    return report


def keep_row(kept: TextIO, name: str, error: RowError) -> None:
    """Write a refused row on a line; what concerns a whole file stays in that file."""
    if error.raw is not None:
        line = {"refus": error.what, "fichier": name, "ou": error.where, **error.raw}
        kept.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")


def print_report(report: FileReport, *, to_error: bool) -> None:
    """One line per refusal and per remark, then the counts."""
    for remark in report.remarks:
        click.echo(f"{report.file}:{remark.where} : remarque : {remark.what}", err=True)
    for refusal in report.refusals:
        click.echo(f"{report.file}:{refusal.where} : {refusal.what}", err=to_error)
    click.echo(report.summary, err=to_error)
