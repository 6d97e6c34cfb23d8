"""Lost cycles are looked for seldom while somebody holds many rows, and as usual afterwards."""

import gc

from inmeko.kernel.garbage import SELDOM, seldom_looked_for


def test_the_usual_comes_back_when_the_last_one_has_left():
    usual = gc.get_threshold()
    with seldom_looked_for():
        with seldom_looked_for():
            assert gc.get_threshold()[0] == SELDOM
        assert gc.get_threshold()[0] == SELDOM
    assert gc.get_threshold() == usual
