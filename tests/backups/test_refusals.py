"""Archives that are broken, of another schema or hostile: nothing is touched, and one knows why."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from app.backups import archive
from app.backups.refusal import BackupError
from app.extensions import db
from config import Settings
from tests.backups.conftest import FILES, read_files, write_files

pytestmark = pytest.mark.enable_socket
Run = Callable[..., Result]
Members = dict[str, bytes]
TABLE = "database/pending_document.jsonl"


@pytest.fixture
def saved(portal: Flask, run: Run, settings: Settings, tmp_path: Path) -> Path:
    """The archive of a portal with one row and some files, which stays as it is."""
    write_files(settings.instance, FILES)
    with db.engine.begin() as connection:
        connection.execute(sa.text("insert into pending_document (reference) values ('26-1')"))
    assert run("create", tmp_path / "saved.tar.gz").exit_code == 0
    return tmp_path / "saved.tar.gz"


def state_of(settings: Settings) -> tuple[list[Any], dict[str, bytes]]:
    with db.engine.connect() as connection:
        rows = connection.execute(sa.text("select * from pending_document")).all()
    return [tuple(row) for row in rows], read_files(settings.instance)


def read_members(file: Path) -> Members:
    with tarfile.open(file) as tar:
        return {info.name: tar.extractfile(info).read() for info in tar}  # type: ignore[union-attr]


def rewrite(file: Path, change: Callable[[Members, dict[str, Any]], None]) -> None:
    """Change the members and the manifest, whose digests follow, and write the archive again."""
    members = read_members(file)
    manifest = json.loads(members.pop("manifest.json"))
    change(members, manifest)
    manifest["members"] = {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in members.items()
    }
    members["manifest.json"] = json.dumps(manifest).encode()
    write_tar(file, [(tarfile.TarInfo(name), content) for name, content in members.items()])


def write_tar(file: Path, members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    with tarfile.open(file, "w:gz") as tar:
        for info, content in members:
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))


def another_schema(_members: Members, manifest: dict[str, Any]) -> None:
    manifest["revision"] = "0001"


def another_format(_members: Members, manifest: dict[str, Any]) -> None:
    manifest["format"] = 2


def a_table_less(members: Members, _manifest: dict[str, Any]) -> None:
    del members[TABLE]


def a_row_less(members: Members, _manifest: dict[str, Any]) -> None:
    members[TABLE] = members[TABLE].splitlines(keepends=True)[0]


def a_row_of_nonsense(members: Members, _manifest: dict[str, Any]) -> None:
    members[TABLE] = members[TABLE].splitlines(keepends=True)[0] + b'[{"a": 1}, 2]\n'


def a_row_of_nobody(members: Members, manifest: dict[str, Any]) -> None:
    """A row that refers to none, found by the database after many were written."""
    name = "database/recovery_code.jsonl"
    members[name] = members[name] + b'[1, 999, "x", null]\n'
    manifest["counts"]["recovery_code"] += 1


def a_file_of_the_index(members: Members, _manifest: dict[str, Any]) -> None:
    members["files/index/MAIN"] = b"a pickle"


def a_database(members: Members, _manifest: dict[str, Any]) -> None:
    members["files/portal.sqlite3"] = b"mine"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (another_schema, "au schéma 0001"),
        (another_format, "format 2"),
        (a_table_less, "il y manque des tables"),
        (a_row_less, "0 lignes dans la table pending_document, 1 annoncées"),
        (a_row_of_nonsense, "une ligne de la table pending_document est illisible"),
        (a_row_of_nobody, "La base refuse la sauvegarde"),
        (a_file_of_the_index, "membre interdit"),
        (a_database, "membre interdit"),
    ],
)
def test_an_archive_that_does_not_fit_changes_nothing(
    run: Run, settings: Settings, saved: Path, change: Any, said: str
) -> None:
    before = state_of(settings)
    rewrite(saved, change)
    result = run("restore", saved, "--replace")
    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output
    assert state_of(settings) == before


def test_a_database_with_rows_is_replaced_only_when_asked(run: Run, saved: Path) -> None:
    result = run("restore", saved)
    assert result.exit_code == 1
    assert "--replace" in result.output
    assert run("restore", saved, "--replace").exit_code == 0


def test_files_come_back_where_the_end_fails(
    run: Run, settings: Settings, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit itself fails, once every file has moved."""
    write_files(settings.instance, {"photos/later": b"later"})
    before = state_of(settings)

    def fail(_connection: sa.Connection) -> None:
        raise sa.exc.OperationalError("commit", None, OSError("disk full"))

    sa.event.listen(db.engine, "commit", fail)
    try:
        result = run("restore", saved, "--replace")
    finally:
        sa.event.remove(db.engine, "commit", fail)
    assert result.exit_code == 1
    assert "disk full" in result.output
    assert state_of(settings) == before


def test_a_file_that_cannot_take_its_place_changes_nothing(
    run: Run, settings: Settings, saved: Path
) -> None:
    (settings.instance / "fetch" / "boamp.json").unlink()
    write_files(settings.instance, {"fetch/boamp.json/index.lock": b"a folder of that name"})
    before = state_of(settings)
    result = run("restore", saved, "--replace")
    assert result.exit_code == 1
    assert "Un fichier n’a pas pu être remis" in result.output
    assert state_of(settings) == before


def test_a_backup_is_never_written_over_nor_inside_what_it_saves(
    run: Run, settings: Settings, saved: Path
) -> None:
    assert "existe déjà" in run("create", saved).output
    inside = run("create", settings.instance / "b.tar.gz")
    assert inside.exit_code == 1
    assert "hors du dossier" in inside.output
    assert not list(saved.parent.glob("*.part"))


def link(name: str, kind: bytes) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, "/etc/passwd"
    return info


@pytest.mark.parametrize(
    "info",
    [
        *(
            tarfile.TarInfo(name)
            for name in ("../out", "/out", "files/../../out", "files//x", "files/a\\b", "files/\n")
        ),
        tarfile.TarInfo("files/" + "a/" * 20 + "a"),
        *(link("files/x", kind) for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE)),
        link("files/x", tarfile.CHRTYPE),
        link("files/x", tarfile.GNUTYPE_SPARSE),
    ],
    ids=lambda info: f"{info.name[:20]!r}-{info.type!r}",
)
def test_hostile_members_are_refused(tmp_path: Path, info: tarfile.TarInfo) -> None:
    folder = tmp_path / "inside"
    folder.mkdir()
    write_tar(tmp_path / "bad.tar.gz", [(info, b"")])
    with pytest.raises(BackupError):
        archive.unpack(tmp_path / "bad.tar.gz", folder)
    assert not (tmp_path / "out").exists()
    assert not [path for path in folder.rglob("*") if path.is_symlink()]


def test_twice_the_same_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write_tar(tmp_path / "bad.tar.gz", [(tarfile.TarInfo("files/a"), b"1")] * 2)
    with pytest.raises(BackupError, match="interdit"):
        archive.unpack(tmp_path / "bad.tar.gz", tmp_path / "in")


@pytest.mark.parametrize("kind", [tarfile.REGTYPE, tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME])
def test_a_bomb_is_refused_before_it_fills_the_disk_or_the_memory(
    tmp_path: Path, kind: bytes
) -> None:
    (tmp_path / "in").mkdir()
    info = tarfile.TarInfo("files/zeros")
    info.type, info.size = kind, 80 << 20
    with gzip.open(tmp_path / "bomb.tar.gz", "wb") as packed:
        packed.write(info.tobuf(tarfile.GNU_FORMAT))
        for _ in range(80):
            packed.write(bytes(1 << 20))
        packed.write(bytes(1024))
    with pytest.raises(BackupError, match="beaucoup plus"):
        archive.unpack(tmp_path / "bomb.tar.gz", tmp_path / "in")


@pytest.mark.parametrize("content", [b"", b"not gzip", gzip.compress(b"not tar"), b"\x1f\x8b\x08"])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "bad").write_bytes(content)
    with pytest.raises(BackupError):
        archive.unpack(tmp_path / "bad", tmp_path / "in")
    with pytest.raises(BackupError, match="n’existe pas"):
        archive.unpack(tmp_path / "nowhere", tmp_path / "in")


@pytest.mark.parametrize("place", [0.2, 0.5, 0.9, 0.999])
def test_an_archive_cut_short_or_changed_is_refused(
    tmp_path: Path, saved: Path, place: float
) -> None:
    whole = saved.read_bytes()
    at = int(len(whole) * place)
    changed = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
    for number, content in enumerate((whole[:at], changed)):
        folder = tmp_path / f"in-{number}"
        folder.mkdir()
        (tmp_path / "bad").write_bytes(content)
        with pytest.raises(BackupError):
            archive.unpack(tmp_path / "bad", folder)


def test_a_member_changed_behind_its_digest_is_named(tmp_path: Path, saved: Path) -> None:
    members = read_members(saved)
    members["files/secret_key"] = b"the attacker's"
    write_tar(saved, [(tarfile.TarInfo(name), content) for name, content in members.items()])
    (tmp_path / "in").mkdir()
    with pytest.raises(BackupError, match="files/secret_key"):
        archive.unpack(saved, tmp_path / "in")
