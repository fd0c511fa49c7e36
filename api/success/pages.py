"""The pages of customer success."""

from fastapi import APIRouter

import api.success.queue.pages

router = APIRouter(prefix="/staff/success", include_in_schema=False)
router.include_router(api.success.queue.pages.router)
