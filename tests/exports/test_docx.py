"""A document is read again with the library that people’s tools agree with."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from app.clock import PARIS
from app.exports.document import (
    BLANK,
    Block,
    CheckItem,
    Contents,
    DocumentInfo,
    Heading,
    Look,
    PageBreak,
    Paragraph,
    Span,
    Table,
    fill_in,
    link,
    plain,
    rich,
    strong,
)
from app.exports.docx import write_docx
from app.exports.docx_parts import clean_address

HOSTILE = "<b>Ville</b> & \x00\x08\ud800\u202e« œ » 🏗️ ]]> \ufffe" + "x" * 5_000


def info(**values: Any) -> DocumentInfo:
    given_values = {
        "title": "Kit",
        "author": "Maillage",
        "created_at": datetime(2026, 11, 23, 10, tzinfo=PARIS),
        **values,
    }
    return DocumentInfo(**given_values)


def written(*blocks: Block, **values: Any) -> Document:
    return docx.Document(io.BytesIO(write_docx(info(**values), blocks)))


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_the_file_says_its_title_author_language_and_hour() -> None:
    about = written(title="Kit de réponse", subject="Consultation 26-1").core_properties
    assert (about.title, about.author, about.language) == ("Kit de réponse", "Maillage", "fr-FR")
    assert about.subject == "Consultation 26-1"
    assert about.created == about.modified
    assert about.created is not None
    assert about.created.isoformat().startswith("2026-11-23T09:00")


def test_the_text_is_french_on_a4_in_one_font() -> None:
    document = written(Paragraph(text=plain("Bonjour")))
    languages = {e.get(qn("w:val")) for e in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"fr-FR"}
    section = document.sections[0]
    assert section.page_width is not None
    assert round(section.page_width.cm, 1) == 21
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Title"):
        fonts = document.styles[name].element.rPr.rFonts
        assert {value for key, value in fonts.attrib.items()} == {"Arial"}


def test_headings_are_headings_and_the_contents_lead_to_them() -> None:
    document = written(
        Contents(title="Dans ce document"),
        Heading(text="Un"),
        Heading(text="Détail", level=2),
        PageBreak(),
        Heading(text="Deux"),
    )
    body = document.element.body
    places = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    targets = [anchor.get(qn("w:anchor")) for anchor in body.iter(qn("w:hyperlink"))]
    assert targets == ["_partie_1", "_partie_2"]
    assert places == set(targets)
    titles = [(p.style.name, p.text) for p in document.paragraphs if "Heading" in p.style.name]
    assert titles == [("Heading 1", "Un"), ("Heading 2", "Détail"), ("Heading 1", "Deux")]
    assert document.paragraphs[-1].paragraph_format.page_break_before


def test_a_box_to_tick_is_a_control_that_shows_as_a_box() -> None:
    document = written(
        CheckItem(label=strong("DC1"), details=(plain("La lettre"),), source=plain("Source")),
        CheckItem(label=strong("DC2")),
    )
    controls = list(document.element.body.iter(qn("w:sdt")))
    assert [t.text for c in controls for t in c.iter(qn("w:t"))] == ["☐", "☐"]
    assert all(len(list(c.iter(qn("w14:checkbox")))) == 1 for c in controls)
    assert len({c.find(f".//{qn('w:id')}").get(qn("w:val")) for c in controls}) == 2
    assert texts(document) == ["\tDC1", "La lettre", "Source", "\tDC2"]


def test_a_table_repeats_its_header_and_says_what_it_is() -> None:
    document = written(
        Table(caption="Lots", header=("Lot", "Objet"), rows=((plain("1"), plain("Propreté")),))
    )
    table = document.tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Lot", "Objet"],
        ["1", "Propreté"],
    ]
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Lots"


def test_links_keep_their_words_and_their_address() -> None:
    document = written(Paragraph(text=link("L’avis", "https://exemple.fr/avis?a=1&b=é")))
    (anchor,) = document.paragraphs[0].hyperlinks
    assert (anchor.text, anchor.address) == ("L’avis", "https://exemple.fr/avis?a=1&b=%C3%A9")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "https://",
        "http://[bad",
        "http://www. cergy.fr",
        "file:///etc/passwd",
        'https://a.fr/"><w:t>',
        "https://a.fr/" + "x" * 3_000,
        "",
    ],
)
def test_an_address_that_is_not_safe_leaves_its_words(address: str) -> None:
    assert clean_address(address) == ""
    document = written(Paragraph(text=link("L’avis", address)))
    assert texts(document) == ["L’avis"]
    assert not document.paragraphs[0].hyperlinks


def test_marks_make_bold_links_and_blanks() -> None:
    assert rich("**DC1** : …… sur [le site](https://a.fr/b)") == (
        Span(text="DC1", is_bold=True),
        Span(text=" : "),
        Span(text=BLANK, is_blank=True),
        Span(text=" sur "),
        Span(text="le site", href="https://a.fr/b"),
    )
    document = written(Paragraph(text=fill_in("le nom")))
    run = document.paragraphs[0].runs[0]
    assert run.text == f"{BLANK} (le nom)"
    assert run.style is not None
    assert run.style.name == "À remplir"


def test_every_page_says_what_it_is_and_its_number() -> None:
    document = written(footer="Kit – 26-1")
    footer = document.sections[0].footer.paragraphs[0]
    assert footer.text.startswith("Kit – 26-1\tPage")
    fields = [field.get(qn("w:instr")) for field in footer._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_what_xml_refuses_is_dropped_and_a_tag_is_only_text() -> None:
    document = written(
        Heading(text=HOSTILE),
        Paragraph(text=plain(HOSTILE), look=Look.WARNING),
        Table(caption=HOSTILE, header=(HOSTILE,), rows=((plain(HOSTILE),),)),
        CheckItem(label=plain(HOSTILE)),
        title=HOSTILE,
        subject=HOSTILE,
        footer=HOSTILE,
    )
    title = document.paragraphs[0].text
    assert title.startswith("<b>Ville</b> & « œ » 🏗️ ]]> x")
    assert len(title) > 5_000
    assert document.tables[0].cell(0, 0).text == title
    assert len(document.core_properties.title) == 255


@settings(max_examples=30)
@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_text_gives_a_document(text: str) -> None:
    document = written(
        Heading(text=text), Paragraph(text=(Span(text=text, href=text),)), footer=text, title=text
    )
    assert len(document.paragraphs) == 2


def test_nothing_of_the_template_is_left_in_the_file() -> None:
    content = write_docx(info(), ())
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not [name for name in names if "thumbnail" in name]
    assert "python-docx" not in written().core_properties.comments
