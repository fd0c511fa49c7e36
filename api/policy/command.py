"""`madoguchi policy`: what is in force now."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import typer

from api.policy.hours import BusinessHours, written
from api.policy.policy import Policy
from api.policy.topics import Topic

DAYS = 14


def policy_command(policy: Policy, path: Path, *, message: str = "") -> None:
    """Print the policy, or what it does about `message`."""
    if message:
        typer.echo(_about(policy, message))
        return
    now = datetime.now(UTC)
    lines = [
        f"{path}",
        "",
        _state(policy.hours, now),
        *([] if policy.hours.week is None else _days(policy.hours, now)),
        "",
        f"People answer in {', '.join(policy.languages)}.",
        f"Handed over without asking: {', '.join(sorted(policy.at_once)) or 'nothing but sensitive topics'}.",
        "",
        *(f"{topic.slug:<14} {_first(topic)}" for topic in policy.topics),
        "",
        *(f"Outside the hours ({lang}): {said}" for lang, said in policy.outside_hours.items()),
    ]
    typer.echo("\n".join(lines))


def _state(hours: BusinessHours, now: datetime) -> str:
    state = hours.state(now)
    if state.open:
        return "Open now."
    if state.opens_at is None:
        return "Closed, with no opening in the next 400 days."
    return f"Closed now; opens {state.opens_at.astimezone(hours.zone):%A %Y-%m-%d %H:%M} ({hours.zone.key})."


def _days(hours: BusinessHours, now: datetime) -> list[str]:
    today = now.astimezone(hours.zone).date()
    lines = []
    for day in (today + timedelta(days=ahead) for ahead in range(DAYS)):
        spans = ", ".join(map(written, hours.of(day)))
        lines.append(f"  {day:%a %Y-%m-%d}  {spans or 'closed'}  {hours.closed.why(day) or ''}".rstrip())
    return lines


def _first(topic: Topic) -> str:
    return "an FAQ first, demands to a person" if topic.answer_first else "to a person"


def _about(policy: Policy, message: str) -> str:
    topic = policy.sensitive(message)
    if topic is None:
        return "No sensitive topic: the bot answers."
    if topic.straight(message):
        return f"{topic.slug}: straight to a person."
    return f"{topic.slug}: an FAQ that answers it, else a person."
