import io

from hypothesis import given, settings
from hypothesis import strategies as st

from app.imports.csv_rows import LONGEST_LINE, Row, RowReader
from app.imports.report import RowError


def read(data: bytes) -> list[Row | RowError]:
    reader = RowReader(io.BytesIO(data))
    reader.read_header()
    return list(reader)


def test_rows_carry_their_line_and_cells_by_name() -> None:
    (row,) = read(b"siret,name\n123,Ares\n")
    assert isinstance(row, Row)
    assert (row.line, row.cells) == (2, {"siret": "123", "name": "Ares"})


def test_the_separator_is_found_and_the_byte_order_mark_dropped() -> None:
    (row,) = read("\ufeffsiret;name\n1;Écho\n".encode())
    assert isinstance(row, Row)
    assert row.cells == {"siret": "1", "name": "Écho"}


def test_a_line_in_windows_1252_is_read_beside_lines_in_utf_8() -> None:
    rows = read("a,b\n1,café\n".encode() + "2,thé\n".encode("cp1252"))
    assert [row.cells["b"] for row in rows if isinstance(row, Row)] == ["café", "thé"]


def test_a_quoted_cell_may_span_lines() -> None:
    (row,) = read(b'a,b\n1,"two\nlines"\n')
    assert isinstance(row, Row)
    assert row.cells["b"] == "two\nlines"


def test_an_unclosed_quote_costs_its_own_line_only() -> None:
    data = b'a,b\n1,"open\n' + b"".join(b"%d,x\n" % n for n in range(2, 40))
    rows = read(data)
    errors = [row for row in rows if isinstance(row, RowError)]
    assert [error.where for error in errors] == ["ligne 2"]
    assert sum(isinstance(row, Row) for row in rows) == 38


def test_an_unclosed_quote_at_the_end_of_the_file_keeps_what_follows() -> None:
    rows = read(b'a,b\n1,"open\n2,x\n3,y\n')
    assert [type(row) for row in rows] == [RowError, Row, Row]


def test_a_line_too_long_is_read_past_and_the_next_ones_kept() -> None:
    rows = read(b"a,b\n1," + b"x" * (3 * LONGEST_LINE) + b"\n2,y\n")
    assert isinstance(rows[0], RowError)
    assert "trop longue" in rows[0].what
    assert isinstance(rows[1], Row)
    assert rows[1].cells["a"] == "2"


def test_too_many_columns_are_refused_by_their_count() -> None:
    (error,) = read(b"a,b\n1,2,3\n")
    assert isinstance(error, RowError)
    assert "3 colonnes au lieu de 2" in error.what


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes_give_rows_or_errors(data: bytes) -> None:
    assert all(isinstance(item, Row | RowError) for item in read(data))


@given(
    st.lists(
        st.tuples(
            st.text(
                st.characters(codec="utf-8", exclude_characters='\r\n",;\t|\x00'),
                min_size=1,
                max_size=8,
            )
        ),
        max_size=5,
    )
)
def test_a_broken_row_never_changes_the_others(cells: list[tuple[str]]) -> None:
    good = [f"{n},x{cell[0]}" for n, cell in enumerate(cells)]
    alone = read("\n".join(["a,b", *good]).encode())
    beside = read("\n".join(["a,b", '9,"broken', *good]).encode())
    assert [r.cells for r in beside if isinstance(r, Row)] == [
        r.cells for r in alone if isinstance(r, Row)
    ]
