"""Fetch the front-end packages from npm, keep only what is served, and lock it by its hashes.

`python tools/vendor.py` needs npm and the registry; `python tools/vendor.py --check` needs neither.
"""

import argparse
import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).parent.parent / "inmeko" / "web" / "static" / "vendor"
LOCK = "vendor.lock.json"

BSD_2 = """BSD 2-Clause License

Copyright (c) 2023 GRNET Devs <devs@lists.grnet.gr>, the author named in package.json

Redistribution and use in source and binary forms, with or without modification, are permitted
provided that the following conditions are met:

1. Redistributions of source code must retain the above copyright notice, this list of conditions
   and the following disclaimer.
2. Redistributions in binary form must reproduce the above copyright notice, this list of
   conditions and the following disclaimer in the documentation and/or other materials provided
   with the distribution.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR
IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND
FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR
CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE,
DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER
IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT
OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.

The package itself ships no licence file; its package.json says BSD-2-Clause.
"""


@dataclass(frozen=True)
class Package:
    """A package of the registry: files to keep (path in it -> path here), texts to add."""

    name: str
    version: str
    licence: str
    files: dict[str, str]
    added: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The folder that holds it here, its version in the name so that caches never mix two."""
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}"


def _flat(root: str, *names: str) -> dict[str, str]:
    """Files kept under their own names, without the folder they lie in."""
    return {f"{root}{name}": name for name in names}


FONTS = tuple(
    f"files/roboto-{script}-{weight}-normal.woff2"
    for script in ("greek", "latin", "latin-ext")
    for weight in (400, 600, 700)
)
# Whole fonts for papers: a renderer of PDF does not put the scripts of web fonts together.
PAPER_FONTS = {
    f"{folder}/Roboto_{folder}.ttf": f"Roboto_{folder}.ttf"
    for folder in ("400Regular", "400Regular_Italic", "700Bold")
}
LEAFLET_IMAGES = tuple(
    f"images/{name}.png"
    for name in ("layers", "layers-2x", "marker-icon", "marker-icon-2x", "marker-shadow")
)

PACKAGES = (
    Package(
        "@digigov/css",
        "0.37.0",
        "BSD-2-Clause",
        {"dist/digigov.css": "digigov.css"},
        {"LICENSE": BSD_2},
    ),
    Package("@fontsource/roboto", "5.3.0", "OFL-1.1", _flat("", "LICENSE", *FONTS)),
    Package(
        "@expo-google-fonts/roboto",
        "0.4.3",
        "OFL-1.1",
        {**PAPER_FONTS, "LICENSE_FONT": "LICENSE"},
    ),
    Package(
        "leaflet",
        "1.9.4",
        "BSD-2-Clause",
        {**_flat("dist/", "leaflet.js", "leaflet.css", *LEAFLET_IMAGES), "LICENSE": "LICENSE"},
    ),
    Package(
        "leaflet.markercluster",
        "1.5.3",
        "MIT",
        {
            **_flat("dist/", "leaflet.markercluster.js", "MarkerCluster.css"),
            "dist/MarkerCluster.Default.css": "MarkerCluster.Default.css",
            "MIT-LICENCE.txt": "LICENSE",
        },
    ),
    Package(
        "@geoman-io/leaflet-geoman-free",
        "2.20.2",
        "MIT",
        {**_flat("dist/", "leaflet-geoman.min.js", "leaflet-geoman.css"), "LICENSE": "LICENSE"},
    ),
    Package(
        "htmx.org", "2.0.11", "0BSD", {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"}
    ),
)


class VendorError(Exception):
    """What is here, or what was fetched, is not what the lock says."""


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_lock(vendor: Path = VENDOR) -> list[dict[str, Any]]:
    """The entries of the lock, or none before the first fetch."""
    path = vendor / LOCK
    return list(json.loads(path.read_text("utf-8"))["packages"]) if path.exists() else []


def problems(vendor: Path = VENDOR) -> list[str]:
    """A sentence on every file that is missing, changed or not in the lock."""
    found = []
    locked: dict[str, str] = {}
    for entry in read_lock(vendor):
        locked |= {f"{entry['folder']}/{name}": digest for name, digest in entry["files"].items()}
    for name, digest in locked.items():
        path = vendor / name
        if not path.is_file():
            found.append(f"{name} is missing")
        elif sha256(path) != digest:
            found.append(f"{name} is not the file that was locked")
    present = {str(path.relative_to(vendor)) for path in vendor.rglob("*") if path.is_file()} - {
        LOCK
    }
    found += [f"{name} is not in the lock" for name in sorted(present - set(locked))]
    wanted = {package.folder for package in PACKAGES}
    kept = {entry["folder"] for entry in read_lock(vendor)}
    return found + [f"{name} is wanted but not locked" for name in sorted(wanted - kept)]


def _registry_integrity(package: Package) -> str:
    command = ["npm", "view", f"{package.name}@{package.version}", "dist.integrity"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    return answer.stdout.strip()


def _fetch(package: Package, folder: Path) -> Path:
    command = [
        "npm",
        "pack",
        f"{package.name}@{package.version}",
        "--pack-destination",
        str(folder),
    ]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    return folder / answer.stdout.strip().splitlines()[-1]


def _verify(package: Package, tarball: Path, expected: str) -> None:
    algorithm, _, wanted = expected.partition("-")
    digest = hashlib.new(algorithm, tarball.read_bytes()).digest()
    if base64.b64encode(digest).decode() != wanted:
        raise VendorError(f"{package.name} {package.version} is not what the lock promises")


def _unpack(package: Package, tarball: Path, target: Path) -> None:
    with tarfile.open(tarball) as archive:
        for source, name in package.files.items():
            member = archive.extractfile(f"package/{source}")
            if member is None:
                raise VendorError(f"{package.name} {package.version} has no {source}")
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(member.read())
    for name, text in package.added.items():
        (target / name).write_text(text, "utf-8")


def fetch(package: Package, vendor: Path, known: str | None) -> dict[str, Any]:
    """Fetch one package, check it against the lock or the registry, and return its lock entry."""
    integrity = known or _registry_integrity(package)
    target = vendor / package.folder
    with tempfile.TemporaryDirectory() as folder:
        tarball = _fetch(package, Path(folder))
        _verify(package, tarball, integrity)
        shutil.rmtree(target, ignore_errors=True)
        _unpack(package, tarball, target)
    files = sorted(path for path in target.rglob("*") if path.is_file())
    return {
        "name": package.name,
        "version": package.version,
        "licence": package.licence,
        "integrity": integrity,
        "folder": package.folder,
        "files": {str(path.relative_to(target)): sha256(path) for path in files},
    }


def update(vendor: Path = VENDOR) -> None:
    """Fetch all packages anew, drop the folders nobody wants any more, and write the lock."""
    known = {(entry["name"], entry["version"]): entry["integrity"] for entry in read_lock(vendor)}
    vendor.mkdir(parents=True, exist_ok=True)
    entries = [
        fetch(package, vendor, known.get((package.name, package.version))) for package in PACKAGES
    ]
    wanted = {entry["folder"] for entry in entries}
    for path in vendor.iterdir():
        if path.is_dir() and path.name not in wanted:
            shutil.rmtree(path)
    text = json.dumps({"packages": entries}, indent=2, ensure_ascii=False)
    (vendor / LOCK).write_text(text + "\n", "utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Fetch, or with --check compare; 0 when what is here is what was locked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare hashes, without network")
    if not parser.parse_args(arguments).check:
        update()
    found = problems()
    for sentence in found:
        print(sentence, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
