"""The minutes of an event: what is typed, when they may be amended and frozen, and as a paper.

The language of acts is Greek, whatever the reader's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from inmeko.consultations.rules.words import QuotaKind
from inmeko.kernel.calendar import parse_date
from inmeko.kernel.errors import RuleError
from inmeko.kernel.greek import minute, moment, numbered, the_day
from inmeko.kernel.paper import Section, Table
from inmeko.kernel.text import N_

Facts = Mapping[str, Any]
LONGEST = timedelta(days=60)
AMENDMENTS = "Τροποποιήσεις"


class RecordState(StrEnum):
    """How far the minutes of an event have come."""

    WRITTEN = "written"
    OPEN = "open"
    FROZEN = "frozen"


RECORD_LABELS = {
    RecordState.WRITTEN: N_("Being written"),
    RecordState.OPEN: N_("Open for amendments"),
    RecordState.FROZEN: N_("Final"),
}
# Frozen minutes are taken up again only for a further version, with its reason.
RECORD_NEXT = {
    RecordState.WRITTEN: {RecordState.OPEN},
    RecordState.OPEN: {RecordState.OPEN, RecordState.FROZEN, RecordState.WRITTEN},
    RecordState.FROZEN: {RecordState.WRITTEN},
}


class AmendmentState(StrEnum):
    """What became of a proposed amendment."""

    PROPOSED = "proposed"
    ADOPTED = "adopted"
    DECLINED = "declined"


AMENDMENT_LABELS = {
    AmendmentState.PROPOSED: N_("Waits for an answer"),
    AmendmentState.ADOPTED: N_("Adopted"),
    AmendmentState.DECLINED: N_("Not adopted"),
}


@dataclass(frozen=True)
class Decided:
    """A decision: its words, who sees to it, until when."""

    text: str
    owner: str = ""
    due: str = ""


def read_decisions(text: str) -> tuple[Decided, ...]:
    """Typed decisions, one a line: “text | who | day”; RuleError names the line that is none."""
    lines = [line.strip() for line in text.replace("\0", "").splitlines()]
    return tuple(_decided(number, line) for number, line in enumerate(lines, start=1) if line)


def typed_decisions(rows: Sequence[Facts]) -> str:
    """Decisions as one types them."""
    return "\n".join(" | ".join(_told(row)).rstrip(" |") for row in rows)


def check_window(until: datetime, now: datetime) -> None:
    """Refuse a window for amendments that is over, or without end."""
    if until <= now:
        raise RuleError(N_("The time for amendments must end in the future."), field="until")
    if until - now > LONGEST:
        raise RuleError(
            N_("The time for amendments is at most %(days)s days."),
            field="until",
            values={"days": LONGEST.days},
        )


def check_freeze(state: RecordState, until: datetime | None, waiting: int, now: datetime) -> None:
    """Refuse to freeze before the window is over and everything proposed is answered."""
    if state is not RecordState.OPEN or until is None:
        raise RuleError(N_("Give those present time for amendments first."))
    if now < until:
        raise RuleError(N_("The time for amendments is not over yet."))
    if waiting:
        raise RuleError(N_("Answer every proposed amendment first."))


def takes_amendments(state: RecordState, until: datetime | None, now: datetime) -> bool:
    """Whether those present may propose amendments now."""
    return state is RecordState.OPEN and until is not None and now < until


def title(facts: Facts) -> str:
    """What the minutes are called."""
    further = f" – έκδοση {facts['version']}" if facts["version"] > 1 else ""
    return f"Πρακτικά εκδήλωσης{further}"


def sections(facts: Facts) -> list[Section]:
    """The minutes, section by section; what there was not is said in words."""
    parts = [_event(facts), _attendance(facts), _course(facts), _contributions(facts)]
    # Minutes that were frozen before there were polls know of none.
    parts += [_polls(facts["polls"])] if facts.get("polls") else []
    parts += [_asked(facts["asked"])] if facts.get("asked") else []
    parts += [_decisions(facts), _amendments(facts)]
    if facts["remarks"]:
        parts.append(Section("Παρατηρήσεις", tuple(facts["remarks"].splitlines())))
    parts += [_annex(facts["annex"])] if facts.get("annex") else []
    return parts


def signatures(facts: Facts) -> list[dict[str, str]]:
    """Who signs."""
    offices = (("Ο/Η προεδρεύων/ουσα", "chair"), ("Ο/Η πρακτικογράφος", "secretary"))
    return [{"office": office, "name": facts[name]} for office, name in offices if facts[name]]


PRESENT = {
    QuotaKind.EVERYBODY: "Συμμετέχοντες",
    QuotaKind.GROUPS: "Μέλη ομάδων και φορέων",
    QuotaKind.RESIDENTS: "Κάτοικοι",
    QuotaKind.STAFF: "Προσωπικό του Δήμου",
}


def _event(facts: Facts) -> Section:
    lines = [
        f"{facts['kind']}: «{facts['title']}».",
        f"Έναρξη: {minute(facts['starts_at'])}. Λήξη: {minute(facts['ends_at'])} (ώρα Αθηνών). "
        f"Τόπος: {facts['where']}.",
    ]
    if facts["chair"]:
        lines.append(f"Προήδρευσε: {facts['chair']}.")
    if facts["secretary"]:
        lines.append(f"Τα πρακτικά τήρησε: {facts['secretary']}.")
    if facts["earlier"]:
        lines.append(f"Συνέχεια των πρακτικών της εκδήλωσης: {facts['earlier']}.")
    if facts["version"] > 1:
        lines.append(f"Η παρούσα έκδοση αντικαθιστά την προηγούμενη. Αιτία: {facts['reason']}")
    lines += facts["opening"].splitlines()
    return Section("Η εκδήλωση", tuple(line for line in lines if line.strip()))


def _attendance(facts: Facts) -> Section:
    rows = [(PRESENT[QuotaKind(one["kind"])], str(one["number"])) for one in facts["attendance"]]
    total = sum(one["number"] for one in facts["attendance"])
    lines = [f"Προσήλθαν {numbered(total, 'άτομο', 'άτομα')}."]
    if facts["unregistered"]:
        lines.append(f"Χωρίς προηγούμενη εγγραφή: {facts['unregistered']}.")
    if facts["names"]:
        lines.append("Συμφώνησαν να αναφερθεί το όνομά τους: " + ", ".join(facts["names"]) + ".")
    table = Table(("Ιδιότητα", "Παρόντες"), tuple(rows), numeric=frozenset({1}))
    return Section("Παρουσίες", tuple(lines), (table,) if rows else ())


def _course(facts: Facts) -> Section:
    if not facts["items"]:
        return Section("Το πρόγραμμα", ("Δεν υπήρχε πρόγραμμα κατά ώρα.",))
    rows = tuple(
        (one["hour"], one["title"], ", ".join(one["speakers"]) or "–", one["said"] or "–")
        for one in facts["items"]
    )
    return Section("Το πρόγραμμα", (), (Table(("Ώρα", "Θέμα", "Ομιλητές", "Τι ειπώθηκε"), rows),))


def _contributions(facts: Facts) -> Section:
    lines = facts["contributions"] or ["Δεν καταγράφηκαν τοποθετήσεις."]
    return Section("Τοποθετήσεις", tuple(lines))


def _polls(polls: Sequence[Facts]) -> Section:
    lines = ("Οι ψήφοι ήταν ανώνυμες. Το ποσοστό είναι επί όσων ψήφισαν.",)
    return Section("Ψηφοφορίες", lines, tuple(_poll(one) for one in polls))


def _poll(one: Facts) -> Table:
    voters, several = one["voters"], " Πολλαπλή επιλογή." if one["several"] else ""
    told = f"{'Ψήφισε' if voters == 1 else 'Ψήφισαν'} {numbered(voters, 'άτομο', 'άτομα')}."
    rows = tuple(
        (text, str(votes), f"{round(100 * votes / voters)} %" if voters else "–")
        for text, votes in zip(one["options"], one["votes"], strict=True)
    )
    caption = f"{one['question']} {told}{several}"
    return Table(("Απάντηση", "Ψήφοι", "Ποσοστό"), rows, caption, frozenset({1, 2}))


def _asked(asked: Sequence[Facts]) -> Section:
    rows = tuple(
        (
            one["text"],
            one["name"] or "–",
            str(one["support"]),
            one["answer"] or "Απαντήθηκε προφορικά.",
        )
        for one in asked
    )
    head = ("Ερώτηση", "Ποιος ρώτησε", "Στήριξη", "Απάντηση")
    return Section("Ερωτήσεις από την αίθουσα", (), (Table(head, rows, numeric=frozenset({2})),))


def _annex(rows: Sequence[Facts]) -> Section:
    rated = [one for one in rows if one["options"]]
    lines = ["Απάντησαν ανώνυμα όσοι προσήλθαν, μετά την εκδήλωση."]
    for one in rows:
        lines += [f"{one['label']} «{text}»" for text in one["texts"]]
    return Section(
        "Παράρτημα: αξιολόγηση της εκδήλωσης", tuple(lines), tuple(_answers(one) for one in rated)
    )


def _answers(one: Facts) -> Table:
    rows = tuple(zip(one["options"], map(str, one["votes"]), strict=True))
    caption = f"{one['label']} Απαντήσεις: {one['number']}."
    return Table(("Απάντηση", "Πλήθος"), rows, caption, frozenset({1}))


def _decisions(facts: Facts) -> Section:
    if not facts["decisions"]:
        return Section("Αποφάσεις και δεσμεύσεις", ("Δεν λήφθηκαν αποφάσεις.",))
    rows = tuple(
        (str(number), one["text"], one["owner"] or "–", _day(one["due"]))
        for number, one in enumerate(facts["decisions"], start=1)
    )
    head = ("Α/Α", "Απόφαση ή δέσμευση", "Υπεύθυνος", "Έως")
    return Section("Αποφάσεις και δεσμεύσεις", (), (Table(head, rows),))


def _amendments(facts: Facts) -> Section:
    if not facts["amendments"]:
        line = f"Οι παρόντες είχαν προθεσμία για τροποποιήσεις έως {moment(facts['amend_until'])}. "
        return Section(AMENDMENTS, (f"{line}Δεν προτάθηκε καμία.",))
    rows = tuple(
        (one["text"], "Έγινε δεκτή" if one["adopted"] else "Δεν έγινε δεκτή", one["answer"] or "–")
        for one in facts["amendments"]
    )
    line = f"Προτάθηκαν από τους παρόντες έως {moment(facts['amend_until'])}."
    table = Table(("Πρόταση τροποποίησης", "Αποτέλεσμα", "Αιτιολογία"), rows)
    return Section(AMENDMENTS, (line,), (table,))


def _day(kept: str) -> str:
    return the_day(date.fromisoformat(kept)) if kept else "–"


def _decided(number: int, line: str) -> Decided:
    text, owner, due, *more = [part.strip() for part in f"{line}||".split("|")]
    if not text or any(more):
        raise RuleError(
            N_("Line %(line)s: write “decision | who | day”."),
            field="decisions",
            values={"line": number},
        )
    try:
        day = parse_date(due).isoformat() if due else ""
    except RuleError:
        message = N_("Line %(line)s: write the day like 24/07/2013.")
        raise RuleError(message, field="decisions", values={"line": number}) from None
    return Decided(text[:1000], owner[:200], day)


def _told(row: Facts) -> tuple[str, str, str]:
    due = f"{date.fromisoformat(row['due']):%d/%m/%Y}" if row["due"] else ""
    return row["text"], row["owner"], due
