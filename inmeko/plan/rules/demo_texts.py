"""The invented consultations of the demo: a regulation with comments, and an answered plan."""

from dataclasses import dataclass

from inmeko.consultations.rules.texts import TextKind, ThemeAnswer, Voice


@dataclass(frozen=True)
class Comment:
    """A comment: on which article, what it says, what became of it."""

    article: int
    text: str
    organisation: str = ""
    area: str = ""
    named: bool = False
    supports: int = 0
    theme: int | None = None
    reply: str = ""
    hidden: str = ""
    objection: str = ""
    withdrawn: bool = False

    @property
    def voice(self) -> Voice:
        """For whom it is said."""
        return Voice.ORGANISATION if self.organisation else Voice.PERSON


@dataclass(frozen=True)
class Theme:
    """What several comments have in common, and its answer."""

    title: str
    verdict: ThemeAnswer
    reasons: str
    article: int
    # What the answer promises for later, by whom, and in how many days from today.
    promise: str = ""
    owner: str = ""
    days: int = 0


@dataclass(frozen=True)
class Consulted:
    """A text put to the public; one that is answered has its second version."""

    title: str
    kind: TextKind
    introduction: str
    articles: str
    comments: tuple[Comment, ...] = ()
    themes: tuple[Theme, ...] = ()
    revision: str = ""
    draft: bool = False
    closed: bool = False
    sectors: tuple[str, ...] = ()


REGULATION = """# Άρθρο 1: Σκοπός
Με τον κανονισμό αυτό τα αργούντα κτίρια του δήμου ανοίγουν σε ομάδες κατοίκων.

# Άρθρο 2: Ωράριο λειτουργίας
Οι χώροι λειτουργούν καθημερινά από τις 09:00 έως τις 21:00.

# Άρθρο 3: Καθαριότητα και φύλαξη
Κάθε ομάδα παραδίδει τον χώρο καθαρό. Τα κλειδιά φυλάσσονται στο Τμήμα Περιουσίας."""
PLAN = """# Άρθρο 1: Στόχος
Έως το τέλος του έτους δύο κτίρια παραχωρούνται σε κοινωνικές επιχειρήσεις.

# Άρθρο 2: Προτεραιότητες
Προηγούνται οι δραστηριότητες φροντίδας."""
# A shape of the map of the texts, and where it lies (WGS84).
SQUARE = "Πλατεία με τα δύο κτίρια"
CORNERS = ((23.8060, 38.0500), (23.8075, 38.0500), (23.8075, 38.0512), (23.8060, 38.0512))
PLACE = (23.8069, 38.0503)
PLACE_SAID = "Η είσοδος από εδώ έχει σκαλιά: χρειάζεται ράμπα."

PAPER_NAME = "Στοιχεία των κτιρίων.csv"
PAPER = "κτίριο;εμβαδόν σε τ.μ.;κενό από\nΠαλιό σχολείο;640;2014\nΑποθήκη αγοράς;210;2019\n"

TEXTS = (
    Consulted(
        title="Κανονισμός χρήσης αργούντων κτιρίων",
        kind=TextKind.REGULATION,
        introduction="Διαβάστε κάθε άρθρο και πείτε μας τι λείπει ή τι πρέπει να αλλάξει.",
        articles=REGULATION,
        themes=(
            Theme(
                "Ωράριο έως αργότερα",
                ThemeAnswer.PARTLY,
                "Έως τις 22:30 τις καθημερινές, για να κοιμούνται οι γείτονες.",
                1,
            ),
        ),
        comments=(
            Comment(0, "Να αναφέρεται ρητά ότι χωρούν και άτυπες ομάδες γειτονιάς.", area="Κέντρο"),
            Comment(
                1,
                "Οι πρόβες αρχίζουν μετά τη δουλειά: να μένουν ανοικτά έως τις 23:00.",
                organisation="Θεατρική Ομάδα «Το Υπόγειο»",
                supports=3,
                theme=0,
            ),
            Comment(1, "Και τα Σαββατοκύριακα, παρακαλώ.", named=True, area="Κέντρο", theme=0),
            Comment(
                2,
                "Ο φύλακας της γειτονιάς είναι ανίκανος.",
                hidden="Προσβάλλει πρόσωπο που αναγνωρίζεται (όροι χρήσης, σημείο 3).",
                objection="Έκανα κριτική στη φύλαξη, όχι στον άνθρωπο.",
            ),
            Comment(2, "Θα το ξανασκεφτώ.", withdrawn=True),
            Comment(
                2,
                "Να υπάρχει δεύτερο κλειδί στη βιβλιοθήκη για τα βράδια.",
                reply="Το εξετάζει το Τμήμα Περιουσίας· θα ανακοινωθεί έως το τέλος του μήνα.",
            ),
        ),
    ),
    Consulted(
        title="Σχέδιο δράσης για την κοινωνική οικονομία",
        kind=TextKind.PLAN,
        introduction="Το σχέδιο της επόμενης χρονιάς, με ό,τι άλλαξε ύστερα από τα σχόλιά σας.",
        articles=PLAN,
        closed=True,
        sectors=("care",),
        themes=(
            Theme(
                "Περισσότερα κτίρια",
                ThemeAnswer.ACCEPTED,
                "Ένα ακόμη κτίριο είναι έτοιμο: γίνονται τρία.",
                0,
                promise="Να παραχωρηθεί και το τρίτο κτίριο",
                owner="Τμήμα Περιουσίας",
                days=90,
            ),
        ),
        comments=(
            Comment(0, "Δύο κτίρια είναι λίγα για τόσες ομάδες.", theme=0, supports=2),
            Comment(0, "Να γίνουν τρία.", organisation="Σύλλογος Γειτόνων", theme=0),
        ),
        revision=PLAN.replace("δύο κτίρια παραχωρούνται", "τρία κτίρια παραχωρούνται"),
    ),
    Consulted(
        title="Όροι της επόμενης πρόσκλησης",
        kind=TextKind.TERMS,
        introduction="Προετοιμάζεται.",
        articles="# Άρθρο 1: Ποιοι υποβάλλουν\nΟμάδες, σύλλογοι και κοινωνικές επιχειρήσεις.",
        draft=True,
    ),
)
