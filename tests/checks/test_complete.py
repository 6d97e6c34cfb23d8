"""Promise: what is listed in one place is answered in the other: labels, rooms, jobs."""

import ast
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, cast

import sqlalchemy as sa
from flask import Flask

from inmeko.extensions import Base
from tests.checks.house import (
    PACKAGE,
    domains,
    enumerations,
    modules,
    named,
    parsed,
    promise,
    python_files,
    setup,
)


def label_tables(module: Any) -> Iterator[tuple[str, Mapping[Any, Any]]]:
    """Every mapping of words of a module: `…LABELS`, and those inside a table of tables."""
    for name, value in vars(module).items():
        if not name.endswith("LABELS") or not isinstance(value, Mapping):
            continue
        yield name, value
        for key, inner in value.items():
            if isinstance(inner, Mapping):
                yield f"{name}[{getattr(key, '__name__', key)}]", inner


def missing_labels(module: ModuleType | SimpleNamespace) -> list[str]:
    found = []
    for name, table in label_tables(module):
        for kind in {type(key) for key in table if isinstance(key, StrEnum)}:
            lost = [member.name for member in kind if not table.get(member)]
            place = getattr(module, "__name__", "?")
            found += [f"{place}.{name} has no words for {kind.__name__}.{one}" for one in lost]
    return found


def labelled() -> set[type[StrEnum]]:
    return {
        type(key)
        for module in modules()
        for _name, table in label_tables(module)
        for key in table
        if isinstance(key, StrEnum)
    }


def stored() -> dict[type[StrEnum], str]:
    """The enumerations that are kept in columns, and where."""
    return {
        cast(type[StrEnum], column.type.enum_class): f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.Enum) and column.type.enum_class
    }


def contract_containers() -> list[str]:
    listed = setup()["importlinter:contract:rooms"]["containers"].split()
    return sorted(name.removeprefix("inmeko.") for name in listed)


def constants_of(tree: ast.Module) -> dict[str, str]:
    """The texts that a module gives a name to at its top."""
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }


def posted_jobs(files: list[Path]) -> Iterator[tuple[str, str]]:
    """(name, place) of every job that is posted; a name that cannot be told is its source."""
    trees = {path: parsed(path) for path in files}
    known = {name: text for tree in trees.values() for name, text in constants_of(tree).items()}
    for path, tree in trees.items():
        here = known | constants_of(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            if ast.unparse(node.func).split(".")[-1] != "post_job":
                continue
            name = node.args[0]
            source = ast.unparse(name).split(".")[-1]
            word = name.value if isinstance(name, ast.Constant) else here.get(source, source)
            yield str(word), f"{named(path)}:{node.lineno}"


def test_every_member_of_a_labelled_enumeration_has_its_words() -> None:
    found = [line for module in modules() for line in missing_labels(module)]
    promise(found, "Every state has a label.")


def test_every_enumeration_kept_in_a_column_has_labels() -> None:
    known = labelled()
    found = [f"{kind.__name__} ({place})" for kind, place in stored().items() if kind not in known]
    promise(found, "What is stored is shown to people, in words.")


def test_no_two_enumerations_have_one_name() -> None:
    places: dict[str, list[str]] = {}
    for kind in enumerations():
        places.setdefault(kind.__name__, []).append(kind.__module__)
    found = [f"{name}: {' and '.join(at)}" for name, at in places.items() if len(at) > 1]
    promise(found, "A word of the domain is said in one place.")


def test_every_member_value_is_its_name_in_small_letters() -> None:
    found = [
        f"{kind.__module__}.{kind.__name__}.{member.name} = {member.value!r}"
        for kind in stored()
        for member in kind
        if member.value != member.name.lower()
    ]
    promise(found, "The stored word of a member is its name, so that both can be searched for.")


def test_every_domain_stands_in_the_contract_of_rooms() -> None:
    assert domains() == contract_containers(), (
        "Every domain package with rooms stands in [importlinter:contract:rooms] of setup.cfg, "
        "and nothing else does."
    )


def test_every_job_that_is_posted_has_a_function(site: Flask) -> None:
    jobs = site.extensions.get("inmeko-jobs", {})
    found = [
        f"{place}: nobody does {name!r}"
        for name, place in posted_jobs(python_files(PACKAGE))
        if name not in jobs
    ]
    promise(found, "Every job name that is posted has a function, handed in by app.py.")


class Light(StrEnum):
    """A state to test the inspector with."""

    ON = "on"
    OFF = "off"


def test_the_inspector_sees_a_missing_label() -> None:
    planted = SimpleNamespace(__name__="planted", LABELS={Light: {Light.ON: "On"}})
    assert missing_labels(planted) == ["planted.LABELS[Light] has no words for Light.OFF"]
    assert Light not in enumerations()


def test_the_inspector_sees_a_job_by_constant_and_by_name(tmp_path: Path) -> None:
    path = tmp_path / "services.py"
    path.write_text(
        "JOB = 'read'\n\ndef go():\n    post_job(JOB, {})\n    r.post_job('tidy', {})\n"
    )
    assert list(posted_jobs([path])) == [("read", f"{path}:4"), ("tidy", f"{path}:5")]


def test_the_inspector_sees_a_new_domain(tmp_path: Path) -> None:
    (tmp_path / "calls").mkdir()
    (tmp_path / "calls" / "rules.py").touch()
    (tmp_path / "empty").mkdir()
    assert domains(tmp_path) == ["calls"]
