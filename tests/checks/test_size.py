"""Promise: nothing grows beyond what one can read in one sitting."""

from pathlib import Path

from tests.checks.house import (
    PACKAGE,
    ROOT,
    functions,
    named,
    parsed,
    promise,
    python_files,
    template_files,
)

MODULE, FUNCTION, TEMPLATE, CONFTEST = 400, 40, 120, 100


def lines_of(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def too_long(paths: list[Path], limit: int) -> list[str]:
    sized = ((path, lines_of(path)) for path in paths)
    return [
        f"{named(path)} has {lines} lines, {lines - limit} too many"
        for path, lines in sized
        if lines > limit
    ]


def long_functions(path: Path) -> list[str]:
    return [
        f"{named(path)}: {function.name} has {lines} lines, {lines - FUNCTION} too many"
        for function in functions(parsed(path))
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION
    ]


def ours() -> list[Path]:
    # Migrations are written by a tool and never changed again.
    return python_files(PACKAGE, ROOT / "tests", ROOT / "tools", ROOT / "deploy")


def test_no_module_is_longer_than_400_lines() -> None:
    sentence = "A module has at most 400 lines; a room that outgrows them becomes a package."
    promise(too_long(ours(), MODULE), sentence)


def test_no_function_is_longer_than_40_lines() -> None:
    found = [line for path in ours() for line in long_functions(path)]
    promise(found, "A function has at most 40 lines.")


def test_no_template_is_longer_than_120_lines() -> None:
    promise(too_long(template_files(), TEMPLATE), "A template has at most 120 lines.")


def test_no_conftest_is_longer_than_100_lines() -> None:
    files = list((ROOT / "tests").rglob("conftest.py"))
    promise(too_long(files, CONFTEST), "A conftest has at most 100 lines; builders are functions.")


def test_the_inspector_counts_right(tmp_path: Path) -> None:
    body = "\n".join("    x = 1" for _ in range(40))
    path = tmp_path / "long.py"
    path.write_text(f"def long():\n{body}\n\n\ndef short():\n    return 1\n")
    assert long_functions(path) == [f"{path}: long has 41 lines, 1 too many"]
    assert too_long([path], 44) == [f"{path} has 45 lines, 1 too many"]
    assert too_long([path], 45) == []
