"""Everything this page may say has words in both languages."""

import pytest

from api.answers.questions import Miss, Source
from api.improving.models import State
from api.web.texts import LANGUAGES, catalogue


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_miss_source_and_state_has_words(language):
    wanted = [f"miss_{miss}" for miss in [*Miss, "asked_back"]]
    wanted += [f"source_{source}" for source in Source] + [f"state_{state}" for state in State]
    assert [key for key in wanted if f"improving.{key}" not in catalogue(language)] == []


@pytest.mark.parametrize("room", ["improving", "inbox"])
def test_both_languages_have_the_same_texts(room):
    keys = [{key for key in catalogue(language) if key.startswith(f"{room}.")} for language in LANGUAGES]
    assert keys[0] == keys[1]
