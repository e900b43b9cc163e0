from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.imports.report import RowError
from app.tenders.sources import ParsedNotice, parse_file
from tests.tenders.payloads import eforms, eforms_lot, parse_bytes, parse_one, record, simple

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=12,
)


def refusals(content: bytes) -> list[RowError]:
    return [found for found in parse_bytes(content) if isinstance(found, RowError)]


def numbers(content: bytes) -> list[str]:
    return [found.record.id for found in parse_bytes(content) if isinstance(found, ParsedNotice)]


def answer(*records: dict[str, Any]) -> bytes:
    return json.dumps({"total_count": len(records), "results": records}).encode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b" \n ", "vide"),
        (b"<!DOCTYPE html><html><body>403</body></html>", "page HTML"),
        (b'<?xml version="1.0"?><ANNONCE/>', "GESTION"),
        (b"<RECETTE><PLAT/></RECETTE>", "format connu"),
        (b"<ANNONCE><GESTION>", "tronqué"),
        (b"\x1f\x8b\x08\x00\x00", "compressé"),
        (b"PK\x03\x04", "compressé"),
        (b"%PDF-1.4", "PDF"),
        (b"idweb;objet\n26-1;Nettoyage\n", "ni du JSON"),
        (b'{"total_count": 0, "results": []}', "aucun avis"),
        (b"[]", "aucun avis"),
        (b'{"bonjour": 1}', "aucune source connue"),
        (b'{"objet": "Nettoyage"}', "sans numéro"),
        (b"[1, 2]", "objet JSON est attendu"),
    ],
)
def test_a_file_that_is_not_what_it_claims_is_refused_in_words(content: bytes, words: str) -> None:
    found = refusals(content)
    assert found
    assert words in found[0].what
    assert not numbers(content)


def test_all_shapes_of_file_give_the_same_notices() -> None:
    one, two = record(simple()), record(simple(), idweb="26-1002")
    wanted = ["26-1001", "26-1002"]
    lines = b"\n".join(json.dumps(r).encode() for r in (one, two))
    version_1 = {"nhits": 2, "records": [{"recordid": "a", "fields": one}, {"fields": two}]}
    version_20 = {"total_count": 2, "records": [{"record": {"fields": r}} for r in (one, two)]}
    for content in (
        answer(one, two),
        json.dumps({"results": [one, two]}, indent=2).encode(),
        json.dumps([one, two]).encode(),
        lines,
        b"\xef\xbb\xbf" + lines,
        json.dumps(version_1).encode(),
        json.dumps(version_20).encode(),
        answer(one, two).decode().encode("utf-16"),
        json.dumps([one, two], ensure_ascii=False).encode("cp1252"),
    ):
        assert numbers(content) == wanted
    assert numbers(json.dumps(one, indent=1).encode()) == wanted[:1]
    assert numbers(json.dumps(one).encode()) == wanted[:1]


def test_a_list_of_version_1_is_a_text_with_commas() -> None:
    fields = {
        "code_departement": "93,1,2A",
        "criteres": "sociaux,environnementaux",
        "etat": "INITIAL",
    }
    parsed = parse_one(simple(), **fields)
    assert parsed.record.departments == ("93", "01", "2A")
    assert len(parsed.record.clauses) == 1


def test_a_truncated_file_keeps_what_stands_before_and_says_where() -> None:
    content = answer(record(simple()), record(simple(), idweb="26-1002"))
    cut = content[: content.rindex(b"26-1002") + 30]
    assert numbers(cut) == ["26-1001"]
    (refusal,) = refusals(cut)
    assert refusal.where == "après l’avis 1"
    assert "tronqué" in refusal.what


def test_a_broken_line_never_loses_the_others() -> None:
    good = json.dumps(record(simple())).encode()
    lines = [good, b'{"idweb": "26-', b"", b"[1]", good.replace(b"26-1001", b"26-1002")]
    content = b"\n".join(lines)
    assert numbers(content) == ["26-1001", "26-1002"]
    assert [refusal.where for refusal in refusals(content)] == ["ligne 2", "ligne 4"]


@pytest.mark.parametrize("place", ["first", "middle"])
def test_a_line_of_50_megabytes_is_refused_and_the_next_is_read(place: str) -> None:
    good = json.dumps(record(simple())).encode()
    huge = b'{"idweb": "26-666", "objet": "' + b"x" * 50_000_000 + b'"}'
    content = b"\n".join([huge, good] if place == "first" else [good, huge, good])
    assert "26-1001" in numbers(content)
    (refusal,) = refusals(content)
    assert "50 Mo" in refusal.what


def test_control_characters_and_markup_are_taken_out_of_names() -> None:
    title = "Nettoyage\\u0000 <script>alert(1)</script> des \\u0007écoles\\u202e"
    raw = answer(record({}, objet="TITRE")).replace(b"TITRE", title.encode())
    (found,) = parse_bytes(raw)
    assert isinstance(found, ParsedNotice)
    assert found.record.title == "Nettoyage alert(1) des écoles"


def test_raw_control_characters_in_the_file_do_not_stop_it() -> None:
    raw = answer(record({}, objet="TITRE")).replace(b"TITRE", b"Nettoyage\x00\x01 des\t\n locaux")
    assert numbers(raw) == ["26-1001"]


def test_a_date_of_another_age_is_said_and_the_notice_is_kept() -> None:
    content = simple()
    content["FNSimple"]["initial"]["procedure"]["dateReceptionOffres"] = "5021-02-18T12:00:00"
    parsed = parse_one(content, dateparution="0002-11-30")
    assert parsed.record.deadline is None
    assert parsed.record.published_on is None
    assert any("date limite" in remark and "5021" in remark for remark in parsed.record.remarks)
    assert any("parution" in remark for remark in parsed.record.remarks)


def test_an_absurd_summary_is_said_even_where_a_better_field_is_read() -> None:
    parsed = parse_one(simple(), datelimitereponse="5021-02-18T12:00:00+00:00")
    assert parsed.record.deadline is not None
    assert any("5021" in remark for remark in parsed.record.remarks)


def test_a_file_of_windows_keeps_its_accents() -> None:
    content = json.dumps([record({}, objet="Entretien d’été")], ensure_ascii=False).encode("cp1252")
    (found,) = parse_bytes(content)
    assert isinstance(found, ParsedNotice)
    assert found.record.title == "Entretien d’été"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("9091930", "90919300"),
        ("90919300-2", "90919300"),
        (" 90919300 ", "90919300"),
        ("909", None),
    ],
)
def test_a_cpv_of_seven_digits_is_completed_and_what_is_none_is_left(
    written: str, read: str | None
) -> None:
    content = simple()
    market = content["FNSimple"]["initial"]["natureMarche"]
    market["codeCPV"] = {"objetPrincipal": {"classPrincipale": written}}
    market["reference"] = "12345678"
    assert parse_one(content).record.cpv == ((read,) if read else ())


def test_an_identifier_that_is_no_siret_is_said_and_left() -> None:
    content = simple()
    content["FNSimple"]["organisme"]["codeIdentificationNational"] = "1800462600014"
    parsed = parse_one(content)
    assert parsed.record.buyer.siret == ""
    assert any("identifiant" in remark for remark in parsed.record.remarks)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "/relative", "ftp://x.fr/y"]
)
def test_an_address_that_is_not_of_the_web_is_never_kept(url: str) -> None:
    content = simple(communication={"urlDocConsul": url})
    record_ = parse_one(content, url_avis=url).record
    assert record_.documents_url == ""
    assert record_.url.startswith("https://www.boamp.fr/")


@given(JSON_VALUES)
@settings(max_examples=150)
def test_no_content_raises(value: Any) -> None:
    for tree in (
        value,
        {"FNSimple": value},
        {"FNSimple": {"initial": value, "organisme": value}},
        {"EFORMS": {"ContractNotice": value}},
        {"IDENTITE": value, "OBJET": value, "RECTIF": value},
        {"IDENT": value, "LOTS": value, "DELAI": value},
        {"MAPA": {"initial": {"natureMarche": value, "lots": {"lot": value}, "delais": value}}},
        eforms(value),
        eforms([value, eforms_lot()]),
    ):
        content = json.dumps(record(tree, gestion=value, annonce_lie=value)).encode()
        assert len(list(parse_file(io.BytesIO(content)))) == 1


@given(st.binary(max_size=400))
def test_no_bytes_raise(content: bytes) -> None:
    parse_bytes(content)
    parse_bytes(b'{"results": [' + content)


def test_a_huge_number_or_half_a_character_loses_nothing() -> None:
    one = json.dumps(record(simple()))
    odd = '{"idweb": "26-2", "objet": "Nettoyage \\ud800 des sols", "x": 99999999999999999999999}'
    items = parse_bytes(f'{{"total_count": 2, "results": [{odd}, {one}]}}'.encode())
    numbers = [item.record.id for item in items if isinstance(item, ParsedNotice)]
    assert numbers == ["26-2", "26-1001"]
