"""A replay that is kept: publishing exactly this draft will ask for what it found."""

from collections.abc import Generator

from api.database import transaction
from api.house import House
from api.replays.comparing import Result
from api.replays.drafting import Drafted, ReplayForm
from api.replays.replaying import Progress, Replays
from api.replays.store import keep_replay
from api.second_look.looking import draft_key


def recorded(
    house: House, replays: Replays, draft: Drafted, form: ReplayForm, *, by: int
) -> Generator[Progress, None, tuple[int, Result]]:
    """Play `draft`, yielding how far it is, and keep what was found; the return value is its number too."""
    version = replays.serving.version
    result = yield from replays.play(draft.typed, faq_id=draft.faq_id, candidate_id=draft.candidate_id)
    with transaction(house.sessions) as session:
        replay = keep_replay(
            session,
            draft_key=draft_key(draft.typed, draft.faq_id),
            candidate_id=draft.candidate_id,
            faq_id=draft.faq_id,
            staff_id=by,
            index_version=version,
            form=form.model_dump(),
            result=result,
            troubles=result.troubles(house.settings.target_precision),
            now=house.clock(),
        )
        return replay.id, result


def at_once(
    house: House, replays: Replays, draft: Drafted, form: ReplayForm, *, by: int
) -> tuple[int, Result]:
    """Do the same without telling how far it is."""
    steps = recorded(house, replays, draft, form, by=by)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            number, result = end.value
            return number, result
