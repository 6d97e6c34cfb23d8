"""Where the content of files lives: under its SHA-256, behind one fsspec setting."""

import hashlib
import re
import uuid
from datetime import datetime
from typing import IO, Any

import fsspec

CHUNK = 1024 * 1024
SHA256 = re.compile("[0-9a-f]{64}")


class Storage:
    """Files by their SHA-256 in a folder, or in whatever fsspec reaches (S3 and its kind)."""

    def __init__(self) -> None:
        """Start without a place; `init_app` names it."""
        self._system: Any = None
        self._root = ""
        self.limit = 0

    def init_app(self, url: str, limit_megabytes: int) -> None:
        """Use the place an fsspec URL names, for files of at most so many MB (`limit`: bytes)."""
        self.limit = limit_megabytes * 1024 * 1024
        self._system, self._root = fsspec.core.url_to_fs(url)

    def put(self, content: IO[bytes]) -> tuple[str, int]:
        """Keep a file and give its SHA-256 and its size in bytes; the same file is kept once."""
        digest, size = hashlib.sha256(), 0
        content.seek(0)
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
        sha256 = digest.hexdigest()
        path = self._path(sha256)
        if not self._system.exists(path):
            self._system.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
            content.seek(0)
            # A half-written file must never be found under its final name. (fsspec's own
            # transactions belong to the file system object, which threads share.)
            unfinished = f"{path}.{uuid.uuid4().hex}"
            try:
                with self._system.open(unfinished, "wb") as target:
                    while chunk := content.read(CHUNK):
                        target.write(chunk)
                self._system.mv(unfinished, path)
            except BaseException:
                if self._system.exists(unfinished):
                    self._system.rm(unfinished)
                raise
        content.seek(0)
        return sha256, size

    def open(self, sha256: str) -> IO[bytes]:
        """Open a kept file for reading; raises FileNotFoundError."""
        opened: IO[bytes] = self._system.open(self._path(sha256), "rb")
        return opened

    def holds(self, sha256: str) -> bool:
        """Whether a file is kept whole: its content still has the hash that it is kept under."""
        try:
            with self.open(sha256) as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == sha256  # type: ignore[arg-type]
        except FileNotFoundError:
            return False

    def remove(self, sha256: str) -> None:
        """Remove a kept file, if it is there."""
        if self._system.exists(self._path(sha256)):
            self._system.rm(self._path(sha256))

    def stored_before(self, moment: datetime) -> set[str]:
        """The SHA-256 of every file that was stored before a moment."""
        found = (
            self._system.find(self._root, detail=True) if self._system.exists(self._root) else {}
        )
        return {
            path.rsplit("/", 1)[1]
            for path in found
            if SHA256.fullmatch(path.rsplit("/", 1)[1]) and self._system.modified(path) < moment
        }

    def _path(self, sha256: str) -> str:
        return f"{self._root}/{sha256[:2]}/{sha256}"
