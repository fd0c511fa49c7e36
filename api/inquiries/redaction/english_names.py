"""Names of people in English letters: introductions, addresses, titles, closings, signatures."""

import re
from collections.abc import Iterator

from api.inquiries.redaction.spans import Kind, Span

WORD = r"[A-Z](?:[a-zÀ-ÿ]+|\.)(?:['’-][A-Z]?[a-zÀ-ÿ]+)?"
NAME = rf"{WORD}(?: (?:(?:de|van|von|der|la|bin|al|da|dos) )?(?:{WORD}|[A-Z]\.?(?![\w'])))" + "{0,3}"
# Words that stand where a name could: whom a letter is for, and what is no name at the end of one.
NOT_A_NAME = frozenset(
    re.findall(
        r"[\w']+",
        """
        sir madam mr mrs ms miss dr prof team support all there everyone everybody customer
        customers service services help desk helpdesk folks colleagues admin administrator manager
        sales billing office cloud company inc ltd llc group bank thanks thank regards best cheers
        sincerely hello hi hey dear yes no ok please again many kind warm sent hr it finance
        accounting accounts payroll operations security department controls people sorry urgent note
        you the this that we our my your his her its it's i'm a an and or but if for from to in on
        at of january february march april june july august september october november december
        monday tuesday wednesday thursday friday saturday sunday owner business valued user iphone
        android
        """,
    )
)
TITLE = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor)\.? ({NAME})")
GREETING = re.compile(
    rf"^(?:\W*)(?:Dear|Hi|Hello|Hey|Good (?:morning|afternoon|evening)),? ({NAME})(?=[,.!:—-]|\s*$)", re.M
)
INTRODUCTION = re.compile(
    r"(?:\b[Mm]y (?:full )?name is|\b[Mm]y name's"
    rf"|(?:\b(?:[Tt]his is|I am|I'm)(?= {NAME},? (?:here|from|at|of|calling)\b))) ({NAME})"
)
LABEL = re.compile(
    r"\b(?:(?:[Ff]ull|[Ff]irst|[Ll]ast|[Gg]iven|[Ff]amily|[Cc]ontact|[Cc]ustomer"
    r"|[Yy]our|[Mm]y|[Cc]ardholder) )?"
    rf"(?:[Nn]ame|NAME|Surname)\s?: ?({NAME})"
)
JAPANESE_SUFFIX = re.compile(rf"\b({WORD}(?: {WORD})?)-(?:san|sama|sensei)\b|\b({WORD} {WORD}) ?(?=様|さん)")
CLOSING = (
    r"(?:(?:[Mm]any|[Kk]ind|[Bb]est|[Ww]arm)(?:est)? )*(?:[Rr]egards|[Tt]hanks|[Tt]hank you|[Cc]heers|[Bb]est"
    r"|[Ss]incerely|[Ww]ishes|[Tt]hx"
    r"|[Yy]ours (?:truly|sincerely|faithfully))"
    r"(?:,? (?:so much|very much|a lot|again|in advance|and (?:kind |best )?regards|for [\w ]{2,40}))*"
)
SIGNED = re.compile(rf"(?:^|[.!?]\s+){CLOSING}[,.!]?\s+[-–—~]? ?({NAME})(?=\s*(?:$|[,(|]))", re.M)
LAST_LINE = re.compile(rf"(?:\n|[.?!] -{{1,2}} ?)\s*[-~]* ?({NAME})(?:\s*[,(|].*)?\s*$")
# 「Marta Lindqvist, HR Operations」 above a title, an address or a number.
CONTACT_BELOW = re.compile(rf"\n({NAME})(?:,[^\n]*)?(?=\n(?:[^\n]*\n)?[^\n]*(?:@|\[|\d{{3}}))")
UPPER = re.compile(r"[A-Z]")


def english_names(plain: str) -> Iterator[Span]:
    """Names where a letter names people; a capital alone is not enough to be one."""
    if not UPPER.search(plain):
        return
    for rule in (TITLE, INTRODUCTION, LABEL, JAPANESE_SUFFIX, GREETING):
        yield from _names(rule, plain)
    signed = list(_names(SIGNED, plain))
    yield from signed
    # Below a signed name stand titles and departments.
    if not signed:
        yield from _names(CONTACT_BELOW, plain)
        yield from _names(LAST_LINE, plain)


def _names(rule: re.Pattern[str], plain: str) -> Iterator[Span]:
    for found in rule.finditer(plain):
        group = next(number for number in range(1, rule.groups + 1) if found[number])
        name = found[group]
        words = re.split(r"[\s.]+", name.lower())
        if not any(word in NOT_A_NAME for word in words if word):
            yield Span(start=found.start(group), end=found.end(group), kind=Kind.NAME)
