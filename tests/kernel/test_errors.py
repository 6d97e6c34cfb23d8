import pickle

import pytest

from inmeko.kernel import errors

KINDS = [
    errors.RuleError,
    errors.ConflictError,
    errors.NotFoundError,
    errors.ForbiddenError,
    errors.TooManyError,
]


def test_a_refusal_keeps_its_message_untranslated_and_apart_from_its_values() -> None:
    error = errors.RuleError("%(n)s is too many", field="floors", values={"n": 99})
    assert (error.message, error.field, error.values) == (
        "%(n)s is too many",
        "floors",
        {"n": 99},
    )
    assert str(error) == "99 is too many"


def test_a_percent_sign_without_values_is_only_a_percent_sign() -> None:
    assert str(errors.RuleError("More than 100% is not possible")) == (
        "More than 100% is not possible"
    )


def test_a_refusal_does_not_change_with_the_values_it_was_made_from() -> None:
    values: dict[str, object] = {"n": 1}
    error = errors.RuleError("%(n)s", values=values)
    values["n"] = 2
    assert str(error) == "1"


@pytest.mark.parametrize("kind", KINDS)
def test_every_refusal_is_a_domain_error_and_survives_pickling(
    kind: type[errors.DomainError],
) -> None:
    error = pickle.loads(pickle.dumps(kind("No %(x)s", field="f", values={"x": "y"})))
    assert isinstance(error, errors.DomainError)
    assert (type(error), str(error), error.field) == (kind, "No y", "f")
