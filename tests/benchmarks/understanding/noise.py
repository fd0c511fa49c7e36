"""Writes bot/data/nlu/nlu_fallback_noise.yml: keys hit at random and strings from machines.

Usage: python tests/benchmarks/understanding/noise.py
"""

from __future__ import annotations

import base64
import random
import uuid
from collections.abc import Callable
from pathlib import Path

from texts import bare, to_refuse

OUTPUT = Path(__file__).resolve().parents[3] / "bot" / "data" / "nlu" / "nlu_fallback_noise.yml"
SEED = 20_260_801
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
KANA = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん"
# What a Japanese keyboard writes when its keys are read as kana.
KANA_ROWS = ("たていすかんなにらせ", "ちとしはきくまのりれ", "つさそひこみもねるめ")
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(33, 127)})


def main() -> None:
    held_out = {bare(text) for kind in to_refuse().values() for text in kind}
    lines = [f"    - {text}" for text in made(random.Random(SEED)) if bare(text) not in held_out]
    head = (
        "# Made by tests/benchmarks/understanding/noise.py, which says how.\n"
        'version: "3.1"\nnlu:\n- intent: nlu_fallback\n  examples: |\n'
    )
    OUTPUT.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def made(chance: random.Random) -> list[str]:
    """Noise of every kind, as much of each as MAKERS says, each text once."""
    return list(dict.fromkeys(make(chance) for make, count in MAKERS.items() for _ in range(count)))


def keys(chance: random.Random) -> str:
    """Hands drumming on one or two rows."""
    rows = chance.sample(ROWS, chance.choice((1, 1, 2)))
    words = ["".join(chance.choices("".join(rows), k=chance.randint(4, 9))) for _ in range(_few(chance))]
    return " ".join(words)


def walk(chance: random.Random) -> str:
    """Neighbouring keys in turn, there or back, once or several times."""
    row = chance.choice(ROWS)
    start = chance.randrange(len(row) - 2)
    piece = row[start : start + chance.randint(3, 7)][:: chance.choice((1, -1))]
    return piece * chance.randint(1, 3)


def stutter(chance: random.Random) -> str:
    """Two or three letters again and again."""
    return "".join(chance.sample("".join(ROWS), chance.choice((2, 3)))) * chance.randint(3, 5)


def kana(chance: random.Random) -> str:
    return "".join(chance.choices(KANA, k=chance.randint(4, 11)))


def kana_keys(chance: random.Random) -> str:
    return "".join(chance.choices(chance.choice(KANA_ROWS), k=chance.randint(4, 9)))


def kana_stutter(chance: random.Random) -> str:
    return "".join(chance.sample(KANA, 2)) * chance.randint(3, 5)


def half_kana(chance: random.Random) -> str:
    """Letters left in the middle of kana: an input method caught off guard."""
    signs = chance.choices(KANA[:30], k=chance.randint(2, 4))
    signs += chance.choices("sdfghjklqwert".translate(WIDE), k=chance.randint(2, 6))
    chance.shuffle(signs)
    return "".join(signs)


def katakana(chance: random.Random) -> str:
    """An invented word or two."""
    words = ["".join(chance.choices(KANA, k=chance.randint(4, 7))) for _ in range(chance.randint(1, 2))]
    return " ".join("".join(chr(ord(sign) + 0x60) for sign in word) for word in words)


def invented(chance: random.Random) -> str:
    """Words one can pronounce and nobody knows."""
    syllables = [
        "".join((chance.choice("bdfgklmnprstvz"), chance.choice("aeiou"), chance.choice(("", "n", "r", "x"))))
        for _ in range(chance.randint(4, 8))
    ]
    cut = len(syllables) // 2
    return "".join(syllables[:cut]) + " " + "".join(syllables[cut:])


def in_base64(chance: random.Random) -> str:
    return base64.b64encode(chance.randbytes(chance.randint(8, 32))).decode()


def in_hexadecimal(chance: random.Random) -> str:
    return chance.randbytes(chance.choice((4, 8, 16, 20))).hex()


def identifier(chance: random.Random) -> str:
    return str(uuid.UUID(bytes=chance.randbytes(16)))


def _few(chance: random.Random) -> int:
    return chance.choice((1, 1, 2, 2, 3))


MAKERS: dict[Callable[[random.Random], str], int] = {
    keys: 180,
    walk: 60,
    stutter: 60,
    kana: 130,
    kana_keys: 70,
    kana_stutter: 60,
    half_kana: 60,
    katakana: 80,
    invented: 80,
    in_base64: 60,
    in_hexadecimal: 25,
    identifier: 15,
}

if __name__ == "__main__":
    main()
