"""The life of a consortium and of each place in it: closed lists, and the moves between them."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

State = TypeVar("State", bound=StrEnum)


class ConsortiumState(StrEnum):
    """Where a group stands."""

    SEEKING = "seeking"
    OPEN = "open"
    COMPLETE = "complete"
    SUBMITTED = "submitted"
    WON = "won"
    LOST = "lost"
    DISSOLVED = "dissolved"

    @property
    def label(self) -> str:
        """As the interface names it."""
        return STATE_LABELS[self]


STATE_LABELS = {
    ConsortiumState.SEEKING: "Cherche des partenaires",
    ConsortiumState.OPEN: "Ouvert",
    ConsortiumState.COMPLETE: "Complet",
    ConsortiumState.SUBMITTED: "Offre déposée",
    ConsortiumState.WON: "Marché gagné",
    ConsortiumState.LOST: "Marché perdu",
    ConsortiumState.DISSOLVED: "Dissous",
}
STATE_WORDS = {
    ConsortiumState.SEEKING: "cherche",
    ConsortiumState.OPEN: "ouvert",
    ConsortiumState.COMPLETE: "complet",
    ConsortiumState.SUBMITTED: "depose",
    ConsortiumState.WON: "gagne",
    ConsortiumState.LOST: "perdu",
    ConsortiumState.DISSOLVED: "dissous",
}
"""The words of the forms."""
STATE_SENTENCES = {
    ConsortiumState.SEEKING: "Il manque des membres\u00a0: le groupement invite et reçoit.",
    ConsortiumState.OPEN: "Les membres sont là\u00a0; une proposition reste bienvenue.",
    ConsortiumState.COMPLETE: "Les parts tombent juste et chaque membre a dit oui.",
    ConsortiumState.SUBMITTED: "L’offre est déposée\u00a0: les membres ne changent plus ici.",
    ConsortiumState.WON: "Le marché est attribué au groupement.",
    ConsortiumState.LOST: "Le marché est attribué à d’autres, ou sans suite.",
    ConsortiumState.DISSOLVED: "Le groupement s’est séparé\u00a0; ce qu’il a écrit reste lisible.",
}

# The whole machine. What can be mended goes back by a move of its own.
NEXT: dict[ConsortiumState, tuple[ConsortiumState, ...]] = {
    ConsortiumState.SEEKING: (
        ConsortiumState.OPEN,
        ConsortiumState.COMPLETE,
        ConsortiumState.DISSOLVED,
    ),
    ConsortiumState.OPEN: (
        ConsortiumState.SEEKING,
        ConsortiumState.COMPLETE,
        ConsortiumState.DISSOLVED,
    ),
    ConsortiumState.COMPLETE: (
        ConsortiumState.OPEN,
        ConsortiumState.SUBMITTED,
        ConsortiumState.DISSOLVED,
    ),
    ConsortiumState.SUBMITTED: (
        ConsortiumState.WON,
        ConsortiumState.LOST,
        ConsortiumState.COMPLETE,
        ConsortiumState.DISSOLVED,
    ),
    ConsortiumState.WON: (ConsortiumState.SUBMITTED,),
    ConsortiumState.LOST: (ConsortiumState.SUBMITTED,),
    ConsortiumState.DISSOLVED: (),
}
FIRST = ConsortiumState.SEEKING
LOOKING = (ConsortiumState.SEEKING, ConsortiumState.OPEN)
"""Members may come; shares may change."""
ACTIVE = (*LOOKING, ConsortiumState.COMPLETE, ConsortiumState.SUBMITTED)


class PlaceState(StrEnum):
    """Where a structure stands with a group."""

    INVITED = "invited"
    ASKING = "asking"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    LEFT = "left"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        """As the interface names it."""
        return PLACE_LABELS[self]


PLACE_LABELS = {
    PlaceState.INVITED: "Invitée",
    PlaceState.ASKING: "Se propose",
    PlaceState.ACCEPTED: "Membre",
    PlaceState.DECLINED: "A décliné",
    PlaceState.REFUSED: "Proposition non retenue",
    PlaceState.CANCELLED: "Retirée avant réponse",
    PlaceState.LEFT: "Partie",
    PlaceState.REMOVED: "Retirée du groupement",
}
# Nobody becomes a member but by an invitation that it accepts, or by asking: each said yes. Who
# declined is not asked again; who was turned down comes back by an invitation only.
PLACE_NEXT: dict[PlaceState, tuple[PlaceState, ...]] = {
    PlaceState.INVITED: (PlaceState.ACCEPTED, PlaceState.DECLINED, PlaceState.CANCELLED),
    PlaceState.ASKING: (PlaceState.ACCEPTED, PlaceState.REFUSED, PlaceState.CANCELLED),
    PlaceState.ACCEPTED: (PlaceState.LEFT, PlaceState.REMOVED),
    PlaceState.DECLINED: (PlaceState.ASKING,),
    PlaceState.REFUSED: (PlaceState.INVITED,),
    PlaceState.CANCELLED: (PlaceState.INVITED, PlaceState.ASKING),
    PlaceState.LEFT: (PlaceState.INVITED, PlaceState.ASKING),
    PlaceState.REMOVED: (PlaceState.INVITED,),
}
PLACE_FIRST = (PlaceState.INVITED, PlaceState.ASKING, PlaceState.ACCEPTED)
"""The last is the place of who starts the group, by its own act."""
WAITING = (PlaceState.INVITED, PlaceState.ASKING)
PRESENT = (*WAITING, PlaceState.ACCEPTED)
"""Those who may open the page of the group."""


class LegalForm(StrEnum):
    """What each member owes to the buyer."""

    CONJOINT = "conjoint"
    SOLIDAIRE = "solidaire"
    LEAD_SOLIDAIRE = "mandataire-solidaire"

    @property
    def label(self) -> str:
        """As the interface names it."""
        return FORM_LABELS[self]


FORM_LABELS = {
    LegalForm.CONJOINT: "Conjoint",
    LegalForm.SOLIDAIRE: "Solidaire",
    LegalForm.LEAD_SOLIDAIRE: "Conjoint, avec mandataire solidaire",
}
