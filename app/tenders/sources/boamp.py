"""The BOAMP in JSON: versions 1 and 2.1 of the API, exports, lists, lines, and the former API."""

from __future__ import annotations

from collections.abc import Callable

from app.imports.text import clean_line, clean_text, fold
from app.tenders.deadlines import choose_regime, read_summary
from app.tenders.records import Buyer, ClauseKind, Deadline, NoticeKind, NoticeRecord
from app.tenders.sources.boamp_content import (
    Content,
    coded_clause,
    read_cpv_under,
    read_deadline,
    read_natures,
)
from app.tenders.sources.boamp_eforms import read_eforms
from app.tenders.sources.boamp_envelope import (
    VAGUE_BUYERS,
    Envelope,
    first,
    flatten,
    read_envelope,
    read_tree,
)
from app.tenders.sources.boamp_flat import read_flat
from app.tenders.sources.boamp_legacy import read_legacy
from app.tenders.sources.boamp_simple import read_simple
from app.tenders.sources.boamp_texts import collect_texts
from app.tenders.sources.fields import ParsedNotice
from app.tenders.sources.node import Node
from app.tenders.sources.source import Fields, Source
from app.tenders.values import mask_contacts

NAME = "boamp"
Reader = Callable[[Node, str], Content]
ROOTS: dict[str, Reader] = {
    "EFORMS": read_eforms,
    "FNSimple": read_simple,
    "MAPA": read_simple,
    "DSP": read_simple,
    "DIVERS": read_simple,
}
WITHOUT_ROOT: tuple[tuple[str, Reader], ...] = (("IDENTITE", read_flat), ("IDENT", read_legacy))
MARKS = frozenset({"idweb", "gestion", "donnees", "objet", "filename", "contractfolderid"})


def recognises(fields: Fields) -> bool:
    """Whether an object is a notice of the BOAMP: it has the names of one, in any wrapping."""
    return bool(MARKS & flatten(fields).keys())


def parse_notice(raw: Node) -> ParsedNotice:
    """One notice in any wrapping of the API; raises ValueError where it has no number."""
    fields = flatten(raw.value if isinstance(raw.value, dict) else {})
    envelope = read_envelope(fields)
    remarks = list(envelope.remarks)
    tree = read_tree(fields.get("donnees"), "donnees", remarks)
    content = read_content(tree, remarks)
    record = join(envelope, content, remarks)
    texts = collect_texts(tree, record.title, content.lot_numbers)
    return ParsedNotice(record=record, texts=tuple(texts))


def read_content(tree: Node, remarks: list[str]) -> Content:
    """The content, by the key of its root; of an unknown one the summary fields are kept."""
    for root, read in ROOTS.items():
        if tree.has(root):
            content = read(tree.at(root), root)
            break
    else:
        known = next((read for key, read in WITHOUT_ROOT if tree.has(key)), None)
        if known is None:
            if tree.names:
                names = ", ".join(list(tree.names)[:3])[:80]
                remarks.append(
                    f"structure inconnue ({names}) : seuls les champs communs sont gardés"
                )
            content = Content(cpv=read_cpv_under(tree))
        else:
            content = known(tree, "")
    remarks.extend(content.remarks)
    return content


def join(envelope: Envelope, content: Content, remarks: list[str]) -> NoticeRecord:
    """The record: what the content says, and the envelope where it says nothing."""
    clauses = list(content.clauses)
    if envelope.ticks_social:
        said = "Case « critères sociaux » cochée par l’acheteur"
        clauses.append(coded_clause(ClauseKind.WEAK, said, "CRITERES_SOCIAUX_ENV"))
    title = clean_line(mask_contacts(content.title or envelope.title))
    return NoticeRecord(
        id=envelope.id,
        source=NAME,
        kind=settle_kind(envelope, content),
        published_on=envelope.published_on,
        title=title,
        buyer=name_buyer(content.buyer, envelope.buyer),
        description=clean_text(content.description),
        reference=content.reference[:255],
        family=envelope.family,
        nature=content.nature or read_natures([fold(name) for name in envelope.natures]),
        procedure=content.procedure,
        departments=envelope.departments,
        descriptors=envelope.descriptors,
        cpv=content.cpv,
        places=content.places,
        lots=content.lots,
        deadline=settle_deadline(envelope, content, remarks),
        value=content.value,
        duration_months=content.duration_months,
        clauses=tuple(clauses),
        criteria=content.criteria[:4000],
        previous=tuple(
            n
            for n in dict.fromkeys((*envelope.previous, *content.previous))
            if n and n != envelope.id and len(n) <= 60
        ),
        folder_id=content.folder_id or envelope.folder_id,
        url=envelope.url,
        documents_url=content.documents_url,
        amendment_text=content.amendment_text,
        remarks=tuple(dict.fromkeys(remarks)),
    )


def name_buyer(buyer: Buyer, account: str) -> Buyer:
    """The buyer; the label of its account names it only where the content does not."""
    if buyer.name and fold(buyer.name) not in VAGUE_BUYERS:
        return buyer
    return Buyer(
        name=first(account, buyer.name)[:255],
        siret=buyer.siret,
        postal_code=buyer.postal_code,
        city=buyer.city,
        nuts=buyer.nuts,
    )


def settle_kind(envelope: Envelope, content: Content) -> NoticeKind:
    """What the notice does: an end is an end wherever it is said, in a code or in a sentence."""
    kinds = {envelope.kind, content.kind}
    text = fold(content.amendment_text)
    if NoticeKind.WITHOUT_FOLLOW_UP in kinds:
        return NoticeKind.WITHOUT_FOLLOW_UP
    if NoticeKind.CANCELLATION in kinds:
        return NoticeKind.WITHOUT_FOLLOW_UP if "sans suite" in text else NoticeKind.CANCELLATION
    if NoticeKind.AMENDMENT in kinds and (
        "declare sans suite" in text or "declaree sans suite" in text
    ):
        return NoticeKind.WITHOUT_FOLLOW_UP
    if envelope.kind in {NoticeKind.UNKNOWN, NoticeKind.CALL} and content.kind is not None:
        return content.kind
    return envelope.kind


def settle_deadline(envelope: Envelope, content: Content, remarks: list[str]) -> Deadline | None:
    """The deadline: of the content, else of the management part, else of the summary field.

    A notice of award or cancellation has none of its own.
    """
    if settle_kind(envelope, content) in {NoticeKind.AWARD, NoticeKind.MODIFICATION}:
        return None
    deadline = content.deadline
    if deadline is None and envelope.management_deadline:
        where = "gestion (INDEXATION.DATE_LIMITE_REPONSE)"
        deadline = read_deadline(envelope.management_deadline, where, remarks)
    if envelope.summary_deadline:
        regime = choose_regime(
            is_eforms=bool(content.folder_id), published_on=envelope.published_on
        )
        summary = read_summary(envelope.summary_deadline, regime)
        if summary is None:
            raw = envelope.summary_deadline[:40]
            remarks.append(f"date limite illisible ou hors de notre temps : « {raw} »")
        deadline = deadline or summary
    if deadline and envelope.published_on and deadline.local.date() < envelope.published_on:
        remarks.append("date limite antérieure à la parution : à vérifier")
    return deadline


SOURCE = Source(
    name=NAME,
    label="BOAMP, JSON de l’API et des exports",
    parse_notice=parse_notice,
    recognises=recognises,
)
