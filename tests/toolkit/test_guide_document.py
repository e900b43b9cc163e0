from __future__ import annotations

from pathlib import Path

from app.exports.document import Block, Heading, Look, Paragraph, Table
from app.toolkit.guide_document import guide_blocks
from app.toolkit.guides import load_guides
from config import ROOT
from tests.toolkit.guide_texts import write_guide

TEXT = """Un fait[^code].

> **À retenir** : une règle.

## Étapes

1. La première, [ici](/guide/b#la).
2. La **seconde**.
    - un détail

| A | B |
|---|---|
| x | 12 |

> Une citation.
"""


def blocks_of(folder: Path, body: str = TEXT) -> list[Block]:
    write_guide(folder, "a", body)
    (guide,) = load_guides(folder)
    return list(guide_blocks(guide, "https://portail.example"))


def words(block: Block) -> str:
    assert isinstance(block, Paragraph)
    return "".join(span.text for span in block.text).replace("\u00a0", " ")


def test_every_part_of_a_guide_is_on_paper(tmp_path: Path) -> None:
    blocks = blocks_of(tmp_path)
    said = {words(b): b.look for b in blocks if isinstance(b, Paragraph)}
    assert said["Un fait [1]."] is Look.BODY
    assert said["À retenir : une règle."] is Look.NOTE
    assert said["1. La première, ici."] is Look.DETAIL
    assert said["un détail"] is Look.ITEM
    assert said["Une citation."] is Look.QUOTATION
    assert [b.text for b in blocks if isinstance(b, Heading)] == ["Étapes", "Sources"]
    (table,) = [b for b in blocks if isinstance(b, Table)]
    assert (table.caption, table.header) == ("Étapes", ("A", "B"))
    assert said["[1] Un texte (02/01/2026)"] is Look.ITEM


def test_links_lead_somewhere_from_paper(tmp_path: Path) -> None:
    spans = [s for b in blocks_of(tmp_path) if isinstance(b, Paragraph) for s in b.text if s.href]
    assert {span.href for span in spans} == {
        "https://portail.example/guide/b#la",
        "https://example.org/",
    }


def test_no_word_of_the_guides_is_lost_on_paper() -> None:
    for guide in load_guides(ROOT / "content" / "guides"):
        blocks = list(guide_blocks(guide, "https://portail.example"))
        shown = " ".join(
            [words(b) for b in blocks if isinstance(b, Paragraph)]
            + [b.text for b in blocks if isinstance(b, Heading)]
            + [label for b in blocks if isinstance(b, Table) for label in b.header]
            + [
                "".join(s.text for s in cell)
                for b in blocks
                if isinstance(b, Table)
                for row in b.rows
                for cell in row
            ]
        ).replace("\u00a0", " ")
        for line in guide.plain_text.splitlines()[:200]:
            last = line.split()[-1].replace("\u00a0", " ")
            assert last.strip(".,;:()") in shown, (guide.slug, line)
