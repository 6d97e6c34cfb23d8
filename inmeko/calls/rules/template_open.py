"""The template of the plan's open call to every body and collective of a town."""

from dataclasses import replace
from decimal import Decimal

from inmeko.calls.rules import template_words as words
from inmeko.calls.rules.content import (
    Contact,
    Content,
    Criterion,
    Judging,
    Question,
    Section,
    ShownIf,
)
from inmeko.calls.rules.words import Offer, QuestionKind, TieRule

TEXT = (
    "<p>Ο {town} καλεί κάθε φορέα και συλλογικότητα που έχει έδρα ή δράση στα όριά του να "
    "εκδηλώσει ενδιαφέρον για τη συμμετοχή στο Στρατηγικό Σχέδιο Κοινωνικής και Αλληλέγγυας "
    "Οικονομίας του Δήμου. Πολλοί πόροι του Δήμου μένουν ανενεργοί, ενώ γύρω τους υπάρχουν ομάδες "
    "που μπορούν να τους αξιοποιήσουν προς όφελος όλων.</p>"
    "<h3>Τι ζητάμε να μας πείτε</h3>"
    "<ul><li>ποιοι είστε και τι έχετε κάνει,</li>"
    "<li>ποιον ανενεργό πόρο του Δήμου θα αξιοποιούσατε και πώς,</li>"
    "<li>τι θα προσφέρετε στους κατοίκους και σε ευάλωτες ομάδες,</li>"
    "<li>τι χρειάζεστε: χώρο, συμβουλευτική, κατάρτιση, συνεργάτες.</li></ul>"
    "<h3>Τι ακολουθεί</h3>"
    "<p>Οι προτάσεις αξιολογούνται από επιτροπή με τα κριτήρια της παρούσας. Όσες επιλεγούν "
    "εντάσσονται στο Σχέδιο, συνοδεύονται συμβουλευτικά και παρουσιάζονται σε ημερίδα "
    "διαβούλευσης. Για την παραχώρηση συγκεκριμένου ακινήτου ακολουθεί χωριστή απόφαση του "
    "δημοτικού συμβουλίου.</p>"
)
LEGAL = (
    "Ν. 4430/2016 (Κοινωνική και Αλληλέγγυα Οικονομία), άρθρο 196 του ν. 4555/2018, άρθρα 76 έως "
    "78 του ν. 4727/2020 (Πρόγραμμα Διαύγεια), Κανονισμός (ΕΕ) 2016/679 και ν. 4624/2019, καθώς "
    "και η υπ’ αριθ. [αριθμός και έτος] απόφαση [όργανο του Δήμου] για την έγκριση της πρόσκλησης."
)
PLANS = Section(
    "s2",
    "Η πρότασή σας",
    "Γράψτε απλά και συγκεκριμένα. Μπορείτε να σώσετε και να συνεχίσετε όποτε θέλετε.",
    (
        Question(
            "q5",
            QuestionKind.TEXT,
            "Τίτλος της πρότασης",
            required=True,
            most=Decimal(150),
        ),
        Question(
            "q6",
            QuestionKind.LONG_TEXT,
            "Περιγραφή",
            "Ποια ανάγκη καλύπτει, τι θα γίνει, για ποιους και από πότε.",
            required=True,
            least=Decimal(200),
            most=Decimal(6000),
        ),
        Question(
            "q7",
            QuestionKind.CHOICES,
            "Σε ποια πεδία εντάσσεται;",
            required=True,
            options=(
                "Καθαριότητα και ανακύκλωση",
                "Πράσινο και κοινωνικά αγροκτήματα",
                "Ενέργεια",
                "Φροντίδα και κοινωνικές υπηρεσίες",
                "Πολιτισμός και τουρισμός",
                "Καταναλωτικοί συνεταιρισμοί",
                "Άλλο",
            ),
        ),
        Question(
            "q8",
            QuestionKind.TEXT,
            "Ποιο άλλο πεδίο;",
            required=True,
            most=Decimal(150),
            shown_if=ShownIf("q7", ("Άλλο",)),
        ),
        Question(
            "q9",
            QuestionKind.CHOICE,
            "Χρειάζεστε ακίνητο ή εξοπλισμό του Δήμου;",
            required=True,
            options=("Ναι", "Όχι"),
        ),
        Question(
            "q10",
            QuestionKind.PLACE,
            "Πού βρίσκεται ο χώρος που σκέφτεστε;",
            "Δείξτε τον στον χάρτη, αν τον γνωρίζετε.",
            shown_if=ShownIf("q9", ("Ναι",)),
        ),
        Question(
            "q11",
            QuestionKind.FILE,
            "Σχέδιο, προϋπολογισμός ή άλλο υλικό",
        ),
    ),
)
MEANS = Section(
    "s3",
    "Βιωσιμότητα",
    "",
    (
        Question(
            "q12",
            QuestionKind.NUMBER,
            "Πόσοι άνθρωποι θα εργάζονται;",
            "Θέσεις εργασίας και τακτικοί εθελοντές.",
            required=True,
            least=Decimal(0),
            most=Decimal(500),
        ),
        Question(
            "q13",
            QuestionKind.MONEY,
            "Εκτίμηση ετήσιου κόστους",
            required=True,
            least=Decimal(0),
        ),
        Question(
            "q14",
            QuestionKind.LONG_TEXT,
            "Από πού θα καλύπτεται το κόστος;",
            required=True,
            most=Decimal(3000),
        ),
    ),
)
CRITERIA = (
    Criterion(
        "c1",
        "Κοινωνικό και συλλογικό όφελος",
        "Ανάγκη που καλύπτεται, ωφελούμενοι, ευάλωτες ομάδες.",
        Decimal(35),
        threshold=Decimal(5),
    ),
    Criterion(
        "c2",
        "Αξιοποίηση ανενεργών πόρων",
        "Πόσο ζωντανεύει ό,τι μένει αχρησιμοποίητο.",
        Decimal(25),
    ),
    Criterion(
        "c3",
        "Βιωσιμότητα",
        "Ρεαλισμός κόστους, πόρων και χρόνου.",
        Decimal(20),
    ),
    Criterion(
        "c4",
        "Εμπειρία και δημοκρατική λειτουργία",
        "Ικανότητα της ομάδας, συμμετοχή των μελών στις αποφάσεις.",
        Decimal(20),
    ),
)


def content(town: str) -> Content:
    """The open call of a town, ready to be adapted."""
    expected = replace(words.EXPECTED, shown_if=ShownIf("q1", ("Είναι υπό σύσταση",)))
    return Content(
        title="Ανοικτή πρόσκληση εκδήλωσης ενδιαφέροντος προς όλους τους φορείς και τις "
        f"συλλογικότητες του {words.genitive(town)}",
        text=TEXT.format(town=town) + words.HOW + words.OBJECTIONS + words.NOT_BINDING,
        aims=(
            "Ανάδειξη των φορέων και των συλλογικοτήτων της πόλης",
            "Αξιοποίηση των ανενεργών πόρων του Δήμου",
            "Νέες θέσεις εργασίας και υπηρεσίες με κοινωνικό πρόσημο",
        ),
        applicants_text="Κάθε φορέας ή συλλογικότητα με έδρα ή δράση στον Δήμο: σύλλογοι, "
        "σωματεία, ΑΜΚΕ, συνεταιρισμοί, ΚοινΣΕπ, φορείς υπό σύσταση και άτυπες ομάδες "
        "τουλάχιστον τριών προσώπων.",
        legal_basis=LEGAL,
        offers=(Offer.MENTORING, Offer.PREMISES, Offer.TRAINING),
        offers_text="Συμβουλευτική υποστήριξη για τη σύσταση και τη λειτουργία του φορέα, "
        "εργαστήρια κατάρτισης και προτεραιότητα στην αναζήτηση χώρου.",
        sections=(
            words.who_we_are(words.FORMING, expected, words.ACTIVITY, words.PEOPLE),
            PLANS,
            MEANS,
        ),
        papers=(
            words.STATUTE,
            words.BOARD,
            words.DECLARATION,
            words.REGISTRY,
            words.FOUNDERS,
        ),
        requirements=(words.SEAT, words.AIM),
        criteria=CRITERIA,
        judging=Judging(evaluators=3, quorum=2, ties=TieRule.FIRST_CRITERION),
        contact=Contact(),
        privacy=words.PRIVACY.format(town=town),
    )
