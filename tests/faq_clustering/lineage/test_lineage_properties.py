"""What holds of any two runs."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from faq_clustering.lineage import Kind, carry_identity

LABELS = st.dictionaries(st.integers(0, 90), st.integers(-1, 8), max_size=70)
MEMORY = st.dictionaries(st.integers(0, 90), st.integers(5, 14), max_size=40)
NUMBERS = st.permutations(range(9))
few = settings(max_examples=60, deadline=None)


def ids_of(labels):
    return {row: label if label >= 0 else None for row, label in labels.items()}


def shuffled(mapping, random):
    rows = list(mapping.items())
    random.shuffle(rows)
    return dict(rows)


@few
@given(LABELS)
def test_the_same_run_again_keeps_everything(labels):
    result = carry_identity(ids_of(labels), labels)
    assert all(change.kind == Kind.KEPT and change.label == change.id for change in result.changes)
    assert result.born == result.gone == ()


@few
@given(LABELS, NUMBERS)
def test_members_that_stay_together_keep_their_id_under_any_new_numbering(labels, numbers):
    new = {row: numbers[label] if label >= 0 else -1 for row, label in labels.items()}
    result = carry_identity(ids_of(labels), new)
    assert {row: result.ids.get(label) for row, label in new.items()} == ids_of(labels)


@few
@given(LABELS, LABELS, MEMORY, NUMBERS, st.randoms(use_true_random=False))
def test_neither_order_nor_numbering_changes_which_members_have_which_id(old, new, memory, numbers, random):
    one = carry_identity(ids_of(old), new, memory)
    renumbered = {row: numbers[label] if label >= 0 else -1 for row, label in new.items()}
    other = carry_identity(
        shuffled(ids_of(old), random), shuffled(renumbered, random), shuffled(memory, random)
    )
    assert {numbers[label]: id_ for label, id_ in one.ids.items()} == other.ids
    assert sorted(numbers[label] for label in one.born) == list(other.born)
    assert one.gone == other.gone
    assert Counter((c.kind, c.id, c.before, c.after, c.kept) for c in one.changes) == Counter(
        (c.kind, c.id, c.before, c.after, c.kept) for c in other.changes
    )


@few
@given(LABELS, LABELS, MEMORY)
def test_every_label_is_carried_or_born_and_every_id_carried_or_gone(old, new, memory):
    result = carry_identity(ids_of(old), new, memory)
    had = {label for label in old.values() if label >= 0}
    assert sorted([*result.ids, *result.born]) == sorted({label for label in new.values() if label >= 0})
    assert len(set(result.ids.values())) == len(result.ids)
    assert sorted([*(had & set(result.ids.values())), *result.gone]) == sorted(had)
    assert set(result.ids.values()) <= had | set(memory.values())


@few
@given(LABELS, LABELS, MEMORY)
def test_the_report_accounts_for_every_member_once(old, new, memory):
    result = carry_identity(ids_of(old), new, memory)
    assert [c.label for c in result.changes] == [*sorted({*new.values()} - {-1}), *[None] * len(result.gone)]
    last_run = [c for c in result.changes if c.kind != Kind.RETURNED]
    assert sum(c.after for c in result.changes) == sum(label >= 0 for label in new.values())
    assert sum(c.before for c in last_run) == sum(label >= 0 for label in old.values())
    both = [row for row in old.keys() & new.keys() if old[row] >= 0 and new[row] >= 0]
    flows = Counter((new[row], old[row]) for row in both)
    for change in result.changes:
        if change.label is None:
            assert dict(change.went_to) == {to: n for (to, id_), n in flows.items() if id_ == change.id}
            continue
        own = change.kept if change.kind != Kind.RETURNED else 0
        assert own + sum(n for _, n in change.came_from) == sum(
            n for (label, _), n in flows.items() if label == change.label
        )
        assert change.joined >= 0
        assert change.left >= 0


@few
@given(LABELS, LABELS)
def test_a_memory_never_takes_an_id_from_a_living_cluster(old, new):
    without = carry_identity(ids_of(old), new)
    result = carry_identity(ids_of(old), new, {row: 100 + row % 3 for row in range(90)})
    assert without.ids.items() <= result.ids.items()
    assert without.gone == result.gone


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 20), st.integers(3, 30), st.integers(0, 19), st.integers(0, 19))
def test_a_merge_made_on_purpose_is_told_and_nothing_else_is(clusters, size, left, right):
    left, right = left % clusters, right % clusters
    old = {row: row // size for row in range(clusters * size)}
    result = carry_identity(old, {row: left if id_ == right else id_ for row, id_ in old.items()})
    told = Counter(change.kind for change in result.changes)
    if left == right:
        assert told == {Kind.KEPT: clusters}
    else:
        assert told == {Kind.MERGED: 2} | ({Kind.KEPT: clusters - 2} if clusters > 2 else {})


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 20), st.integers(6, 30), st.data())
def test_a_split_made_on_purpose_is_told_and_nothing_else_is(clusters, size, data):
    old = {row: row // size for row in range(clusters * size)}
    cut = data.draw(st.integers(max(3, -(-size // 5)), size // 2))
    result = carry_identity(old, {row: clusters if row < cut else id_ for row, id_ in old.items()})
    told = Counter(change.kind for change in result.changes)
    assert told == {Kind.SPLIT: 2} | ({Kind.KEPT: clusters - 1} if clusters > 1 else {})
