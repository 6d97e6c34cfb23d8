"""What a municipality may be called, and what may be its mark."""

import re

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_, fold, slug

MARK_BYTES = 200 * 1024

# The first parts of addresses that belong to the site itself.
RESERVED_SLUGS = frozenset(
    [
        "account",
        "accessibility",
        "admin",
        "api",
        "assets",
        "calls",
        "catalog",
        "catalogue",
        "catalog.jsonld",
        "change",
        "coops",
        "demo",
        "fs-static",
        "health",
        "help",
        "language",
        "login",
        "development",
        "files",
        "mine",
        "logout",
        "mail",
        "map",
        "me",
        "mf-recovery",
        "mf-recovery-codes",
        "municipalities",
        "new",
        "ogc",
        "outbox",
        "patterns",
        "plan",
        "platform",
        "privacy",
        "register",
        "reset",
        "robots",
        "search",
        "sign-in",
        "sign-up",
        "static",
        "tf-rescue",
        "tf-select",
        "tf-setup",
        "tf-validate",
        "us-setup",
        "us-signin",
        "us-verify",
        "us-verify-link",
        "users",
        "verify",
        "wan-delete",
        "wan-register",
        "wan-signin",
        "wan-verify",
        "www",
    ]
)

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_SIGNATURES = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
)


def check_slug(text: str) -> str:
    """A slug that can stand first in an address; raises RuleError."""
    if not _SLUG.fullmatch(text) or len(text) > 80:
        message = N_("Use small Latin letters, digits and hyphens, 80 at most.")
        raise RuleError(message, field="slug")
    if text in RESERVED_SLUGS:
        raise RuleError(N_("This address belongs to the site itself."), field="slug")
    return text


def slug_for(name: str, code: str | None, taken: set[str]) -> str:
    """The slug of a municipality by ELOT 743, with its code where another has the same."""
    bare = slug(short_name(name))[:60].strip("-") or "dimos"
    ending = slug(code or "") or "2"
    candidates = [bare, f"{bare}-{ending}"]
    candidates += [f"{bare}-{ending}-{number}" for number in range(2, len(taken) + 3)]
    return next(name for name in candidates if name not in taken and name not in RESERVED_SLUGS)


def full_name(name: str) -> str:
    """The name with «Δήμος» in front, as in «Δήμος Αμαρουσίου»."""
    bare = " ".join(name.split())
    if fold(bare).split(" ")[0] in {"δημοσ", "δημο"}:
        return "Δήμος " + bare.split(" ", 1)[-1]
    return f"Δήμος {bare}"


def short_name(name: str) -> str:
    """The name without «Δήμος»."""
    bare = " ".join(name.split())
    first, _, rest = bare.partition(" ")
    return rest if rest and fold(first) in {"δημοσ", "δημο"} else bare


def english_name(name: str) -> str:
    """The name in Latin letters, as in "Municipality of Amarousiou"."""
    words = slug(short_name(name)).split("-")
    return "Municipality of " + " ".join(word.capitalize() for word in words)


def mark_type(content: bytes) -> str:
    """The media type of a mark, told by its content; raises RuleError."""
    if len(content) > MARK_BYTES:
        raise RuleError(N_("The mark may have 200 kB at most."), field="mark")
    for signature, kind in _SIGNATURES:
        if signature.match(content):
            return kind
    raise RuleError(N_("The mark must be a PNG, JPEG or WebP picture."), field="mark")
