"""What the texts of one cluster say, counted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from faq_clustering.labels.spans import Candidate


@dataclass(slots=True)
class Said:
    """Texts that say a candidate, by its key; copies of a text count."""

    texts: int = 0
    count: Counter[str] = field(default_factory=Counter)
    proper: Counter[str] = field(default_factory=Counter)
    surfaces: dict[str, Counter[str]] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)

    def add(self, candidates: Iterable[Candidate], copies: int) -> None:
        """Count a text that `copies` customers sent."""
        self.texts += copies
        for key, surface, weight, proper in candidates:
            self.count[key] += copies
            self.proper[key] += copies * proper
            self.surfaces.setdefault(key, Counter())[surface] += copies
            self.weights[key] = max(weight, self.weights.get(key, 0.0))

    def written(self, key: str) -> str:
        """The commonest writing; of equals card, not cards, but 仮払い, not 仮払."""
        return min(self.surfaces[key], key=lambda text: self._rank(key, text))

    def _rank(self, key: str, surface: str) -> tuple[int, int, str]:
        size = len(surface) if surface.isascii() else -len(surface)
        return -self.surfaces[key][surface], size, surface
