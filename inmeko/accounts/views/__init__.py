"""The pages of people, organisations and municipalities, and signing in."""

from inmeko.accounts.views import account, organisations, people, settings
from inmeko.accounts.views.blueprints import ALL

__all__ = ["ALL", "account", "organisations", "people", "settings"]
