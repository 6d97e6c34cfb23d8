from inmeko.kernel.actor import ANONYMOUS, Actor

PLANNER = Actor(id=7, roles=frozenset({("planner", 1), ("platform_admin", None)}))


def test_a_role_counts_only_in_its_own_municipality() -> None:
    assert PLANNER.has("planner", 1)
    assert not PLANNER.has("planner", 2)


def test_a_role_over_the_installation_is_not_a_role_in_each_municipality() -> None:
    assert PLANNER.has("platform_admin", None)
    assert not PLANNER.has("platform_admin", 1)


def test_a_role_held_anywhere_is_held() -> None:
    assert PLANNER.holds("planner")
    assert not PLANNER.holds("evaluator")


def test_the_public_is_not_signed_in_and_holds_nothing() -> None:
    assert not ANONYMOUS.signed_in
    assert not ANONYMOUS.holds("planner")
    assert PLANNER.signed_in


def test_equal_actors_are_one_key() -> None:
    assert {PLANNER: 1}[Actor(id=7, roles=PLANNER.roles)] == 1
