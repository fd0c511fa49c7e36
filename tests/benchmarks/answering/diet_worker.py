"""Train Rasa and ask it, in Rasa's own environment: `diet_worker JOB.json DONE.json` from the root.

JOB.json: `config` (a pipeline's name), `train` ([text, intent] rows), `ask` (texts). DONE.json: `rankings`,
for each text asked its intents with their confidence, best first; seconds of the training and the asking.
"""

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.model_training import train_nlu

KEPT = 5
"""Intents of a ranking that are written down."""


def main(job: Path, done: Path) -> None:
    """Train on `train`, parse each of `ask`."""
    asked = json.loads(job.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        data, config = Path(folder) / "nlu.json", Path(__file__).with_name(f"{asked['config']}.yml")
        # JSON, since YAML training data reads [brackets](like these) in a text as an entity.
        data.write_text(json.dumps(training_data(asked["train"])), encoding="utf-8")
        started = time.perf_counter()
        model = train_nlu(str(config), str(data), folder)
        trained = time.perf_counter()
        rankings = asyncio.run(parsed(model, asked["ask"]))
    answer = {"rankings": rankings, "fit": trained - started, "ask": time.perf_counter() - trained}
    done.write_text(json.dumps(answer), encoding="utf-8")


def training_data(rows: list[tuple[str, str]]) -> dict[str, Any]:
    """Rasa's JSON training data."""
    return {"rasa_nlu_data": {"common_examples": [{"text": text, "intent": intent} for text, intent in rows]}}


async def parsed(model: str, texts: list[str]) -> list[list[tuple[str, float]]]:
    """What the bot understands, as it does when a customer writes."""
    agent = Agent.load(model)
    found = [(await agent.parse_message(text))["intent_ranking"] for text in texts]
    return [[(one["name"], round(one["confidence"], 6)) for one in ranking[:KEPT]] for ranking in found]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
