"""What the inspector walks through: the modules, functions, classes and templates of the house."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from configparser import ConfigParser
from enum import StrEnum
from pathlib import Path
from types import ModuleType

import inmeko

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "inmeko"
ROOMS = (
    "rules",
    "policy",
    "models",
    "queries",
    "services",
    "forms",
    "views",
    "api",
    "commands",
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files(*folders: Path) -> list[Path]:
    """Every Python file below some folders."""
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def template_files(folder: Path = PACKAGE) -> list[Path]:
    """Every template below a folder."""
    found = (path for path in folder.rglob("templates/**/*") if path.is_file())
    # A template of Word is no text; the tests of papers look into it.
    return sorted(path for path in found if path.suffix != ".docx")


def named(path: Path, root: Path = ROOT) -> str:
    """A file as people name it: by its path in the house."""
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)


def parsed(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function of a tree, nested ones and methods included."""
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def domains(package: Path = PACKAGE) -> list[str]:
    """The domain packages: those of our sub-packages that have rooms (the web has forms, too)."""
    return sorted(
        folder.name
        for folder in package.iterdir()
        if folder.is_dir() and any(_has_room(folder, room) for room in ROOMS if room != "forms")
    )


def _has_room(folder: Path, room: str) -> bool:
    return (folder / f"{room}.py").exists() or (folder / room / "__init__.py").exists()


def room_files(room: str, package: Path = PACKAGE) -> list[Path]:
    """The Python files of one room in all domains, the room being a module or a package."""
    single = [package / name / f"{room}.py" for name in domains(package)]
    folders = [package / name / room for name in domains(package)]
    return sorted([path for path in single if path.exists()] + python_files(*folders))


def modules() -> list[ModuleType]:
    """Every module of the house, imported."""
    found = pkgutil.walk_packages(inmeko.__path__, "inmeko.")
    return [importlib.import_module(info.name) for info in found]


def enumerations() -> list[type[StrEnum]]:
    """Every StrEnum of the house, once, in the order of its module and name."""
    found = {
        member
        for module in modules()
        for member in vars(module).values()
        if inspect.isclass(member)
        and issubclass(member, StrEnum)
        and member.__module__.startswith("inmeko.")
    }
    return sorted(found, key=lambda kind: (kind.__module__, kind.__name__))


def setup() -> ConfigParser:
    """The settings of the tools, from setup.cfg."""
    parser = ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def promise(broken: list[str], sentence: str) -> None:
    """Fail with the promise and one line for each place where it is broken."""
    __tracebackhide__ = True
    if broken:
        lines = "\n".join(f"  - {line}" for line in broken)
        raise AssertionError(f"{sentence}\n{lines}")
