import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from app.errors import PortalError
from app.toolkit import guide_files
from app.toolkit.guides import GuideError, GuideStatus, Source, load_guides
from app.toolkit.markdown_rendering import Rendered
from tests.toolkit.guide_texts import HEAD, write_guide


def test_a_guide_says_what_its_file_says(tmp_path: Path) -> None:
    write_guide(tmp_path, "ouvrir-un-aci", "## Quand ?\n\nTout de suite.")
    (guide,) = load_guides(tmp_path)
    assert guide.slug == "ouvrir-un-aci"
    assert guide.title == "Ouvrir un chantier"
    assert guide.summary == "Les étapes pour ouvrir un chantier."
    assert guide.order == 10
    assert guide.status is GuideStatus.IN_FORCE
    assert guide.status.label == "En vigueur"
    assert guide.verified_on == date(2026, 2, 3)
    assert guide.owner == "Équipe de test"
    assert guide.siae_kinds == ("ACI",)
    assert guide.audiences == ("porteur de projet",)
    assert guide.sources == (
        Source(id="code", title="Un texte", url="https://example.org/", date="02/01/2026"),
    )
    assert guide.html == '<h2 id="quand">Quand\u00a0?</h2>\n<p>Tout de suite.</p>'
    assert guide.plain_text == "Quand\u00a0?\nTout de suite."
    assert [heading.id for heading in guide.contents] == ["quand"]


def test_a_source_may_have_no_address_and_no_date(tmp_path: Path) -> None:
    write_guide(
        tmp_path,
        "a",
        "Vu[^a], lu[^2].",
        sources="[{id: a, title: Un entretien}, {id: 2, title: B, date: 2024}]",
    )
    (guide,) = load_guides(tmp_path)
    assert guide.sources == (
        Source(id="a", title="Un entretien", url="", date=""),
        Source(id="2", title="B", url="", date="2024"),
    )


def test_guides_come_by_order_then_title(tmp_path: Path) -> None:
    write_guide(tmp_path, "a", title="Zoé", order="2")
    write_guide(tmp_path, "b", title="Bis", order="2")
    write_guide(tmp_path, "c", title="Fin", order="-1")
    assert [guide.slug for guide in load_guides(tmp_path)] == ["c", "b", "a"]


def test_drafts_come_on_request(tmp_path: Path) -> None:
    write_guide(tmp_path, "a")
    write_guide(tmp_path, "b", status="draft")
    assert [guide.slug for guide in load_guides(tmp_path)] == ["a"]
    assert [guide.slug for guide in load_guides(tmp_path, drafts=True)] == ["a", "b"]
    assert load_guides(tmp_path, drafts=True)[1].status.label == "Brouillon"


def test_the_typography_of_titles_is_set(tmp_path: Path) -> None:
    write_guide(tmp_path, "a", title='"L\'aide : quoi?"', summary="\"C'est 'ça'\"")
    (guide,) = load_guides(tmp_path)
    assert guide.title == "L’aide\u00a0: quoi\u00a0?"
    assert guide.summary.startswith("C’est")


def test_what_is_no_guide_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Comment écrire.", encoding="utf-8")
    (tmp_path / "note.txt").write_text("x", encoding="utf-8")
    assert load_guides(tmp_path) == ()
    assert load_guides(tmp_path / "none") == ()


def test_a_guide_is_rendered_again_only_when_edited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []
    render = guide_files.render_markdown

    def count(text: str, *, title: str, sources: Sequence[str]) -> Rendered:
        rendered.append(title)
        return render(text, title=title, sources=sources)

    monkeypatch.setattr(guide_files, "render_markdown", count)
    write_guide(tmp_path, "a", "Avant.")
    write_guide(tmp_path, "b", title="Autre")
    first = load_guides(tmp_path)
    assert load_guides(tmp_path) == first
    assert rendered == ["Ouvrir un chantier", "Autre"]

    path = write_guide(tmp_path, "a", "Matin.")  # as long: only the time tells
    later = path.stat().st_mtime_ns + 5_000_000_000
    os.utime(path, ns=(later, later))
    shown = {guide.slug: guide.plain_text for guide in load_guides(tmp_path)}
    assert shown["a"] == "Matin."
    assert rendered == ["Ouvrir un chantier", "Autre", "Ouvrir un chantier"]


def test_a_removed_file_is_gone_at_once(tmp_path: Path) -> None:
    path = write_guide(tmp_path, "a")
    assert len(load_guides(tmp_path)) == 1
    path.unlink()
    assert load_guides(tmp_path) == ()


@pytest.mark.parametrize("key", HEAD)
def test_a_missing_key_is_named(tmp_path: Path, key: str) -> None:
    write_guide(tmp_path, "fautif", **{key: None})
    with pytest.raises(GuideError, match=f"« fautif.md » : l’en-tête n’a pas de « {key} »"):
        load_guides(tmp_path)


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ({"verified_on": "2026-13-01"}, "YAML"),
        ({"verified_on": "hier"}, "« verified_on » n’est pas une date"),
        ({"verified_on": "2026-01-01 10:00:00"}, "« verified_on » n’est pas une date"),
        ({"status": "fini"}, "le statut « fini » est inconnu"),
        ({"order": "premier"}, "« order »"),
        ({"order": "true"}, "« order »"),
        ({"title": "''"}, "« title » est vide"),
        ({"title": "[a]"}, "« title » n’est pas un texte"),
        ({"siae_kinds": "ACI"}, "« siae_kinds » n’est pas une liste"),
        ({"audiences": "[1]"}, "« audiences » n’est pas une liste"),
        ({"sources": "[a]"}, "« sources » n’est pas une liste"),
        ({"sources": "[{title: A}]"}, "« id » est vide"),
        ({"sources": "[{id: a}]"}, "« title »"),
        ({"sources": "[{id: a, title: A}, {id: a, title: B}]"}, "même « id »"),
        ({"sources": "[{id: a, title: A, url: 'javascript:x'}]"}, "l’adresse d’une source"),
        ({"title": "'"}, "YAML"),
        ({"title": "!!python/object/apply:os.getcwd []"}, "YAML"),
    ],
)
def test_a_malformed_value_is_named(tmp_path: Path, head: dict[str, str], reason: str) -> None:
    write_guide(tmp_path, "fautif", **head)
    with pytest.raises(GuideError) as caught:
        load_guides(tmp_path)
    assert caught.value.file == "fautif.md"
    assert reason in caught.value.reason
    assert isinstance(caught.value, PortalError)


@pytest.mark.parametrize(
    "content", ["", "Du texte.", "---\ntitle: a", "---\n---\n", "---\n- a\n---\n"]
)
def test_a_file_without_front_matter_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "fautif.md").write_text(content, encoding="utf-8")
    with pytest.raises(GuideError, match=r"« fautif\.md » : l’en-tête"):
        load_guides(tmp_path)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "fautif.md").write_bytes("é".encode("latin-1"))
    with pytest.raises(GuideError, match="illisible"):
        load_guides(tmp_path)


def test_a_text_nested_without_end_is_named(tmp_path: Path) -> None:
    write_guide(tmp_path, "fautif", "<blockquote>" * 3000)
    with pytest.raises(GuideError, match="imbriqués"):
        load_guides(tmp_path)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = write_guide(tmp_path, "a")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(load_guides(tmp_path)) == 1


def test_two_files_cannot_have_one_address(tmp_path: Path) -> None:
    write_guide(tmp_path, "ouvrir_un_aci")
    write_guide(tmp_path, "ouvrir-un-aci", status="draft")
    with pytest.raises(GuideError, match=r"ouvrir_un_aci.*l’adresse « ouvrir-un-aci »"):
        load_guides(tmp_path)


def test_a_rule_inside_the_text_does_not_end_the_front_matter(tmp_path: Path) -> None:
    write_guide(tmp_path, "a", "Un.\n\n---\n\nDeux.")
    assert load_guides(tmp_path)[0].plain_text == "Un.\nDeux."
