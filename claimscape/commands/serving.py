"""The command that opens the dashboard: serve."""

import argparse
import importlib.util
import os
import socket
import sys
from pathlib import Path

import claimscape
from claimscape.errors import ClaimscapeError
from claimscape.remote import Where, where

PORT = 8501


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command of this file."""
    command = commands.add_parser("serve", help="the dashboard")
    command.add_argument("--data", type=where, metavar="DIR", help="default: data, built of seeds where it is not there")
    command.add_argument("--port", type=int, default=PORT, metavar="PORT", help=f"default: {PORT}")
    command.set_defaults(run=serve)


def serve(given: argparse.Namespace) -> None:
    """The dashboard, in place of this process. Its files stand beside the package, or inside one that is installed."""
    if importlib.util.find_spec("streamlit") is None:
        raise ClaimscapeError("the dashboard needs Streamlit, which is not installed; try: pip install 'claimscape[dashboard]'")
    package = Path(claimscape.__file__).parent
    home = next((folder for folder in (package / "dashboard", package.parent) if (folder / "dashboard.py").is_file()), None)
    if home is None:
        raise ClaimscapeError(f"there is no dashboard.py beside {package}; install claimscape again")
    _free(given.port)
    environment = os.environ | {"CLAIMSCAPE_DATA": str(_here(given.data).absolute() if given.data else Path("data").absolute())}
    os.chdir(home)  # Streamlit reads .streamlit/config.toml from where it is started
    command = [sys.executable, "-m", "streamlit", "run", "asgi.py", "--server.port", str(given.port)]
    os.execve(sys.executable, command, environment)  # noqa: S606 - our own interpreter, no shell


def _here(data: Where) -> Path:
    """The folder of a landscape, or the copy on this machine of one elsewhere; StoreError where there is none."""
    from claimscape import mirror, store  # which load what reads tables

    folder = data if isinstance(data, Path) else mirror.here(data)
    store.open_landscape(folder)  # a folder that is misspelt would be filled with other documents at the first visit
    return folder


def _free(port: int) -> None:
    if not 0 < port < 1 << 16:
        raise ClaimscapeError(f"{port} is no port: name one from 1 to 65535 with --port")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise ClaimscapeError(f"port {port} is not free; name another with --port") from None
