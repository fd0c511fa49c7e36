"""Inquiries that ask the same in the same words: for a run they are one, so they move together."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from api.candidates.regroup_store import texts_in
from faq_clustering.text import demand_of, normalise


def with_copies(session: Session, cluster_id: int, inquiry_ids: Collection[int]) -> list[int]:
    """Return those of the inquiries that are in the cluster, and its members that say the same, by id."""
    texts = texts_in(session, cluster_id)
    asked = {text: normalise(demand_of(text)) for text in set(texts.values())}
    chosen = {asked[texts[id_]] for id_ in inquiry_ids if id_ in texts}
    return [id_ for id_, text in texts.items() if asked[text] in chosen]
