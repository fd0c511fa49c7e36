"""Rasa's calls of the action endpoint: about this turn alone, over a connection that is kept."""

from __future__ import annotations

import asyncio
from itertools import takewhile
from typing import Any

import aiohttp
import rasa
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import EndpointConfig

KEPT_SECONDS = 2.0
"""Shorter than the API keeps a silent connection (5 s), so that none is used while it is being closed."""


def call_about_this_turn() -> None:
    """Tell an action what happened since the customer's message, not the whole conversation once more.

    Rasa sends all events with every action, so a turn's cost grows with the conversation. The API reads the
    conversation from its own database; of the tracker it needs this turn alone.
    """
    RemoteAction._action_call_format = _about_this_turn  # type: ignore[method-assign]


def keep_connections() -> None:
    """Spare Rasa, and the API, a new client and a new connection for each call."""
    call_once = EndpointConfig.request

    async def request(self: EndpointConfig, *arguments: Any, **settings: Any) -> Any:
        try:
            return await call_once(self, *arguments, **settings)
        except aiohttp.ServerDisconnectedError:
            # The API was started anew since the last call: the connection is dead, the API is not.
            return await call_once(self, *arguments, **settings)

    EndpointConfig.request = request  # type: ignore[method-assign]
    EndpointConfig.session = _kept_session  # type: ignore[method-assign]


def _about_this_turn(self: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    state = tracker.current_state(EventVerbosity.NONE)
    this_turn = takewhile(lambda event: not isinstance(event, UserUttered), reversed(tracker.events))
    state["events"] = [event.as_dict() for event in this_turn][::-1]
    call = {
        "next_action": self._name,
        "sender_id": tracker.sender_id,
        "tracker": state,
        "version": rasa.__version__,
    }
    if not self._is_selective_domain_enabled() or domain.does_custom_action_explicitly_need_domain(
        self.name()
    ):
        call["domain"] = domain.as_dict()
    return call


class _Kept:
    """A client that stays open when `async with` is over."""

    def __init__(self, client: aiohttp.ClientSession) -> None:
        self.client = client
        self.loop = asyncio.get_running_loop()

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self.client

    async def __aexit__(self, *failure: object) -> None:
        """Nothing ends."""


def _kept_session(self: EndpointConfig) -> _Kept:
    kept: _Kept | None = self.__dict__.get("_kept")
    if kept is None or kept.loop is not asyncio.get_running_loop():
        auth = aiohttp.BasicAuth(**self.basic_auth) if self.basic_auth else None
        connector = aiohttp.TCPConnector(keepalive_timeout=KEPT_SECONDS, limit=0)
        kept = self.__dict__["_kept"] = _Kept(
            aiohttp.ClientSession(headers=self.headers, auth=auth, connector=connector)
        )
    return kept
