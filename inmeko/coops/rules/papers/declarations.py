"""The papers of each founder, and the sheet of the application to the registry."""

from inmeko.coops.rules.papers.document import (
    Clause,
    Paper,
    PaperKind,
    Paragraph,
    Table,
    paragraphs,
)
from inmeko.coops.rules.papers.dossier import Dossier, Founder
from inmeko.coops.rules.papers.identity import FORM_NAMES
from inmeko.coops.rules.papers.law import Law, euro, quoted


def declaration(dossier: Dossier, founder: Founder, law: Law) -> Paper:
    """What one founder declares: no other such cooperative, the statute approved."""
    name = dossier.name or FORM_NAMES[dossier.form]
    statements = (
        f"μετέχω ως ιδρυτικό μέλος στον συνεταιρισμό με την επωνυμία {quoted(name)}",
        _elsewhere(dossier, founder),
        "διάβασα και εγκρίνω το καταστατικό του",
        f"αναλαμβάνω μία υποχρεωτική μερίδα των {euro(dossier.share_cents)}",
    )
    rule = "KOIN_DOUBLE_MEMBER" if dossier.social else "SYN_DOUBLE_MEMBER"
    return Paper(
        kind=PaperKind.DECLARATION,
        title="Υπεύθυνη δήλωση ιδρυτικού μέλους",
        subtitle=name,
        lead=(f"Στοιχεία: {founder.described()}.",),
        clauses=(
            Clause(
                "declared",
                "Δήλωση",
                paragraphs(
                    Paragraph(
                        "Με ατομική μου ευθύνη και γνωρίζοντας τις κυρώσεις του νόμου για ψευδή "
                        "δήλωση (ν. 1599/1986 άρ. 22), δηλώνω ότι:",
                        statements,
                    )
                ),
                rules=(rule,),
                choices=("founders",),
            ),
        ),
        signers=(founder.represented_by or founder.name,),
        owner=founder.id,
        lacks=() if founder.afm and founder.address else ("people",),
    )


def application(dossier: Dossier, law: Law) -> Paper:
    """What to type where on the registry's platform, from the answers."""
    filer = dossier.founder(dossier.filer)
    natural = sum(one.natural for one in dossier.founders)
    rows = [
        ("Κατηγορία φορέα", FORM_NAMES[dossier.form]),
        ("Επωνυμία", dossier.name),
        ("Έδρα", dossier.seat),
        ("Διεύθυνση", dossier.address),
        ("Σκοπός", dossier.purpose),
        *((f"Δραστηριότητα {n}", _activity(one)) for n, one in enumerate(dossier.activities, 1)),
        ("Ιδρυτικά μέλη", str(len(dossier.founders))),
        ("Από αυτά, φυσικά πρόσωπα", str(natural)),
        ("Από αυτά, νομικά πρόσωπα", str(len(dossier.founders) - natural)),
        ("Αξία υποχρεωτικής μερίδας", euro(dossier.share_cents)),
        ("Αρχικό κεφάλαιο", euro(dossier.capital_cents)),
        ("Υποβάλλει", filer.described() if filer else ""),
    ]
    told = tuple((label, value) for label, value in rows if value)
    papers = (
        ("Καταστατικό", "υπογεγραμμένο από όλους σε κάθε σελίδα"),
        ("Πρακτικό ιδρυτικής συνέλευσης", "υπογεγραμμένο"),
        ("Υπεύθυνες δηλώσεις", f"{len(dossier.founders)}, μία για κάθε ιδρυτικό μέλος"),
        ("Εξουσιοδότηση", "αν δεν αρκεί το καταστατικό"),
    )
    group = (("Αποδεικτικά της ομάδας", "μόνο προς την αρμόδια αρχή, εκτός των εγγράφων αυτών"),)
    listed = (*papers, *(group if dossier.inclusion else ()))
    return Paper(
        kind=PaperKind.APPLICATION,
        title="Φύλλο αίτησης προς το Γενικό Μητρώο",
        subtitle=dossier.name or FORM_NAMES[dossier.form],
        tables=(
            Table("Στοιχεία της αίτησης", ("Πεδίο", "Τιμή"), told),
            Table("Έγγραφα που επισυνάπτονται", ("Έγγραφο", "Πώς"), listed),
        ),
        lacks=tuple(sorted(dossier.lacks - {"years"})),
    )


def _elsewhere(dossier: Dossier, founder: Founder) -> str:
    """What the founder says of other cooperatives of the same law."""
    members = dossier.case.get("members") or ()
    if any(one["id"] == founder.id and one.get("other_memberships") for one in members):
        return (
            "έχω δηλώσει στα άλλα ιδρυτικά μέλη κάθε συνεταιρισμό του ν. 4430/2016 στον οποίο "
            "μετέχω, καθώς και τη δραστηριότητά του"
        )
    if dossier.social:
        return "δεν μετέχω σε άλλη Κοινωνική Συνεταιριστική Επιχείρηση"
    return "δεν μετέχω σε άλλον Συνεταιρισμό Εργαζομένων"


def _activity(one: tuple[str, str]) -> str:
    words, kad = one
    return f"{words} (ΚΑΔ {kad})" if kad else words
