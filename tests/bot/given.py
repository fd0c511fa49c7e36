"""Runs in the bot's environment: what the trained model makes of a text with an embedding of another one."""

# ruff: noqa: E402 - the environment must be settled before Rasa is imported
import asyncio
import json
import sys
from base64 import b64encode
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bot"))

import runtime

runtime.settle()

from components.sentence_encoder import SentenceEncoder, model_folder, model_id
from rasa.core.agent import load_agent
from rasa.core.channels.channel import UserMessage
from rasa.utils.log_utils import configure_structlog

configure_structlog()
FOLDER = model_folder("models/multilingual-e5-small")
ENCODER = SentenceEncoder(FOLDER, threads=1)


def embedding(text: str, *, model: str, cut: int = 384) -> dict[str, str]:
    vector = ENCODER.encode([text])[0][:cut]
    return {"model": model, "vector": b64encode(vector.astype("<f4").tobytes()).decode()}


async def main(text: str, other: str) -> dict[str, list]:
    agent = await load_agent(str(runtime.MODELS / f"{runtime.MODEL_NAME}.tar.gz"))
    own = model_id(FOLDER)
    found = {}
    for name, sent in {
        "none": None,
        "same": embedding(text, model=own),
        "other": embedding(other, model=own),
        "other model": embedding(other, model="another"),
        "cut": embedding(other, model=own, cut=10),
        "nonsense": "x",
    }.items():
        metadata = {"message_id": 7} | ({"embedding": sent} if sent else {})
        parsed = await agent.processor.parse_message(UserMessage(text, metadata=metadata))
        ranked = {one["name"]: round(one["confidence"], 3) for one in parsed["intent_ranking"]}
        found[name] = [ranked.get("ask_question", 0.0), sorted(metadata)]
    return found


print(json.dumps(asyncio.run(main(*json.load(sys.stdin)))))
