"""Names for texts: one form per text, and a hash of it for the cache of vectors."""

import hashlib
import unicodedata

from faq_clustering.text import normalise


def normal_text(text: str) -> str:
    """NFKC with single spaces. The tokenizer folds the same way, so the vector is the same."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def fold_text(text: str) -> str:
    """`normalise` without spaces and closing punctuation: equal for texts a reader calls the same."""
    return normalise(text).replace(" ", "").rstrip("。.!?、,…~")


def text_key(text: str) -> str:
    """SHA-256 (hex) of the normal form: with the model's id, the key of a cached vector."""
    return hashlib.sha256(normal_text(text).encode()).hexdigest()
