"""Whether links of the web still lead somewhere: one polite request each, never inside a network.

Links come from imports: an address that resolves to this machine or to a private network is never
asked, and each redirection is looked at in the same way before it is followed.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

import requests

from app.fetching.client import OneHopSession, host_of, say_failure

MOST_REDIRECTS = 5
TIMEOUT = (5, 15)  # seconds, to connect and to read
SERVER_ERROR = 500
# Statuses that say « not to a machine », « not now » or « not so »: a person may still read it.
RELUCTANT = frozenset({401, 403, 405, 406, 408, 425, 429, 501})


class LinkState(StrEnum):
    """What became of a link."""

    OK = "ok"
    BROKEN = "broken"
    UNSURE = "unsure"


@dataclass(frozen=True, kw_only=True)
class LinkReport:
    """What one link answered, with the reason in French where it is not fine."""

    state: LinkState
    note: str = ""


def is_public(host: str, port: int) -> bool:
    """Whether every address of a host is on the public Internet; OSError where it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return all(is_global(str(address[0])) for *_, address in found)


def is_global(address: str) -> bool:
    """Whether that address is one of the public Internet, IPv4 inside IPv6 included."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    inner = mapped or ip
    return inner.is_global and not inner.is_multicast


class LinkProbe:
    """Asks for links: HEAD, then GET where HEAD is not understood; bodies are never read.

    `allows` says whether a host may be asked; tests give their own for this machine.
    """

    def __init__(self, *, user_agent: str, allows: Callable[[str, int], bool] = is_public) -> None:
        self._allows = allows
        self._session = OneHopSession()
        self._session.headers.update({"User-Agent": user_agent, "Accept": "*/*"})
        self._session.trust_env = False

    def check(self, url: str) -> LinkReport:
        """What that link answers; it never raises."""
        try:
            answer = self._follow("HEAD", url)
            if answer.state is not LinkState.OK:
                answer = self._follow("GET", url)
        except (ValueError, UnicodeError, requests.exceptions.InvalidURL):
            return LinkReport(state=LinkState.BROKEN, note="adresse mal écrite")
        except socket.gaierror:
            return LinkReport(state=LinkState.BROKEN, note="ce site n’existe pas")
        except requests.RequestException as error:
            return LinkReport(state=LinkState.UNSURE, note=say_failure(error))
        except OSError as error:
            return LinkReport(state=LinkState.UNSURE, note=error.strerror or "réseau")
        return answer

    def _follow(self, method: str, url: str) -> LinkReport:
        """The answer at the end of the redirections."""
        for _ in range(MOST_REDIRECTS + 1):
            refusal = self._refuse(url)
            if refusal:
                return LinkReport(state=LinkState.BROKEN, note=refusal)
            with self._session.request(
                method, url, stream=True, allow_redirects=False, timeout=TIMEOUT
            ) as answer:
                if not answer.is_redirect:
                    return read_status(answer.status_code)
                url = urljoin(url, answer.headers["Location"])
        return LinkReport(state=LinkState.BROKEN, note="trop de redirections")

    def _refuse(self, url: str) -> str:
        """Why an address may not be asked; empty where it may."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return "ce n’est pas une adresse du web"
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if not self._allows(parts.hostname, port):
            return f"adresse d’un réseau privé ({host_of(url)[:60]})"
        return ""

    def close(self) -> None:
        """Close the connections kept open."""
        self._session.close()


def read_status(status: int) -> LinkReport:
    """What a status means to a reader."""
    if status < requests.codes.bad_request:
        return LinkReport(state=LinkState.OK)
    if status in RELUCTANT:
        return LinkReport(state=LinkState.UNSURE, note=f"réponse {status} aux machines")
    if status >= SERVER_ERROR:
        return LinkReport(state=LinkState.UNSURE, note=f"erreur {status} du site")
    return LinkReport(state=LinkState.BROKEN, note=f"erreur {status}")


def check_all(probe: LinkProbe, urls: Iterable[str]) -> dict[str, LinkReport]:
    """What each link answers, each asked once."""
    return {url: probe.check(url) for url in dict.fromkeys(urls)}
