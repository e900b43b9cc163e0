import pytest

from app.search.backend import Document, SearchBackend, SearchQuery

LEAST = {"seen": 0.95, "unseen": 0.9}


@pytest.mark.parametrize("part", sorted(LEAST))
def test_recall_in_the_first_ten(
    part: str,
    backend: SearchBackend,
    relevance: dict[str, dict[str, list[str]]],
    relevance_documents: list[Document],
) -> None:
    backend.replace_all(relevance_documents)
    recalls = {}
    for text, wanted in relevance[part].items():
        found = {hit.id for hit in backend.search(SearchQuery(text=text, per_page=10)).hits}
        recalls[text] = len(found & set(wanted)) / len(wanted)
    assert sum(recalls.values()) / len(recalls) >= LEAST[part], recalls


def test_the_set_is_large_enough(
    relevance: dict[str, dict[str, list[str]]], relevance_documents: list[Document]
) -> None:
    ids = {document.id for document in relevance_documents}
    assert len(ids) >= 60
    assert sum(map(len, relevance.values())) >= 30
    assert {i for part in relevance.values() for wanted in part.values() for i in wanted} <= ids


def test_what_explains_comes_first(
    backend: SearchBackend, relevance_documents: list[Document]
) -> None:
    backend.replace_all(relevance_documents)
    for text, first in {
        "ACI": "aci",
        "ai": "ai",
        "pole emploi": "pe",
        "nettoyage": "nettoyage",
    }.items():
        assert backend.search(SearchQuery(text=text)).hits[0].id == first
