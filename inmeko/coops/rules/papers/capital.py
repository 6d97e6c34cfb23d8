"""The articles of a statute on money: shares, accounts, profit, what is left in the end."""

from inmeko.coops.rules.papers.document import Clause, Paragraph, paragraphs
from inmeko.coops.rules.papers.dossier import Dossier
from inmeko.coops.rules.papers.law import Law, euro


def shares(dossier: Dossier, law: Law) -> Clause:
    """What members pay in."""
    stem = "KOIN" if dossier.social else "SYN"
    parts = [
        "Κάθε μέλος έχει μία υποχρεωτική συνεταιρική μερίδα, ονομαστικής αξίας "
        f"{euro(dossier.share_cents)}. Η αξία είναι ίδια για όλες τις μερίδες.",
        "Η υποχρεωτική μερίδα καταβάλλεται σε μετρητά.",
    ]
    rules = [f"{stem}_SHARE_MIN", f"{stem}_SHARE_EQUAL", f"{stem}_SHARE_CASH"]
    if dossier.optional_shares:
        most = law.number(f"{stem}_OPT_MAX")
        paid = (
            "σε μετρητά ή σε είδος: η εισφορά κινητών ή ακινήτων προβλέπεται ρητώς και "
            "αποτιμάται από ορκωτό εκτιμητή ή από την Επιτροπή που ορίζει ο νόμος"
            if dossier.shares_in_kind
            else "σε μετρητά"
        )
        parts.append(
            f"Κάθε μέλος μπορεί να αποκτήσει έως {most} προαιρετικές μερίδες της ίδιας αξίας, οι "
            f"οποίες δεν δίνουν ψήφο και καταβάλλονται {paid}."
        )
        rules += [f"{stem}_OPT_MAX", f"{stem}_OPT_KIND"]
    else:
        parts.append("Προαιρετικές μερίδες δεν προβλέπονται.")
        rules.append("SYN_OPT_STATUTE" if stem == "SYN" else "KOIN_OPT_MAX")
    if dossier.founders:
        parts.append(
            "Το αρχικό κεφάλαιο από τις υποχρεωτικές μερίδες των "
            f"{len(dossier.founders)} ιδρυτικών μελών είναι {euro(dossier.capital_cents)}."
        )
    parts.append("Οι μερίδες μεταβιβάζονται μόνο σε μέλη και με έγκριση της Διοικούσας Επιτροπής.")
    return Clause(
        "shares",
        "Συνεταιρικές μερίδες",
        paragraphs(*parts),
        rules=tuple(rules),
        choices=("share_cents", "optional_shares", "shares_in_kind"),
    )


def accounts(dossier: Dossier, law: Law) -> Clause:
    """Books and years."""
    return Clause(
        "accounts",
        "Πόροι, διαχειριστική χρήση και λογαριασμοί",
        paragraphs(
            Paragraph(
                "Πόροι του Συνεταιρισμού είναι:",
                (
                    "οι συνεταιρικές μερίδες",
                    "τα έσοδα από τη δραστηριότητά του",
                    "δωρεές, κληροδοτήματα και επιχορηγήσεις",
                    "η χρήση πραγμάτων και ακινήτων που του παραχωρείται",
                ),
            ),
            "Η διαχειριστική χρήση συμπίπτει με το ημερολογιακό έτος. Η πρώτη αρχίζει με την "
            "καταχώριση του Συνεταιρισμού και λήγει στις 31 Δεκεμβρίου του ίδιου έτους.",
            "Η Διοικούσα Επιτροπή υποβάλλει κάθε έτος στη Γενική Συνέλευση ισολογισμό, "
            "λογαριασμό αποτελεσμάτων, απολογισμό και πρόγραμμα δράσης, και τα δηλώνει στο "
            "Γενικό Μητρώο.",
            "Τα ακαθάριστα έσοδα από νομικά πρόσωπα δημοσίου δικαίου και οργανισμούς τοπικής "
            f"αυτοδιοίκησης παρακολουθούνται ανά τριετία, με όριο {law.number('PUBLIC_REVENUE')} % "
            "του συνόλου.",
        ),
        rules=("PUBLIC_REVENUE",),
    )


def profit(dossier: Dossier, law: Law) -> Clause:
    """What becomes of a profit."""
    stem = "KOIN" if dossier.social else "SYN"
    reserve = law.number(f"{stem}_PROFIT_RESERVE")
    workers = law.number(f"{stem}_PROFIT_WORKERS")
    split = (
        Paragraph(
            "Τα κέρδη κάθε χρήσης, μετά τον φόρο, διατίθενται ως εξής:",
            (
                f"{reserve} % για τακτικό αποθεματικό",
                f"{workers} % στους εργαζομένους ως κίνητρο παραγωγικότητας",
                "το υπόλοιπο για νέες θέσεις εργασίας και για τη διεύρυνση της παραγωγικής "
                "δραστηριότητας και των κοινωνικών σκοπών",
            ),
        )
        if dossier.social
        else Paragraph(
            "Τα κέρδη κάθε χρήσης, μετά τον φόρο, διατίθενται ως εξής:",
            (
                f"τουλάχιστον {reserve} % για τακτικό αποθεματικό",
                f"έως {workers} % στους εργαζομένους",
                "το υπόλοιπο για νέες θέσεις εργασίας και για τη διεύρυνση της παραγωγικής "
                "δραστηριότητας",
            ),
        )
    )
    rules = [f"{stem}_PROFIT_RESERVE", f"{stem}_PROFIT_WORKERS", f"{stem}_PROFIT_MEMBERS"]
    parts: list[str | Paragraph] = [
        split,
        "Κέρδη δεν διανέμονται στα μέλη υπό την ιδιότητά τους ως μελών.",
    ]
    if dossier.social:
        parts.append(
            f"Με αιτιολογημένη απόφαση των {law.number('KOIN_PROFIT_MOVE')} της Γενικής "
            "Συνέλευσης, μέρος ή το σύνολο του ποσού των εργαζομένων διατίθεται για νέες θέσεις "
            "εργασίας και για τη διεύρυνση της δραστηριότητας."
        )
        rules.append("KOIN_PROFIT_MOVE")
    return Clause("profit", "Διάθεση κερδών", paragraphs(*parts), rules=(*rules, "PROFIT_SUM"))


def dissolution(dossier: Dossier, law: Law) -> Clause:
    """When it ends, and who gets what is left: never the members."""
    heir = (
        "σε άλλον φορέα κοινωνικής και αλληλέγγυας οικονομίας, τον οποίο ορίζει η Γενική Συνέλευση"
        if dossier.residue_to == "kalo_body"
        else "στο Ταμείο Κοινωνικής Οικονομίας"
    )
    return Clause(
        "dissolution",
        "Λύση και εκκαθάριση",
        paragraphs(
            Paragraph(
                "Ο Συνεταιρισμός λύεται:",
                (
                    "με απόφαση της Γενικής Συνέλευσης",
                    "αν τα μέλη μείνουν λιγότερα από όσα ορίζει ο νόμος και δεν συμπληρωθούν",
                    "αν κηρυχθεί σε πτώχευση",
                    "στις άλλες περιπτώσεις που ορίζει ο νόμος",
                ),
            ),
            "Τη λύση ακολουθεί εκκαθάριση, την οποία διεξάγει η Διοικούσα Επιτροπή, εκτός αν η "
            "Γενική Συνέλευση ορίσει άλλους εκκαθαριστές.",
            "Ό,τι απομένει μετά την πληρωμή των χρεών και την απόδοση των μερίδων δεν διανέμεται "
            f"στα μέλη και περιέρχεται {heir}.",
        ),
        rules=("RESIDUE_MEMBERS",),
        choices=("residue_to",),
    )
