"""What a statute says in figures, read from its sentences, and what the rules say of that.

Only what is said plainly is read: a sentence that this module does not understand is not judged,
and the rules that nothing was read for are told.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from inmeko.coops.rules.cases import BENEFIT, SPECIAL, VULNERABLE, WORKERS
from inmeko.coops.rules.engine import Finding, evaluate
from inmeko.coops.rules.returned.parts import Statute, plain
from inmeko.coops.rules.rulebook import Rulebook
from inmeko.kernel.text import fold

SOCIAL = (VULNERABLE, SPECIAL, BENEFIT)
# Enough persons that a share of them is a whole number.
MANY = 100
MOST = 500

_WORDS = {
    "ενα": 1,
    "μια": 1,
    "μιας": 1,
    "ενος": 1,
    "δυο": 2,
    "τρια": 3,
    "τριων": 3,
    "τρεισ": 3,
    "τεσσερα": 4,
    "τεσσερισ": 4,
    "τεσσαρων": 4,
    "πεντε": 5,
    "εξι": 6,
    "επτα": 7,
    "οκτω": 8,
    "εννεα": 9,
    "δεκα": 10,
}
NUMBER = r"(\d{1,9}(?:\.\d{3})*(?:,\d{1,4})?|" + "|".join(_WORDS) + r")\b"
PART = r"(\d{1,3}\s?/\s?\d{1,3}|ενα τριτο|μισο|ενα δευτερο)"


@dataclass(frozen=True)
class Reading:
    """What was read (the words of the statute), and the finding of a rule about it."""

    words: str
    finding: Finding


@dataclass(frozen=True)
class Sentence:
    """A sentence that can be read: its pattern in folded words, the case it makes, its rules."""

    pattern: str
    case: Callable[[re.Match[str], str], Mapping[str, Any] | None]
    rules: tuple[str, ...]
    forms: tuple[str, ...]


def readings(statute: Statute, form: str, book: Rulebook) -> tuple[Reading, ...]:
    """What can be read from a statute of a form, each with what a rule says of it."""
    lines = _lines(statute)
    found = []
    for sentence in SENTENCES:
        read = _read(sentence, lines, form) if form in sentence.forms else None
        if read is None:
            continue
        words, told = read
        answer = evaluate({"id": "statute", "form": form, **told}, book)
        found += [Reading(words, one) for one in answer.findings if one.rule.id in sentence.rules]
    return (*found, *_silence(lines, form, book))


def _read(
    sentence: Sentence, lines: Sequence[tuple[str, str]], form: str
) -> tuple[str, Mapping[str, Any]] | None:
    """The first line that a sentence reads, and the case that it makes."""
    for line, folded in lines:
        match = re.search(sentence.pattern, folded)
        told = sentence.case(match, form) if match else None
        if told is not None:
            return line, told
    return None


def unread(statute: Statute, form: str, book: Rulebook) -> tuple[str, ...]:
    """The rules that a statute of the form should answer and that nothing was read for."""
    read = {one.finding.rule.id for one in readings(statute, form, book)}
    wanted = [
        rule for one in SENTENCES if form in one.forms for rule in one.rules if rule not in read
    ]
    binding = {rule.id for rule in book.rules if rule.binds(form)}
    return tuple(dict.fromkeys(rule for rule in wanted if rule in binding))


def _lines(statute: Statute) -> list[tuple[str, str]]:
    """Each line as it stands, and as sentences read it."""
    lines = [*statute.before, *(line for one in statute.articles for line in one.lines)]
    return [(line, fold(plain(line))) for line in lines]


def _silence(lines: Sequence[tuple[str, str]], form: str, book: Rulebook) -> tuple[Reading, ...]:
    """A statute of inclusion that names no period says something by that alone."""
    if form not in (VULNERABLE, SPECIAL):
        return ()
    if any(re.search(_PERIOD, folded) or "διαρκει οσο" in folded for _line, folded in lines):
        return ()
    case = {"id": "statute", "form": form, "statute": {"group_participation_period_months": None}}
    found = evaluate({**case, "workers": {"total": 0}}, book).findings
    return tuple(Reading("", one) for one in found if one.rule.id == "KOIN_GROUP_PERIOD")


def number(text: str) -> Decimal:
    """A number of a Greek text: 1.234,50, or a word up to ten."""
    told = text.strip()
    if told in _WORDS:
        return Decimal(_WORDS[told])
    return Decimal(re.sub(r"\.(?=\d{3})", "", told).replace(",", "."))


def _part(text: str) -> Fraction | None:
    words = {"ενα τριτο": Fraction(1, 3), "μισο": Fraction(1, 2), "ενα δευτερο": Fraction(1, 2)}
    if text in words:
        return words[text]
    above, below = (int(one) for one in text.replace(" ", "").split("/"))
    return Fraction(above, below) if below else None


def _people(many: int, **about: Any) -> list[dict[str, Any]]:
    return [{"id": str(n), "kind": "natural", **about} for n in range(min(many, MOST))]


def _count(match: re.Match[str], _form: str) -> Mapping[str, Any]:
    return {"members": _people(int(number(match[1])))}


def _legal(match: re.Match[str], _form: str) -> Mapping[str, Any] | None:
    share = _part(match[1])
    if share is None or share > 1:
        return None
    whole = 3 * share.denominator
    legal = [
        {"id": f"l{n}", "kind": "legal", "legal_kind": "company"} for n in range(int(whole * share))
    ]
    return {"members": [*legal, *_people(whole - len(legal))]}


def _group(match: re.Match[str], form: str) -> Mapping[str, Any] | None:
    share = int(number(match[1]))
    group = "vulnerable" if form == VULNERABLE else "special"
    if share > MANY:
        return None
    inside = [{**one, "id": f"g{one['id']}", "group": group} for one in _people(share)]
    return {"members": [*inside, *_people(MANY - share)]}


def _workers(match: re.Match[str], form: str) -> Mapping[str, Any]:
    group = "vulnerable" if form == VULNERABLE else "special"
    return {"workers": {"total": MANY, group: int(number(match[1]))}}


def _outsiders(match: re.Match[str], _form: str) -> Mapping[str, Any] | None:
    share = int(number(match[1]))
    return {"workers": {"total": MANY, "members": MANY - share}} if share <= MANY else None


def _share(match: re.Match[str], _form: str) -> Mapping[str, Any]:
    cents = int(number(match[1]) * 100)
    return {"members": _people(1, obligatory_share={"value_eur": cents, "paid": "cash"})}


def _kind(_match: re.Match[str], _form: str) -> Mapping[str, Any]:
    return {"members": _people(1, obligatory_share={"value_eur": 10_000, "paid": "kind"})}


def _cash(_match: re.Match[str], _form: str) -> Mapping[str, Any]:
    return {"members": _people(1, obligatory_share={"value_eur": 10_000, "paid": "cash"})}


def _optional(match: re.Match[str], _form: str) -> Mapping[str, Any]:
    many = min(int(number(match[1])), MOST)
    shares = [{"paid": "cash"}] * many
    return {
        "members": _people(1, optional_shares=shares),
        "statute": {"optional_shares_allowed": True},
    }


def _votes(_match: re.Match[str], _form: str) -> Mapping[str, Any]:
    return {"statute": {"voting_basis": "member"}}


def _votes_by_share(_match: re.Match[str], _form: str) -> Mapping[str, Any]:
    return {"statute": {"voting_basis": "share"}}


def _committee(match: re.Match[str], _form: str) -> Mapping[str, Any]:
    members = _people(int(number(match[1])))
    return {"members": members, "committee": [one["id"] for one in members]}


def _term(match: re.Match[str], _form: str) -> Mapping[str, Any]:
    return {"statute": {"committee_term_years": number(match[1])}}


def _months(match: re.Match[str], _form: str) -> Mapping[str, Any]:
    return {
        "workers": {"total": 0},
        "statute": {"group_participation_period_months": number(match[1])},
    }


def _profit(name: str) -> Callable[[re.Match[str], str], Mapping[str, Any]]:
    def case(match: re.Match[str], _form: str) -> Mapping[str, Any]:
        # Of a hundred euro, as many cents as the percentage has hundredths.
        part = int(number(match[1]) * 100)
        return {"profit_distribution": {"profit_eur": 10_000, name: part}}

    return case


def _residue(word: str) -> Callable[[re.Match[str], str], Mapping[str, Any]]:
    return lambda _match, _form: {"statute": {"residue_to": word}}


def _pay(match: re.Match[str], _form: str) -> Mapping[str, Any]:
    return {"pay": {"highest_net_eur": int(number(match[1]) * 1000), "lowest_net_eur": 1000}}


def _public(match: re.Match[str], _form: str) -> Mapping[str, Any]:
    return {"revenue": {"total_3y_eur": 10_000, "public_3y_eur": int(number(match[1]) * 100)}}


def _name(match: re.Match[str], _form: str) -> Mapping[str, Any]:
    return {"name": match[1]}


_ALL = (*SOCIAL, WORKERS)
_PERIOD = rf"διαρκει {NUMBER} μηνεσ|διαρκει (εναν) μηνα"
SENTENCES: tuple[Sentence, ...] = (
    Sentence(
        r"με την επωνυμια «([^»]{1,300})»",
        _name,
        ("KOIN_NAME_FORM", "KOIN_NAME_CATEGORY", "NAME_DISTINCT", "SYN_NAME_FORM"),
        _ALL,
    ),
    Sentence(
        rf"μελη δεν μπορουν να ειναι λιγοτερα απο {NUMBER}",
        _count,
        ("KOIN_MIN_BENEFIT", "KOIN_MIN_INCLUSION", "SYN_MIN"),
        _ALL,
    ),
    Sentence(
        rf"νομικα προσωπα δεν μπορουν να υπερβαινουν το {PART} των μελων",
        _legal,
        ("KOIN_LEGAL_MAX",),
        SOCIAL,
    ),
    Sentence(
        rf"τουλαχιστον {NUMBER} ?% των μελων",
        _group,
        ("KOIN_VULN_MEMBERS", "KOIN_SPEC_MEMBERS"),
        (VULNERABLE, SPECIAL),
    ),
    Sentence(
        rf"τουλαχιστον {NUMBER} ?% των εργαζομενων",
        _workers,
        ("KOIN_VULN_WORKERS", "KOIN_SPEC_WORKERS"),
        (VULNERABLE, SPECIAL),
    ),
    Sentence(_PERIOD, _months, ("KOIN_GROUP_PERIOD",), (VULNERABLE, SPECIAL)),
    Sentence(
        rf"ονομαστικησ αξιασ {NUMBER} ?(?:€|ευρω)",
        _share,
        ("KOIN_SHARE_MIN", "SYN_SHARE_MIN"),
        _ALL,
    ),
    Sentence(
        r"υποχρεωτικη μεριδα καταβαλλεται σε μετρητα",
        _cash,
        ("KOIN_SHARE_CASH", "SYN_SHARE_CASH"),
        _ALL,
    ),
    Sentence(
        r"υποχρεωτικη μεριδα (?:μπορει να )?καταβ[^.]{0,40} σε ειδοσ",
        _kind,
        ("KOIN_SHARE_CASH", "SYN_SHARE_CASH"),
        _ALL,
    ),
    Sentence(
        rf"εωσ {NUMBER} προαιρετικεσ μεριδεσ", _optional, ("KOIN_OPT_MAX", "SYN_OPT_MAX"), _ALL
    ),
    Sentence(r"καθε μελοσ εχει μια ψηφο", _votes, ("KOIN_ONE_VOTE", "SYN_ONE_VOTE"), _ALL),
    Sentence(
        r"ψηφ\w+[^.]{0,60}αναλογ\w+[^.]{0,40}μεριδ|ψηφουσ,? οσεσ",
        _votes_by_share,
        ("KOIN_ONE_VOTE", "SYN_ONE_VOTE"),
        _ALL,
    ),
    Sentence(
        rf"διοικουσα επιτροπη {NUMBER} μελων",
        _committee,
        ("KOIN_COMMITTEE_SIZE",),
        SOCIAL,
    ),
    Sentence(
        rf"εκλεγονται απο τη γενικη συνελευση για {NUMBER} ετ",
        _term,
        ("KOIN_COMMITTEE_TERM",),
        SOCIAL,
    ),
    Sentence(
        rf"δεν ειναι μελη δεν υπερβαινουν το {NUMBER} ?% του συνολου",
        _outsiders,
        ("KOIN_NONMEMBER_MAX", "SYN_NONMEMBER_MAX"),
        _ALL,
    ),
    Sentence(rf"δεν υπερβαινει {NUMBER} φορεσ τον κατωτατο", _pay, ("PAY_RATIO",), _ALL),
    Sentence(rf"με οριο {NUMBER} ?% του συνολου", _public, ("PUBLIC_REVENUE",), _ALL),
    Sentence(
        rf"{NUMBER} ?% για τακτικο αποθεματικο",
        _profit("reserve_eur"),
        ("KOIN_PROFIT_RESERVE", "SYN_PROFIT_RESERVE"),
        _ALL,
    ),
    Sentence(
        rf"{NUMBER} ?% στουσ εργαζομενουσ",
        _profit("workers_eur"),
        ("KOIN_PROFIT_WORKERS", "SYN_PROFIT_WORKERS"),
        _ALL,
    ),
    Sentence(
        rf"{NUMBER} ?% στα μελη",
        _profit("members_eur"),
        ("KOIN_PROFIT_MEMBERS", "SYN_PROFIT_MEMBERS"),
        _ALL,
    ),
    Sentence(
        r"δεν διανεμεται στα μελη και περιερχεται",
        _residue("social_economy_fund"),
        ("RESIDUE_MEMBERS",),
        _ALL,
    ),
    Sentence(
        r"απομενει[^.]{0,120}(?<!δεν )(?:διανεμεται|περιερχεται|αποδιδεται) στα μελη",
        _residue("members"),
        ("RESIDUE_MEMBERS",),
        _ALL,
    ),
)
