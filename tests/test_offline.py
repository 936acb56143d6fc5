from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import HOUSE

SERVER_UNDER_GUARD = """
import socket, sys, threading, time, urllib.request
attempts = []
connect, resolve = socket.socket.connect, socket.getaddrinfo
def guarded(own, address):
    if isinstance(address, tuple) and not str(address[0]).startswith(("127.", "::1")):
        attempts.append(address); raise OSError("closed")
    return connect(own, address)
def resolving(host, *rest, **more):
    if host not in (None, "localhost", "127.0.0.1", "::1", b"127.0.0.1"):
        attempts.append(host); raise OSError("closed")
    return resolve(host, *rest, **more)
socket.socket.connect, socket.getaddrinfo = guarded, resolving
from assistant.core import Assistant
from assistant.settings import Settings
from assistant.reloading import Reloader
from assistant.web.server import build_app
import uvicorn
settings = Settings.load()
assistant = Assistant.build(settings)
app = build_app(assistant, settings, Reloader(assistant))
listening = socket.create_server(("127.0.0.1", 0))
server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
thread.start()
base = f"http://127.0.0.1:{listening.getsockname()[1]}"
for attempt in range(100):
    try:
        page = urllib.request.urlopen(base + "/").read(); break
    except OSError:
        time.sleep(0.1)
assert b'lang="sv"' in page
assert b"verksamhetsplan" in urllib.request.urlopen(base + "/dokument/verksamhetsplan-2024").read()
time.sleep(3)
server.should_exit = True
thread.join()
print("ATTEMPTS", attempts)
"""


def test_the_server_starts_answers_and_tries_no_other_address(tmp_path: Path) -> None:
    environment = {"PLANFRAGA_STATE": str(tmp_path), "PATH": "", "PYTHONPATH": str(HOUSE)}
    subprocess.run(
        [sys.executable, "-m", "assistant.cli", "index"], env=environment, check=True, cwd=tmp_path
    )
    run = subprocess.run(
        [sys.executable, "-c", SERVER_UNDER_GUARD],
        env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert run.stdout.strip().endswith("ATTEMPTS []"), run.stdout + run.stderr


def test_onnxruntime_neither_reports_to_its_maker_nor_keeps_a_number_of_the_machine(
    tmp_path: Path,
) -> None:
    """Its library connects past Python's sockets; what it keeps at home tells of it."""
    home, state = tmp_path / "hem", tmp_path / "state"
    home.mkdir()
    environment = {"HOME": str(home), "PLANFRAGA_STATE": str(state), "PYTHONPATH": str(HOUSE)}
    subprocess.run(
        [sys.executable, "-m", "assistant.cli", "ask", "Vad är bygglov?"],
        env={**environment, "PATH": ""}, cwd=tmp_path, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert list(home.rglob("*")) == []
