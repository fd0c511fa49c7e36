"""Bytes of a file to FAQs, whatever its encoding and format."""

from dataclasses import dataclass
from pathlib import PurePath

from api.errors import Invalid
from api.faqs.exchange.markdown_file import as_markdown, read_markdown
from api.faqs.exchange.records import Record
from api.faqs.exchange.rows import as_csv, as_json_lines, read_rows
from api.faqs.exchange.wrong import Wrong, WrongRow
from api.inquiries.reading.decoding import decode
from api.inquiries.reading.tables import EmptyFile

FORMATS = {"csv": as_csv, "jsonl": as_json_lines, "md": as_markdown}
MEDIA = {"csv": "text/csv", "jsonl": "application/jsonl", "md": "text/markdown"}
MOST = 10_000


class TooManyFaqs(Invalid):
    """A file has at most 10,000 FAQs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Contents:
    """What a file holds, in its order."""

    encoding: str
    rows: list[Record | WrongRow]


def read_file(raw: bytes, name: str) -> Contents:
    """Read a file. Raises `Invalid` when it is no text or holds no FAQs at all."""
    decoded = decode(raw)
    if not decoded.text.strip():
        raise EmptyFile
    is_markdown = PurePath(name).suffix.lower() in {".md", ".markdown"} or (
        decoded.text.lstrip().startswith("# ")
    )
    found: list[Record | WrongRow] = (
        [*read_markdown(decoded.text)] if is_markdown else read_rows(decoded.text, name)
    )
    if not found:
        raise EmptyFile
    if len(found) > MOST:
        raise TooManyFaqs
    broken = not _is_clean(raw, decoded.encoding)
    return Contents(encoding=decoded.encoding, rows=[_sound(row, broken) for row in found])


def _is_clean(raw: bytes, encoding: str) -> bool:
    # U+FFFD stands for what could not be read, but a sound file may hold one as well.
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _sound(row: Record | WrongRow, broken: bool) -> Record | WrongRow:
    if isinstance(row, WrongRow):
        return row
    said = "".join(row.values.values())
    if broken and "\ufffd" in said:
        return WrongRow(line=row.line, wrong=Wrong.UNREADABLE)
    # PostgreSQL keeps no NUL, and UTF-8 has no half of a surrogate pair.
    if "\0" in said or any("\ud800" <= letter <= "\udfff" for letter in said):
        return WrongRow(line=row.line, wrong=Wrong.NUL)
    return row
