import pytest

from app.territories import get, list_territories, say_definite, say_of, say_where


@pytest.mark.parametrize(
    ("code", "where", "of"),
    [
        ("93066", "à Saint-Denis", "de Saint-Denis"),
        ("94043", "au Kremlin-Bicêtre", "du Kremlin-Bicêtre"),
        ("93045", "aux Lilas", "des Lilas"),
        ("93027", "à La Courneuve", "de La Courneuve"),
        ("94038", "à L’Haÿ-les-Roses", "de L’Haÿ-les-Roses"),
        ("95018", "à Argenteuil", "d’Argenteuil"),
        ("93", "en Seine-Saint-Denis", "de la Seine-Saint-Denis"),
        ("92", "dans les Hauts-de-Seine", "des Hauts-de-Seine"),
        ("91", "en Essonne", "de l’Essonne"),
        ("94", "dans le Val-de-Marne", "du Val-de-Marne"),
        ("95", "dans le Val-d’Oise", "du Val-d’Oise"),
        ("78", "dans les Yvelines", "des Yvelines"),
        ("77", "en Seine-et-Marne", "de la Seine-et-Marne"),
        ("75", "à Paris", "de Paris"),
        ("75112", "dans le 12e arrondissement de Paris", "du 12e arrondissement de Paris"),
        ("T6", "sur Plaine Commune (T6)", "de l’EPT Plaine Commune (T6)"),
        ("R11", "en Île-de-France", "de l’Île-de-France"),
        ("R44", "dans le Grand Est", "du Grand Est"),
        ("14", "dans le Calvados", "du Calvados"),
        ("974", "à La Réunion", "de La Réunion"),
        ("FR", "en France", "de la France"),
        (
            "200054781",
            "dans la métropole du Grand Paris",
            "de la métropole du Grand Paris",
        ),
        (
            "200055655",
            "dans la communauté d’agglomération Roissy Pays de France",
            "de la communauté d’agglomération Roissy Pays de France",
        ),
    ],
)
def test_prepositions(code: str, where: str, of: str) -> None:
    assert say_where(get(code)) == where
    assert say_of(get(code)) == of


def test_every_territory_can_be_said_with_french_apostrophes() -> None:
    for territory in list_territories(in_region=False):
        for say in (say_where, say_of, say_definite):
            said = say(territory)
            assert "'" not in said
            assert not said.startswith(("à Le ", "à Les ", "de Le ", "de Les ", "de le "))
