import json
import re
from pathlib import Path

import pytest

from app.blueprints import assets
from app.blueprints.assets import DIST, AssetError, asset_url, is_immutable, read_manifest

BUILT = (DIST / "manifest.json").exists()
needs_build = pytest.mark.skipif(not BUILT, reason="the assets are not built: run `make assets`")


def use_folder(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(assets, "DIST", folder)


def test_an_asset_has_its_hashed_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "manifest.json").write_text('{"app.css": "app.0123456789ab.css"}')
    use_folder(monkeypatch, tmp_path)
    assert asset_url("app.css") == "/static/dist/app.0123456789ab.css"
    with pytest.raises(AssetError, match=r"'app\.js'"):
        asset_url("app.js")


def test_without_a_build_the_error_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_folder(monkeypatch, tmp_path)
    with pytest.raises(AssetError, match="make assets"):
        asset_url("app.css")


def test_built_files_alone_are_immutable() -> None:
    assert is_immutable("", "/static/dist/app.0123456789ab.css")
    assert not is_immutable("", "/static/dist/manifest.json")
    assert not is_immutable("", "/static/img/logo.svg")


@needs_build
def test_every_asset_exists_with_its_compressed_twins() -> None:
    for file in read_manifest(DIST).values():
        assert re.fullmatch(r"[\w.-]+\.[0-9a-f]{12}\.\w+", file)
        assert (DIST / file).is_file()
        assert (DIST / f"{file}.br").is_file()
        assert (DIST / f"{file}.gz").is_file()


@needs_build
def test_the_manifest_lists_what_templates_ask_for() -> None:
    manifest = json.loads((DIST / "manifest.json").read_text())
    templates = Path(assets.__file__).parents[1] / "templates"
    asked = {
        name
        for file in templates.rglob("*.html")
        for name in re.findall(r"asset_url\(\s*['\"]([^'\"]+)", file.read_text(encoding="utf-8"))
    }
    assert asked
    assert asked <= set(manifest)


@needs_build
def test_styles_load_nothing_from_elsewhere() -> None:
    for name, file in read_manifest(DIST).items():
        if name.endswith(".css"):
            addresses = re.findall(r"url\(\s*[\"']?([^\"')]+)", (DIST / file).read_text())
            outside = [a for a in addresses if re.match(r"(https?:)?//", a)]
            assert outside == [], name


@needs_build
def test_the_state_typeface_waits_for_its_brand() -> None:
    manifest = read_manifest(DIST)
    assert "Marianne" not in (DIST / manifest["app.css"]).read_text()
    assert "@font-face" in (DIST / manifest["etat.css"]).read_text()


@needs_build
def test_a_first_visit_stays_light() -> None:
    """Half of the budget of the home page (100 kB) at most, the page itself apart."""
    manifest = read_manifest(DIST)
    names = ("app.css", "app.js", "logo.svg", "favicon.svg", "mesh.svg", "htmx.js")
    weight = sum((DIST / f"{manifest[name]}.br").stat().st_size for name in names)
    assert weight < 50_000
