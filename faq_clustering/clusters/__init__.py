"""Clusters of sentence vectors."""

from faq_clustering.clusters.alike import AlikePair, alike_clusters
from faq_clustering.clusters.clustering import Partition, cluster_vectors
from faq_clustering.clusters.constraints import Constraints, ContradictoryConstraints
from faq_clustering.clusters.divisible import DivisibleCluster, divisible_clusters
from faq_clustering.clusters.parameters import Parameters, Search, parameters_for, search_of

__all__ = [
    "AlikePair",
    "Constraints",
    "ContradictoryConstraints",
    "DivisibleCluster",
    "Parameters",
    "Partition",
    "Search",
    "alike_clusters",
    "cluster_vectors",
    "divisible_clusters",
    "parameters_for",
    "search_of",
]
