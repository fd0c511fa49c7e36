"""The files of the command line: one column of a CSV in, a directory of results out."""

import csv
import hashlib
import io
import json
import os
import shutil
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faq_clustering.run import Run


class BadInput(ValueError):
    """A file cannot be used; the message says which and why."""


def read_column(path: Path, column: str) -> list[str]:
    """One column of a CSV with a header, in UTF-8 or Windows-31J (what Excel writes in Japan)."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from error
    try:
        rows = csv.DictReader(io.StringIO(_decoded(path, content), newline=""), strict=True)
        found = rows.fieldnames or []
        if column not in found:
            raise BadInput(f"{path} has no column {column!r}; it has: {', '.join(found) or 'none'}.")
        return [(row[column] or "").strip() for row in rows]
    except csv.Error as error:
        raise BadInput(f"{path} is not a CSV file: {error}.") from error


def write_run(run: Run, *, rows: list[int], of: int, source: Path, out: Path) -> None:
    """Write assignments.csv, clusters.json and manifest.json. `out` is there complete, or not at all.

    `rows` are the rows of the source, from 0, whose texts were clustered, of `of`; the others had no text.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        _write_assignments(run, rows, of, unfinished / "assignments.csv")
        _write_json(_clusters(run, rows), unfinished / "clusters.json")
        _write_json(_manifest(run, rows, of, source), unfinished / "manifest.json")
        unfinished.chmod(0o777 & ~_umask())
        unfinished.rename(out)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def read_run(directory: Path) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The label of each row of a run, and the nearest cluster's."""
    file = directory / "assignments.csv"
    labels, nearest = read_column(file, "label"), read_column(file, "nearest")
    try:
        return np.array(labels, np.int32), np.array(nearest, np.int32)
    except ValueError as error:
        raise BadInput(f"{file} holds a label that is not a number.") from error


def _decoded(path: Path, content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(f"{path} is neither UTF-8 nor Windows-31J.")


def _write_assignments(run: Run, rows: list[int], of: int, file: Path) -> None:
    place = {row: number for number, row in enumerate(rows)}
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["row", "label", "nearest", "strength"])
        for row in range(of):
            if row in place:
                n = place[row]
                strength = f"{run.clustering.strength[n]:.4f}"
                writer.writerow([row, run.clustering.labels[n], run.nearest[n], strength])
            else:
                writer.writerow([row, -1, -1, "0.0000"])


def _clusters(run: Run, rows: list[int]) -> list[dict[str, object]]:
    alike: dict[int, list[int]] = {label: [] for label in run.names}
    for pair in run.alike:
        alike[pair.left].append(pair.right)
        alike[pair.right].append(pair.left)
    return [
        {
            "label": label,
            "size": int((run.clustering.labels == label).sum()),
            "tightness": round(float(run.clustering.tightness[label]), 4),
            "representative_row": rows[name.representative_row],
            "representative": name.representative,
            "keywords": list(name.keywords),
            "language": name.language,
            "alike": alike[label],
        }
        for label, name in sorted(run.names.items())
    ]


def _manifest(run: Run, rows: list[int], of: int, source: Path) -> dict[str, object]:
    return {
        "source": source.name,
        "source_sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
        "rows": of,
        "rows_with_text": len(rows),
        "clusters": len(run.names),
        "noise": int((run.clustering.labels < 0).sum()),
        "model_id": run.model_id,
        "parameters": run.clustering.parameters,
        "seconds": run.seconds,
    }


def _write_json(content: object, file: Path) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _umask() -> int:
    # The mode of a temporary directory is private; the finished one follows the user's umask.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
