"""The map of the last run as the console and other programs read it."""

from dataclasses import dataclass

import numpy as np
from sqlalchemy.orm import Session

from api.candidates.findings_store import (
    inquiries_left,
    map_of_run,
    read_named,
    read_places,
    read_spots,
)
from api.candidates.models import ClusterRun
from faq_clustering.labels import ClusterName
from faq_clustering.maps import map_document

CHARACTERS = 240
"""Of a text that are read; what is shown is at most 80 of them, without line breaks."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MapVersion:
    """Which map there is: it changes with a run and when inquiries are erased."""

    run_id: int
    inquiries: int

    def etag(self, title: str) -> str:
        """Weak, since it may go out compressed or not."""
        return f'W/"{self.run_id}-{self.inquiries}-{title.encode().hex()}"'


def version_of_map(session: Session) -> MapVersion | None:
    """Return the version of the map, None before the first run."""
    run_id = map_of_run(session)
    if run_id is None:
        return None
    last = session.get_one(ClusterRun, run_id).counts.get("last_inquiry_id", 0)
    return MapVersion(run_id=run_id, inquiries=inquiries_left(session, last))


def map_json(session: Session, version: MapVersion, title: str) -> str:
    """The document of `faq_clustering.maps` in JSON; a cluster's id is its candidate's."""
    place_of = read_places(session, version.run_id)
    spots = read_spots(session, list(place_of), CHARACTERS)
    names = {
        candidate: ClusterName(
            representative_row=0,
            representative=cluster.representative,
            keywords=tuple(cluster.keywords),
            language="en" if cluster.language == "en" else "ja",
        )
        for candidate, cluster in read_named(session)
    }
    document = map_document(
        title,
        [spot.text for spot in spots],
        np.array([place_of[spot.inquiry_id] for spot in spots], np.float32).reshape(-1, 2),
        np.array([-1 if spot.candidate_id is None else spot.candidate_id for spot in spots], np.int32),
        names,
    )
    return document.to_json()
