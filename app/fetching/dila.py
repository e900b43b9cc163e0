"""The BOAMP in XML, from the folders of the DILA: one folder a day, one file a notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.fetching.answers import check_index, check_xml
from app.fetching.client import Client, host_of
from app.fetching.errors import AnswerError, MissingError, UnreadableError
from app.fetching.windows import Page, Scope, Window

FOLDERS = ("", "/FluxHistorique/Boamp_v240")  # since the reorganisation, and before
SHOWN = 5  # names said of what could not be had
MOST_IN_A_ROW = 3  # unreadable notices: beyond, it is the host
FILE = re.compile(rb"""href\s*=\s*["']?(?:\./)?([\w-]{1,60}\.xml)["'\s>]""", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class DilaFolders:
    """The folders under an address such as `https://echanges.dila.gouv.fr/OPENDATA/BOAMP`."""

    address: str
    scope: Scope

    @property
    def name(self) -> str:
        """Its host."""
        return host_of(self.address)

    def read(self, client: Client, window: Window) -> Iterator[Page]:
        """The notices of these days, one page each, those of other scopes left out.

        Raises as the API does; AnswerError comes last, once everything that is there was given.
        """
        lost: list[str] = []
        for day in window.days:
            try:
                folder, names = self._list_day(client, day)
            except MissingError:
                lost.append(f"{day}")
            else:
                yield from self._read_notices(client, folder, names, lost)
        if lost:
            some = ", ".join(lost[:SHOWN]) + ("…" if len(lost) > SHOWN else "")
            message = f"{self.name}\u00a0: introuvable ou illisible ({some})"
            raise AnswerError(message)

    def _read_notices(
        self, client: Client, folder: str, names: list[str], lost: list[str]
    ) -> Iterator[Page]:
        """The notices of a folder; raises UnreadableError where several in a row are unreadable."""
        in_a_row = 0
        for name in names:
            try:
                yield from self._read_notice(client, f"{folder}{name}")
                in_a_row = 0
            except UnreadableError:
                in_a_row += 1
                if in_a_row == MOST_IN_A_ROW:
                    raise
                lost.append(name)
            except AnswerError:
                lost.append(name)

    def _list_day(self, client: Client, day: date) -> tuple[str, list[str]]:
        """The folder of a day and the names of its files; raises MissingError if there is none."""
        for start in FOLDERS:
            folder = f"{self.address}{start}/{day:%Y/%m/%d}/"
            try:
                with client.get(folder, check=check_index) as body:
                    found = FILE.findall(body.read())
            except MissingError:
                continue
            return folder, sorted({name.decode() for name in found})
        message = f"{self.name}\u00a0: pas de dossier pour le {day}"
        raise MissingError(message)

    def _read_notice(self, client: Client, address: str) -> Iterator[Page]:
        """One notice, if it is of the scope."""
        with client.get(address, check=check_xml) as body:
            if self.scope.keeps_xml(body.read()):
                body.seek(0)
                yield Page(body=body, host=self.name)
