import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.errors import NotFoundError
from app.territories import Territory, TerritoryKind, candidates, find, get, resolve, suggest
from app.territories.nuts import DEPARTMENTS, REGIONS, read_nuts


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("93200", "93066"),
        ("93380", "93066"),
        ("Saint-Denis", "93066"),
        ("saint denis", "93066"),
        ("SAINT-DENIS", "93066"),
        ("St Denis", "93066"),
        ("St. Denis", "93066"),
        ("Ville de Saint-Denis", "93066"),
        ("93066", "93066"),
        ("93059", "93066"),
        ("Pierrefitte-sur-Seine", "93066"),
        ("SAINT DENIS CEDEX", "93066"),
        ("93521 Saint-Denis Cedex", "93066"),
        ("Saint-Denis 93200", "93066"),
        ("Saint-Denis (93)", "93066"),
        ("T6", "T6"),
        ("t06", "T6"),
        ("Plaine Commune", "T6"),
        ("EPT Plaine Commune", "T6"),
        ("Plaine Commune (T6)", "T6"),
        ("200057867", "T6"),
        ("200 057 867", "T6"),
        ("93", "93"),
        ("Seine-Saint-Denis", "93"),
        ("93 - Seine-Saint-Denis", "93"),
        ("département de la Seine-Saint-Denis", "93"),
        ("FR106", "93"),
        ("93206 CEDEX", "93"),
        ("93206", "93"),
        ("FR10", "R11"),
        ("FR1", "R11"),
        ("Ile de France", "R11"),
        ("idf", "R11"),
        ("R11", "R11"),
        ("11", "11"),
        ("FR", "FR"),
        ("fra", "FR"),
        ("France", "FR"),
        ("75012", "75112"),
        ("75116", "75116"),
        ("75016", "75116"),
        ("Paris", "75056"),
        ("Paris 12e", "75112"),
        ("Paris 12e arrondissement", "75112"),
        ("Paris 12ème", "75112"),
        ("PARIS 12", "75112"),
        ("PARIS 01", "75101"),
        ("Paris 1er", "75101"),
        ("75012 PARIS", "75112"),
        ("75572 PARIS CEDEX 12", "75112"),
        ("Paris 75020", "75120"),
        ("L’Haÿ-les-Roses", "94038"),
        ("L HAY LES ROSES", "94038"),
        ("Hay les roses", "94038"),
        ("Kremlin-Bicêtre", "94043"),
        ("EPINAY S/ SEINE", "93031"),
        ("Boulognebillancourt", "92012"),
        ("Evry", "91228"),
        ("Saint-Ouen", "93070"),
        ("77100", "77284"),
        ("12 rue des Lilas, 93230 Romainville", "93063"),
        ("92055 PARIS LA DEFENSE CEDEX", "92"),
        ("Métropole du Grand Paris", "200054781"),
        ("Cœur d'Essonne", "200057859"),
        ("Paris-Saclay", "200056232"),
        ("Saint-Quentin-en-Yvelines", "200058782"),
        ("14", "14"),
        ("FRD11", "14"),
        ("Calvados", "14"),
        ("14000 Caen", "14"),
        ("1", "01"),
        ("2a", "2A"),
        ("20A", "2A"),
        ("20137 Porto-Vecchio", "2A"),
        ("97400 Saint-Denis", "974"),
        ("974", "974"),
        ("Normandie", "R28"),
        ("FRC1", "R27"),
    ],
)
def test_resolve_understands_what_people_and_files_write(text: str, code: str) -> None:
    assert resolve(text).code == code


@pytest.mark.parametrize(
    "text", ["", "   ", "Atlantide", "75011 Saint-Denis", "FRZZZ", "T13", "99"]
)
def test_what_means_nothing_is_not_found(text: str) -> None:
    assert find(text) is None
    assert candidates(text) == ()
    with pytest.raises(NotFoundError, match="Aucun territoire ne correspond"):
        resolve(text)


def test_a_misspelt_name_gets_advice() -> None:
    with pytest.raises(NotFoundError, match=r"Vouliez-vous dire Vincennes \(94\)"):
        resolve("Vincenne")


def test_candidates_puts_the_most_populated_commune_first() -> None:
    assert [t.code for t in candidates("77000")][:2] == ["77288", "77487"]  # Melun, Vaux-le-Pénil
    by_postal_code = [t for t in candidates("77120") if "77120" in t.postal_codes]
    populations = [t.population for t in by_postal_code]
    assert len(populations) > 5
    assert populations == sorted(populations, reverse=True)


def test_five_digits_that_are_also_an_insee_code_are_offered_both_ways() -> None:
    codes = [t.code for t in candidates("77100")]
    assert codes[0] == "77284"  # Meaux, by its postal code
    assert codes[-1] == "77100"  # Le Châtelet-en-Brie, by its INSEE code


def test_a_postal_code_of_paris_means_nothing_else() -> None:
    assert [t.code for t in candidates("75012")] == ["75112", "75056"]


def test_homonyms_are_all_candidates() -> None:
    assert [t.code for t in candidates("Marolles-en-Brie")] == ["94048", "77278"]
    assert resolve("Marolles-en-Brie (77)").code == "77278"


def test_every_nuts_code_leads_to_a_territory() -> None:
    kinds = {get(code).kind for code in DEPARTMENTS.values()}
    assert kinds == {TerritoryKind.DEPARTMENT}
    assert len(DEPARTMENTS) == len(set(DEPARTMENTS.values())) == 101
    assert {get(code).kind for code in REGIONS.values()} == {TerritoryKind.REGION}
    for nuts, department in DEPARTMENTS.items():
        assert get(department).parents[0] == read_nuts(nuts[:3]) or nuts.startswith("FRY")
        assert get(department).parents[0] == read_nuts(nuts[:4])


@settings(max_examples=60)
@given(st.text(max_size=60))
@example("93\x00200")
@example("٩٣٢٠٠")
@example("Paris 99e")
@example("(" * 200)
@example("a-" * 5000)
@example("0" * 5)
@example("cedex")
@example("  (93)")
def test_any_text_gives_a_territory_or_not_found(text: str) -> None:
    try:
        found = resolve(text)
    except NotFoundError:
        assert candidates(text) == ()
    else:
        assert isinstance(found, Territory)
        assert candidates(text)[0] is found


def test_suggest_ranks_names_then_population() -> None:
    assert [t.code for t in suggest("sain", limit=1)] == ["200058519"]
    assert "93066" in [t.code for t in suggest("saint-d")]
    assert suggest("T6")[0].code == "T6"
    assert suggest("93")[0].code == "93"
    assert suggest("9320")[0].code == "93066"
    assert suggest("lilas")[0].code == "93045"
    assert suggest("", limit=5) == ()
    assert suggest("sain", limit=0) == ()


@settings(max_examples=40)
@given(st.text(max_size=20), st.integers(min_value=0, max_value=10))
def test_suggest_keeps_to_its_limit_and_to_the_region(prefix: str, limit: int) -> None:
    found = suggest(prefix, limit)
    assert len(found) <= limit
    assert all(t.in_region for t in found)
