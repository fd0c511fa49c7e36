"""The encodings that inquiries come in."""

import re
from pathlib import Path

from faq_clustering.tables.bad_input import BadInput

UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Windows-31J gives a character to every single byte; these stand for bytes that no text has.
NOT_TEXT = re.compile("[\x80-\xa0\uf8f0-\uf8f3]")


def decoded(path: Path, content: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding: UTF-8, UTF-16 with its mark, or what Excel writes in Japan."""
    for encoding in ("utf-16",) if content.startswith(UTF_16_MARKS) else ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "cp932" or not NOT_TEXT.search(text):
            # NUL is no character of any text, and readers of what we write stop at it.
            return text.replace("\0", ""), encoding.removesuffix("-sig")
    raise BadInput(
        f"{path} is neither UTF-8 nor Windows-31J (Shift_JIS), nor UTF-16 with a byte order mark."
        " Save it as “CSV UTF-8”."
    )
