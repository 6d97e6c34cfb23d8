"""Who may see the pages that span the domains."""

from inmeko.kernel.actor import ANONYMOUS, Actor
from inmeko.plan import policy


def test_only_the_signed_in_have_things_of_their_own() -> None:
    assert policy.may_see_own(Actor(id=1))
    assert not policy.may_see_own(ANONYMOUS)
