"""What a reviewer sees and sends."""

from sqlalchemy import select

from api.candidates.models import Candidate, ClusterMember


def seen(person, candidate_id):
    """The candidate as it is now."""
    answer = person.get(f"/api/candidates/{candidate_id}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def said(person, candidate_id, what, **body):
    """Decide, having seen the newest revision."""
    body = {"revision": seen(person, candidate_id)["revision"]} | body
    return person.post(f"/api/candidates/{candidate_id}/{what}", json=body)


def merged(person, candidate_id, *others):
    """Say that `others` are the same topic."""
    seen_ones = [{"candidate_id": one, "revision": seen(person, one)["revision"]} for one in others]
    return said(person, candidate_id, "merge", others=seen_ones)


def moved(person, candidate_id, inquiry_ids, to):
    """Say that inquiries belong to another candidate."""
    target = {"candidate_id": to, "revision": seen(person, to)["revision"]}
    return said(person, candidate_id, "move", inquiry_ids=list(inquiry_ids), to=target)


def taken_back(person, candidate_id, what):
    """Undo, having seen the newest revision."""
    revision = seen(person, candidate_id)["revision"]
    return person.delete(f"/api/candidates/{candidate_id}/{what}", params={"revision": revision})


def kinds(person, candidate_id):
    """The history, newest first: what was done, and whether it still stands."""
    return [(line["kind"], line["undone_at"] is None) for line in seen(person, candidate_id)["history"]]


def members(session, candidate_id):
    """The inquiries of a candidate now."""
    session.rollback()
    found = select(ClusterMember.inquiry_id).join(Candidate, Candidate.cluster_id == ClusterMember.cluster_id)
    return set(session.scalars(found.where(Candidate.id == candidate_id)))
