"""The report of a consultation: who took part, by kind and area; every theme; the whole list.

The language of acts is Greek, whatever the reader's. Nobody is named.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inmeko.consultations.rules.texts import CommentState, TextKind, ThemeAnswer, Voice
from inmeko.kernel.greek import minute, numbered
from inmeko.kernel.paper import Section, Table
from inmeko.kernel.sealing import in_fours
from inmeko.kernel.tables import sheet_text

TITLE = "Έκθεση διαβούλευσης"
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
# Fewer people of an area could be told apart.
FEWEST = 3
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


def sections(about: About, heard: Sequence[Heard], themes: Sequence[Answered]) -> list[Section]:
    """The report in its parts."""
    return [_text(about), _people(heard), _themes(heard, themes), _list(heard)]


def rows(heard: Sequence[Heard]) -> list[list[str | int]]:
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
        ]
        for one in heard
    ]


def sheets(told: Sequence[Section]) -> list[tuple[str, list[list[str]]]]:
    """Who took part and the themes for a workbook: a sheet each, its tables below each other."""
    return [
        (
            one.title,
            [
                [sheet_text(text) for text in row]
                for table in one.tables
                for row in (table.head, *table.rows, ())
            ],
        )
        for one in told[1:3]
    ]


def areas(heard: Sequence[Heard]) -> list[tuple[str, int]]:
    """How many comments came from each area; where few live, they are counted together."""
    counted = Counter(one.area for one in heard if one.area)
    large = sorted(((area, n) for area, n in counted.items() if n >= FEWEST), key=_largest)
    few = sum(n for n in counted.values() if n < FEWEST)
    silent = sum(not one.area for one in heard)
    rest = [("Λοιπές περιοχές", few)] if few else []
    return [*large, *rest, *([("Δεν δηλώθηκε", silent)] if silent else [])]


def _largest(row: tuple[str, int]) -> tuple[int, str]:
    return -row[1], row[0]


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


def _people(heard: Sequence[Heard]) -> Section:
    voices = Counter(one.voice for one in heard)
    total = numbered(len(heard), "σχόλιο", "σχόλια")
    supports = numbered(sum(one.supports for one in heard), "υποστήριξη", "υποστηρίξεις")
    kinds = tuple((VOICES[voice], str(voices[voice])) for voice in Voice if voices[voice])
    places = tuple((area, str(number)) for area, number in areas(heard))
    states = tuple(
        (STATES[state], str(number))
        for state in STATES
        if (number := sum(one.state is state for one in heard))
    )
    tables = (
        Table(("Εκ μέρους", "Σχόλια"), kinds, numeric=frozenset({1})),
        Table(("Περιοχή", "Σχόλια"), places, numeric=frozenset({1})),
        Table(("Κατάσταση", "Σχόλια"), states, numeric=frozenset({1})),
    )
    line = f"Υποβλήθηκαν {total}, με {supports}. Κανένα πρόσωπο δεν κατονομάζεται."
    return Section("Συμμετοχή", (line,), tables if heard else ())


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
            one.article,
            one.organisation or VOICES[one.voice],
            _said(one),
            str(one.supports),
            one.reply or "–",
        )
        for one in heard[:MOST_PRINTED]
    )
    head = ("Α/Α", "Άρθρο", "Εκ μέρους", "Σχόλιο", "Υποστηρίζουν", "Απάντηση του δήμου")
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
