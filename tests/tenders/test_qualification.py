"""Social clauses on the real files: nothing reserved by a word, nothing said left unread."""

from __future__ import annotations

import json
import re
from pathlib import Path

from app.tenders.reading import complete_record
from app.tenders.records import ClauseKind, Origin
from app.tenders.sources import ParsedNotice, parse_file

# What a hasty search would take for a clause: « préserver », « réserve naturelle », « insertion »…
NOISE = re.compile(
    r"réserv|reserv|insertion|inclusion|handicap|ESAT|entreprise adaptée|clause sociale",
    re.IGNORECASE,
)
STRICT = re.compile(
    r"clauses?\s+(?:sociales?|d.insertion)|actions?\s+d.insertion|insertion\s+par\s+l.activit"
    r"|heures?\s+d.insertion|L\.?\s?2112-2|L\.?\s?2113-1[23]|march[ée]s?\s+r[ée]serv"
    r"|lots?\s+r[ée]serv",
    re.IGNORECASE,
)
# L2112-2 is cited there for the environment alone.
EXPLAINED = {"21-9959", "21-18604", "21-21062"}


def test_no_title_of_the_light_set_is_called_reserved_or_clause(shared_data: Path) -> None:
    noisy, called = 0, []
    with (shared_data / "boamp_light" / "boamp_10000_6champs.json").open("rb") as file:
        for item in parse_file(file):
            assert isinstance(item, ParsedNotice), item
            record = complete_record(item)
            noisy += bool(NOISE.search(record.title))
            kinds = {clause.kind for clause in record.clauses}
            if kinds & {ClauseKind.RESERVED, ClauseKind.EXECUTION}:
                called.append(record.title)
    assert noisy >= 36, "the titles that deceive are there"
    assert not called


def test_each_strict_mention_of_2021_is_found_or_explained(shared_data: Path) -> None:
    missed, found = set(), 0
    for path in sorted((shared_data / "boamp_2021T1_jsonl").glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        with path.open("rb") as file:
            for row, item in zip(rows, parse_file(file), strict=True):
                assert isinstance(item, ParsedNotice), item
                if STRICT.search(json.dumps(row, ensure_ascii=False)) is None:
                    continue
                clauses = complete_record(item).clauses
                found += bool(clauses)
                if not clauses:
                    missed.add(item.record.id)
                assert all(c.origin is Origin.TEXT and c.quotation and c.field for c in clauses)
    assert found > 80
    assert missed <= EXPLAINED
