"""A calibration as it is kept, and kept thresholds put to use. Nothing here does I/O."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from faq_clustering.answering import AnswerIndex, Language
from faq_clustering.answering.bound import NO_PROMISE, Promise
from faq_clustering.answering.calibration import Calibration

DIGITS = 6
"""Calibrations that agree to so many digits are the same."""
NUMBERS = ("threshold", "precision", "lower", "answered", "false_answers")


def values_of(calibration: Calibration) -> dict[str, Any]:
    """Return the columns that tell what was computed, with a digest by which to see that it differs."""
    values: dict[str, Any] = {
        "target": calibration.target,
        "share": calibration.share,
        "languages": {
            language: {name: getattr(promise, name) for name in NUMBERS}
            | {"labelled": calibration.labelled[language]}
            for language, promise in calibration.promises.items()
        },
        "outcomes": calibration.outcomes,
        "reliability": [
            {"confidence": one.confidence, "right": one.right, "weight": one.weight}
            for one in calibration.reliability
        ],
        "error": calibration.error,
        "right_weights": [float(weight) for weight in calibration.right],
        "among_weights": [float(weight) for weight in calibration.among],
    }
    rounded = json.dumps(_rounded(values), sort_keys=True)
    return values | {"digest": hashlib.sha256(rounded.encode()).hexdigest()[:16]}


def promises_of(languages: Mapping[str, Mapping[str, Any]]) -> dict[Language, Promise]:
    """Return what a kept calibration promises, by language."""
    found: dict[Language, Promise] = {"ja": NO_PROMISE, "en": NO_PROMISE}
    for language in found:
        if language in languages:
            found[language] = Promise(**{name: languages[language][name] for name in NUMBERS})
    return found


def with_promises(index: AnswerIndex, promises: Mapping[Language, Promise], *, version: str) -> AnswerIndex:
    """Return the index with other thresholds, under a name of its own."""
    if index.calibration is None:
        return index
    return replace(index, version=version, calibration=replace(index.calibration, promises=promises))


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list) else value
