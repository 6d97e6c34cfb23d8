"""The words by which registers in Greek, English and Italian name their columns."""

import re
from functools import lru_cache

from inmeko.kernel.text import fold, slug

# Phrases for each field, the surest first; read by `header_key`, so Greek typed in Latin matches.
HEADERS: dict[str, tuple[str, ...]] = {
    "title": (
        "τίτλος", "ονομασία", "όνομα", "ονομασία ακινήτου", "ονομασία κτιρίου", "ακίνητο",
        "κτίριο υπηρεσία", "κτίριο", "κτήριο", "υπηρεσία", "περιγραφή ακινήτου", "title", "name",
        "asset", "site name", "parcel name", "parcelname", "denominazione", "nome", "immobile",
        "oggetto", "περιγραφή", "description", "descrizione", "tipologia", "sottocategoria",
    ),
    "description": (
        "περιγραφή", "description", "descrizione", "αναλυτική περιγραφή", "details",
    ),
    "kind": (
        "είδος", "είδος ακινήτου", "τύπος", "τύπος ακινήτου", "κατηγορία", "κατηγορία ακινήτου",
        "kind", "type", "asset type", "property type", "usetype", "use type", "category",
        "sottocategoria", "tipologia", "tipo", "categoria", "genere",
    ),
    "condition": (
        "κατάσταση", "κατάσταση κτιρίου", "φυσική κατάσταση", "condition", "building condition",
        "stato di conservazione", "stato conservazione",
    ),
    "use": (
        "χρήση", "κατάσταση χρήσης", "τρέχουσα χρήση", "υφιστάμενη χρήση", "use", "current use",
        "use state", "usetype", "use type", "occupancy", "status", "uso", "stato d uso",
    ),
    "address": (
        "διεύθυνση", "διεύθυνση ακινήτου", "διεύθυνση φορέα", "οδός", "οδός αριθμός", "address",
        "street address", "street", "street name", "τοποθεσία", "θέση", "location", "indirizzo",
        "ubicazione", "via", "immobile",
    ),
    "street_number": (
        "αριθμός", "αρ", "αριθμός οδού", "αρ οδού", "number", "house number", "street number",
        "hnum", "no", "civico", "numero civico",
    ),
    "postcode": (
        "τκ", "τ κ", "ταχ κώδικας", "ταχυδρομικός κώδικας", "ταχ κωδ", "postcode",
        "postal code", "zip", "zip code", "zipcode", "cap",
    ),
    "kaek": ("καεκ", "κ α ε κ", "κωδικός κτηματολογίου", "kaek", "cadastral code"),
    "atak": ("ατακ", "α τ α κ", "atak"),
    "area_stated": (
        "εμβαδόν", "εμβαδό", "εμβαδόν τμ", "εμβαδόν σε τμ", "επιφάνεια", "επιφάνεια τμ", "τμ",
        "τ μ", "τετραγωνικά", "τετραγωνικά μέτρα", "έκταση", "έκταση τμ", "area", "area m2",
        "area sqm", "sqm", "m2", "superficie", "superficie mq", "mq",
    ),
    "floors": ("όροφοι", "αριθμός ορόφων", "floors", "storeys", "number of floors", "piani"),
    "year_built": (
        "έτος κατασκευής", "έτος ανέγερσης", "έτος", "year built", "year of construction",
        "construction year", "anno di costruzione", "anno costruzione",
    ),
    "utilities": ("δίκτυα", "παροχές", "συνδέσεις", "utilities", "utenze", "impianti"),
    "accessibility": ("προσβασιμότητα", "προσβασιμότητα αμεα", "accessibility", "accessibilità"),
    "ownership": (
        "ιδιοκτησία", "ιδιοκτησιακό καθεστώς", "καθεστώς", "κυριότητα", "ιδιοκτήτης",
        "ownership", "owner", "tenure", "proprietà",
    ),
    "encumbrances": ("βάρη", "εμπράγματα βάρη", "νομικά βάρη", "encumbrances", "gravami"),
    "kept_at": (
        "χώρος φύλαξης", "τόπος φύλαξης", "σημείο φύλαξης", "φυλάσσεται", "φυλάσσεται σε",
        "kept at", "stored at", "place of storage",
    ),
    "available_from": ("διαθέσιμο από", "διαθεσιμότητα", "available from", "disponibile dal"),
    "sectors": ("τομείς", "κλάδοι", "sectors", "settori"),
    "idle_cost": ("ετήσιο κόστος", "κόστος αργίας", "annual cost", "yearly cost", "costo annuo"),
    "notes": (
        "παρατηρήσεις", "σημειώσεις", "σχόλια", "notes", "remarks", "comments", "note",
        "osservazioni",
    ),
}  # fmt: skip

# Headers that hold one of these name where the asset is or who keeps it, not the asset.
NO_TITLE = frozenset(
    {
        "regione", "provincia", "comune", "distretto", "agency", "borough", "region", "owner",
        "δήμος", "δήμου", "νομός", "νομού", "περιφέρεια", "περιφέρειας", "shape", "ente",
    }
)  # fmt: skip

# What a register numbers its rows by; the last group are row numbers of exporting software.
REFERENCES: tuple[tuple[str, ...], ...] = (
    (
        "uid", "uuid", "guid", "id", "code", "κωδικός", "κωδ", "κωδικός ακινήτου", "ref",
        "reference", "α α", "αα", "αύξων αριθμός", "αρ μητρώου", "αριθμός μητρώου", "μητρώο",
        "identificativo", "codice", "codice bene", "s bene", "m bene", "asset id", "asset code",
        "registry number", "no", "numero", "αριθμός",
    ),
    ("objectid", "fid", "ogc fid", "gid", "oid", "rowid", "index", "row", "record"),
)  # fmt: skip

_CAMEL = re.compile(r"(?<=[a-zα-ω])(?=[A-ZΑ-Ω])")
_CUT = re.compile(r"[\W_]+")
_SOUNDS = (("ei", "i"), ("oi", "i"), ("y", "i"), ("ai", "e"), ("ks", "x"), ("ch", "h"))


def header_words(header: str) -> list[str]:
    """The folded words of a header, numbers dropped: `CoordX` is coord, x."""
    words = _CUT.split(fold(_CAMEL.sub(" ", header)))
    return [word for word in words if word and not word.isdigit()]


def header_key(header: str) -> str:
    """The words of a header in one Latin spelling: `diefthinsi_1` is «Διεύθυνση»."""
    return " ".join(_latin(word) for word in header_words(header))


@lru_cache(maxsize=4096)
def misspelt(key: str, phrase: str) -> bool:
    """Whether a header is a phrase with a slip of the pen: one in five letters, two in ten."""
    slips = 2 if len(phrase) >= 10 else 1
    if len(phrase) < 5 or abs(len(key) - len(phrase)) > slips or key[:1] != phrase[:1]:
        return False
    return key != phrase and _distance(key, phrase) <= slips


def _distance(one: str, other: str) -> int:
    """Letters to be changed, added, left out or exchanged with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _latin(word: str) -> str:
    latin = slug(word) or word
    for written, sound in _SOUNDS:
        latin = latin.replace(written, sound)
    return latin
