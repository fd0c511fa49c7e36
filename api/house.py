"""What a process holds for as long as it lives."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import Request
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from api.clock import Clock, system_clock
from api.database import make_engine
from api.live import Live
from api.lookups import Lookups, load_lookups
from api.policy import Policy, load_policy
from api.policy.in_force import session_info
from api.settings import BadSetting, Settings
from faq_clustering.embedding import Embedder, load_embedder


@dataclass(frozen=True, kw_only=True)
class House:
    """Settings, database, clock and models of this process."""

    settings: Settings
    database_url: str
    engine: Engine
    sessions: sessionmaker[Session]
    live: Live
    embedder: Embedder
    secret_key: str
    policy: Policy
    lookups: Lookups
    clock: Clock = field(default=system_clock)
    shared_dir: Path | None = None
    """Folder of this and the other API processes of one parent; it goes with them."""


def build_house(settings: Settings, *, clock: Clock = system_clock) -> House:
    """Put together what a process holds. Nothing is connected to yet."""
    from api.launch.postgres import embedded_url

    policy = load_policy(settings.policy_file, zone=settings.zone)
    url = settings.database_url or embedded_url(settings.data_dir)
    engine = make_engine(url)
    secret_key = settings.secret_key or _kept_secret(settings.data_dir / "run" / "secret_key")
    info = session_info(policy, clock) | {"webhook": bool(settings.webhook_url), "secret_key": secret_key}
    return House(
        settings=settings,
        database_url=url,
        engine=engine,
        sessions=sessionmaker(
            engine,
            expire_on_commit=False,
            info=info,
        ),
        live=Live(url),
        embedder=load_embedder(str(settings.model_dir)),
        secret_key=secret_key,
        policy=policy,
        lookups=load_lookups(settings.lookups_file),
        clock=clock,
    )


def _kept_secret(path: Path) -> str:
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48), encoding="ascii")
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise BadSetting(
            f"MADOGUCHI_SECRET_KEY is empty and {path} cannot be kept ({error.strerror})."
        ) from error


def house_of(request: Request) -> House:
    """Return the house of the process that serves `request`."""
    house: House = request.app.state.house
    return house
