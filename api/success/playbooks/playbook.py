"""A playbook: what sets it off, what is done then, in which words. Nothing here does I/O."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from api.errors import Invalid
from api.success.playbooks.triggers import TRIGGERS, Evidence
from api.success.view import AccountView

CHANNELS = ("mail", "phone", "widget")
NAMES = ("account", "contact", "step", "link", "renewal", "sender")
"""What a text may name in braces."""
LONGEST = 2000
MOST_MINUTES = 480
_SLOT = re.compile(r"\{(\w*)\}")
_EMPTY_ADVICE = (
    "ログイン",
    "ログインしてください",
    "もっと使う",
    "使う",
    "log in",
    "login",
    "sign in",
    "use it more",
    "log in more",
)


class StepMissing(Invalid):
    """Name the concrete step (a setting, a page), and let both texts name it too: write {step} or {link}."""


class StepTooVague(Invalid):
    """“Log in more” is no step. Name the setting or the page where the account gets what it needs."""


class UnknownSlot(Invalid):
    """A text holds braces that cannot be filled in."""


class BadPlaybook(Invalid):
    """A playbook needs a name, a trigger, a channel, both texts, and 1 to 480 minutes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """What a version of a playbook says."""

    name_ja: str
    name_en: str
    trigger: str
    parameters: Mapping[str, float]
    channel: str
    minutes: int
    step_ja: str
    step_en: str
    link: str
    subject_ja: str
    subject_en: str
    text_ja: str
    text_en: str

    def kept(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self)

    def said(self, what: str, language: str) -> str:
        """Return name, step, subject or text in a language; the other one's where it is empty."""
        words: str = getattr(self, f"{what}_{language}") or getattr(self, f"{what}_ja")
        return words


@dataclass(frozen=True, kw_only=True, slots=True)
class Playbook:
    """A playbook as it stands."""

    id: int
    number: int
    active: bool
    content: Content

    def look(self, view: AccountView, today: date) -> Evidence | None:
        """Return what sets it off at this account, or nothing."""
        content = self.content
        found = TRIGGERS[content.trigger].look(view, today, content.parameters)
        return None if found is None else {"kind": content.trigger, **found}


def checked(content: Content) -> Content:
    """Return the content if it can be worked by; raises what is wrong with it."""
    texts = (content.text_ja, content.text_en)
    whole = content.name_ja and content.name_en and all(texts) and max(map(len, texts)) <= LONGEST
    if not whole or content.trigger not in TRIGGERS or content.channel not in CHANNELS:
        raise BadPlaybook
    if not 1 <= content.minutes <= MOST_MINUTES:
        raise BadPlaybook
    if content.link and not content.link.startswith(("https://", "http://", "/")):
        raise BadPlaybook
    for step, text in ((content.step_ja, content.text_ja), (content.step_en, content.text_en)):
        if not step.strip():
            raise StepMissing
        if step.strip().lower().rstrip("。.!") in _EMPTY_ADVICE:
            raise StepTooVague
        named = (
            "{step}" in text or step in text or (content.link and ("{link}" in text or content.link in text))
        )
        if not named:
            raise StepMissing
    for text in (*texts, content.subject_ja, content.subject_en):
        if any(slot not in NAMES for slot in _SLOT.findall(text)):
            raise UnknownSlot
    return content


def filled(text: str, values: Mapping[str, str]) -> str:
    """Put the values into a text's braces."""
    return _SLOT.sub(lambda match: values.get(match[1], match[0]), text)


def values_for(content: Content, view: AccountView, *, sender: str, language: str) -> dict[str, str]:
    """Return what a text's braces stand for at this account."""
    nobody = "ご担当者" if language == "ja" else "the person in charge"
    return {
        "account": view.name,
        "contact": view.contact or nobody,
        "step": content.said("step", language),
        "link": content.link or content.said("step", language),
        "renewal": view.renewal_on.isoformat(),
        "sender": sender,
    }


def matched(
    playbooks: Iterable[Playbook], view: AccountView, today: date
) -> tuple[Playbook, Evidence] | None:
    """Return the first playbook, in their order, that something sets off; tech touch only by the widget."""
    for playbook in playbooks:
        if not playbook.active or (view.tier == "tech" and playbook.content.channel != "widget"):
            continue
        found = playbook.look(view, today)
        if found is not None:
            return playbook, found
    return None
