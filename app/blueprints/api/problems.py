"""What goes wrong, as the problem documents of RFC 9457; their words are French."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus

from flask import Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from app.blueprints.api.schema import told
from app.blueprints.errors import STATUSES, TOO_LONG
from app.errors import PortalError, TooManyError

MEDIA_TYPE = "application/problem+json"
BROKEN = "Une erreur inattendue s’est produite. Elle vient du portail, pas de votre demande."
TITLES = {
    400: "Demande incorrecte",
    403: "Accès refusé",
    404: "Introuvable",
    405: "Méthode refusée",
    413: "Trop volumineux",
    415: "Format non reconnu",
    422: "Valeur inutilisable",
    429: "Trop de demandes",
    500: "Erreur du portail",
    503: "Indisponible pour le moment",
}
DETAILS = {
    404: "Rien ne se trouve à cette adresse. La liste des ressources est à /api/v1.",
    405: "Cette adresse ne répond pas à cette méthode\u00a0: l’en-tête Allow dit lesquelles.",
    413: TOO_LONG,
    500: BROKEN,
}


class BadCallError(PortalError):
    """A call that cannot be answered: a cursor, a size, a body."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A problem document; `type` is always « about:blank »: the status says what it is."""

    type: str = told("Toujours « about:blank »\u00a0: le statut dit de quoi il s’agit.")
    title: str = told("Le statut, en mots.")
    status: int = told("Le statut HTTP.")
    detail: str = told("Ce qui ne va pas, et quoi faire.")
    instance: str = told("L’adresse demandée.")


def give_problem(status: int, detail: str) -> Response:
    """The problem document of a status."""
    problem = Problem(
        type="about:blank",
        title=TITLES.get(status) or HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=request.path,
    )
    body = json.dumps(vars(problem), ensure_ascii=False)
    return Response(body, status=status, mimetype=MEDIA_TYPE)


def show_portal_error(error: PortalError) -> Response:
    """An error of the portal, with its own words."""
    status = next((code for kind, code in STATUSES.items() if isinstance(error, kind)), 400)
    response = give_problem(status, str(error))
    if isinstance(error, TooManyError):
        response.headers["Retry-After"] = str(max(int(error.wait.total_seconds()), 1))
    return response


def show_http_error(error: HTTPException) -> Response | HTTPException:
    """An error of the framework; a redirect passes through."""
    if error.code is None or error.code < 400:
        return error
    detail = DETAILS.get(error.code, "La demande ne peut pas être lue.")
    response = give_problem(error.code, detail)
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(error.valid_methods or ())
    return response
