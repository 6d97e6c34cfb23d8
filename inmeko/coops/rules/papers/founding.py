"""The papers of the founding assembly: its minutes, the register of members, the authorisation."""

from inmeko.coops.rules.papers.document import Clause, Paper, PaperKind, Table, paragraphs
from inmeko.coops.rules.papers.dossier import Dossier
from inmeko.coops.rules.papers.identity import FORM_NAMES
from inmeko.coops.rules.papers.law import Law, euro, on_day, quoted


def minutes(dossier: Dossier, law: Law) -> Paper:
    """The minutes of the founding assembly: statute approved, committee elected, filer named."""
    day, place = dossier.assembly_date, dossier.assembly_place
    when = on_day(day) if day else "Κατά την ιδρυτική συνέλευση"
    where = f" Τόπος της συνέλευσης: {place}." if place else ""
    gathered = (
        f"{when} συνήλθαν τα {len(dossier.founders)} ιδρυτικά μέλη του Συνεταιρισμού με "
        f"την επωνυμία {quoted(dossier.name or FORM_NAMES[dossier.form])} και συγκρότησαν "
        f"ιδρυτική συνέλευση.{where}"
    )
    clauses = [
        Clause(
            "approval",
            "Έγκριση καταστατικού",
            paragraphs(
                "Το καταστατικό διαβάστηκε και εγκρίθηκε ομόφωνα κατ’ άρθρο και στο σύνολό του."
            ),
        ),
        _elected(dossier),
        _capital(dossier),
        Clause("filing", "Εξουσιοδότηση", paragraphs(_authorised(dossier)), choices=("filer",)),
    ]
    if dossier.seat:
        seat = f"Έδρα του Συνεταιρισμού ορίζεται: {dossier.seat}."
        clauses.insert(1, Clause("seat", "Έδρα", paragraphs(seat), choices=("seat",)))
    return Paper(
        kind=PaperKind.FOUNDING_MINUTES,
        title="Πρακτικό ιδρυτικής συνέλευσης",
        subtitle=dossier.name or FORM_NAMES[dossier.form],
        lead=(gathered,),
        clauses=tuple(clauses),
        tables=(_present(dossier),),
        closing=("Το πρακτικό διαβάστηκε, εγκρίθηκε και υπογράφεται από τα ιδρυτικά μέλη.",),
        signers=tuple(one.name for one in dossier.founders),
        dated=day is not None,
        lacks=tuple(sorted(dossier.lacks & {"name", "committee", "filer", "assembly_date"})),
    )


def register(dossier: Dossier, law: Law) -> Paper:
    """The register of members at the founding; it never tells who belongs to a group."""
    rows = tuple(
        (
            str(n),
            one.name,
            "Φυσικό πρόσωπο" if one.natural else "Νομικό πρόσωπο",
            one.afm or "–",
            one.address or "–",
            euro(one.share_cents),
            str(one.optional_shares),
        )
        for n, one in enumerate(dossier.founders, 1)
    )
    columns = ("Α/Α", "Μέλος", "Είδος", "ΑΦΜ", "Διεύθυνση", "Υποχρεωτική μερίδα", "Προαιρετικές")
    return Paper(
        kind=PaperKind.MEMBER_REGISTER,
        title="Μητρώο μελών",
        subtitle=dossier.name or FORM_NAMES[dossier.form],
        tables=(Table("Ιδρυτικά μέλη", columns, rows, frozenset({0, 5, 6})),),
        lacks=tuple(sorted(dossier.lacks & {"name", "people"})),
    )


def authorisation(dossier: Dossier, law: Law) -> Paper:
    """The founders' authorisation of the person who files with the registry."""
    return Paper(
        kind=PaperKind.AUTHORISATION,
        title="Εξουσιοδότηση",
        subtitle=dossier.name or FORM_NAMES[dossier.form],
        lead=(
            f"{_authorised(dossier)} Η εξουσιοδότηση καλύπτει την αίτηση εγγραφής, τις "
            "διορθώσεις που θα ζητηθούν και τα πρόσθετα στοιχεία, που υποβάλλονται από το ίδιο "
            f"πρόσωπο μέσα σε {law.number('REG_DATA_30')} ημέρες από την παραλαβή της βεβαίωσης "
            "εγγραφής.",
        ),
        signers=tuple(one.name for one in dossier.founders),
        lacks=tuple(sorted(dossier.lacks & {"name", "filer"})),
    )


def _present(dossier: Dossier) -> Table:
    rows = tuple((str(n), one.described()) for n, one in enumerate(dossier.founders, 1))
    return Table("Παρόντα ιδρυτικά μέλη", ("Α/Α", "Στοιχεία"), rows, frozenset({0}))


def _elected(dossier: Dossier) -> Clause:
    names = [one.name for key in dossier.committee if (one := dossier.founder(key))]
    if names:
        text = f"Εκλέγονται ομόφωνα μέλη της πρώτης Διοικούσας Επιτροπής: {', '.join(names)}."
        held = ", ".join(f"{word} {one.name}" for word, one in dossier.officers())
        text += f" Η Διοικούσα Επιτροπή συγκροτείται σε σώμα ως εξής: {held}." if held else ""
    else:
        text = (
            "Η διοίκηση ασκείται προσωρινά από όλα τα ιδρυτικά μέλη, τα οποία συγκαλούν Γενική "
            "Συνέλευση για την εκλογή της πρώτης Διοικούσας Επιτροπής."
        )
    return Clause(
        "committee",
        "Πρώτη Διοικούσα Επιτροπή",
        paragraphs(text),
        rules=("KOIN_COMMITTEE_MEMBERS",) if dossier.social else (),
        choices=("committee", "officers"),
    )


def _capital(dossier: Dossier) -> Clause:
    text = (
        "Κάθε μέλος αναλαμβάνει μία υποχρεωτική μερίδα των "
        f"{euro(dossier.share_cents)}· το σύνολο είναι {euro(dossier.capital_cents)}."
    )
    return Clause(
        "capital", "Ανάληψη μερίδων", paragraphs(text), choices=("share_cents", "founders")
    )


def _authorised(dossier: Dossier) -> str:
    filer = dossier.founder(dossier.filer)
    if filer is None:
        return (
            "Τα ιδρυτικά μέλη υποβάλλουν από κοινού την αίτηση στο Γενικό Μητρώο Φορέων "
            "Κοινωνικής και Αλληλέγγυας Οικονομίας."
        )
    return (
        f"Εξουσιοδοτείται για την υποβολή στο Γενικό Μητρώο Φορέων Κοινωνικής και Αλληλέγγυας "
        f"Οικονομίας: {filer.described()}."
    )
