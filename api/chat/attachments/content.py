"""What a file is, told from its content. Its name and what the browser says of it are not believed."""

import io
import warnings

from PIL import Image, UnidentifiedImageError

from api.errors import Invalid, Problem

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
IMAGES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
PDF = "application/pdf"
PDF_HEADER_WITHIN = 1024
"""Readers accept a PDF whose header stands within its first 1,024 bytes."""


class FileTooLarge(Problem):
    """A file can have up to 10 MB."""

    status = 413


class FileNotAllowed(Problem):
    """Only images (PNG, JPEG, GIF, WebP) and PDF files can be sent."""

    status = 415


class EmptyFile(Invalid):
    """The file is empty."""


def media_type_of(data: bytes) -> str:
    """Return the media type of a file's content.

    Raises `EmptyFile`, `FileNotAllowed` and `FileTooLarge`
    (bytes, or an image of more than 50 million pixels).
    """
    if not data:
        raise EmptyFile
    if len(data) > MOST_BYTES:
        raise FileTooLarge
    if data.startswith(b"%PDF-") or (b"%PDF-" in data[:PDF_HEADER_WITHIN] and b"%%EOF" in data[-2048:]):
        return PDF
    return _image_type(data)


def _image_type(data: bytes) -> str:
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=list(IMAGES)) as image:
            warnings.simplefilter("ignore")
            kind, (width, height) = IMAGES[image.format or ""], image.size
            image.verify()
    except Image.DecompressionBombError as bomb:
        raise FileTooLarge from bomb
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError) as unreadable:
        raise FileNotAllowed from unreadable
    if width * height > MOST_PIXELS:
        raise FileTooLarge
    return kind
