"""One account: how well it is and why, what it did, who its people are."""

from datetime import date
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from api.access import Manager
from api.accounts import store
from api.accounts.charts import score_chart
from api.accounts.forms import NOTHING_WRITTEN, AccountFieldsWrong
from api.accounts.models import Account
from api.accounts.outcome import progress
from api.accounts.score.keeping import HISTORY
from api.accounts.score.saying import said, sentence, shown, signed
from api.accounts.score.store import history, signals_since
from api.accounts.signals import Signal, week_of, weeks_up_to
from api.accounts.sparkline import WEEKS, sparkline
from api.accounts.tiers import Stage, Tier
from api.accounts.up_to_date import health_of, support_of
from api.chat.notices.store import notices_of
from api.database import Transaction
from api.house import house_of
from api.web.problems import sentence as problem_sentence
from api.web.render import language_of_page, page

router = APIRouter(prefix="/staff/accounts", include_in_schema=False)
EPISODES = 30
DONE = ("added", "saved", "edit_undone", "withdrawn", "shown_again")
"""What a notice may say."""
SIZES = ((760, 190), (350, 190))


@router.get("/{account_id:int}")
def look(request: Request, session: Transaction, staff: Manager, account_id: int) -> HTMLResponse:
    """Show an account."""
    return account_page(request, session, store.account_for(session, account_id))


def account_page(
    request: Request,
    session: Session,
    account: Account,
    *,
    written: dict[str, str] | None = None,
    wrong: AccountFieldsWrong | None = None,
) -> HTMLResponse:
    """Return an account's page; with its form as it was sent, where something in it is wrong."""
    house, language = house_of(request), language_of_page(request)
    version, health = health_of(session, house, account.id)
    this = week_of(house.clock(), house.settings.zone)
    weeks = weeks_up_to(this, HISTORY)
    scores = history(session, [account.id], definition=version.number, since=weeks[0]).get(account.id, {})
    earlier = history(session, [account.id], definition=version.number - 1, since=weeks[0])
    # The line begins where something was known, and covers twelve weeks at least.
    begins = min(max(0, len(weeks) - WEEKS), weeks.index(min(scores))) if scores else 0
    episodes = support_of(session, house, [account.id])
    return page(
        request,
        "accounts/account.html",
        status=wrong.status if wrong else 200,
        account=account,
        version=version,
        health=health,
        sentence=sentence(health, language, most=8) if health else "",
        said=partial(said, language=language),
        signed=signed,
        charts=[
            score_chart(
                weeks[begins:],
                scores,
                earlier=earlier.get(account.id, {}),
                red=version.rules.red,
                green=version.rules.green,
                width=width,
                height=height,
            )
            for width, height in SIZES
        ],
        signals=_signals(session, account.id, this),
        shown=shown,
        episodes=episodes[:EPISODES],
        more_episodes=max(0, len(episodes) - EPISODES),
        contacts=store.contacts_of(session, account.id),
        written_by={one.contact for one in episodes},
        reached=progress(account.outcome_start, account.outcome_target, account.outcome_measured),
        owners=store.owners(session),
        stages=list(Stage),
        tiers=list(Tier),
        amounts=store.tier_amounts(session),
        form=written or _form(account),
        wrong=fields_said(request, wrong),
        done=next((one for one in DONE if one in request.query_params), ""),
        edit=request.query_params.get("edit", ""),
        undo_notice=request.query_params.get("notice", ""),
        notices=notices_of(session, account.id),
        today=house.clock().astimezone(house.settings.zone).date(),
        weeks_shown=len(weeks) - begins,
    )


def fields_said(request: Request, wrong: AccountFieldsWrong | None) -> dict[str, str]:
    """Return what is wrong with each field, in the page's language."""
    return {name: problem_sentence(request, one) for name, one in wrong.fields.items()} if wrong else {}


def _signals(session: Session, account_id: int, this: date) -> list[tuple[Signal, Any, float]]:
    """Each signal with its line over the last weeks and its newest value."""
    weeks = weeks_up_to(this, WEEKS + 1)
    known = signals_since(session, weeks[0], [account_id]).get(account_id, {})
    found = []
    for signal in Signal:
        told = known.get(signal)
        if not told or not any(told.values()):
            continue
        # A week of which nothing is counted had none of it; a week nobody told is left out.
        counted = not signal.given and signal not in (Signal.SILENT, Signal.OUTCOME)
        values = [told.get(week, 0.0) for week in weeks] if counted else [told[week] for week in sorted(told)]
        scale = 100 if signal.about.unit == "share" else 1
        found.append((signal, sparkline([value * scale for value in values]), values[-1]))
    return found


def _form(account: Account) -> dict[str, str]:
    def text(value: float | str | None) -> str:
        return NOTHING_WRITTEN if value is None else f"{value:g}" if isinstance(value, float) else str(value)

    return {
        "name": account.name,
        "contract_yen": f"{account.contract_yen:,}",
        "renewal_on": account.renewal_on.isoformat(),
        "stage": account.stage,
        "tier": account.tier if account.tier_chosen else "",
        "owner": text(account.owner_id),
        "outcome_text": text(account.outcome_text),
        "outcome_unit": text(account.outcome_unit),
        "outcome_start": text(account.outcome_start),
        "outcome_target": text(account.outcome_target),
        "outcome_measured": text(account.outcome_measured),
    }
