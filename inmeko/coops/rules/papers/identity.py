"""The first articles of a statute: name, seat, duration, purpose, activities."""

from inmeko.coops.rules.cases import BENEFIT, SPECIAL, VULNERABLE, WORKERS
from inmeko.coops.rules.papers.document import Clause, Paragraph, paragraphs
from inmeko.coops.rules.papers.dossier import Dossier
from inmeko.coops.rules.papers.law import Law, quoted
from inmeko.kernel.text import fold

FORM_NAMES = {
    VULNERABLE: "Κοινωνική Συνεταιριστική Επιχείρηση Ένταξης Ευάλωτων Ομάδων",
    SPECIAL: "Κοινωνική Συνεταιριστική Επιχείρηση Ένταξης Ειδικών Ομάδων",
    BENEFIT: "Κοινωνική Συνεταιριστική Επιχείρηση Συλλογικής και Κοινωνικής Ωφέλειας",
    WORKERS: "Συνεταιρισμός Εργαζομένων",
}
GROUPS = {VULNERABLE: "ευάλωτες κοινωνικές ομάδες", SPECIAL: "ειδικές ομάδες"}
GROUPS_OF = {VULNERABLE: "ευάλωτων κοινωνικών ομάδων", SPECIAL: "ειδικών ομάδων"}


def name(dossier: Dossier, law: Law) -> Clause:
    """Its name, and what it is."""
    form = FORM_NAMES[dossier.form]
    called = quoted(dossier.name or form)
    if dossier.social:
        nature = (
            f"Ο συνεταιρισμός είναι {form}, αστικός συνεταιρισμός με καταστατικό σκοπό τη "
            "συλλογική και την κοινωνική ωφέλεια, και έχει εκ του νόμου την εμπορική ιδιότητα "
            "(ν. 4430/2016 άρ. 14)."
        )
        rules: tuple[str, ...] = (
            "KOIN_NAME_FORM",
            "KOIN_NAME_CATEGORY",
            "NAME_DISTINCT",
            "KOIN_NAME_PERSONS",
        )
    else:
        nature = (
            "Ο συνεταιρισμός είναι Συνεταιρισμός Εργαζομένων του ν. 4430/2016 (άρ. 24), με "
            "καταστατικό σκοπό τη συλλογική ωφέλεια των μελών του."
        )
        rules = ("SYN_NAME_FORM", "NAME_DISTINCT", "SYN_NAME_PERSONS")
    return Clause(
        "name",
        "Σύσταση και επωνυμία",
        paragraphs(
            f"Συνιστάται συνεταιρισμός με την επωνυμία {called}, ο οποίος στο εξής αναφέρεται "
            "ως «ο Συνεταιρισμός».",
            nature,
            "Η επωνυμία, οι αριθμοί καταχώρισης στα μητρώα και ο ΑΦΜ αναγράφονται στη σφραγίδα "
            "και σε κάθε έγγραφο και σύμβαση του Συνεταιρισμού.",
        ),
        rules=rules,
        choices=("form", "name"),
    )


def seat(dossier: Dossier, law: Law) -> Clause:
    """Where it is."""
    if dossier.seat:
        first = f"Έδρα του Συνεταιρισμού ορίζεται ο {_municipality(dossier.seat)}"
        first += f", στη διεύθυνση {dossier.address}." if dossier.address else "."
    else:
        first = (
            "Έδρα του Συνεταιρισμού είναι ο δήμος στον οποίο ασκεί την κύρια δραστηριότητά του, "
            "όπως δηλώνεται με την αίτηση εγγραφής στο Γενικό Μητρώο."
        )
    return Clause(
        "seat",
        "Έδρα",
        paragraphs(
            first,
            "Με απόφαση της Διοικούσας Επιτροπής ιδρύονται υποκαταστήματα και αλλάζει η "
            "διεύθυνση μέσα στον ίδιο δήμο. Η μεταφορά της έδρας σε άλλο δήμο είναι "
            "τροποποίηση του καταστατικού.",
        ),
        choices=("seat", "address"),
    )


def duration(dossier: Dossier, law: Law) -> Clause:
    """How long it lasts."""
    if dossier.duration_years:
        years = dossier.duration_years
        length = f"Η διάρκεια του Συνεταιρισμού ορίζεται σε {years} έτη από την καταχώρισή του"
        if years == 1:
            length = "Η διάρκεια του Συνεταιρισμού ορίζεται σε ένα έτος από την καταχώρισή του"
        length += " και παρατείνεται με τροποποίηση του καταστατικού."
    else:
        length = "Η διάρκεια του Συνεταιρισμού είναι αόριστη."
    return Clause("duration", "Διάρκεια", paragraphs(length), choices=("duration_years",))


def purpose(dossier: Dossier, law: Law) -> Clause:
    """What it is for."""
    parts: list[Paragraph | str] = [_aim(dossier)]
    if dossier.purpose:
        parts.append(f"Ειδικότερα, σκοπός του είναι: {_closed(dossier.purpose)}")
    parts.append(
        "Συλλογική ωφέλεια είναι η από κοινού εξυπηρέτηση των αναγκών των μελών με ισότιμες "
        "σχέσεις παραγωγής, σταθερές και αξιοπρεπείς θέσεις εργασίας και συμφιλίωση της "
        "προσωπικής, της οικογενειακής και της επαγγελματικής ζωής (ν. 4430/2016 άρ. 2 παρ. 2)."
    )
    if dossier.social:
        parts.append(
            "Κοινωνική ωφέλεια είναι η εξυπηρέτηση κοινωνικών αναγκών, τοπικών ή ευρύτερων, με "
            "κοινωνική καινοτομία, μέσω της βιώσιμης ανάπτυξης, των κοινωνικών υπηρεσιών γενικού "
            "ενδιαφέροντος ή της κοινωνικής ένταξης (ν. 4430/2016 άρ. 2 παρ. 3)."
        )
    return Clause("purpose", "Σκοπός", paragraphs(*parts), choices=("purpose", "form"))


def activities(dossier: Dossier, law: Law) -> Clause:
    """What it does."""
    listed = tuple(
        f"{_closed(words)[:-1]}{f' (ΚΑΔ {kad})' if kad else ''}"
        for words, kad in dossier.activities
    )
    if listed:
        first = Paragraph("Για τον σκοπό του ο Συνεταιρισμός αναπτύσσει ιδίως:", listed)
    else:
        first = Paragraph(
            "Για τον σκοπό του ο Συνεταιρισμός αναπτύσσει κάθε νόμιμη οικονομική δραστηριότητα "
            "που τον εξυπηρετεί."
        )
    return Clause(
        "activities",
        "Δραστηριότητες",
        paragraphs(
            first,
            "Ο Συνεταιρισμός συνεργάζεται με άλλους φορείς της κοινωνικής και αλληλέγγυας "
            "οικονομίας, με δήμους και με φορείς του Δημοσίου, και μπορεί να αποκτά τη χρήση "
            "ακινήτων και πραγμάτων που του παραχωρούνται.",
        ),
        choices=("activities",),
    )


def _aim(dossier: Dossier) -> str:
    if dossier.inclusion:
        return (
            "Σκοπός του Συνεταιρισμού είναι η ένταξη στην οικονομική και κοινωνική ζωή των "
            f"ατόμων που ανήκουν σε {GROUPS[dossier.form]}, με την παραγωγή αγαθών και την "
            "παροχή υπηρεσιών, προς συλλογική και κοινωνική ωφέλεια."
        )
    if dossier.social:
        return (
            "Σκοπός του Συνεταιρισμού είναι η συλλογική και η κοινωνική ωφέλεια, με την παραγωγή "
            "αγαθών και την παροχή υπηρεσιών που υπηρετούν την τοπική κοινωνία."
        )
    return (
        "Σκοπός του Συνεταιρισμού είναι η συλλογική ωφέλεια των μελών του, τα οποία παρέχουν σε "
        "αυτόν την εργασία τους και τον διοικούν ισότιμα."
    )


def _municipality(seat_name: str) -> str:
    first, _, rest = seat_name.partition(" ")
    return f"Δήμος {rest}" if rest and fold(first) == "δημοσ" else f"Δήμος {seat_name}"


def _closed(sentence: str) -> str:
    return f"{sentence.strip().rstrip('.;·')}."
