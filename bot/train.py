"""Train the bot into models/bot/, unless the model there was made from what is here now.

Usage: python bot/train.py [--force]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import runtime

INPUTS = ("config.yml", "domain", "data", "components", "requirements.lock")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--force", action="store_true", help="train even if nothing changed")
    arguments = parser.parse_args()
    runtime.settle()

    model = runtime.MODELS / f"{runtime.MODEL_NAME}.tar.gz"
    manifest = runtime.MODELS / "manifest.json"
    inputs = hash_of_inputs()
    if not arguments.force and model.exists() and trained_from(manifest) == inputs:
        print("The bot's model is up to date.")
        return 0

    import rasa.__main__

    # Rasa's own cache would save little, and a forced run owes nothing to what an earlier one left behind.
    sys.argv = ["rasa", "train", "--domain", "domain", "--force", "--out", str(runtime.MODELS)]
    sys.argv += ["--fixed-model-name", runtime.MODEL_NAME]
    rasa.__main__.main()
    written = {
        "model": model.name,
        "sha256": hashlib.sha256(model.read_bytes()).hexdigest(),
        "trained_from": inputs,
        "trained_at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "rasa": rasa.__version__,
    }
    manifest.write_text(json.dumps(written, indent=2) + "\n")
    return 0


def hash_of_inputs() -> str:
    """One SHA-256 over every file the model depends on, the embedding model included."""
    sys.path.insert(0, str(runtime.BOT))
    from rasa.shared.utils.io import read_config_file

    from components.sentence_encoder import fingerprint, model_folder

    digest = hashlib.sha256()
    for path in sorted(training_files()):
        digest.update(str(path.relative_to(runtime.BOT)).encode() + b"\0")
        digest.update(path.read_bytes())
    for component in read_config_file("config.yml")["pipeline"]:
        if "model_path" in component:
            digest.update(fingerprint(model_folder(component["model_path"])).encode())
    return digest.hexdigest()


def training_files() -> Iterator[Path]:
    for name in INPUTS:
        path = runtime.BOT / name
        files = [path] if path.is_file() else path.rglob("*")
        yield from (file for file in files if file.suffix in {".yml", ".py", ".lock"})


def trained_from(manifest: Path) -> str | None:
    return json.loads(manifest.read_text())["trained_from"] if manifest.exists() else None


if __name__ == "__main__":
    sys.exit(main())
