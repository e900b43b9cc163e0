from __future__ import annotations

import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files import office
from app.files.documents import EXTENSIONS, LONGEST_NAME, check, safe_name
from app.files.refusal import FileRefusedError
from tests.files.builders import (
    DOCX_TYPES,
    PDF,
    SVG,
    make_docx,
    make_image,
    make_odt,
    make_zip,
)

ODS = b"application/vnd.oasis.opendocument.spreadsheet"
XLSX_TYPES = DOCX_TYPES.replace(b"wordprocessingml.document", b"spreadsheetml.sheet")


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("offre.pdf", PDF, "application/pdf"),
        ("OFFRE.PDF", PDF, "application/pdf"),
        ("plan.png", make_image("PNG"), "image/png"),
        ("plan.jpeg", make_image("JPEG"), "image/jpeg"),
        ("memoire.odt", make_odt(), office.ODT),
        ("prix.ods", make_odt(ODS), office.ODS),
        ("memoire.docx", make_docx(), office.DOCX),
        ("prix.xlsx", make_zip({"[Content_Types].xml": XLSX_TYPES}), office.XLSX),
        ("notes.txt", "Visite à 9 h : prévoir l’été".encode(), "text/plain"),
        ("prix.csv", "lot;prix\n1;2 500 €\n".encode("cp1252"), "text/csv"),
        ("prix.csv", "\ufefflot;prix\n".encode(), "text/csv"),
    ],
)
def test_the_type_is_read_in_the_bytes(name: str, content: bytes, media_type: str) -> None:
    document = check(name, content)
    assert (document.name, document.media_type) == (name, media_type)
    assert document.content == content


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("vide.pdf", b"", "vide"),
        ("lourd.pdf", PDF + b"0" * 10 * 1024 * 1024, "10\u00a0Mo au plus"),
        ("offre.docx", PDF, "du PDF"),
        ("offre.pdf", make_docx(), "du DOCX"),
        ("offre.pdf", make_image("PNG"), "du PNG"),
        ("offre", PDF, "du PDF"),
        ("image.png", SVG, "Ce type de fichier"),
        ("dessin.svg", SVG, "Ce type de fichier"),
        ("page.txt", b"\n\n <!DOCTYPE html><title>a</title>", "Ce type de fichier"),
        ("page.csv", b"nom;prix\n<script>alert(1)</script>", "Ce type de fichier"),
        ("page.txt", b"<?xml version='1.0'?><svg/>", "Ce type de fichier"),
        ("programme.txt", b"#!/bin/sh\nrm -r", "Ce type de fichier"),
        ("programme.pdf", b"MZ\x90\x00\x03\x00", "Ce type de fichier"),
        ("riche.txt", b"{\\rtf1 a}", "Ce type de fichier"),
        ("macro.docx", make_docx(word__vbaProject_bin=b"x"), "macros"),
        ("macro.docm", make_docx(word__vbaProject_bin=b"x"), "macros"),
        ("basic.odt", make_zip({"mimetype": b"a", "Basic/Standard/Module1.xml": b""}), "macros"),
        (
            "macro.docx",
            make_zip({"[Content_Types].xml": DOCX_TYPES + b"vnd.ms-word.document.macroEnabled"}),
            "archive",
        ),
        ("archive.zip", make_zip({"a.exe": b"MZ"}), "archive"),
        ("paquet.docx", make_zip({"a.exe": b"MZ"}), "archive"),
        ("livre.odt", make_odt(b"application/epub+zip"), "archive"),
        ("coupe.docx", make_docx()[:120], "abîmé"),
        ("bombe.docx", make_docx(word__a=b"\0" * 130 * 1024 * 1024), "plus gros"),
    ],
)
def test_what_may_not_be_kept_is_refused_in_plain_words(
    name: str, content: bytes, why: str
) -> None:
    with pytest.raises(FileRefusedError, match=why):
        check(name, content)


def test_an_archive_of_too_many_parts_is_refused() -> None:
    with pytest.raises(FileRefusedError):
        check("a.docx", make_zip({f"{n}": b"" for n in range(4_001)}))


def test_an_archive_that_lies_on_its_sizes_is_no_way_in() -> None:
    content = bytearray(make_docx(word__a=b"\0" * 1_000_000))
    with zipfile.ZipFile(BytesIO(bytes(content))) as archive:
        size = archive.getinfo("word/a").file_size.to_bytes(4, "little")
    lying = bytes(content).replace(size, (10).to_bytes(4, "little"))
    with pytest.raises(FileRefusedError):
        check("a.docx", lying)


@given(name=st.text(max_size=60), content=st.binary(max_size=300))
def test_any_bytes_are_a_document_or_a_refusal(name: str, content: bytes) -> None:
    try:
        document = check(name, content)
    except FileRefusedError:
        return
    assert document.name.rpartition(".")[2].lower() in EXTENSIONS[document.media_type]


@given(place=st.integers(0, 400), junk=st.binary(min_size=1, max_size=30))
def test_a_damaged_archive_is_a_document_or_a_refusal(place: int, junk: bytes) -> None:
    sound = make_docx()
    with suppress(FileRefusedError):
        check("a.docx", sound[:place] + junk + sound[place + len(junk) :])


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\moi\\offre.pdf", "offre.pdf"),
        ("offre\u202efdp.exe", "offrefdp.exe"),
        ("of\u200bfre\x00.pdf", "offre.pdf"),
        ('a"b;c.pdf', "a-b-c.pdf"),
        ("a&lt;b.pdf", "a-b.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie- x.pdf"),
        ("...", "document"),
        ("", "document"),
        (".htaccess", "htaccess"),
        ("offre finale – été.pdf", "offre finale – été.pdf"),
    ],
)
def test_a_name_is_safe_to_show(name: str, shown: str) -> None:
    assert safe_name(name) == shown


@given(st.text(max_size=400))
def test_any_name_is_one_short_line(name: str) -> None:
    shown = safe_name(name)
    assert 0 < len(shown) <= LONGEST_NAME
    assert not set(shown) & set('\r\n\0/\\"<>')
