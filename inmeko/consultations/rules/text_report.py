"""The report of a consultation: who took part, by kind and area; every theme; the whole list.

The language of acts is Greek, whatever the reader's. Nobody is named.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inmeko.consultations.rules import text_counts
from inmeko.consultations.rules.text_counts import Part
from inmeko.consultations.rules.text_map import said_place
from inmeko.consultations.rules.texts import CommentState, TextKind, ThemeAnswer, Voice
from inmeko.kernel.greek import minute
from inmeko.kernel.paper import Section, Table
from inmeko.kernel.sealing import in_fours
from inmeko.kernel.tables import sheet_text

TITLE = "Έκθεση διαβούλευσης"
DRAFT_TITLE = "Σχέδιο έκθεσης διαβούλευσης"
DRAFT = "ΣΧΕΔΙΟ – δεν έχει εκδοθεί"
KINDS = {
    TextKind.PLAN: "Σχέδιο",
    TextKind.STUDY: "Μελέτη",
    TextKind.TERMS: "Όροι πρόσκλησης",
    TextKind.REGULATION: "Κανονισμός",
}
VERDICTS = {
    ThemeAnswer.ACCEPTED: "Έγινε δεκτό",
    ThemeAnswer.PARTLY: "Έγινε εν μέρει δεκτό",
    ThemeAnswer.DECLINED: "Δεν έγινε δεκτό",
}
VOICES = {Voice.PERSON: "Πρόσωπο", Voice.ORGANISATION: "Οργάνωση"}
STATES = {
    CommentState.PUBLIC: "Δημόσιο",
    CommentState.HIDDEN: "Αποκρύφτηκε",
    CommentState.WITHDRAWN: "Αποσύρθηκε",
}
# A paper with thousands of rows is read by nobody and written for minutes; the tables hold all.
MOST_PRINTED = 300
HEAD = (
    "Αριθμός",
    "Άρθρο",
    "Κατάσταση",
    "Εκ μέρους",
    "Οργάνωση",
    "Σχόλιο",
    "Υποβλήθηκε",
    "Υποστηρίζουν",
    "Θέμα",
    "Απάντηση του δήμου",
    "Λόγος απόκρυψης",
    "Τόπος",
    "Γεωγρ. μήκος (WGS84)",
    "Γεωγρ. πλάτος (WGS84)",
)


@dataclass(frozen=True)
class Heard:
    """A comment as everybody may know it."""

    number: int
    article: str
    state: CommentState
    voice: Voice
    organisation: str
    area: str
    text: str
    written_at: datetime
    supports: int
    reply: str = ""
    hidden_reason: str = ""
    theme: str | None = None
    # Of a comment on a place: the shape of the map, what was typed, the point (WGS84).
    feature: str = ""
    address: str = ""
    x: float | None = None
    y: float | None = None

    @property
    def place(self) -> str:
        """The place in words; none of a comment on an article."""
        return said_place(self.feature, self.address, self.x, self.y)


@dataclass(frozen=True)
class Answered:
    """A theme with its answer."""

    title: str
    verdict: ThemeAnswer | None
    reasons: str
    article: str


@dataclass(frozen=True)
class Document:
    """A document that was put to the public with the text."""

    name: str
    bytes: int
    added_at: datetime
    sha256: str


@dataclass(frozen=True)
class About:
    """The text that was consulted."""

    title: str
    kind: TextKind
    town: str
    published_at: datetime | None
    closes_at: datetime | None
    documents: Sequence[Document] = ()


def sections(
    about: About,
    heard: Sequence[Heard],
    themes: Sequence[Answered],
    parts: Sequence[Part] = (),
) -> list[Section]:
    """The report in its parts."""
    return [_text(about), _people(heard, parts), _themes(heard, themes), _list(heard)]


def rows(heard: Sequence[Heard]) -> list[list[str | int | float]]:
    """The whole list for spreadsheets; a comment that looks like a formula is a comment."""
    return [
        [
            one.number,
            sheet_text(one.article),
            STATES[one.state],
            VOICES[one.voice],
            sheet_text(one.organisation),
            sheet_text(one.text),
            minute(one.written_at),
            one.supports,
            sheet_text(one.theme or ""),
            sheet_text(one.reply),
            sheet_text(one.hidden_reason),
            sheet_text(one.place),
            "" if one.x is None else one.x,
            "" if one.y is None else one.y,
        ]
        for one in heard
    ]


def sheets(told: Sequence[Section]) -> list[tuple[str, list[tuple[list[str], list[list[str]]]]]]:
    """Who took part and the themes for a workbook: a sheet each, its tables as (head, rows)."""
    return [(one.title, [_guarded(table) for table in one.tables]) for one in told[1:3]]


def _guarded(table: Table) -> tuple[list[str], list[list[str]]]:
    head, *rows = ([sheet_text(text) for text in row] for row in (table.head, *table.rows))
    return head, rows


def _text(about: About) -> Section:
    papers = tuple(
        (one.name, f"{-(-one.bytes // 1024)} kB", minute(one.added_at), in_fours(one.sha256))
        for one in about.documents
    )
    head = ("Έγγραφο", "Μέγεθος", "Αναρτήθηκε", "SHA-256")
    return Section(
        "Το κείμενο",
        (
            f"{KINDS[about.kind]}: {about.title}.",
            f"Διαβούλευση από {minute(about.published_at)} έως {minute(about.closes_at)}.",
        ),
        (Table(head, papers, "Έγγραφα που συνόδευαν το κείμενο"),) if papers else (),
    )


def _people(heard: Sequence[Heard], parts: Sequence[Part]) -> Section:
    supports, who = sum(one.supports for one in heard), text_counts.people(parts)
    kinds = tuple((VOICES[one], str(n), str(said)) for one, n, said in text_counts.voices(parts))
    areas = text_counts.areas(parts)
    places = tuple((one.name, str(one.people), str(one.comments)) for one in areas)
    states = tuple(
        (STATES[state], str(number))
        for state in STATES
        if (number := sum(one.state is state for one in heard))
    )
    counts, counted = ("Συμμετέχοντες", "Σχόλια"), frozenset({1, 2})
    tables = (
        Table(("Εκ μέρους", *counts), kinds, numeric=counted),
        *(
            [Table(("Περιοχή", "Συμμετέχοντες", "Σχόλια"), places, numeric=counted)]
            if places
            else []
        ),
        Table(("Κατάσταση", "Σχόλια"), states, numeric=frozenset({1})),
    )
    lines = (
        f"Σχόλια: {len(heard)}. Υποστηρίξεις: {supports}. Συμμετέχοντες: {who}. "
        "Κανένα πρόσωπο δεν κατονομάζεται.",
        f"Περιοχές με λιγότερους από {text_counts.FEWEST} συμμετέχοντες αναφέρονται μαζί, ώστε να "
        "μην αναγνωρίζεται κανείς· αν και όλες μαζί έχουν λιγότερους, δεν αναφέρονται. Όποιος "
        "απέσυρε το σχόλιό του δεν μετράται στους συμμετέχοντες.",
    )
    return Section("Συμμετοχή", lines if heard else lines[:1], tables if heard else ())


def _themes(heard: Sequence[Heard], themes: Sequence[Answered]) -> Section:
    if not themes:
        return Section("Θέματα και απαντήσεις", ("Δεν έχουν διατυπωθεί θέματα.",))
    number = Counter(one.theme for one in heard)
    found = tuple(
        (
            one.title,
            str(number[one.title]),
            VERDICTS[one.verdict] if one.verdict else "Εκκρεμεί",
            one.reasons or "–",
            one.article or "–",
        )
        for one in themes
    )
    head = ("Θέμα", "Σχόλια", "Απάντηση", "Αιτιολογία", "Άρθρο που άλλαξε")
    return Section("Θέματα και απαντήσεις", (), (Table(head, found, numeric=frozenset({1})),))


def _list(heard: Sequence[Heard]) -> Section:
    if not heard:
        return Section("Όλα τα σχόλια", ("Δεν υποβλήθηκαν σχόλια.",))
    found = tuple(
        (
            str(one.number),
            one.article or one.place or "–",
            one.organisation or VOICES[one.voice],
            _said(one),
            str(one.supports),
            one.reply or "–",
        )
        for one in heard[:MOST_PRINTED]
    )
    head = ("Α/Α", "Άρθρο ή τόπος", "Εκ μέρους", "Σχόλιο", "Υποστηρίζουν", "Απάντηση του δήμου")
    more = (
        f"Τυπώνονται τα πρώτα {MOST_PRINTED} από {len(heard)} σχόλια· όλα περιέχονται στα αρχεία "
        "XLSX και CSV της έκθεσης.",
    )
    lines = more if len(heard) > MOST_PRINTED else ()
    return Section("Όλα τα σχόλια", lines, (Table(head, found, numeric=frozenset({0, 4})),))


def _said(one: Heard) -> str:
    if one.state is CommentState.HIDDEN:
        return f"Αποκρύφτηκε: {one.hidden_reason}"
    return one.text or "Αποσύρθηκε από τον συντάκτη του."
