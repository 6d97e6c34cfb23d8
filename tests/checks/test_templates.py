"""Promise: every template compiles, names only what exists, and holds no style and no script."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import DictLoader, Environment, nodes

from tests.checks.house import PACKAGE, named, parsed, promise, python_files, template_files

FORBIDDEN = {
    r"\sstyle\s*=": "a style attribute",
    r"<style\b": "a style element",
    r"<script\b(?![^>]*\ssrc=)": "an inline script",
    r"""<[^>{}%]*\son[a-z]+\s*=\s*["']""": "an on… attribute",
    r"javascript:": "a script in an address",
    r"\{%-?\s*trans\b[^%]*%\}[^{]*%\(\w+\)s": "a %(value)s that trans leaves unfilled",
    r"<(?:script|link|img|iframe|source|object|embed)\b[^>]*(?:https?:)?//[a-z]": "another host",
}
OUTSIDE = re.compile(
    r"""(?:url\(\s*["']?|@import\s+["']|fetch\(\s*["'`]|from\s+["'])(?:https?:)?//"""
)
POST_FORM = re.compile(r"""<form\b[^>]*method=["']post["'].*?</form>""", re.DOTALL | re.IGNORECASE)


def unused_imports(environment: Environment, source: str) -> list[str]:
    """The names that a template imports and never says again."""
    tree = environment.parse(source)
    imported = [_local(name) for node in tree.find_all(nodes.FromImport) for name in node.names]
    imported += [node.target for node in tree.find_all(nodes.Import)]
    said = {node.name for node in tree.find_all(nodes.Name)}
    return sorted(set(imported) - said)


def _local(name: str | tuple[str, str]) -> str:
    return name if isinstance(name, str) else name[1]


def named_templates(environment: Environment, source: str) -> Iterator[str]:
    """The templates that a template extends, includes or imports from, where it is a plain name."""
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    for node in environment.parse(source).find_all(kinds):
        if isinstance(node.template, nodes.Const):  # type: ignore[attr-defined]
            yield node.template.value  # type: ignore[attr-defined]


def linked_endpoints(environment: Environment, source: str) -> Iterator[str]:
    """The endpoints that a template asks addresses of, where they are plain texts."""
    for call in environment.parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "url_for" and call.args:
            first = call.args[0]
            if isinstance(first, nodes.Const):
                yield first.value


def forbidden(source: str) -> list[str]:
    plain = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    return [words for pattern, words in FORBIDDEN.items() if re.search(pattern, plain)]


def rendered_in_code(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            if re.fullmatch(r"[a-z_]+(/[\w-]+)*\.(html|txt)", text):
                yield text


def rendered_by_pattern(path: Path) -> Iterator[str]:
    """Names that are put together, such as f"letters/{name}.txt", as regular expressions."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w/-]+"
                for part in node.values
            ]
            if parts and parts[-1].endswith((r"\.html", r"\.txt")):
                yield "".join(parts)


def sources() -> Iterator[tuple[str, str]]:
    for path in template_files():
        yield named(path), path.read_text("utf-8")


def test_every_template_compiles(site: Flask) -> None:
    for name in site.jinja_env.list_templates():
        if name.endswith((".html", ".txt")):
            site.jinja_env.get_template(name)


def test_every_template_imports_only_what_it_uses(site: Flask) -> None:
    found = [
        f"{name} imports {word} and never uses it"
        for name, source in sources()
        for word in unused_imports(site.jinja_env, source)
    ]
    promise(found, "A template imports only what it uses.")


def test_every_template_that_is_named_exists(site: Flask) -> None:
    known = set(site.jinja_env.list_templates())
    found = [
        f"{place} names {name}, which does not exist"
        for place, source in sources()
        for name in named_templates(site.jinja_env, source)
        if name not in known
    ]
    found += [
        f"{named(path)} renders {name}, which does not exist"
        for path in python_files(PACKAGE)
        for name in rendered_in_code(path)
        if name not in known
    ]
    promise(found, "A template that is named exists.")


def test_every_template_is_used(site: Flask) -> None:
    said = {name for _, source in sources() for name in named_templates(site.jinja_env, source)}
    said |= {name for path in python_files(PACKAGE) for name in rendered_in_code(path)}
    patterns = [name for path in python_files(PACKAGE) for name in rendered_by_pattern(path)]
    found = [
        named(path)
        for path in template_files()
        # Error pages are found by their status, those of security by the extension.
        if (name := str(path).split("/templates/")[1]) not in said
        and not name.startswith(("errors/", "security/"))
        and not any(re.fullmatch(pattern, name) for pattern in patterns)
    ]
    promise(found, "A template that nobody renders is taken away.")


def test_every_endpoint_that_is_linked_exists(site: Flask) -> None:
    known = {rule.endpoint for rule in site.url_map.iter_rules()}
    short = {f".{endpoint.rpartition('.')[2]}" for endpoint in known}
    found = [
        f"{place} links to {endpoint}, which does not exist"
        for place, source in sources()
        for endpoint in linked_endpoints(site.jinja_env, source)
        if endpoint not in known | short
    ]
    promise(found, "A link leads somewhere.")


def test_templates_stand_in_a_folder_of_their_domain() -> None:
    found = [
        named(path)
        for path in template_files()
        if (domain := path.relative_to(PACKAGE).parts[0]) != "web"
        and str(path).split("/templates/")[1].split("/")[0] not in {domain, "security"}
    ]
    promise(found, "Templates stand in templates/<domain>/, because Jinja's namespace is shared.")


def test_no_template_holds_style_script_or_another_host() -> None:
    found = [f"{name} has {words}" for name, source in sources() for words in forbidden(source)]
    promise(found, "The Content-Security-Policy allows nothing inline and no other host.")


def test_no_script_or_style_of_ours_asks_another_host() -> None:
    files = [
        path
        for kind in ("css", "js")
        for path in (PACKAGE / "web" / "static" / kind).rglob(f"*.{kind}")
    ]
    found = [named(path) for path in files if OUTSIDE.search(path.read_text("utf-8"))]
    promise(found, "No request ever leaves the server's own origin.")


def test_every_form_that_posts_carries_the_token() -> None:
    found = [
        name
        for name, source in sources()
        for form in POST_FORM.findall(source)
        if "csrf" not in form and "hidden_tag" not in form
    ]
    promise(found, "A form that posts carries the token against forged requests.")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('<p style="color:red">', "a style attribute"),
        ("<script>go()</script>", "an inline script"),
        ('<a onclick="go()">', "an on… attribute"),
        ('<a href="javascript:go()">', "a script in an address"),
        ('<img src="https://elsewhere.example/x.png">', "another host"),
        ('<script src="//elsewhere.example/x.js"></script>', "another host"),
    ],
)
def test_the_inspector_sees_what_is_forbidden(source: str, words: str) -> None:
    assert forbidden(source) == [words]


def test_the_inspector_leaves_links_and_comments_alone() -> None:
    assert forbidden('{# style="x" #}<a class="on" href="https://gov.gr">gov.gr</a>') == []


def test_the_inspector_sees_unused_and_unknown_names() -> None:
    environment = Environment(loader=DictLoader({}), autoescape=True)
    source = '{% from "a.html" import b, c as d %}{% import "e.html" as f %}{{ b() }}'
    assert unused_imports(environment, source) == ["d", "f"]
    assert set(named_templates(environment, source)) == {"e.html", "a.html"}
    assert list(linked_endpoints(environment, "{{ url_for('calls.index') }}")) == ["calls.index"]
