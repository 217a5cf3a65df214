"""No network: what the system is asked for is watched from outside; the window's session is watched in `test_hostile_text`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from govdesk.registers import REGISTERS
from govdesk.store.sample import make_sample

HERE = Path(__file__).parent
CALLS = "trace=socket,connect,bind,sendto,sendmsg"

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    from datetime import date

    path = tmp_path_factory.mktemp("net") / "ws.govdesk"
    make_sample(path, REGISTERS, "zh", date(2026, 11, 22)).close()
    return path


def asked(folder, *command):
    """Return what a command asked of the network."""
    log = folder / "strace.txt"
    env = {**os.environ, "GOVDESK_HOME": str(folder / "home"), "QT_QPA_PLATFORM": "offscreen"}
    run = [shutil.which("strace"), "-f", "-q", "-e", CALLS, "-o", str(log), sys.executable, *map(str, command)]
    done = subprocess.run(run, env=env, capture_output=True, text=True, check=False)
    if "ptrace" in done.stderr:
        pytest.skip("strace may not watch here")
    assert done.returncode == 0, done.stderr[-2000:]
    return log.read_text("utf-8")


def sockets(log):
    return sorted(set(re.findall(r"(?:socket\(|sa_family=)(AF_\w+)", log)) - {"AF_UNIX"})


def test_the_watch_sees_a_socket(tmp_path):
    tries = "import socket; socket.socket().close()"
    assert sockets(asked(tmp_path, "-c", tries)) == ["AF_INET"]


def test_the_command_line_opens_no_network(sample, tmp_path):
    run = ["-c", ("import sys; from govdesk.cli import main; w = sys.argv[1]\n"
           "for a in (['check', w], ['export', w, w + '.xlsx'], ['import', w, w + '.xlsx'], ['list', w, 'risk'], ['backup', w],"
           " ['history', w], ['erase-person', w, 'STK-0002'], ['registers']): assert main(a) == 0"), sample]  # fmt: skip
    assert sockets(asked(tmp_path, *run)) == []
