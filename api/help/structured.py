"""What search engines read: the description and schema.org's FAQPage."""

import html
import json
import re
from typing import Any

from markupsafe import Markup

from api.faqs.markdown import html_of
from api.help.shelf import Entry

DESCRIPTION = 120
"""Characters of a description: about what a result page shows."""
INLINE, TAG = re.compile(r"</?(?:strong|a)\b[^>]*>"), re.compile(r"<[^>]+>")


def description(entry: Entry) -> str:
    """Return the answer's beginning as plain text."""
    words = TAG.sub(" ", INLINE.sub("", html_of(entry.answer)))
    plain = " ".join(html.unescape(words).split())
    # Between two Japanese characters a paragraph's end leaves no space.
    plain = re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", plain)
    return plain if len(plain) <= DESCRIPTION else plain[: DESCRIPTION - 1].rstrip() + "…"


def faq_page(entry: Entry, address: str) -> Markup:
    """Return the JSON-LD of one FAQ, safe inside a script element."""
    return _script(
        {
            "@context": "https://schema.org",
            "@type": "FAQPage",
            "url": address,
            "inLanguage": entry.language,
            "dateModified": entry.changed_at.date().isoformat(),
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": entry.question,
                    "acceptedAnswer": {"@type": "Answer", "text": html_of(entry.answer)},
                }
            ],
        }
    )


def _script(data: dict[str, Any]) -> Markup:
    text = json.dumps(data, ensure_ascii=False)
    # Nothing in an answer may end the script element.
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
