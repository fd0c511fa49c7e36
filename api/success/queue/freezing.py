"""A card as it is kept: account, terms of its worth, evidence, action. Nothing here does I/O."""

from datetime import date
from typing import Any

from api.success.playbooks.playbook import Playbook, filled, values_for
from api.success.queue.filling import Planned
from api.success.queue.models import SuccessCard
from api.success.view import AccountView

ASKED = 3
LANGUAGES = ("ja", "en")


def card_of(planned: Planned, week: date, place: int, *, sender: str) -> SuccessCard:
    """Return the row of a planned account."""
    return SuccessCard(
        week=week,
        account_id=planned.view.id,
        place=place,
        left_out=planned.left_out.value if planned.left_out else None,
        worth=planned.worth.an_hour,
        minutes=planned.minutes,
        frozen={
            "account": _account(planned.view),
            "worth": planned.worth.kept(),
            "evidence": planned.evidence,
            "asked": [{"id": one.episode_id, "text": one.text} for one in planned.view.asked[:ASKED]],
            "asked_in_all": len(planned.view.asked),
            "action": _action(planned.playbook, planned.view, sender) if planned.playbook else None,
        },
    )


def _account(view: AccountView) -> dict[str, Any]:
    return {
        "name": view.name,
        "contract_yen": view.contract_yen,
        "stage": view.stage,
        "tier": view.tier,
        "renewal_on": view.renewal_on.isoformat(),
        "health": view.health,
        "health_band": view.health_band,
        "health_parts": [dict(part) for part in view.health_parts],
        "contact": view.contact,
        "email": view.email,
        "logins": [round(value) for value in view.values("logins", 8)],
    }


def _action(playbook: Playbook, view: AccountView, sender: str) -> dict[str, Any]:
    content = playbook.content
    action: dict[str, Any] = {
        "playbook": playbook.id,
        "version": playbook.number,
        "channel": content.channel,
        "link": content.link,
    }
    for language in LANGUAGES:
        values = values_for(content, view, sender=sender, language=language)
        action[f"name_{language}"] = content.said("name", language)
        action[f"step_{language}"] = content.said("step", language)
        action[f"subject_{language}"] = filled(content.said("subject", language), values)
        action[f"text_{language}"] = filled(content.said("text", language), values)
    return action
