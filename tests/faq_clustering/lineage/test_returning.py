"""A topic that was away gets its id back."""

from hypothesis import given, settings
from hypothesis import strategies as st

from faq_clustering.lineage import Kind, carry_identity, remember

CARD = range(10)


def run(old, new, memory=None):
    """The result, the members' ids after it (new ones named after their label), and the memory after it."""
    result = carry_identity(old, new, memory)
    names = {label: result.ids.get(label, f"new {label}") for label in new.values() if label >= 0}
    return result, {row: names.get(label) for row, label in new.items()}, remember(old, result, memory)


def test_a_topic_that_was_noise_for_one_run_returns():
    _, away, memory = run(dict.fromkeys(CARD, "card"), dict.fromkeys(CARD, -1))
    result, back, memory = run(away, {row: 0 if row < 8 else -1 for row in CARD}, memory)
    assert {back[row] for row in range(8)} == {"card"}
    assert (result.changes[0].kind, result.changes[0].before, result.changes[0].kept) == (
        Kind.RETURNED,
        10,
        8,
    )
    assert memory == {}


def test_a_topic_returns_after_several_runs_away():
    states, memory = dict.fromkeys(CARD, "card"), {}
    for _ in range(3):
        _, states, memory = run(states, dict.fromkeys(CARD, -1), memory)
    assert run(states, dict.fromkeys(CARD, 0), memory)[0].ids == {0: "card"}


def test_a_merge_undone_gives_the_merged_topic_its_id_back():
    old = {row: "card" if row < 6 else "refund" for row in CARD}
    _, together, memory = run(old, dict.fromkeys(CARD, 0))
    result, apart, _ = run(together, {row: int(row < 6) for row in CARD}, memory)
    assert apart == old
    assert [change.kind for change in result.changes] == [Kind.RETURNED, Kind.SPLIT]


def test_a_living_cluster_goes_before_one_that_is_remembered():
    old = {row: "card" if row < 5 else None for row in CARD}
    result = carry_identity(old, dict.fromkeys(CARD, 0), dict.fromkeys(CARD, "long ago"))
    assert result.ids == {0: "card"}


def test_an_id_that_lives_is_never_given_out_again_from_memory():
    old = dict.fromkeys(range(10), "card")
    new = {row: 0 if row < 10 else 1 for row in range(20)}
    assert carry_identity(old, new, dict.fromkeys(range(10, 20), "card")).ids == {0: "card"}


def test_a_label_that_shares_too_little_with_what_is_remembered_is_new():
    result = carry_identity(
        dict.fromkeys(range(40)), dict.fromkeys(range(40), 0), dict.fromkeys(range(3), "card")
    )
    assert (result.ids, result.born) == ({}, (0,))


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.integers(0, 60), st.integers(-1, 5), max_size=50),
    st.dictionaries(st.integers(0, 60), st.integers(-1, 5), max_size=50),
)
def test_a_run_undone_brings_back_every_topic_it_did_away_with(before, between):
    old = {row: f"c{label}" if label >= 0 else None for row, label in before.items()}
    _, middle, memory = run(old, {row: between.get(row, -1) for row in before})
    second, _, memory = run(middle, before, memory)
    ids = list(second.ids.values())
    assert len(set(ids)) == len(ids)
    for label in second.born:
        # No label is left without an id while the topic it exactly was could be had back.
        assert f"c{label}" in {*ids, *middle.values()}
    assert not set(memory.values()) & set(ids)
