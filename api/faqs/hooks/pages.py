"""What was told to the webhook, for administrators."""

from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.access import Admin
from api.database import Transaction
from api.faqs.hooks import store
from api.house import house_of
from api.web.render import page

router = APIRouter(prefix="/staff/webhook", include_in_schema=False)


@router.get("")
def deliveries(
    request: Request, session: Transaction, staff: Admin, again: int | None = None
) -> HTMLResponse:
    """List the newest deliveries."""
    address = urlsplit(house_of(request).settings.webhook_url)
    return page(
        request,
        "faqs/webhook.html",
        # Not the whole address: it may hold a key.
        receiver=f"{address.scheme}://{address.hostname}" if address.hostname else "",
        deliveries=store.newest_deliveries(session),
        again=again,
    )


@router.post("/deliveries/{delivery_id:int}/repetition")
def send_again(session: Transaction, staff: Admin, delivery_id: int) -> RedirectResponse:
    """Have a delivery sent once more."""
    store.defer(session, store.delivery_for(session, delivery_id).id)
    return RedirectResponse(f"/staff/webhook?again={delivery_id}", 303)
