"""What a corrigendum of TED's former XML changes: dates are fields, the rest is told."""

from __future__ import annotations

import re

from app.tenders.sources.boamp_content import Content, read_deadline
from app.tenders.sources.node import Node
from app.tenders.sources.ted_export_lots import join_paragraphs
from app.tenders.values import mask_contacts, read_day

DEADLINE_SECTION = re.compile(r"IV\.?\s?2\.?\s?2|IV\.3\.4|date limite", re.IGNORECASE)


def read_changes(form: Node, content: Content) -> None:
    """What a corrigendum replaces: a new deadline is a field there, the rest is told."""
    lines = []
    for change in form.all("CHANGES.CHANGE"):
        section = join_paragraphs(change.at("WHERE.SECTION") or change.at("WHERE")).replace(
            "\n", " "
        )
        label = join_paragraphs(change.at("WHERE.LABEL")).replace("\n", " ")
        old, new = (tell_value(change.at(name)) for name in ("OLD_VALUE", "NEW_VALUE"))
        lines.append(f"{section} {label} : au lieu de « {old} », lire « {new} »".strip())
        day, hour = change.at("NEW_VALUE.DATE").line, change.at("NEW_VALUE.TIME").line
        if day and DEADLINE_SECTION.search(f"{section} {label}"):
            moment = join_moment(day, hour)
            found = read_deadline(moment, "CHANGES.CHANGE.NEW_VALUE", content.remarks)
            content.deadline = found or content.deadline
    lines += [text for node in form.all("CHANGES.INFO_ADD") if (text := join_paragraphs(node))]
    content.amendment_text = mask_contacts("\n".join(dict.fromkeys(lines)))[:4000]


def tell_value(node: Node) -> str:
    """A value that a corrigendum gives, in words."""
    moment = " ".join(filter(None, (node.at("DATE").line, node.at("TIME").line)))
    return moment or join_paragraphs(node.at("TEXT"))[:500] or node.line


def join_moment(day: str, hour: str) -> str:
    """A day, `2021-03-04` or `20210304`, and an hour, if there is one, as one moment."""
    read = read_day(day)
    written = read.isoformat() if read else day
    return f"{written}T{hour.zfill(5)}" if re.fullmatch(r"\d{1,2}:\d{2}", hour) else written
