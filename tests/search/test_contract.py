import threading
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import InvalidError
from app.search import open_backend
from app.search.backend import Document, DocumentKind, Hit, SearchBackend, SearchQuery
from app.search.memory_backend import MemoryBackend

Make = Callable[..., Document]
SIAE, TENDER, TERM = DocumentKind.SIAE, DocumentKind.TENDER, DocumentKind.TERM


def find(backend: SearchBackend, text: str, **query: object) -> list[str]:
    found = backend.search(SearchQuery(text=text, per_page=100, **query))  # type: ignore[arg-type]
    return [hit.id for hit in found.hits]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("proprete", "Propreté"),
        ("PROPRETÉ", "propreté"),
        ("nettoyages", "nettoyage"),
        ("chevaux", "cheval"),
        ("main d'oeuvre", "main-d’œuvre"),
        ("AI", "association intermédiaire"),
        ("association intermediaire", "AI"),
        ("ai", "Une AI de Montreuil"),
        ("nettoyage", "propreté"),
        ("netto", "nettoyage"),
        ("l'élagage", "elagage"),
        ("93200", "Saint-Denis 93200"),
        ("L2113-13", "article L2113-13"),
    ],
)
def test_what_is_typed_finds_what_is_written(
    backend: SearchBackend, make_document: Make, typed: str, written: str
) -> None:
    backend.upsert([make_document("1", "Titre", text=written), make_document("2", "Rien")])
    assert find(backend, typed) == ["1"]


def test_title_before_keywords_before_text(backend: SearchBackend, make_document: Make) -> None:
    backend.upsert(
        [
            make_document("text", "Maison verte", text="couture"),
            make_document("keyword", "Maison bleue", keywords=("couture",)),
            make_document("title", "Maison couture"),
        ]
    )
    assert find(backend, "couture") == ["title", "keyword", "text"]


def test_closed_comes_after_and_boost_before(backend: SearchBackend, make_document: Make) -> None:
    backend.upsert(
        [
            make_document("closed", "Couture", closed=True),
            make_document("plain", "Couture"),
            make_document("boosted", "Couture", boost=1.5),
        ]
    )
    assert find(backend, "couture") == ["boosted", "plain", "closed"]


def test_between_equals_the_latest_comes_first(backend: SearchBackend, make_document: Make) -> None:
    backend.upsert(
        [
            make_document("old", "Couture", updated=date(2020, 1, 1)),
            make_document("new", "Couture", updated=date(2026, 1, 1)),
            make_document("unknown", "Couture"),
        ]
    )
    assert find(backend, "couture") == ["new", "old", "unknown"]


def test_a_typing_error_is_mended(backend: SearchBackend, make_document: Make) -> None:
    backend.upsert([make_document("1", "Nettoyage de bureaux"), make_document("2", "Tonte")])
    found = backend.search(SearchQuery(text="netoyage de bureaux"))
    assert found.suggestion == "nettoyage de bureaux"
    assert found.is_corrected
    assert [hit.id for hit in found.hits] == ["1"]


def test_a_query_that_finds_is_not_mended(backend: SearchBackend, make_document: Make) -> None:
    backend.upsert([make_document(str(i), "Nettoyage") for i in range(3)])
    found = backend.search(SearchQuery(text="nettoyage"))
    assert found.suggestion is None
    assert not found.is_corrected


def test_every_word_first_then_most_of_them(backend: SearchBackend, make_document: Make) -> None:
    backend.upsert(
        [
            make_document("both", "Couture", text="à Bobigny"),
            make_document("one", "Couture couture"),
            make_document("none", "Tonte"),
        ]
    )
    found = backend.search(SearchQuery(text="couture bobigny"))
    assert found.is_relaxed
    assert [hit.id for hit in found.hits] == ["both", "one"]
    assert [id_ for id_, _ in backend.match_keys("couture bobigny", SIAE)] == ["both"]


def test_enough_answers_with_every_word_leave_the_others_out(
    backend: SearchBackend, make_document: Make
) -> None:
    backend.upsert([make_document(str(i), "Couture à Bobigny") for i in range(3)])
    backend.upsert([make_document("other", "Couture")])
    found = backend.search(SearchQuery(text="couture bobigny"))
    assert (found.total, found.is_relaxed) == (3, False)


def test_facets_count_every_kind_and_the_filter_only_its_own(
    backend: SearchBackend, make_document: Make
) -> None:
    backend.upsert(make_document(str(i), "Couture") for i in range(7))
    backend.upsert(make_document(str(i), "Couture", "tender") for i in range(4))
    backend.upsert(make_document(str(i), "Tonte", "tender") for i in range(9, 12))
    found = backend.search(SearchQuery(text="couture", kinds=frozenset({TENDER})))
    assert found.total == 4
    assert {hit.kind for hit in found.hits} == {TENDER}
    assert found.facets == {"kind": {"siae": 7, "tender": 4}}
    assert backend.count() == 14
    assert backend.count([TENDER]) == 7


def test_pages_follow_one_another(backend: SearchBackend, make_document: Make) -> None:
    backend.upsert(make_document(str(i), "Couture") for i in range(120))
    pages = [
        [hit.id for hit in backend.search(SearchQuery(text="couture", page=p, per_page=25)).hits]
        for p in range(1, 7)
    ]
    assert [len(page) for page in pages] == [25, 25, 25, 25, 20, 0]
    joined = [id_ for page in pages for id_ in page]
    assert len(set(joined)) == 120
    assert joined == [id_ for id_, _ in backend.match_keys("couture", SIAE)]


@pytest.mark.parametrize(("page", "per_page", "wanted"), [(0, 0, 1), (-5, 500, 3), (10**30, 20, 0)])
def test_an_impossible_page_is_brought_back(
    backend: SearchBackend, make_document: Make, page: int, per_page: int, wanted: int
) -> None:
    backend.upsert(make_document(str(i), "Couture") for i in range(3))
    found = backend.search(SearchQuery(text="couture", page=page, per_page=per_page))
    assert (len(found.hits), found.total) == (wanted, 3)


def test_changes_are_seen_at_once(backend: SearchBackend, make_document: Make) -> None:
    backend.upsert([make_document("1", "Couture"), make_document("2", "Couture")])
    assert len(find(backend, "couture")) == 2
    backend.upsert([make_document("1", "Tonte")])
    assert find(backend, "couture") == ["2"]
    assert find(backend, "tonte") == ["1"]
    backend.delete([(SIAE, "2"), (SIAE, "inconnu"), (TENDER, "1")])
    assert find(backend, "couture") == []
    assert backend.count() == 1
    assert backend.replace_all([make_document("3", "Couture")]) == 1
    assert find(backend, "tonte") == []
    assert find(backend, "couture") == ["3"]


def test_the_same_key_twice(backend: SearchBackend, make_document: Make) -> None:
    pair = [make_document("1", "Couture"), make_document("1", "Tonte")]
    assert backend.replace_all(pair) == 1
    assert find(backend, "couture") == ["1"]
    backend.upsert(pair)
    assert find(backend, "tonte") == ["1"]
    assert backend.count() == 1


def test_one_identifier_in_two_kinds(backend: SearchBackend, make_document: Make) -> None:
    backend.upsert([make_document("1", "Couture"), make_document("1", "Couture", "tender")])
    backend.delete([(SIAE, "1")])
    assert [hit.kind for hit in backend.search(SearchQuery(text="couture")).hits] == [TENDER]


def test_deleted_documents_count_for_nothing(backend: SearchBackend, make_document: Make) -> None:
    backend.upsert(make_document(str(i), "Couture") for i in range(8))
    backend.delete([(SIAE, str(i)) for i in range(8)])
    assert backend.count() == 0
    assert backend.search(SearchQuery(text="couture")).total == 0
    assert backend.suggest("cout") == ()


def test_markup_stays_text(backend: SearchBackend, make_document: Make) -> None:
    title, text = "<script>alert(1)</script> couture", "<b>couture</b> & ${7*7} </script>"
    backend.upsert([make_document("1", title, text=text)])
    hit = backend.search(SearchQuery(text="couture")).hits[0]
    assert hit.title == title
    assert "".join(piece for piece, _ in hit.title_segments) == title
    assert hit.snippet == (
        ("<b>", False),
        ("couture", True),
        ("</b> & ${7*7} </script>", False),
    )


def test_what_is_marked_is_what_was_asked(backend: SearchBackend, make_document: Make) -> None:
    backend.upsert([make_document("1", "Nettoyage", text="L’association. La propreté.")])
    hit = backend.search(SearchQuery(text="nettoyer")).hits[0]
    marked = [piece for piece, is_match in hit.snippet if is_match]
    assert marked == ["propreté"]


def test_a_hit_and_results_as_json(backend: SearchBackend, make_document: Make) -> None:
    backend.upsert([make_document("1", "Couture", text="Une couture.", place="Pantin")])
    found = backend.search(SearchQuery(text=" couture "))
    hit = found.hits[0]
    assert isinstance(hit, Hit)
    assert (hit.place, hit.closed) == ("Pantin", False)
    assert found.to_dict() == {
        "query": "couture",
        "total": 1,
        "suggestion": None,
        "facets": {"kind": {"siae": 1}},
        "hits": [
            {
                "kind": "siae",
                "id": "1",
                "url": "/siae/1",
                "title": "Couture",
                "snippet": "Une couture.",
                "score": hit.score,
            }
        ],
    }


def test_suggestions_complete_words_and_give_titles(
    backend: SearchBackend, make_document: Make
) -> None:
    backend.upsert(
        [
            make_document("1", "Nettoyage de locaux", "sector"),
            make_document("2", "Nettoyage des vitres du lycée", "tender"),
            make_document("3", "Tonte", text="nettoyage"),
        ]
    )
    assert backend.suggest("netto") == ("nettoyage", "Nettoyage de locaux")
    assert backend.suggest("nettoyage lo")[0] == "nettoyage locaux"
    assert backend.suggest("netto", limit=1) == ("nettoyage",)
    assert backend.suggest("") == backend.suggest("zzzz") == backend.suggest("n", limit=0) == ()


def test_keys_alone_for_lists(backend: SearchBackend, make_document: Make) -> None:
    backend.upsert(make_document(f"é{i}", "Couture" + " ourlet" * i) for i in range(5))
    keys = backend.match_keys("couture", SIAE, limit=2)
    assert [id_ for id_, _ in keys] == find(backend, "couture")[:2]
    assert keys[0][1] >= keys[1][1] > 0
    assert backend.match_keys("couture", TERM) == backend.match_keys("", SIAE) == []
    assert backend.match_keys("couture", SIAE, limit=0) == []


WEIRD = [
    "", " ", "*", '"', "'", "(", ")", "((", '"a b', "a AND", "OR", "NOT", "kind:siae", "t:", "^2",
    "C++", "~~", "[a TO b]", "\x00\x01", "\u202e", "😀", "de la", "l'", "’", "ce", "a" * 100_000,
    "mot " * 5_000, "%", "\\", "../../etc/passwd", "<script>", "{{7*7}}", "\ud800", "İ", "ﷺ" * 50,
]  # fmt: skip


@pytest.mark.parametrize("text", WEIRD)
def test_no_query_is_wrong(backend: SearchBackend, make_document: Make, text: str) -> None:
    backend.upsert([make_document("1", "Couture à la main", text="C’est une AI.")])
    found = backend.search(SearchQuery(text=text))
    assert found.total >= len(found.hits)
    backend.suggest(text)
    backend.match_keys(text, SIAE)


@pytest.mark.parametrize("text", ["", "   ", "de la", "*", "()", "l’"])
def test_a_query_that_says_nothing_finds_nothing(
    backend: SearchBackend, make_document: Make, text: str
) -> None:
    backend.upsert([make_document("1", "Couture de la main")])
    found = backend.search(SearchQuery(text=text))
    assert (found.total, found.hits, found.facets) == (0, (), {"kind": {}})


@pytest.mark.parametrize("text", WEIRD)
def test_no_document_is_wrong(backend: SearchBackend, make_document: Make, text: str) -> None:
    backend.upsert([make_document(text[:500], text, text=text, keywords=(text, ""), place=text)])
    backend.upsert([make_document("1", "Couture")])
    assert find(backend, "couture") == ["1"]
    assert backend.count() == 2


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80), other=st.text(max_size=80))
def test_any_text_is_found_by_itself(text: str, other: str) -> None:
    backend = MemoryBackend()
    fields = {"kind": SIAE, "url": "/"}
    backend.upsert(
        [Document(id="1", title=text, **fields), Document(id="2", title=other, **fields)]
    )  # type: ignore[arg-type]
    found = backend.search(SearchQuery(text=text))
    assert all(hit.score > 0 for hit in found.hits)
    assert found.total == sum(found.facets["kind"].values())


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(12)))
def test_rank_ignores_the_order_of_indexing(order: list[int]) -> None:
    titles = ["Couture", "Couture à Pantin", "Tonte", "Couture couture", "Atelier couture", "Rien"]
    documents = [
        Document(kind=SIAE, id=str(i), url="/", title=titles[i % 6], text="couture " * (i % 3))
        for i in range(12)
    ]
    expected, shuffled = MemoryBackend(), MemoryBackend()
    expected.replace_all(documents)
    shuffled.replace_all(documents[i] for i in order)
    query = SearchQuery(text="couture pantin")
    assert shuffled.search(query) == expected.search(query)


def test_backends_rank_alike(
    backend: SearchBackend,
    relevance: dict[str, dict[str, list[str]]],
    relevance_documents: list[Document],
) -> None:
    twin = MemoryBackend()
    twin.replace_all(relevance_documents)
    backend.replace_all(relevance_documents[:20])
    backend.upsert(relevance_documents[20:45])
    backend.upsert(relevance_documents[40:])
    for text in [*relevance["seen"], *relevance["unseen"]]:
        query = SearchQuery(text=text)
        assert backend.search(query) == twin.search(query)
        assert backend.suggest(text[:4]) == twin.suggest(text[:4])


def test_threads_read_while_another_writes(backend: SearchBackend, make_document: Make) -> None:
    backend.replace_all(make_document(str(i), "Couture") for i in range(40))
    failures: list[object] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                total = backend.search(SearchQuery(text="couture")).total
                if total not in (40, 41):
                    failures.append(total)
        except Exception as error:  # told by the main thread
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(4):
        backend.upsert([make_document("new", "Couture")])
        backend.replace_all(make_document(str(i), "Couture") for i in range(40))
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []


def test_an_unknown_backend_is_said(tmp_path: object) -> None:
    with pytest.raises(InvalidError, match="elasticsearch"):
        open_backend("elasticsearch", tmp_path)  # type: ignore[arg-type]


def test_an_error_that_documents_share_is_pointed_out(
    backend: SearchBackend, make_document: Make
) -> None:
    backend.upsert(make_document(str(i), "Nettoyage") for i in range(30))
    backend.upsert([make_document("error", "Netoyage")])
    found = backend.search(SearchQuery(text="netoyage "))
    assert (found.suggestion, found.is_corrected) == ("nettoyage", False)
    assert [hit.id for hit in found.hits] == ["error"]


def test_words_that_are_too_far_are_not_mended(backend: SearchBackend, make_document: Make) -> None:
    backend.upsert([make_document("1", "Couture")])
    for text in ("xqzkw", "cot", "12345", "contrevérité"):
        found = backend.search(SearchQuery(text=text))
        assert (found.suggestion, found.total) == (None, 0)


def test_what_was_typed_before_what_means_the_same(
    backend: SearchBackend, make_document: Make
) -> None:
    backend.upsert([make_document("same", "Jardin"), make_document("typed", "Espaces verts")])
    assert find(backend, "espaces verts") == ["typed", "same"]
    assert find(backend, "jardin") == ["same", "typed"]


@pytest.mark.parametrize(("typed", "mended"), [("mettoyage", "nettoyage"), ("jonte", None)])
def test_a_wrong_first_letter_is_mended_in_long_words_only(
    backend: SearchBackend, make_document: Make, typed: str, mended: str | None
) -> None:
    backend.upsert([make_document("1", "Nettoyage"), make_document("2", "Tonte")])
    assert backend.search(SearchQuery(text=typed)).suggestion == mended
