"""Learning and calibrating an index beside the answers: in a process of its own, at the lowest priority."""

import logging
import multiprocessing
import os
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection

import numpy as np
import numpy.typing as npt

from faq_clustering.answering import AnswerIndex, Outcome, Phrasing

log = logging.getLogger(__name__)
Floats = npt.NDArray[np.float32]
SMALL = 150
"""So many phrasings are learnt sooner than a process starts, and hold nobody up."""
NICENESS = 15
GLANCE = 0.2
"""Seconds between two looks at whether the application is going down."""


class Stopped(Exception):
    """The application is going down: nobody waits for the index any more."""


class BuildFailed(Exception):
    """The process that learnt the index ended without one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Material:
    """All that an index is learnt from; see `AnswerIndex.build`."""

    phrasings: tuple[Phrasing, ...]
    vectors: Floats
    background: Floats | None
    background_texts: tuple[str, ...]
    generic: Floats | None
    unlabelled: Floats | None
    outcomes: tuple[Outcome, ...]
    target: float
    share: float
    version: str


def learn(material: Material) -> AnswerIndex:
    """Return the index, learnt in this thread."""
    return AnswerIndex.build(
        material.phrasings,
        material.vectors,
        material.background,
        background_texts=material.background_texts,
        generic=material.generic,
        unlabelled=material.unlabelled,
        outcomes=material.outcomes,
        target_precision=material.target,
        share=material.share,
        version=material.version,
    )


def learn_beside(material: Material, stopping: Callable[[], bool]) -> AnswerIndex:
    """Return the index, learnt where it slows no answer. Blocks; `Stopped` when `stopping` says so."""
    if len(material.phrasings) <= SMALL:
        return learn(material)
    # Spawned, not forked: this process has threads, and a lock one of them holds would never be released.
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sending, material), name="calibration", daemon=True)
    try:
        process.start()
    except OSError as error:
        log.warning("no process can be started, learning in a thread: %s", error)
        receiving.close()
        sending.close()
        return learn(material)
    sending.close()
    try:
        while not receiving.poll(GLANCE):
            if stopping():
                raise Stopped
        index: AnswerIndex = receiving.recv()
    except EOFError as error:
        raise BuildFailed from error
    finally:
        receiving.close()
        process.terminate()
        process.join()
    return index


def _work(sending: Connection, material: Material) -> None:
    os.nice(NICENESS)
    sending.send(learn(material))
    sending.close()
