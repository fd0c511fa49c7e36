"""Maps of a clustering: a layout, a document, a page and a picture."""

from faq_clustering.maps.document import MapCluster, MapDocument, MapPoint, map_document
from faq_clustering.maps.html import write_html
from faq_clustering.maps.layout import layout
from faq_clustering.maps.png import write_png

__all__ = [
    "MapCluster",
    "MapDocument",
    "MapPoint",
    "layout",
    "map_document",
    "write_html",
    "write_png",
]
