"""Questions as vectors, clusters of them, and the choice of an approved answer. No database, no web."""
