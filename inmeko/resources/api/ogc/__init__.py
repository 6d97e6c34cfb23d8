"""The OGC API of the open inventory: what desktop maps and other machines read."""

from inmeko.resources.api.ogc import documents, items, tiles
from inmeko.resources.api.ogc.blueprint import ogc
from inmeko.resources.api.ogc.plain import WAYS

__all__ = ["WAYS", "documents", "items", "ogc", "tiles"]
