"""How records are dressed for templates of every domain: histories, lists of files, sizes."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask import Blueprint, url_for
from flask_babel import format_datetime, format_decimal, gettext
from jinja2.utils import urlize
from markupsafe import Markup

from inmeko.accounts.models import User
from inmeko.accounts.rules import ORGANISATION_LABELS, ROLE_LABELS, SECTOR_LABELS
from inmeko.records.models import Attachment
from inmeko.records.queries import Deed, Person
from inmeko.records.rules import DIRECTION_LABELS
from inmeko.records.rules.audit_words import DEED_LABELS, FIELD_LABELS
from inmeko.records.rules.files import TYPES

pages = Blueprint("records", "inmeko.records", template_folder="templates")

LONGEST_VALUE = 300
NO_LABELS: Mapping[str, str] = MappingProxyType({})
WORDS: Mapping[str, Mapping[str, str]] = {
    "direction": {direction.value: label for direction, label in DIRECTION_LABELS.items()},
    "role": {role.value: label for role, label in ROLE_LABELS.items()},
    "kind": {kind.value: label for kind, label in ORGANISATION_LABELS.items()},
    "sectors": dict(SECTOR_LABELS),
}


@dataclass(frozen=True)
class Teller:
    """How a domain above tells the deeds on its things: names of fields, values, the page."""

    labels: Mapping[str, str]
    tell: Callable[[list[Deed]], list[Deed]]
    page: Callable[[int], str]


# Kept to prove what a file held, but of no use to a reader.
UNSHOWN = {"sha256"}


@pages.app_template_filter("as_timeline")
def as_timeline(deeds: Iterable[Deed], labels: Mapping[str, str] = {}) -> list[dict[str, Any]]:
    """Deeds as the timeline macro shows them; `labels` names the fields of a domain (msgids)."""
    return [
        {
            "title": word(deed.deed, DEED_LABELS),
            "when": format_datetime(deed.at, "d MMM y, HH:mm"),
            "who": who(deed.who),
            "changes": changed(deed, labels),
        }
        for deed in deeds
    ]


def changed(deed: Deed, labels: Mapping[str, str] = NO_LABELS) -> list[dict[str, str]]:
    """The fields that a deed changed, in words."""
    return [
        {
            "field": word(change.field, {**FIELD_LABELS, **labels}),
            "before": value(change.before, WORDS.get(change.field, NO_LABELS)),
            "after": value(change.after, WORDS.get(change.field, NO_LABELS)),
        }
        for change in deed.changes
        if change.field not in UNSHOWN
    ]


@pages.app_template_filter("as_files")
def as_files(attachments: Iterable[Attachment], private: str | None = None) -> list[dict[str, Any]]:
    """Attachments as the file list macro shows them; `private` marks those not for the public."""
    return [
        {
            "name": attachment.filename,
            "url": file_url(attachment),
            "kind": TYPES[attachment.media_type].name,
            "size": size(attachment.size),
            "note": format_datetime(attachment.added_at, "d MMM y"),
            "tag": None if attachment.public else private,
        }
        for attachment in attachments
    ]


@pages.app_template_filter("file_url")
def file_url(attachment: Attachment, size: int | None = None) -> str:
    """The address of a file; with a size of 400, of its small picture."""
    return url_for(
        "files.download", attachment_id=attachment.id, name=attachment.filename, size=size
    )


@pages.app_template_filter("file_size")
def size(count: int) -> str:
    """A size in bytes as people say it: «1,2 MB»."""
    if count < 1024 * 1024:
        return f"{format_decimal(-(-count // 1024), format='#,##0')} KB"
    return f"{format_decimal(count / 1024 / 1024, format='#,##0.0')} MB"


@pages.app_template_filter("who")
def who(person: Person | None) -> str:
    """The name of somebody who did something."""
    if person is None:
        return str(gettext("automatically"))
    return person.name or str(gettext("deleted account"))


@pages.app_template_filter("author")
def author(user: User | None) -> str:
    """The name of the account that a record belongs to."""
    if user is None:
        return who(None)
    return who(Person(user.id, None if user.deleted_at else user.name or user.email))


@pages.app_template_filter("linked")
def linked(text: str) -> Markup:
    """A text as HTML in which addresses can be followed; whatever else it holds stays text."""
    return Markup(urlize(text).replace("<a ", '<a class="govgr-link" '))


def word(name: str, labels: Mapping[str, str]) -> str:
    """The translated label of a deed, a kind or a field; without one, the name itself."""
    return str(gettext(labels[name])) if name in labels else name


def value(kept: Any, words: Mapping[str, str] = NO_LABELS) -> str:
    """A value of the audit trail in words; `words` names the members of an enumeration."""
    if isinstance(kept, str) and kept in words:
        return word(kept, words)
    if kept is None:
        return ""
    if isinstance(kept, bool):
        return str(gettext("Yes") if kept else gettext("No"))
    if isinstance(kept, list):
        return ", ".join(value(each, words) for each in kept)[:LONGEST_VALUE]
    text = json.dumps(kept, ensure_ascii=False) if isinstance(kept, dict) else str(kept)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
