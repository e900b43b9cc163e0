"""The layout of one PDF, as a program: the document as JSON in, the file out.

It is started by `app.exports.pdf` for each document and ends with it: the library keeps in memory
all it has laid out.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import typst


def main(template: str, moment: str) -> None:
    """Lay out the document of standard input, dated that many seconds after 1970."""
    source = Path(template).read_bytes()
    document = sys.stdin.buffer.read().decode()
    try:
        pdf = lay_out(source, document, int(moment), standard="ua-1")
    except typst.TypstError:
        # The standard refuses a letter that no font of the library can draw: it is then left blank,
        # and the file keeps its tags without claiming the standard.
        pdf = lay_out(source, document, int(moment), standard=None)
    sys.stdout.buffer.write(pdf)


def lay_out(source: bytes, document: str, moment: int, standard: Literal["ua-1"] | None) -> bytes:
    """The file, held to that standard."""
    made: bytes = typst.compile(
        source,
        sys_inputs={"document": document},
        ignore_system_fonts=True,
        pdf_standards=standard,
        timestamp=moment,
    )
    return made


if __name__ == "__main__":
    main(*sys.argv[1:])
