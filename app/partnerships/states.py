"""The lives of a need and of its matches, as `docs/partnerships.md` draws them."""

from __future__ import annotations

from enum import StrEnum


class NeedState(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    UNCONFIRMED = "unconfirmed"
    OPEN = "open"
    ORPHAN = "orphan"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """As its author reads it."""
        return NEED_LABELS[self]


NEED_LABELS = {
    NeedState.DRAFT: "Brouillon",
    NeedState.UNCONFIRMED: "À confirmer par courriel",
    NeedState.OPEN: "En cours",
    NeedState.ORPHAN: "Chez l’équipe du portail",
    NeedState.CLOSED: "Close",
}
NEED_NEXT: dict[NeedState, tuple[NeedState, ...]] = {
    NeedState.DRAFT: (NeedState.UNCONFIRMED,),
    NeedState.UNCONFIRMED: (NeedState.DRAFT, NeedState.OPEN, NeedState.ORPHAN),
    NeedState.OPEN: (NeedState.ORPHAN, NeedState.CLOSED),
    NeedState.ORPHAN: (NeedState.OPEN, NeedState.CLOSED),
    NeedState.CLOSED: (),
}
LIVE = (NeedState.OPEN, NeedState.ORPHAN)
"""Somebody still owes an answer."""


class Closing(StrEnum):
    """Why a request was closed."""

    FOUND = "found"
    ELSEWHERE = "elsewhere"
    WITHDRAWN = "withdrawn"
    OVER = "over"
    UNANSWERED = "unanswered"
    TEAM = "team"

    @property
    def label(self) -> str:
        """The words people read."""
        return CLOSING_LABELS[self]


CLOSING_LABELS = {
    Closing.FOUND: "Partenaire trouvé par le portail",
    Closing.ELSEWHERE: "Partenaire trouvé autrement",
    Closing.WITHDRAWN: "Demande retirée par son auteur",
    Closing.OVER: "Délai de 45 jours passé",
    Closing.UNANSWERED: "Sans réponse après 45 jours",
    Closing.TEAM: "Close par l’équipe du portail",
}


class MatchState(StrEnum):
    """Where one organisation stands with a request it received."""

    SENT = "sent"
    INTERESTED = "interested"
    TOGETHER = "together"
    LATER = "later"
    DECLINED = "declined"
    AGREED = "agreed"
    REFUSED = "refused"
    EXPIRED = "expired"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """As both sides read it."""
        return MATCH_LABELS[self]


MATCH_LABELS = {
    MatchState.SENT: "Sans réponse",
    MatchState.INTERESTED: "Intéressée",
    MatchState.TOGETHER: "Trop petite seule, à plusieurs",
    MatchState.LATER: "Pas maintenant",
    MatchState.DECLINED: "Pas pour elle",
    MatchState.AGREED: "Coordonnées échangées",
    MatchState.REFUSED: "Écartée par le demandeur",
    MatchState.EXPIRED: "Restée sans réponse",
    MatchState.CLOSED: "Demande close",
}
MATCH_NEXT: dict[MatchState, tuple[MatchState, ...]] = {
    MatchState.SENT: (
        MatchState.INTERESTED,
        MatchState.TOGETHER,
        MatchState.LATER,
        MatchState.DECLINED,
        MatchState.EXPIRED,
        MatchState.CLOSED,
    ),
    MatchState.LATER: (
        MatchState.INTERESTED,
        MatchState.TOGETHER,
        MatchState.DECLINED,
        MatchState.EXPIRED,
        MatchState.CLOSED,
    ),
    MatchState.TOGETHER: (
        MatchState.INTERESTED,
        MatchState.AGREED,
        MatchState.REFUSED,
        MatchState.DECLINED,
        MatchState.CLOSED,
    ),
    MatchState.INTERESTED: (
        MatchState.AGREED,
        MatchState.REFUSED,
        MatchState.DECLINED,
        MatchState.CLOSED,
    ),
    MatchState.DECLINED: (MatchState.INTERESTED,),
    MatchState.AGREED: (MatchState.CLOSED,),
    MatchState.REFUSED: (),
    MatchState.EXPIRED: (),
    MatchState.CLOSED: (),
}
POSITIVE = (MatchState.INTERESTED, MatchState.TOGETHER, MatchState.AGREED)
ANSWERED = (*POSITIVE, MatchState.LATER, MatchState.DECLINED, MatchState.REFUSED)
"""The organisation said something; a closed match says so by its `answered_at`."""
WAITING = (MatchState.SENT, MatchState.LATER)


class Decline(StrEnum):
    """Why an organisation says no."""

    OUT_OF_TRADE = "out_of_trade"
    TOO_FAR = "too_far"
    NO_CAPACITY = "no_capacity"
    DATES = "dates"
    CONDITIONS = "conditions"
    PRICE = "price"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As the form and the requester read it."""
        return DECLINE_LABELS[self]


DECLINE_LABELS = {
    Decline.OUT_OF_TRADE: "Ce n’est pas notre métier",
    Decline.TOO_FAR: "C’est trop loin",
    Decline.NO_CAPACITY: "Nous n’avons pas la capacité",
    Decline.DATES: "Les dates ne conviennent pas",
    Decline.CONDITIONS: "Nous ne remplissons pas les conditions",
    Decline.PRICE: "Le budget ne convient pas",
    Decline.OTHER: "Une autre raison",
}


class Outcome(StrEnum):
    """What a match led to, as each side says it."""

    DONE = "done"
    GOING_ON = "going_on"
    NOTHING = "nothing"

    @property
    def label(self) -> str:
        """The words people read."""
        return OUTCOME_LABELS[self]


OUTCOME_LABELS = {
    Outcome.DONE: "Oui, nous travaillons ensemble",
    Outcome.GOING_ON: "Pas encore, nous en parlons toujours",
    Outcome.NOTHING: "Non, cela n’a pas abouti",
}


class Side(StrEnum):
    """Who acts or writes."""

    ASKER = "asker"
    ORGANISATION = "organisation"
    TEAM = "team"
    PORTAL = "portal"

    @property
    def label(self) -> str:
        """As a thread or a log names it."""
        return SIDE_LABELS[self]


SIDE_LABELS = {
    Side.ASKER: "Demandeur",
    Side.ORGANISATION: "Structure",
    Side.TEAM: "Équipe du portail",
    Side.PORTAL: "Le portail",
}
