from datetime import timedelta

from inmeko.kernel import clock


def test_now_is_in_utc_and_knows_it() -> None:
    assert clock.now().utcoffset() == timedelta(0)


def test_now_does_not_go_back() -> None:
    first = clock.now()
    assert clock.now() >= first
