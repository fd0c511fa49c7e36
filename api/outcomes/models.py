"""What each episode came to under each definition. No source: all of it is drawn from the facts."""

from datetime import datetime

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    func,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base
from api.outcomes.packing import PACKED

OF_OUTCOME = (("definition", "episode_id"), ("outcomes.definition", "outcomes.episode_id"))


class Outcome(Base):
    """One episode under one definition. `outcomes` of all definitions are kept side by side."""

    __tablename__ = "outcomes"

    definition: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    episode_id: Mapped[int] = mapped_column(
        ForeignKey("episodes.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    contact_id: Mapped[int]
    conversation_id: Mapped[str]
    opened_at: Mapped[datetime]
    matures_at: Mapped[datetime]
    """When the re-contact window has passed: matured from then on."""
    due_at: Mapped[datetime | None]
    """When time alone changes the label (pending until then); nothing when only a new fact can."""
    sample: Mapped[bool]
    channel: Mapped[str]
    language: Mapped[str]
    topic: Mapped[str | None]
    """`faq:7`, `cluster:3` or `text:<key>`."""
    label: Mapped[str]
    why: Mapped[str]
    eligible: Mapped[bool]
    claimed: Mapped[bool]
    answered: Mapped[bool]
    """Whether an answer or a look-up was shown."""
    shown_faq_id: Mapped[int | None]
    """The FAQ that was shown last."""
    reason: Mapped[str | None]
    """Why the first hand-off was asked for; nothing when a person stepped in unasked, or none took part."""
    holdout: Mapped[bool]
    first_response_seconds: Mapped[float | None]
    """From the first message to the bot's first reply."""
    resolution_seconds: Mapped[float | None]
    """From the opening to "solved" or to a person's resolution."""
    answers: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    reactions: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    """Answers that got one."""
    solved: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    """Answers said to have solved it."""
    bot_ratings: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    bot_satisfied: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    """Ratings of 4 or 5."""
    agent_ratings: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    agent_satisfied: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    recontacted_by: Mapped[int | None]
    """Of a claimed one: the contact's first later episode within the window about the same topic."""
    recontacted_at: Mapped[datetime | None]
    """When that was opened: the credit is taken back from then on."""
    reached_human: Mapped[bool] = mapped_column(server_default="false")
    """Of a claimed one: the contact reached a person within the window, about anything."""
    packed: Mapped[bytes] = mapped_column(Computed(PACKED, persisted=True))
    """All that a page counts by; `api/metrics/columns.py` unpacks it."""


# What a page counts and narrows by is in the index: it reads no rows.
_NARROWS = ["channel", "language", "topic", "contact_id"]
Index(
    "ix_outcomes_opened_at",
    Outcome.definition,
    Outcome.opened_at,
    postgresql_include=[*_NARROWS, "packed"],
)
Index(
    "ix_outcomes_escalated",
    Outcome.definition,
    Outcome.opened_at,
    postgresql_include=[*_NARROWS, "episode_id"],
    postgresql_where=text("label = 'escalated'"),
)
Index("ix_outcomes_shown_faq_id", Outcome.definition, Outcome.shown_faq_id, Outcome.opened_at)
# A page looks a topic up by its number.
Index("ix_outcomes_topic_number", func.hashtextextended(Outcome.topic, literal_column("0")))
Index("ix_outcomes_episode_id", Outcome.episode_id)
Index("ix_outcomes_contact_id", Outcome.contact_id, Outcome.opened_at)
Index("ix_outcomes_channel", Outcome.definition, Outcome.channel, Outcome.language)
Index("ix_outcomes_due_at", Outcome.due_at, postgresql_where=text("due_at IS NOT NULL"))
Index(
    "ix_outcomes_recontacted_at",
    Outcome.definition,
    Outcome.recontacted_at,
    postgresql_where=text("recontacted_at IS NOT NULL"),
)


class OutcomeAnswer(Base):
    """One answer or look-up shown in an episode, and what the contact said of it."""

    __tablename__ = "outcome_answers"
    __table_args__ = (ForeignKeyConstraint(*OF_OUTCOME, ondelete="CASCADE"),)

    definition: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    episode_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    """0, 1, 2 … in the episode."""
    at: Mapped[datetime]
    faq_id: Mapped[int | None]
    """Nothing for a look-up."""
    version_id: Mapped[int | None]
    reaction: Mapped[str | None]
    """solved, not_solved or nothing."""


Index(
    "ix_outcome_answers_reacted",
    OutcomeAnswer.definition,
    OutcomeAnswer.episode_id,
    postgresql_include=["faq_id", "reaction"],
    postgresql_where=text("reaction IS NOT NULL"),
)


class OutcomeHandOff(Base):
    """One hand-off of an episode."""

    __tablename__ = "outcome_hand_offs"
    __table_args__ = (ForeignKeyConstraint(*OF_OUTCOME, ondelete="CASCADE"),)

    definition: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    episode_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    requested_at: Mapped[datetime]
    reason: Mapped[str]
    claimed_at: Mapped[datetime | None]
    replied_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    waited_seconds: Mapped[float | None]
    """Until a person's first reply, as the definition counts time; nothing without a reply."""
    handle_seconds: Mapped[float | None]
    """Of work, claim to release; nothing while it is open."""


class OutcomeRating(Base):
    """One rating, 1 to 5, of the bot or of an agent."""

    __tablename__ = "outcome_ratings"
    __table_args__ = (ForeignKeyConstraint(*OF_OUTCOME, ondelete="CASCADE"),)

    definition: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    episode_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    rating: Mapped[int] = mapped_column(SmallInteger)
    about: Mapped[str]
    """bot or agent."""


class EpisodeSubject(Base):
    """What an episode was about, the same under every definition: what re-contact compares."""

    __tablename__ = "episode_subjects"

    episode_id: Mapped[int] = mapped_column(
        ForeignKey("episodes.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    shown_faq_ids: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    """FAQs whose answers were shown."""
    linked_faq_ids: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    """FAQs linked to the clusters its inquiries lie in."""
    cluster_ids: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    text_keys: Mapped[list[str]]
    near_faq_ids: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default="{}")
    """FAQs that its words come nearest to."""


class OutcomeMark(Base):
    """Something changed, so an outcome must be drawn again. Triggers write these; drawing deletes them."""

    __tablename__ = "outcome_marks"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    kind: Mapped[str]
    """`facts`: draw the episode again. `subject`: what it was about may have changed. `contact`: only who
    came back must be looked at again."""
    episode_id: Mapped[int | None]
    contact_id: Mapped[int | None]


class Drawing(Base):
    """What the outcomes of a definition were drawn with. Other settings now: all are drawn again."""

    __tablename__ = "outcome_drawings"

    definition: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    terms: Mapped[str]


class CorpusCentre(Base):
    """The mean of the corpus's vectors by one model. It stays until the corpus has doubled, so that no credit
    moves back and forth with every text that arrives."""

    __tablename__ = "corpus_centres"

    model_id: Mapped[str] = mapped_column(primary_key=True)
    vector: Mapped[bytes]
    """(d,) float32, little endian, not normalised."""
    taken_of: Mapped[int]
    """How many vectors it is the mean of."""
