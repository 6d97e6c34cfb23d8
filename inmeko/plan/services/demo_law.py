"""What the demo knows of the law: a rule that its legal adviser confirmed, activity codes."""

from inmeko.accounts.models import Municipality
from inmeko.coops import queries
from inmeko.coops.rules.activity_codes import CodeLine
from inmeko.coops.rules.rulebook import Evidence, Verdict
from inmeko.coops.rules.rulings import Finding
from inmeko.coops.rules.versions import Ruling
from inmeko.coops.services.activity_codes import take_in
from inmeko.coops.services.ruling import rule_on
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date

CONFIRMED = "SYN_NATURAL_ONLY"
EDITION = "επίδειξη"
CODES = (
    ("38.11", "Συλλογή μη επικίνδυνων απορριμμάτων"),
    ("38.32", "Ανάκτηση διαλεγμένου υλικού"),
    ("47.79", "Λιανικό εμπόριο μεταχειρισμένων ειδών σε καταστήματα"),
    ("56.10", "Δραστηριότητες υπηρεσιών εστιατορίων και κινητών μονάδων εστίασης"),
    ("79.90", "Άλλες υπηρεσίες κρατήσεων και συναφείς τουριστικές δραστηριότητες"),
    ("81.21", "Γενικός καθαρισμός κτιρίων"),
    ("81.30", "Δραστηριότητες υπηρεσιών τοπίου"),
    ("85.59", "Άλλη εκπαίδευση"),
    ("88.10", "Κοινωνική μέριμνα χωρίς παροχή καταλύματος για ηλικιωμένους και άτομα με αναπηρία"),
    ("88.91", "Βρεφονηπιακοί και παιδικοί σταθμοί"),
    ("90.01", "Τέχνες του θεάματος"),
    ("95.29", "Επισκευή άλλων ειδών ατομικής και οικιακής χρήσης"),
)


def load(lawyer: Actor, town: Municipality) -> None:
    """Let the legal adviser confirm one rule for the town, and take in the codes."""
    take_in((CodeLine(n, *one) for n, one in enumerate(CODES, 1)), EDITION)
    book = queries.rulebook(municipality_id=town.id)
    rule = next(one for one in book.rules if one.id == CONFIRMED)
    finding = Finding(
        ruling=Ruling.CONFIRMED,
        article="ν. 4430/2016 άρ. 24",
        value=str(rule.value),
        evidence=Evidence.VERIFIED,
        on_fail=Verdict.WARN,
        title=rule.title,
        fails=rule.fails,
        source="Έγγραφο του Τμήματος Μητρώου προς τον δήμο (επίδειξη)",
        valid_from=athens_date(clock.now()),
        reason="Το επιβεβαίωσε το Τμήμα Μητρώου σε ερώτημα του δήμου.",
    )
    rule_on(
        lawyer,
        rule,
        finding,
        municipality_id=town.id,
        seen=queries.newest_version(municipality_id=town.id),
    )
