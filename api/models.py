"""Every table, imported once so that the schema is whole."""

import api.accounts.models
import api.answers.models
import api.asking_later.models
import api.candidates.models
import api.candidates.queue_models
import api.chat.models
import api.chat.notices.models
import api.episodes.models
import api.faqs.exchange.models
import api.faqs.hooks.models
import api.faqs.models
import api.holdout.models
import api.improving.models
import api.inbox.models
import api.inquiries.models
import api.metrics.models
import api.metrics.weekly.models
import api.outcomes.models
import api.reviewing.models
import api.second_look.models
import api.staff.models
import api.success.bank.models
import api.success.milestones.models
import api.success.playbooks.models
import api.success.queue.models
import api.success.weights.models  # noqa: F401
from api.database import Base

metadata = Base.metadata
