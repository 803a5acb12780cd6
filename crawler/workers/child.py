"""The worker's side of the pool: the nursery that forks workers, and a worker's loop."""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import pickle
import resource
import signal
import socket
import struct
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD: Final = struct.Struct("!I")  #: length of a frame's pickle, before it
_PR_SET_PDEATHSIG: Final = 1
_YOUNG: Final = 10_000  #: new objects between two collections: a page makes thousands and frees them itself, the usual 700 find nothing


def die_with(parent: int) -> None:
    """Let the kernel kill this process when its parent dies (Linux; elsewhere a worker ends when its socket closes)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the line above
            os._exit(0)


def nursery(control: int, parent: int, function: str) -> None:
    """Import the task function once, then fork a worker for each socket that arrives; end when the crawler closes the control socket."""
    die_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the crawler's to handle; it ends its workers itself
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.dup2(2, 1)  # nothing a library prints may get among the rows on standard output
    run, warm = _load(function)
    warm()
    gc.collect()
    gc.freeze()  # collections in the workers do not touch, and so do not copy, the nursery's pages
    gc.set_threshold(_YOUNG, 10, 10)
    signal.signal(signal.SIGCHLD, _reap)
    own = os.getpid()
    with socket.socket(fileno=control) as channel:
        while True:
            message, sockets, _, _ = socket.recv_fds(channel, 16, 4)
            if not message:
                break
            memory_mb = HEAD.unpack(message)[0]
            for number in sockets:
                if os.fork() == 0:
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    channel.close()
                    work(socket.socket(fileno=number), run, memory_mb, own)
                os.close(number)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with suppress(ChildProcessError):
        while True:  # their sockets are closed with the control socket, so they end
            os.wait()


def _reap(*_: object) -> None:
    """Wait for dead workers, so that their processor time counts as this process's and in turn as the crawler's."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _load(function: str) -> tuple[Callable[[Any, Any], Any], Callable[[], None]]:
    """The task function, and its module's ``warm`` where it has one."""
    path, _, name = function.partition(":")
    module = importlib.import_module(path)
    return getattr(module, name), getattr(module, "warm", lambda: None)


def work(channel: socket.socket, run: Callable[[Any, Any], Any], memory_mb: int, parent: int) -> NoReturn:
    """Answer tasks until the socket closes; never returns.

    The first frame is the set-up that every task gets too. A frame of answer is ``(kind, peak of resident memory in
    MB, value)`` with kind ``ready``, ``done``, ``memory`` or ``error``.
    """
    try:
        die_with(parent)
        _limit_memory(memory_mb)
        setup = _receive(channel)
        _send(channel, ("ready", _peak_mb(), os.getpid()))
        while True:
            task = _receive(channel)
            try:
                answer = ("done", _peak_mb(), run(task, setup))
            except MemoryError:
                task = None
                gc.collect()
                answer = ("memory", _peak_mb(), None)
            except Exception as error:  # noqa: BLE001  # whatever a page makes the reader raise costs that page and is told
                answer = ("error", _peak_mb(), _told(error))
            _send(channel, answer)
    except (EOFError, OSError):
        os._exit(0)
    finally:
        os._exit(1)


def _told(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" at {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else ""  # noqa: PTH119
    return f"{type(error).__name__}: {error}"[:400] + place


def _limit_memory(memory_mb: int) -> None:
    """Let the address space grow by what is left of the limit above what is resident now.

    Libraries reserve far more than they use, so an absolute limit on the address space would say nothing.
    """
    if not memory_mb:
        return
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123
        size, resident = (int(word) * resource.getpagesize() for word in file.read().split()[:2])
    room = max((memory_mb << 20) - resident, 64 << 20)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = size + room
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def _send(channel: socket.socket, answer: Any) -> None:
    body = pickle.dumps(answer, protocol=5)
    channel.sendall(HEAD.pack(len(body)) + body)


def _receive(channel: socket.socket) -> Any:
    (length,) = HEAD.unpack(_exactly(channel, HEAD.size))
    return pickle.loads(_exactly(channel, length))  # noqa: S301  # only the crawler holds the other end


def _exactly(channel: socket.socket, length: int) -> bytearray:
    body = bytearray(length)
    view = memoryview(body)
    got = 0
    while got < length:
        count = channel.recv_into(view[got:])
        if not count:
            raise EOFError
        got += count
    return body


if __name__ == "__main__":
    nursery(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
