"""Calibrations in JSON: what is promised and on what evidence; pin an older one, DELETE unpins it."""

from fastapi import APIRouter, Request

from api.access import Agent, Manager
from api.answers import calibration_store as store
from api.answers.calibration_shapes import (
    CalibrationShape,
    CalibrationsShape,
    calibration_shape,
    share_shape,
)
from api.answers.calibration_share import expected_share
from api.database import Transaction
from api.house import house_of

router = APIRouter(prefix="/api/answers/calibrations", tags=["calibrations"])


@router.get("")
def read_calibrations(request: Request, session: Transaction, staff: Agent) -> CalibrationsShape:
    """List calibrations, the newest first."""
    return CalibrationsShape(
        share=share_shape(expected_share(session, house_of(request).clock())),
        calibrations=[calibration_shape(kept) for kept in store.kept_calibrations(session)],
    )


@router.get("/{calibration_id}")
def read_calibration(session: Transaction, staff: Agent, calibration_id: int) -> CalibrationShape:
    """Return one calibration with its evidence."""
    return calibration_shape(store.kept_for(session, calibration_id))


@router.post("/{calibration_id}/pin", status_code=201)
def pin(request: Request, session: Transaction, staff: Manager, calibration_id: int) -> CalibrationShape:
    """Use the thresholds of this calibration until it is unpinned."""
    store.pin(session, calibration_id, by=staff.staff.id, now=house_of(request).clock())
    return calibration_shape(store.kept_for(session, calibration_id))


@router.delete("/{calibration_id}/pin")
def unpin(session: Transaction, staff: Manager, calibration_id: int) -> CalibrationShape:
    """Use the newest calibration again."""
    store.unpin(session, calibration_id)
    return calibration_shape(store.kept_for(session, calibration_id))
