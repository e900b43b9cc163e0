from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.errors import NotFoundError
from app.files.store import FileStore

FAR = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "photos")


def test_what_is_kept_is_read_under_its_key_alone(store: FileStore) -> None:
    one, two = store.save(b"un"), store.save(b"un")
    assert one != two
    assert store.read(one) == b"un"
    store.delete(one)
    store.delete(one)
    with pytest.raises(NotFoundError):
        store.read(one)
    assert store.read(two) == b"un"


def test_a_file_is_for_the_portal_alone(store: FileStore) -> None:
    path = store.path_of(store.save(b"un"))
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "key", ["", "../../secret_key", "a" * 31, "A" * 32, "a" * 33, "a" * 31 + "/", "a" * 32 + "\n"]
)
def test_no_key_leaves_the_folder(store: FileStore, key: str) -> None:
    for act in (store.read, store.delete):
        with pytest.raises(NotFoundError):
            act(key)


def test_old_files_are_listed_and_unfinished_ones_dropped(store: FileStore) -> None:
    assert list(store.keys_before(FAR)) == []
    key = store.save(b"un")
    part = store.path_of(key).with_suffix(".part")
    part.write_bytes(b"u")
    assert list(store.keys_before(FAR)) == [key]
    assert list(store.keys_before(datetime.now(UTC) - timedelta(hours=1))) == []
    assert store.drop_unfinished(datetime.now(UTC) - timedelta(hours=1)) == 0
    assert store.drop_unfinished(FAR) == 1
    assert store.read(key) == b"un"
