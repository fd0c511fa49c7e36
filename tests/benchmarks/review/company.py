"""A company whose inquiries are Banking77: imported through the product's import and clustered once."""

import csv
import io
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from api.answers.store import published_versions
from api.candidates.clustering import cluster_now
from api.candidates.models import Candidate, Cluster
from api.candidates.review import approve
from api.database import make_engine, transaction
from api.faqs.drafts import Draft, Wording
from api.house import House, build_house
from api.inquiries.importing import import_file
from api.inquiries.models import Inquiry
from api.launch.postgres import embedded_url, prepare_postgres
from api.migrate import migrate
from api.settings import ROOT, load_settings
from api.staff.models import Role, Staff
from api.staff.store import add_staff

DAYS = 56
"""The rows are spread over the last eight weeks, in a fixed mix."""
FAQS = 30
"""Candidates that are FAQs already: there is something to be near to."""
LOGIN, PASSWORD = "suzuki@example.com", "benchmark-only"


@contextmanager
def company(folder: Path, data: Path) -> Iterator[House]:
    """A house over a PostgreSQL of its own in `folder`; what is there already is used again."""
    server = prepare_postgres(folder)
    with (folder / "postgres.log").open("wb") as log:
        process = subprocess.Popen(
            server.command(), user=server.system_user, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            server.wait_until_ready()
            server.ensure_database("benchmark")
            url = embedded_url(folder, "benchmark")
            engine = make_engine(url)
            migrate(engine, url)
            engine.dispose()
            model = ROOT / "models" / "multilingual-e5-small"
            house = build_house(
                load_settings(
                    database_url=url,
                    data_dir=folder,
                    model_dir=model,
                    bot_url="http://127.0.0.1:9",
                    secret_key="benchmark",
                )
            )
            _fill(house, data)
            yield house
            house.engine.dispose()
        finally:
            # A fast shutdown: it waits for no connection.
            process.send_signal(signal.SIGINT)
            process.wait(60)


def _fill(house: House, data: Path) -> None:
    with transaction(house.sessions) as session:
        if session.scalar(select(func.count()).select_from(Inquiry)):
            return
        add_staff(session, email=LOGIN, name="鈴木 健", role=Role.EDITOR, password=PASSWORD)
    import_file(house, dated(data, house), name=data.name)
    cluster_now(house)
    _publish_some(house)


def dated(data: Path, house: House) -> bytes:
    """The file with a date in each row: row n came (n × 7919) mod 56 days ago."""
    now = house.clock()
    rows = list(csv.DictReader(data.read_text(encoding="utf-8").splitlines()))
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(("text", "received_at"))
    for number, row in enumerate(rows):
        came = now - timedelta(days=number * 7919 % DAYS, minutes=number % 1440)
        table.writerow((row["text"], came.isoformat()))
    return written.getvalue().encode()


def _publish_some(house: House) -> None:
    with transaction(house.sessions) as session:
        by = session.scalars(select(Staff.id)).one()
        found = session.execute(
            select(Candidate.id, Cluster.representative)
            .join(Cluster, Cluster.id == Candidate.cluster_id)
            .order_by(Candidate.id)
        ).all()
        for candidate_id, question in found[:: max(1, len(found) // FAQS)][:FAQS]:
            draft = Draft(
                question_en=question[:300],
                answer_en="Open the app and follow the steps.",
                phrasings=(Wording(language="en", text=question[:160], inquiry_id=None),),
            )
            approve(session, candidate_id, revision=0, draft=draft, by=by, now=house.clock(), note="")
    with transaction(house.sessions) as session:
        assert published_versions(session)
