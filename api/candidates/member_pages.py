"""Every inquiry of one candidate, to be searched and ticked."""

import numpy as np
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import Agent
from api.candidates.nearby import neighbours_of
from api.candidates.store import MOST_MEMBERS, candidate_for, members_of
from api.database import Transaction
from api.house import house_of
from api.inquiries.vectors import vectors_for
from api.web.render import page
from faq_clustering.embedding.keys import fold_text

router = APIRouter(prefix="/staff/candidates/{candidate_id}", include_in_schema=False)
SHOWN = 200
"""Inquiries a page; the search finds the others."""


@router.get("/members")
def show_members(
    request: Request, session: Transaction, staff: Agent, candidate_id: int, q: str = ""
) -> HTMLResponse:
    """List the inquiries of a candidate that hold every word of `q`, the newest first."""
    row, model_id = candidate_for(session, candidate_id), house_of(request).embedder.model_id
    members = members_of(session, row.cluster.id)
    vectors = list(vectors_for(session, [member.text_key for member in members], model_id).values())
    words = [fold_text(word) for word in q.split()]
    found = [member for member in members if all(word in fold_text(member.text) for word in words)]
    return page(
        request,
        "candidates/members.html",
        row=row,
        q=q,
        members=found[:SHOWN],
        found=len(found),
        most=MOST_MEMBERS,
        neighbours=neighbours_of(
            session, row.cluster, np.mean(vectors, axis=0) if vectors else None, model_id
        ),
    )
