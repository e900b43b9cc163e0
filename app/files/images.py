"""Photos: read by their content, refused when dangerous, drawn again from their pixels alone.

Nothing of the file sent is kept but its pixels: neither EXIF (where and when, by whom), nor
comments, nor colour profiles, nor what may be hidden after the image.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from app.files.refusal import MEGABYTE, FileRefusedError, refuse_size

MOST_BYTES = 8 * MEGABYTE
MOST_PIXELS = 50_000_000  # 150 MB of memory once decoded
LEAST_SIDE = 100  # pixels
FULL_SIDE, THUMBNAIL_SIDE = 1_600, 480  # pixels of the longest side
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")
MEDIA_TYPE = "image/webp"
UNREADABLE = (
    OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError, OverflowError,
    struct.error, zlib.error,
)  # fmt: skip  # what the library raises on damaged files
NOT_A_PHOTO = "Ce fichier n’est pas une photo lisible. Envoyez une photo JPEG, PNG ou WebP."
TOO_MANY_PIXELS = (
    "Cette image a trop de pixels\u00a0: 50\u00a0millions au plus. Réduisez-la, puis envoyez-la "
    "de nouveau."
)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """An image that we encoded, in WebP; its size in pixels."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A photo to show large, and its small twin for lists."""

    full: Picture
    thumbnail: Picture


def read_photo(content: bytes) -> Photo:
    """The photo in these bytes, upright, drawn again in two sizes.

    Raises FileRefusedError where they are too heavy, no still JPEG, PNG or WebP, damaged, too small
    or with so many pixels that decoding them would harm.
    """
    refuse_size(content, MOST_BYTES)
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            check_shape(image)
            # A JPEG may be decoded at half its size or less: never under what is shown.
            image.draft("RGB", (FULL_SIDE, FULL_SIDE))
            pixels = flatten(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileRefusedError(TOO_MANY_PIXELS) from error
    except UNREADABLE as error:
        raise FileRefusedError(NOT_A_PHOTO) from error
    return Photo(full=encode(pixels, FULL_SIDE), thumbnail=encode(pixels, THUMBNAIL_SIDE))


def check_shape(image: Image.Image) -> None:
    """Raise FileRefusedError for an image that is not worth decoding; only its head is read."""
    if image.width * image.height > MOST_PIXELS:
        raise FileRefusedError(TOO_MANY_PIXELS)
    if min(image.size) < LEAST_SIDE:
        raise FileRefusedError(
            f"Cette image est trop petite\u00a0: {LEAST_SIDE}\u00a0pixels de côté au moins."
        )
    # A phone's JPEG may hold several views of one photo, of which the first is the photo.
    if image.format in {"PNG", "WEBP"} and getattr(image, "is_animated", False):
        raise FileRefusedError("Cette image est animée\u00a0: envoyez une photo fixe.")


def flatten(image: Image.Image) -> Image.Image:
    """The pixels alone, on white where they are see-through."""
    if image.mode.startswith("I"):  # sixteen bits of grey
        image = image.point(lambda value: value / 257).convert("L")
    shown = image.convert("RGBA") if image.has_transparency_data else image.convert("RGB")
    clean = Image.new("RGB", shown.size, "white")
    clean.paste(shown, mask=shown if shown.mode == "RGBA" else None)
    return clean


def encode(pixels: Image.Image, side: int) -> Picture:
    """The image no larger than `side` pixels each way, in WebP."""
    sized = ImageOps.contain(pixels, (side, side)) if max(pixels.size) > side else pixels
    out = BytesIO()
    sized.save(out, "WEBP", quality=QUALITY, method=4)
    return Picture(content=out.getvalue(), width=sized.width, height=sized.height)
