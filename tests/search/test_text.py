import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.imports.text import fold
from app.search.stems import stem_word
from app.search.text import clean_query, mark, snippet, split_words, stem_text


@pytest.mark.parametrize(
    "family",
    [
        "nettoyage nettoyer nettoyeur nettoyeuse nettoiement nettoyé nettoyées",
        "brodé brodée brodées brodee brodes broderie",
        "jardin jardins jardinage jardinier jardinière jardiniere",
        "maçon maçonnerie maconnerie MAÇONNERIES",
        "menuiserie menuisier menuisiers menuisière",
        "plomberie plombier",
        "blanchisserie blanchisseur blanchisseuse",
        "élagage élaguer élagueur elagage",
        "vitre vitres vitrerie vitrier",
        "recyclage recycler recyclerie",
        "réparation réparer réparateur",
        "livraison livrer livreur",
        "tri trier triage",
        "déchet déchets déchetterie déchèterie",
        "social sociale sociaux",
        "propre propreté",
        "œuvre oeuvre œuvres",
    ],
)
def test_a_family_has_one_stem(family: str) -> None:
    assert len({stem_word(word) for word in family.split()}) == 1


@pytest.mark.parametrize(
    "strangers",
    [
        "chauffeur chauffage",
        "traiteur traitement",
        "village ville",
        "chantier chant",
        "quartier quart",
        "mobilier mobilité",
        "logement logiciel",
        "bâtiment bateau",
        "paysage pays",
        "ouvrage ouvrir",
        "peinture pointure",
    ],
)
def test_strangers_stay_apart(strangers: str) -> None:
    first, second = strangers.split()
    assert stem_word(first) != stem_word(second)


@given(st.text(alphabet="abcdefghilmnoprstuvéèêàçôîûœï", min_size=1, max_size=15))
def test_accents_never_change_a_stem(word: str) -> None:
    assert stem_word(word) == stem_word(fold(word)) == stem_word(fold(word).upper())


def test_elisions_are_cut_whatever_the_apostrophe() -> None:
    assert stem_text("l’emploi d'insertion qu’ils jusqu'à") == stem_text("emploi insertion")


def test_acronyms_that_are_french_words_are_kept() -> None:
    assert stem_text("une AI, une EI, PE et FT") == ("ai", "ei", "pe", "ft")
    assert stem_text("ai") == ("ai",)
    assert stem_text("J’ai vu que je n’ai pas") == stem_text("vu")


def test_cap_emploi_is_not_the_demonstrative() -> None:
    assert stem_text("ce marché") == stem_text("marché")
    assert "ce" in stem_text("Demandez à votre CE local")
    assert "ce" not in stem_text("CE MARCHÉ EST RÉSERVÉ")


def test_words_know_where_they_stand() -> None:
    text = "À l’école, « d’élagage »"
    assert [text[w.start : w.end] for w in split_words(text)] == ["école", "élagage"]


@given(st.text(max_size=300))
def test_any_text_gives_words_in_place(text: str) -> None:
    for word in split_words(text):
        assert text[word.start : word.end].lower()[:60] == word.surface


@given(st.text(max_size=400), st.sets(st.sampled_from(["emploi", "nettoi", "a", "0"])))
def test_marked_pieces_are_the_text(text: str, stems: set[str]) -> None:
    assert "".join(piece for piece, _ in mark(text, stems)) == text


@given(st.text(max_size=600), st.integers(min_value=60, max_value=300))
def test_a_snippet_is_never_longer_than_asked(text: str, length: int) -> None:
    pieces = snippet(text, {"emploi"}, length)
    assert sum(len(piece) for piece, _ in pieces) <= length + len("… ") + len(" …")


def test_a_snippet_goes_where_the_words_are() -> None:
    text = (
        "Introduction sans intérêt. " * 30 + "Le nettoyage des bureaux est réservé. " + "Fin. " * 50
    )
    pieces = snippet(text, {stem_word("nettoyer"), stem_word("bureau")})
    assert [piece for piece, is_match in pieces if is_match] == ["nettoyage", "bureaux"]
    assert pieces[0] == ("… ", False)
    assert pieces[-1] == (" …", False)


def test_a_snippet_holds_no_markup_of_its_own() -> None:
    pieces = snippet("<b>nettoyage</b> & ${x}", {stem_word("nettoyage")})
    assert pieces == (("<b>", False), ("nettoyage", True), ("</b> & ${x}", False))


def test_a_query_is_cleaned() -> None:
    assert clean_query("  a\x00b\u202e \n c ") == "a b c"
    assert len(clean_query("mot " * 1000)) <= 200
