"""What the search knows of committees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from app import territories
from app.committees.kinds import Standing
from app.committees.models import Committee
from app.search.backend import Document, DocumentKind


def documents_of(committees: Iterable[Committee], day: date) -> Iterator[Document]:
    """Every committee as the search keeps it.

    All are needed at once: each is also found by the names of those it replaced.
    """
    found = list(committees)
    for committee in found:
        replaced = [other for other in found if other.successor == committee.slug]
        yield document_of(committee, replaced, day)


def document_of(committee: Committee, replaced: Iterable[Committee], day: date) -> Document:
    """One committee, with those it replaced."""
    former = [name for other in replaced for name in (other.acronym, other.what.label)]
    place = committee.place
    files = (str(item) for part in committee.files for item in (part["title"], *part["items"]))
    return Document(
        kind=DocumentKind.COMMITTEE,
        id=committee.slug,
        url=committee.path,
        title=committee.name,
        text="\n".join(
            (*committee.missions, *committee.themes, *files, committee.legal_basis, committee.note)
        ),
        keywords=tuple(
            filter(
                None,
                (
                    committee.acronym,
                    committee.local_name,
                    committee.what.label,
                    *committee.former_names,
                    *former,
                    place.code,
                    f"instance {territories.say_of(place)}",
                ),
            )
        ),
        place=place.label,
        closed=committee.standing(day) is Standing.PAST,
        updated=committee.verified_on,
    )
