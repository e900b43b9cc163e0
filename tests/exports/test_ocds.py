"""The writer of release packages."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, cast

from app.exports.ocds import OcidPrefix, PackageHead, Release, extension, write_package

HEAD = PackageHead(
    uri="https://portail.exemple.fr/marches.ocds.json",
    published_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
    publisher="Maillage",
    publisher_uri="https://portail.exemple.fr",
    license="https://exemple.fr/licence",
    extensions=(extension("lots"),),
)


def release(**values: Any) -> Release:
    return cast(Release, {"ocid": "ocds-maillage-1", "id": "1", **values})


def write(*releases: Release, head: PackageHead = HEAD) -> dict[str, Any]:
    package: dict[str, Any] = json.loads("".join(write_package(head, releases)))
    return package


def test_a_package_says_who_publishes_it_when_and_by_which_rules() -> None:
    package = write(release(), release(id="2"))
    assert package["uri"] == HEAD.uri
    assert package["version"] == "1.1"
    assert package["publishedDate"] == "2026-11-23T10:00:00+01:00"
    assert package["publisher"] == {"name": "Maillage", "uri": "https://portail.exemple.fr"}
    assert package["license"] == HEAD.license
    assert package["extensions"][0].endswith("/ocds_lots_extension/master/extension.json")
    assert [r["id"] for r in package["releases"]] == ["1", "2"]


def test_a_package_without_release_is_still_one() -> None:
    assert write()["releases"] == []


def test_a_prefix_that_is_not_registered_says_so() -> None:
    said = write()["x_ocidPrefix"]
    assert said["value"] == "maillage"
    assert said["registered"] is False
    assert "non enregistré" in said["note"]
    registered = OcidPrefix(value="a1b2c3", is_registered=True)
    head = PackageHead(uri="x", published_at=HEAD.published_at, publisher="x", prefix=registered)
    assert "x_ocidPrefix" not in write(head=head)


def test_an_ocid_holds_nothing_strange() -> None:
    assert OcidPrefix().ocid("25-12212") == "ocds-maillage-25-12212"
    assert OcidPrefix().ocid("a b/é\n") == "ocds-maillage-a-b"
    assert OcidPrefix().ocid("///") == "ocds-maillage-sans-numero"


def test_what_is_empty_is_not_written_and_what_is_false_or_zero_is() -> None:
    tender = {"title": "", "lots": [{"id": "1", "value": None}, {}], "x": {"y": []}, "n": 0}
    (found,) = write(release(tender={**tender, "hasEnquiries": False}))["releases"]
    assert found["tender"] == {"lots": [{"id": "1"}], "n": 0, "hasEnquiries": False}


def test_any_text_can_be_written_in_utf_8() -> None:
    hostile = '"}], \x00\n\u2028 é 😀 \ud83d'
    text = "".join(write_package(HEAD, [release(title=hostile)]))
    (found,) = json.loads(text.encode("utf-8"))["releases"]
    assert found["title"] == '"}], \x00\n\u2028 é 😀 ?'
