"""The nursery as the crawler sees it: a process that imports the reader once and forks workers from it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from typing import Final

from crawler.workers.child import HEAD

PAGES: Final = "crawler.workers.pages:run"  #: what reads the pages of a crawl
_PATIENCE: Final = 2.0  #: seconds that it may take to end


class Nursery:
    """Forks a worker for each socket it is given; started anew where it has died.

    To be started from the main thread: on Linux its processes end with the thread that started them.
    """

    def __init__(self, function: str) -> None:
        self.function = function  #: ``module:name`` of what its workers run
        self.process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def start(self) -> None:
        """Start the process unless it runs; it imports while others go on."""
        if self.process is not None and self.process.poll() is None:
            return
        if self._control:
            self._control.close()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "crawler.workers.child", str(theirs.fileno()), str(os.getpid()), self.function]
        # numeric libraries start a thread for each core on import; a worker is one thread
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        environment["PYTHONPATH"] = os.pathsep.join(p or os.getcwd() for p in sys.path)  # noqa: PTH109
        self.process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, env=environment)  # noqa: S603
        theirs.close()
        self._control = ours

    def fork(self, theirs: socket.socket, memory_mb: int) -> None:
        """Have a worker forked that answers at the other end of the socket. Raises OSError."""
        self.start()
        message = HEAD.pack(memory_mb)
        try:
            self._send(message, theirs)
        except OSError:  # it died this moment
            self.kill()
            self.start()
            self._send(message, theirs)

    def _send(self, message: bytes, theirs: socket.socket) -> None:
        assert self._control is not None
        socket.send_fds(self._control, [message], [theirs.fileno()])

    def kill(self) -> None:
        """End it at once, where it hangs; its workers end with it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def dismiss(self) -> None:
        """Let it end by itself once its workers have."""
        if self._control:
            self._control.close()
            self._control = None

    @property
    def ended(self) -> bool:
        """Whether no process is left; reaps it, so that its processor time is accounted for."""
        return self.process is None or self.process.poll() is not None

    def end(self) -> None:
        """Dismiss it and return when it has ended; kills one that takes too long."""
        self.dismiss()
        until = time.monotonic() + _PATIENCE
        while not self.ended and time.monotonic() < until:
            time.sleep(0.01)
        if not self.ended:
            self.kill()
