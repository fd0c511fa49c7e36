"""Codes that a text names, such as an error number: to an embedding, E-203 and E-204 are almost the same."""

import re
import unicodedata

CODE = re.compile(r"(?<![a-z0-9])[a-z]{1,6}[-_ ]?[0-9]{2,8}(?![a-z0-9])")


def codes_in(text: str) -> frozenset[str]:
    """Letters followed by a number of two digits or more, without the sign between them."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return frozenset(re.sub(r"[-_ ]", "", code) for code in CODE.findall(folded))
