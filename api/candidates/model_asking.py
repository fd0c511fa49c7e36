"""Asking an OpenAI-compatible endpoint for a draft. What goes wrong is a sentence, and changes nothing."""

import json
import logging
import re
import time
from typing import ClassVar, NamedTuple

import httpx

from api.candidates.model_prompt import Request
from api.errors import NotFound, Problem
from api.faqs.drafts import ANSWER_LENGTH, QUESTION_LENGTH
from api.settings import Settings

log = logging.getLogger(__name__)
MOST_BYTES = 200_000
"""Of an answer that are read."""
FENCE = re.compile(r"\A\s*```(?:json)?\s*(.*?)\s*```\s*\Z", re.DOTALL)


class NoModel(NotFound):
    """No model is set up for drafts."""


class ModelFailed(Problem):
    """The model gave no draft. Nothing was changed."""

    status: ClassVar[int] = 502


class ModelUnreachable(ModelFailed):
    """The model cannot be reached. Nothing was changed."""


class ModelTooSlow(ModelFailed):
    """The model did not answer in time. Nothing was changed; try again, or write it yourself."""


class ModelRefused(ModelFailed):
    """The model refused to write a draft. Nothing was changed."""


class ModelUnreadable(ModelFailed):
    """The model's answer is no draft that can be read. Nothing was changed."""


class ModelTooLong(ModelFailed):
    """The model's draft is longer than an FAQ may be. Nothing was changed."""


class Written(NamedTuple):
    """A question and an answer that the model wrote."""

    question: str
    answer: str


def ask_for_draft(settings: Settings, request: Request) -> Written:
    """Send `request` and return the draft; raises `NoModel` or a `ModelFailed`. Blocks."""
    if not settings.drafting_url:
        raise NoModel
    body: dict[str, object] = {
        "model": settings.drafting_model,
        "messages": [
            {"role": "system", "content": request.system},
            {"role": "user", "content": request.user},
        ],
    }
    status, content = _post(settings, body)
    if status != 200:
        log.warning("the drafting model answered %d", status)
        raise ModelRefused
    return _read(content)


def _post(settings: Settings, body: dict[str, object]) -> tuple[int, bytes]:
    """Return status and body. The whole answer has the time, not each part of it."""
    end = time.monotonic() + settings.drafting_seconds
    headers = {"Authorization": f"Bearer {settings.drafting_key}"} if settings.drafting_key else {}
    url = settings.drafting_url.rstrip("/") + "/chat/completions"
    content = bytearray()
    try:
        with httpx.stream(
            "POST", url, json=body, headers=headers, timeout=settings.drafting_seconds, follow_redirects=False
        ) as answer:
            for part in answer.iter_bytes():
                content += part
                if len(content) > MOST_BYTES:
                    raise ModelTooLong
                if time.monotonic() > end:
                    raise ModelTooSlow
            return answer.status_code, bytes(content)
    except httpx.TimeoutException as error:
        raise ModelTooSlow from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        # Only its kind: the message may name an address with a key in it.
        log.warning("the drafting model cannot be reached: %s", type(error).__name__)
        raise ModelUnreachable from None


def _read(content: bytes) -> Written:
    try:
        choice = json.loads(content)["choices"][0]
        message = choice["message"]
        if message.get("refusal") or choice.get("finish_reason") == "content_filter":
            raise ModelRefused
        if choice.get("finish_reason") == "length":
            raise ModelTooLong
        text = message["content"]
        said = json.loads(fenced[1] if (fenced := FENCE.match(text)) else text)
        question, answer = said["question"], said["answer"]
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise ModelUnreadable from error
    if not (isinstance(question, str) and isinstance(answer, str) and question.strip() and answer.strip()):
        raise ModelUnreadable
    if "\0" in question + answer:
        raise ModelUnreadable
    if len(question) > QUESTION_LENGTH or len(answer) > ANSWER_LENGTH:
        raise ModelTooLong
    return Written(" ".join(question.split()), answer.strip())
