"""Pages of the inventory."""

from inmeko.kernel.text import N_
from inmeko.resources.views import assets, citing, exports, files, imports, presenting, studies
from inmeko.resources.views.blueprint import pages
from inmeko.web.navigation import Entry

MENU = (Entry(N_("Assets"), "resources.index"),)
TELLERS = {"asset": presenting.TELLER}

__all__ = ["MENU", "TELLERS", "assets", "citing", "exports", "files", "imports", "pages", "studies"]
