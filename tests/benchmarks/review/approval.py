"""How long an approval takes to be what the bot answers, on a running Madoguchi with the sample data.

    .venv/bin/python -m tests.benchmarks.review.approval http://127.0.0.1:8000

Approves 20 candidates one after another, each with its own draft, and asks the index of the same process
until it knows the new FAQ. The clock runs from the moment at which the approval's response is there.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path

from tests.journeys.people import Colleague

OUT = Path(__file__).with_name("approval.json")
APPROVALS, PATIENCE, STEP = 20, 60.0, 0.02
"""How many, the most seconds to wait for one, and seconds between two questions."""


def measured(suzuki: Colleague, candidate_id: int) -> dict[str, float]:
    """Approve a candidate; return the seconds of the request and those until it is served."""
    found = suzuki.get(f"/api/candidates/{candidate_id}").raise_for_status().json()
    code = found["language"]
    draft = found["suggestion"] | {f"answer_{code}": "画面の案内に沿ってお進みください。"}
    started = time.perf_counter()
    body = draft | {"revision": found["revision"]}
    approved = suzuki.post(f"/api/candidates/{candidate_id}/approval", json=body).raise_for_status().json()
    done = time.perf_counter()
    asked = {"text": draft[f"question_{code}"], "language": code}
    while True:
        decision = suzuki.post("/api/answers/question", json=asked).raise_for_status().json()
        if any(one["faq_id"] == approved["faq_id"] for one in decision["candidates"]):
            return {"request": done - started, "served": time.perf_counter() - done}
        if time.perf_counter() - done > PATIENCE:
            raise SystemExit(f"candidate {candidate_id} was not served within {PATIENCE} s")
        time.sleep(STEP)


def summary(seconds: list[float]) -> dict[str, float]:
    """Return the median, the second worst of twenty and the worst, in seconds."""
    p95 = statistics.quantiles(seconds, n=20, method="inclusive")[-1]
    return {
        "p50": round(statistics.median(seconds), 3),
        "p95": round(p95, 3),
        "max": round(max(seconds), 3),
    }


def main() -> None:
    """Measure, and write the figures beside this file."""
    suzuki = Colleague(sys.argv[1], "suzuki@hinata.example")
    ids = [one["id"] for one in suzuki.get("/api/candidates").raise_for_status().json()[:APPROVALS]]
    before = os.getloadavg()[0]
    rows = [measured(suzuki, one) for one in ids]
    figures = {
        "approvals": len(rows),
        "served_after_seconds": summary([row["served"] for row in rows]),
        "request_seconds": summary([row["request"] for row in rows]),
        "cores": os.cpu_count(),
        "load": {"before": round(before, 1), "after": round(os.getloadavg()[0], 1)},
    }
    OUT.write_text(json.dumps(figures, indent=2) + "\n")
    print(OUT.read_text())


if __name__ == "__main__":
    main()
