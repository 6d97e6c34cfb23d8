"""Founders: what can be true of a person, and when two of them are one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from inmeko.coops.rules.formation.words import FounderKind
from inmeko.kernel import identifiers
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import LOOK_ALIKES, N_, search_key

OLDEST_YEARS = 120
MOST_FOUNDERS = 500
MOST_SHARES = 100

_TWICE_AFM = N_("%(name)s has this tax number (ΑΦΜ) already: nobody is entered twice.")
_TWICE_NAME = N_(
    "%(name)s is in the list already. If this is another person of the same name, say so below."
)


class Person(Protocol):
    """What is compared of a founder."""

    id: int
    kind: FounderKind
    surname: str
    first_name: str
    afm: str


@dataclass(frozen=True)
class Told:
    """What somebody says of a founder."""

    kind: FounderKind
    surname: str
    first_name: str = ""
    afm: str = ""
    another: bool = False


def tax_number(text: str) -> str:
    """A tax number as it is kept, else RuleError on its field that says what is wrong with it."""
    plain = "".join(text.split())
    if not plain:
        return ""
    if set(plain) & set("ΟοOo"):
        raise RuleError(
            N_("There is a letter Ο in this tax number (ΑΦΜ): write a zero."), field="afm"
        )
    if len(plain) == 18 and identifiers.is_afm(plain[:9]) and identifiers.is_afm(plain[9:]):
        raise RuleError(
            N_("These are two tax numbers (ΑΦΜ) in one: enter each with its own founder."),
            field="afm",
        )
    try:
        return identifiers.afm(plain)
    except RuleError as error:
        raise RuleError(error.message, field="afm") from None


def check_birth(born: date | None, today: date) -> None:
    """RuleError for a day of birth that lies ahead, or longer ago than anybody lives."""
    if born is None:
        return
    if born > today:
        raise RuleError(N_("The day of birth lies in the future."), field="birth_date")
    if today.year - born.year > OLDEST_YEARS:
        raise RuleError(N_("The day of birth is too long ago."), field="birth_date")


def full_name(person: Person | Told) -> str:
    """A founder's name in one line."""
    return f"{person.surname} {person.first_name}".strip()


def name_key(person: Person | Told) -> str:
    """What two spellings of one name have in common: no accents, capitals, order, alphabet."""
    folded = search_key(full_name(person).translate(LOOK_ALIKES))
    return " ".join(sorted(folded.split()))


def check_alone(told: Told, others: Iterable[Person]) -> None:
    """ConflictError if somebody of the list has the same tax number, or the same name."""
    for other in others:
        if told.afm and other.afm == told.afm:
            raise ConflictError(_TWICE_AFM, field="afm", values={"name": full_name(other)})
    if told.another:
        return
    key = name_key(told)
    for other in others:
        if other.kind == told.kind and name_key(other) == key:
            # Two tax numbers that differ are two persons, whatever their names.
            if told.afm and other.afm and told.afm != other.afm:
                continue
            raise ConflictError(_TWICE_NAME, field="surname", values={"name": full_name(other)})


def masked(afm: str) -> str:
    """A tax number as lists show it."""
    return f"{'•' * 6}{afm[-3:]}" if afm else ""
