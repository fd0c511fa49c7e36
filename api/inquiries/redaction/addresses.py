"""Postal codes and address lines, Japanese and English."""

import re
from collections.abc import Iterator

from api.inquiries.redaction.spans import Kind, Span

PREFECTURE = "(?:北海道|東京都|京都府|大阪府|[一-龥]{2,3}県)"
# A town written in hiragana is only told from the words before it at the start of a run of hiragana.
CITY = (
    r"(?:[一-龥々ヶケノ]{1,6}|(?<![ぁ-ん])[ぁ-ん]{2,5})"
    r"(?:市(?![場販民立])|区(?![分域間切画])|町(?![内])|村|郡)"
)
DIGIT = "[0-9〇一二三四五六七八九十]"
BLOCK = (
    rf"(?:{DIGIT}{{1,6}}(?:丁目|番地?)[ ]?(?:の?{DIGIT}{{1,6}}(?:番地?|号)?-?)*"
    r"|[0-9]{1,5}(?:-[0-9]{1,5}){1,3}(?:号(?!室))?)"
)
ROOM = r"(?:[ ]?[0-9A-Z-]{1,6}(?:号室?|階|F))"
BUILDING = (
    r"(?:[ ]?[^\s、。,()「」\[\]0-9]{0,16}(?:ビル|ビルディング|タワー|マンション|ハイツ|コーポ|荘"
    r"|アパート|レジデンス|プラザ|館|棟)"
    rf"{ROOM}?|{ROOM})?"
)
LINE = re.compile(
    rf"(?:{PREFECTURE}[ ]?)?(?:{CITY}[ ]?){{1,3}}[^\s、。,0-9()「」\[\]]{{0,14}}?[ ]?{BLOCK}{BUILDING}"
)
HAS_BLOCK = re.compile(BLOCK)
REACH = 60
LABELLED = re.compile(
    rf"(?:ご?住所|所在地|届け?先|送付先|配送先|送り先)(?:は|[\s::]){{1,3}}((?:{PREFECTURE}|{CITY})[^、。\n()]*?)"
    r"(?=です|でした|に(?!し)|へ|から|と|[、。\n()]|$)",
    re.MULTILINE,
)
AFTER_POSTAL_CODE = re.compile(
    rf"〒[ ]?(?:[0-9]{{3}}-?[0-9]{{4}}|\[[^\]]+\])[ \n]{{0,2}}([^\n、。()\[]{{2,30}}?{BLOCK}{BUILDING})"
)


STREET = (
    "(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr"
    "|Boulevard|Blvd|Court|Ct|Place|Pl|Square|Sq|Terrace|Crescent|Close|Way)"
)
ENGLISH = re.compile(
    rf"(?<![A-Za-z0-9_-])[0-9]{{1,5}}[A-Za-z]?,? (?:[NSEW]\.? )?(?:[A-Z][\w'-]+ ){{1,3}}{STREET}\b\.?"
    rf"(?:,? (?:Apt|Apartment|Suite|Unit|Flat|Floor|#)\.? ?[\w-]+)?(?:,(?: [A-Z][a-z][\w'-]*){{1,2}})*"
    r"(?:,? [A-Z]{2}\b)?(?:,? [0-9]{5}(?:-[0-9]{4})?)?"
)
ROMAJI = re.compile(
    r"(?<![A-Za-z0-9_-])[0-9]+(?:-[0-9]+){1,3},? (?:[A-Z][a-z]+(?:-[a-z]+)?,? ?){1,4}"
    r"(?<=[a-z, ])(?:[A-Z][a-z]+-(?:ku|shi|cho|machi|gun|to|fu|ken))(?:,? [A-Z][a-z]+(?:-[a-z]+)?){0,2}"
)

JAPANESE_CODE = re.compile(r"〒[ ]?([0-9]{3}-?[0-9]{4})(?![0-9-])")
SAID_CODE = re.compile(
    r"(?:郵便番号|postal code|zip(?: code)?|postcode)(?:は|が|を|is|[\s::=]){0,4}"
    r"([0-9]{3}-?[0-9]{4}|[0-9]{5}(?:-[0-9]{4})?)(?![A-Za-z0-9_-])",
    re.IGNORECASE,
)
CODE_BEFORE_ADDRESS = re.compile(
    rf"(?<![A-Za-z0-9_-])([0-9]{{3}}-[0-9]{{4}})(?=[ \n]{{0,2}}(?:{PREFECTURE}|{CITY}))"
)
CODE_AFTER_WORD = re.compile(
    r"(?:住所|所在地|届け?先|送付先)(?:は|を|が|[\s::]){1,3}([0-9]{3}-[0-9]{4})(?![A-Za-z0-9_-])"
)
BRITISH = re.compile(
    r"(?<![A-Za-z0-9_-])([A-Z]{1,2}[0-9][0-9A-Z]? [0-9][ABD-HJLNP-UW-Z]{2})(?![A-Za-z0-9_-])"
)


def postal_codes(plain: str) -> Iterator[Span]:
    """Postal codes: after 〒, after the word, or before an address; 123-4567 alone may be anything."""
    for rule in (JAPANESE_CODE, SAID_CODE, CODE_BEFORE_ADDRESS, CODE_AFTER_WORD, BRITISH):
        for found in rule.finditer(plain):
            yield Span(start=found.start(1), end=found.end(1), kind=Kind.POSTAL_CODE)


def addresses(plain: str) -> Iterator[Span]:
    """Address lines down to block or building, what is called an address, and what stands after 〒."""
    for rule in (LABELLED, AFTER_POSTAL_CODE):
        for found in rule.finditer(plain):
            yield Span(start=found.start(1), end=found.end(1), kind=Kind.ADDRESS)
    for rule in (ENGLISH, ROMAJI):
        for found in rule.finditer(plain):
            yield Span(start=found.start(), end=found.end(), kind=Kind.ADDRESS)
    place = 0
    for block in HAS_BLOCK.finditer(plain):
        # Looked for around a block only: over a long text without one the pattern would take its time.
        start = max(place, block.start() - REACH)
        if line := LINE.search(plain, start, block.end() + REACH):
            place = line.end()
            yield Span(start=line.start(), end=line.end(), kind=Kind.ADDRESS)
