"""How many threads reckon."""

from contextlib import AbstractContextManager
from functools import cache

from threadpoolctl import ThreadpoolController


def one_thread() -> AbstractContextManager[object]:
    """Reckon in one thread: of small matrices, more only wait for one another, long on a busy machine."""
    limited: AbstractContextManager[object] = _threads().limit(limits=1)
    return limited


@cache
def _threads() -> ThreadpoolController:
    # To find the libraries takes longer than to answer a question.
    return ThreadpoolController()
