"""JSONPath: where a value stands in a reply."""

from functools import cache
from typing import Any

from jsonpath_ng import JSONPath
from jsonpath_ng.exceptions import JSONPathError
from jsonpath_ng.ext import parse


class BadPath(ValueError):
    """This is no JSONPath."""


@cache
def json_path(path: str) -> JSONPath:
    """Return the path ready to use; raises `BadPath`."""
    try:
        return parse(path)
    except (JSONPathError, AttributeError, TypeError) as error:
        raise BadPath(f"{path!r} is no JSONPath, such as $.order.status") from error


def first_at(path: str, reply: Any) -> Any:
    """Return the first value at `path`, None when there is none."""
    found = json_path(path).find(reply)
    return found[0].value if found else None
