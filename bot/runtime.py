"""How the bot's processes run: from this folder, on one thread, without telemetry."""

import os
from pathlib import Path

BOT = Path(__file__).resolve().parent
MODELS = BOT.parent / "models" / "bot"
MODEL_NAME = "madoguchi"

ENVIRONMENT = {
    # With OpenMP's defaults a parse took 20 times longer: its threads spin against each other.
    "OMP_NUM_THREADS": "1",
    "OMP_WAIT_POLICY": "PASSIVE",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "SANIC_WORKERS": "1",
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}


def settle() -> None:
    """Set the environment and the working folder. Call it before anything imports Rasa or numpy."""
    os.environ.update(ENVIRONMENT)
    os.chdir(BOT)
