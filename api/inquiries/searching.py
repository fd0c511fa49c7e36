"""Finding a word in texts: width, half-width kana and case make no difference, and Japanese needs no spaces.

The SQL functions are the migrations'. `character_pairs` is what the index of inquiries keeps: a trigram index
knows nothing of 返金, a word of two characters.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from api.inquiries.models import Inquiry

Condition = sa.ColumnElement[bool]


def says(text: sa.SQLColumnExpression[str], word: str) -> Condition:
    """Return whether `text` holds `word`, which is taken literally."""
    return sa.func.strpos(sa.func.folded_text(text), sa.func.folded_text(word)) > 0


def inquiry_says(word: str) -> Condition:
    """Return the same of an inquiry, by its index. A word of one character is looked for in every text."""
    pairs = sa.func.character_pairs(Inquiry.text, type_=ARRAY(sa.Text))
    wanted = sa.func.character_pairs(word, type_=ARRAY(sa.Text))
    found = says(Inquiry.text, word)
    # Folding may make one character of two (half-width kana), or more of one.
    return sa.and_(pairs.contains(wanted), found) if len(word) > 1 else found
