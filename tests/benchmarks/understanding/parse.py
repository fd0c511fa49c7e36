"""Runs in the bot's environment: the intent a trained model gives every text of a JSON list.

Usage: .venv-bot/bin/python tests/benchmarks/understanding/parse.py MODEL TEXTS.json INTENTS.json
"""

# ruff: noqa: E402 - the environment must be settled before Rasa is imported
import asyncio
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "bot"))

import runtime

model, texts, intents = (Path(argument).resolve() for argument in sys.argv[1:])
runtime.settle()

from rasa.core.agent import load_agent
from rasa.utils.log_utils import configure_structlog

configure_structlog()


async def parse() -> list[str]:
    agent = await load_agent(str(model))
    return [(await agent.parse_message(text))["intent"]["name"] for text in json.loads(texts.read_text())]


intents.write_text(json.dumps(asyncio.run(parse())))
