"""Clusters keep their identity from run to run, by the members they share; and what became of each."""

from faq_clustering.lineage.carrying import LineageResult, carry_identity, remember
from faq_clustering.lineage.changes import Change, Kind

__all__ = ["Change", "Kind", "LineageResult", "carry_identity", "remember"]
