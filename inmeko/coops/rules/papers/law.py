"""The measures of the rulebook as the sentences of papers say them."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from inmeko.coops.rules.rulebook import Rule, Rulebook

THE_LAW = "ν. 4430/2016"
COOPERATIVES = "ν. 1667/1986"


@dataclass(frozen=True)
class Law:
    """The rules of one day, by their ids."""

    rules: dict[str, Rule]

    def number(self, rule_id: str) -> str:
        """The measure of a rule as a paper writes it: 30, 1/3, 100."""
        return str(self.rules[rule_id].value)

    def cite(self, rule_id: str) -> str:
        """The article of a rule; where its number is not confirmed, the law alone."""
        article = self.rules[rule_id].article
        return spelled(article) if THE_LAW in article and not article.endswith("†") else THE_LAW


def law(book: Rulebook, day: date | None = None) -> Law:
    """The law of a day; without a day the newest."""
    return Law({rule.id: rule for rule in book.on(day)})


def spelled(article: str) -> str:
    """A citation as acts write it: §2(α)(ββ) is paragraph 2, item α΄, subitem ββ΄."""
    words = _PARAGRAPH.sub(r"παρ. \1", article)
    return _ITEM.sub(
        lambda found: f" {'περ' if len(found[1]) == 1 else 'υποπερ'}. {found[1]}΄", words
    )


_PARAGRAPH = re.compile(r"§(\d+)")
_ITEM = re.compile(r"\(([α-ω]{1,2})\)")


def euro(cents: int) -> str:
    """An amount as Greek papers write it: 1.234,50 €."""
    whole, rest = divmod(abs(cents), 100)
    grouped = f"{whole:,}".replace(",", ".")
    return f"{'-' if cents < 0 else ''}{grouped},{rest:02d} €"


def quoted(name: str) -> str:
    """A name in the quotes of Greek; its own become the quotes that stand inside of others."""
    paired = _STRAIGHT.sub(r"“\1”", name).translate(_INNER)
    return f"«{paired}»"


_STRAIGHT = re.compile(r'"([^"]*)"')
_INNER = str.maketrans({"«": "“", "»": "”"})


def spoken(number: Decimal) -> str:
    """A number without needless zeros, with the decimal comma."""
    text = f"{number:f}"
    plain = text.rstrip("0").rstrip(".") if "." in text else text
    return plain.replace(".", ",")


def on_day(day: date) -> str:
    """On a day, at the beginning of a sentence: Στις 5 Μαρτίου 2027, but Την 1η Μαρτίου 2027."""
    if day.day == 1:
        return f"Την 1η {MONTHS[day.month - 1]} {day.year}"
    return f"Στις {written(day)}"


def written(day: date) -> str:
    """A day as papers write it: 5 Μαρτίου 2027."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


MONTHS = (
    "Ιανουαρίου",
    "Φεβρουαρίου",
    "Μαρτίου",
    "Απριλίου",
    "Μαΐου",
    "Ιουνίου",
    "Ιουλίου",
    "Αυγούστου",
    "Σεπτεμβρίου",
    "Οκτωβρίου",
    "Νοεμβρίου",
    "Δεκεμβρίου",
)
