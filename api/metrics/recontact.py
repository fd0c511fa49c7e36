"""Who came back: the same contact, another episode, the same topic. Nothing here does I/O."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from api.episodes.labels import Label
from api.episodes.summary import EpisodeSummary

Pair = tuple[EpisodeSummary, EpisodeSummary]


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """What an episode was about: FAQs shown or linked, clusters, and the keys of the texts asked."""

    faq_ids: frozenset[int] = frozenset()
    cluster_ids: frozenset[int] = frozenset()
    text_keys: frozenset[str] = frozenset()

    def meets(self, other: "Subject") -> bool:
        """Whether both name the same FAQ, the same cluster or the very same text."""
        return bool(
            self.faq_ids & other.faq_ids
            or self.cluster_ids & other.cluster_ids
            or self.text_keys & other.text_keys
        )


def returns(episodes: Iterable[EpisodeSummary], window: timedelta) -> Iterator[Pair]:
    """Yield each claimed episode with every later one of its contact within `window`, small talk aside."""
    of_contact: dict[int, list[EpisodeSummary]] = defaultdict(list)
    for episode in episodes:
        of_contact[episode.contact_id].append(episode)
    for own in of_contact.values():
        own.sort(key=lambda episode: (episode.opened_at, episode.id))
        for i, before in enumerate(own):
            if not before.claimed:
                continue
            for after in own[i + 1 :]:
                if after.opened_at - before.opened_at > window:
                    break
                if after.label is not Label.SOCIAL:
                    yield before, after


@dataclass(frozen=True)
class Likeness:
    """Whether two subjects' texts are alike, by the cosine of their vectors less `centre`.

    `vectors` maps a text's key to (d,) float32, L2-normalised. e5 vectors lie in a narrow cone (two unrelated
    questions have a cosine near 0.8), so the mean of the corpus, `centre` (d,), is taken off first; without a
    centre nothing is alike.
    """

    vectors: Mapping[str, NDArray[np.float32]]
    centre: NDArray[np.float32] | None
    threshold: float

    def meets(self, one: Subject, other: Subject) -> bool:
        """Whether any text of one is close enough to any text of the other."""
        if self.centre is None:
            return False
        left, right = self._centred(sorted(one.text_keys)), self._centred(sorted(other.text_keys))
        return bool(left.size and right.size and (left @ right.T).max() >= self.threshold)

    def _centred(self, keys: Sequence[str]) -> NDArray[np.float32]:
        found = [self.vectors[key] for key in keys if key in self.vectors]
        if not found or self.centre is None:
            return np.zeros((0, 0), dtype=np.float32)
        rows = np.stack(found) - self.centre
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        centred: NDArray[np.float32] = rows / np.maximum(lengths, 1e-9)
        return centred
