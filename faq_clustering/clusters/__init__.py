"""Clusters of sentence vectors."""

from faq_clustering.clusters.alike import AlikePair, alike_clusters
from faq_clustering.clusters.clustering import Clustering, cluster_vectors
from faq_clustering.clusters.parameters import Parameters, parameters_for

__all__ = ["AlikePair", "Clustering", "Parameters", "alike_clusters", "cluster_vectors", "parameters_for"]
