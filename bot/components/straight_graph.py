"""Rasa's graph of components run in a fixed order, and its classifier of intents on one message."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.utils.tensorflow.constants import RANKING_LENGTH
from scipy.sparse import csr_matrix

Step = tuple[str, GraphNode, tuple[str, ...]]
"""A node's name, the node, and the names of those whose outputs it takes."""


def run_straight() -> None:
    """Spare Rasa from asking dask for the order of the same few nodes, three times a turn."""
    DaskGraphRunner.run = _run  # type: ignore[method-assign]


def weigh_one_by_one() -> None:
    """Spare Rasa from building matrices of one row, and scikit-learn from checking them."""
    original = LogisticRegressionClassifier.process

    def process(self: LogisticRegressionClassifier, messages: list[Message]) -> list[Message]:
        for message in messages:
            ranking = _ranking(self, message)
            if ranking is None:
                original(self, [message])
            else:
                message.set(INTENT, ranking[0], add_to_output=True)
                message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    LogisticRegressionClassifier.process = process  # type: ignore[method-assign]


def _run(
    self: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
) -> dict[str, Any]:
    wanted, given = tuple(targets or self._graph_schema.target_names), inputs or {}
    plans: dict[tuple[str, ...], list[Step]] = self.__dict__.setdefault("_plans", {})
    key = (*wanted, "", *given)
    if key not in plans:
        plans[key] = _plan(self, wanted, given)
    outputs: dict[str, Any] = {name: (name, value) for name, value in given.items()}
    try:
        for name, node, needs in plans[key]:
            # A need that nothing provides is told by its name, as dask would.
            outputs[name] = node(*[outputs.get(need, need) for need in needs])
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error
    return dict(outputs[name] for name in wanted)


def _plan(runner: DaskGraphRunner, wanted: tuple[str, ...], given: dict[str, Any]) -> list[Step]:
    """The nodes that `wanted` depend on, each after those it needs."""
    planned: dict[str, Step] = {}

    def add(name: str) -> None:
        if name in planned or name in given or name not in runner._graph_schema.nodes:
            return
        needs = tuple(runner._graph_schema.nodes[name].needs.values())
        for need in needs:
            add(need)
        planned[name] = (name, runner._instantiated_nodes[name], needs)

    for name in wanted:
        add(name)
    return list(planned.values())


def _ranking(classifier: LogisticRegressionClassifier, message: Message) -> list[dict[str, Any]] | None:
    """Intents and their probabilities, the likeliest first; None where it takes scikit-learn to tell."""
    fitted, sparse = classifier.clf, message.get_sparse_features(TEXT)[1]
    dense = message.get_dense_features(TEXT)[1]
    # With two classes, or by this solver, it is one class against the rest.
    if not (sparse and dense) or len(getattr(fitted, "classes_", ())) < 3 or fitted.solver == "liblinear":
        return None
    row: csr_matrix = sparse.features
    vector = np.asarray(dense.features)[0]
    width = row.shape[1]
    if row.shape[0] != 1 or width + len(vector) != fitted.coef_.shape[1]:
        return None
    scores = fitted.coef_[:, row.indices] @ row.data + fitted.coef_[:, width:] @ vector + fitted.intercept_
    odds = np.exp(scores - scores.max())
    shares = odds / odds.sum()
    most = classifier.config[RANKING_LENGTH] or len(shares)
    order = np.argsort(-shares, kind="stable")[:most]
    return [{"name": str(fitted.classes_[place]), "confidence": float(shares[place])} for place in order]
