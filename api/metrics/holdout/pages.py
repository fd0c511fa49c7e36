"""The page "hold-out": its setting, what it showed, and the contacts behind each figure."""

from datetime import date, datetime, time
from functools import partial
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.access import Manager
from api.database import Transaction
from api.holdout.arms import Arm
from api.holdout.changing import MOST, ShareOutOfRange, StartsInThePast, change, take_back
from api.holdout.store import settings_kept, somebody_on_duty
from api.house import house_of
from api.metrics.holdout.asking import asked_of
from api.metrics.holdout.store import names_of
from api.metrics.intervals import ENOUGH
from api.metrics.store import topic_names
from api.metrics.transcripts import first_questions
from api.web.render import language_of_page, page

PATH = "/staff/dashboard/holdout"
router = APIRouter(prefix=PATH, include_in_schema=False)
TOPICS = 10
PAGE = 200


@router.get("")
def show_holdout(
    request: Request,
    session: Transaction,
    staff: Manager,
    experiment: int | None = None,
    changed: int | None = None,
) -> HTMLResponse:
    """Show what the bot adds, and the setting."""
    house = house_of(request)
    now = house.clock()
    asked = asked_of(request, session, experiment)
    kept = settings_kept(session)
    topics = asked.result.topics[:TOPICS]
    return page(
        request,
        "metrics/holdout.html",
        asked=asked,
        overall=asked.result.overall,
        known=asked.result.known,
        topics=topics,
        more=len(asked.result.topics) - len(topics),
        names=topic_names(session, [one.topic for one in topics if one.topic], language_of_page(request)),
        kept=kept,
        changed=next((one for one, _ in kept if one.id == changed and one.withdrawn_at is None), None),
        link=partial(_contacts, asked.number),
        open=house.policy.hours.state(now).open,
        duty=somebody_on_duty(session, now=now),
        most=round(MOST * 100),
        enough=ENOUGH,
        days=house.settings.recontact_days,
        today=now.astimezone(house.settings.zone).date(),
    )


@router.post("/settings")
def change_setting(
    request: Request,
    session: Transaction,
    staff: Manager,
    percent: Annotated[str, Form()],
    starts_on: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Keep a new version of the setting, from now on or from a later day on."""
    house = house_of(request)
    now = house.clock()
    setting = change(
        session,
        share=_share(percent),
        starts_at=_beginning(starts_on, now=now.astimezone(house.settings.zone)),
        by=staff.staff_id,
        now=now,
    )
    return RedirectResponse(f"{PATH}?{urlencode({'changed': setting.id})}", 303)


@router.post("/settings/{setting_id}/withdrawal")
def withdraw_setting(
    request: Request, session: Transaction, staff: Manager, setting_id: int
) -> RedirectResponse:
    """Take a version back."""
    take_back(session, setting_id, now=house_of(request).clock())
    return RedirectResponse(PATH, 303)


@router.get("/contacts")
def list_contacts(
    request: Request,
    session: Transaction,
    staff: Manager,
    experiment: int,
    arm: Arm | None = None,
    human: Literal["yes", "no"] | None = None,
    topic: str | None = None,
    matured: bool = True,
    known: bool = False,
    after: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """List exactly the contacts that a figure counted."""
    asked = asked_of(request, session, experiment)
    found = [
        one
        for one in reversed(asked.held)
        if one.matured == matured
        and (arm is None or one.arm is arm)
        and (human is None or one.human == (human == "yes"))
        and (topic is None or one.topic == topic)
        and (one.known or not known)
    ]
    shown = found[after : after + PAGE]
    kept = {key: value for key, value in request.query_params.items() if key != "after"}
    # Only a topic that was really counted is looked up: the address may say anything.
    named = topic if topic and found else None
    return page(
        request,
        "metrics/holdout_contacts.html",
        number=experiment,
        arm=arm,
        human=human,
        topic=topic,
        topic_name=topic_names(session, [named], language_of_page(request)).get(named) if named else None,
        matured=matured,
        known=known,
        total=len(found),
        shown=shown,
        names=names_of(session, [one.contact_id for one in shown]),
        questions=first_questions(session, {one.episode_id for one in shown}),
        days=house_of(request).settings.recontact_days,
        first=after + 1,
        last=after + len(shown),
        previous=f"?{urlencode(kept | {'after': max(0, after - PAGE)})}" if after else None,
        next=f"?{urlencode(kept | {'after': after + PAGE})}" if after + PAGE < len(found) else None,
    )


def _contacts(experiment: int | None, **narrowed: str | None) -> str:
    """Return the address of exactly the contacts that a figure counted."""
    query = {"experiment": experiment} | {key: value for key, value in narrowed.items() if value is not None}
    return f"{PATH}/contacts?{urlencode(query)}"


def _share(percent: str) -> float:
    try:
        return round(float(percent), 1) / 100
    except ValueError as error:
        raise ShareOutOfRange from error


def _beginning(day: str, *, now: datetime) -> datetime:
    """Return the first moment of a day; today's is now."""
    try:
        chosen = date.fromisoformat(day) if day else now.date()
    except ValueError as error:
        raise StartsInThePast from error
    return now if chosen == now.date() else datetime.combine(chosen, time(), now.tzinfo)
