"""A stored run as the document of a map."""

from dataclasses import replace
from pathlib import PurePath

import numpy as np

from faq_clustering.maps import MapDocument, layout, map_document
from faq_clustering.tables.stored import StoredRun


def document_of(run: StoredRun) -> MapDocument:
    """The map of the rows that have text, titled after the file they came from."""
    rows = np.flatnonzero(run.asked).tolist()
    labels = run.assignments.cluster[rows]
    document = map_document(
        PurePath(run.manifest["source"]["name"]).stem,
        [run.texts[row] for row in rows],
        layout(run.vectors[rows].astype(np.float32), labels),
        labels,
        run.names,
    )
    points = tuple(replace(point, row=rows[point.row]) for point in document.points)
    return replace(document, points=points)
