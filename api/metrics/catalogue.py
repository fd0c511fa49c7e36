"""Every metric, by its slug: the page, the API, the CSV file and the drill-down all read this."""

from api.errors import NotFound
from api.metrics import answers, deflection, people
from api.metrics.metric import Metric
from api.settings import Settings


class NoSuchMetric(NotFound):
    """There is no such metric."""


def metrics(settings: Settings) -> dict[str, Metric]:
    """Return all metrics in the order of the page."""
    every: list[Metric] = [
        deflection.VerifiedDeflection(),
        deflection.ClaimedDeflection(),
        deflection.Containment(),
        deflection.Abandonment(),
        deflection.Blocked(),
        deflection.Recontact(),
        deflection.FalseDeflection(),
        deflection.AnswerCoverage(),
        deflection.Unanswered(),
        answers.ConfirmedPrecision(),
        answers.ReactionRate(),
        people.EscalationRate(),
        people.AnswerRate(),
        people.ServiceLevel(settings.service_level_seconds),
        answers.FirstResponseOfBot(),
        people.FirstResponseOfHuman(),
        answers.ResolutionTime(),
        people.HandleTime(),
        answers.CsatOfBot(),
        answers.CsatOfAgent(),
    ]
    return {metric.slug: metric for metric in every}


def metric_for(settings: Settings, slug: str) -> Metric:
    """Return the metric called `slug`; raises `NoSuchMetric`."""
    try:
        return metrics(settings)[slug]
    except KeyError as error:
        raise NoSuchMetric from error
