"""Pages of the inventory."""

from inmeko.resources.views import assets, exports, files
from inmeko.resources.views.blueprint import pages

__all__ = ["assets", "exports", "files", "pages"]
