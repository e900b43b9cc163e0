from __future__ import annotations

import pytest

from app.toolkit.citations import cited_numbers, unsourced_figures
from app.toolkit.html_tree import parse
from app.toolkit.markdown_rendering import render_markdown


def figures(text: str) -> list[str]:
    rendered = render_markdown(text, title="T", sources=["code", "presse"])
    return list(unsourced_figures(parse(rendered.html)))


def test_a_citation_is_a_numbered_link_to_its_source() -> None:
    rendered = render_markdown(
        "Un fait[^presse], un autre [^code].", title="T", sources=["code", "presse"]
    )
    assert 'href="#source-2"' in rendered.html
    assert cited_numbers(parse(rendered.html)) == {1, 2}
    assert rendered.html.endswith("</sup>.</p>")


def test_what_is_searched_holds_no_citation() -> None:
    rendered = render_markdown("Un fait [^code]. Fin.", title="T", sources=["code"])
    assert rendered.plain_text == "Un fait. Fin."


def test_an_unknown_source_is_named() -> None:
    with pytest.raises(ValueError, match="« rumeur »"):
        render_markdown("Un fait[^rumeur].", title="T", sources=["code"])


def test_a_citation_inside_code_is_left_alone() -> None:
    rendered = render_markdown("Écrivez `[^rumeur]`.", title="T", sources=[])
    assert "<code>[^rumeur]</code>" in rendered.html


@pytest.mark.parametrize(
    "text",
    [
        "L’aide est de 13 304 €.",
        "Au plus 24 mois.",
        "- une règle\n- 30 % des charges\n",
        "> **À retenir** : 480 heures au plus.",
        "| a | b |\n|---|---|\n| x | 12 ETP |\n",
        "Cité ailleurs[^code].\n\nIci 60 jours.",
    ],
)
def test_a_figure_without_a_source_in_its_block_is_found(text: str) -> None:
    assert len(figures(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "L’aide est de 13 304 €[^presse].",
        "Au plus 24 mois : à vérifier.",
        "> **À vérifier** : 480 heures au plus.",
        "- une règle\n- 30 % des charges[^code]\n",
        "| a | b |\n|---|---|\n| x | 12 ETP |\n| y | cité[^code] |\n",
        "Depuis le 1er juillet 2024, l’article L5132-15 s’applique.",
        "L’étape 3 vient après l’étape 2.",
        "Exemple inventé : 10 postes.",
    ],
)
def test_a_figure_with_its_proof_or_a_date_is_no_fault(text: str) -> None:
    assert figures(text) == []


def test_an_acronym_is_explained_where_it_first_stands() -> None:
    rendered = render_markdown("## ACI\n\nUn ACI, puis un ACI ; [EI](/glossaire#ei).", title="T")
    assert rendered.html.count('<abbr title="atelier et chantier d’insertion">ACI</abbr>') == 1
    assert '<h2 id="aci">ACI</h2>' in rendered.html
    assert '<abbr title="entreprise' not in rendered.html
    assert [term.term for term in rendered.acronyms] == ["ACI", "EI"]


def test_a_word_that_holds_an_acronym_is_no_acronym() -> None:
    rendered = render_markdown("L’EITI et la REINE.", title="T")
    assert [term.term for term in rendered.acronyms] == ["EITI"]
