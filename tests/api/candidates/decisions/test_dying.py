"""A process is killed between a decision and what follows from it; after a restart all is consistent."""

import socket
import time

import httpx
import psycopg
import pytest
from sqlalchemy import func, select

from api.candidates.models import Candidate, ClusterMember, ClusterRun, Decision
from api.faqs.models import Faq
from tests.api.candidates.asked import receive
from tests.api.candidates.decisions.people import kinds, members, merged, said, seen
from tests.api.mortal import held, pass_time_since_death, process, until
from tests.conftest import PASSWORD

ASKED, ANSWER = "請求書の宛名を変更したい", "「設定」の「請求先」で宛名を変えられます。"
pytestmark = pytest.mark.timeout(600)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def editor(house, port):
    """Suzuki at the process on `port`, once it answers."""
    person = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30)

    def signed_in():
        try:
            form = {"email": "suzuki@example.com", "password": PASSWORD}
            return person.post("/staff/sign-in", data=form).status_code == 303
        except httpx.TransportError:
            return False

    until(signed_in, "the api did not come up")
    newest = "SELECT csrf_token FROM staff_sessions ORDER BY created_at DESC LIMIT 1"
    with psycopg.connect(house.database_url) as connection:
        (person.headers["X-CSRF-Token"],) = connection.execute(newest).fetchone()
    return person


def answered(person):
    """What the bot would say to a customer who asks."""
    found = person.post("/api/answers/question", json={"text": ASKED}).json()
    return found["candidates"][0]["answer"] if found.get("kind") == "answer" else None


def runs(house):
    with house.sessions() as session:
        return session.scalar(select(func.count()).where(ClusterRun.finished_at.is_not(None)))


def test_the_api_dies_between_an_approval_and_the_index_and_the_bot_answers_after_a_restart(
    house, session, topics
):
    port = free_port()
    with process(house, "serve", port=port) as api:
        suzuki = editor(house, port)
        until(lambda: suzuki.get("/readyz").json()["parts"]["answer_index"] == "ok", "no index")
        with held(house, "calibrations") as somebody_waits:
            draft = {"revision": 0, "question_ja": ASKED, "answer_ja": ANSWER}
            answer = suzuki.post(f"/api/candidates/{topics['invoice']}/approval", json=draft)
            assert answer.status_code == 201, answer.text
            # The approval is committed, and the index stands before its next step.
            somebody_waits()
            api.kill()
            api.wait(20)
    with process(house, "serve", port=port):
        suzuki = editor(house, port)
        until(lambda: answered(suzuki) == ANSWER, "the approved FAQ is not answered")
        assert seen(suzuki, topics["invoice"])["state"] == "approved"
        assert kinds(suzuki, topics["invoice"]) == [("approved", True)]
    assert session.scalar(select(func.count()).select_from(Faq)) == 1


@pytest.mark.parametrize("table", ["vectors", "topic_maps"], ids=["before it read", "while it wrote"])
def test_the_worker_dies_in_a_run_and_the_run_is_made_again_and_holds_what_was_decided(
    house, suzuki, session, topics, received, table
):
    password, invoice, cancel = (topics[topic] for topic in ("password", "invoice", "cancel"))
    assert merged(suzuki, password, invoice).status_code == 201
    off = list(received["cancel"][4:])
    new = said(suzuki, cancel, "split", parts=[off]).json()[1]["id"]
    receive(house, ["請求書の宛名を直してください", "Please stop my subscription"], days_ago=1)
    before, rows = runs(house), session.execute(select(ClusterMember.inquiry_id, ClusterMember.cluster_id))
    was = set(map(tuple, rows))
    session.rollback()

    assert suzuki.post("/staff/candidates/run").status_code == 303
    with held(house, table) as somebody_waits, process(house, "worker") as worker:
        somebody_waits()
        worker.kill()
        worker.wait(20)
    # PostgreSQL ends what the dead one began as soon as it notices.
    until(lambda: _nobody_writes(house), "the dead worker's transaction stands")
    now = set(map(tuple, session.execute(select(ClusterMember.inquiry_id, ClusterMember.cluster_id))))
    assert (runs(house), now) == (before, was), "nothing is half done"

    pass_time_since_death(house)
    with process(house, "worker"):
        until(lambda: runs(house) > before, "the run was not made again")
    assert members(session, password) >= {*received["password"], *received["invoice"]}
    assert members(session, invoice) == set()
    assert members(session, new) >= set(off)
    assert members(session, cancel) >= set(received["cancel"][:4])
    assert not members(session, cancel) & set(off)
    states = {one: seen(suzuki, one)["state"] for one in (password, invoice, cancel, new)}
    assert states == {password: "open", invoice: "merged", cancel: "open", new: "open"}
    assert session.scalar(select(func.count()).select_from(Decision)) == 2
    clusters = session.scalars(select(Candidate.cluster_id)).all()
    assert len(clusters) == len(set(clusters))


def _nobody_writes(house):
    open_ones = "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'active' AND wait_event_type = 'Lock'"
    with psycopg.connect(house.database_url) as connection:
        time.sleep(0.1)
        return connection.execute(open_ones).fetchone() == (0,)
