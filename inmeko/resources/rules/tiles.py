"""What a vector tile of the inventory holds."""

from collections.abc import Mapping, Sequence

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules.publishing import PROPERTIES, TOWN

LAYER = "assets"
# From this zoom on shapes are drawn; before it an asset is a point, as a few pixels would show it.
SHAPES_FROM = 12
# No tile holds more features than these.
LIMIT = 10_000
# What may be told of a feature; sectors lie in a table of their own and are told by the items.
TOLD = (*(field.name for field in PROPERTIES if field.name != "sectors"), TOWN)
# What a map needs, unless it asks for more.
USUAL = ("code", "title", "kind", "use")


def properties(arguments: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The properties an address asks for; RuleError for one there is none of, or anything else."""
    for name, values in arguments.items():
        if name not in {"properties", "f"}:
            raise RuleError(N_("There is no parameter of this name."), field=name)
        if len(values) > 1:
            raise RuleError(N_("This parameter is given more than once."), field=name)
    if "properties" not in arguments:
        return USUAL
    asked = [word for word in arguments["properties"][0].split(",") if word]
    if unknown := [word for word in asked if word not in TOLD]:
        raise RuleError(
            N_("“%(name)s” is not a property."), values={"name": unknown[0]}, field="properties"
        )
    return tuple(dict.fromkeys(asked))
