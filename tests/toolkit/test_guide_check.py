from datetime import date, timedelta
from pathlib import Path

import pytest

from app.toolkit.guide_check import Known
from app.toolkit.guides import check_guides, load_guides
from config import ROOT
from tests.toolkit.guide_texts import write_guide

BEFORE = date(2026, 1, 1)
CONTENT = ROOT / "content" / "guides"


def problems(folder: Path, before: date = BEFORE) -> list[str]:
    return [str(problem) for problem in check_guides(folder, before)]


def test_good_guides_have_no_problem(tmp_path: Path) -> None:
    write_guide(
        tmp_path,
        "a",
        "## Ici\n\nUn[^code] [b](/guide/b#la), [ici](#ici), [c](https://c.example/#x)",
    )
    write_guide(
        tmp_path, "b", "## Là\n\nUn[^code] [a](/guide/a), [liste](/guide), [autre](/structures#x)"
    )
    assert problems(tmp_path) == []


def test_age_counts_from_the_day_given(tmp_path: Path) -> None:
    write_guide(tmp_path, "a", verified_on="2026-02-03")
    assert problems(tmp_path, date(2026, 2, 3)) == []
    assert problems(tmp_path, date(2026, 2, 4)) == [
        "Guide « a » : vérifié le 03/02/2026, à vérifier de nouveau"
    ]


def test_a_published_guide_needs_a_source(tmp_path: Path) -> None:
    write_guide(tmp_path, "a", "Rien.", sources="[]")
    write_guide(tmp_path, "b", "Rien.", sources="[]", status="draft")
    assert problems(tmp_path) == ["Guide « a » : publié sans aucune source"]


@pytest.mark.parametrize(
    ("summary", "reported"), [("''", True), ("é" * 200, False), ("é" * 201, True)]
)
def test_a_summary_is_there_and_short(tmp_path: Path, summary: str, reported: bool) -> None:
    write_guide(tmp_path, "a", summary=summary)
    assert [problem.guide for problem in check_guides(tmp_path, BEFORE)] == ["a"] * reported
    assert all("résumé" in text for text in problems(tmp_path))


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("/guide/inconnu", "aucun guide"),
        ("inconnu", "aucun guide"),
        ("/guide/inconnu?x=1#y", "aucun guide"),
        ("#absent", "une partie"),
        ("/guide/a#absent", "une partie"),
        ("/guide/b#absent", "une partie"),
        ("/guide/b", "un brouillon"),
    ],
)
def test_a_broken_link_is_reported_once(tmp_path: Path, link: str, reason: str) -> None:
    write_guide(tmp_path, "a", f"## Ici\n\nUn[^code] [x]({link}) et [y]({link})")
    write_guide(tmp_path, "b", status="in_force" if "absent" in link else "draft")
    (found,) = problems(tmp_path)
    assert f"« {link} »" in found
    assert reason in found


def test_a_draft_may_lead_to_a_draft(tmp_path: Path) -> None:
    write_guide(tmp_path, "a", "[b](/guide/b)", status="draft")
    write_guide(tmp_path, "b", status="draft")
    assert problems(tmp_path) == []


def test_a_malformed_file_is_reported_and_the_others_checked(tmp_path: Path) -> None:
    write_guide(tmp_path, "a", status="fini")
    write_guide(tmp_path, "b", "Rien.", sources="[]")
    found = problems(tmp_path)
    assert len(found) == 2
    assert found[0].startswith("Guide « a.md » : le statut « fini » est inconnu")
    assert found[1].startswith("Guide « b » :")


def test_one_address_for_two_files_is_reported(tmp_path: Path) -> None:
    write_guide(tmp_path, "a_b")
    write_guide(tmp_path, "a-b")
    assert problems(tmp_path) == ["Guide « a_b.md » : un autre fichier a déjà l’adresse « a-b »"]


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    assert problems(tmp_path / "guides") == [
        "Guide « guides » : le dossier des guides n’existe pas"
    ]


def test_the_guides_of_the_portal_load() -> None:
    guides = load_guides(CONTENT, drafts=True)
    assert len(guides) >= 3
    assert all(guide.plain_text and guide.contents for guide in guides)


def test_the_guides_of_the_portal_have_no_problem() -> None:
    # Age apart, which depends on the day: `flask check` looks at it.
    oldest = min(guide.verified_on for guide in load_guides(CONTENT, drafts=True))
    assert problems(CONTENT, oldest) == []
    assert len(problems(CONTENT, oldest + timedelta(days=1))) >= 1


KNOWN = Known(
    stages={"idee"},
    tools={"budget"},
    actors={"service-iae"},
    schemes=set(),
    sectors=set(),
    siae_kinds={"ACI"},
    territories={"93"},
    leads=lambda path: path == "/structures?type=ACI",
)


def test_what_guides_refer_to_exists(tmp_path: Path) -> None:
    write_guide(tmp_path, "a", "Un[^code] [lien](/structures?type=ACI).", territories='["93"]')
    assert list(check_guides(tmp_path, BEFORE, KNOWN)) == []
    write_guide(
        tmp_path,
        "a",
        "Un[^code] [lien](/nulle-part#x).",
        stages="[ailleurs]",
        tools="[marteau]",
        schemes="[loto]",
        territories='["13"]',
    )
    found = [str(problem) for problem in check_guides(tmp_path, BEFORE, KNOWN)]
    assert len(found) == 5
    assert any("« /nulle-part#x » ne mène à aucune page" in text for text in found)
    assert any("« tools » cite « marteau »" in text for text in found)


def test_a_source_that_nothing_cites_is_reported(tmp_path: Path) -> None:
    write_guide(tmp_path, "a", "Sans renvoi.")
    assert problems(tmp_path) == [
        "Guide « a » : la source « code » n’est citée nulle part dans le texte"
    ]


def test_a_figure_without_source_is_reported(tmp_path: Path) -> None:
    write_guide(tmp_path, "a", "Un fait[^code].\n\nUne aide de 1 000 €.")
    (found,) = problems(tmp_path)
    assert "« 1 000 € »" in found
