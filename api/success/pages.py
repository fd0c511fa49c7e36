"""The pages of customer success."""

from fastapi import APIRouter

import api.success.bank.pages
import api.success.milestones.pages
import api.success.playbooks.pages
import api.success.queue.pages
import api.success.results.pages
import api.success.weights.pages

router = APIRouter(include_in_schema=False)
for room in (
    api.success.queue.pages,
    api.success.bank.pages,
    api.success.milestones.pages,
    api.success.playbooks.pages,
    api.success.results.pages,
    api.success.weights.pages,
):
    router.include_router(room.router)
