"""Replays over 10,000 of Banking77's questions: how long they take, and whether anything is passed over.

    .venv/bin/python -m tests.benchmarks.review.replay --data DIRECTORY    # replay.json

`DIRECTORY` holds banking77.csv. Of its rows, shuffled, 10,000 are imported through the product; phrasings are
taken from the others. 60 topics have an FAQ of ten phrasings and are linked, five are rejected, twelve are
open. The draft of each of those is replayed by a process that knows nothing yet, as after a start; by one
that has read the inquiries but knows no answer, as after an FAQ was published; and with all remembered. Then
every inquiry is decided anew with each draft and compared with what the replay decided.
"""

import csv
import json
import random
import signal
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
from api.replays.replaying import NEW, Replays, Steps
from api.settings import ROOT, load_settings
from faq_clustering.answering.many import decide_many, touched
from tests.benchmarks.clustering.machine import load, machine, today

OUTPUT = Path(__file__).with_name("replay.json")
MANY, PHRASINGS, WITH_FAQ, REJECTED = 10_000, 10, 60, 5


def main(
    data: Annotated[Path, typer.Option(help="Directory with banking77.csv.")],
    folder: Annotated[Path | None, typer.Option(help="Keep the company here, and use it again.")] = None,
) -> None:
    """Import, publish, replay, compare."""
    with (data / "banking77.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    random.Random(0).shuffle(rows)
    with tempfile.TemporaryDirectory(prefix="mdg-", ignore_cleanup_errors=True) as passing:
        place = folder or Path(passing)
        place.mkdir(exist_ok=True)
        place.chmod(0o755)
        server = prepare_postgres(place)
        process = subprocess.Popen(
            server.command("-c", "fsync=off"), user=server.system_user, stderr=subprocess.DEVNULL
        )
        try:
            server.wait_until_ready()
            server.ensure_database("replay")
            result = {"date": today(), "machine": machine(), **_measure(_house(place), rows)}
            OUTPUT.write_text(json.dumps(result, indent=1) + "\n")
        finally:
            process.send_signal(signal.SIGINT)
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
    spare: dict[str, list[str]] = defaultdict(list)
    for row in others:
        spare[row["label"]].append(row["text"])
    open_ = _filled(house, asked, spare)
    serving = Serving(house, keeps=False)
    serving.refresh()
    print("learnt", flush=True)
    drafts = [(label, candidate, _draft(label, spare)) for label, candidate in open_.items()]
    found, seconds = [], defaultdict(list)
    began = load()
    for label, candidate, draft in drafts:
        replays = Replays(house=house, serving=serving)
        for what in ("after_a_start", "after_a_publication", "remembered"):
            if what == "after_a_publication":
                replays._before = None
            taken, steps, result = _timed(replays.play(draft, faq_id=None, candidate_id=candidate))
            seconds[what].append((round(taken, 2), steps))
        found.append({"topic": label, **_figures(result)})
    return {
        "load": [began, load()],
        "inquiries": MANY,
        "faqs": WITH_FAQ,
        "phrasings": len(serving.index.phrasings),
        "threshold": serving.index.threshold("en"),
        "seconds": {what: [one for one, _ in each] for what, each in seconds.items()},
        "progress_events": {what: each[0][1] for what, each in seconds.items()},
        "drafts": found,
        "passed_over": _passed_over(replays, [draft for _, _, draft in drafts]),
    }


def _filled(house: House, asked: list[dict[str, str]], spare: dict[str, list[str]]) -> dict[str, int]:
    """Import, embed and publish unless that was done; return the open candidates by label."""
    with transaction(house.sessions) as session:
        open_ = session.execute(
            select(Cluster.representative, Candidate.id)
            .join(Candidate, Candidate.cluster_id == Cluster.id)
            .where(Candidate.state == State.OPEN)
            .order_by(Candidate.id)
        ).all()
    if open_:
        return {row.representative: row.id for row in open_}
    file = house.settings.data_dir / "asked.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ("text", "id"))
        writer.writeheader()
        writer.writerows({"text": row["text"], "id": place} for place, row in enumerate(asked))
    print(f"{import_file(house, file, source='banking').kept} inquiries", flush=True)
    ensure_vectors(house.sessions, house.embedder)
    print("embedded", flush=True)
    labels = sorted(spare)
    random.Random(1).shuffle(labels)
    with transaction(house.sessions) as session:
        return _desk(session, house, asked, labels, spare)


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


def _passed_over(replays: Replays, drafts: list[Draft]) -> dict[str, object]:
    """Texts whose decision changes with a draft, and those of them that a replay would not decide anew."""
    index, corpus = replays.serving.index, replays._corpus
    assert corpus is not None
    (asked,) = (part for part in corpus.asked if part.texts)
    before = decide_many(index, asked)
    changed, missed, share = 0, 0, []
    for draft in drafts:
        with_draft = replays._with(index, draft, NEW)
        after = decide_many(with_draft, asked)
        differ = np.array([one != two for one, two in zip(before, after, strict=True)])
        anew = touched(index, with_draft, NEW, asked)
        changed += int(differ.sum())
        missed += int((differ & ~anew).sum())
        share.append(float(anew.mean()))
        print(f"{int(differ.sum())} changed", flush=True)
    return {"decided_anew_share": round(float(np.mean(share)), 4), "changed": changed, "passed_over": missed}


if __name__ == "__main__":
    typer.run(main)
