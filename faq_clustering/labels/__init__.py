"""Names for clusters."""

from faq_clustering.labels.names import ClusterName, name_clusters

__all__ = ["ClusterName", "name_clusters"]
