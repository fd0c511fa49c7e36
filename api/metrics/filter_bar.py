"""The filters of a manager's page, with what the database knows to choose from."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from fastapi import Request
from sqlalchemy.orm import Session

from api.metrics.counting import told_apart
from api.metrics.filter_form import filter_form
from api.metrics.filters import Filters
from api.metrics.store import is_counted, topic_names
from api.web.render import language_of_page
from api.web.texts import MissingText, translate


def filter_bar(
    request: Request,
    session: Session,
    kept: Mapping[str, Any],
    filters: Filters,
    *,
    topics: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Return what the templates of filters need; `topics`: those to choose from, None for no choice."""
    language = language_of_page(request)
    # Only a topic that was really counted is looked up: the address may say anything.
    set_one = [filters.topic] if filters.topic and is_counted(session, filters.topic) else []
    names = topic_names(session, {*(topics or ()), *set_one}, language)
    form = filter_form(
        request.url.path,
        {key: str(value) for key, value in kept.items()},
        filters,
        *told_apart(session),
        topics=None if topics is None else {topic: names.get(topic, topic) for topic in topics},
        topic_name=names.get(filters.topic or ""),
    )
    return {"filtering": form, "called": partial(called, language)}


def called(language: str, name: str, value: str) -> str:
    """Return what to call a value of a filter; a channel nobody foresaw is called by its own name."""
    try:
        return translate(language, f"metrics.{name}_{value}")
    except MissingText:
        return value
