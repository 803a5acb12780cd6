"""The file that an export goes to: written beside its name and renamed when complete, never half there."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import stat
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final, Self

from storage.errors import DiskFull, ExportError, ReadOnly, StorageError, Unavailable

if TYPE_CHECKING:
    from types import TracebackType
    from typing import BinaryIO

CHECKSUM: Final = ".sha256"
MANIFEST: Final = ".manifest.json"
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


class Target:
    """A binary file for one export; a context manager that removes what it wrote unless :meth:`finish` was called.

    Raises :class:`~storage.errors.ExportError` for a place that will not do: a name with NUL or ``..``, a folder, a
    symbolic link, a device, a folder that is missing; ReadOnly, DiskFull or Unavailable when it cannot be written.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.size = 0
        self._digest = hashlib.sha256()
        self._folder = -1
        self._temporary: dict[str, str] = {}  # temporary name by final name, what is still to be renamed
        self._file: BinaryIO | None = None
        self._name = _name(path)

    def __enter__(self) -> Self:
        folder = str(Path(self.path).parent)
        try:
            self._folder = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            _check(self.path, self._folder, self._name)
            for sidecar in (CHECKSUM, MANIFEST):
                _check(self.path + sidecar, self._folder, self._name + sidecar)
            self._file = self._open(self._name)
        except BaseException as error:
            self._close()
            if isinstance(error, OSError):
                raise _refused(error, self.path, folder) from error
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._close()
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            raise _failed(error, self.path) from error

    def write(self, data: bytes) -> int:
        """Append bytes."""
        assert self._file is not None
        self._file.write(data)
        self._digest.update(data)
        self.size += len(data)
        return len(data)

    @property
    def checksum(self) -> str:
        """The SHA-256 of what was written so far, in hexadecimal digits."""
        return self._digest.hexdigest()

    def finish(self, manifest: bytes) -> None:
        """Bring everything to the disk and give it its names: the file, its checksum as ``sha256sum`` reads it, last its manifest."""
        assert self._file is not None
        _settle(self._file)
        for ending, content in ((CHECKSUM, f"{self.checksum}  {self._name}\n".encode()), (MANIFEST, manifest)):
            with self._open(self._name + ending) as beside:
                beside.write(content)
                _settle(beside)
        for final in list(self._temporary):
            os.rename(self._temporary[final], final, src_dir_fd=self._folder, dst_dir_fd=self._folder)
            del self._temporary[final]
        os.fsync(self._folder)

    def _open(self, final: str) -> BinaryIO:
        temporary = f".pressrow-{secrets.token_hex(8)}.part"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        self._temporary[final] = temporary
        return open(os.open(temporary, flags, 0o666, dir_fd=self._folder), "wb", buffering=1 << 20)  # noqa: PTH123 - opened in a folder held open

    def _close(self) -> None:
        """Close the file and remove what has not got its name."""
        if self._file is not None:
            try:
                self._file.close()
            except OSError:  # what was buffered does not fit either: it is thrown away here
                self._file = None
        for temporary in self._temporary.values():
            try:
                os.unlink(temporary, dir_fd=self._folder)
            except FileNotFoundError:
                continue  # it was never made
        self._temporary.clear()
        if self._folder >= 0:
            os.close(self._folder)
            self._folder = -1


class Stream:
    """Standard output in the place of a file: no checksum, no manifest beside it."""

    def __init__(self, out: BinaryIO) -> None:
        self.path = "-"
        self.size = 0
        self._digest = hashlib.sha256()
        self._out = out

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            raise _failed(error, "standard output") from error

    def write(self, data: bytes) -> int:
        """Append bytes."""
        self._out.write(data)
        self._digest.update(data)
        self.size += len(data)
        return len(data)

    @property
    def checksum(self) -> str:
        """The SHA-256 of what was written so far, in hexadecimal digits."""
        return self._digest.hexdigest()

    def finish(self, manifest: bytes) -> None:  # noqa: ARG002 - there is no place beside a stream
        """Hand everything on."""
        self._out.flush()


def _name(path: str) -> str:
    if not path or "\0" in path:
        raise ExportError("an export needs a file name without NUL characters")
    shown = path.encode("utf-8", "replace").decode()
    if ".." in PurePath(path).parts:
        raise ExportError(f"{shown}: name the folder itself, without “..”")
    name = PurePath(path).name
    if not name or path.endswith(("/", os.sep)):
        raise ExportError(f"{shown}: this is a folder; name a file in it")
    if len(os.fsencode(name + MANIFEST)) > 255:
        raise ExportError(f"{shown[:80]}…: the name is too long; {MANIFEST} has to fit behind it within 255 bytes")
    return name


def _check(path: str, folder: int, name: str) -> None:
    """Raise ExportError for a name that something else than an ordinary file has."""
    try:
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return
    if stat.S_ISLNK(found.st_mode):
        raise ExportError(f"{path}: this is a symbolic link; name the file that it points to")
    if stat.S_ISDIR(found.st_mode):
        raise ExportError(f"{path}: this is a folder; name a file in it")
    if not stat.S_ISREG(found.st_mode):
        raise ExportError(f"{path}: this is no ordinary file; name another")


def _settle(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _refused(error: OSError, path: str, folder: str) -> StorageError:
    """Return the error for a place where no file can be made."""
    if error.errno in {errno.ENOENT, errno.ENOTDIR, errno.ELOOP}:
        if Path(folder).is_symlink():
            return ExportError(
                f"{path}: the folder {folder} is a symbolic link; name the folder that it points to: {Path(folder).resolve()}"
            )
        if error.errno == errno.ENOENT:
            return ExportError(f"{path}: the folder {folder} does not exist; make it first")
        return ExportError(f"{path}: {folder} is no folder")
    if error.errno == errno.ENAMETOOLONG:
        return ExportError(f"{path[:80]}…: the name is too long")
    return _failed(error, path)


def _failed(error: OSError, path: str) -> StorageError:
    """Return the storage error for a write that failed: DiskFull, ReadOnly or Unavailable."""
    if error.errno in _NO_ROOM:
        return DiskFull(f"{path}: the disk takes no more ({error.strerror}); free some space and export again, nothing was left behind")
    if error.errno in _FORBIDDEN:
        return ReadOnly(f"{path}: cannot be written ({error.strerror}); check the rights of the folder")
    return Unavailable(f"{path}: cannot be written ({error.strerror or error}); check the disk")
