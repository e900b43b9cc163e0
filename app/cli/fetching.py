"""flask tenders fetch: the notices of a publisher, over the network, into the portal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import with_appcontext

from app import clock, territories
from app.cli.tenders import keep_batches
from app.errors import InvalidError
from app.imports.batches import cut_batches
from app.imports.report import FileReport
from app.tenders.reading import read_batches
from app.tenders.records import NoticeRecord
from app.territories import TerritoryKind
from config import Settings

if TYPE_CHECKING:
    from app.fetching import Client, Fetcher, Progress, Scope, Window

Tell = Callable[[str], None]


@dataclass(kw_only=True)
class FetchReport:
    """What a run asked for, what it had of it, and why it stopped if it did."""

    since: date
    until: date
    notices: FileReport = field(default_factory=lambda: FileReport(file="BOAMP"))
    pages: int = 0
    hosts: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)
    why: str = ""
    resume_at: datetime | None = None

    @property
    def is_complete(self) -> bool:
        """Whether everything asked for was had."""
        return not self.incomplete and not self.why

    @property
    def summary(self) -> str:
        """The last line that the command prints."""
        where = (
            f"{say_pages(self.pages)} de {', '.join(self.hosts)}" if self.hosts else "aucune source"
        )
        return f"{self.notices.summary}\u00a0; du {self.since} au {self.until}, {where}"

    def to_dict(self) -> dict[str, object]:
        """The same, for `--json`."""
        return {
            "source": "boamp",
            "since": f"{self.since}",
            "until": f"{self.until}",
            "complete": self.is_complete,
            "incomplete": self.incomplete,
            "why": self.why,
            "resume_at": self.resume_at.isoformat() if self.resume_at else None,
            "pages": self.pages,
            "hosts": self.hosts,
            **{key: value for key, value in self.notices.to_dict().items() if key != "file"},
        }


def say_pages(count: int) -> str:
    """That number of pages, in words."""
    return f"{count} page{'s' if count > 1 else ''}"


@click.command("fetch")
@click.option("--source", type=click.Choice(["boamp"]), default="boamp", show_default=True)
@click.option(
    "--since",
    metavar="AAAA-MM-JJ",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Premier jour de parution ; sans lui, la suite de la dernière fois.",
)
@click.option(
    "--until",
    metavar="AAAA-MM-JJ",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Dernier jour de parution ; aujourd’hui par défaut.",
)
@click.option(
    "--all-france",
    is_flag=True,
    help="Tous les avis ; sinon ceux d’Île-de-France et ceux dont les critères sont sociaux.",
)
@click.option("--json", "as_json", is_flag=True, help="Le rapport en JSON.")
@with_appcontext
def fetch(
    source: str,
    since: datetime | None,
    until: datetime | None,
    all_france: bool,
    as_json: bool,
) -> None:
    """Récupère les avis publiés depuis une date ; interrompu puis relancé, il continue.

    Les sources sont essayées dans l’ordre : les adresses de l’API, puis le XML de la DILA.
    """
    del source  # one so far
    try:
        report = fetch_boamp(
            since=since.date() if since else None,
            until=until.date() if until else None,
            all_france=all_france,
            tell=lambda line: click.echo(line, err=True),
        )
    except InvalidError as error:
        raise click.ClickException(str(error)) from error
    for refusal in report.notices.refusals:
        click.echo(f"{refusal.where}\u00a0: {refusal.what}", err=True)
    if as_json:
        click.echo(json.dumps(report.to_dict(), ensure_ascii=False))
    click.echo(report.summary, err=as_json)
    if not report.is_complete:
        sys.exit(1)


def fetch_boamp(
    *,
    since: date | None = None,
    until: date | None = None,
    all_france: bool = False,
    first_days: int | None = None,
    tell: Tell,
    client: Client | None = None,
) -> FetchReport:
    """Fetch the BOAMP, keep its notices, and give the report; `tell` takes a line per window.

    Without `since`, begins where the last run came to, or `first_days` ago if there is none.
    Raises InvalidError for days that cannot be. Needs an application context; commits.
    """
    from app.fetching import Client, Progress, open_boamp, plan_windows  # noqa: PLC0415  slow

    settings: Settings = current_app.config["SETTINGS"]
    scope = choose_scope(all_france=all_france)
    progress = Progress(
        path=Path(current_app.instance_path) / "fetch" / "boamp.json", key=scope.key
    )
    today = clock.today()
    report = FetchReport(
        since=since or progress.next or ago(today, first_days), until=until or today
    )
    if report.since > report.until:
        what = f"Aucun jour du {report.since} au {report.until}."
        raise InvalidError(what)
    portal = settings.base_url or "sans adresse publique"
    client = client or Client(user_agent=f"Maillage, portail IAE d'Ile-de-France (+{portal})")
    fetcher = open_boamp(
        client, hosts=settings.boamp_hosts, dila=settings.dila_url, scope=scope, tell=tell
    )
    run = Run(fetcher=fetcher, progress=progress, report=report, tell=tell, today=today)
    try:
        keep_batches(run.read(plan_windows(report.since, report.until)), report.notices)
    finally:
        client.close()
    return report


def ago(today: date, days: int | None) -> date:
    """The day that many days ago; raises InvalidError where there is no number."""
    if days is None:
        message = "Indiquez « --since AAAA-MM-JJ » : aucune récupération n’a encore abouti."
        raise InvalidError(message)
    return today - timedelta(days=days)


def choose_scope(*, all_france: bool) -> Scope:
    """Every notice, or those published in the region and those with social criteria."""
    from app.fetching import Scope  # noqa: PLC0415  slow

    if all_france:
        return Scope(key="france")
    found = territories.list_territories(TerritoryKind.DEPARTMENT)
    return Scope(key="ile-de-france", departments=tuple(t.code for t in found))


@dataclass(frozen=True, kw_only=True)
class Run:
    """A run over windows: batches of notices out, the report and the progress kept as they go."""

    fetcher: Fetcher
    progress: Progress
    report: FetchReport
    tell: Tell
    today: date

    def read(self, windows: list[Window]) -> Iterator[list[NoticeRecord]]:
        """The batches of each window; ends early where a quota or the last source does.

        Whoever takes a batch commits it before asking for the next one: a window is noted as
        complete only then, and only if none before it failed.
        """
        from app.fetching import AnswerError, NoSourceError, QuotaError  # noqa: PLC0415  slow

        report = self.report
        for number, window in enumerate(windows):
            pages, read = report.pages, report.notices.read
            try:
                yield from self._read_window(window)
            except AnswerError as error:
                report.incomplete.append(f"{window}")
                self.tell(str(error))
                continue
            except (NoSourceError, QuotaError) as error:
                report.incomplete.extend(map(str, windows[number:]))
                report.why = str(error)
                report.resume_at = getattr(error, "resume_at", None)
                self.tell(f"{window}\u00a0: {error}. Ce qui a été reçu est gardé.")
                return
            had = f"{say_pages(report.pages - pages)}, {report.notices.read - read} avis"
            self.tell(f"{window}\u00a0: {had}")
            if not report.incomplete:
                self.progress.complete(window, today=self.today)

    def _read_window(self, window: Window) -> Iterator[list[NoticeRecord]]:
        """The batches of a window, the last one before what went wrong is raised."""
        from app.fetching import FetchError  # noqa: PLC0415  slow

        failure: FetchError | None = None

        def read_records() -> Iterator[NoticeRecord]:
            nonlocal failure
            try:
                for page in self.fetcher.read(window):
                    self.report.pages += 1
                    if page.host not in self.report.hosts:
                        self.report.hosts.append(page.host)
                    for batch in read_batches(page.body, self.report.notices):
                        yield from batch
            except FetchError as error:
                failure = error

        yield from cut_batches(read_records())
        if failure is not None:
            raise failure
