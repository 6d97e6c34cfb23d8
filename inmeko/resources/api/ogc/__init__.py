"""The OGC API of the open inventory: what desktop maps and other machines read."""

from inmeko.resources.api.ogc import documents, items, tiles
from inmeko.resources.api.ogc.blueprint import ogc

__all__ = ["documents", "items", "ogc", "tiles"]
