"""What an archive says of itself: its schema, the rows of each table, the digest of each member.

Shape of `manifest.json`, the last member, which seals the archive:
`{"format": 1, "made_at": ISO instant, "engine": "sqlite", "revision": "0023",
"counts": {table: rows}, "members": {name: {"bytes": n, "sha256": hex}}}`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from app.backups.refusal import BackupError

FORMAT = 1
NAME = "manifest.json"
UNREADABLE = "Le manifeste de la sauvegarde est illisible\u00a0: le fichier est abîmé."


@dataclass(frozen=True)
class Member:
    """A member of the archive: its size in bytes, its SHA-256 in hexadecimal."""

    bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """`made_at` is aware; `revision` is the newest migration; `counts` are rows by table."""

    made_at: datetime
    engine: str
    revision: str
    counts: Mapping[str, int]
    members: Mapping[str, Member]

    def to_json(self) -> str:
        """The text of the manifest."""
        members = {name: asdict(member) for name, member in self.members.items()}
        value = {
            "format": FORMAT,
            "made_at": self.made_at.isoformat(timespec="seconds"),
            "engine": self.engine,
            "revision": self.revision,
            "counts": dict(self.counts),
            "members": members,
        }
        return json.dumps(value, ensure_ascii=False, indent=1)


def read_manifest(text: bytes) -> Manifest:
    """The manifest of an archive; BackupError for one that is no manifest, or of another format."""
    try:
        found = json.loads(text)
        if found["format"] != FORMAT:
            raise BackupError(
                f"Sauvegarde au format {found['format']}, que cette version du portail ne lit pas."
            )
        manifest = Manifest(
            made_at=datetime.fromisoformat(found["made_at"]),
            engine=str(found["engine"]),
            revision=str(found["revision"]),
            counts={str(table): int(count) for table, count in found["counts"].items()},
            members={
                str(name): Member(int(member["bytes"]), str(member["sha256"]))
                for name, member in found["members"].items()
            },
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BackupError(UNREADABLE) from error
    if manifest.made_at.tzinfo is None:
        raise BackupError(UNREADABLE)
    return manifest
