"""Files are kept once, whole, under their SHA-256."""

import hashlib
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inmeko.extensions.storage import Storage

CONTENT = "Σχέδιο".encode() * 100_000


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    kept = Storage()
    kept.init_app(f"file://{tmp_path / 'files'}", 20)
    return kept


def test_what_was_put_can_be_opened(storage: Storage) -> None:
    sha256, size = storage.put(io.BytesIO(CONTENT))
    assert (sha256, size) == (hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    with storage.open(sha256) as file:
        assert file.read() == CONTENT


def test_a_file_is_read_from_its_beginning_and_given_back_there(storage: Storage) -> None:
    stream = io.BytesIO(CONTENT)
    stream.seek(7)
    _sha256, size = storage.put(stream)
    assert size == len(CONTENT)
    assert stream.tell() == 0


def test_the_same_content_is_kept_once(storage: Storage, tmp_path: Path) -> None:
    first, second = storage.put(io.BytesIO(CONTENT)), storage.put(io.BytesIO(CONTENT))
    assert first == second
    files = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert [path.name for path in files] == [first[0]]
    assert files[0].parent.name == first[0][:2]


class Broken(io.BytesIO):
    """A stream that ends in the middle of its second reading."""

    rounds = 0

    def seek(self, place: int, whence: int = 0) -> int:
        self.rounds += 1
        return super().seek(place, whence)

    def read(self, size: int | None = -1) -> bytes:
        if self.rounds > 1:
            raise OSError("the line went dead")
        return super().read(size)


def test_a_half_written_file_is_never_found(storage: Storage) -> None:
    with pytest.raises(OSError, match="went dead"):
        storage.put(Broken(CONTENT))
    with pytest.raises(FileNotFoundError):
        storage.open(hashlib.sha256(CONTENT).hexdigest())
    assert storage.put(io.BytesIO(CONTENT))[1] == len(CONTENT)


def test_a_half_written_file_is_taken_away(storage: Storage, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="went dead"):
        storage.put(Broken(CONTENT))
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def test_what_was_removed_is_gone_and_may_be_removed_again(storage: Storage) -> None:
    sha256, _size = storage.put(io.BytesIO(CONTENT))
    storage.remove(sha256)
    storage.remove(sha256)
    with pytest.raises(FileNotFoundError):
        storage.open(sha256)


def test_old_files_can_be_listed(storage: Storage) -> None:
    assert storage.stored_before(datetime.now(UTC)) == set()
    sha256, _size = storage.put(io.BytesIO(CONTENT))
    now = datetime.now(UTC)
    assert storage.stored_before(now + timedelta(minutes=1)) == {sha256}
    assert storage.stored_before(now - timedelta(minutes=1)) == set()


def test_files_may_live_behind_another_word_of_fsspec() -> None:
    elsewhere = Storage()
    elsewhere.init_app("memory://inmeko-test", 1)
    sha256, _size = elsewhere.put(io.BytesIO(b"x"))
    with elsewhere.open(sha256) as file:
        assert file.read() == b"x"
    assert elsewhere.limit == 1024 * 1024


def test_a_file_is_held_only_whole(storage: Storage, tmp_path: Path) -> None:
    sha256, _size = storage.put(io.BytesIO(CONTENT))
    assert storage.holds(sha256)
    (kept,) = (path for path in tmp_path.rglob(sha256) if path.is_file())
    kept.write_bytes(CONTENT + b"x")
    assert not storage.holds(sha256)
    kept.unlink()
    assert not storage.holds(sha256)
