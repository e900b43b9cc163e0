"""The structures `FNSimple`, `MAPA`, `DSP` and `DIVERS` of the BOAMP, since 2024."""

from __future__ import annotations

from app.imports.text import clean_line
from app.tenders.records import Buyer, LotRecord, NoticeKind, Place, SocialClause
from app.tenders.sources.boamp_content import (
    Content,
    number_lots,
    read_buyer,
    read_cpv_under,
    read_deadline,
    read_natures,
    read_postal_code,
    read_reservation,
    read_text_place,
    read_value,
    strip_number,
)
from app.tenders.sources.node import Node
from app.tenders.values import mask_contacts, read_months, read_url

NOT_RESERVATIONS = ("prestation", "profession", "lots")  # a regulated trade; combined lots
SECTIONS = {
    "initial": None,
    "rectificatif": NoticeKind.AMENDMENT,
    "annulation": NoticeKind.CANCELLATION,
    "attribution": NoticeKind.AWARD,
    "modification": NoticeKind.MODIFICATION,
}
TITLES = (
    "natureMarche.intitule",
    "description.objet",
    "descriptionMarche.titre",
    "descriptionMarche.intitule",
    "descriptionMarche.objet",
    "intitule",
    "objet",
)
DESCRIPTIONS = (
    "natureMarche.description",
    "descriptionMarche.description",
    "caracteristiques.principales",
    "description.objet",
    "description",
)
DEADLINES = (
    "procedure.dateReceptionOffres",
    "delais.receptionOffres",
    "delais.receptionCandidatures",
    "procedure.dateReceptionCandidatures",
    "delais.dateReceptionOffres",
    "procedure.dateReceptionCandidature",
)
REFERENCES = (
    "communication.identifiantInterne",
    "renseignements.idMarche",
    "descriptionMarche.reference",
    "renseignements.reference",
)
NATURES = ("natureMarche.natureMarche", "natureMarche", "descriptionMarche.natureMarche")
PLACES = (
    "natureMarche.lieuExecution",
    "description.lieuExecutionLivraison",
    "descriptionMarche.lieuExecution",
    "descriptionMarche.lieuExecutionLivraison",
)
DOCUMENTS = (
    "initial.communication.urlDocConsul",
    "initial.communication.urlProfilAch",
    "initial.adressesComplt.document.coord.url",
    "organisme.urlProfilAcheteur",
)
VALUES = (
    "natureMarche.valeurEstimee",
    "descriptionMarche.valeurEstimee",
    "caracteristiques.valeur",
)
MONTHS = ("natureMarche.dureeMois", "duree.nbMois", "descriptionMarche.dureeMois")


def read_simple(root: Node, name: str) -> Content:
    """The content of one of these structures; `name` is the key of its root."""
    content = Content()
    section = next((key for key in SECTIONS if root.has(key)), "initial")
    body = root.at(section)
    market = (
        body.at("attribution")
        if section == "attribution" and not body.has("natureMarche")
        else body
    )
    content.kind = SECTIONS[section]
    content.title = first_line(market, TITLES) or first_line(body, TITLES)
    content.description = mask_contacts(first_text(market, DESCRIPTIONS))
    content.reference = first_line(body, REFERENCES)
    organisation = root.at("organisme")
    content.buyer = read_organisation(organisation, content.remarks)
    content.nature = next(
        (natures for path in NATURES if (natures := read_natures(body.flags(path)))), ()
    )
    content.cpv = read_cpv_under(Node({k: v for k, v in body.names.items() if k != "lots"}))
    content.places = next((found for path in PLACES if (found := read_places(body.all(path)))), ())
    content.value = next((v for path in VALUES if (v := read_value(body.at(path)))), None)
    content.duration_months = read_months(first_line(body, MONTHS))
    content.procedure = read_procedure(body)
    content.criteria = read_criteria(body)
    content.documents_url = next((u for p in DOCUMENTS if (u := read_url(root.at(p).line))), "")
    read_life(root, content)
    for path in DEADLINES:
        where = f"donnees ({name}.{section}.{path})"
        content.deadline = content.deadline or read_deadline(
            body.at(path).line, where, content.remarks
        )
    content.lots = read_lots(body, content)
    content.clauses = tuple(read_coded(body, f"{name}.{section}"))
    return content


def first_line(node: Node, paths: tuple[str, ...]) -> str:
    """The first of these places that says something, on one line."""
    return next((line for path in paths if (line := node.at(path).line)), "")


def first_text(node: Node, paths: tuple[str, ...]) -> str:
    """The first of these places that says something, its lines kept."""
    return next((text for path in paths if (text := node.at(path).text)), "")


def read_organisation(node: Node, remarks: list[str]) -> Buyer:
    """The buyer of these structures: in `organisme`, with its address there or under `adr`."""
    name = first_line(node, ("nomOfficiel", "acheteurPublic", "denomination"))
    siret = node.at("codeIdentificationNational").line
    return read_buyer(name, siret, node.at("adr") or node, remarks)


def read_places(nodes: list[Node]) -> tuple[Place, ...]:
    """Places of performance: an address, or free text."""
    places: list[Place] = []
    for node in nodes:
        code, city = read_postal_code(node.at("cp").line), node.at("ville").line
        if code or city:
            places.append(Place(postal_code=code, city=city[:120]))
        else:
            places.extend(read_text_place(node.text))
    return tuple(places)


def read_procedure(body: Node) -> str:
    """The procedure in a few words, as the notice codes it."""
    names = set(body.at("procedure").names)
    if names & {"procedureadapteeo", "procedureadapteer", "procedureadaptee"}:
        return "Procédure adaptée"
    return "Procédure ouverte" if names & {"ouverte", "appeloffresouvert"} else ""


def read_criteria(body: Node) -> str:
    """The award criteria, one on each line."""
    free = body.at("procedure.criteresAttrib").text or body.at("natureMarche.criteresAttrib").text
    weighted = [
        f"{criterion.at('critere').line} : {criterion.at('criterePCT').line} %"
        for criterion in body.all("criteres.criterePondere")
        if criterion.at("critere").line
    ]
    return mask_contacts(free or "\n".join(weighted))


def read_life(root: Node, content: Content) -> None:
    """What the notice does to an earlier one, and the sentences that say so."""
    content.previous = tuple(
        dict.fromkeys(
            line
            for section in SECTIONS
            for line in (
                *(n.line for n in root.all(f"{section}.avisInitial.idWeb")),
                *(n.line for n in root.all(f"{section}.idWeb")),
            )
            if line
        )
    )
    texts = [
        *root.texts("rectificatif.infosRectif"),
        *root.texts("annulation.infosAnnulation"),
        *root.texts("annulation.motif"),
    ]
    if content.kind is NoticeKind.AMENDMENT and not texts:
        texts = [t for node in root.all("rectificatif") for t in all_lines(node)]
    content.amendment_text = mask_contacts("\n".join(texts))[:4000]


def all_lines(node: Node) -> list[str]:
    """Every sentence below a node."""
    found = []
    for value in node.names.values():
        for child in Node(value).items():
            found += (
                all_lines(child) if child.names else [child.text] if len(child.text) > 20 else []
            )
    return found


def read_lots(body: Node, content: Content) -> tuple[LotRecord, ...]:
    """The lots; a notice that announces lots and gives none is said so."""
    lots = [
        lot
        for path in ("lots.lot", "descriptionMarche.lots.lot", "attribution.lotMarche", "lotMarche")
        for lot in body.all(path)
        if lot.names
    ]
    if not lots:
        if body.has("natureMarche.lotsMarche.oui"):
            content.remarks.append("lots annoncés mais absents de l’avis")
        return ()
    texts = [lot.at("description").text or lot.at("intitule").text for lot in lots]
    numbers = number_lots(
        [
            f"{lot.at('numLot').line} : x" if lot.at("numLot").line else text
            for lot, text in zip(lots, texts, strict=True)
        ]
    )
    return tuple(
        read_lot(lot, number, text, content)
        for lot, number, text in zip(lots, numbers, texts, strict=True)
    )


def read_lot(lot: Node, number: str, text: str, content: Content) -> LotRecord:
    """One lot; its title is the first line of its description."""
    first, _, rest = mask_contacts(text).partition("\n")
    return LotRecord(
        number=number,
        title=clean_line(strip_number(first)) or content.title or f"Lot {number}",
        description=rest.strip(),
        cpv=read_cpv_under(lot) or content.cpv,
        places=read_places(lot.all("lieuExecutionLivraison") or lot.all("lieuExecution")),
        deadline=content.deadline,
        value=read_value(lot.at("valeurEstimee")) or read_value(lot.at("valeur")),
        duration_months=read_months(lot.at("dureeMois").line) or content.duration_months,
    )


def read_coded(body: Node, where: str) -> list[SocialClause]:
    """The reservation ticked by the buyer, for the whole contract or for one lot."""
    found: list[SocialClause] = []
    for section in ("natureMarche", "description", "conditions", "descriptionMarche"):
        for name, value in body.at(section).names.items():
            if "reserv" in name and not name.startswith(NOT_RESERVATIONS):
                found += read_reservation(Node(value), f"{where}.{section}.{name}")
    return found
