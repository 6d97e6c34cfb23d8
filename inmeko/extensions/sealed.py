"""What is kept under a key that is not in the database: sealed, opened, sealed anew, marked."""

import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

# Short texts are filled up to one size: the length of what is kept tells nothing.
BLOCK = 512


class Sealer:
    """Seals with the first of its keys, opens with any of them."""

    def __init__(self) -> None:
        """Start without keys; `init_app` brings them."""
        self._keys: MultiFernet | None = None
        self._given: Sequence[str] = ()

    def init_app(self, keys: Sequence[str]) -> None:
        """Use these keys, the newest first; ValueError if one is no key of Fernet."""
        self._keys = MultiFernet([Fernet(key) for key in keys])
        self._given = tuple(keys)

    def seal(self, values: Mapping[str, Any], *, of: str) -> str:
        """Values as they are kept; they can be opened only as those of the same thing."""
        plain = json.dumps({"of": of, "values": values}, ensure_ascii=False).encode()
        size = -(-len(plain) // BLOCK) * BLOCK
        return self._known().encrypt(plain.ljust(size)).decode("ascii")

    def open(self, sealed: str, *, of: str) -> dict[str, Any]:
        """What was sealed for a thing; RuleError if no key fits or it was another thing's."""
        try:
            told = json.loads(self._known().decrypt(sealed.encode("ascii")))
        except InvalidToken:
            raise RuleError(
                N_("This entry was sealed with a key that this site no longer has.")
            ) from None
        if told["of"] != of:
            raise RuleError(N_("This sealed entry belongs to something else."))
        values: dict[str, Any] = told["values"]
        return values

    def renew(self, sealed: str) -> str:
        """The same, sealed with the newest key; RuleError if no key opens it."""
        try:
            return self._known().rotate(sealed.encode("ascii")).decode("ascii")
        except InvalidToken:
            raise RuleError(
                N_("This entry was sealed with a key that this site no longer has.")
            ) from None

    def marks(self, who: str, *, of: str) -> list[str]:
        """Signs (64 letters) by which somebody is known again in one thing, and told to nobody.

        By the newest key first, which is the one to keep; the others were made by older keys.
        """
        self._known()
        told = f"mark {of} {who}".encode()
        return [hmac.digest(key.encode(), told, "sha256").hex() for key in self._given]

    def _known(self) -> MultiFernet:
        if self._keys is None:
            raise RuntimeError("no keys: call init_app first")
        return self._keys


def new_key() -> str:
    """A key that nobody has used yet."""
    return Fernet.generate_key().decode("ascii")
