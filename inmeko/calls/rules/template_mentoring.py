"""The template of a call to be accompanied: mentoring and incubation of new bodies."""

from dataclasses import replace
from decimal import Decimal

from inmeko.accounts.rules import OrganisationKind
from inmeko.calls.rules import template_words as words
from inmeko.calls.rules.content import (
    Content,
    Criterion,
    Judging,
    PaperAsked,
    Question,
    Section,
    ShownIf,
)
from inmeko.calls.rules.words import Offer, QuestionKind, TieRule

TEXT = (
    "<p>Ο {town} καλεί ομάδες πολιτών που θέλουν να ιδρύσουν συνεταιρισμό εργαζομένων, ΚοινΣΕπ ή "
    "άλλον συλλογικό φορέα να εκδηλώσουν ενδιαφέρον για δωρεάν συμβουλευτική υποστήριξη και "
    "φιλοξενία στη θερμοκοιτίδα του Δήμου.</p>"
    "<h3>Τι περιλαμβάνει η υποστήριξη</h3>"
    "<ul><li>δώδεκα συναντήσεις με σύμβουλο (μέντορα) μέσα σε έξι μήνες,</li>"
    "<li>εργαστήρια για καταστατικό, οικονομικό σχέδιο και λειτουργία συνέλευσης,</li>"
    "<li>θέση εργασίας σε κοινόχρηστο χώρο, όπου υπάρχει διαθέσιμη,</li>"
    "<li>βοήθεια στα βήματα της ίδρυσης και της εγγραφής στα μητρώα.</li></ul>"
    "<p>Η ομάδα δεσμεύεται να συμμετέχει σε όλες τις συναντήσεις και να παρουσιάσει το σχέδιό της "
    "σε ανοικτή εκδήλωση στο τέλος.</p>"
)
LEGAL = (
    "Ν. 4430/2016 (Κοινωνική και Αλληλέγγυα Οικονομία), άρθρα 76 έως 78 του ν. 4727/2020, "
    "Κανονισμός (ΕΕ) 2016/679 και ν. 4624/2019, καθώς και η υπ’ αριθ. [αριθμός και έτος] απόφαση "
    "[όργανο του Δήμου] για την έγκριση της πρόσκλησης."
)
IDEA = Section(
    "s2",
    "Η ιδέα σας",
    "",
    (
        Question(
            "q5",
            QuestionKind.LONG_TEXT,
            "Τι θέλετε να κάνετε μαζί;",
            "Προϊόν ή υπηρεσία, σε ποιους απευθύνεται, τι υπάρχει ήδη στην πόλη.",
            required=True,
            least=Decimal(200),
            most=Decimal(5000),
        ),
        Question(
            "q6",
            QuestionKind.CHOICE,
            "Ποια νομική μορφή σκέφτεστε;",
            required=True,
            options=(
                "ΚοινΣΕπ",
                "Συνεταιρισμός εργαζομένων",
                "Ενεργειακή κοινότητα",
                "Άλλη",
                "Δεν ξέρουμε ακόμη",
            ),
        ),
        Question(
            "q7",
            QuestionKind.TEXT,
            "Ποια άλλη;",
            required=True,
            most=Decimal(150),
            shown_if=ShownIf("q6", ("Άλλη",)),
        ),
        Question(
            "q8",
            QuestionKind.CHOICES,
            "Σε τι χρειάζεστε βοήθεια;",
            required=True,
            options=(
                "Νομική μορφή και καταστατικό",
                "Οικονομικό σχέδιο",
                "Εύρεση χώρου",
                "Εύρεση πελατών και συνεργασιών",
                "Λειτουργία της ομάδας",
            ),
        ),
        Question(
            "q9",
            QuestionKind.NUMBER,
            "Πόσα άτομα θα έρχονται στις συναντήσεις;",
            required=True,
            least=Decimal(2),
            most=Decimal(30),
        ),
        Question(
            "q10", QuestionKind.MONEY, "Κεφάλαιο που μπορείτε να συγκεντρώσετε", least=Decimal(0)
        ),
    ),
)
CRITERIA = (
    Criterion("c1", "Κοινωνικό όφελος της ιδέας", "", Decimal(30)),
    Criterion("c2", "Ωριμότητα και σαφήνεια", "", Decimal(25)),
    Criterion("c3", "Συνοχή και δέσμευση της ομάδας", "", Decimal(30)),
    Criterion("c4", "Συμμετοχή ανέργων ή ευάλωτων ομάδων", "", Decimal(15)),
)


def content(town: str) -> Content:
    """A call of a town to groups that want to be accompanied, ready to be adapted."""
    people = replace(words.PEOPLE, hint="Τα ιδρυτικά μέλη και τι ξέρει να κάνει το καθένα.")
    commitment = PaperAsked(
        "p3",
        "Δήλωση δέσμευσης των μελών για τις συναντήσεις",
        "Με υπογραφή από όλα τα μέλη της ομάδας.",
    )
    return Content(
        title="Πρόσκληση σε ομάδες υπό σύσταση για συμβουλευτική υποστήριξη και θερμοκοιτίδα του "
        f"{words.genitive(town)}",
        text=TEXT.format(town=town) + words.HOW + words.OBJECTIONS + words.NOT_BINDING,
        aims=("Νέοι συλλογικοί φορείς που στέκονται στα πόδια τους",),
        applicants=(
            OrganisationKind.INFORMAL_GROUP.value,
            OrganisationKind.ASSOCIATION.value,
            OrganisationKind.SOCIAL_COOPERATIVE.value,
            OrganisationKind.WORKERS_COOPERATIVE.value,
            OrganisationKind.OTHER_COOPERATIVE.value,
        ),
        applicants_text="Ομάδες τουλάχιστον δύο προσώπων που κατοικούν ή δραστηριοποιούνται στον "
        "Δήμο και θέλουν να ιδρύσουν ή ίδρυσαν το τελευταίο έτος συλλογικό φορέα.",
        legal_basis=LEGAL,
        offers=(Offer.MENTORING, Offer.TRAINING, Offer.PREMISES),
        offers_text="Η υποστήριξη είναι δωρεάν και διαρκεί έξι μήνες.",
        sections=(words.who_we_are(words.FORMING, words.ACTIVITY, people), IDEA),
        papers=(commitment,),
        requirements=(words.SEAT,),
        criteria=CRITERIA,
        judging=Judging(
            evaluators=2, quorum=2, ties=TieRule.EARLIER, places=6, waiting=3, spread=Decimal(25)
        ),
        privacy=words.PRIVACY.format(town=town),
    )
