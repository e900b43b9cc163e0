import gc
import json
import multiprocessing
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.errors import PortalError
from app.search.backend import Document, DocumentKind, IndexMissingError, SearchQuery
from app.search.whoosh_backend import WhooshBackend

Make = Callable[..., Document]
COUTURE = SearchQuery(text="couture")


def find_total(backend: WhooshBackend) -> int:
    return backend.search(COUTURE).total


@pytest.fixture
def backend(tmp_path: Path, make_document: Make) -> WhooshBackend:
    found = WhooshBackend(tmp_path / "index")
    found.replace_all([make_document("1", "Couture")])
    return found


def test_opening_does_nothing(tmp_path: Path) -> None:
    WhooshBackend(tmp_path / "index")
    assert list(tmp_path.iterdir()) == []


def test_an_absent_index_says_what_to_run(tmp_path: Path, make_document: Make) -> None:
    backend = WhooshBackend(tmp_path / "index")
    for read in (lambda: backend.search(COUTURE), backend.count, lambda: backend.suggest("a")):
        with pytest.raises(IndexMissingError, match="flask search rebuild"):
            read()
    with pytest.raises(PortalError):
        backend.upsert([make_document("1", "Couture")])
    backend.upsert([])


def test_another_process_sees_the_change(backend: WhooshBackend, make_document: Make) -> None:
    folder = backend._storage.folder
    other = WhooshBackend(folder)
    assert find_total(other) == 1
    backend.upsert([make_document("2", "Couture")])
    assert find_total(other) == 2
    backend.replace_all([make_document("3", "Tonte")])
    assert find_total(other) == 0


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "null", '{"version": "vx", "analysis": 1}', "\xff"]
)
def test_a_damaged_pointer_is_explained(backend: WhooshBackend, content: str) -> None:
    (backend._storage.folder / "current.json").write_text(content, encoding="latin-1")
    with pytest.raises(IndexMissingError, match="flask search rebuild"):
        backend.search(COUTURE)


def test_an_index_of_an_older_analysis_is_refused(backend: WhooshBackend) -> None:
    pointer = backend._storage.folder / "current.json"
    content = json.loads(pointer.read_text("utf-8"))
    pointer.write_text(json.dumps(content | {"analysis": 0}), encoding="utf-8")
    with pytest.raises(IndexMissingError, match="antérieure"):
        backend.search(COUTURE)


# Whoosh leaves a damaged file open until it is collected.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("pattern", ["*.toc", "*.seg"])
@pytest.mark.parametrize("damage", ["empty", "noise", "half", "absent"])
def test_damaged_files_are_explained(backend: WhooshBackend, pattern: str, damage: str) -> None:
    for path in backend._storage.current().glob(pattern):
        content = path.read_bytes()
        if damage == "absent":
            path.unlink()
        elif damage == "half":
            path.write_bytes(content[: len(content) // 2])
        else:
            path.write_bytes(b"" if damage == "empty" else b"\x07" * len(content))
    with pytest.raises(IndexMissingError, match="flask search rebuild"):
        WhooshBackend(backend._storage.folder).search(COUTURE)
    gc.collect()


def test_a_rebuild_mends_everything(backend: WhooshBackend, make_document: Make) -> None:
    (backend._storage.folder / "current.json").write_text("?", encoding="utf-8")
    assert backend.replace_all([make_document("1", "Couture")]) == 1
    assert find_total(backend) == 1


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(
    backend: WhooshBackend, make_document: Make
) -> None:
    def break_down() -> Iterator[Document]:
        yield make_document("2", "Tonte")
        raise RuntimeError("la base ne répond plus")

    with pytest.raises(RuntimeError):
        backend.replace_all(break_down())
    assert find_total(backend) == 1
    assert backend.replace_all([make_document("1", "Couture")]) == 1


def test_old_versions_are_removed(backend: WhooshBackend, make_document: Make) -> None:
    for _ in range(4):
        backend.replace_all([make_document("1", "Couture")])
    assert len(list(backend._storage.folder.glob("v*"))) == 2


def test_readers_go_on_during_a_rebuild(backend: WhooshBackend, make_document: Make) -> None:
    other = WhooshBackend(backend._storage.folder)

    def read_meanwhile() -> Iterator[Document]:
        for i in range(5):
            assert find_total(other) == find_total(backend) == 1
            yield make_document(str(i), "Couture")

    backend.replace_all(read_meanwhile())
    assert find_total(other) == 5


def read_often(folder: str, rounds: int) -> list[int]:
    backend = WhooshBackend(Path(folder))
    return [find_total(backend) for _ in range(rounds)]


def write_often(folder: str, first: int) -> int:
    backend = WhooshBackend(Path(folder))
    for i in range(first, first + 5):
        backend.upsert(
            [Document(kind=DocumentKind.TENDER, id=str(i), url="/", title="Tonte", text="couture")]
        )
    return first


def test_processes_read_and_write_together(backend: WhooshBackend, make_document: Make) -> None:
    folder = str(backend._storage.folder)
    documents = [make_document(str(i), "Couture") for i in range(30)]
    backend.replace_all(documents)
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        reads = [pool.apply_async(read_often, (folder, 60))]
        writes = [pool.apply_async(write_often, (folder, first)) for first in (100, 200)]
        assert [write.get(60) for write in writes] == [100, 200]
        totals = reads[0].get(60)
        assert totals == sorted(totals)
        assert find_total(backend) == 40
        again = pool.apply_async(read_often, (folder, 60))
        for _ in range(3):
            backend.replace_all(documents)
        assert set(again.get(60)) <= {30, 40}
        pool.close()
        pool.join()
