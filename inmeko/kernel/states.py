"""A life cycle as a table: from each state, the states that may follow."""

from collections.abc import Collection, Mapping
from typing import TypeVar

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

State = TypeVar("State", bound=str)


def advance(table: Mapping[State, Collection[State]], now: State, to: State) -> State:
    """The next state, if the table allows the step; else RuleError with values now and to."""
    if to not in table.get(now, ()):
        raise RuleError(
            N_("This step is not possible in the present state."),
            values={"now": now, "to": to},
        )
    return to
