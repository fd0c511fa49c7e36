"""Bytes to text: UTF-8 with or without a mark, UTF-16 with one, Shift_JIS as Windows writes it."""

import re
from dataclasses import dataclass

from api.errors import Invalid

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
KANA = re.compile("[ぁ-んァ-ヶｦ-ﾟ]")


class NotAText(Invalid):
    """This file is not a text file. Save it as CSV (UTF-8) and try again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decoded:
    """A file's text and the encoding it was in. Characters that could not be read are U+FFFD."""

    text: str
    encoding: str


def decode(raw: bytes) -> Decoded:
    """Tell the encoding and read the text; raises `NotAText` for workbooks and other binary files."""
    # A workbook is a ZIP file (xlsx) or an OLE file (xls).
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise NotAText
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return Decoded(text=raw.decode(encoding, errors="replace"), encoding=encoding)
    try:
        return Decoded(text=raw.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        pass
    readings = [
        Decoded(text=raw.decode(name, errors="replace"), encoding=name) for name in ("utf-8", "cp932")
    ]
    best = min(readings, key=lambda reading: reading.text.count("\ufffd"))
    if best.encoding == "cp932" and not KANA.search(best.text):
        # Japanese without kana does not exist; English with curly quotes does.
        return Decoded(text=raw.decode("cp1252", errors="replace"), encoding="cp1252")
    return best
