"""The law of municipal property stands in two domains; each says the same of the same rule."""

import pytest

from inmeko.coops.rules.rulebook import shipped
from inmeko.resources.rules.concession_paths import RULES

BOOK = {rule.id: rule for rule in shipped().rules}
SHARED = [rule for rule in RULES if rule.id in BOOK]


def test_the_rulebook_and_the_paths_share_their_rules() -> None:
    # Whether a thing can be moved is asked of the asset, never of a case.
    alone = {rule.id for rule in RULES} - set(BOOK)
    assert alone == {"CONC_FREE_REAL_ESTATE", "CONC_FREE_MOVABLE"}
    assert {rule for rule in BOOK if rule.startswith("CONC_")} == {rule.id for rule in SHARED}


@pytest.mark.parametrize("rule", SHARED, ids=lambda rule: str(rule.id))
def test_a_rule_of_a_path_is_the_rule_of_the_book(rule) -> None:
    law = BOOK[rule.id]
    for name in ("article", "evidence", "on_fail", "confirm_with", "valid_from", "valid_to"):
        assert getattr(rule, name) == getattr(law, name), name
    assert rule.source == law.source
    if type(law.value) is int:
        assert rule.value == law.value
