"""Fixtures that the tests of the site share."""

import fcntl
import functools
import http.server
import os
import shutil
import subprocess
import sys
import sysconfig
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def site():
    """The folder of the built site; built by `make book` where it is not up to date."""
    # The make that runs the tests may have been told -B or -j: not this one's business.
    env = {k: v for k, v in os.environ.items() if k not in {"MAKEFLAGS", "MFLAGS", "MAKELEVEL"}}
    (ROOT / "_build").mkdir(exist_ok=True)
    with open(ROOT / "_build" / ".lock", "w") as lock:  # xdist runs several of us
        fcntl.flock(lock, fcntl.LOCK_EX)
        built = subprocess.run(["make", "book"], cwd=ROOT, env=env, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout[-3000:] + built.stderr[-3000:]
    return ROOT / "_build" / "html"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def url(site):
    """Address of a local server that serves the built site."""
    handler = functools.partial(Quiet, directory=site)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def missing(what):
    """Skip the test; in CI, where everything must run, fail it."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(what)


@pytest.fixture(scope="session")
def compiler():
    """The C++ compiler that torch.compile runs, and the headers of Python that it includes."""
    if " " in sys.prefix:  # the linker is called without quotes
        pytest.skip("torch.compile can not work in a folder whose name holds a space")
    if shutil.which(os.environ.get("CXX", "g++")) is None:
        missing("no C++ compiler: apt-get install g++")
    if not Path(sysconfig.get_path("include"), "Python.h").exists():
        missing("no headers of Python: apt-get install python3-dev")


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, or Chrome."""
    names = ("chromium", "chromium-browser", "google-chrome")
    chromium = next(filter(None, map(shutil.which, names)), None)
    if chromium is None:
        missing("no chromium: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    # The flags keep the browser itself from calling home.
    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield running
        running.close()
