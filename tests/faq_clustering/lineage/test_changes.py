"""What a run says became of each topic."""

from faq_clustering.lineage import Kind, carry_identity


def members(**sizes):
    """Rows in a block for each cluster: members(card=3) -> {0: "card", 1: "card", 2: "card"}."""
    names = [name for name, size in sizes.items() for _ in range(size)]
    return dict(enumerate(names))


def of_label(result, label):
    return next(change for change in result.changes if change.label == label)


def of_gone(result, id_):
    return next(change for change in result.changes if change.label is None and change.id == id_)


def test_a_topic_that_stays_as_it_was_is_kept():
    change = of_label(carry_identity(members(card=10), dict.fromkeys(range(10), 0)), 0)
    assert (change.kind, change.id, change.before, change.after) == (Kind.KEPT, "card", 10, 10)
    assert (change.kept, change.joined, change.left) == (10, 0, 0)


def test_a_topic_that_took_in_noise_has_grown():
    old = {**members(card=10, refund=30), **dict.fromkeys(range(40, 45))}
    new = {row: 0 if row < 10 or row >= 40 else 1 for row in range(45)}
    result = carry_identity(old, new)
    assert (of_label(result, 0).kind, of_label(result, 0).joined) == (Kind.GROWN, 5)
    assert of_label(result, 1).kind == Kind.KEPT


def test_a_topic_that_lost_rows_to_noise_has_shrunk():
    old = members(card=10, refund=30)
    new = {row: -1 if row < 4 else int(row >= 10) for row in range(40)}
    change = of_label(carry_identity(old, new), 0)
    assert (change.kind, change.left, change.went_to) == (Kind.SHRUNK, 4, ())


def test_two_rows_more_are_no_news_however_small_the_topic():
    old = {**members(card=5, refund=30), 35: None, 36: None}
    new = {row: 0 if row < 5 or row >= 35 else 1 for row in range(37)}
    assert of_label(carry_identity(old, new), 0).kind == Kind.KEPT


def test_topics_that_grow_as_all_inquiries_do_are_kept():
    old = {row: row % 4 for row in range(100)}
    result = carry_identity(old, {row: row % 4 for row in range(150)})
    assert {change.kind for change in result.changes} == {Kind.KEPT}


def test_a_topic_that_grows_while_all_inquiries_grow_more_has_not_shrunk():
    old = members(card=20, refund=20)
    new = {row: 0 if row < 20 or row in range(40, 44) else 1 for row in range(100)}
    result = carry_identity(old, new)
    assert [change.kind for change in result.changes] == [Kind.KEPT, Kind.GROWN]


def test_erasing_half_of_all_inquiries_shrinks_no_topic():
    old = {row: row % 4 for row in range(100)}
    result = carry_identity(old, {row: row % 4 for row in range(48, 100)})
    assert {change.kind for change in result.changes} == {Kind.KEPT}


def test_a_merge_names_what_flowed_in_and_the_gone_id_says_where():
    result = carry_identity(members(card=7, refund=3), dict.fromkeys(range(10), 0))
    assert of_label(result, 0).kind == of_gone(result, "refund").kind == Kind.MERGED
    assert of_label(result, 0).came_from == (("refund", 3),)
    assert of_gone(result, "refund").went_to == ((0, 3),)


def test_the_largest_part_keeps_its_id_when_six_topics_become_one():
    old = members(a=20, b=20, c=21, d=20, e=20, f=20)
    result = carry_identity(old, dict.fromkeys(old, 0))
    assert result.ids == {0: "c"}
    assert [change.kind for change in result.changes] == [Kind.MERGED] * 6


def test_a_splinter_does_not_carry_on_the_id_of_a_topic_that_was_merged():
    old = members(card=60, refund=40)
    new = {row: 1 if row >= 98 else 0 for row in old}
    result = carry_identity(old, new)
    assert result.ids == {0: "card"}
    assert of_gone(result, "refund").went_to == ((0, 38), (1, 2))
    assert of_label(result, 1).kind == Kind.SPLIT


def test_both_parts_of_a_split_say_so():
    result = carry_identity(members(card=10), {row: int(row >= 7) for row in range(10)})
    assert (of_label(result, 0).id, of_label(result, 1).id) == ("card", None)
    assert of_label(result, 0).kind == of_label(result, 1).kind == Kind.SPLIT
    assert of_label(result, 0).went_to == ((1, 3),)
    assert of_label(result, 1).came_from == (("card", 3),)


def test_a_topic_in_many_even_pieces_is_gone_by_a_split():
    old = members(card=20)
    result = carry_identity(old, {row: row % 5 for row in old})
    assert result.gone == ("card",)
    assert [change.kind for change in result.changes] == [Kind.SPLIT] * 6
    assert of_gone(result, "card").went_to == tuple((label, 4) for label in range(5))


def test_inquiries_never_seen_before_make_a_new_topic():
    result = carry_identity(members(card=5), {row: int(row >= 5) for row in range(12)})
    assert (of_label(result, 1).kind, of_label(result, 1).joined) == (Kind.NEW, 7)


def test_a_topic_that_falls_to_noise_or_is_erased_is_gone():
    old = members(card=5, refund=5)
    result = carry_identity(old, dict.fromkeys(range(5), -1))
    assert {of_gone(result, id_).kind for id_ in old.values()} == {Kind.GONE}
    assert of_gone(result, "card").left == of_gone(result, "refund").left == 5


def test_a_run_after_none_has_only_new_topics():
    result = carry_identity({}, {1: 0, 2: 0, 3: 1, 4: -1})
    assert [change.kind for change in result.changes] == [Kind.NEW, Kind.NEW]


def test_a_run_over_nothing_loses_every_topic():
    result = carry_identity(members(card=5), {})
    assert (result.gone, result.changes[0].kind) == (("card",), Kind.GONE)
