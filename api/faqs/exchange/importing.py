"""Writing what a plan says: all rows or none, or the rows that are right."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.errors import Invalid
from api.faqs.exchange.plan import Action, Step
from api.faqs.publishing import publish, retire, roll_back, unretire
from api.faqs.store import locked_faq, newest_version


class RowsAreWrong(Invalid):
    """Some rows are wrong, so nothing was imported. Mend them, or import the rows that are right."""


def carry_out(
    session: Session,
    steps: Sequence[Step],
    *,
    only_right: bool,
    author_id: int | None,
    now: datetime,
    note: str,
) -> list[dict[str, Any]]:
    """Write what the steps say and return what became of each row, as it is kept.

    Raises `RowsAreWrong` unless all are right or `only_right` is asked for.
    """
    if not only_right and any(step.action is Action.WRONG for step in steps):
        raise RowsAreWrong
    return [_outcome(session, step, author_id, now, note) for step in steps]


def _outcome(session: Session, step: Step, author_id: int | None, now: datetime, note: str) -> dict[str, Any]:
    row: dict[str, Any] = {"line": step.line, "action": step.action, "question": step.question}
    if step.wrong is not None:
        return row | {"wrong": step.wrong}
    if step.before is not None:
        row["faq_id"] = step.before.faq_id
    if step.action is Action.SAME or step.draft is None:
        return row
    before = step.before
    if before is not None:
        faq = before.faq
        row |= {
            "before": before.number,
            "was_retired": faq.retired_at is not None,
            "owner_id": faq.owner_id,
            "review_on": faq.review_on.isoformat() if faq.review_on else None,
        }
        if faq.retired_at is not None and (step.rewords or not step.retired):
            unretire(session, faq.id)
    version = before
    if step.rewords:
        version = publish(
            session,
            before.faq_id if before else None,
            step.draft,
            author_id=author_id,
            now=now,
            note=note,
            based_on=before.number if before else None,
        )
    assert version is not None
    faq = locked_faq(session, version.faq_id)
    faq.owner_id, faq.review_on = step.care.owner_id, step.care.review_on
    if step.retired:
        retire(session, faq.id, by=author_id, now=now)
    session.flush()
    return row | {"faq_id": faq.id, "number": version.number}


def take_back(
    session: Session, rows: Sequence[dict[str, Any]], *, by: int, now: datetime, note: str
) -> list[int]:
    """Undo an import: new FAQs are retired, changed ones say again what they said.

    Returns the FAQs that were changed since: they stay as they are.
    """
    left: list[int] = []
    for row in rows:
        if "number" not in row:
            continue
        faq_id = int(row["faq_id"])
        faq = locked_faq(session, faq_id)
        if newest_version(session, faq_id).number != row["number"]:
            left.append(faq_id)
        elif "before" not in row:
            retire(session, faq_id, by=by, now=now)
        else:
            _put_back(session, row, by=by, now=now, note=note)
            faq.owner_id = row["owner_id"]
            faq.review_on = datetime.fromisoformat(row["review_on"]).date() if row["review_on"] else None
            session.flush()
    return left


def _put_back(session: Session, row: dict[str, Any], *, by: int, now: datetime, note: str) -> None:
    faq_id = int(row["faq_id"])
    if row["before"] != row["number"]:
        unretire(session, faq_id)
        roll_back(session, faq_id, row["before"], author_id=by, now=now, note=note)
    if row["was_retired"]:
        retire(session, faq_id, by=by, now=now)
    else:
        unretire(session, faq_id)
