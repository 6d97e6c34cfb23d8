import csv
import io
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from inmeko.kernel.errors import RuleError
from inmeko.resources.rules.asset import FIELD
from inmeko.resources.rules.outcome import Fate
from tests.resources.rules.files import imported

HEADERS = [
    "id", "κωδικός", "τίτλος", "είδος", "χρήση", "κατάσταση", "διεύθυνση", "αριθμός", "τκ",
    "εμβαδόν", "όροφοι", "έτος κατασκευής", "x", "y", "lon", "lat", "wkt", "OBJECTID", "",
    "παρατηρήσεις", "διαθέσιμο από", "καεκ", "δίκτυα", *FIELD,
]  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(
        ["", "-", "<Null>", "0", "23,7", "37.9", "482769,5", "4211781", "1e400", "nan", "inf", "∞",
         "9" * 50, "POINT (23.7 37.9)", "POINT (nan nan)", "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))",
         "SRID=99999;POINT (1 2)", "GEOMETRYCOLLECTION EMPTY", "24/07/2013", "31/02/2013", "κτίριο",
         "ναι", "%s %(x)s 100%", "=1+1", "15122", "050681726008", "①", "٣", "\ud7ff", "²"]
    ),
    st.text(max_size=30).filter(lambda text: "\0" not in text),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.data(), st.integers(2, 9), st.integers(1, 5))
def test_any_table_comes_in_or_is_refused_in_sentences(
    data: st.DataObject, width: int, length: int
) -> None:
    header = data.draw(st.lists(st.sampled_from(HEADERS), min_size=width, max_size=width))
    rows = data.draw(
        st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=length, max_size=length)
    )
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL).writerows([header, *rows])
    with suppress(RuleError, UnicodeEncodeError):
        _, tally = imported(io.BytesIO(text.getvalue().encode()))
        report = tally.to_json()
        assert report["read"] == sum(report[fate.value] for fate in Fate) <= length
        assert all(one["message"] and one["row"] >= 2 for one in report["rejections"])
