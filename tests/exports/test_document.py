from __future__ import annotations

from app.exports.document import Heading, Look, PageBreak, Paragraph, as_part, plain, with_title

BLOCKS = (
    Heading(text="Un"),
    PageBreak(),
    Heading(text="Deux", level=3),
    Paragraph(text=plain("x")),
)


def test_a_document_begins_with_its_title_and_says_when_it_was_edited() -> None:
    told = list(with_title("Budget", BLOCKS, overline="Boîte", edited="lundi"))
    looks = [block.look for block in told if isinstance(block, Paragraph)]
    assert looks == [Look.OVERLINE, Look.TITLE, Look.BODY, Look.SOURCE]
    assert tuple(told[2:-1]) == BLOCKS


def test_a_part_of_a_longer_document_goes_a_level_down_and_has_no_page_of_its_own() -> None:
    told = list(as_part("Budget", BLOCKS))
    levels = [(block.text, block.level) for block in told if isinstance(block, Heading)]
    assert levels == [("Budget", 1), ("Un", 2), ("Deux", 3)]
    assert not any(isinstance(block, PageBreak) for block in told)
