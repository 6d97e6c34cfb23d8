"""Something that a call lacks before it can be published."""

import dataclasses
from dataclasses import dataclass


@dataclass(frozen=True)
class Lack:
    """Something that is missing or wrong: its sentence, the part of the editor that mends it.

    One that does not block is only pointed out.
    """

    message: str
    part: str
    field: str = ""
    # The key of the section, question, document, requirement or criterion that it is about.
    item: str = ""
    values: dict[str, object] = dataclasses.field(default_factory=dict)
    blocks: bool = True
