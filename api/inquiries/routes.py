"""Inquiries from other systems: `POST /api/inquiries`."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from sqlalchemy.orm import Session

from api.database import Transaction
from api.errors import Conflict
from api.house import House, house_of
from api.inquiries.batches import Batch, BatchReport, InquiryIn, RefusedOut
from api.inquiries.callers import Caller
from api.inquiries.incoming import (
    LONGEST_ID,
    LONGEST_NAME,
    Incoming,
    Reason,
    Refused,
    Report,
    in_order,
    short,
)
from api.inquiries.keeping import AHEAD, keep
from api.inquiries.models import Import
from api.inquiries.reading.dates import read_date
from api.inquiries.store import account_ids, answered_request, remember_answer, write_report

router = APIRouter(prefix="/api/inquiries", tags=["inquiries"])


class KeyUsedOtherwise(Conflict):
    """This idempotency key came with another request before. Use a new key."""


@router.post("", status_code=201, responses={200: {"model": BatchReport, "description": "Already done."}})
def receive(
    request: Request,
    response: Response,
    session: Transaction,
    caller: Caller,
    batch: Batch,
    idempotency_key: Annotated[
        str | None,
        Header(max_length=200, description="The same key and body again: the same answer, done once."),
    ] = None,
) -> BatchReport:
    """Keep a batch of inquiries, masked. One that is there already is counted, never kept twice."""
    house = house_of(request)
    key = f"inquiries {caller} {idempotency_key}"
    digest = hashlib.sha256(batch.model_dump_json().encode(errors="replace")).hexdigest()
    if idempotency_key is not None and (earlier := answered_request(session, key)):
        if earlier.request_hash != digest:
            raise KeyUsedOtherwise
        response.status_code = 200
        return BatchReport.model_validate(earlier.response)
    report = _keep(session, house, batch)
    if idempotency_key is not None:
        answer = report.model_dump(mode="json")
        remember_answer(session, key=key, request_hash=digest, response=answer, now=house.clock())
    return report


def _keep(session: Session, house: House, batch: Batch) -> BatchReport:
    accounts = account_ids(session, [row.account_id for row in batch.inquiries if row.account_id])
    read = [_incoming(row, index, house, accounts) for index, row in enumerate(batch.inquiries)]
    opened = Import(name=batch.source, created_at=house.clock())
    session.add(opened)
    session.flush()
    report = Report(refused=tuple(row for row in read if isinstance(row, Refused))) + keep(
        session,
        [row for row in read if isinstance(row, Incoming)],
        source=batch.source,
        now=house.clock(),
        import_id=opened.id,
    )
    write_report(session, opened.id, report)
    refused = sorted(report.refused, key=lambda row: row.line)
    return BatchReport(
        kept=report.kept,
        duplicates=report.duplicates,
        refused=[RefusedOut(index=row.line, reason=row.reason, detail=row.sentence) for row in refused],
    )


def _incoming(row: InquiryIn, index: int, house: House, accounts: dict[str, int]) -> Incoming | Refused:
    at = row.received_at
    moment = read_date(at, house.settings.zone) if isinstance(at, str) and at.strip() else None
    if isinstance(at, str) and at.strip() and moment is None:
        return Refused(line=index, reason=Reason.DATE)
    if row.handle_minutes is not None and not 0 <= row.handle_minutes < 100_000:
        return Refused(line=index, reason=Reason.MINUTES)
    zone = house.settings.zone
    replied_at, closed_at = in_order(
        moment,
        read_date(row.replied_at or "", zone),
        read_date(row.closed_at or "", zone),
        latest=house.clock() + AHEAD,
    )
    return Incoming(
        text=row.text,
        received_at=moment,
        channel=row.channel.strip() or "other",
        reply=row.reply,
        external_key=row.id,
        handle_minutes=row.handle_minutes,
        replied_at=replied_at,
        closed_at=closed_at,
        handler=short(row.handler, LONGEST_NAME),
        customer_id=short(row.customer_id, LONGEST_ID),
        account_id=accounts.get(row.account_id or ""),
        line=index,
    )
