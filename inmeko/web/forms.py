"""The base of all forms: CSRF, trimmed text, and a refusal put under the field it concerns."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, StringField

from inmeko.extensions import db
from inmeko.kernel.errors import DomainError
from inmeko.web.errors import sentence


def trimmed(text: object) -> object:
    """A text without blanks at its edges, and without the sign that no database keeps."""
    return text.replace("\0", "").strip() if isinstance(text, str) else text


class Form(FlaskForm):
    """A form of the house."""

    class Meta(FlaskForm.Meta):
        """What every field of a form is given."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Trim what is typed into text fields."""
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not kind.__name__.startswith("Password"):
                filters = [*unbound_field.kwargs.get("filters", ()), trimmed]
                return unbound_field.bind(form=form, filters=filters, **options)
            return unbound_field.bind(form=form, **options)

    def blame(self, error: DomainError) -> None:
        """Put a refusal under its field, or over the form, and undo what was flushed before it."""
        db.session.rollback()
        words = sentence(error)
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(words)
        else:
            field.errors = [*field.errors, words]
