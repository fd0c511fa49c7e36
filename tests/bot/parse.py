"""Runs in the bot's environment: reads a JSON list of texts, writes the trained model's intent for each."""

# ruff: noqa: E402 - the environment must be settled before Rasa is imported
import asyncio
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bot"))

import runtime

runtime.settle()

from rasa.core.agent import load_agent
from rasa.utils.log_utils import configure_structlog

configure_structlog()


async def parse(texts: list[str]) -> list[dict[str, object]]:
    agent = await load_agent(str(runtime.MODELS / f"{runtime.MODEL_NAME}.tar.gz"))
    parsed = [await agent.parse_message(text) for text in texts]
    return [
        {
            "name": one["intent"]["name"],
            "confidence": round(one["intent"]["confidence"], 3),
            "entities": one["entities"],
        }
        for one in parsed
    ]


answer = json.dumps(asyncio.run(parse(json.load(sys.stdin))), separators=(",", ":"))
# Kept short: beyond 64 KiB the output of a process with a loaded agent came through broken.
print(answer)
