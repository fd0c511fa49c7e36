"""Replays over 10,000 of Banking77's questions: how long they take, and what the preselection misses.

    .venv/bin/python -m tests.benchmarks.review.replay --data DIRECTORY    # replay.json

`DIRECTORY` holds banking77.csv. Of its rows, shuffled, 10,000 are imported through the product; phrasings are
taken from the others. 60 topics have an FAQ of ten phrasings and are linked, five are rejected, twelve are
open, and a draft of each of those is replayed: once with nothing remembered, once with. Then every inquiry is
decided anew with each draft, and those that the preselection would have passed over are counted.
"""

import csv
import json
import random
import subprocess
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.answers.serving import Serving
from api.candidates.models import Candidate, Cluster, ClusterMember, ClusterRun, State
from api.database import transaction
from api.faqs.drafts import Draft, Wording
from api.faqs.publishing import publish
from api.house import House, build_house
from api.inquiries.importing import import_file
from api.inquiries.models import Inquiry
from api.inquiries.vectors import ensure_vectors
from api.launch.postgres import embedded_url, prepare_postgres
from api.migrate import migrate
from api.replays.comparing import Result
from api.replays.replaying import NEW, Replays, Steps, nearness
from api.settings import ROOT, load_settings
from faq_clustering.answering.many import decide_many

OUTPUT = Path(__file__).with_name("replay.json")
MANY, PHRASINGS, WITH_FAQ, REJECTED = 10_000, 10, 60, 5
TRIED = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)


def main(data: Annotated[Path, typer.Option(help="Directory with banking77.csv.")]) -> None:
    """Import, publish, replay, compare."""
    with (data / "banking77.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    random.Random(0).shuffle(rows)
    with tempfile.TemporaryDirectory(prefix="mdg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = prepare_postgres(Path(folder))
        process = subprocess.Popen(
            server.command("-c", "fsync=off"), user=server.system_user, stderr=subprocess.DEVNULL
        )
        try:
            server.wait_until_ready()
            server.ensure_database("replay")
            OUTPUT.write_text(json.dumps(_measure(_house(Path(folder)), rows), indent=2) + "\n")
        finally:
            process.terminate()
            process.wait(20)


def _house(folder: Path) -> House:
    url = embedded_url(folder, "replay")
    settings = load_settings(
        database_url=url, data_dir=folder, model_dir=ROOT / "models" / "multilingual-e5-small"
    )
    house = build_house(settings)
    migrate(house.engine, url)
    return house


def _measure(house: House, rows: list[dict[str, str]]) -> dict[str, object]:
    asked, others = rows[:MANY], rows[MANY:]
    file = house.settings.data_dir / "asked.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ("text", "id"))
        writer.writeheader()
        writer.writerows({"text": row["text"], "id": place} for place, row in enumerate(asked))
    kept = import_file(house, file, source="banking").kept
    print(f"{kept} inquiries", flush=True)
    ensure_vectors(house.sessions, house.embedder)
    print("embedded", flush=True)
    spare: dict[str, list[str]] = defaultdict(list)
    for row in others:
        spare[row["label"]].append(row["text"])
    labels = sorted(spare)
    random.Random(1).shuffle(labels)
    with transaction(house.sessions) as session:
        open_ = _desk(session, house, asked, labels, spare)
    serving = Serving(house, keeps=False)
    serving.refresh()
    print("learnt", flush=True)
    drafts = [(label, candidate, _draft(label, spare)) for label, candidate in open_.items()]
    cold = []
    for _, candidate, draft in drafts[:3]:
        cold.append(
            _timed(Replays(house=house, serving=serving).play(draft, faq_id=None, candidate_id=candidate))
        )
    replays = Replays(house=house, serving=serving)
    _timed(replays.play(drafts[0][2], faq_id=None, candidate_id=drafts[0][1]))
    warm, found = [], []
    for label, candidate, draft in drafts:
        seconds, steps, result = _timed(replays.play(draft, faq_id=None, candidate_id=candidate))
        warm.append(seconds)
        found.append({"topic": label, "steps": steps, **_figures(result)})
    return {
        "inquiries": kept,
        "faqs": WITH_FAQ,
        "phrasings": len(serving.index.phrasings),
        "threshold": serving.index.threshold("en"),
        "seconds_nothing_remembered": [round(one[0], 2) for one in cold],
        "progress_events_nothing_remembered": [one[1] for one in cold],
        "seconds_remembered": [round(one, 2) for one in warm],
        "drafts": found,
        "passed_over": _passed_over(replays, [draft for _, _, draft in drafts]),
    }


def _desk(
    session: Session,
    house: House,
    asked: list[dict[str, str]],
    labels: list[str],
    spare: dict[str, list[str]],
) -> dict[str, int]:
    """Publish FAQs, and make a topic of each label's inquiries; return the open candidates."""
    now = house.clock()
    faqs = {
        label: publish(session, None, _draft(label, spare), author_id=None, now=now).faq_id
        for label in labels[:WITH_FAQ]
    }
    run = ClusterRun(model_id=house.embedder.model_id, finished_at=now)
    session.add(run)
    session.flush()
    of_label: dict[str, list[int]] = defaultdict(list)
    for inquiry, key in session.execute(select(Inquiry.id, Inquiry.external_key)):
        of_label[asked[int(key.partition(":")[2])]["label"]].append(inquiry)
    open_ = {}
    for place, label in enumerate(labels):
        ids = of_label[label]
        cluster = Cluster(
            run_id=run.id, language="en", size=len(ids), tightness=0.7, representative=label, keywords=[]
        )
        session.add(cluster)
        session.flush()
        session.add_all(ClusterMember(inquiry_id=id_, cluster_id=cluster.id, strength=1.0) for id_ in ids)
        rejected = WITH_FAQ <= place < WITH_FAQ + REJECTED
        state = State.LINKED if label in faqs else State.REJECTED if rejected else State.OPEN
        candidate = Candidate(cluster_id=cluster.id, state=state, faq_id=faqs.get(label))
        session.add(candidate)
        session.flush()
        if state == State.OPEN:
            open_[label] = candidate.id
    return open_


def _draft(label: str, spare: dict[str, list[str]]) -> Draft:
    texts = spare[label][:PHRASINGS]
    return Draft(
        question_en=texts[0],
        answer_en=f"The answer about {label}.",
        phrasings=tuple(Wording(language="en", text=text) for text in texts[1:]),
    )


def _timed(steps: Steps) -> tuple[float, int, Result]:
    started, told = time.perf_counter(), 0
    while True:
        try:
            next(steps)
            told += 1
        except StopIteration as end:
            return time.perf_counter() - started, told, end.value


def _figures(result: Result) -> dict[str, object]:
    kept = result.as_json()
    return {name: kept[name] for name in kept if name not in ("examples", "taken_from", "inquiries")}


def _passed_over(replays: Replays, drafts: list[Draft]) -> list[dict[str, object]]:
    """By smallest cosine: texts decided anew, and texts whose decision changed but lay below it."""
    index, corpus = replays.serving.index, replays._corpus
    assert corpus is not None
    before = decide_many(index, corpus.asked, corpus.vectors, "en")
    changed, near = [], []
    for draft in drafts:
        with_draft = replays._with(index, draft, NEW)
        after = decide_many(with_draft, corpus.asked, corpus.vectors, "en")
        changed.append(np.array([one.faq_id != two.faq_id for one, two in zip(before, after, strict=True)]))
        assert with_draft.desk is not None
        mine = np.array([one.faq_id == NEW for one in with_draft.phrasings])
        near.append(nearness(index, corpus.vectors, corpus.spoken, with_draft.desk.rows.vectors[mine]))
        print(f"{int(changed[-1].sum())} changed", flush=True)
    return [
        {
            "from_cosine": least,
            "decided_anew_share": round(float(np.mean([(one >= least).mean() for one in near])), 4),
            "changed": int(sum(one.sum() for one in changed)),
            "passed_over": int(
                sum((one & (close < least)).sum() for one, close in zip(changed, near, strict=True))
            ),
        }
        for least in TRIED
    ]


if __name__ == "__main__":
    typer.run(main)
