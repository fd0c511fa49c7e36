"""Which milestones an account has reached: by a rule on its signals. Nothing here does I/O."""

from collections.abc import Callable, Mapping

from api.errors import Invalid
from api.success.view import AccountView

STAGES = ("onboarding", "adoption", "retention", "renewal")
Rule = Callable[[AccountView, float], bool]


class BadMilestone(Invalid):
    """A milestone needs a stage, a name in both languages, and with a rule a number from 0 to 1,000,000."""


def logged_in(view: AccountView, at_least: float) -> bool:
    """So many logins in one week, ever."""
    return any(value >= max(1.0, at_least) for value in view.values("logins", 1000))


def settings_done(view: AccountView, at_least: float) -> bool:
    """So many per cent of the settings are done."""
    done = view.latest("settings_done")
    return done is not None and 100 * done >= at_least


def active_users(view: AccountView, at_least: float) -> bool:
    """So many people used it in the newest week."""
    users = view.latest("active_users")
    return users is not None and users >= at_least


def outcome(view: AccountView, at_least: float) -> bool:
    """The outcome has come so many per cent of its way."""
    return view.outcome is not None and 100 * view.outcome >= at_least


RULES: Mapping[str, Rule] = {
    "logged_in": logged_in,
    "settings_done": settings_done,
    "active_users": active_users,
    "outcome": outcome,
}
DEFAULTS = (
    ("onboarding", "初回ログイン", "First login", "logged_in", 1),
    ("onboarding", "初期設定が終わる", "Set-up done", "settings_done", 100),
    ("onboarding", "キックオフを終える", "Kick-off held", None, 0),
    ("adoption", "毎週5人が使う", "Five people use it weekly", "active_users", 5),
    ("adoption", "最初の成果を確かめる", "A first result", "outcome", 25),
    ("retention", "成果が目標の半分に届く", "Halfway to the outcome", "outcome", 50),
    ("retention", "定例の振り返りを終える", "Review held", None, 0),
    ("renewal", "成果が目標に届く", "The outcome is reached", "outcome", 100),
    ("renewal", "更新の意思を確かめる", "Renewal agreed", None, 0),
)


def read_milestone(sent: Mapping[str, str]) -> tuple[str, str, str, str | None, float]:
    """Return stage, both names, rule and number; raises `BadMilestone`."""
    stage, rule = sent.get("stage", ""), sent.get("rule", "") or None
    names = [sent.get(f"name_{language}", "").strip()[:100] for language in ("ja", "en")]
    try:
        at_least = float(sent.get("at_least", "") or 0)
    except ValueError as error:
        raise BadMilestone from error
    known = stage in STAGES and (rule is None or rule in RULES)
    if not known or not all(names) or not 0 <= at_least <= 1_000_000:
        raise BadMilestone
    return stage, names[0], names[1], rule, at_least
