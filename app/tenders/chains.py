"""Which consultation each notice belongs to: by number, by link, by folder; whatever the order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.tenders.models import Notice, NoticeLink
from app.tenders.records import NoticeRecord

CHUNK = 500  # values in one IN list


class Groups:
    """Disjoint sets of names; two names joined directly or not are one group."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, name: str) -> str:
        """The name that stands for the group of that one."""
        root = name
        while (parent := self._parent.setdefault(root, root)) != root:
            root = parent
        while self._parent[name] != root:
            self._parent[name], name = root, self._parent[name]
        return root

    def join(self, one: str, other: str) -> None:
        """Put two names in one group; the smaller name stands for it."""
        first, second = sorted((self.find(one), self.find(other)))
        self._parent[second] = first


def names_of(number: str, folder_id: str, previous: Iterable[str]) -> list[str]:
    """Everything a notice is known by or points to, folders apart from numbers."""
    folder = [f"folder:{folder_id}"] if folder_id else []
    return [f"number:{number}", *folder, *(f"number:{other}" for other in previous)]


def related_consultations(session: Session, records: Iterable[NoticeRecord]) -> set[int]:
    """The consultations that these records may belong to."""
    numbers: set[str] = set()
    folders: set[str] = set()
    for record in records:
        numbers.update((record.id, *record.previous))
        if record.folder_id:
            folders.add(record.folder_id)
    own = sa.select(Notice.consultation_id)
    followers = own.join(NoticeLink, NoticeLink.notice_id == Notice.id)
    found: set[int] = set()
    for chunk in chunks(sorted(numbers)):
        found.update(session.scalars(own.where(Notice.number.in_(chunk))))
        found.update(session.scalars(followers.where(NoticeLink.number.in_(chunk))))
    for chunk in chunks(sorted(folders)):
        found.update(session.scalars(own.where(Notice.folder_id.in_(chunk))))
    return found


def chunks(values: list[str]) -> Iterable[list[str]]:
    """The values, a bounded number at a time."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def group_notices(notices: Iterable[Notice]) -> list[list[Notice]]:
    """The notices, chain by chain, in the order they come."""
    groups = Groups()
    rows = list(notices)
    for notice in rows:
        first, *others = names_of(
            notice.number, notice.folder_id, (link.number for link in notice.links)
        )
        for other in others:
            groups.join(first, other)
    chains: dict[str, list[Notice]] = defaultdict(list)
    for notice in rows:
        chains[groups.find(f"number:{notice.number}")].append(notice)
    return list(chains.values())
