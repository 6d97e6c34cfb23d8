from enum import StrEnum

import pytest

from inmeko.kernel.errors import RuleError
from inmeko.kernel.states import advance


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    BROKEN = "broken"


NEXT = {Light.RED: {Light.GREEN, Light.BROKEN}, Light.GREEN: {Light.RED}}


def test_a_step_of_the_table_is_taken() -> None:
    assert advance(NEXT, Light.RED, Light.GREEN) is Light.GREEN


@pytest.mark.parametrize(
    ("now", "to"),
    [(Light.GREEN, Light.BROKEN), (Light.BROKEN, Light.RED), (Light.RED, Light.RED)],
)
def test_a_step_outside_the_table_is_refused_with_both_states(now: Light, to: Light) -> None:
    with pytest.raises(RuleError) as refusal:
        advance(NEXT, now, to)
    assert refusal.value.values == {"now": now, "to": to}
    assert str(refusal.value) == "This step is not possible in the present state."
