"""Keep the translations in step with the code: update, check and compile the catalogues."""

import contextlib
import io
import logging
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "inmeko" / "translations"
KEYWORDS = ("_l", "lazy_gettext", "lazy_ngettext:1,2", "N_")


def template() -> Catalog:
    """Every message that the code marks for translation."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(ROOT):
        file = Path(folder) / "messages.pot"
        keywords = [part for keyword in KEYWORDS for part in ("--keyword", keyword)]
        options = ["--mapping-file=babel.cfg", "--project=Inmeko", "--add-comments=Translators:"]
        logging.disable(logging.INFO)
        command = ["pybabel", "-q", "extract", *options, *keywords, f"--output-file={file}"]
        CommandLineInterface().run([*command, "inmeko"])
        return _read(file)


def update() -> list[str]:
    """Bring the messages of the code into every catalogue; what is left to translate."""
    found = template()
    for path in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"):
        catalogue = _read(path)
        catalogue.update(found, no_fuzzy_matching=True)
        # A date that changes with every run would make two people's changes collide.
        catalogue.creation_date = datetime.fromtimestamp(0, UTC)
        buffer = io.BytesIO()
        write_po(buffer, catalogue, 100, False, False, True, True, False, include_lineno=False)
        path.write_bytes(buffer.getvalue())
    return check(found)


def check(found: Catalog | None = None) -> list[str]:
    """One line for each message that a catalogue lacks, has too many, or translates wrongly."""
    found = found or template()
    wanted = {message.id for message in found if message.id}
    lines = []
    for path in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po")):
        catalogue, name = _read(path), path.relative_to(ROOT)
        known = {message.id for message in catalogue if message.id}
        lines += [f"{name}: not in the catalogue: {text!r}" for text in wanted - known]
        lines += [f"{name}: no longer in the code: {text!r}" for text in known - wanted]
        lines += [f"{name}: {fault}" for fault in _faults(catalogue)]
    return sorted(lines)


def _faults(catalogue: Catalog) -> list[str]:
    messages = [message for message in catalogue if message.id]
    empty = [message for message in messages if not all(_forms(message))]
    return [
        *(f"not translated: {message.id!r}" for message in empty),
        *(f"fuzzy: {message.id!r}" for message in messages if message.fuzzy),
        *(f"{m.id!r}: {error}" for m, errors in catalogue.check() for error in errors),
    ]


def _forms(message: Message) -> tuple[str, ...]:
    forms = message.string or ""
    return (forms,) if isinstance(forms, str) else tuple(forms)


def compile_all() -> None:
    """Write the binary catalogue beside each one that changed."""
    for path in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"):
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime <= path.stat().st_mtime:
            # Whole or not at all: a running site may read the file at this moment.
            fresh = target.with_suffix(".new")
            with fresh.open("wb") as file:
                write_mo(file, _read(path))
            fresh.replace(target)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        locale = path.parent.parent.name if path.suffix == ".po" else None
        return read_po(file, locale=locale, domain=path.stem, abort_invalid=True)


def main(arguments: list[str]) -> int:
    """Do one of the three; exit status 1 when something is stale or left to translate."""
    if arguments not in (["update"], ["check"], ["compile"]):
        sys.exit("usage: catalogue.py update|check|compile")
    if arguments == ["compile"]:
        compile_all()
        return 0
    lines = update() if arguments == ["update"] else check()
    print("\n".join(lines) or "Every message of the code is in every catalogue, translated.")
    if arguments == ["update"]:
        compile_all()
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
