"""The minutes of an assembly: what was written down, and nothing else."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inmeko.coops.rules.papers import Meeting, Paper, assembly_minutes
from inmeko.coops.rules.papers.layout import laid_out
from inmeko.coops.rules.running.assemblies import Decision, quorate
from inmeko.coops.rules.running.words import AssemblyKind

PLACEHOLDER = re.compile(r"…|\.\.\.|_{2,}|[\[\]{}]|\bNone\b|TODO|XXX|«»|\(\)|%[a-z(]|  | ,|,,|\.\.")
CHANGE = Decision("Τροποποίηση του καταστατικού", 4, 1, two_thirds=True)
PLAN = Decision("Πρόγραμμα δράσης 2027", 5, 0, two_thirds=False)


def meeting(**changes: Any) -> Meeting:
    given: dict[str, Any] = {
        "name": "Συνεταιρισμός Εργαζομένων Το Μονοπάτι",
        "kind": AssemblyKind.ORDINARY,
        "day": date(2027, 3, 5),
        "members": 7,
        "present": 5,
        "place": "Πολιτιστικό Κέντρο",
        "chair": "Αλεξίου Άννα",
        "secretary": "Δήμου Νίκος",
        "agenda": ("Πρόγραμμα δράσης", "Τροποποίηση του καταστατικού."),
        "discussion": "Παρουσιάστηκε το πρόγραμμα.\n\nΤέθηκαν ερωτήσεις.",
        "decisions": (PLAN, CHANGE),
        "attended": ("Αλεξίου Άννα", "Δήμου Νίκος"),
    }
    return Meeting(**{**given, **changes})


def text(paper: Paper) -> str:
    """Everything that a reader finds, one part a line."""
    told = laid_out(paper)
    parts = [told["title"], told["name"], *told["lead"], *told["closing"], *told["signers"]]
    for article in told["articles"]:
        parts.append(article["heading"])
        for one in article["paragraphs"]:
            parts += [one["text"], *(f"{item['letter']} {item['text']}" for item in one["items"])]
    for table in told["before"]:
        parts += [cell for row in table["rows"] for cell in row]
    return "\n".join(parts).replace("\u00a0", " ")


def test_the_minutes_tell_who_came_what_was_voted_and_what_was_carried() -> None:
    told = text(assembly_minutes(meeting()))
    for words in (
        "Πρακτικό τακτικής Γενικής Συνέλευσης",
        "Στις 5 Μαρτίου 2027 συνήλθαν σε τακτική Γενική Συνέλευση τα μέλη",
        "Τόπος της συνέλευσης: Πολιτιστικό Κέντρο.",
        "Παρέστησαν ή εκπροσωπήθηκαν 5 από τα 7 μέλη.",
        "Υπάρχει απαρτία, διότι παρίστανται τα μισά τουλάχιστον μέλη.",
        "Πρόεδρος της συνέλευσης ορίστηκε: Αλεξίου Άννα.",
        "α) Πρόγραμμα δράσης,",
        "β) Τροποποίηση του καταστατικού.",
        "Τέθηκαν ερωτήσεις.",
        "Πρόγραμμα δράσης 2027: υπέρ 5, κατά 0. Εγκρίνεται ομόφωνα.",
        "υπέρ 4, κατά 1. Εγκρίνεται με την πλειοψηφία των δύο τρίτων των παρόντων.",
        "Αλεξίου Άννα, πρόεδρος της συνέλευσης",
    ):
        assert words in told
    assert len(assembly_minutes(meeting()).signers) == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"present": 3, "decisions": ()}, "Δεν υπάρχει απαρτία, διότι δεν παρίστανται τα μισά"),
        ({"present": 2, "repeated": True}, "επαναληπτική. Υπάρχει απαρτία, διότι παρίσταται"),
        ({"present": 1, "repeated": True, "decisions": ()}, "ούτε το ένα πέμπτο"),
        ({"present": 7}, "Παρέστησαν ή εκπροσωπήθηκαν και τα 7 μέλη."),
        ({"present": 1, "decisions": ()}, "Παρέστη ή εκπροσωπήθηκε ένα από τα 7 μέλη."),
        ({"present": 4, "decisions": (CHANGE,)}, "δεν υπήρχε απαρτία των δύο τρίτων"),
        ({"decisions": (Decision("Α", 2, 3, two_thirds=False),)}, "δεν συγκεντρώθηκε η απόλυτη"),
        ({"decisions": (Decision("Α", 3, 1, two_thirds=False),)}, "λευκά ή αποχές 1. Εγκρίνεται"),
        ({"decisions": ()}, "Δεν τέθηκε θέμα σε ψηφοφορία."),
        ({"day": date(2027, 3, 1)}, "Την 1η Μαρτίου 2027 συνήλθαν"),
        ({"kind": AssemblyKind.EXTRAORDINARY}, "Πρακτικό έκτακτης Γενικής Συνέλευσης"),
    ],
)
def test_each_turn_of_an_assembly_has_its_words(changes: dict[str, Any], words: str) -> None:
    assert words in text(assembly_minutes(meeting(**changes)))


def test_without_a_quorum_votes_are_written_down_and_nothing_is_carried() -> None:
    told = text(assembly_minutes(meeting(present=3, decisions=(Decision("Α", 3, 0, False),))))
    assert "Χωρίς απαρτία δεν λαμβάνονται αποφάσεις." in told
    assert "Α: υπέρ 3, κατά 0." in told
    assert "Εγκρίνεται" not in told


words = st.sampled_from(["", "Κέντρο", "Ο'Νηλ «Τζιμ»", "=1+1", "Θέμα με τελεία."])


@settings(max_examples=60)
@given(
    members=st.integers(1, 9),
    came=st.integers(0, 9),
    repeated=st.booleans(),
    place=words,
    chair=words,
    agenda=st.lists(words.filter(bool), max_size=3),
    talk=words,
    attended=st.lists(words.filter(bool), max_size=2),
    yes=st.integers(0, 9),
    two_thirds=st.booleans(),
)
def test_no_placeholder_is_ever_left(
    members: int, came: int, repeated: bool, yes: int, two_thirds: bool, **told: Any
) -> None:
    present = min(came, members)
    decision = Decision("Ψήφισμα", min(yes, present), 0, two_thirds)
    paper = assembly_minutes(
        meeting(
            members=members,
            present=present,
            repeated=repeated,
            decisions=(decision,),
            discussion=told.pop("talk"),
            **told,
        )
    )
    for part in text(paper).splitlines():
        assert part.strip()
        assert not PLACEHOLDER.search(part), part
    enough = quorate(members, present, repeated=repeated)
    assert ("Υπάρχει απαρτία" in text(paper)) is enough
