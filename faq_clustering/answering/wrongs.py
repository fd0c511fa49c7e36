"""How many answers would be wrong above a threshold, of questions that have an FAQ.

Where a desk starts to answer, a handful of its examples are wrong: six of 610. But the confidence is meant as
a probability, so all that are wrong, sure or not, tell about the sure ones. A logistic curve of being wrong
over the confidence says how many to expect. It is the prior of the true number, worth one wrong answer for
every `FAQS_A_WRONG` FAQs at most; those counted are the data (gamma prior of a Poisson rate: Marshall 1991).
"""

import numpy as np
from scipy.stats import gamma

from faq_clustering.answering.logistic import FREEDOM, chance, fit
from faq_clustering.answering.sample import Bools, Clusters, Reals, Share, of_few, variance

FAQS_A_WRONG = 20
"""A curve that few FAQs have shaped is trusted less: three wrong answers' worth where there are 60."""
CALIBRATED = (0.0, -1.0)
"""The curve's intercept and slope where confidence is exactly the chance to be right, and what it starts from
as if from one example."""
STRENGTH = 1.0
SURE = 1e-4


def wrong_share(
    confidence: Reals, wrong: Bools, cluster: Clusters, thresholds: Reals, certainty: float
) -> tuple[Reals, Reals]:
    """The likeliest share of wrong answers among examples (n,) at each threshold (t,), and its limit."""
    answered = confidence[:, None] >= thresholds
    counted = Share.of(answered & wrong[:, None], np.ones(len(wrong)), cluster, certainty)
    expected, error = _expected(confidence, wrong, cluster, answered)
    doubt = of_few(cluster, certainty) * (error / np.maximum(expected, 1e-12)) ** 2
    prior = 1 / (doubt + FAQS_A_WRONG / len(np.unique(cluster)))
    # The rate in units of what is expected: prior of mean 1, and so many seen where so many were to come.
    shape, rate = prior + counted.value * counted.size, prior + expected * counted.size
    likeliest = expected * shape / rate
    return likeliest, np.maximum(expected * gamma.ppf(certainty, shape) / rate, likeliest)


def _expected(confidence: Reals, wrong: Bools, cluster: Clusters, answered: Bools) -> tuple[Reals, Reals]:
    """What the curve expects at each threshold and its standard error (sandwich, by cluster: White 1982)."""
    sure = np.clip(confidence, SURE, 1 - SURE)
    rows = np.stack([np.ones(len(sure)), np.log(sure / (1 - sure))], axis=1)
    start = np.array(CALIBRATED)
    p = chance(rows, fit(rows, wrong, np.ones(len(rows)), start, STRENGTH))
    count = len(rows)
    expected = p @ answered / count
    curvature = (rows * (p * (1 - p))[:, None]).T @ rows + STRENGTH * np.diag([FREEDOM, 1.0])
    slope = (rows * (p * (1 - p))[:, None]).T @ answered / count
    moved = rows * (wrong - p)[:, None] @ np.linalg.solve(curvature, slope)
    deviation = (p[:, None] * answered - expected) / count + moved
    spread = np.maximum(variance(deviation, cluster), (deviation**2).sum(axis=0))
    return expected, np.sqrt(spread)
