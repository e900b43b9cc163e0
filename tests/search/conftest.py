from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from app.search import BACKENDS, open_backend
from app.search.backend import Document, DocumentKind, SearchBackend


@pytest.fixture(params=sorted(BACKENDS))
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> SearchBackend:
    found = open_backend(request.param, tmp_path / "index")
    found.replace_all([])
    return found


@pytest.fixture(scope="session")
def relevance() -> dict[str, dict[str, list[str]]]:
    content = yaml.safe_load((Path(__file__).parent / "data" / "relevance.yaml").read_text("utf-8"))
    return {part: content[part] for part in ("seen", "unseen")}


@pytest.fixture(scope="session")
def relevance_documents() -> list[Document]:
    content = yaml.safe_load((Path(__file__).parent / "data" / "relevance.yaml").read_text("utf-8"))
    return [_read_document(*row) for row in content["documents"]]


@pytest.fixture
def make_document() -> Callable[..., Document]:
    def make(id_: str, title: str, kind: str = "siae", **fields: object) -> Document:
        return Document(  # type: ignore[arg-type]
            kind=DocumentKind(kind), id=id_, url=f"/{kind}/{id_}", title=title, **fields
        )

    return make


def _read_document(
    kind: str, id_: str, title: str, text: str, keywords: tuple[str, ...] = (), place: str = ""
) -> Document:
    return Document(
        kind=DocumentKind(kind),
        id=id_,
        url=f"/{kind}/{id_}",
        title=title,
        text=text,
        keywords=tuple(keywords),
        place=place,
    )
