"""Everything the pages of FAQ files may say has words in both languages."""

import pytest

from api.faqs.drafts import Audience
from api.faqs.exchange.plan import Action
from api.faqs.exchange.reading import FORMATS
from api.faqs.exchange.wrong import Wrong
from api.faqs.list_store import View
from api.web.texts import LANGUAGES, catalogue


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_action_view_and_audience_has_words(language):
    wanted = [f"wrong_{one}" for one in Wrong] + [f"action_{one}" for one in Action]
    wanted += [f"view_{one}" for one in View] + [f"view_{one}_hint" for one in View]
    wanted += [f"audience_{one}" for one in Audience] + [f"format_{one}" for one in FORMATS]
    wanted += [f"event_{one}" for one in ("published", "changed", "retired", "restored")]
    assert [key for key in wanted if f"faq_life.{key}" not in catalogue(language)] == []


def test_both_languages_have_the_same_texts():
    keys = [{key for key in catalogue(language) if key.startswith("faq_life.")} for language in LANGUAGES]
    assert keys[0] == keys[1]
