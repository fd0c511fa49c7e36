"""Two calibrations side by side. Nothing here does I/O."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from api.answers.models import KeptCalibration
from faq_clustering.answering.bound import LEAST

SHARES = ("precision", "lower", "answered")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A number of both; `shown` says how: confidence, share, count. None is "only suggests" or unknown."""

    name: str
    language: str | None
    shown: str
    one: Any
    other: Any

    @property
    def differs(self) -> bool:
        """Whether they are not the same."""
        return bool(self.one != self.other)


def side_by_side(one: KeptCalibration, other: KeptCalibration) -> list[Line]:
    """Return every number of the two."""
    return list(_lines(one, other))


def only_suggests_for(language: dict[str, Any]) -> str | None:
    """Return why a language has no threshold: `few_labels` or `out_of_reach`; None where it has one."""
    if language["threshold"] is not None:
        return None
    return "few_labels" if language["labelled"] < LEAST else "out_of_reach"


def _lines(one: KeptCalibration, other: KeptCalibration) -> Iterator[Line]:
    yield Line(name="target", language=None, shown="share", one=one.target, other=other.target)
    for language in ("ja", "en"):
        mine, yours = one.languages[language], other.languages[language]
        pair = (mine["threshold"], yours["threshold"])
        yield Line(name="threshold", language=language, shown="confidence", one=pair[0], other=pair[1])
        for name in SHARES:
            # Without a threshold nothing is answered: there is no precision to tell.
            a, b = (side[name] if side["threshold"] is not None else None for side in (mine, yours))
            yield Line(name=name, language=language, shown="share", one=a, other=b)
        counts = (mine["labelled"], yours["labelled"])
        yield Line(name="labelled", language=language, shown="count", one=counts[0], other=counts[1])
    yield Line(name="outcomes", language=None, shown="count", one=one.outcomes, other=other.outcomes)
    yield Line(name="share", language=None, shown="share", one=one.share, other=other.share)
    yield Line(name="error", language=None, shown="confidence", one=one.error, other=other.error)
