"""The minutes of a general assembly, from what was written down of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inmeko.coops.rules.papers.document import (
    Clause,
    Paper,
    PaperKind,
    Paragraph,
    Table,
    paragraphs,
)
from inmeko.coops.rules.papers.dossier import line
from inmeko.coops.rules.papers.law import on_day, quoted
from inmeko.coops.rules.running.assemblies import Decision, quorate
from inmeko.coops.rules.running.words import AssemblyKind

_KINDS = {
    AssemblyKind.ORDINARY: ("τακτικής", "τακτική"),
    AssemblyKind.EXTRAORDINARY: ("έκτακτης", "έκτακτη"),
}


@dataclass(frozen=True)
class Earlier:
    """Minutes of the same assembly that were signed and are corrected now; `why` they are."""

    version: int
    signed_on: date
    sha256: str
    why: str


@dataclass(frozen=True)
class Meeting:
    """An assembly as its minutes tell it: `members` belong to the cooperative, `present` came."""

    name: str
    kind: AssemblyKind
    day: date
    members: int
    present: int
    place: str = ""
    # Called again because the first call had no quorum.
    repeated: bool = False
    chair: str = ""
    secretary: str = ""
    agenda: Sequence[str] = ()
    discussion: str = ""
    decisions: Sequence[Decision] = ()
    # Names of those present, where they were ticked.
    attended: Sequence[str] = ()
    corrects: Earlier | None = None


def assembly_minutes(meeting: Meeting) -> Paper:
    """The minutes: who came, whether there was a quorum, what was voted on and carried."""
    of_kind, kind = _KINDS[meeting.kind]
    where = f" Τόπος της συνέλευσης: {_bare(meeting.place)}." if meeting.place else ""
    clauses = (_quorum(meeting), _bench(meeting), _agenda(meeting), _talk(meeting), _votes(meeting))
    rows = tuple((str(n), line(name)) for n, name in enumerate(meeting.attended, 1))
    table = Table("Παρόντα μέλη", ("Α/Α", "Μέλος"), rows, frozenset({0}))
    return Paper(
        kind=PaperKind.ASSEMBLY_MINUTES,
        title=f"{_called(meeting)} {of_kind} Γενικής Συνέλευσης",
        subtitle=line(meeting.name),
        lead=(
            f"{on_day(meeting.day)} συνήλθαν σε {kind} Γενική Συνέλευση τα μέλη του "
            f"Συνεταιρισμού με την επωνυμία {quoted(line(meeting.name))}.{where}",
            *_correction(meeting.corrects),
        ),
        clauses=tuple(one for one in clauses if one is not None),
        tables=(table,) if rows else (),
        closing=("Το πρακτικό διαβάστηκε, εγκρίθηκε και υπογράφεται.",),
        signers=(
            _signer("Πρόεδρος της συνέλευσης", meeting.chair),
            _signer("Γραμματέας της συνέλευσης", meeting.secretary),
        ),
        dated=True,
    )


def _called(meeting: Meeting) -> str:
    return "Διορθωμένο πρακτικό" if meeting.corrects else "Πρακτικό"


def _correction(earlier: Earlier | None) -> tuple[str, ...]:
    if earlier is None:
        return ()
    day = on_day(earlier.signed_on)
    return (
        "Το παρόν διορθώνει και αντικαθιστά το πρακτικό της ίδιας συνέλευσης που υπογράφηκε "
        f"{day[0].lower()}{day[1:]} (έκδοση {earlier.version}, SHA-256 {earlier.sha256[:16]}…). "
        f"Λόγος της διόρθωσης: {_bare(earlier.why)}.",
    )


def _quorum(meeting: Meeting) -> Clause:
    enough = quorate(meeting.members, meeting.present, repeated=meeting.repeated)
    came = _came(meeting.present, meeting.members)
    found = _QUORUM[(meeting.repeated, enough)]
    return Clause("quorum", "Απαρτία", paragraphs(f"{came} {found}"))


# Whether it was called again, and whether enough were there: what the minutes say.
_QUORUM = {
    (False, True): "Υπάρχει απαρτία, διότι παρίστανται τα μισά τουλάχιστον μέλη.",
    (False, False): (
        "Δεν υπάρχει απαρτία, διότι δεν παρίστανται τα μισά τουλάχιστον μέλη. Η συνέλευση "
        "επαναλαμβάνεται μετά από επτά ημέρες με τα ίδια θέματα."
    ),
    (True, True): (
        "Η συνέλευση είναι επαναληπτική. Υπάρχει απαρτία, διότι παρίσταται το ένα πέμπτο "
        "τουλάχιστον των μελών."
    ),
    (True, False): (
        "Η συνέλευση είναι επαναληπτική. Δεν υπάρχει απαρτία, διότι δεν παρίσταται ούτε το ένα "
        "πέμπτο των μελών."
    ),
}


def _came(present: int, members: int) -> str:
    if present == members:
        return f"Παρέστησαν ή εκπροσωπήθηκαν και τα {members} μέλη." if members > 1 else _ALONE
    if present == 1:
        return f"Παρέστη ή εκπροσωπήθηκε ένα από τα {members} μέλη."
    return f"Παρέστησαν ή εκπροσωπήθηκαν {present} από τα {members} μέλη."


_ALONE = "Παρέστη ή εκπροσωπήθηκε το μοναδικό μέλος."


def _bench(meeting: Meeting) -> Clause | None:
    told = [
        f"{what} της συνέλευσης ορίστηκε: {_bare(who)}."
        for what, who in (("Πρόεδρος", meeting.chair), ("Γραμματέας", meeting.secretary))
        if who
    ]
    return Clause("bench", "Προεδρείο", paragraphs(" ".join(told))) if told else None


def _agenda(meeting: Meeting) -> Clause | None:
    items = tuple(_bare(one) for one in meeting.agenda)
    if not items:
        return None
    text = "Τα θέματα της ημερήσιας διάταξης ήταν:"
    return Clause("agenda", "Ημερήσια διάταξη", (Paragraph(text, items),))


def _talk(meeting: Meeting) -> Clause | None:
    told = [line(one) for one in meeting.discussion.splitlines() if line(one)]
    return Clause("discussion", "Συζήτηση", paragraphs(*told)) if told else None


def _votes(meeting: Meeting) -> Clause:
    if not meeting.decisions:
        none = "Δεν τέθηκε θέμα σε ψηφοφορία."
        return Clause("decisions", "Αποφάσεις", paragraphs(none))
    valid = quorate(meeting.members, meeting.present, repeated=meeting.repeated)
    lead = () if valid else ("Χωρίς απαρτία δεν λαμβάνονται αποφάσεις. Καταγράφονται οι ψήφοι.",)
    told = [_vote(one, meeting, valid) for one in meeting.decisions]
    return Clause("decisions", "Αποφάσεις", paragraphs(*lead, *told))


def _vote(decision: Decision, meeting: Meeting, valid: bool) -> str:
    silent = meeting.present - decision.votes_for - decision.votes_against
    votes = f"υπέρ {decision.votes_for}, κατά {decision.votes_against}"
    votes += f", λευκά ή αποχές {silent}" if silent else ""
    return f"{_bare(decision.text)}: {votes}.{_outcome(decision, meeting, valid)}"


def _outcome(decision: Decision, meeting: Meeting, valid: bool) -> str:
    if not valid:
        return ""
    least = "πλειοψηφία των δύο τρίτων" if decision.two_thirds else "απόλυτη πλειοψηφία"
    if not decision.quorate(meeting.members, meeting.present):
        return " Δεν εγκρίνεται: δεν υπήρχε απαρτία των δύο τρίτων των μελών."
    if not decision.carried(meeting.present):
        return f" Δεν εγκρίνεται: δεν συγκεντρώθηκε η {least} των παρόντων."
    if decision.votes_for == meeting.present:
        return " Εγκρίνεται ομόφωνα."
    return f" Εγκρίνεται με την {least} των παρόντων."


def _signer(role: str, name: str) -> str:
    return f"{_bare(name)}, {role[0].lower()}{role[1:]}" if name else role


def _bare(text: str) -> str:
    """Words that a sentence goes on after: without the sign that ended them."""
    return line(text).rstrip(" .,;·")
