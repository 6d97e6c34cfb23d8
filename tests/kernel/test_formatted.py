"""Texts keep their formatting whether they are typed or pasted, and nothing that harms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inmeko.calls.rules.templates import TEMPLATES
from inmeko.kernel import formatted as texts

TYPED = """Πρώτη **έντονη** γραμμή
δεύτερη γραμμή

## Τίτλος

- ένα
- δύο *πλάγια*

1. άλφα
2. βήτα

Δείτε το [gov.gr](https://www.gov.gr/ipiresies?a=1&b=2)."""


def test_what_is_typed_becomes_few_plain_tags() -> None:
    assert texts.to_html(TYPED) == (
        "<p>Πρώτη <strong>έντονη</strong> γραμμή<br>δεύτερη γραμμή</p><h3>Τίτλος</h3>"
        "<ul><li>ένα</li><li>δύο <em>πλάγια</em></li></ul><ol><li>άλφα</li><li>βήτα</li></ol>"
        '<p>Δείτε το <a href="https://www.gov.gr/ipiresies?a=1&amp;b=2" '
        'rel="noopener noreferrer">gov.gr</a>.</p>'
    )


def test_what_is_kept_is_typed_again_as_it_was() -> None:
    assert texts.to_typed(texts.to_html(TYPED)) == TYPED


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.key)
def test_the_texts_of_the_templates_survive_the_editor(template) -> None:
    text = template.content("Δήμος Δοκιμής").text
    assert texts.clean(text) == text
    assert texts.to_html(texts.to_typed(text)) == text


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("<p onclick='x()'>α</p><script>alert(1)</script>", "<p>α</p>"),
        ("<h1>α</h1><div>β</div><b>γ</b>", "<h3>α</h3><p>β</p><strong>γ</strong>"),
        ("<p><a href='javascript:x()'>α</a></p>", '<p><a rel="noopener noreferrer">α</a></p>'),
        ("<p>α<img src=x onerror=y></p>", "<p>α</p>"),
        ("<p style='color:red'>α<iframe src=x></iframe></p>", "<p>α</p>"),
    ],
)
def test_what_is_pasted_loses_whatever_could_harm(pasted, kept) -> None:
    assert texts.to_html(pasted) == kept


@given(st.text(max_size=300))
def test_no_text_brings_a_tag_of_its_own(typed: str) -> None:
    kept = texts.to_html(typed)
    assert "<script" not in kept
    assert texts.clean(kept) == kept


def test_open_places_are_found_and_links_are_none() -> None:
    html = texts.to_html("Η υπ’ αριθ. [αριθμός] απόφαση, [δείτε](https://gov.gr)")
    assert texts.placeholders(html) == ["αριθμός"]
    assert texts.plain("<p>α &amp; β</p><p>γ</p>") == "α & β γ"
