"""What is sealed: opened by any key, sealed by the newest, bound to its thing, told by nothing."""

import pytest

from inmeko.extensions.sealed import Sealer, new_key
from inmeko.kernel.errors import RuleError

OLD, NEW = new_key(), new_key()


def sealer(*keys: str) -> Sealer:
    made = Sealer()
    made.init_app(keys)
    return made


def test_what_was_sealed_is_opened_as_the_same_thing_only() -> None:
    one = sealer(OLD)
    sealed = one.seal({"ground": "homeless"}, of="m1")
    assert one.open(sealed, of="m1") == {"ground": "homeless"}
    with pytest.raises(RuleError, match="something else"):
        one.open(sealed, of="m2")


def test_nothing_and_something_are_equally_long_and_never_twice_the_same() -> None:
    one = sealer(OLD)
    nothing, something = one.seal({}, of="m1"), one.seal({"ground": "homeless"}, of="m1")
    assert len(nothing) == len(something)
    assert one.seal({}, of="m1") != nothing
    assert "homeless" not in something


def test_keys_change_and_the_old_one_goes() -> None:
    sealed = sealer(OLD).seal({"group": "special"}, of="m1")
    both = sealer(NEW, OLD)
    assert both.open(sealed, of="m1") == {"group": "special"}
    renewed = both.renew(sealed)
    assert sealer(NEW).open(renewed, of="m1") == {"group": "special"}
    for deed in (lambda: sealer(NEW).open(sealed, of="m1"), lambda: sealer(NEW).renew(sealed)):
        with pytest.raises(RuleError, match="no longer has"):
            deed()


def test_a_key_that_is_none_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="32"):
        sealer("short")


def test_without_keys_nothing_is_sealed() -> None:
    with pytest.raises(RuntimeError):
        Sealer().seal({}, of="m1")


def test_a_mark_knows_somebody_again_in_one_thing_and_nowhere_else() -> None:
    one, renewed = sealer(OLD), sealer(NEW, OLD)
    [mark] = one.marks("17", of="poll 1")
    assert mark == one.marks("17", of="poll 1")[0]
    assert mark not in one.marks("17", of="poll 2") + one.marks("18", of="poll 1")
    assert mark in renewed.marks("17", of="poll 1"), "a new key forgets nobody"
    assert renewed.marks("17", of="poll 1")[0] != mark
    assert len(mark) == 64
