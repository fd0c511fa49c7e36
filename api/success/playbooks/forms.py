"""A playbook as a form sends it. Nothing here does I/O."""

from collections.abc import Mapping
from dataclasses import fields

from api.success.playbooks.playbook import BadPlaybook, Content, checked
from api.success.playbooks.triggers import TRIGGERS

WORDS = tuple(one.name for one in fields(Content) if one.name not in ("parameters", "minutes"))


def read_playbook(sent: Mapping[str, str]) -> Content:
    """Return the playbook; raises what is wrong with it.

    A trigger's numbers are sent as `renewal_near.days`: the form holds those of every trigger, and only the
    chosen one's count.
    """
    trigger = TRIGGERS.get(sent.get("trigger", ""))
    minutes = sent.get("minutes", "")
    if trigger is None or not (minutes.isascii() and minutes.isdigit() and len(minutes) < 5):
        raise BadPlaybook
    numbers = {one.name: sent.get(f"{trigger.kind}.{one.name}", "") for one in trigger.parameters}
    words = {name: sent.get(name, "").replace("\r\n", "\n").strip() for name in WORDS}
    return checked(Content(parameters=trigger.read(numbers), minutes=int(minutes), **words))
