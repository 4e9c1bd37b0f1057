"""What a worker process does: code each batch that comes through its pipe, until the supervisor is gone."""

import ctypes
import os
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection

READY = "ready"


def serve() -> None:
    """Serve the pipe and the supervisor that the command line names by their numbers."""
    descriptor, supervisor = map(int, sys.argv[2:4])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the supervisor hears it too, and ends its workers
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: it ends with the thread that started it
        if os.getppid() != supervisor:
            return
    with suppress(EOFError, OSError), Connection(descriptor) as pipe:
        work = pipe.recv()
        pipe.send(READY)
        while True:
            batch = pipe.recv()
            try:
                answer: object = work(batch)
            except Exception as fault:
                answer = fault
            pipe.send(answer)
