"""What the database packs of an outcome is what stands in its row."""

from datetime import UTC, datetime, timedelta

import numpy as np
from sqlalchemy import select

from api.metrics.columns import columns_of, names_of
from api.metrics.filters import Filters, scope
from api.metrics.periods import period_of
from api.outcomes.models import Outcome
from api.outcomes.packing import COUNTS, EPOCH, FLAGS, LABELS
from api.outcomes.refreshing import refresh_all


def moment(microseconds) -> datetime:
    return (EPOCH + np.timedelta64(int(microseconds), "us")).astype(datetime).replace(tzinfo=UTC)


def told(row, session) -> tuple:
    topic, reason = (names_of(session, name, [int(row[name])])[0] for name in ("topic", "reason"))
    return (
        moment(row["opened_at"]),
        moment(row["matures_at"]),
        topic,
        reason,
        *(None if np.isnan(row[name]) else float(row[name]) for name in SECONDS),
        LABELS[row["label"]],
        *(bool(row["flags"] & (1 << n)) for n in range(len(FLAGS))),
        *(int(row[name]) for name in COUNTS),
    )


SECONDS = ("first_response_seconds", "resolution_seconds")


def kept(one: Outcome) -> tuple:
    flags = {name: getattr(one, name) for name in FLAGS if name != "recontacted"}
    flags["recontacted"] = one.recontacted_by is not None
    return (
        one.opened_at,
        one.matures_at,
        one.topic,
        one.reason,
        *(getattr(one, name) for name in SECONDS),
        one.label,
        *(flags[name] for name in FLAGS),
        *(getattr(one, name) for name in COUNTS),
    )


def test_every_field_is_packed_and_unpacked(telling, clock, house):
    with telling() as stories:
        stories.many(150, now=clock(), days=40, seed=5)
    refresh_all(house)
    where = scope(period_of(None, None, days=45, now=clock(), zone=house.settings.zone))
    with house.sessions() as session:
        columns = columns_of(session, where, clock())
        found = sorted((told(row, session) for row in columns.rows), key=repr)
        rows = session.scalars(select(Outcome).where(where)).all()
        assert found == sorted(map(kept, rows), key=repr)
        assert len({one.label for one in rows}) > 4
        assert any(one.reason for one in rows)
        assert any(one.recontacted_by for one in rows)
        assert any(one.resolution_seconds for one in rows)


def test_nothing_to_count_is_no_error(house, clock):
    nobody = Filters(channel="fax")
    where = scope(period_of(None, None, days=45, now=clock(), zone=house.settings.zone), nobody)
    with house.sessions() as session:
        assert len(columns_of(session, where, clock())) == 0


def test_a_topic_of_later_is_named_too(telling, clock, house):
    asked = period_of(None, None, days=45, now=clock(), zone=house.settings.zone)
    for seed in (1, 2):
        with telling() as stories:
            stories.many(20, now=clock() - timedelta(days=seed), days=20, seed=seed)
        refresh_all(house)
        with house.sessions() as session:
            numbers = np.unique(columns_of(session, scope(asked), clock()).rows["topic"])
            names = set(names_of(session, "topic", numbers))
            assert names == set(session.scalars(select(Outcome.topic).where(scope(asked))))
