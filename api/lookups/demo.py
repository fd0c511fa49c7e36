"""A stand-in for a company's own system, so that look-ups can be tried at once. Every record is invented."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path

router = APIRouter(prefix="/demo/lookups", tags=["demo"])


@dataclass(frozen=True, kw_only=True, slots=True)
class Invoice:
    """An invoice; `due` in days from today."""

    status: str
    amount: int
    due: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """An order; `arrives` in days from today."""

    status: str
    phone: str
    carrier: str | None
    arrives: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Product:
    """A product in the shop; `restock` in days from today."""

    name_ja: str
    name_en: str
    left: int
    restock: int | None = None


INVOICES = {
    "INV-2026-0001": Invoice(status="paid", amount=32_780, due=-12),
    "INV-2026-0002": Invoice(status="open", amount=128_700, due=9),
    "INV-2026-0003": Invoice(status="overdue", amount=54_450, due=-5),
    "INV-2026-0004": Invoice(status="draft", amount=9_900, due=30),
}
ORDERS = {
    "ORD-10001": Order(status="shipped", phone="1234", carrier="ヤマネコ便", arrives=1),
    "ORD-10002": Order(status="preparing", phone="5678", carrier=None, arrives=4),
    "ORD-10003": Order(status="delivered", phone="2468", carrier="ツバメ急便", arrives=-2),
}
PRODUCTS = {
    "CR-100": Product(name_ja="ICカードリーダー", name_en="IC card reader", left=24),
    "TB-200": Product(name_ja="打刻用タブレット", name_en="time clock tablet", left=3),
    "ST-300": Product(name_ja="卓上スタンド", name_en="desk stand", left=0, restock=10),
}


@router.get("/invoices/{number}")
async def invoice(number: Annotated[str, Path(max_length=40)]) -> dict[str, Any]:
    """Return the state of an invoice."""
    found = INVOICES.get(number)
    if found is None:
        raise HTTPException(404, "no such invoice")
    return {"invoice": {"status": found.status, "amount": found.amount, "due_date": _day(found.due)}}


@router.get("/orders/{number}")
async def order(number: Annotated[str, Path(max_length=40)], phone: str = "") -> dict[str, Any]:
    """Return where an order is, to who knows the end of its telephone number."""
    found = ORDERS.get(number)
    if found is None or found.phone != phone:
        return {"orders": []}
    arrives = None if found.arrives is None else _day(found.arrives)
    return {"orders": [{"status": found.status, "carrier": found.carrier, "arrives_on": arrives}]}


@router.get("/stock/{code}")
async def stock(code: Annotated[str, Path(max_length=40)]) -> dict[str, Any]:
    """Return how many pieces of a product are left."""
    found = PRODUCTS.get(code)
    if found is None:
        raise HTTPException(404, "no such product")
    return {
        "name": {"ja": found.name_ja, "en": found.name_en},
        "availability": "out" if not found.left else "few" if found.left < 5 else "in",
        "quantity": found.left,
        "restock_on": None if found.restock is None else _day(found.restock),
    }


def _day(days: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()
