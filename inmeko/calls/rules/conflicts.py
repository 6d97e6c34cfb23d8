"""Conflicts of interest that the data show: what ties a member of a committee to an applicant.

The code of administrative procedure (law 2690/1999, article 7) keeps from a file whoever has an
interest in it or a particular bond with those concerned. A match is a reason to ask, not a proof:
a namesake is cleared by the chair, in writing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from inmeko.calls.rules.words import ConflictKind
from inmeko.kernel.text import search_key

# Addresses here say nothing about where somebody belongs.
PUBLIC_MAIL = frozenset(
    (
        "aol.com",
        "ath.forthnet.gr",
        "cosmotemail.gr",
        "email.com",
        "fastmail.com",
        "forthnet.gr",
        "freemail.gr",
        "gmail.com",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hol.gr",
        "hotmail.co.uk",
        "hotmail.com",
        "hotmail.gr",
        "icloud.com",
        "in.gr",
        "live.com",
        "live.gr",
        "mac.com",
        "mail.com",
        "mail.gr",
        "mailbox.gr",
        "me.com",
        "msn.com",
        "nova.gr",
        "otenet.gr",
        "outlook.com",
        "outlook.com.gr",
        "pm.me",
        "proton.me",
        "protonmail.com",
        "rocketmail.com",
        "sch.gr",
        "tellas.gr",
        "tuta.com",
        "tutanota.com",
        "vivodinet.gr",
        "vodafone.gr",
        "wind.gr",
        "windowslive.com",
        "yahoo.co.uk",
        "yahoo.com",
        "yahoo.gr",
        "yandex.com",
        "ymail.com",
        "zoho.com",
    )
)
# One word may be anybody's first name.
WORDS_OF_A_NAME = 2
DIGITS_OF_AFM = 9


@dataclass(frozen=True)
class Judge:
    """What is known of a member of a committee."""

    email: str
    name: str = ""
    # Organisations this person acts for now, and those that they left.
    organisations: frozenset[int] = frozenset()
    left: frozenset[int] = frozenset()
    # The ΑΦΜ of the organisations they act for.
    afms: frozenset[str] = frozenset()
    # Names or ΑΦΜ of bodies that they advised, as they told when they joined the committee.
    advised: tuple[str, ...] = ()


@dataclass(frozen=True)
class Applicant:
    """What is known of whoever handed in a file."""

    name: str
    organisation_id: int | None = None
    afm: str | None = None
    # Of the file, of those who work on it, and of the organisation.
    emails: frozenset[str] = frozenset()
    # Whoever answers for it: contact, holders, the tables of people.
    people: tuple[str, ...] = ()
    # Of those who once worked on a file of it and no longer do.
    former: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Conflict:
    """A tie, and the word in which it was found."""

    kind: ConflictKind
    word: str

    @property
    def kept(self) -> str:
        """As an assignment keeps it."""
        return f"{self.kind.value}:{self.word}"


def conflicts(judge: Judge, applicant: Applicant) -> list[Conflict]:
    """Every tie that the data show, each kind once."""
    found = (
        (ConflictKind.SAME_ORGANISATION, _same_organisation(judge, applicant)),
        (ConflictKind.SAME_AFM, _same_afm(judge, applicant)),
        (ConflictKind.SAME_EMAIL_DOMAIN, _same_domain(judge, applicant)),
        (ConflictKind.ON_ITS_BOARD, _named(judge, applicant)),
        (ConflictKind.FORMER_CONSULTANT, _formerly(judge, applicant)),
    )
    return [Conflict(kind, word) for kind, word in found if word]


def read(kept: Iterable[str]) -> list[Conflict]:
    """Conflicts as an assignment keeps them."""
    pairs = (one.partition(":") for one in kept)
    return [Conflict(ConflictKind(kind), word) for kind, _, word in pairs]


def people_in(answers: Mapping[str, Any], keys: Iterable[str]) -> tuple[str, ...]:
    """The names in the tables of people of a file."""
    rows = [row for key in keys for row in answers.get(key) or () if isinstance(row, Mapping)]
    return tuple(str(row["name"]) for row in rows if row.get("name"))


def domain(email: str) -> str:
    """What stands behind the @ of an address, in small letters."""
    return email.strip().lower().rpartition("@")[2].rstrip(".")


def _same_organisation(judge: Judge, applicant: Applicant) -> str:
    return applicant.name if applicant.organisation_id in judge.organisations else ""


def _same_afm(judge: Judge, applicant: Applicant) -> str:
    return applicant.afm if applicant.afm and applicant.afm in judge.afms else ""


def _same_domain(judge: Judge, applicant: Applicant) -> str:
    own = domain(judge.email)
    if not own or own in PUBLIC_MAIL:
        return ""
    theirs = sorted({domain(one) for one in applicant.emails} - PUBLIC_MAIL - {""})
    return next((one for one in theirs if _akin(own, one)), "")


def _akin(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _named(judge: Judge, applicant: Applicant) -> str:
    own = judge.email.strip().lower()
    if own in {one.strip().lower() for one in applicant.emails}:
        return own
    name = _name(judge.name)
    if len(name) < WORDS_OF_A_NAME:
        return ""
    return next((one for one in applicant.people if _name(one) == name), "")


def _name(name: str) -> tuple[str, ...]:
    """The words of a name, whichever comes first."""
    return tuple(sorted(search_key(name).split()))


def _formerly(judge: Judge, applicant: Applicant) -> str:
    if applicant.organisation_id is not None and applicant.organisation_id in judge.left:
        return applicant.name
    if judge.email.strip().lower() in {one.strip().lower() for one in applicant.former}:
        return applicant.name
    known = {search_key(applicant.name), applicant.afm or ""} - {""}
    return next((one for one in judge.advised if search_key(one) in known), "")
