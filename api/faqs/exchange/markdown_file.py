"""FAQs as one Markdown file that people read and edit.

`# ` begins an FAQ, a list of `key: value` says what it is about, `## ja:` and `## en:` begin a language with
its question, the answer follows, and below `### ` stand the phrasings as a list. A shorter form holds one
language: the question after `# `, the answer below it. A line of an answer that begins with `#` is written
with a backslash before it.
"""

import re
from collections.abc import Iterable

from api.faqs.exchange.records import ALIASES, Field, Record
from faq_clustering.text import language_of, normalise

WORDING = {
    "ja": (Field.QUESTION_JA, Field.ANSWER_JA, Field.PHRASINGS_JA),
    "en": (Field.QUESTION_EN, Field.ANSWER_EN, Field.PHRASINGS_EN),
}
ABOUT = [name for name in Field if not any(name in fields for fields in WORDING.values())]
PHRASINGS = {"ja": "言い回し", "en": "Phrasings"}
LANGUAGE = re.compile(r"## *(ja|en) *: ?(.*)", re.IGNORECASE)
PAIR = re.compile(r"[-*] +([^::]+)[::](.*)")
ESCAPED = re.compile(r"^\\(?=\\*#)")
HEADING = re.compile(r"^(?=\\*#)")


def as_markdown(records: Iterable[Record]) -> str:
    """Return the file."""
    return "\n".join(_section(record) for record in records)


def read_markdown(text: str) -> list[Record]:
    """Return the FAQs of a file; what stands above the first is passed over."""
    found: list[tuple[int, list[str]]] = []
    for line, written in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if written.startswith("# "):
            found.append((line, [written]))
        elif found:
            found[-1][1].append(written)
    return [_record(line, lines) for line, lines in found]


def _section(record: Record) -> str:
    values = record.values
    number = values.get(Field.ID, "")
    lines = [f"# FAQ {number}".rstrip(), ""]
    lines += [f"- {name}: {values[name]}".rstrip() for name in ABOUT if name in values]
    for language, (question, answer, phrasings) in WORDING.items():
        if not any(values.get(name) for name in (question, answer, phrasings)):
            continue
        lines += ["", f"## {language}: {values.get(question, '')}".rstrip(), ""]
        lines += [HEADING.sub(r"\\", line) for line in values.get(answer, "").split("\n")]
        if values.get(phrasings):
            lines += ["", f"### {PHRASINGS[language]}", ""]
            lines += [f"- {phrasing}" for phrasing in record.parts(phrasings)]
    return "\n".join(lines) + "\n"


def _record(line: int, lines: list[str]) -> Record:
    values: dict[Field, str] = {}
    title = lines[0][2:].strip()
    body: list[str] = []
    said: list[str] = []
    language, in_phrasings = "", False

    def close(*, last: bool = False) -> None:
        spoken = language or language_of(title)
        question, answer, phrasings = WORDING["en" if spoken == "en" else "ja"]
        text = "\n".join(ESCAPED.sub("", row) for row in body).strip()
        if not language and not (last and text):
            return
        values.setdefault(question, title)
        values[answer], values[phrasings] = text, "\n".join(said)

    for written in lines[1:]:
        if head := LANGUAGE.fullmatch(written.rstrip()):
            close()
            body, said, in_phrasings, language = [], [], False, head[1].lower()
            values[WORDING[language][0]] = head[2].strip()
        elif written.startswith("### "):
            in_phrasings = True
        elif in_phrasings:
            if written.strip():
                said.append(re.sub(r"^\s*[-*]\s", "", written).strip())
        elif not language and not any(body) and (pair := _pair(written)):
            values[pair[0]] = pair[1]
        elif written.strip() or body:
            body.append(written)
    close(last=True)
    return Record(values=values, line=line)


def _pair(written: str) -> tuple[Field, str] | None:
    found = PAIR.fullmatch(written.strip())
    name = ALIASES.get(normalise(found[1])) if found else None
    return (name, found[2].strip()) if found and name in ABOUT else None
