"""Files as people send them, and as attackers do."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

from PIL import Image

DOCX_TYPES = (
    b'<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="'
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    b'"/></Types>'
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF"


def make_image(
    form: str = "JPEG", size: tuple[int, int] = (800, 600), *, mode: str = "RGB", **options: object
) -> bytes:
    """An image of two colours: red on the left half, blue on the right one."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    out = BytesIO()
    image.convert(mode).save(out, form, **options)
    return out.getvalue()


def make_gps_photo(size: tuple[int, int] = (800, 600)) -> bytes:
    """A phone's JPEG, lying on its side, that says where it was taken and by whom."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter
    exif[0x010F] = "Appareil de Dupont"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 54.0, 8.0), 3: "E", 4: (2.0, 28.0, 9.0)})
    return make_image("JPEG", size, exif=exif, comment=b"chez Dupont")


def make_animation(form: str = "GIF") -> bytes:
    """Two images in one."""
    frames = [Image.new("RGB", (200, 200), colour) for colour in ("red", "blue")]
    out = BytesIO()
    frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def make_png_bomb(side: int = 30_000) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def make_zip(parts: dict[str, bytes]) -> bytes:
    """An archive of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def make_docx(**more: bytes) -> bytes:
    """A small Word document, with more parts."""
    parts = {"[Content_Types].xml": DOCX_TYPES, "word/document.xml": b"<w:document/>"}
    return make_zip({**parts, **{name.replace("__", "/"): c for name, c in more.items()}})


def make_odt(media_type: bytes = b"application/vnd.oasis.opendocument.text") -> bytes:
    """A small OpenDocument."""
    return make_zip({"mimetype": media_type, "content.xml": b"<office:document-content/>"})
