"""The hand-off policy: what goes to a person, when people are there, and what is said when they are not."""

from api.policy.loading import BadPolicy, load_policy
from api.policy.policy import Policy

__all__ = ["BadPolicy", "Policy", "load_policy"]
