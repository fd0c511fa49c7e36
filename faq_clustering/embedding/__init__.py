"""Sentence embeddings: `load_embedder` turns texts into unit vectors, `CachedEmbedder` keeps them in a file.

`text_key` names a text in a cache.
"""

from faq_clustering.embedding.cache import CachedEmbedder
from faq_clustering.embedding.embedder import Embedder, load_embedder
from faq_clustering.embedding.keys import fold_text, text_key

__all__ = ["CachedEmbedder", "Embedder", "fold_text", "load_embedder", "text_key"]
