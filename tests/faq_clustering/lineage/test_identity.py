"""Which label carries which id."""

from faq_clustering.lineage import carry_identity


def test_a_cluster_keeps_its_id_when_its_members_stay():
    old = {1: "card", 2: "card", 3: "refund", 4: "refund"}
    result = carry_identity(old, {1: 1, 2: 1, 3: 0, 4: 0})
    assert result.ids == {1: "card", 0: "refund"}
    assert result.born == result.gone == ()


def test_a_split_leaves_the_id_with_the_larger_part():
    old = dict.fromkeys(range(10), "card")
    result = carry_identity(old, {row: 0 if row < 7 else 1 for row in range(10)})
    assert result.ids == {0: "card"}
    assert result.born == (1,)


def test_a_merge_carries_the_larger_id_and_lets_the_other_go():
    old = {row: "card" if row < 7 else "refund" for row in range(10)}
    result = carry_identity(old, dict.fromkeys(range(10), 0))
    assert result.ids == {0: "card"}
    assert result.gone == ("refund",)


def test_a_cluster_that_shares_too_little_is_born_anew():
    old = dict.fromkeys(range(10), "card")
    new = {row: 0 if row < 2 else -1 for row in range(10)}
    assert carry_identity(old, new).born == (0,)


def test_growth_and_deletion_change_no_identity():
    old = dict.fromkeys(range(10), "card")
    result = carry_identity(old, dict.fromkeys(range(5, 200), 0))
    assert result.ids == {0: "card"}
