"""Accounts to work on, told by hand."""

from dataclasses import replace
from datetime import date, timedelta

from api.success.playbooks.playbook import Content, Playbook
from api.success.view import AccountView

TODAY = date(2026, 11, 25)
"""A Wednesday."""
CALL = Content(
    name_ja="更新前",
    name_en="Before the renewal",
    trigger="renewal_near",
    parameters={"days": 60, "health": 50},
    channel="phone",
    minutes=30,
    step_ja="権限の見直し",
    step_en="the review of rights",
    link="",
    subject_ja="",
    subject_en="",
    text_ja="{account} {contact}様に{step}を勧める。",
    text_en="Suggest {step} to {contact} at {account}.",
)


def account(id: int = 1, **changes: object) -> AccountView:
    """An account that CALL is due at, unless it is changed."""
    usual = AccountView(
        id=id,
        name=f"お客様{id}",
        contract_yen=1_000_000,
        stage="retention",
        tier="high",
        renewal_on=TODAY + timedelta(days=30),
        since=TODAY - timedelta(days=100),
        health=40,
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def playbook(id: int = 1, *, active: bool = True, **changes: object) -> Playbook:
    """CALL, or what it is changed to."""
    return Playbook(id=id, number=1, active=active, content=replace(CALL, **changes))  # type: ignore[arg-type]
