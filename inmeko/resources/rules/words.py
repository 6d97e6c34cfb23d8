"""The words by which registers in Greek, English and Italian say what an asset is and how."""

from enum import StrEnum
from functools import lru_cache

from inmeko.accounts.rules import Sector
from inmeko.kernel.text import search_key
from inmeko.resources.rules.asset import (
    LABELS,
    Access,
    AssetState,
    Certainty,
    Condition,
    Kind,
    Ownership,
    Use,
    Utility,
)

# The labels as our own export in Greek and our pages write them; the catalogue must agree.
GREEK: dict[type[StrEnum], dict[str, str]] = {
    Kind: {
        "building": "Κτίριο",
        "part_of_building": "Τμήμα κτιρίου",
        "shop_or_office": "Κατάστημα ή γραφείο",
        "plot": "Οικόπεδο",
        "farmland": "Αγροτική γη",
        "school": "Σχολείο",
        "sports_or_culture": "Αθλητική ή πολιτιστική εγκατάσταση",
        "energy_site": "Ενεργειακή εγκατάσταση",
        "equipment": "Εξοπλισμός",
        "vehicle": "Όχημα",
        "other": "Άλλο είδος",
    },
    Condition: {
        "good": "Καλή κατάσταση",
        "fair": "Μέτρια κατάσταση",
        "poor": "Κακή κατάσταση",
        "ruin": "Ερείπιο",
        "unknown": "Άγνωστη κατάσταση",
    },
    Use: {
        "idle": "Αναξιοποίητο",
        "underused": "Υποχρησιμοποιούμενο",
        "in_use": "Σε χρήση",
        "unknown": "Άγνωστη χρήση",
    },
    Certainty: {
        "certain": "Βέβαιο",
        "likely": "Πιθανό",
        "uncertain": "Αβέβαιο",
    },
    Access: {
        "yes": "Προσβάσιμο",
        "partly": "Μερικώς προσβάσιμο",
        "no": "Μη προσβάσιμο",
        "unknown": "Άγνωστη προσβασιμότητα",
    },
    Ownership: {
        "municipal": "Δημοτική ιδιοκτησία",
        "leased": "Μισθωμένο από τον δήμο",
        "state": "Ιδιοκτησία του Δημοσίου",
        "private": "Ιδιωτική ιδιοκτησία",
        "church": "Εκκλησιαστική ιδιοκτησία",
        "shared": "Συνιδιοκτησία",
        "unknown": "Άγνωστη ιδιοκτησία",
    },
    Utility: {
        "water": "Ύδρευση",
        "electricity": "Ηλεκτρικό ρεύμα",
        "gas": "Φυσικό αέριο",
        "heating": "Θέρμανση",
        "sewer": "Αποχέτευση",
        "internet": "Διαδίκτυο",
    },
    Sector: {
        "cleaning": "Καθαριότητα",
        "recycling": "Ανακύκλωση",
        "green_spaces": "Χώροι πρασίνου",
        "energy": "Ενέργεια",
        "consumer": "Καταναλωτικά αγαθά",
        "social_farm": "Κοινωνικό αγρόκτημα",
        "culture": "Πολιτισμός",
        "care": "Φροντίδα",
        "tourism": "Τουρισμός",
        "other": "Άλλος τομέας",
    },
    AssetState: {
        "current": "Στο μητρώο",
        "retired": "Αποσυρμένος",
    },
}

# Beginnings of folded words, the more telling first: each row is tried before the next.
STEMS: dict[type[StrEnum], tuple[tuple[StrEnum, tuple[str, ...]], ...]] = {
    Kind: (
        (Kind.PART_OF_BUILDING, ("τμημα κτιρ", "διαμερισμα", "οροφοσ", "ισογειο", "υπογειο",
                                 "αιθουσα", "οριζοντια", "part of", "apartment", "appartament",
                                 "box", "cantina", "autorimessa",
                                 "lastric")),
        (Kind.SPORTS_OR_CULTURE, ("γυμναστηρ", "γηπεδο", "σταδιο", "κολυμβητ", "αθλητ",
                                  "μουσει", "βιβλιοθηκ", "θεατρ", "πολιτιστ", "πνευματικο κεντρ",
                                  "sport", "stadium", "museum", "library", "theat", "cultur",
                                  "palestra", "museo", "teatro", "bibliotec")),
        (Kind.SHOP_OR_OFFICE, ("καταστημα", "γραφει", "μαγαζι", "περιπτερ", "shop", "office",
                               "store", "retail", "negozio", "ufficio")),
        (Kind.SCHOOL, ("σχολ", "νηπιαγωγ", "δημοτικο σχ", "γυμνασιο", "λυκειο", "παιδεια",
                       "εκπαιδευτ", "παιδικοσ σταθμ", "school", "kindergarten", "scuola",
                       "asilo")),
        (Kind.ENERGY_SITE, ("φωτοβολτ", "ανεμογεν", "ενεργειακ", "υποσταθμ", "solar", "wind",
                            "energy", "fotovolt", "energetic")),
        (Kind.FARMLAND, ("αγρο", "καλλιεργ", "ελαιων", "αμπελ", "βοσκ", "χωραφι", "farm",
                         "agricult", "orchard", "terreno agric", "uliveto", "vigneto")),
        (Kind.PLOT, ("οικοπεδ", "ακαλυπτ", "εκταση", "γεωτεμ", "plot",
                     "vacant land", "land", "parcel", "lot", "terreno", "area edific")),
        (Kind.VEHICLE, ("οχημα", "αυτοκιν", "φορτηγ", "λεωφορει", "vehicle", "truck", "van",
                        "car", "veicolo", "autocarro")),
        (Kind.EQUIPMENT, ("εξοπλισμ", "μηχανημα", "επιπλα", "equipment", "machine", "tool",
                          "attrezzatur", "macchinar")),
        (Kind.BUILDING, ("κτιρ", "κτηρ", "οικια", "κατοικ", "μονοκατοικ", "αποθηκ", "εργοστασ",
                         "πυργ", "building", "house", "warehouse", "factory", "edificio",
                         "fabbricat", "villa", "villett", "casa", "capannone", "palazz")),
        (Kind.OTHER, ("αλλο", "other", "altro")),
    ),
    Condition: (
        (Condition.RUIN, ("ερειπ", "κατεδαφ", "ετοιμορροπ", "ruin", "derelict", "collaps",
                          "ruder")),
        (Condition.POOR, ("κακ", "ασχημ", "επισκευ", "poor", "bad", "scars", "pessim", "cattiv")),
        (Condition.FAIR, ("μετρι", "μεσαι", "fair", "average", "medioc", "discret", "sufficient")),
        (Condition.GOOD, ("καλ", "αριστ", "πολυ καλ", "νεο", "good", "excellent", "new", "buon",
                          "ottim")),
        (Condition.UNKNOWN, ("αγνωστ", "unknown", "ignot")),
    ),
    Use: (
        (Use.UNDERUSED, ("υποχρησιμ", "μερικ", "περιστασ", "underuse", "partly", "partial",
                         "sottoutil")),
        (Use.IDLE, ("αδειο", "κενο", "κενη", "σχολαζ", "ανενεργ", "αχρησιμοπ", "εγκαταλ",
                    "εκτοσ χρησ", "δεν χρησιμ", "μη χρησιμ", "χωρισ χρηση", "αναξιοπ", "αδραν",
                    "idle",
                    "vacant", "no use", "unused", "not used", "empty", "not in use", "disused",
                    "inutilizz", "vuot", "liber", "abbandon")),
        (Use.IN_USE, ("σε χρηση", "χρησιμοπ", "ενεργ", "λειτουργ", "μισθωμεν", "in use", "used",
                      "active", "occupied", "utilizzat", "occupat")),
        (Use.UNKNOWN, ("αγνωστ", "unknown", "ignot")),
    ),
    Certainty: (
        (Certainty.UNCERTAIN, ("αβεβαι", "uncertain", "incert")),
        (Certainty.LIKELY, ("πιθαν", "likely", "probab")),
        (Certainty.CERTAIN, ("βεβαι", "σιγουρ", "certain", "sure", "cert")),
    ),
    Access: (
        (Access.PARTLY, ("μερικ", "εν μερει", "partly", "partial", "parzial")),
        (Access.NO, ("οχι", "μη προσβ", "no", "not acc", "inaccess")),
        (Access.YES, ("ναι", "προσβασιμ", "yes", "accessib", "si")),
        (Access.UNKNOWN, ("αγνωστ", "unknown")),
    ),
    Ownership: (
        (Ownership.LEASED, ("μισθ", "leased", "rent", "affitt")),
        (Ownership.SHARED, ("συνιδιοκτ", "εξ αδιαιρετου", "shared", "joint", "comproprie")),
        (Ownership.STATE, ("δημοσι", "κρατικ", "state", "public", "national", "statal",
                           "demanial")),
        (Ownership.MUNICIPAL, ("δημοτικ", "δημου", "δημοσ", "municipal", "city", "council",
                               "comunal", "comune")),
        (Ownership.CHURCH, ("εκκλησ", "ιερα", "μοναστηρ", "church", "parish", "ecclesia")),
        (Ownership.PRIVATE, ("ιδιωτ", "private", "privat")),
        (Ownership.UNKNOWN, ("αγνωστ", "unknown", "ignot")),
    ),
    Utility: (
        (Utility.WATER, ("υδρευ", "νερο", "water", "acqua")),
        (Utility.ELECTRICITY, ("ηλεκτρ", "ρευμα", "electric", "power", "elettric")),
        (Utility.GAS, ("αεριο", "φυσικο αερ", "gas")),
        (Utility.HEATING, ("θερμανσ", "heating", "riscald")),
        (Utility.SEWER, ("αποχετ", "sewer", "drain", "fogna")),
        (Utility.INTERNET, ("διαδικτυ", "ιντερνετ", "internet", "broadband", "fibre", "fiber")),
    ),
    Sector: (
        (Sector.CLEANING, ("καθαρι", "cleaning", "pulizi")),
        (Sector.RECYCLING, ("ανακυκλ", "recycl", "ricicl")),
        (Sector.GREEN_SPACES, ("πρασιν", "green", "verde")),
        (Sector.ENERGY, ("ενεργ", "energy", "energi")),
        (Sector.CONSUMER, ("καταναλωτ", "consumer", "consum")),
        (Sector.SOCIAL_FARM, ("κοινωνικο αγρ", "αγρο", "farm", "agricol")),
        (Sector.CULTURE, ("πολιτισ", "cultur")),
        (Sector.CARE, ("φροντιδ", "care", "assist")),
        (Sector.TOURISM, ("τουρισ", "touris", "turis")),
        (Sector.OTHER, ("αλλο", "other", "altro")),
    ),
}  # fmt: skip


def word_key(text: str) -> str:
    """A value folded for comparison with our words."""
    return search_key(text).strip()


# A register says the same few words in its thousands of rows.
@lru_cache(maxsize=4096)
def our_word(words: type[StrEnum], text: str) -> StrEnum | None:
    """The word of ours that a register's word means, by value, label or beginning of a word."""
    key = word_key(text)
    exact = _EXACT[words].get(key)
    if exact is not None:
        return exact
    for word, stems in STEMS.get(words, ()):
        if any(_begins(key, stem) for stem in stems):
            return word
    return None


def _begins(key: str, stem: str) -> bool:
    # A stem of three letters would begin too many words: it must be a whole one.
    if len(stem) <= 3:
        return f" {stem} " in f" {key} "
    return f" {stem}" in f" {key}"


_EXACT: dict[type[StrEnum], dict[str, StrEnum]] = {
    words: {
        word_key(text): word
        for word in words
        for text in (word.value, LABELS[words][word], GREEK[words][word])
    }
    for words in GREEK
}
