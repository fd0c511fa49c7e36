"""Giving a contact an arm, at the first demand of an episode and while people are there."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.episodes.ledger import Kind, facts_of, record
from api.holdout import store
from api.holdout.arms import Arm, arm_of, is_first_demand, key_of, person_of
from api.policy.in_force import in_force


def assign(
    session: Session,
    *,
    episode_id: int,
    contact_id: int,
    external_id: str | None,
    message_id: int,
    now: datetime,
) -> Arm | None:
    """Draw the arm of who sent this message and write it down, in both arms; None: not eligible.

    Eligible is decided by what is known before the draw and alike for both arms: a hold-out runs, we are
    open, somebody is on duty, and this is the episode's first demand.
    """
    setting = store.setting_in_force(session, now=now)
    if setting is None or setting.share <= 0 or not in_force(session).policy.hours.state(now).open:
        return None
    if not is_first_demand(facts_of(session, episode_id), message_id):
        return None
    if not store.somebody_on_duty(session, now=now):
        return None
    arm = store.drawn_arm(session, contact_id, setting.experiment) or arm_of(
        key_of(session.info["secret_key"]),
        experiment=setting.experiment,
        person=person_of(external_id, contact_id),
        share=setting.share,
    )
    record(
        session,
        episode_id,
        Kind.HOLDOUT_ASSIGNED,
        at=now,
        key=str(episode_id),
        arm=arm.value,
        share=setting.share,
        experiment=setting.experiment,
        known=external_id is not None,
    )
    return arm
