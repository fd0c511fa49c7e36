"""The CSV file, the API and the page say the same."""

import csv
import io

from api.metrics.intervals import wilson
from api.metrics.wording import span


def test_csv_api_and_page_agree(telling, clock, sign_in):
    with telling() as stories:
        stories.many(90, now=clock(), days=40, seed=2)
    mori = sign_in("mori")
    answer = mori.get("/staff/dashboard.csv?days=45")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = {row["metric"]: row for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))}
    found = mori.get("/api/metrics?days=45").json()
    html = mori.get("/staff/dashboard?days=45").text
    assert found["metrics"]
    for figure in found["metrics"]:
        row = rows[figure["slug"]]
        assert row["label"] == figure["label_ja"]
        assert int(row["numerator"]) == figure["numerator"]
        assert int(row["denominator"]) == figure["denominator"]
        assert row["value"] == (
            "" if figure["value"] is None else f"{figure['value']:.6f}".rstrip("0").rstrip(".")
        )
        if figure["slug"] == "unanswered":
            continue
        shown = html.split(f'data-metric="{figure["slug"]}"')[1].split("</div>")[0]
        assert f">{figure['denominator']:,}</a>" in shown
        if figure["value"] is not None:
            assert f"{figure['value'] * 100:.1f} %" in shown
        elif figure["p50"] is not None:
            assert span(figure["p50"], language="ja") in shown
    assert float(rows["freed_hours.net"]["value"]) == round(found["freed"]["net"], 6)


def test_the_interval_is_wilsons():
    low, high = wilson(8, 10)
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    low, high = wilson(0, 30)
    assert low == 0
    assert round(high, 4) == 0.1135


def test_the_api_documents_itself(client):
    document = client.get("/openapi.json").json()
    assert "/api/metrics" in document["paths"]
    assert not any(path.startswith("/staff/dashboard") for path in document["paths"])
