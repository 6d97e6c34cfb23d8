"""The invented events of the demo: of each kind and state, in the municipality's own places."""

from dataclasses import dataclass
from datetime import time

from inmeko.consultations.rules.words import Ease, EventKind, QuotaKind, Tongue


@dataclass(frozen=True)
class Meeting:
    """An event: how many days from today it is held, and what it says."""

    title: str
    kind: EventKind
    days: int
    begins: time
    hours: int
    aims: tuple[str, ...]
    agenda: str
    text: str = ""
    sectors: tuple[str, ...] = ()
    series: str = ""
    address: str = ""
    in_asset: bool = False
    online: bool = False
    capacity: int | None = None
    quotas: tuple[tuple[QuotaKind, int | None], ...] = ((QuotaKind.EVERYBODY, None),)
    ease: tuple[Ease, ...] = (Ease.STEP_FREE, Ease.TOILET)
    tongues: tuple[Tongue, ...] = (Tongue.GREEK,)
    questions: str = ""
    people: int = 0
    cancelled: str = ""
    draft: bool = False
    # What was said under each item of the agenda; empty: nobody has written minutes.
    said: tuple[str, ...] = ()
    decisions: str = ""
    amendment: str = ""
    frozen: bool = False
    # A poll: its question and answers; a question from the room and its answer.
    poll: tuple[str, ...] = ()
    asked: tuple[str, str] = ("", "")
    # What those who came said afterwards: a rating, what was good, what to do better.
    feedback: tuple[tuple[str, str, str], ...] = ()


HALL = "Αίθουσα εκδηλώσεων Δημαρχείου, Βασιλίσσης Σοφίας 9"
SERIES = "Κοινωνική οικονομία στην πόλη"
MEETINGS = (
    Meeting(
        title="Ημερίδα: πώς φτιάχνεται μια Κοιν.Σ.Επ.",
        kind=EventKind.INFORMATION_DAY,
        days=12,
        begins=time(18),
        hours=3,
        aims=(
            "Να γνωρίσουν οι κάτοικοι τον νόμο 4430/2016 με απλά λόγια",
            "Να βρεθούν άνθρωποι που σκέφτονται το ίδιο εγχείρημα",
        ),
        agenda=(
            "18:00 Υποδοχή και εγγραφές\n"
            "18:15 Τι είναι η κοινωνική επιχείρηση | Γραφείο Κοινωνικής Οικονομίας\n"
            "19:00 Ένα εγχείρημα της πόλης μιλά | Συνεταιρισμός «Το Περιβόλι»\n"
            "20:00 Ερωτήσεις και γνωριμία"
        ),
        text="Με διερμηνεία στην ελληνική νοηματική γλώσσα. Θα υπάρχει φύλαξη παιδιών.",
        sectors=("culture", "care"),
        series=SERIES,
        address=HALL,
        online=True,
        capacity=8,
        quotas=(
            (QuotaKind.GROUPS, 5),
            (QuotaKind.RESIDENTS, None),
            (QuotaKind.STAFF, 2),
        ),
        ease=(Ease.STEP_FREE, Ease.TOILET, Ease.HEARING_LOOP, Ease.CHILD_CARE),
        tongues=(Tongue.GREEK, Tongue.GREEK_SIGN),
        questions="Χρειάζεστε διερμηνεία; | Ναι; Όχι",
        people=12,
        poll=(
            "Ποιο θέμα να ακολουθήσει;",
            "Χρηματοδότηση",
            "Καταστατικό και εγγραφή στο μητρώο",
            "Παραχώρηση δημοτικού χώρου",
        ),
        asked=("Πόσα άτομα χρειάζονται για να ξεκινήσουμε;", ""),
    ),
    Meeting(
        title="Συνάντηση εργασίας για το παλιό σχολείο",
        kind=EventKind.WORKING_MEETING,
        days=5,
        begins=time(17, 30),
        hours=2,
        aims=("Να ακουστούν οι ομάδες που ενδιαφέρονται για το κτίριο",),
        agenda="17:30 Ξενάγηση στο κτίριο\n18:15 Προτάσεις των ομάδων",
        sectors=("culture",),
        in_asset=True,
        capacity=30,
        people=4,
    ),
    Meeting(
        title="Εργαστήριο: ενεργειακή κοινότητα βήμα βήμα",
        kind=EventKind.WORKSHOP,
        days=26,
        begins=time(10),
        hours=5,
        aims=("Να γραφτεί το πρώτο σχέδιο καταστατικού",),
        agenda="10:00 Γνωριμία\n10:30 Ομάδες εργασίας\n14:00 Τι κρατάμε",
        sectors=("energy",),
        series=SERIES,
        in_asset=True,
        capacity=20,
    ),
    Meeting(
        title="Ακρόαση για τον κανονισμό παραχωρήσεων",
        kind=EventKind.HEARING,
        days=-9,
        begins=time(18),
        hours=2,
        aims=("Να ακουστεί κάθε άποψη πριν από το δημοτικό συμβούλιο",),
        agenda="18:00 Παρουσίαση | Αντιδήμαρχος\n18:30 Λόγος στους κατοίκους",
        address=HALL,
        capacity=60,
        people=9,
        said=(
            "Παρουσιάστηκαν οι νόμιμοι τρόποι παραχώρησης και τα κριτήρια.",
            "Ζητήθηκε να προηγούνται οι συλλογικότητες της γειτονιάς και να δημοσιεύονται οι "
            "εκθέσεις κάθε χρόνο.",
        ),
        decisions=(
            "Να προστεθεί στο σχέδιο ετήσια δημόσια έκθεση | Νομική Υπηρεσία | 31/1/2027\n"
            "Να γίνει δεύτερη ακρόαση με το τελικό κείμενο | Γραφείο Δημάρχου"
        ),
        amendment="Να γραφτεί ότι ζητήθηκε και μικρότερη εγγύηση.",
        frozen=True,
        poll=(
            "Ποιο κριτήριο να μετρά περισσότερο;",
            "Το κοινωνικό όφελος",
            "Η οικονομική βιωσιμότητα",
            "Η σχέση με τη γειτονιά",
        ),
        asked=(
            "Θα ισχύει ο κανονισμός και για όσα έχουν ήδη παραχωρηθεί;",
            "Όχι: μόνο για νέες παραχωρήσεις και για παρατάσεις.",
        ),
        feedback=(
            ("5", "Ακούστηκαν όλοι όσοι ζήτησαν τον λόγο.", ""),
            ("4", "", "Να σταλεί το σχέδιο λίγες ημέρες νωρίτερα."),
            ("4", "Οι απαντήσεις ήταν σαφείς.", "Να υπάρχει μικρόφωνο στο κοινό."),
            ("3", "", ""),
        ),
    ),
    Meeting(
        title="Συνάντηση εργασίας για τα δημοτικά αγροτεμάχια",
        kind=EventKind.WORKING_MEETING,
        days=-2,
        begins=time(17),
        hours=2,
        aims=("Να βρεθεί κοινός τρόπος καλλιέργειας",),
        agenda="17:00 Τι υπάρχει\n18:00 Τι θέλουν οι ομάδες",
        sectors=("social_farm",),
        address=HALL,
        capacity=25,
        people=6,
        said=("Παρουσιάστηκε ο κατάλογος των αγροτεμαχίων.", "Τρεις ομάδες ενδιαφέρονται."),
        decisions="Να αναλυθεί το νερό των γεωτρήσεων | Τεχνική Υπηρεσία | 15/12/2026",
        amendment="Οι ομάδες που ενδιαφέρονται ήταν τέσσερις.",
    ),
    Meeting(
        title="Συνέλευση γειτονιάς στο Σωρό",
        kind=EventKind.ASSEMBLY,
        days=8,
        begins=time(19),
        hours=2,
        aims=("Να αποφασίσει η γειτονιά για την πλατεία",),
        agenda="19:00 Συζήτηση",
        address="Πλατεία Σωρού",
        people=3,
        cancelled="Προβλέπεται κακοκαιρία. Θα οριστεί νέα ημερομηνία.",
    ),
    Meeting(
        title="Ημερίδα για τα αδέσποτα οικόπεδα",
        kind=EventKind.INFORMATION_DAY,
        days=40,
        begins=time(18),
        hours=2,
        aims=("Να παρουσιαστεί ο χάρτης των αναξιοποίητων χώρων",),
        agenda="18:00 Παρουσίαση",
        address=HALL,
        capacity=80,
        draft=True,
    ),
)
NAMES = (
    "Ελένη Παππά",
    "Νίκος Ρήγας",
    "Μαρία Δάφνη",
    "Γιώργος Λεμός",
    "Άννα Βλάχου",
    "Κώστας Μαυρής",
    "Σοφία Ζέρβα",
    "Πέτρος Αλεξίου",
    "Δήμητρα Κεχαγιά",
    "Ηλίας Τσάκος",
    "Ιωάννα Φωτίου",
    "Στέλιος Μπάρδης",
)
