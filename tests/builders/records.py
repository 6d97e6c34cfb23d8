"""Make protocol entries, files of all kinds, jobs, and things done by many threads at once."""

import io
import threading
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from PIL import Image

from inmeko.accounts.models import Municipality, User
from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from inmeko.records import services
from inmeko.records.models import Attachment, Job, ProtocolEntry
from inmeko.records.rules import Direction

SOMEBODY = Actor()


def actor(user: User) -> Actor:
    """A person as services see them."""
    return Actor(id=user.id, name=user.name)


def entry(town: Municipality, by: Actor = SOMEBODY, **changes: Any) -> ProtocolEntry:
    """An incoming document of a town's register."""
    values = {
        "direction": Direction.INCOMING,
        "subject": "Αίτηση παραχώρησης αποθήκης",
        "party": "Σύλλογος Φίλων του Ρέματος",
    }
    return services.enter(by, town.id, **{**values, **changes})


def attachment(town: Municipality, content: bytes, name: str, **changes: Any) -> Attachment:
    """A file of an asset."""
    values = {"kind": "asset", "key": 1, "public": False, "purpose": "document"}
    place = {"municipality_id": town.id, **values, **changes}
    return services.attach(SOMEBODY, io.BytesIO(content), name, **place)


def job(**changes: Any) -> Job:
    """A job of the outbox that is due."""
    made = Job(**{"name": "count", "payload": {}, **changes})
    db.session.add(made)
    db.session.flush()
    return made


def picture(kind: str = "JPEG", size: tuple[int, int] = (2400, 1200), place: bool = True) -> bytes:
    """A photo that says where, when and with what it was taken."""
    image = Image.new("RGB", size, "olive")
    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = "Κάμερα".encode().decode("latin-1"), "2026:05:12 10:00:00"
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 58.0, 1.0), 3: "E", 4: (23.0, 43.0, 1.0)})
    target = io.BytesIO()
    image.save(target, kind, exif=exif)
    return target.getvalue()


def archive(**parts: str | bytes) -> bytes:
    """A ZIP of parts; __ in a name stands for a dot."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "."), content)
    return target.getvalue()


def office(kind: str = "wordprocessingml.document", **parts: bytes) -> bytes:
    """A document of Word (or another part of Office) as far as its kind can be told."""
    main = f"application/vnd.openxmlformats-officedocument.{kind}.main+xml"
    types = f'<Types><Override PartName="/main.xml" ContentType="{main}"/></Types>'
    return archive(**{"[Content_Types]__xml": types.encode(), **parts})


def open_document(kind: str = "text", **parts: bytes) -> bytes:
    """A document of OpenOffice as far as its kind can be told."""
    return archive(mimetype=f"application/vnd.oasis.opendocument.{kind}", **parts)


def at_once(app: Flask, count: int, work: Callable[[int], Any]) -> list[Any]:
    """Do a piece of work in many threads that begin together; what each gave back."""
    gate = threading.Barrier(count)

    def one(number: int) -> Any:
        with app.app_context():
            gate.wait(timeout=30)
            try:
                return work(number)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))
