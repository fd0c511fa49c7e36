"""Intent accuracy and refusals of a trained model; adds them to results.json under a name.

Usage: .venv/bin/python tests/benchmarks/understanding/run.py NAME MODEL [--outside CSV]

MODEL is a Rasa model file: models/bot/madoguchi.tar.gz, or one trained from diet.yml (docs/understanding.md).
--outside: a CSV with a column `text`, questions customers of others asked; 300 are drawn.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

from texts import (
    FALLBACK,
    HELD_OUT,
    Example,
    drawn,
    drawn_from,
    examples,
    known_already,
    sample_questions,
    to_refuse,
)

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
# All three lead to the answer index.
LEFT_TO_THE_ANSWER_INDEX = {"ask_question", "out_of_scope", FALLBACK}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("name")
    arguments.add_argument("model", type=Path)
    arguments.add_argument("--outside", type=Path, action="append", default=[])
    chosen = arguments.parse_args()

    held_out = {name: examples(path) for name, path in HELD_OUT.items()}
    questions = {"sample": drawn_from([one.text for one in sample_questions()])}
    questions |= {path.stem: drawn(path) for path in chosen.outside}
    strange = to_refuse()
    everything = [one.text for rows in held_out.values() for one in rows]
    everything += [text for texts in (*questions.values(), *strange.values()) for text in texts]
    said = understood(chosen.model, list(dict.fromkeys(everything)))

    result = {
        "held_out": {name: accuracy(rows, said) for name, rows in held_out.items()},
        "refused": refusals(strange, said),
        "questions": {name: destinations(texts, said) for name, texts in questions.items()},
    }
    written = HERE / "results.json"
    results = json.loads(written.read_text()) if written.exists() else {}
    written.write_text(json.dumps(results | {chosen.name: result}, indent=1, ensure_ascii=False) + "\n")
    print(json.dumps(result, indent=1, ensure_ascii=False))


def understood(model: Path, texts: list[str]) -> dict[str, str]:
    """The intent the model gives each text."""
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "texts.json", Path(folder) / "intents.json"
        asked.write_text(json.dumps(texts))
        python = ROOT / ".venv-bot" / "bin" / "python"
        command = [str(python), str(HERE / "parse.py"), str(model), str(asked), str(answered)]
        subprocess.run(command, capture_output=True, check=True)
        intents = json.loads(answered.read_text())
    return dict(zip(texts, intents, strict=True))


def accuracy(rows: list[Example], said: dict[str, str]) -> dict[str, object]:
    """Shares by language, with and without texts that differ from a training example by signs alone."""
    known = known_already(one.text for one in rows)
    shares: dict[str, object] = {"trained_on_but_for_signs": len(known)}
    for language in ("ja", "en"):
        of_it = [one for one in rows if one.language == language]
        fresh = [one for one in of_it if one.text not in known]
        shares[language] = {
            "texts": len(of_it),
            "accuracy": share_right(of_it, said),
            "accuracy_fresh": share_right(fresh, said),
            "mistakes": Counter(
                f"{one.intent} as {said[one.text]}" for one in of_it if said[one.text] != one.intent
            ),
        }
    return shares


def share_right(rows: list[Example], said: dict[str, str]) -> float:
    return round(sum(said[one.text] == one.intent for one in rows) / len(rows), 4)


def refusals(strange: dict[str, list[str]], said: dict[str, str]) -> dict[str, object]:
    every = [text for texts in strange.values() for text in texts]
    return {
        "texts": len(every),
        "share": share_refused(every, said),
        "to_small_talk": round(
            sum(said[text] not in LEFT_TO_THE_ANSWER_INDEX for text in every) / len(every), 4
        ),
        "by_kind": {kind: share_refused(texts, said) for kind, texts in strange.items()},
        "missed": {text: said[text] for text in every if said[text] != FALLBACK},
    }


def share_refused(texts: list[str], said: dict[str, str]) -> float:
    return round(sum(said[text] == FALLBACK for text in texts) / len(texts), 4)


def destinations(texts: list[str], said: dict[str, str]) -> dict[str, object]:
    """Where questions to a company went: `lost` are those no answer is looked for."""
    counts = Counter(said[text] for text in texts)
    lost = sum(count for intent, count in counts.items() if intent not in LEFT_TO_THE_ANSWER_INDEX)
    return {"texts": len(texts), "lost": round(lost / len(texts), 4), "intents": dict(counts.most_common())}


if __name__ == "__main__":
    main()
