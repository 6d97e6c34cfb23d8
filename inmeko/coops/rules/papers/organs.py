"""The articles of a statute on organs and work: assembly, committee, workers, filing, the rest."""

from inmeko.coops.rules.papers.document import Clause, Paragraph, paragraphs
from inmeko.coops.rules.papers.dossier import Dossier
from inmeko.coops.rules.papers.law import COOPERATIVES, THE_LAW, Law, spoken


def assembly(dossier: Dossier, law: Law) -> Clause:
    """What the assembly decides."""
    return Clause(
        "assembly",
        "Γενική Συνέλευση",
        paragraphs(
            "Ανώτατο όργανο του Συνεταιρισμού είναι η Γενική Συνέλευση όλων των μελών.",
            Paragraph(
                "Η Γενική Συνέλευση αποφασίζει αποκλειστικά για:",
                (
                    "την τροποποίηση του καταστατικού, τη συγχώνευση και τη λύση",
                    "την εκλογή και την ανάκληση της Διοικούσας Επιτροπής",
                    "τον ισολογισμό, τον απολογισμό και το πρόγραμμα δράσης",
                    "τη διάθεση των κερδών",
                    "τον αποκλεισμό μελών",
                    "τον εσωτερικό κανονισμό",
                ),
            ),
        ),
    )


def meetings(dossier: Dossier, law: Law) -> Clause:
    """How the assembly meets and votes."""
    rule = "KOIN_ONE_VOTE" if dossier.social else "SYN_ONE_VOTE"
    return Clause(
        "meetings",
        "Σύγκληση, απαρτία και πλειοψηφία",
        paragraphs(
            "Η Γενική Συνέλευση συνέρχεται τακτικά μία φορά τον χρόνο και έκτακτα όποτε το "
            "κρίνει η Διοικούσα Επιτροπή ή το ζητήσει το ένα πέμπτο των μελών. Η πρόσκληση "
            "γνωστοποιείται στα μέλη επτά τουλάχιστον ημέρες πριν, με τα θέματα, την ημέρα, την "
            "ώρα και τον τόπο.",
            "Υπάρχει απαρτία όταν είναι παρόντα τα μισά τουλάχιστον μέλη. Αν δεν υπάρξει, η "
            "συνέλευση επαναλαμβάνεται μετά από επτά ημέρες με τα ίδια θέματα και έχει απαρτία "
            "με όσα μέλη παραστούν, όχι όμως λιγότερα από το ένα πέμπτο.",
            "Οι αποφάσεις λαμβάνονται με την απόλυτη πλειοψηφία των παρόντων.",
            "Για την τροποποίηση του καταστατικού, τη συγχώνευση και τη λύση απαιτούνται απαρτία "
            "και πλειοψηφία των δύο τρίτων.",
            "Κάθε μέλος έχει μία ψήφο. Η συμμετοχή μπορεί να γίνεται και με ηλεκτρονικά μέσα που "
            "εξασφαλίζουν την ταυτότητα του μέλους.",
        ),
        rules=(rule,),
    )


def committee(dossier: Dossier, law: Law) -> Clause:
    """Who administers it."""
    years = spoken(dossier.committee_years)
    term = "ένα έτος" if years == "1" else f"{years} έτη"
    size = max(dossier.committee_size, len(dossier.committee))
    rules = ("KOIN_COMMITTEE_MEMBERS", "KOIN_COMMITTEE_SIZE", "KOIN_COMMITTEE_TERM")
    return Clause(
        "committee",
        "Διοικούσα Επιτροπή",
        paragraphs(
            f"Ο Συνεταιρισμός διοικείται από Διοικούσα Επιτροπή {size} μελών, όλων μελών του "
            f"Συνεταιρισμού, που εκλέγονται από τη Γενική Συνέλευση για {term}.",
            "Η Διοικούσα Επιτροπή εκλέγει από τα μέλη της πρόεδρο, γραμματέα και ταμία, "
            "αποφασίζει με απόλυτη πλειοψηφία και τηρεί πρακτικά.",
            "Η Διοικούσα Επιτροπή διοικεί και εκπροσωπεί τον Συνεταιρισμό δικαστικά και εξώδικα. "
            "Με απόφασή της αναθέτει την εκπροσώπηση στον πρόεδρο ή σε άλλο μέλος της.",
        ),
        rules=rules if dossier.social else (),
        choices=("committee_size", "committee_years"),
    )


def first_committee(dossier: Dossier, law: Law) -> Clause:
    """Who administers it until the first election."""
    held: dict[str, list[str]] = {}
    for word, officer in dossier.officers():
        held.setdefault(officer.id, []).append(word)
    members = [one for key in dossier.committee if (one := dossier.founder(key))]
    known = [
        f"{one.name} ({' και '.join(held[one.id])})" if one.id in held else one.name
        for one in members
    ]
    if known:
        first = Paragraph(
            "Έως την πρώτη Γενική Συνέλευση μετά την καταχώριση, τη διοίκηση ασκούν:", tuple(known)
        )
    else:
        first = Paragraph(
            "Έως την πρώτη Γενική Συνέλευση μετά την καταχώριση, τη διοίκηση ασκούν όσα μέλη "
            "εξέλεξε η ιδρυτική συνέλευση, όπως προκύπτει από το πρακτικό της."
        )
    return Clause(
        "first_committee",
        "Πρώτη Διοικούσα Επιτροπή",
        paragraphs(first),
        choices=("committee", "officers"),
    )


def work(dossier: Dossier, law: Law) -> Clause:
    """Who works in it and how they are paid."""
    rule = "KOIN_NONMEMBER_MAX" if dossier.social else "SYN_NONMEMBER_MAX"
    parts = [
        "Οι εργαζόμενοι που δεν είναι μέλη δεν υπερβαίνουν το "
        f"{law.number(rule)} % του συνόλου των εργαζομένων.",
        "Οι αμοιβές συγκλίνουν: ο ανώτατος καθαρός μισθός δεν υπερβαίνει "
        f"{law.number('PAY_RATIO')} φορές τον κατώτατο, εκτός αν αποφασίσουν διαφορετικά τα δύο "
        "τρίτα της Γενικής Συνέλευσης.",
    ]
    if dossier.work:
        parts.append(f"Για την οργάνωση της εργασίας ισχύει: {dossier.work.strip().rstrip('.')}.")
    return Clause(
        "work",
        "Εργασία και αμοιβές",
        paragraphs(*parts),
        rules=(rule, "PAY_RATIO"),
        choices=("work",),
    )


def filing(dossier: Dossier, law: Law) -> Clause:
    """Who may file for the registration."""
    filer = dossier.founder(dossier.filer)
    if filer:
        text = (
            f"Για την υποβολή της αίτησης εγγραφής, των πρόσθετων στοιχείων και κάθε σχετικού "
            f"εγγράφου στο Γενικό Μητρώο εξουσιοδοτείται: {filer.name}."
        )
    else:
        text = (
            "Για την υποβολή της αίτησης εγγραφής και των πρόσθετων στοιχείων στο Γενικό Μητρώο "
            "εξουσιοδοτείται το πρόσωπο που όρισε η ιδρυτική συνέλευση."
        )
    return Clause(
        "filing",
        "Εξουσιοδότηση για την εγγραφή",
        paragraphs(text),
        rules=("REG_ONE_CATEGORY",) if dossier.social else (),
        choices=("filer",),
    )


def final(dossier: Dossier, law: Law) -> Clause:
    """What holds where the statute is silent."""
    return Clause(
        "final",
        "Τελικές διατάξεις",
        paragraphs(
            f"Για ό,τι δεν ρυθμίζει το καταστατικό ισχύουν ο {THE_LAW} και, συμπληρωματικά, ο "
            f"{COOPERATIVES}.",
            "Εσωτερικός κανονισμός, που εγκρίνει η Γενική Συνέλευση, μπορεί να ρυθμίζει τη "
            "λειτουργία των οργάνων και την οργάνωση της εργασίας.",
        ),
    )
