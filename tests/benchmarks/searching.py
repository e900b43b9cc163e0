"""Search over generated documents, each backend in turn."""

from __future__ import annotations

import itertools
import random
import time

from app import sectors
from app.search import open_backend
from app.search.backend import Document, DocumentKind, SearchQuery
from tests.benchmarks.measure import Measure, cpu_times, median, p95
from tests.benchmarks.world import SEED, World, communes

QUERIES = (
    """nettoyage|espaces verts|nettoyage de locaux Saint-Denis|blanchisserie|ACI|SIAE 93
restauration collective|peinture|collecte dechets|velo|demenagemnt|traiteur melun|maraichage
recyclage papier|couture|insertion|menuiserie bois|mediation|accueil|entretien des espaces verts
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


def make_documents(count: int) -> list[Document]:
    """Documents that read as tenders do."""
    draw = random.Random(SEED)  # noqa: S311 - nothing secret is drawn
    wares, places = list(sectors.sectors()), communes()
    documents = []
    for number in range(count):
        chosen, place = draw.sample(wares, 4), draw.choice(places)
        documents.append(
            Document(
                kind=draw.choice((DocumentKind.SIAE, DocumentKind.TENDER)),
                id=str(number),
                url=f"/marches/{number}",
                title=f"{chosen[0].name} – {place.name}",
                text=" ".join(s.description for s in chosen),
                keywords=tuple(chosen[1].synonyms),
                place=place.name,
            )
        )
    return documents


def run(world: World) -> list[Measure]:
    """Rebuild, then whole answers: parse, filter, first page with snippets, facets."""
    documents = make_documents(world.scale.documents)
    backend = open_backend("whoosh", world.folder / "bench-index")
    start = time.process_time()
    backend.replace_all(documents)
    building = time.process_time() - start
    turns = itertools.cycle(QUERIES)
    found = cpu_times(lambda: backend.search(SearchQuery(text=next(turns))), times=200)
    note = f"{len(documents)} documents"
    return [
        Measure(what="index built", value=building, unit="s", note=note),
        Measure(what="search, whole answer, p50", value=median(found), unit="ms", note=note),
        Measure(
            what="search, whole answer, p95", value=p95(found), unit="ms", budget=15, note=note
        ),
    ]
