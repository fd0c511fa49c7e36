"""Questions as vectors, clusters of them, and the choice of an approved answer. No database, no web.

from faq_clustering import cluster

found = cluster(["パスワードを忘れました", "パスワードの再設定", ...])
found.labels, found.names
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from faq_clustering.clustering import Clustering, cluster

__all__ = ["Clustering", "cluster"]


def __getattr__(name: str) -> Any:
    # Imported on first use: reading a text or a vector needs neither FAISS nor hdbscan.
    if name in __all__:
        from faq_clustering import clustering

        return getattr(clustering, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
