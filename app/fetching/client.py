"""The HTTP client of the portal: patient, bounded, and faithful to the host it was sent to.

Every answer goes to a temporary file, whole, and is checked before anybody reads it. What may be
better in a moment is asked again, later and later; a quota is waited for if that is not too long.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from tempfile import TemporaryFile
from typing import BinaryIO, cast
from urllib.parse import urljoin, urlsplit

import requests
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from app import clock
from app.fetching.errors import (
    AnswerError,
    BadAnswerError,
    HostDownError,
    MissingError,
    QuotaError,
    TooLargeError,
    TransientError,
    UnreadableError,
)

CHUNK = 1 << 16
MOST_REDIRECTS = 3
LOCAL = "127.0.0.1"
LATER = frozenset({408, 425})  # statuses below 500 that a second attempt may cure
LONGEST_MESSAGE = 4096  # bytes read of an answer that only explains an error
CUT = (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError)

Params = Mapping[str, str | int]
Check = Callable[[BinaryIO], None]
"""Reads an answer that can be rewound; raises BadAnswerError where it is not what was asked."""


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long to insist and how much to accept; seconds, and bytes once decompressed."""

    attempts: int = 5
    first_pause: float = 1
    longest_pause: float = 60
    connect: float = 10
    read: float = 60
    longest_answer: float = 1800
    longest_wait: float = 900  # for quotas, in the whole life of the client
    largest: int = 300_000_000


def draw_jitter(pause: float) -> float:
    """Up to as much again, so that many portals do not come back together."""
    return random.uniform(0, pause)  # noqa: S311  spreads calls, protects nothing


class OneHopSession(requests.Session):
    """A session that leaves redirections alone: it would read their bodies, of any size, first."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """None is ever followed."""
        del resp
        return None


class Client:
    """Gets files over HTTPS; time and chance are parameters."""

    def __init__(
        self,
        *,
        user_agent: str,
        patience: Patience | None = None,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = clock.now,
        jitter: Callable[[float], float] = draw_jitter,
    ) -> None:
        self._patience = patience or Patience()
        self._sleep, self._now, self._jitter = sleep, now, jitter
        self._waited = 0.0
        self._session = OneHopSession()
        self._session.headers.update({"User-Agent": user_agent, "Accept-Encoding": "gzip"})

    def get(self, address: str, params: Params | None = None, *, check: Check) -> BinaryIO:
        """The whole answer, checked and rewound, in a temporary file that the caller closes.

        Raises HostDownError after the last attempt, QuotaError where waiting would be too long,
        AnswerError for what no other attempt would change.
        """
        retrying = Retrying(
            stop=stop_after_attempt(self._patience.attempts),
            wait=self._choose_pause,
            retry=retry_if_exception_type(TransientError),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(self._attempt, address, params, check)
        except TransientError as error:
            kind = UnreadableError if isinstance(error, BadAnswerError) else HostDownError
            raise kind(f"{host_of(address)}\u00a0: {error}") from error

    def close(self) -> None:
        """Close the connections kept open."""
        self._session.close()

    def _choose_pause(self, state: RetryCallState) -> float:
        """Seconds before the next attempt: twice the last ones, or what the host asks for."""
        patience = self._patience
        pause = min(
            patience.first_pause * 2.0 ** (state.attempt_number - 1), patience.longest_pause
        )
        error = state.outcome.exception() if state.outcome else None
        asked = error.pause if isinstance(error, TransientError) else 0
        return max(pause + self._jitter(pause), min(asked, patience.longest_pause))

    def _attempt(self, address: str, params: Params | None, check: Check) -> BinaryIO:
        """One attempt."""
        body = cast("BinaryIO", TemporaryFile())  # noqa: SIM115  given to the caller when good
        try:
            with self._open(address, params) as answer:
                self._refuse_errors(answer)
                self._copy(answer, body)
            body.seek(0)
            check(body)
            body.seek(0)
        except requests.RequestException as error:
            body.close()
            raise TransientError(say_failure(error)) from error
        except BaseException:
            body.close()
            raise
        return body

    def _open(self, address: str, params: Params | None) -> requests.Response:
        """The answer of that host, whose redirections are followed as long as they stay on it."""
        patience, asked = self._patience, address
        for _ in range(MOST_REDIRECTS + 1):
            refuse_address(address)
            self._session.trust_env = urlsplit(address).hostname != LOCAL  # no proxy for itself
            answer = self._session.get(
                address,
                params=params,
                stream=True,
                allow_redirects=False,
                timeout=(patience.connect, patience.read),
            )
            if not answer.is_redirect:
                return answer
            answer.close()
            address, params = follow(asked, answer.url, answer.headers["Location"]), None
        message = f"{host_of(asked)}\u00a0: trop de redirections"
        raise AnswerError(message)

    def _refuse_errors(self, answer: requests.Response) -> None:
        """Raise what the status of an answer means, unless it is a success."""
        status, host = answer.status_code, host_of(answer.url)
        if status == requests.codes.ok:
            return
        said = read_error(answer)
        if status == requests.codes.too_many_requests:
            self._wait_for_quota(host, self._read_reset(said) or read_retry_after(answer))
            raise TransientError("nombre d’appels dépassé")
        if status >= requests.codes.server_error or status in LATER:
            raise TransientError(f"erreur {status}", read_retry_after(answer))
        if status in {requests.codes.not_found, requests.codes.gone}:
            raise MissingError(f"{host}\u00a0: absent ({urlsplit(answer.url).path})")
        why = str(said.get("message") or "")[:200]
        raise AnswerError(f"{host}\u00a0: refus {status} {why}".rstrip())

    def _wait_for_quota(self, host: str, wait: float) -> None:
        """Wait that number of seconds, if it is one; raises QuotaError if that is too long."""
        if wait <= 0:
            return
        if self._waited + wait > self._patience.longest_wait:
            moment = clock.to_paris(self._now() + timedelta(seconds=wait))
            raise QuotaError(host, moment)
        self._waited += wait
        self._sleep(wait)

    def _read_reset(self, said: dict[str, object]) -> float:
        """Seconds until the `reset_time` of a quota, an instant in UTC; 0 where it is not said."""
        try:
            moment = datetime.fromisoformat(str(said.get("reset_time")))
        except ValueError:
            return 0
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return (moment - self._now()).total_seconds()

    def _copy(self, answer: requests.Response, body: BinaryIO) -> None:
        """Write the answer, decompressed; raises where it is too large or too slow."""
        size, end = 0, time.monotonic() + self._patience.longest_answer
        for chunk in answer.iter_content(CHUNK):
            size += len(chunk)
            if size > self._patience.largest:
                most = f"{self._patience.largest / 1e6:.0f}\u00a0Mo"
                raise TooLargeError(f"{host_of(answer.url)}\u00a0: réponse de plus de {most}")
            if time.monotonic() > end:
                raise TransientError("réponse trop lente")
            body.write(chunk)


def refuse_address(address: str) -> None:
    """Raise AnswerError for an address that is not HTTPS, this machine aside."""
    parts = urlsplit(address)
    if not (parts.scheme == "https" and parts.hostname) and not (
        parts.scheme == "http" and parts.hostname == LOCAL
    ):
        message = f"adresse refusée, seul https est admis\u00a0: {address[:200]}"
        raise AnswerError(message)


def follow(asked: str, place: str, location: str) -> str:
    """Where a redirection leads; raises AnswerError unless that is on the host asked first."""
    try:
        address = urljoin(place, location)
        origins = {(p.scheme, p.hostname, p.port) for p in map(urlsplit, (asked, address))}
    except ValueError:
        origins = set()
    if len(origins) != 1:
        message = f"{host_of(asked)} renvoie vers une autre adresse\u00a0: {location[:100]}"
        raise AnswerError(message)
    return address


def host_of(address: str) -> str:
    """The host of an address, with its port if it has one, for a person."""
    return urlsplit(address).netloc.rpartition("@")[2] or address[:80]


def read_error(answer: requests.Response) -> dict[str, object]:
    """The JSON object that explains an error; empty where there is none."""
    try:
        value = json.loads(next(answer.iter_content(LONGEST_MESSAGE), b""))
    except (ValueError, RecursionError, requests.RequestException):
        return {}
    return value if isinstance(value, dict) else {}


def read_retry_after(answer: requests.Response) -> float:
    """Seconds of the header `Retry-After`; 0 where it does not count them."""
    value = answer.headers.get("Retry-After", "")
    return float(value[:6]) if value.isascii() and value.isdecimal() else 0


def say_failure(error: requests.RequestException) -> str:
    """A few words on what happened to a connection."""
    if isinstance(error, requests.exceptions.SSLError):
        return "connexion chiffrée impossible"
    if isinstance(error, requests.Timeout):
        return "délai dépassé"
    if isinstance(error, CUT):
        return "réponse coupée"
    if isinstance(error, requests.ConnectionError):
        return "délai dépassé" if "timed out" in str(error) else "connexion impossible ou coupée"
    return f"échec ({type(error).__name__})"
