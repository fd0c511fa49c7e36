"""Two reviewers, a run in between, a process that dies: nothing is lost, nothing is half done."""

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from api.candidates import clustering
from api.candidates.clustering import cluster_now
from api.candidates.constraint_store import standing_constraints
from api.settings import ROOT
from tests.api.candidates.decisions.people import kinds, members, merged, said, seen

DIES = """
import os, sys
from pathlib import Path
from api.candidates import regrouping
from api.database import transaction
from api.house import build_house
from api.settings import ROOT, load_settings

url, folder, when, candidate, *ids = sys.argv[1:]
house = build_house(load_settings(
    database_url=url, data_dir=Path(folder), secret_key="x",
    model_dir=ROOT / "models" / "multilingual-e5-small",
))
with transaction(house.sessions) as session:
    regrouping.split(
        session, house, int(candidate), revision=0, parts=[[int(one) for one in ids]], by=1
    )
    if when == "before":
        os._exit(9)
os._exit(9)
"""


@pytest.fixture
def mori(sign_in):
    return sign_in("mori")


def test_of_two_at_the_same_moment_one_is_told(suzuki, mori, session, topics, received):
    password, invoice, cancel = (topics[topic] for topic in ("password", "invoice", "cancel"))
    off = list(received["password"][4:])
    both = threading.Barrier(2)

    def sent(person, path, body):
        both.wait()
        return person.post(path, json=body)

    with ThreadPoolExecutor(2) as pool:
        split = pool.submit(
            sent, suzuki, f"/api/candidates/{password}/split", {"revision": 0, "parts": [off]}
        )
        others = [{"candidate_id": invoice, "revision": 0}]
        merge = pool.submit(
            sent, mori, f"/api/candidates/{password}/merge", {"revision": 0, "others": others}
        )
        answers = {"split": split.result(), "merge": merge.result()}
    assert sorted(answer.status_code for answer in answers.values()) == [201, 409]
    (lost,) = [answer for answer in answers.values() if answer.status_code == 409]
    assert lost.json()["type"].endswith("#changed-meanwhile")
    won = "split" if answers["split"].status_code == 201 else "merge"
    assert kinds(suzuki, password) == [("split" if won == "split" else "merged", True)]
    assert seen(suzuki, invoice)["state"] == ("merged" if won == "merge" else "open")
    assert members(session, cancel) == set(received["cancel"])


def test_the_second_is_told_in_words_and_nothing_is_overwritten(suzuki, mori, session, topics, received):
    password, invoice = topics["password"], topics["invoice"]
    said(mori, password, "removal", inquiry_ids=[received["password"][0]])
    forms = {
        "merge": {"other": [f"{invoice}:0"]},
        "split": {"part": str(received["password"][1])},
        "removal": {"inquiry": received["password"][1]},
        "move": {"inquiry": received["password"][1], "to": f"{invoice}:0"},
        "snooze": {"until": "week"},
        "rejection": {"kind": "spam"},
        "undo": {},
    }
    for way, form in forms.items():
        answer = suzuki.post(
            f"/staff/candidates/{password}/{way}",
            data={"revision": 0} | form,
            headers={"accept": "text/html"},
        )
        assert answer.status_code == 409, way
        assert "何も保存していません" in answer.text
    assert kinds(suzuki, password) == [("removed", True)]
    assert members(session, password) == set(received["password"][1:])
    assert seen(suzuki, invoice)["revision"] == 0


def test_the_other_side_of_a_merge_is_guarded_too(suzuki, mori, topics, received):
    password, invoice = topics["password"], topics["invoice"]
    said(mori, invoice, "removal", inquiry_ids=[received["invoice"][0]])
    body = {"revision": 0, "others": [{"candidate_id": invoice, "revision": 0}]}
    answer = suzuki.post(f"/api/candidates/{password}/merge", json=body)
    assert answer.json()["type"].endswith("#changed-meanwhile")
    assert seen(suzuki, password)["revision"] == 0


def test_what_is_decided_while_a_run_computes_is_not_overwritten(
    house, suzuki, session, topics, received, monkeypatch
):
    password, invoice = topics["password"], topics["invoice"]
    finding, times = clustering.find_clusters, []

    def slowly(material, before):
        found = finding(material, before)
        if not times:
            assert merged(suzuki, password, invoice).status_code == 201
        times.append(found)
        return found

    monkeypatch.setattr(clustering, "find_clusters", slowly)
    cluster_now(house)
    assert len(times) == 2, "the run began again from what staff said"
    assert members(session, password) == {*received["password"], *received["invoice"]}
    assert members(session, invoice) == set()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_process_that_dies_leaves_all_of_a_decision_or_nothing(
    house, session, suzuki, topics, received, tmp_path, when
):
    password, off = topics["password"], received["password"][4:]
    ended = subprocess.run(
        [sys.executable, "-c", DIES, house.database_url, str(tmp_path), when, str(password), *map(str, off)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=200,
        check=False,
    )
    assert ended.returncode == 9, ended.stderr.decode()
    history = kinds(suzuki, password)
    assert history == ([] if when == "before" else [("split", True)])
    assert len(standing_constraints(session)) == (3 if when == "before" else 6)
    cluster_now(house)
    stays = set(received["password"]) if when == "before" else set(received["password"][:4])
    assert members(session, password) == stays
