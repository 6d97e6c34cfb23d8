"""What is vendored is what was locked, and nothing of ours names another host."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tools import vendor

WEB = Path(vendor.__file__).parent.parent / "inmeko" / "web"
OUTSIDE = re.compile(r"(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
IMPORTED = re.compile(r"""@import url\("([^"]+)"\)|from "(\./[^"]+)"|url\("(\.\./[^"]+)"\)""")
NAMESPACES = {"http://www.w3.org"}


def own_files() -> list[Path]:
    package = WEB.parent
    kinds = ("*.html", "*.css", "*.js", "*.svg")
    found = [path for kind in kinds for path in package.rglob(kind)]
    return [path for path in found if vendor.VENDOR not in path.parents]


def test_every_vendored_file_is_the_one_that_was_locked() -> None:
    assert vendor.problems() == []


def test_every_package_names_its_licence_and_ships_its_text() -> None:
    for entry in vendor.read_lock():
        assert entry["licence"]
        assert "LICENSE" in entry["files"]
        assert entry["integrity"].startswith("sha512-")


def test_no_template_style_or_script_names_another_host() -> None:
    for path in own_files():
        assert set(OUTSIDE.findall(path.read_text("utf-8"))) <= NAMESPACES, path


def test_no_vendored_style_loads_from_another_host() -> None:
    for path in vendor.VENDOR.rglob("*.css"):
        loaded = re.findall(r"""(?:url\(|@import)\s*["']?([^"')\s]+)""", path.read_text("utf-8"))
        assert not [name for name in loaded if OUTSIDE.match(name)], path


def test_no_template_carries_inline_style_or_script() -> None:
    inline = re.compile(r"""<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=["']|javascript:""")
    for path in own_files():
        if path.suffix == ".html":
            assert not inline.findall(path.read_text("utf-8")), path


def test_every_static_file_a_page_names_exists() -> None:
    named = re.compile(r"url_for\('static', filename='([^']+)'\)")
    for path in own_files():
        for name in named.findall(path.read_text("utf-8")):
            assert (WEB / "static" / name).is_file(), f"{path.name} names {name}"


def test_every_style_and_script_that_is_imported_exists() -> None:
    for path in own_files():
        text = path.read_text("utf-8")
        names = IMPORTED.findall(text)
        for name in filter(None, (part for found in names for part in found)):
            assert (path.parent / name).is_file(), f"{path.name} names {name}"


def test_every_component_a_template_asks_for_has_a_module() -> None:
    for path in own_files():
        for names in re.findall(r'data-component="([a-z -]+)', path.read_text("utf-8")):
            for name in names.split():
                assert (WEB / "static/js/components" / f"{name}.js").is_file(), name


def test_vendored_paths_in_scripts_exist() -> None:
    script = (WEB / "static/js/components/leaflet.js").read_text("utf-8")
    script += (WEB / "static/js/components/map.js").read_text("utf-8")
    names = re.findall(r'script\("([^"]+)"\)', script)
    assert names
    assert all((vendor.VENDOR / name).is_file() for name in names)


def test_every_vendored_folder_that_is_named_exists() -> None:
    names = {package.folder.rsplit("-", 1)[0] for package in vendor.PACKAGES}
    named = re.compile(rf"\b((?:{'|'.join(map(re.escape, names))})-\d[\w.]*\d)\b")
    for path in [*own_files(), WEB / "maps.py"]:
        for folder in named.findall(path.read_text("utf-8")):
            assert (vendor.VENDOR / folder).is_dir(), f"{path.name} names {folder}"


def test_a_changed_a_missing_and_a_foreign_file_are_named(tmp_path: Path) -> None:
    copy = tmp_path / "vendor"
    shutil.copytree(vendor.VENDOR, copy)
    (copy / "htmx.org-2.0.11" / "htmx.min.js").write_text("changed")
    (copy / "leaflet-1.9.4" / "leaflet.js").unlink()
    (copy / "stranger.js").write_text("")
    found = vendor.problems(copy)
    assert "htmx.org-2.0.11/htmx.min.js is not the file that was locked" in found
    assert "leaflet-1.9.4/leaflet.js is missing" in found
    assert "stranger.js is not in the lock" in found


def test_a_package_without_a_lock_entry_is_named(tmp_path: Path) -> None:
    (tmp_path / vendor.LOCK).write_text(json.dumps({"packages": []}))
    assert "leaflet-1.9.4 is wanted but not locked" in vendor.problems(tmp_path)


def test_a_tarball_with_another_hash_is_refused(tmp_path: Path) -> None:
    tarball = tmp_path / "x.tgz"
    tarball.write_bytes(b"something else")
    with pytest.raises(vendor.VendorError):
        vendor._verify(vendor.PACKAGES[0], tarball, "sha512-AAAA")
