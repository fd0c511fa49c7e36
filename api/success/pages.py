"""The pages of customer success."""

from fastapi import APIRouter

import api.success.bank.pages
import api.success.queue.pages

router = APIRouter(include_in_schema=False)
router.include_router(api.success.queue.pages.router)
router.include_router(api.success.bank.pages.router)
