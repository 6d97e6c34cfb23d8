"""Promise: word goes downwards only, and every import stands at the top of its module."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.checks.house import PACKAGE, ROOT, functions, named, parsed, promise, python_files

# The one module that chooses between two drivers, one of which may be missing.
IMPORTLIB = {"inmeko/extensions/engines.py"}


def hidden_imports(path: Path) -> list[str]:
    return [
        f"{named(path)}:{node.lineno}: {function.name} imports inside itself"
        for function in functions(parsed(path))
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def dynamic_imports(path: Path) -> list[str]:
    return [
        f"{named(path)}:{node.lineno}: imports by name"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Name | ast.Attribute)
        and (getattr(node, "id", None) or getattr(node, "attr", None))
        in {"import_module", "__import__"}
        and named(path) not in IMPORTLIB
    ]


def test_layers_rooms_and_purity_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    words = done.stdout + done.stderr
    assert done.returncode == 0, f"The contracts of setup.cfg are broken:\n{words}"


def test_no_import_hides_inside_a_function() -> None:
    found = [line for path in python_files(PACKAGE) for line in hidden_imports(path)]
    promise(found, "Imports stand at the top; a circle is a sign of a wrong layer.")


def test_nothing_is_imported_by_its_name() -> None:
    found = [line for path in python_files(PACKAGE) for line in dynamic_imports(path)]
    promise(found, "What import-linter cannot see may not be imported.")


def test_the_inspector_sees_a_hidden_import(tmp_path: Path) -> None:
    path = tmp_path / "rules.py"
    path.write_text("import os\n\n\ndef rule():\n    from flask import g\n    return g, os\n")
    assert hidden_imports(path) == [f"{path}:5: rule imports inside itself"]
    path.write_text("import importlib\n\nflask = importlib.import_module('flask')\n")
    assert dynamic_imports(path) == [f"{path}:3: imports by name"]
