from __future__ import annotations

import io
from datetime import datetime

import pytest
from pypdf import PdfReader

from app.clock import PARIS
from app.exports import pdf
from app.exports.document import (
    Block,
    CheckItem,
    Contents,
    DocumentInfo,
    Heading,
    Look,
    PageBreak,
    Paragraph,
    Table,
    plain,
    rich,
)
from app.exports.pdf import LayoutError, describe_table, write_pdf

INFO = DocumentInfo(
    title="Budget « prudent » – été",
    author="Maillage",
    created_at=datetime(2026, 11, 24, 10, 0, tzinfo=PARIS),
    footer="Pied de page",
)
EVERY_BLOCK: tuple[Block, ...] = (
    Paragraph(text=plain("Un titre"), look=Look.TITLE),
    *(
        Paragraph(text=plain(f"Allure {look.name}"), look=look)
        for look in Look
        if look != Look.TITLE
    ),
    Contents(title="Dans ce document"),
    Heading(text="Première partie"),
    Paragraph(text=rich("Du **gras**, un [lien](https://example.org/a) et ……")),
    Heading(text="Détail", level=2),
    CheckItem(label=plain("À cocher"), details=(plain("Expliqué"),), source=plain("Source : loi")),
    PageBreak(),
    Heading(text="Seconde partie"),
    Table(
        caption="Un tableau",
        header=("Poste", "Montant"),
        rows=tuple((plain(f"ligne {n}"), plain(f"{n} €")) for n in range(120)),
    ),
)


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def test_every_block_is_on_paper_with_bookmarks_and_page_numbers() -> None:
    reader = read(write_pdf(INFO, EVERY_BLOCK))
    text = text_of(reader)
    for words in ("Un titre", "gras", "À cocher", "Source : loi", "ligne 0", "ligne 119"):
        assert words in text.replace("\u00a0", " ")
    assert len(reader.pages) >= 4
    assert f"Page 1 sur {len(reader.pages)}" in text.replace("\u00a0", " ").replace("\n", " ")
    titles = [item.title for item in reader.outline if not isinstance(item, list)]
    assert {"Première partie", "Seconde partie"} <= set(titles)


def test_it_is_tagged_in_french_for_screen_readers() -> None:
    reader = read(write_pdf(INFO, EVERY_BLOCK))
    root = reader.trailer["/Root"]
    assert str(root["/Lang"]).startswith("fr")
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == INFO.title


def test_the_header_of_a_long_table_comes_again_on_each_page() -> None:
    reader = read(write_pdf(INFO, EVERY_BLOCK))
    holding = [page for page in reader.pages if "ligne" in page.extract_text()]
    assert len(holding) >= 2
    assert all("Montant" in page.extract_text() for page in holding)


@pytest.mark.parametrize(
    "text",
    [
        '#panic("x") $x^2$ *gras* _i_ `code` <ref> @ref [b] //c',
        "\x00\x08\u202e\ud800 fin",
        '"}\n#read("/etc/passwd")',
        "x" * 5_000,
        "🦊 العربية 中文",
    ],
)
def test_no_text_is_ever_markup(text: str) -> None:
    blocks = (
        Heading(text=text),
        Paragraph(text=plain(text)),
        Table(caption=text, header=(text,), rows=((plain(text),),)),
    )
    found = text_of(read(write_pdf(INFO, blocks)))
    assert "root:" not in found
    if text.startswith("#panic"):
        assert '#panic("x")' in found.replace("“", '"').replace("”", '"')


def test_columns_of_numbers_are_set_to_the_right() -> None:
    rows = (
        (plain("loyer"), plain("1\u202f200,50 €"), plain("–")),
        (plain("2 mois"), plain("-3 €"), plain("5 %")),
    )
    table = Table(caption="T", header=("a", "b", "c"), rows=rows)
    assert describe_table(table)["numbers"] == [False, True, True]


def test_a_layout_that_takes_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "LONGEST", 0.001)
    with pytest.raises(LayoutError, match="Réessayez"):
        write_pdf(INFO, EVERY_BLOCK)


@pytest.mark.parametrize("look", [look for look in Look if look is not Look.TITLE])
def test_no_look_makes_words_vanish(look: Look) -> None:
    blocks = (Paragraph(text=plain("Avant"), look=look), Paragraph(text=plain("Après"), look=look))
    text = text_of(read(write_pdf(INFO, blocks)))
    assert "Avant" in text
    assert "Après" in text
    assert "AvantAprès" not in text.replace(" ", "")
