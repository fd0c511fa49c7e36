import json
import os

import pytest

pytestmark = pytest.mark.rasa

READ_LOCK_STORE = """
import json, serve
from rasa.core.lock_store import LockStore
from rasa.core.utils import AvailableEndpoints

store = LockStore.create(AvailableEndpoints.read_endpoints(serve.endpoints()).lock_store)
redis = getattr(store, "red", None)
address = redis.connection_pool.connection_kwargs if redis else {}
print(json.dumps([type(store).__name__, {k: address.get(k) for k in ("host", "port", "db", "password")}]))
"""


@pytest.fixture
def settings(monkeypatch):
    monkeypatch.setenv("MADOGUCHI_ACTION_URL", "http://127.0.0.1:1/actions")
    monkeypatch.setenv("RASA_TRACKER_URL", "postgresql://madoguchi@/madoguchi")
    monkeypatch.setenv("PYTHONPATH", os.curdir)
    return monkeypatch


def test_several_bots_take_turns_through_redis(run_bot, settings):
    settings.setenv("MADOGUCHI_REDIS_URL", "redis://:p%40ss@redis.example:6380/2")
    done = run_bot("-c", READ_LOCK_STORE)
    assert json.loads(done.stdout.splitlines()[-1]) == [
        "RedisLockStore",
        {"host": "redis.example", "port": 6380, "db": 2, "password": "p@ss"},
    ]


def test_one_bot_needs_no_redis(run_bot, settings):
    settings.delenv("MADOGUCHI_REDIS_URL", raising=False)
    done = run_bot("-c", READ_LOCK_STORE)
    assert json.loads(done.stdout.splitlines()[-1])[0] == "InMemoryLockStore"
