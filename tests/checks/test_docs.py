"""Promise: the documents tell the truth: settings, rooms, commands, links and words."""

import re
import subprocess
from configparser import ConfigParser
from dataclasses import fields
from pathlib import Path

from flask import Flask

from inmeko.config import Settings
from inmeko.extensions import Base
from tests.checks.house import ROOMS, ROOT, domains, named, promise, setup
from tests.checks.test_complete import labelled, stored

README = ROOT / "README.md"
DOCUMENTS = [README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
MAKE = re.compile(r"`make ([a-z]+)")
COMMAND = re.compile(r"(?:`|^ *|bin/)inmeko ([a-z-]+)(?: ([a-z-]+))?", re.MULTILINE)
PATH = re.compile(r"`((?:inmeko|tests|tools|docs|migrations|deploy)/[\w./-]+)`")
DECISION = ("## Context", "## Decision", "## Discarded", "## Consequences")


def settings_without_sentence(text: str) -> list[str]:
    """The settings of the code that a .env.example lacks, or shows without a word."""
    found = []
    lines = text.splitlines()
    for field in fields(Settings):
        variable = f"INMEKO_{field.name.upper()}"
        shown = [n for n, line in enumerate(lines) if re.match(rf"#?{variable}=", line)]
        if not shown:
            found.append(f"{variable} is missing")
        elif not re.match(r"# .{15,}[.:]$", lines[shown[0] - 1] if shown[0] else ""):
            found.append(f"{variable} has no sentence above it")
    return found


def targets() -> set[str]:
    text = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z]+):(?!=)", text, flags=re.MULTILINE))


def helped() -> set[str]:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    return {line.split()[0] for line in done.stdout.splitlines() if line.strip()}


def unknown_commands(text: str, app: Flask) -> list[str]:
    found = []
    for group, command in COMMAND.findall(text):
        # `inmeko db` is the migrations' own group.
        known = app.cli.commands.get(group)
        if known is None and group != "run":
            found.append(f"inmeko {group}")
        elif command and command not in getattr(known, "commands", {command: None}):
            found.append(f"inmeko {group} {command}")
    return found


def dead_links(path: Path) -> list[str]:
    text = path.read_text("utf-8")
    return [
        f"{named(path)} links to {link}"
        for link in LINK.findall(text)
        if "://" not in link and not link.startswith("mailto:")
        if not (path.parent / link).exists()
    ] + [
        f"{named(path)} names {name}"
        for name in PATH.findall(text)
        if not (ROOT / name.rstrip("/")).exists()
    ]


def words_of_the_code() -> list[str]:
    """The names of all tables' classes, and of the enumerations that are kept or shown."""
    models = {mapper.class_.__name__ for mapper in Base.registry.mappers}
    return sorted(models | {kind.__name__ for kind in {*stored(), *labelled()}})


def test_every_setting_is_explained() -> None:
    text = (ROOT / ".env.example").read_text("utf-8")
    promise(settings_without_sentence(text), "Every setting is in .env.example, with a sentence.")


def test_no_setting_is_explained_that_is_gone() -> None:
    known = {f"INMEKO_{field.name.upper()}" for field in fields(Settings)}
    text = (ROOT / ".env.example").read_text("utf-8")
    found = sorted(set(re.findall(r"^#?(INMEKO_\w+)=", text, flags=re.MULTILINE)) - known)
    promise(found, ".env.example names only settings that exist.")


def test_every_room_and_domain_is_in_the_map_of_the_house() -> None:
    text = (ROOT / "docs" / "house.md").read_text("utf-8")
    found = [f"the room `{room}`" for room in ROOMS if f"`{room}`" not in text]
    found += [f"the domain `{domain}`" for domain in domains() if f"`{domain}`" not in text]
    promise(found, "docs/house.md tells of every room and of every domain.")


def test_the_layers_in_the_map_are_those_of_the_contract() -> None:
    layers = setup()["importlinter:contract:house"]["layers"]
    text = (ROOT / "docs" / "house.md").read_text("utf-8")
    words = re.findall(r"(?<!\()\b[a-z]+\b(?!\))", layers)
    promise([word for word in words if word not in text], "docs/house.md names every layer.")


def test_every_make_target_is_in_make_help() -> None:
    missing = sorted(targets() - helped())
    promise(missing, "`make help` lists every target: write `## sentence` behind it.")


def test_commands_in_the_documents_exist(site: Flask) -> None:
    text = "\n".join(path.read_text("utf-8") for path in DOCUMENTS)
    found = [f"make {name}" for name in MAKE.findall(text) if name not in targets()]
    promise(sorted({*found, *unknown_commands(text, site)}), "A command in a document exists.")


def test_links_and_paths_in_the_documents_lead_somewhere() -> None:
    found = [line for path in DOCUMENTS for line in dead_links(path)]
    promise(found, "A link in a document leads somewhere.")


def test_the_readme_can_be_read_in_one_sitting() -> None:
    lines = len(README.read_text("utf-8").splitlines())
    assert lines <= 100, f"README.md has at most 100 lines, not {lines}."


def test_every_word_of_the_code_is_in_the_glossary() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    found = [word for word in words_of_the_code() if f"`{word}`" not in text]
    promise(found, "Every table and every enumeration is a word of docs/glossary.md.")


def test_the_glossary_says_each_word_once() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    rows = re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", text, flags=re.MULTILINE)
    english = [word for word, _ in rows if word not in {"word", "---"}]
    promise(sorted({word for word in english if english.count(word) > 1}), "Each word once.")
    bare = [word for word, greek in rows if greek.isascii() and word not in {"word", "---"}]
    promise(bare, "Every word of the glossary has its Greek.")


def test_decisions_have_their_four_parts_and_follow_one_another() -> None:
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(path.name[:4]) for path in files]
    assert numbers == list(range(1, len(files) + 1)), f"A decision's number is missing: {numbers}"
    found = [
        f"{path.name} lacks {part}"
        for path in files
        for part in DECISION
        if part not in path.read_text("utf-8")
    ]
    promise(found, "A decision says Context, Decision, Discarded, Consequences.")


def test_setup_cfg_can_be_read_by_everybody() -> None:
    parser = ConfigParser()
    assert parser.read(ROOT / "setup.cfg", encoding="utf-8")


def test_the_inspector_sees_a_bare_setting() -> None:
    text = (
        "# Where everything lives, in one folder.\nINMEKO_DATA_DIR=data\nINMEKO_MODE=production\n"
    )
    found = settings_without_sentence(text)
    assert "INMEKO_MODE has no sentence above it" in found
    assert "INMEKO_SECRET_KEY is missing" in found
    assert not any("INMEKO_DATA_DIR" in line for line in found)


def test_the_inspector_sees_a_command_that_does_not_exist(site: Flask) -> None:
    assert unknown_commands("`inmeko bananas peel` `inmeko db upgrade`", site) == ["inmeko bananas"]
