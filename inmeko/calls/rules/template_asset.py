"""The template of a call that offers assets of the inventory for use."""

from decimal import Decimal

from inmeko.accounts.rules import OrganisationKind
from inmeko.calls.rules import template_words as words
from inmeko.calls.rules.content import (
    Content,
    Criterion,
    Judging,
    PaperAsked,
    Question,
    Requirement,
    Section,
    ShownIf,
)
from inmeko.calls.rules.words import Offer, QuestionKind, TieRule

TEXT = (
    "<p>Ο {town} καλεί φορείς Κοινωνικής και Αλληλέγγυας Οικονομίας να εκδηλώσουν ενδιαφέρον για "
    "τη δωρεάν χρήση δημοτικών πόρων που σήμερα μένουν ανενεργοί. Οι προσφερόμενοι πόροι, με τη "
    "θέση, το εμβαδόν και την κατάστασή τους, αναφέρονται παρακάτω.</p>"
    "<h3>Όροι χρήσης</h3>"
    "<ul><li>Η χρήση παραχωρείται δωρεάν για πέντε έτη, με απόφαση του δημοτικού συμβουλίου που "
    "λαμβάνεται με απόλυτη πλειοψηφία του συνόλου των μελών του.</li>"
    "<li>Ο φορέας έχει έδρα ή δραστηριότητα στον Δήμο και χρησιμοποιεί τον πόρο μόνο για τον "
    "σκοπό της πρότασής του, με τοπική και κοινωνική ωφέλεια.</li>"
    "<li>Ο φορέας αναλαμβάνει τη συνήθη συντήρηση, την ασφάλιση και τους λογαριασμούς, και "
    "αποδίδει τον πόρο στη λήξη στην κατάσταση που τον παρέλαβε ή καλύτερη.</li>"
    "<li>Η υπομίσθωση ή η παραχώρηση σε τρίτους δεν επιτρέπεται.</li></ul>"
    "<p>Η παραχώρηση ισχύει από την ανάρτησή της στη Διαύγεια. Φορέας υπό σύσταση μπορεί να "
    "εκδηλώσει ενδιαφέρον, η παραχώρηση όμως γίνεται μόνο αφού συσταθεί και εγγραφεί στο οικείο "
    "μητρώο.</p>"
)
LEGAL = (
    "Άρθρο 196 του ν. 4555/2018 (δωρεάν παραχώρηση χρήσης σε φορείς Κ.ΑΛ.Ο.), ν. 4430/2016, "
    "άρθρα 76 έως 78 του ν. 4727/2020, Κανονισμός (ΕΕ) 2016/679 και ν. 4624/2019, καθώς και η υπ’ "
    "αριθ. [αριθμός και έτος] απόφαση [όργανο του Δήμου] για την έγκριση της πρόσκλησης."
)
USE = Section(
    "s2",
    "Η χρήση του πόρου",
    "",
    (
        Question(
            "q2",
            QuestionKind.TEXT,
            "Ποιον πόρο ζητάτε;",
            "Όπως ονομάζεται στον κατάλογο της πρόσκλησης.",
            required=True,
            most=Decimal(200),
        ),
        Question(
            "q5",
            QuestionKind.LONG_TEXT,
            "Πώς θα τον χρησιμοποιήσετε;",
            "Δραστηριότητες, ημέρες και ώρες, ωφελούμενοι.",
            required=True,
            least=Decimal(200),
            most=Decimal(6000),
        ),
        Question(
            "q6",
            QuestionKind.CHOICE,
            "Χρειάζονται εργασίες πριν από τη χρήση;",
            required=True,
            options=("Όχι", "Μικρές, με δικά μας μέσα", "Μεγαλύτερες"),
        ),
        Question(
            "q7",
            QuestionKind.LONG_TEXT,
            "Ποιες εργασίες και με ποιους πόρους;",
            required=True,
            most=Decimal(3000),
            shown_if=ShownIf("q6", ("Μικρές, με δικά μας μέσα", "Μεγαλύτερες")),
        ),
        Question(
            "q8",
            QuestionKind.MONEY,
            "Εκτίμηση του κόστους των εργασιών",
            least=Decimal(0),
            shown_if=ShownIf("q6", ("Μεγαλύτερες",)),
        ),
        Question("q9", QuestionKind.DATE, "Από πότε μπορείτε να ξεκινήσετε;", required=True),
        Question(
            "q10",
            QuestionKind.NUMBER,
            "Πόσες θέσεις εργασίας θα δημιουργηθούν στα δύο πρώτα έτη;",
            required=True,
            least=Decimal(0),
            most=Decimal(500),
        ),
        Question(
            "q11",
            QuestionKind.LONG_TEXT,
            "Πώς θα είναι ανοικτός ο χώρος στη γειτονιά;",
            required=True,
            most=Decimal(3000),
        ),
        Question("q12", QuestionKind.FILE, "Επιχειρηματικό σχέδιο ή προϋπολογισμός"),
    ),
)
CRITERIA = (
    Criterion(
        "c1",
        "Τοπική και κοινωνική ωφέλεια",
        "Ανάγκη της γειτονιάς, ωφελούμενοι, θέσεις εργασίας.",
        Decimal(40),
        threshold=Decimal(5),
    ),
    Criterion(
        "c2",
        "Καταλληλότητα της χρήσης",
        "Ταιριάζει στον πόρο, στη θέση και στην κατάστασή του.",
        Decimal(25),
    ),
    Criterion("c3", "Βιωσιμότητα", "Έσοδα, έξοδα, συντήρηση για πέντε έτη.", Decimal(20)),
    Criterion("c4", "Ανοικτότητα", "Χρήση του χώρου και από άλλους, συνεργασίες.", Decimal(15)),
)

VISIT = PaperAsked(
    "p6",
    "Δήλωση ότι ο φορέας έλαβε γνώση της κατάστασης του πόρου",
    "Αυτοψία γίνεται ύστερα από συνεννόηση με τον Δήμο.",
)
REGISTERED = Requirement(
    "r4", "Φορέας Κοινωνικής και Αλληλέγγυας Οικονομίας (ν. 4430/2016), συσταθείς ή υπό σύσταση"
)


def content(town: str) -> Content:
    """A call of a town that offers assets, ready to be adapted."""
    return Content(
        title="Πρόσκληση εκδήλωσης ενδιαφέροντος για τη δωρεάν χρήση ανενεργών πόρων του "
        f"{words.genitive(town)}",
        text=TEXT.format(town=town) + words.HOW + words.OBJECTIONS + words.NOT_BINDING,
        aims=(
            "Να ξαναχρησιμοποιηθούν πόροι που μένουν ανενεργοί",
            "Να στηριχθεί η συλλογική εργασία στη γειτονιά",
        ),
        applicants=tuple(
            kind.value
            for kind in OrganisationKind
            if kind not in (OrganisationKind.COMPANY, OrganisationKind.PUBLIC_BODY)
        ),
        applicants_text="Φορείς Κοινωνικής και Αλληλέγγυας Οικονομίας του άρθρου 3 του ν. "
        "4430/2016 με έδρα ή δραστηριότητα στον Δήμο, συσταθέντες ή υπό σύσταση.",
        legal_basis=LEGAL,
        offers=(Offer.PREMISES,),
        offers_text="Δωρεάν χρήση για πέντε έτη. Μετά τη λήξη τους ο νόμος επιτρέπει απευθείας "
        "εκμίσθωση στον ίδιο φορέα.",
        sections=(words.who_we_are(words.FORMING, words.ACTIVITY, words.PEOPLE), USE),
        papers=(
            words.STATUTE,
            words.BOARD,
            words.DECLARATION,
            words.REGISTRY,
            words.FOUNDERS,
            VISIT,
        ),
        requirements=(words.SEAT, words.AIM, words.NO_DEBT, REGISTERED),
        criteria=CRITERIA,
        judging=Judging(evaluators=3, quorum=3, ties=TieRule.FIRST_CRITERION, places=1, waiting=2),
        privacy=words.PRIVACY.format(town=town),
    )
