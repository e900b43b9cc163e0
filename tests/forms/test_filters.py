from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app import sectors
from app.forms.filters import StructureFilters
from app.forms.tender_filters import TenderFilters

VALUES = {
    "q": st.text(max_size=30),
    "page": st.integers(-2, 10_000).map(str) | st.text(max_size=4),
    "par": st.sampled_from(["10", "20", "50", "x", "0"]),
    "tri": st.sampled_from(["nom", "distance", "urgence", "parution", "pertinence", "x"]),
    "secteur": st.sampled_from([s.slug for s in sectors.sectors()[:20]] + ["inconnu", ""]),
    "territoire": st.sampled_from(
        ["93", "93066", "T6", "plaine-commune", "Paris", "Atlantide", ""]
    ),
    "rayon": st.sampled_from(["5", "10", "12.5", "-1", "nan", "1e9", "x"]),
    "type": st.sampled_from(["ACI", "EI", "ESAT", "aci", "XYZ"]),
    "clause": st.sampled_from(["reserve", "execution", "critere", "rien"]),
    "etat": st.sampled_from(["ouvert", "tous", "clos", "rectifie", "rien"]),
    "vue": st.sampled_from(["liste", "carte", "x"]),
    "echeance": st.sampled_from(["7", "30", "0", "demain"]),
    "nature": st.sampled_from(["services", "travaux", "chaussures"]),
    "famille": st.sampled_from(["MAPA", "JOUE", "mapa"]),
    "acheteur": st.text(max_size=20),
    "cpv": st.sampled_from(["90910000", "90910000-9 7731", "45", "4", "x"]),
    "valeur_min": st.sampled_from(["0", "1000,5", "-1", "1e30", "x"]),
    "valeur_max": st.sampled_from(["90000", "5404000"]),
    "duree_min": st.sampled_from(["1", "0.5"]),
    "duree_max": st.sampled_from(["12", "601"]),
    "structure": st.sampled_from(["21920062300011", "219 200 623 00011", "12345678901234"]),
    "reponse": st.sampled_from(["seul", "groupe", "verifier", "jamais"]),
    "inconnu": st.text(max_size=5),
}
PAIRS = st.lists(
    st.sampled_from(sorted(VALUES)).flatmap(lambda name: st.tuples(st.just(name), VALUES[name])),
    max_size=12,
)


@given(PAIRS)
def test_filters_to_address_to_filters_is_the_identity(pairs: list[tuple[str, str]]) -> None:
    for kind in (StructureFilters, TenderFilters):
        filters = kind.from_args(MultiDict(pairs))
        again = kind.from_args(MultiDict(filters.to_args()))
        assert again.to_args() == filters.to_args()
        assert not again.ignored


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=40)), max_size=8))
def test_no_query_string_raises(pairs: list[tuple[str, str]]) -> None:
    for kind in (StructureFilters, TenderFilters):
        kind.from_args(MultiDict(pairs))
