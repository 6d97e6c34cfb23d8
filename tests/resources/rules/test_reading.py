import csv
import io
import tempfile
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO, cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inmeko.kernel.errors import RuleError
from inmeko.resources.rules.encodings import evidence, sniff
from inmeko.resources.rules.reading import ReadSettings, Row, Table, is_null, read_table
from inmeko.resources.rules.shape import guess_delimiter, guess_header, records
from inmeko.resources.rules.signatures import format_of
from tests.resources.rules.files import imported, stream

DELIMITERS = [";", ",", "\t", "|"]
LETTERS = "abcXYZ αβγδεζηθικλμνξοπρστυφχψωΆΈΉΐϋς0123456789;,|'\"\n\t=+-@"
cells = st.text(st.sampled_from(LETTERS), max_size=12)


@settings(max_examples=150, deadline=None)
@given(
    data=st.data(),
    delimiter=st.sampled_from(DELIMITERS),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "windows-1253", "iso-8859-7"]),
    width=st.integers(2, 6),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_any_table_reads_back_as_it_was_written(
    data: st.DataObject, delimiter: str, encoding: str, width: int, ending: str
) -> None:
    header = [f"column {at}" for at in range(1, width + 1)]
    rows = data.draw(st.lists(st.lists(cells, min_size=width, max_size=width), max_size=8))
    text = io.StringIO(newline="")
    writer = csv.writer(
        text,
        delimiter=delimiter,
        lineterminator=ending,
        # With a lone carriage return the minimal writer leaves line breaks in cells unquoted.
        quoting=csv.QUOTE_ALL if ending == "\r" else csv.QUOTE_MINIMAL,
    )
    writer.writerows([header, *rows])
    read_as = "utf-8" if encoding == "utf-8-sig" else encoding
    table = Table(io.BytesIO(text.getvalue().encode(encoding)), ReadSettings(read_as, delimiter, 1))
    assert list(table.columns) == header
    assert [list(row.cells.values()) for row in table] == [
        row for row in rows if any(cell.strip() for cell in row)
    ]


@example(b"\n;\x01")
@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_sentence(content: bytes) -> None:
    with suppress(RuleError):
        imported(io.BytesIO(content))


def zipped(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(name, content)
    return target.getvalue()


def rows(text: str, delimiter: str = ";", header_row: int = 1) -> list[Row]:
    return list(read_table(stream(text), ReadSettings("utf-8", delimiter, header_row)))


def test_a_row_is_numbered_by_the_line_where_it_begins() -> None:
    read = rows('α;β\n1;"δύο\nγραμμές"\n\n3;4\n')
    assert [row.number for row in read] == [2, 5]
    assert read[0].cells == {"α": "1", "β": "δύο\nγραμμές"}


def test_rows_of_empty_cells_are_passed_over() -> None:
    assert [row.number for row in rows("α;β\n;\n1;2\n ; \n;;;\n")] == [3]


def test_headers_that_repeat_or_are_empty_get_names_of_their_own() -> None:
    table = Table(stream("OBJECTID *;Shape;OBJECTID *;; Data;OBJECTID * (2)\n"), ReadSettings())
    assert table.columns == (
        "OBJECTID *",
        "Shape",
        "OBJECTID * (2)",
        "column 4",
        "Data",
        "OBJECTID * (2) (2)",
    )


def test_a_file_without_header_numbers_its_columns() -> None:
    read = rows("7251;Επισκευή\n7252;Συντήρηση\n", header_row=0)
    assert [row.cells for row in read] == [
        {"column 1": "7251", "column 2": "Επισκευή"},
        {"column 1": "7252", "column 2": "Συντήρηση"},
    ]


def test_short_rows_are_filled_up_and_long_ones_keep_their_surplus() -> None:
    short, long = rows("α;β;γ\n1;2\n1;2;3;4;;5\n")
    assert short.cells == {"α": "1", "β": "2", "γ": ""}
    assert long.surplus == ["4", "5"]


@pytest.mark.parametrize(
    "cell", ["", "  ", "(null)", "<Null>", "NULL", "-", "n/a", "N/A", "null", "—", "\u00a0"]
)
def test_many_words_mean_nothing(cell: str) -> None:
    assert is_null(cell)


@pytest.mark.parametrize("cell", ["0", "no", "όχι", "Κενό οικόπεδο", "-1"])
def test_other_words_mean_something(cell: str) -> None:
    assert not is_null(cell)


def test_the_stream_stays_open_for_its_owner() -> None:
    file = stream("α;β\n1;2\n")
    list(read_table(file, ReadSettings()))
    assert not file.closed


def test_an_uploaded_file_is_read_like_one_on_disk() -> None:
    with tempfile.SpooledTemporaryFile() as upload:
        upload.write("id;τίτλος\n1;Κτίριο\n2;Οικόπεδο\n".encode())
        upload.seek(0)
        _, tally = imported(cast(BinaryIO, upload))
        assert tally.read == 2
        assert not upload.closed


def test_a_file_cut_inside_a_quoted_cell_is_refused() -> None:
    with pytest.raises(RuleError, match="quoted cell of the row that begins on line 3"):
        rows('α;β\n1;2\n3;"κομμένο\nκαι άλλο\n')


def test_a_file_cut_in_its_last_row_is_refused() -> None:
    with pytest.raises(RuleError, match="on line 3, breaks off after 2 of 3 cells"):
        rows("α;β;γ\n1;2;3\n4;5")


def test_a_file_of_short_rows_is_not_taken_for_a_cut_one() -> None:
    assert len(rows("α;β;γ\n1;2\n4;5")) == 2


def test_a_wrong_encoding_names_the_byte_and_the_line() -> None:
    content = "α;β\n1;2\n".encode() + "3;Άλλο\n".encode("windows-1253")
    with pytest.raises(RuleError, match="Byte 13, on line 3, cannot be read as utf-8"):
        list(read_table(io.BytesIO(content), ReadSettings()))


def test_a_wrong_byte_far_down_is_found_too() -> None:
    content = b"a;b\n" + b"1;2\n" * 100_000 + b"\xc1;2\n"
    with pytest.raises(RuleError, match="Byte 400005, on line 100002"):
        list(read_table(io.BytesIO(content), ReadSettings()))


def test_a_nul_byte_names_its_line() -> None:
    with pytest.raises(RuleError, match="Line 2 holds a NUL byte"):
        rows("α;β\n1;\0\n")


def test_a_huge_cell_is_refused() -> None:
    with pytest.raises(RuleError, match="line 2 is longer"):
        rows(f"α;β\n1;{'x' * 100_001}\n")


def test_a_line_without_end_is_not_taken_into_memory() -> None:
    with pytest.raises(RuleError, match="line 2 is longer"):
        rows("α;β\n" + "x" * 3_000_000)


def test_a_row_of_ten_thousand_columns_is_refused() -> None:
    with pytest.raises(RuleError, match="10000 columns"):
        rows(";".join(map(str, range(10_000))) + "\n")


class Endless(io.RawIOBase):
    """A large file that is made while it is read."""

    def __init__(self, lines: int) -> None:
        self.lines, self.at, self.rest = lines, 0, "κωδικός;τίτλος\n".encode()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at, self.rest = 0, "κωδικός;τίτλος\n".encode()
        return 0

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        while len(self.rest) < len(buffer) and self.at < self.lines:
            self.at += 1
            self.rest += f"{self.at};Κτίριο με μακρύ όνομα {self.at}\n".encode()
        part, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def test_a_long_file_needs_little_memory() -> None:
    tracemalloc.start()
    file = cast(BinaryIO, io.BufferedReader(Endless(60_000)))
    count = len([1 for _ in read_table(file, ReadSettings())])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 60_000
    assert peak < 2_000_000


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        (b"", "The file is empty"),
        (b"\xef\xbb\xbf\r\n \n", "The file is empty"),
        (b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml", "only half of it arrived"),
        (zipped("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), "LibreOffice"),
        (zipped("word/document.xml", b"<w/>"), "This is a document, not a table"),
        (zipped("xl/workbook.bin", b"."), "xlsb"),
        (zipped("photo.jpg", b"."), "unpack"),
        (zipped("inner.zip", b"."), "archive inside this archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1" + b"\0" * 600 + "Workbook".encode("utf-16-le"), "old kind"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"\x00\x00\x27\x0a" + b"\0" * 96, "one part of a shapefile"),
        (b'{"rows": [1, 2]}', "no GeoJSON"),
        (b'[{"a": 1}]', "no GeoJSON"),
        (b'<?xml version="1.0"?><gml/>', "XML"),
        (b"\xff\xfe" + "<html>".encode("utf-16-le"), "HTML"),
        (b"<!DOCTYPE html><html>", "HTML"),
        (b"a;b\n1;\x00\n", "Line 2 holds a NUL byte"),
    ],
)
def test_other_files_are_known_by_their_first_bytes(head: bytes, sentence: str) -> None:
    with pytest.raises(RuleError, match=sentence):
        format_of(io.BytesIO(head))


GREEK = "κωδικός;τίτλος\n1;Άλλο κτίριο\n2;Οικόπεδο του Δήμου\n"


@pytest.mark.parametrize(
    ("text", "encoding", "guess"),
    [
        (GREEK, "utf-8", "utf-8"),
        (GREEK, "utf-8-sig", "utf-8"),
        (GREEK, "utf-16", "utf-16"),
        (GREEK, "windows-1253", "windows-1253"),
        (GREEK, "iso-8859-7", "iso-8859-7"),
        (GREEK, "cp737", "cp737"),
        ("ΟΔΟΣ;ΑΡΙΘΜΟΣ\nΑΓΙΑΣ ΛΑΥΡΑΣ;3\n", "windows-1253", "windows-1253"),
        ("α;β\nαπ’ ευθείας;2\n", "windows-1253", "windows-1253"),
        ("α;β\nΑΠ’ΕΥΘΕΙΑΣ;2\n", "iso-8859-7", "iso-8859-7"),
        ("nome;città\nPerché;è già così\n", "windows-1252", "windows-1252"),
        ("nome;città\nPerché;è già così\n", "mac-roman", "mac-roman"),
        ("nome;via\nVilla – vecchia;D’Annunzio\n", "windows-1252", "windows-1252"),
        ("plain;ascii\n1;2\n", "ascii", "utf-8"),
    ],
)
def test_the_encoding_is_told(text: str, encoding: str, guess: str) -> None:
    assert sniff(text.encode(encoding)).value == guess


def test_the_twins_are_told_apart_by_a_place_that_is_shown() -> None:
    guess = sniff(GREEK.encode("windows-1253"))
    assert guess.reason % guess.values == (
        "A place reads “;Άλλ” in windows-1253, but “;’λλ” in iso-8859-7"
    ) or "Άλλ" in str(guess.values["right"])
    assert guess.alternatives[0] == "iso-8859-7"


def test_letters_far_down_still_tell_the_encoding() -> None:
    content = b"a;b\n" + b"1;2\n" * 400_000 + "3;Άλλο κτίριο\n".encode("windows-1253")
    assert sniff(evidence(io.BytesIO(content))).value == "windows-1253"


def guessed(text: str) -> tuple[str, int]:
    delimiter = guess_delimiter(text, whole=True).value
    return delimiter, guess_header(records(text, delimiter, whole=True)).value


@pytest.mark.parametrize(
    ("text", "delimiter", "header"),
    [
        ("id;lon;lat\n1;23,7;38,0\n2;23,8;38,1\n", ";", 1),
        ('id,name\n1,"Αθήνα; κέντρο"\n2,"α; β; γ"\n', ",", 1),
        ("id\tname\n1\tα, β\n2\tγ, δ\n", "\t", 1),
        ("id|name\n1|α\n", "|", 1),
        ("Μητρώο ακινήτων 2025\n\nid;τίτλος;εμβαδόν\n1;α;2\n2;β;3\n3;γ;4\n", ";", 3),
        ("Μητρώο ακινήτων;;\n;;\nid;τίτλος;εμβαδόν\n1;α;2\n2;β;3\n", ";", 3),
        ("sep=;\nid;τίτλος\n1;α\n2;β\n3;γ\n", ";", 2),
        ("7251;Επισκευή\n7252;Συντήρηση\n", ";", 0),
        ("τίτλος;2024;2025\nα;1;2\nβ;3;4\n", ";", 1),
    ],
)
def test_delimiter_and_header_are_told(text: str, delimiter: str, header: int) -> None:
    assert guessed(text) == (delimiter, header)


def test_a_file_of_one_column_is_refused() -> None:
    with pytest.raises(RuleError, match="one column only"):
        guess_delimiter("τίτλος\nΚτίριο\nΟικόπεδο\n", whole=True)


def test_a_text_is_not_taken_for_a_table() -> None:
    letter = "Αγαπητέ κύριε, σας στέλνω, όπως είπαμε, τα στοιχεία\nτου κτιρίου\nΜε τιμή\nΑ, Β\n"
    with pytest.raises(RuleError, match="same number of cells"):
        guess_delimiter(letter, whole=True)


def test_rows_come_one_by_one() -> None:
    assert isinstance(read_table(stream("α;β\n1;2\n"), ReadSettings()), Iterator)


def test_a_header_that_names_one_column_of_two_is_a_header_still() -> None:
    numbered = [(1, ["id", ""]), (2, ["-", "0"]), (3, ["", "0"])]
    assert guess_header(numbered).value == 1
