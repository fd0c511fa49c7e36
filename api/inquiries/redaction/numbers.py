"""Payment cards and My Numbers (個人番号), told from other numbers by their check digits."""

import re
from collections.abc import Iterator

from api.inquiries.redaction.spans import Kind, Span

# Neither in a word or a code nor a part of a time, a decimal number or a path.
ALONE = r"(?<![\w#-])(?<!\d[.,:/])(?<![a-z]/){}(?![\w])(?![-.,:/]\d)"
CARD = re.compile(ALONE.format(r"\d(?:[- ]?\d){12,18}"), re.ASCII)
TWELVE = re.compile(ALONE.format(r"\d{4}([- ]?)\d{4}\1\d{4}"), re.ASCII)
SECURITY_CODE = re.compile(
    r"(?:セキュリティ(?:ー)?コード|CVV2?|CVC2?|security code)(?:は|が|[\s:=]|is){0,4}(\d{3,4})(?!\d)",
    re.IGNORECASE,
)
SAYS_CARD = re.compile(
    r"(?:カード(?:の?番号)?|card(?: number| no\.?)?)(?:は|が|を|is|[\s::=「(]){0,4}$", re.IGNORECASE
)
SAYS_MY_NUMBER = re.compile(
    r"(?:マイナンバー|個人番号|my ?number)(?:は|が|を|is|[\s::=「(]){0,4}$", re.IGNORECASE
)
# Prefixes and lengths of the card schemes (ISO/IEC 7812).
# Thirteen digits from 4 are a Japanese article's bar code.
SCHEMES = (
    (re.compile(r"4"), (16, 19)),
    (re.compile(r"5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)"), (16,)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"35(?:2[89]|[3-8])"), (16, 17, 18, 19)),
    (re.compile(r"30[0-5]|3[689]"), (14,)),
    (re.compile(r"6011|64[4-9]|65"), (16, 19)),
    (re.compile(r"62"), (16, 17, 18, 19)),
)
IDENTIFIER = re.compile(
    r"(?:(?:注文|請求書?|伝票|追跡|管理|受付|問い?合わ?せ|契約|商品|製造|製品|シリアル|登録|法人|型|社員|顧客|会員|申請|稟議"
    r"|エラー|予約|見積|発注|納品|領収書?|取引|決済|チケット|ケース|照会|整理|部門|勘定)(?:番号|コード|ID|No\.?|№)"
    r"|(?:order|invoice|tracking|ticket|reference|ref|case|serial|error|part|model|transaction|booking)"
    r"(?: (?:number|no\.?|id|code|ref))?)(?:は|が|を|の|is|[\s::=#「(]){0,4}$",
    re.IGNORECASE,
)


def is_labelled_identifier(before: str) -> bool:
    """Whether the words before a number say that it names an order, an invoice and the like."""
    return IDENTIFIER.search(before) is not None


def cards(plain: str) -> Iterator[Span]:
    """Payment cards: a scheme's prefix and length and a Luhn digit, or a number that is called one."""
    for found in CARD.finditer(plain):
        digits = re.sub(r"\D", "", found[0])
        before = plain[max(0, found.start() - 24) : found.start()]
        if is_labelled_identifier(before):
            continue
        if SAYS_CARD.search(before) or (_is_issued(digits) and passes_luhn(digits)):
            yield Span(start=found.start(), end=found.end(), kind=Kind.CARD)
    for found in SECURITY_CODE.finditer(plain):
        yield Span(start=found.start(1), end=found.end(1), kind=Kind.CARD)


def my_numbers(plain: str) -> Iterator[Span]:
    """My Numbers: twelve digits whose last checks the others, or that are called one."""
    for found in TWELVE.finditer(plain):
        before = plain[max(0, found.start() - 24) : found.start()]
        if is_labelled_identifier(before):
            continue
        if SAYS_MY_NUMBER.search(before) or passes_my_number_check(re.sub(r"\D", "", found[0])):
            yield Span(start=found.start(), end=found.end(), kind=Kind.MY_NUMBER)


def passes_luhn(digits: str) -> bool:
    """Luhn's check (ISO/IEC 7812-1)."""
    total = 0
    for place, character in enumerate(reversed(digits)):
        value = int(character) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0


def passes_my_number_check(digits: str) -> bool:
    """The check digit of 平成26年総務省令第85号第5条: weights 2..7, 2..6 from the right, modulo 11."""
    weights = (2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6)
    total = sum(w * int(d) for w, d in zip(weights, reversed(digits[:11]), strict=True))
    rest = total % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def _is_issued(digits: str) -> bool:
    return any(prefix.match(digits) and len(digits) in lengths for prefix, lengths in SCHEMES)
