"""What is written out and read in again has lost nothing, in any format."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.database import transaction
from api.errors import Invalid
from api.faqs.drafts import Audience, Draft, Wording, checked
from api.faqs.exchange.importing import carry_out
from api.faqs.exchange.merging import merged, same_words
from api.faqs.exchange.plan import Action, plan
from api.faqs.exchange.reading import FORMATS, read_file
from api.faqs.exchange.records import LISTS, Field, Record
from api.faqs.exchange.store import known_faqs, records
from api.house import build_house
from tests.conftest import fresh_database

letters = st.characters(codec="utf-8", exclude_characters="\0")
signs = st.sampled_from(
    [*"#\\-*'\"=+@,;:[]{}|\t\n \u2028\u3000:、`<>", "## ja: ", "### ", "- ", "\n# ", "\\#"]
)
text = st.lists(st.one_of(letters, signs, st.text(letters, max_size=12)), max_size=12).map("".join)
drafts = st.builds(
    Draft,
    question_ja=text,
    answer_ja=text,
    question_en=text,
    answer_en=text,
    phrasings=st.lists(st.builds(Wording, language=st.sampled_from(["ja", "en"]), text=text), max_size=5).map(
        tuple
    ),
    category=text,
    tags=st.lists(text, max_size=3).map(tuple),
    audience=st.sampled_from(list(Audience)),
    valid_until=st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)


def record_of(draft: Draft) -> Record:
    said = {
        language: "\n".join(w.text for w in draft.phrasings if w.language == language)
        for language in ("ja", "en")
    }
    return Record(
        values={
            Field.ID: "7",
            Field.QUESTION_JA: draft.question_ja or "",
            Field.ANSWER_JA: draft.answer_ja or "",
            Field.PHRASINGS_JA: said["ja"],
            Field.QUESTION_EN: draft.question_en or "",
            Field.ANSWER_EN: draft.answer_en or "",
            Field.PHRASINGS_EN: said["en"],
            Field.CATEGORY: draft.category,
            Field.TAGS: LISTS[Field.TAGS].join(draft.tags),
            Field.AUDIENCE: draft.audience,
            Field.VALID_UNTIL: draft.valid_until.isoformat() if draft.valid_until else "",
        }
    )


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=150, deadline=None)
@given(typed=st.lists(drafts, min_size=1, max_size=3))
def test_every_format_gives_back_what_was_written(format: str, typed: list[Draft]):
    said = []
    for draft in typed:
        try:
            said.append(checked(draft))
        except Invalid:
            continue
    if not said:
        return
    raw = FORMATS[format](map(record_of, said)).encode()
    read = read_file(raw, f"faqs.{format}").rows
    assert len(read) == len(said)
    for draft, row in zip(said, read, strict=True):
        assert isinstance(row, Record)
        again = checked(merged(Draft(), row))
        assert same_words(again, draft)


@pytest.mark.parametrize("format", FORMATS)
def test_another_system_has_the_same_faqs_after_an_import(format, house, full, postgres):
    with transaction(house.sessions) as session:
        written = records(session)
    raw = FORMATS[format](written).encode()
    with fresh_database(postgres) as url:
        other = build_house(house.settings.model_copy(update={"database_url": url}), clock=house.clock)
        for expected in ({Action.NEW}, {Action.SAME}):
            with transaction(other.sessions) as session:
                steps = plan(read_file(raw, f"x.{format}").rows, known_faqs(session, to_write=True))
                assert {step.action for step in steps} == expected
                carry_out(session, steps, only_right=False, author_id=None, now=other.clock(), note="")
        with transaction(other.sessions) as session:
            again = records(session)
        other.engine.dispose()
    known = {Field.ID, Field.VERSION}
    assert [{k: v for k, v in one.values.items() if k not in known} for one in again] == [
        {k: v for k, v in one.values.items() if k not in known} for one in written
    ]
