"""What goes in and out of the answer index."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Language: TypeAlias = Literal["ja", "en"]
Kind: TypeAlias = Literal["answer", "ask", "none"]
Reason: TypeAlias = Literal[
    "approved_words",
    "confident",
    "several_approved",
    "unsure",
    "no_promise",
    "unlikely",
    "no_words",
    "no_faq",
]
"""Why a decision was taken: the customer typed an approved phrasing, of one FAQ or of several; the
confidence reaches the threshold, or does not; no threshold keeps the target; the right FAQ is unlikely to
be among the choices; the text has
no words; there is no FAQ."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrasing:
    """One way customers ask an FAQ's question."""

    faq_id: int
    version_id: int
    language: Language
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """An FAQ that may be meant, by the phrasing nearest to the question."""

    faq_id: int
    version_id: int
    phrasing: str
    confidence: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What to do with a question: answer with an FAQ, ask which of `choices` is meant, or fetch a human.

    `faq_id` and `version_id` name the answer; they are None unless `kind` is "answer". `confidence` is the
    calibrated probability (0-1) that the likeliest FAQ answers the question, whatever `kind` is. A
    `threshold` above 1 means that the bot only suggests.
    """

    kind: Kind
    faq_id: int | None
    version_id: int | None
    confidence: float
    threshold: float
    ask_threshold: float
    choices: tuple[Choice, ...]
    matched_phrasing: str | None
    index_version: str
    reason: Reason
    likeliest: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of one question that the bot chose an FAQ for.

    `chosen` is that FAQ; `right` is the FAQ that answered it in the end, None where no FAQ does. `days` is
    how long ago it was: the newest weigh most. `vector` (d,) is the question's.
    """

    text: str
    vector: npt.NDArray[np.float32]
    language: Language
    chosen: int
    right: int | None
    days: float
