"""Pages of cooperatives."""

from inmeko.coops.views import choosing
from inmeko.coops.views.blueprint import pages

ALL = (pages,)

__all__ = ["ALL", "choosing", "pages"]
