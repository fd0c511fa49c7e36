"""Writing a message: the one way a conversation grows."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias, cast

from sqlalchemy import CTE, Table, Text, bindparam, func, select, update
from sqlalchemy import cast as cast_
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.attributes import set_committed_value

from api.chat.models import Conversation, Message
from api.clock import aware
from api.database import notify
from api.episodes.ledger import Kind
from api.episodes.models import Fact

TYPED: dict[str, Any] = {"customer_typing_at": None}
"""Who has sent a message types no more."""
Author: TypeAlias = Literal["customer", "bot", "agent", "system"]


@dataclass(frozen=True, kw_only=True, slots=True)
class NewFact:
    """The fact of a message, written with it in one statement.

    `key` None: the message's id. To the payload come a customer's message's `message_id` and `seq`, and the
    `reply_id` of anybody else's.
    """

    kind: Kind
    key: str | None = None
    payload: dict[str, Any] = field(default_factory=dict)


def append_message(
    session: Session,
    conversation: Conversation,
    *,
    author: Author,
    text: str,
    content: dict[str, Any] | None = None,
    episode_id: int | None = None,
    staff_id: int | None = None,
    client_id: str | None = None,
    in_reply_to: int | None = None,
    fact: NewFact | None = None,
    now: datetime,
) -> Message:
    """Write the conversation's next message and tell whoever watches it.

    The conversation's row is locked until the transaction ends, so numbers become visible in order.
    """
    session.flush()
    values = {
        "conversation_id": conversation.id,
        "episode_id": episode_id,
        "author": author,
        "staff_id": staff_id,
        "text": text,
        "content": content or {},
        "client_id": client_id,
        "in_reply_to": in_reply_to,
        "now": aware(now),
    }
    if fact is not None:
        values |= {"kind": fact.kind.value, "key": fact.key, "payload": fact.payload}
    message: Message = session.scalars(_WRITTEN[author == "customer", fact is not None], values).one()
    wrote = {"last_seq": message.seq, "updated_at": aware(now)}
    for name, value in (wrote | (TYPED if author == "customer" else {})).items():
        set_committed_value(conversation, name, value)
    tell(session, conversation.id)
    return message


def tell(session: Session, conversation_id: str) -> None:
    """Tell whoever watches the conversation that something of it changed."""
    notify(session, f"conversation:{conversation_id}")


def _written(*, by_customer: bool, with_fact: bool) -> Any:
    """One statement takes the conversation's next number and writes the message, and the fact of it."""
    conversations, messages = cast(Table, Conversation.__table__), cast(Table, Message.__table__)
    also = TYPED if by_customer else {}
    numbered = (
        update(conversations)
        .where(conversations.c.id == bindparam("conversation_id"))
        .values({"last_seq": conversations.c.last_seq + 1, "updated_at": bindparam("now")} | also)
        .returning(conversations.c.last_seq)
        .cte("numbered")
    )
    names = (
        *("conversation_id", "episode_id", "author", "staff_id"),
        *("text", "content", "client_id", "in_reply_to"),
    )
    written = (
        insert(messages)
        .values(
            seq=select(numbered.c.last_seq).scalar_subquery(),
            created_at=bindparam("now"),
            **{name: bindparam(name) for name in names},
        )
        .returning(*messages.c)
        .cte("written")
    )
    found = select(aliased(Message, written))
    return found.add_cte(_recorded(written, by_customer=by_customer)) if with_fact else found


def _recorded(written: CTE, *, by_customer: bool) -> CTE:
    facts = cast(Table, Fact.__table__)
    kind, key = bindparam("kind", type_=Text), bindparam("key", type_=Text)
    ours = (
        (*("message_id", written.c.id, "seq", written.c.seq),) if by_customer else ("reply_id", written.c.id)
    )
    payload = bindparam("payload", type_=JSONB).op("||")(func.jsonb_build_object(*ours))
    fact = select(
        kind + ":" + func.coalesce(key, cast_(written.c.id, Text)),
        written.c.episode_id,
        kind,
        written.c.created_at,
        payload,
    )
    columns = [facts.c.key, facts.c.episode_id, facts.c.kind, facts.c.at, facts.c.payload]
    return (
        insert(facts).from_select(columns, fact).on_conflict_do_nothing(index_elements=[facts.c.key])
    ).cte("recorded")


# Put together once: every turn writes two.
_WRITTEN = {
    (by_customer, with_fact): _written(by_customer=by_customer, with_fact=with_fact)
    for by_customer in (False, True)
    for with_fact in (False, True)
}
