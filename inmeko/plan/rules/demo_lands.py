"""Patterns of land, of grounds for sport and energy, of lines in the country, and of things."""

from inmeko.accounts.rules import Sector
from inmeko.plan.rules.demo_patterns import Group, Pattern, Shape
from inmeko.resources.rules.asset import Kind

C, K, T, E, G = Sector.CULTURE, Sector.CARE, Sector.TOURISM, Sector.ENERGY, Sector.GREEN_SPACES
R, X, B, F = Sector.RECYCLING, Sector.CLEANING, Sector.CONSUMER, Sector.SOCIAL_FARM
LAND, THING = Group.LAND, Group.THING
PLOT, LINE, DEPOT, NONE = Shape.PLOT, Shape.LINE, Shape.DEPOT, Shape.NONE

PLOTS = (
    Pattern(
        "Οικόπεδο, {street}",
        (
            "Άρτιο και οικοδομήσιμο οικόπεδο μέσα στο σχέδιο, με πρόσωπο σε έναν δρόμο.",
            "Γωνιακό οικόπεδο που προέκυψε από την πράξη εφαρμογής.",
        ),
        (G, K, C), (180, 1300), LAND, PLOT, cost=(80, 600),
    ),
    Pattern(
        "Κοινόχρηστος χώρος, {street}",
        ("Χώρος που προβλέπεται για πράσινο και παραμένει αδιαμόρφωτος.",),
        (G, F), (250, 1900), LAND, PLOT, cost=(120, 700), closed=True,
    ),
    Pattern(
        "Άσκεπος χώρος στάθμευσης, {street}",
        ("Χαλικόστρωτος χώρος για σαράντα περίπου αυτοκίνητα.",),
        (T, E), (500, 1800), LAND, PLOT, cost=(100, 500),
    ),
    Pattern(
        "Παλιό προαύλιο, {street}",
        ("Περιφραγμένη αυλή κατεδαφισμένου κτιρίου, με δύο μεγάλα πεύκα.",),
        (G, C, K), (300, 1100), LAND, PLOT, cost=(90, 450),
    ),
    Pattern(
        "Οικόπεδο κληροδοτήματος {at}",
        ("Οικόπεδο που κληροδοτήθηκε στον Δήμο για κοινωφελή σκοπό.",),
        (K, F), (350, 2200), LAND, PLOT, cost=(60, 400),
    ),
)  # fmt: skip

FARMS = (
    Pattern(
        "Αγροτεμάχιο στη θέση «{spot}», {of}",
        (
            "Επίπεδο χωράφι με πρόσβαση από αγροτικό δρόμο, παλαιότερα με σιτηρά.",
            "Αγροτεμάχιο της αναδιανομής που ανήκε στην πρώην Κοινότητα.",
        ),
        (F, E), (3200, 24000), LAND, PLOT, cost=(40, 260),
    ),
    Pattern(
        "Ελαιώνας στη θέση «{spot}», {of}",
        ("Ελαιώνας με παραγωγικά δέντρα που δεν έχουν κλαδευτεί τα τελευταία χρόνια.",),
        (F, B), (2500, 12000), LAND, PLOT, cost=(80, 420), closed=True,
    ),
    Pattern(
        "Δημοτικός αμπελώνας στη θέση «{spot}», {of}",
        ("Αμπέλι σε ήπια κλίση, με γραμμές που συντηρούνται μόνο εν μέρει.",),
        (F, B, T), (2200, 9000), LAND, PLOT, cost=(150, 700),
    ),
    Pattern(
        "Χορτολιβαδική έκταση στη θέση «{spot}», {of}",
        ("Βοσκότοπος με φυσική πηγή, κατάλληλος για βόσκηση ή μελισσοκομία.",),
        (F,), (9000, 42000), LAND, PLOT, cost=(0, 180),
    ),
    Pattern(
        "Δημοτικό φυτώριο {of}",
        ("Φυτώριο με δύο θερμοκήπια, γεώτρηση και αποθήκη εργαλείων.",),
        (G, F), (2800, 8000), LAND, PLOT, cost=(400, 1800),
    ),
)  # fmt: skip

GROUNDS = (
    Pattern(
        "Γήπεδο ποδοσφαίρου {of}",
        ("Γήπεδο με χλοοτάπητα, αποδυτήρια και μία πλευρά με κερκίδες.",),
        (K, G), (6200, 9800), LAND, PLOT, cost=(1800, 6000),
    ),
    Pattern(
        "Ανοιχτό γήπεδο καλαθοσφαίρισης, {street}",
        ("Ασφαλτοστρωμένο γήπεδο με δύο μπασκέτες και προβολείς.",),
        (K,), (450, 900), LAND, PLOT, cost=(150, 700),
    ),
)  # fmt: skip

ENERGY = (
    Pattern(
        "Στέγη για φωτοβολταϊκά, αντλιοστάσιο {of}",
        ("Επίπεδη στέγη με νότιο προσανατολισμό και υφιστάμενη παροχή μέσης τάσης.",),
        (E,), (120, 480), LAND, Shape.POINT, years=(1978, 2005), cost=(0, 200), closed=True,
    ),
    Pattern(
        "Γήπεδο για φωτοβολταϊκό πάρκο στη θέση «{spot}», {of}",
        ("Άγονη έκταση κοντά στη γραμμή μέσης τάσης, χωρίς σκίαση.",),
        (E,), (8000, 26000), LAND, PLOT, cost=(0, 260), closed=True,
    ),
    Pattern(
        "Παλιός υδροηλεκτρικός σταθμός {of}",
        ("Μικρός σταθμός σε κανάλι άρδευσης, εκτός λειτουργίας, με σωζόμενο στρόβιλο.",),
        (E, C), (60, 160), years=(1934, 1962), floors=(1, 1), cost=(300, 1100), closed=True,
    ),
)  # fmt: skip

EQUIPMENT = (
    Pattern(
        "Ξύλινα περίπτερα εκδηλώσεων, {number} τεμάχια",
        ("Λυόμενα περίπτερα για εμποροπανηγύρεις, με φωτισμό και ρολά.",),
        (C, B), group=THING, shape=NONE, cost=(100, 500), numbers=(4, 18),
    ),
    Pattern(
        "Εξέδρα εκδηλώσεων {number} τ.μ.",
        ("Μεταλλική εξέδρα που συναρμολογείται σε μισή ημέρα.",),
        (C,), group=THING, shape=NONE, cost=(80, 350), numbers=(24, 80),
    ),
    Pattern(
        "Θρυμματιστής κλαδιών",
        ("Ρυμουλκούμενος θρυμματιστής για κλαδιά έως δεκαπέντε εκατοστών.",),
        (G, R), group=THING, shape=DEPOT, cost=(200, 900),
    ),
    Pattern(
        "Κομποστοποιητές κήπου, {number} τεμάχια",
        ("Κάδοι τριακοσίων λίτρων που δεν διανεμήθηκαν στα νοικοκυριά.",),
        (R, G), group=THING, shape=NONE, cost=(0, 120), numbers=(20, 180), closed=True,
    ),
    Pattern(
        "Επαγγελματική κουζίνα μαγειρείου",
        ("Εστίες, φούρνος και ψυκτικός θάλαμος από το παλιό δημοτικό μαγειρείο.",),
        (K, B), group=THING, shape=DEPOT, cost=(100, 600),
    ),
    Pattern(
        "Ηχητική εγκατάσταση με {number} ηχεία",
        ("Φορητή εγκατάσταση ήχου με κονσόλα και ασύρματα μικρόφωνα.",),
        (C,), group=THING, shape=NONE, cost=(40, 260), numbers=(2, 8),
    ),
    Pattern(
        "Ηλεκτρογεννήτρια {number} kVA",
        ("Γεννήτρια πετρελαίου σε τρέιλερ, με ηχομονωτικό κάλυμμα.",),
        (E, C), group=THING, shape=DEPOT, cost=(150, 700), numbers=(20, 150),
    ),
    Pattern(
        "Ηλεκτρονικοί υπολογιστές, {number} τεμάχια",
        ("Υπολογιστές που αντικαταστάθηκαν, κατάλληλοι για μαθήματα και γραφείο.",),
        (K, R), group=THING, shape=NONE, cost=(0, 90), numbers=(6, 40), closed=True,
    ),
)  # fmt: skip

VEHICLES = (
    Pattern(
        "Τρακτέρ {number} ίππων",
        ("Γεωργικός ελκυστήρας με φρέζα και καταστροφέα.",),
        (F, G), group=THING, shape=DEPOT, years=(1994, 2016), cost=(300, 1500), numbers=(55, 120),
    ),
    Pattern(
        "Απορριμματοφόρο {number} κυβικών",
        ("Όχημα με πρέσα, εφεδρικό μετά την ανανέωση του στόλου.",),
        (X, R), group=THING, shape=DEPOT, years=(2001, 2015), cost=(900, 3800), numbers=(8, 18),
    ),
    Pattern(
        "Μικρό λεωφορείο {number} θέσεων",
        ("Λεωφορείο για μετακινήσεις ηλικιωμένων και μαθητών.",),
        (K, T), group=THING, shape=DEPOT, years=(2003, 2018), cost=(600, 2400), numbers=(14, 24),
    ),
    Pattern(
        "Ημιφορτηγό ανατρεπόμενο",
        ("Ημιφορτηγό με ανατρεπόμενη καρότσα και γάντζο.",),
        (G, R, X), group=THING, shape=NONE, years=(1998, 2017), cost=(400, 1600),
    ),
    Pattern(
        "Πλυστικό όχημα κάδων",
        ("Όχημα για το πλύσιμο κάδων, με δεξαμενή τεσσάρων κυβικών.",),
        (X,), group=THING, shape=DEPOT, years=(2000, 2014), cost=(700, 2900),
    ),
    Pattern(
        "Σάρωθρο πεζοδρομίων",
        ("Μικρό αναρροφητικό σάρωθρο για πεζόδρομους και πλατείες.",),
        (X,), group=THING, shape=NONE, years=(2005, 2019), cost=(500, 2100),
    ),
)  # fmt: skip

OTHER = (
    Pattern(
        "Παλιά σιδηροδρομική γραμμή, τμήμα {of}",
        ("Εγκαταλελειμμένο τμήμα γραμμής, κατάλληλο για ποδηλατόδρομο.",),
        (T, G), (1200, 3200), LAND, LINE, cost=(0, 400), closed=True,
    ),
    Pattern(
        "Λιθόστρωτο μονοπάτι {of}",
        ("Παλιό καλντερίμι που ένωνε τον οικισμό με τα χωράφια.",),
        (T, C, G), (500, 1800), LAND, LINE, cost=(0, 250),
    ),
    Pattern(
        "Παλιό υδραγωγείο {of}",
        ("Κτιστό αυλάκι με τόξα σε δύο σημεία, εκτός λειτουργίας.",),
        (C, T), (600, 1600), LAND, LINE, cost=(0, 500), closed=True,
    ),
    Pattern(
        "Υπαίθριο πλυσταριό και πηγή {of}",
        ("Πέτρινες γούρνες γύρω από πηγή, κάτω από πλάτανο.",),
        (C, T, G), (60, 220), LAND, PLOT, cost=(0, 150),
    ),
)  # fmt: skip

LANDS = {
    Kind.PLOT: PLOTS,
    Kind.FARMLAND: FARMS,
    Kind.SPORTS_OR_CULTURE: GROUNDS,
    Kind.ENERGY_SITE: ENERGY,
    Kind.EQUIPMENT: EQUIPMENT,
    Kind.VEHICLE: VEHICLES,
    Kind.OTHER: OTHER,
}
