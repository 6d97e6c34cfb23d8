"""The pages of people, organisations and municipalities, and signing in."""

from inmeko.accounts import policy
from inmeko.accounts.views import account, organisations, people, settings
from inmeko.accounts.views.blueprints import ALL
from inmeko.kernel.text import N_
from inmeko.web.navigation import Entry

MENU = (
    Entry(N_("Organisations"), "organisations.index"),
    Entry(N_("People"), "people.index", policy.may_manage_people, "settings.edit"),
    Entry(N_("Settings"), "settings.edit", policy.may_configure),
)

__all__ = ["ALL", "MENU", "account", "organisations", "people", "settings"]
