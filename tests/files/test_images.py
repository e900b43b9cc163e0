from __future__ import annotations

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.files.images import FULL_SIDE, THUMBNAIL_SIDE, read_photo
from app.files.refusal import FileRefusedError
from tests.files.builders import SVG, make_animation, make_gps_photo, make_image, make_png_bomb


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_comes_in_two_sizes(form: str) -> None:
    photo = read_photo(make_image(form, (2_400, 1_200)))
    assert (photo.full.width, photo.full.height) == (FULL_SIDE, FULL_SIDE // 2)
    assert (photo.thumbnail.width, photo.thumbnail.height) == (THUMBNAIL_SIDE, THUMBNAIL_SIDE // 2)
    for picture in (photo.full, photo.thumbnail):
        with Image.open(BytesIO(picture.content)) as image:
            assert image.format == "WEBP"
            assert image.size == (picture.width, picture.height)


def test_a_small_photo_is_not_blown_up() -> None:
    photo = read_photo(make_image("PNG", (300, 200)))
    assert (photo.full.width, photo.thumbnail.width) == (300, 300)


def test_where_and_by_whom_it_was_taken_is_dropped_and_it_stands_upright() -> None:
    sent = make_gps_photo((800, 600))
    assert b"Dupont" in sent
    photo = read_photo(sent)
    assert (photo.full.width, photo.full.height) == (600, 800)
    for picture in (photo.full, photo.thumbnail):
        with Image.open(BytesIO(picture.content)) as image:
            assert not dict(image.getexif())
            assert not image.getexif().get_ifd(0x8825)
            assert "icc_profile" not in image.info
        assert b"Dupont" not in picture.content
        assert b"EXIF" not in picture.content


def test_what_follows_the_image_is_dropped() -> None:
    photo = read_photo(make_image("JPEG") + b"<script>alert(1)</script>")
    assert b"<script" not in photo.full.content


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16"])
def test_any_mode_of_a_png_is_read(mode: str) -> None:
    photo = read_photo(make_image("PNG", (200, 200), mode=mode))
    assert photo.full.width == 200


def test_a_printers_jpeg_is_read() -> None:
    assert read_photo(make_image("JPEG", mode="CMYK")).full.width == 800


def test_what_is_see_through_becomes_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (200, 200), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(BytesIO(read_photo(out.getvalue()).full.content)) as image:
        assert image.convert("RGB").getpixel((100, 100)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "vide"),
        (b"\0" * (8 * 1024 * 1024 + 1), "8\u00a0Mo au plus"),
        (SVG, "JPEG, PNG ou WebP"),
        (b"<html><script>alert(1)</script></html>", "JPEG, PNG ou WebP"),
        (b"%PDF-1.7", "JPEG, PNG ou WebP"),
        (b"GIF89a" + b"\0" * 200, "JPEG, PNG ou WebP"),
        (make_animation("GIF"), "JPEG, PNG ou WebP"),
        (make_animation("WEBP"), "animée"),
        (make_animation("PNG"), "animée"),
        (make_image("BMP"), "JPEG, PNG ou WebP"),
        (make_image("TIFF"), "JPEG, PNG ou WebP"),
        (make_image("JPEG")[:1_500], "JPEG, PNG ou WebP"),
        (make_image("PNG")[:600], "JPEG, PNG ou WebP"),
        (make_image("PNG", (60, 400)), "trop petite"),
        (make_png_bomb(30_000), "trop de pixels"),
        (make_png_bomb(10_000), "trop de pixels"),
        (make_png_bomb(7_500), "trop de pixels"),
        (make_png_bomb(2_000), "JPEG, PNG ou WebP"),
    ],
)
def test_what_is_no_photo_is_refused_in_plain_words(content: bytes, why: str) -> None:
    with pytest.raises(FileRefusedError, match=why):
        read_photo(content)


SAMPLES = {form: make_image(form, (120, 110)) for form in ("JPEG", "PNG", "WEBP")}


@given(
    form=st.sampled_from(sorted(SAMPLES)),
    at=st.floats(0, 1),
    junk=st.binary(max_size=40),
    cut=st.booleans(),
)
def test_a_damaged_photo_is_a_photo_or_a_refusal(
    form: str, at: float, junk: bytes, cut: bool
) -> None:
    sound = SAMPLES[form]
    place = int(at * len(sound))
    content = sound[:place] + junk + (b"" if cut else sound[place + len(junk) :])
    with suppress(FileRefusedError):
        read_photo(content)
