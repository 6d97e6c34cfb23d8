"""The minutes as a paper: frozen facts become sections of Greek sentences and tables.

The language of the register and of its acts is Greek, whatever the reader's; `say` gives the
Greek of the words that stand in the catalogue. DOCX and PDF are written from the same sections.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inmeko.calls.rules.minutes_results import objections, ranking, scores, ties, what_changed
from inmeko.calls.rules.words import ListStage
from inmeko.kernel.errors import RuleError
from inmeko.kernel.greek import moment, numbered
from inmeko.kernel.paper import Section, Table
from inmeko.kernel.text import N_

Say = Callable[[str], str]
Facts = Mapping[str, Any]

TITLES = {
    ListStage.PRELIMINARY_LIST: "Πρακτικό αξιολόγησης και προσωρινής κατάταξης",
    ListStage.FINAL_LIST: "Πρακτικό εξέτασης ενστάσεων και οριστικής κατάταξης",
}
LONGEST_REMARKS = 20_000


@dataclass(frozen=True)
class Signature:
    """A place for a signature: whose, and as what."""

    office: str
    name: str


def title(content: Facts) -> str:
    """What the minutes are called."""
    return TITLES[ListStage(content["stage"])]


def check_session(held_at: object, place: str, present: Sequence[int]) -> None:
    """Refuse minutes without a meeting: when, where, and with whom."""
    if not held_at:
        raise RuleError(N_("Write when the committee met."), field="held_at")
    if not place.strip():
        raise RuleError(N_("Write where the committee met."), field="place")
    if not present:
        raise RuleError(N_("Say which members of the committee were present."), field="present")


def sections(content: Facts, say: Say) -> list[Section]:
    """The minutes, section by section; what did not happen is said in words, never left empty."""
    final = content["stage"] == ListStage.FINAL_LIST
    parts = [call(content), session(content), recusals(content), files(content)]
    if not final:
        parts += [eligibility(content), scores(content, say)]
    else:
        parts += [objections(content, say)]
    parts += [ranking(content, say), ties(content, say)]
    if final:
        parts += [what_changed(content, say)]
    return [*parts, remarks(content)]


def signatures(content: Facts) -> list[Signature]:
    """Who signs: the chair, then the members that were present, in the order of the committee."""
    present = [one for one in content["session"]["members"] if one["present"]]
    return [Signature(office(one), one["name"]) for one in present]


def office(member: Facts) -> str:
    """What somebody is on the committee."""
    if member["chairs"]:
        return "Πρόεδρος"
    return "Αναπληρωματικό μέλος" if member["substitute"] else "Μέλος"


def call(content: Facts) -> Section:
    """The call that is decided on."""
    told = content["call"]
    ada = (
        f"ΑΔΑ της πρόσκλησης: {told['ada']}."
        if told["ada"]
        else ("Δεν έχει καταχωρισθεί ΑΔΑ της πρόσκλησης.")
    )
    lines = [
        f"Το παρόν αφορά την πρόσκληση εκδήλωσης ενδιαφέροντος «{told['title']}». {ada}",
        f"Η πρόσκληση δημοσιεύθηκε στις {moment(told['published_at'])} και η προθεσμία υποβολής "
        f"έληξε στις {moment(told['closes_at'])} (ώρα Αθηνών). "
        f"Εφαρμόζεται η έκδοση {told['version']} της πρόσκλησης.",
    ]
    if told["sealed"] and told["unsealed_at"]:
        opener = f" από: {told['unsealed_by']}" if told["unsealed_by"] else ""
        lines.append(
            "Οι φάκελοι έμειναν σφραγισμένοι έως τη λήξη της προθεσμίας και αποσφραγίσθηκαν στις "
            f"{moment(told['unsealed_at'])}{opener}."
        )
    return Section("Η πρόσκληση", tuple(lines))


def session(content: Facts) -> Section:
    """The meeting: when, where, who was there."""
    told, members = content["session"], content["session"]["members"]
    present = sum(one["present"] for one in members)
    lines = [
        f"Η επιτροπή αξιολόγησης συνήλθε στις {moment(told['held_at'])}. Τόπος: {told['place']}.",
        f"Παρόντα μέλη: {present} από {len(members)}.",
    ]
    if told["secretary"]:
        lines.append(f"Τα πρακτικά τήρησε: {told['secretary']}.")
    rows = tuple(
        (one["name"], office(one), "Παρών/ούσα" if one["present"] else "Απών/ούσα")
        for one in members
    )
    table = Table(("Μέλος", "Ιδιότητα", "Παρουσία"), rows)
    return Section("Η συνεδρίαση της επιτροπής", tuple(lines), (table,))


def recusals(content: Facts) -> Section:
    """Who stepped back from which file, why, and who took it over."""
    told = content["recusals"]
    lines: list[str] = []
    if not told:
        lines.append("Δεν έγινε καμία εξαίρεση μέλους από την αξιολόγηση φακέλου.")
    if not content["cleared"]:
        return Section("Εξαιρέσεις μελών", tuple(lines), _recused(told))
    lines.append(
        "Για τα παρακάτω μέλη τα στοιχεία έδειξαν σχέση με τον φάκελο, η οποία εξετάστηκε και "
        "κρίθηκε ότι δεν εμποδίζει την αξιολόγησή του:"
    )
    rows = tuple((one["file"], one["who"], one["reason"]) for one in content["cleared"])
    cleared = Table(("Φάκελος (αρ. πρωτ.)", "Μέλος", "Αιτιολογία"), rows)
    return Section("Εξαιρέσεις μελών", tuple(lines), (*_recused(told), cleared))


def _recused(told: Sequence[Facts]) -> tuple[Table, ...]:
    if not told:
        return ()
    rows = tuple(
        (one["file"], one["who"], one["reason"] or "–", one["replaced_by"] or "Δεν αντικαταστάθηκε")
        for one in told
    )
    head = ("Φάκελος (αρ. πρωτ.)", "Μέλος που εξαιρέθηκε", "Λόγος", "Αντικαταστάθηκε από")
    return (Table(head, rows),)


def files(content: Facts) -> Section:
    """What was submitted, with number and moment; what counts no more."""
    told = content["files"]
    lines = [f"Στην κατάταξη περιλαμβάνονται {numbered(len(told), 'φάκελος', 'φάκελοι')}."]
    rows = tuple(
        (str(row), one["number"], moment(one["submitted_at"]), one["name"], _notes(one))
        for row, one in enumerate(told, start=1)
    )
    head = ("Α/Α", "Αρ. πρωτ.", "Υποβλήθηκε", "Φορέας", "Παρατηρήσεις")
    tables = [Table(head, rows)] if rows else []
    if content["left_out"]:
        gone = tuple(
            (one["number"], one["name"], _gone(one), moment(one["at"]) if one["at"] else "–")
            for one in content["left_out"]
        )
        tables.append(
            Table(("Αρ. πρωτ.", "Φορέας", "Τι συνέβη", "Πότε"), gone, "Υποβολές που δεν ισχύουν")
        )
    return Section("Οι φάκελοι", tuple(lines), tuple(tables))


def _notes(one: Facts) -> str:
    notes = []
    if one["late"]:
        by = f" από: {one['late_by']}" if one["late_by"] else ""
        notes.append(f"Εκπρόθεσμη· έγινε δεκτή{by}. Αιτιολογία: {one['late_reason']}")
    if one["counter"]:
        by = f" από: {one['entered_by']}" if one["entered_by"] else ""
        notes.append(f"Καταχωρίσθηκε στην υπηρεσία για λογαριασμό του φορέα{by}.")
    notes += [f"Συμπλήρωσε δικαιολογητικά στις {moment(at)}." for at in one["completed"]]
    return " ".join(notes) or "–"


def _gone(one: Facts) -> str:
    if one["state"] == "replaced":
        return "Αντικαταστάθηκε από νεότερη υποβολή"
    return f"Ανακλήθηκε. {one['reason']}".strip()


def eligibility(content: Facts) -> Section:
    """Whose documents and conditions were in order, point by point where they were not."""
    rows = tuple(
        (
            one["number"],
            one["name"],
            "Πληροί τους όρους" if one["eligible"] else "Δεν πληροί τους όρους",
            _why(one),
        )
        for one in content["eligibility"]
    )
    table = Table(("Αρ. πρωτ.", "Φορέας", "Κρίση", "Αιτιολογία"), rows)
    lines = "Ελέγχθηκαν τα δικαιολογητικά και οι όροι συμμετοχής κάθε φακέλου."
    return Section("Έλεγχος επιλεξιμότητας", (lines,), (table,) if rows else ())


def _why(one: Facts) -> str:
    faults = [f"{point['label']}: {point['reason']}" for point in one["points"] if not point["met"]]
    told = [*faults, one["reason"]]
    return " · ".join(text for text in told if text) or "–"


def remarks(content: Facts) -> Section:
    """What the committee adds in its own words."""
    words = content["remarks"].strip()
    lines = tuple(part for part in words.split("\n") if part.strip())
    return Section("Παρατηρήσεις της επιτροπής", lines or ("Δεν διατυπώθηκαν παρατηρήσεις.",))
