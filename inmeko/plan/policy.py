"""Who may see the pages that span the domains; the rest is asked of the domains themselves."""

from inmeko.accounts.policy import is_staff, may_administer_platform, may_manage_people
from inmeko.kernel.actor import Actor
from inmeko.records.policy import may_keep_protocol
from inmeko.resources.policy import may_import, may_record, may_see_staff_fields

__all__ = [
    "is_staff",
    "may_administer_platform",
    "may_import",
    "may_keep_protocol",
    "may_manage_people",
    "may_record",
    "may_see_own",
    "may_see_staff_fields",
]


def may_see_own(actor: Actor) -> bool:
    """Whoever is signed in has a page of their own things."""
    return actor.signed_in
