"""The files of experiments, their status, their matrix."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidError, NotFoundError
from app.experiments.document import experiment_blocks
from app.experiments.documents import every_document
from app.experiments.files import (
    FOLDER,
    check_experiments,
    find_experiment,
    load_experiments,
    read_experiment,
)
from app.experiments.kinds import LegalStatus, Need, Public
from app.experiments.matrix import build_matrix
from app.experiments.selection import select_experiments
from app.exports.document import Heading

TODAY = date(2026, 11, 25)
FILES = sorted(FOLDER.glob("*.yaml"))


def write(folder: Path, **changes: object) -> Path:
    values = yaml.safe_load((FOLDER / "tapaj.yaml").read_text(encoding="utf-8")) | changes
    values = {name: value for name, value in values.items() if value is not None}
    path = folder / "tapaj.yaml"
    path.write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")
    return path


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_is_whole(path: Path) -> None:
    experiment = read_experiment(path)
    assert experiment.cited
    assert experiment.status.legal_basis
    assert experiment.verified_on <= TODAY
    assert all(figure.date and figure.cited for figure in experiment.results)
    assert any(isinstance(block, Heading) for block in experiment_blocks(experiment, TODAY))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"slug": "autre"}, "slug"),
        ({"publics": ["martiens"]}, "publics"),
        ({"needs": []}, "needs"),
        ({"places": [{"territory": "999999"}]}, "999999"),
        ({"sources": ["invente"]}, "invente"),
        ({"guides": ["guide-invente"]}, "guide-invente"),
        ({"schemes": ["dispositif-invente"]}, "dispositif-invente"),
        ({"actors": ["fonction-inventee"]}, "fonction-inventee"),
        ({"carriers": [{"name": "X", "role": "Y", "actor": "inconnu"}]}, "inconnu"),
        ({"results": [{"label": "L", "value": "1", "date": "2026", "sources": []}]}, "source"),
        ({"summry": "une faute de frappe"}, "summry"),
        ({"verified_on": "hier"}, "verified_on"),
        ({"verified_on": None}, "verified_on"),
        (
            {
                "since": {"words": "2020", "day": date(2020, 1, 1)},
                "until": {"words": "2019", "day": date(2019, 1, 1)},
            },
            "until",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_the_reason(
    tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(InvalidError, match=said) as caught:
        read_experiment(write(tmp_path, **changes))
    assert "tapaj.yaml" in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"[", b"slug: 3", b"- a\n- b\n"])
def test_a_file_of_any_bytes_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tapaj.yaml"
    path.write_bytes(content)
    with pytest.raises(InvalidError, match=r"tapaj\.yaml"):
        read_experiment(path)


def test_an_unknown_complement_is_refused(tmp_path: Path) -> None:
    write(tmp_path, complements=[{"experiment": "inconnue", "why": "parce que"}])
    with pytest.raises(InvalidError, match="inconnue"):
        load_experiments(tmp_path)


def test_two_experiments_never_answer_to_one_name(tmp_path: Path) -> None:
    write(tmp_path, complements=[])
    copy = (tmp_path / "tapaj.yaml").read_text(encoding="utf-8")
    (tmp_path / "autre.yaml").write_text(
        copy.replace("slug: tapaj", "slug: autre"), encoding="utf-8"
    )
    with pytest.raises(InvalidError, match="répondent au nom"):
        load_experiments(tmp_path)


def test_a_term_that_passed_is_to_be_verified() -> None:
    experiment = find_experiment("eiti")
    assert experiment.until is not None
    assert experiment.until.day is not None
    assert experiment.status_on(experiment.until.day).state is LegalStatus.CURRENT
    after = experiment.status_on(experiment.until.day + timedelta(days=1))
    assert after.state is LegalStatus.TO_VERIFY
    assert "22\xa0décembre\xa02026" in after.words


def test_a_former_name_finds_the_experiment() -> None:
    assert find_experiment("ebe").slug == "tzcld"
    with pytest.raises(NotFoundError):
        find_experiment("")


def test_the_search_knows_them_by_any_of_their_names() -> None:
    documents = {document.id: document for document in every_document(TODAY)}
    assert set(documents) == {experiment.slug for experiment in load_experiments()}
    assert "SPIE" in documents["spie"].keywords
    assert documents["spie"].closed
    assert not documents["tapaj"].closed


def test_every_experiment_is_in_each_of_its_cells_and_in_no_other() -> None:
    for row in build_matrix(load_experiments()):
        for cell in row.cells:
            for experiment in load_experiments():
                belongs = row.public in experiment.publics and cell.need in experiment.needs
                assert (experiment in cell.experiments) is belongs
        assert len(row.holes) + len(row.answered) == len(Need)


@given(
    st.sets(st.sampled_from(list(Public))),
    st.sets(st.sampled_from(list(Need))),
    st.sets(st.sampled_from(list(LegalStatus))),
    st.text(max_size=20),
)
def test_another_filter_never_adds_a_result(
    publics: set[Public], needs: set[Need], statuses: set[LegalStatus], text: str
) -> None:
    found = load_experiments()
    wide = select_experiments(found, TODAY, publics=publics)
    narrow = select_experiments(
        found, TODAY, publics=publics, needs=needs, statuses=statuses, text=text
    )
    assert set(narrow) <= set(wide) <= set(found)


def test_a_sheet_nobody_checked_for_a_year_is_said_to_be_stale() -> None:
    assert not list(check_experiments(date(2025, 11, 25)))
    assert len(list(check_experiments(date(2026, 11, 26)))) == len(FILES)
