"""The articles of a statute on members: who may be one, coming, going, groups, duties."""

from decimal import Decimal

from inmeko.coops.rules.cases import VULNERABLE
from inmeko.coops.rules.papers.document import Clause, Paragraph, paragraphs
from inmeko.coops.rules.papers.dossier import Dossier
from inmeko.coops.rules.papers.identity import GROUPS_OF
from inmeko.coops.rules.papers.law import Law, spoken


def members(dossier: Dossier, law: Law) -> Clause:
    """Who may be a member."""
    return _of_enterprise(dossier, law) if dossier.social else _of_workers(law)


def group(dossier: Dossier, law: Law) -> Clause:
    """The part of the group that a form of inclusion is for, and for how long (art. 14 §2)."""
    stem = "KOIN_VULN" if dossier.form == VULNERABLE else "KOIN_SPEC"
    share, workers = law.number(f"{stem}_MEMBERS"), law.number(f"{stem}_WORKERS")
    named = GROUPS_OF[dossier.form]
    parts = [
        f"Τουλάχιστον {share} % των μελών ανήκουν υποχρεωτικά σε άτομα {named} "
        f"({law.cite(f'{stem}_MEMBERS')}).",
        f"Τουλάχιστον {workers} % των εργαζομένων ανήκουν υποχρεωτικά στα ίδια άτομα.",
    ]
    # The law asks the statute for a period: where none was chosen, the longest there is.
    parts.append(
        "Η συμμετοχή των ατόμων αυτών κατά τα ανωτέρω ποσοστά διαρκεί όσο και ο Συνεταιρισμός."
        if dossier.group_months is None
        else "Η συμμετοχή των ατόμων αυτών κατά τα ανωτέρω ποσοστά διαρκεί "
        f"{_months(dossier.group_months)} για κάθε μέλος από την είσοδό του."
    )
    parts.append(
        "Αν τα ποσοστά παύσουν να συμπληρώνονται, η Διοικούσα Επιτροπή οφείλει να τα "
        "αποκαταστήσει χωρίς υπαίτια καθυστέρηση και να ενημερώσει την πρώτη Γενική Συνέλευση."
    )
    parts.append(
        "Η ιδιότητα κάθε προσώπου αποδεικνύεται μόνο προς την αρμόδια αρχή. Στα βιβλία και στα "
        "έγγραφα του Συνεταιρισμού δεν αναγράφεται ο λόγος για τον οποίο ανήκει στην ομάδα."
    )
    rules = (f"{stem}_MEMBERS", f"{stem}_WORKERS", "KOIN_GROUP_PERIOD")
    return Clause(
        "group", "Συμμετοχή της ομάδας", paragraphs(*parts), rules=rules, choices=("group_months",)
    )


def _months(number: Decimal) -> str:
    told = spoken(number)
    return "έναν μήνα" if told == "1" else f"{told} μήνες"


def entry(dossier: Dossier, law: Law) -> Clause:
    """How one becomes a member."""
    return Clause(
        "entry",
        "Είσοδος μελών",
        paragraphs(
            "Για την είσοδο μέλους υποβάλλεται αίτηση στη Διοικούσα Επιτροπή, η οποία αποφασίζει "
            "μέσα σε δύο μήνες. Η απόρριψη αιτιολογείται, και όποιος απορρίφθηκε μπορεί να "
            "προσφύγει στην πρώτη Γενική Συνέλευση.",
            "Η ιδιότητα του μέλους αποκτάται με την απόφαση εισόδου και την καταβολή της "
            "υποχρεωτικής μερίδας.",
            "Κάθε μέλος γράφεται στο μητρώο μελών με τα στοιχεία του, τις μερίδες του και τη "
            "χρονολογία εισόδου. Οι μεταβολές των μελών δηλώνονται στο Γενικό Μητρώο.",
        ),
    )


def leaving(dossier: Dossier, law: Law) -> Clause:
    """How one stops being a member."""
    return Clause(
        "leaving",
        "Αποχώρηση και αποκλεισμός",
        paragraphs(
            "Το μέλος μπορεί να αποχωρήσει με γραπτή δήλωση προς τη Διοικούσα Επιτροπή, τρεις "
            "τουλάχιστον μήνες πριν από το τέλος της διαχειριστικής χρήσης.",
            Paragraph(
                "Μέλος αποκλείεται με απόφαση της Γενικής Συνέλευσης, αφού κληθεί σε ακρόαση, αν:",
                (
                    "παραβιάζει ουσιωδώς το καταστατικό ή τις αποφάσεις των οργάνων",
                    "βλάπτει με πρόθεση τα συμφέροντα του Συνεταιρισμού",
                    "δεν πληροί πλέον τους όρους που ο νόμος θέτει για τα μέλη",
                ),
            ),
            "Σε όποιον παύει να είναι μέλος, ή στους κληρονόμους του, αποδίδεται η μερίδα στην "
            "αξία της εισφοράς, και όχι πάνω από την αξία που προκύπτει από τον ισολογισμό, μέσα "
            "σε τρεις μήνες από την έγκρισή του.",
        ),
    )


def duties(dossier: Dossier, law: Law) -> Clause:
    """What members may and must do; how far they are liable."""
    one_vote = "KOIN_ONE_VOTE" if dossier.social else "SYN_ONE_VOTE"
    return Clause(
        "duties",
        "Δικαιώματα, υποχρεώσεις και ευθύνη των μελών",
        paragraphs(
            "Κάθε μέλος μετέχει στη Γενική Συνέλευση με μία ψήφο, όσες μερίδες και αν έχει, "
            "εκλέγει και εκλέγεται, και ενημερώνεται για την πορεία των υποθέσεων.",
            "Κάθε μέλος τηρεί το καταστατικό, καταβάλλει τη μερίδα του και συμβάλλει στον σκοπό "
            "του Συνεταιρισμού.",
            "Τα μέλη ευθύνονται για τα χρέη του Συνεταιρισμού μόνο έως το ύψος των μερίδων τους.",
        ),
        rules=(one_vote,),
    )


def _of_workers(law: Law) -> Clause:
    return Clause(
        "members",
        "Μέλη",
        paragraphs(
            "Μέλη του Συνεταιρισμού είναι μόνο φυσικά πρόσωπα, τα οποία εργάζονται ή "
            "πρόκειται να εργαστούν σε αυτόν. Τα μέλη δεν μπορούν να είναι λιγότερα από "
            f"{law.number('SYN_MIN')}.",
            "Κάθε νέο μέλος δηλώνει υπεύθυνα ότι δεν είναι μέλος άλλου Συνεταιρισμού Εργαζομένων.",
        ),
        rules=("SYN_MIN", "SYN_NATURAL_ONLY", "SYN_DOUBLE_MEMBER"),
    )


def _of_enterprise(dossier: Dossier, law: Law) -> Clause:
    least = "KOIN_MIN_INCLUSION" if dossier.inclusion else "KOIN_MIN_BENEFIT"
    public = (
        "νομικά πρόσωπα δημοσίου δικαίου που υπάγονται σε αυτούς, εκτός αν προηγηθεί έγκριση "
        "του φορέα που τα εποπτεύει"
        if dossier.inclusion
        else "νομικά πρόσωπα δημοσίου δικαίου που υπάγονται σε αυτούς"
    )
    return Clause(
        "members",
        "Μέλη",
        paragraphs(
            "Μέλη του Συνεταιρισμού μπορούν να είναι φυσικά και νομικά πρόσωπα. Τα μέλη δεν "
            f"μπορούν να είναι λιγότερα από {law.number(least)}.",
            "Τα νομικά πρόσωπα δεν μπορούν να υπερβαίνουν το "
            f"{law.number('KOIN_LEGAL_MAX')} των μελών.",
            Paragraph(
                "Δεν γίνονται μέλη:",
                (
                    "δήμοι και περιφέρειες",
                    "νομικά πρόσωπα που ελέγχονται από δήμους ή περιφέρειες",
                    public,
                ),
            ),
            "Κάθε μέλος δηλώνει υπεύθυνα αν μετέχει σε άλλη Κοινωνική Συνεταιριστική "
            "Επιχείρηση και με ποια δραστηριότητα.",
        ),
        rules=(
            least,
            "KOIN_LEGAL_MAX",
            "KOIN_OTA_MEMBER",
            "KOIN_OTA_CONTROLLED",
            "KOIN_PUBLIC_BODY",
            "KOIN_DOUBLE_MEMBER",
        ),
    )
