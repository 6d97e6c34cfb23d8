"""Fields that forms of every domain share: moments in Athens time, lines, words of a table."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import DateTimeLocalInput

from inmeko.kernel.calendar import athens, from_athens
from inmeko.kernel.errors import DomainError
from inmeko.web.errors import sentence

FORMATS = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]


def words(labels: Mapping[Any, str], blank: str | None = None) -> list[SelectChoice]:
    """The members of a table of words, after an empty choice if one is named."""
    first = [SelectChoice("", blank)] if blank is not None else []
    return first + [
        SelectChoice(getattr(key, "value", key), _l(text)) for key, text in labels.items()
    ]


class AthensField(DateTimeLocalField):
    """A moment typed as the clocks of Athens show it; kept in UTC, to the second."""

    widget = DateTimeLocalInput()

    def __init__(self, label: str, validators: Any = None, **options: Any) -> None:
        """Take moments with and without seconds."""
        options.setdefault("render_kw", {"step": "1"})
        super().__init__(label, validators, format=FORMATS, **options)

    def _value(self) -> str:
        """What was typed, or the kept moment on the clocks of Athens."""
        if self.raw_data:
            return " ".join(self.raw_data)
        return athens(self.data).strftime(FORMATS[0]) if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a moment of the clocks of Athens; an hour that is skipped in spring is refused."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            typed = _read(valuelist[0].strip())
        except ValueError:
            self.data = None
            raise ValueError(str(_l("Write a day and an hour."))) from None
        try:
            self.data = from_athens(typed)
        except DomainError as error:
            self.data = None
            raise ValueError(sentence(error)) from None


def _read(text: str) -> datetime:
    for pattern in FORMATS:
        try:
            return datetime.strptime(text, pattern)
        except ValueError:
            continue
    raise ValueError(text)


class LinesField(TextAreaField):
    """Several short texts, one a line."""

    def _value(self) -> str:
        return "\n".join(self.data or ()) if not self.raw_data else str(self.raw_data[0])

    def process_formdata(self, valuelist: list[str]) -> None:
        """Each line that says something, in its order, none twice."""
        text = valuelist[0] if valuelist else ""
        lines = (" ".join(line.split()) for line in str(text).replace("\0", "").splitlines())
        self.data = list(dict.fromkeys(line for line in lines if line))


class WordField(SelectField):
    """One word of an enumeration."""

    def __init__(self, label: str, labels: Mapping[Any, str], **options: Any) -> None:
        """Offer the words of a table."""
        blank = options.pop("blank", None)
        options.setdefault("choices", lambda: words(labels, blank))
        super().__init__(label, **options)


class WordsField(SelectMultipleField):
    """Several words of an enumeration."""

    def __init__(self, label: str, labels: Mapping[Any, str], **options: Any) -> None:
        """Offer the words of a table."""
        options.setdefault("choices", lambda: words(labels))
        super().__init__(label, **options)
