"""Every metric, label, reason, rule and fact has words in both languages."""

import pytest

from api.episodes.labels import Label, Why
from api.episodes.ledger import Kind, Reason
from api.metrics.catalogue import metrics
from api.settings import ROOT, load_settings
from api.web.texts import LANGUAGES, catalogue

METRICS = metrics(load_settings())


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_lacks_its_words(language):
    texts = catalogue(language)
    wanted = [
        *METRICS,
        *(f"about_{slug}" for slug in METRICS),
        *(f"unit_{metric.unit}" for metric in METRICS.values()),
        *(f"label_{label}" for label in Label),
        *(f"why_{why}" for why in Why),
        *(f"reason_{reason}" for reason in [*Reason, "stepped_in"]),
        *(f"fact_{kind}" for kind in Kind),
    ]
    assert [key for key in wanted if f"metrics.{key}" not in texts] == []


@pytest.mark.parametrize("room", ["metrics", "accounts"])
def test_both_languages_have_the_same_texts(room):
    keys = [{key for key in catalogue(language) if key.startswith(f"{room}.")} for language in LANGUAGES]
    assert keys[0] == keys[1]


def test_every_metric_is_defined_and_documented():
    document = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    for slug, metric in METRICS.items():
        assert metric.definition
        assert f"`{slug}`" in document
    for kind in Kind:
        assert f"`{kind}`" in document


def test_the_page_speaks_english_too(sign_in):
    mori = sign_in("mori")
    mori.post("/staff/language", data={"language": "en", "to": "/staff"})
    for path, said in (
        ("/staff/dashboard", "Verified deflection"),
        ("/staff/dashboard/episodes?metric=csat_bot", "Nothing is counted here"),
        ("/staff/accounts", "Accounts"),
    ):
        assert said in mori.get(path).text
