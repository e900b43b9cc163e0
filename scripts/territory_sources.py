"""The territories of the npm package, as rows, for `build_territories.py`."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REGION = "11"
PARIS = "75056"
METROPOLIS = "200054781"

EPT_CODES = {
    "200057966": "T2",
    "200057974": "T3",
    "200057982": "T4",
    "200057990": "T5",
    "200057867": "T6",
    "200058097": "T7",
    "200057875": "T8",
    "200058790": "T9",
    "200057941": "T10",
    "200058006": "T11",
    "200058014": "T12",
}
"""SIREN → number of the établissement public territorial (décrets 2015-1655 to 2015-1665)."""

EPCI_TYPES = {
    "CA": "communauté d’agglomération",
    "CC": "communauté de communes",
    "CU": "communauté urbaine",
}


@dataclass(kw_only=True)
class Row:
    """One territory on its way to the file; `liaison` is INSEE's TNCC, the article of the name."""

    code: str
    name: str
    kind: str
    liaison: int = 0
    population: int = 0
    postal_codes: list[str] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    in_region: bool = True
    aliases: list[str] = field(default_factory=list)
    full_name: str = ""
    slug: str = ""
    centre: tuple[float, float] | None = None
    members: list[str] = field(default_factory=list)


class Source:
    """The five files of the npm package, as rows."""

    def __init__(self, folder: Path) -> None:
        def read(name: str) -> list[dict[str, Any]]:
            rows: list[dict[str, Any]] = json.loads((folder / name).read_text(encoding="utf-8"))
            return rows

        self.everything = read("communes.json")
        self.epci, self.ept = read("epci.json"), read("ept.json")
        self.departments, self.regions = read("departements.json"), read("regions.json")
        self.current = [c for c in self.everything if c["type"] == "commune-actuelle"]
        self.regional = {c["code"]: c for c in self.current if c["region"] == REGION}
        self.former = {
            old: code
            for code, commune in sorted(self.regional.items())
            for old in commune.get("anciensCodes", ())
            if old[:2] == code[:2]  # the others are codes of the Seine and Seine-et-Oise of 1967
        }

    def places(self) -> Iterator[Row]:
        """The communes of the region, and the arrondissements of Paris."""
        grouping = {m["code"]: e["code"] for e in self.epci for m in e["membres"]}
        grouping |= {m["code"]: EPT_CODES[e["code"]] for e in self.ept for m in e["membres"]}
        grouping[PARIS] = "T1"
        old_names = self.names_of_merged_communes()
        for code, c in sorted(self.regional.items()):
            parents = ["T1"] if code == PARIS else [grouping[code], c["departement"]]
            yield place_row(c, "commune", parents, sorted(old_names[code] - {c["nom"]}))
        for c in self.everything:
            if c["type"] == "arrondissement-municipal" and c["region"] == REGION:
                yield place_row(c, "arrondissement", [PARIS], [c["nom"]])

    def names_of_merged_communes(self) -> dict[str, set[str]]:
        """Names of delegated and associated communes, by the commune they became part of."""
        names: dict[str, set[str]] = defaultdict(set)
        for c in self.everything:
            if c["type"] in {"commune-deleguee", "commune-associee"}:
                names[c["chefLieu"]].add(c["nom"])
        return names

    def groupings(self) -> Iterator[Row]:
        """The EPT, Paris (T1) that stands in for one, and the EPCI with a member in the region."""
        paris = self.regional[PARIS]
        yield Row(
            code="T1",
            name="Paris",
            kind="ept",
            population=paris["population"],
            parents=[METROPOLIS, "75"],
            members=[PARIS],
        )
        for e in sorted(self.ept, key=lambda e: int(EPT_CODES[e["code"]][1:])):
            members = sorted(m["code"] for m in e["membres"])
            yield Row(
                code=EPT_CODES[e["code"]],
                name=e["nom"],
                kind="ept",
                population=e["populationMunicipale"],
                parents=[METROPOLIS, *departments_around(members)],
                members=members,
                aliases=[e["code"]],
            )
        for e in sorted(self.epci, key=lambda e: str(e["code"])):
            if any(m["code"] in self.regional for m in e["membres"]):
                yield self.epci_row(e)

    def epci_row(self, e: dict[str, Any]) -> Row:
        """One EPCI; it is inside a département or the region only where all its members are."""
        everyone = sorted(m["code"] for m in e["membres"])
        members = [code for code in everyone if code in self.regional]
        around = departments_around(everyone)
        if not around:
            around = [f"R{REGION}"] if members == everyone else ["FR"]
        name, full_name, aliases = read_epci_name(e["type"], e["nom"])
        return Row(
            code=e["code"],
            name=name,
            full_name=full_name,
            kind="epci",
            population=e["populationMunicipale"],
            parents=around,
            members=members,
            aliases=aliases,
        )

    def wholes(self) -> Iterator[Row]:
        """All départements (overseas collectivities among them), all régions, the country."""
        by_department: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for c in self.current:
            by_department[c["departement"]].append(c)
        regions = {r["code"]: r for r in self.regions if r["zone"] != "com"}
        for d in self.departments:
            inside = by_department[d["code"]]
            parents = [f"R{d['region']}"] if d["region"] in regions else ["FR"]
            yield whole_row(d, d["code"], "departement", parents, inside)
        for code, r in regions.items():
            inside = [c for c in self.current if c["region"] == code]
            yield whole_row(r, f"R{code}", "region", ["FR"], inside)
        population = sum(c.get("population", 0) for c in self.current)
        yield Row(
            code="FR", name="France", kind="pays", population=population, liaison=3, in_region=False
        )


def place_row(c: dict[str, Any], kind: str, parents: list[str], aliases: list[str]) -> Row:
    """A commune, or an arrondissement under its short name (« Paris 12e »)."""
    return Row(
        code=c["code"],
        name=c["nom"].removesuffix(" Arrondissement"),
        kind=kind,
        liaison=c["typeLiaison"],
        population=c["population"],
        postal_codes=sorted(c["codesPostaux"]),
        parents=parents,
        aliases=aliases,
    )


def whole_row(
    row: dict[str, Any], code: str, kind: str, parents: list[str], inside: list[dict[str, Any]]
) -> Row:
    """A département or a région, with the communes it is made of."""
    return Row(
        code=code,
        name=row["nom"],
        kind=kind,
        liaison=row["typeLiaison"],
        population=sum(c.get("population", 0) for c in inside),
        parents=parents,
        in_region=row.get("region", row["code"]) == REGION,
        members=sorted(c["code"] for c in inside),
    )


def departments_around(members: Iterable[str]) -> list[str]:
    """The département that holds all these communes of mainland France, if one does."""
    departments = {code[:2] for code in members}
    return sorted(departments) if len(departments) == 1 else []


def read_epci_name(kind: str, raw: str) -> tuple[str, str, list[str]]:
    """Short name, full name and other spellings of an EPCI, from « CC du Val d'Essonne (CCVE) »."""
    match = re.fullmatch(r"(?:(?:CA|CC|CU) )?(.+?)(?: \((\w+)\))?", raw)
    if match is None:
        raise SystemExit(f"nom d’EPCI inattendu : {raw}")
    rest, acronym = match.groups()
    short = re.sub(r"^(?:de la |de l'|des |de |du |d')", "", rest)
    short = short[0].upper() + short[1:]
    prefix = EPCI_TYPES.get(kind)
    if prefix is None:  # the metropolis: its name says what it is
        return short, rest[0].lower() + rest[1:], []
    bare = rest.removeprefix("Communauté ")
    aliases = [acronym or "", bare, f"{kind} {rest}", f"{prefix} {bare}"]
    return short, f"{prefix} {bare}", [a for a in aliases if a and a != short]
