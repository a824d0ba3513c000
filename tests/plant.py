"""Plant errors in a copy of the book, one at a time, and see which check of `make test` fails.

    .venv/bin/python tests/plant.py             all of planted.PLANTS (this is `make planted`)
    .venv/bin/python tests/plant.py NAME ...    those whose name begins so
    .venv/bin/python tests/plant.py --table     the table of CONTRIBUTING.md

An error counts as caught if its check passes without it, fails with it, and says why. The book
itself is never changed. Exit code: 0 if all were caught, else 1.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from edits import Misfit
from planted import PLANTS, table

ROOT = Path(__file__).parent.parent
# As `make test` runs a chapter.
NBVAL = re.search(r"^NBVAL\s*:=\s*(.+)$", (ROOT / "Makefile").read_text(), re.M)[1].split()
LEFT_BEHIND = (".git", ".venv", "_build", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info")

# What the copy has for a Python: the one that runs this, which must not be changed by a copy. It
# imports the copy's package; make would not hand a PYTHONPATH on.
STAND_IN = f"""#!/bin/sh
PYTHONPATH="$(cd "$(dirname "$0")/../.." && pwd)/code"; export PYTHONPATH
case "$*" in *"-m pip"*|*"-m venv"*|*npm*) echo "a copy must install nothing" >&2; exit 1 ;; esac
exec "{sys.executable}" "$@"
"""


class Outcome(NamedTuple):
    """What came of one planted error. ``state`` is "caught", "survived" or "not run".

    One that could not be planted counts as survived, and ``note`` says why.
    """

    plant: object
    state: str
    seconds: float
    note: str


class NotPlanted(RuntimeError):
    """The chapter that an error was planted in does not run, so nothing can be said of the error."""


class Copy:
    """A copy of the book in which errors are planted. It imports its own package."""

    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        ignore = shutil.ignore_patterns(*LEFT_BEHIND)
        shutil.copytree(ROOT, self.folder, ignore=ignore, dirs_exist_ok=True)
        python = self.folder / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(STAND_IN)
        python.chmod(0o755)
        # What pytest, make and xdist told this process is not the copy's business. Byte code is
        # not stored: it would outlive an error that changes neither size nor second of a file.
        own = ("PYTEST_", "MAKE", "MFLAGS")
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(own)}
        self.env |= {"PYTHONPATH": str(self.folder / "code"), "PYTHONDONTWRITEBYTECODE": "1"}

    def _run(self, *command):
        """(exit code, output without colours) of a command in the copy."""
        (self.folder / "_build" / ".book").unlink(missing_ok=True)  # a site is built afresh
        (self.folder / ".venv" / ".complete").write_text(f"{self.folder}\n")
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        return done.returncode, re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)

    def pytest(self, *arguments):
        plain = ["-p", "no:cacheprovider", "--color=no", "-rfE"]
        return self._run(sys.executable, "-m", "pytest", *plain, *NBVAL, *arguments)

    @contextmanager
    def with_error(self, plant):
        """The copy with one error in it; afterwards it is as it was."""
        path = self.folder / plant.where
        right = path.read_bytes()
        try:
            path.write_text(plant.edit(right.decode("utf-8")), encoding="utf-8")
            if plant.rerun:  # the author, too, would have run the chapter again
                name = path.stem
                (self.folder / "_build" / "executed" / name).unlink(missing_ok=True)
                code, output = self._run("make", f"_build/executed/{name}")
                if code:
                    reason = output.strip().splitlines()[-1:] or ["no output"]
                    raise NotPlanted(f"the chapter does not run: {reason[0]}")
            yield
        finally:
            path.write_bytes(right)

    def passing(self, checks):
        """Without an error: the checks that pass here, and those that are skipped."""
        code, output = self.pytest("-v", *sorted(checks))
        results = re.findall(r"^(\S.*?) (PASSED|FAILED|ERROR|SKIPPED)\b", output, re.M)
        passing, skipped = set(), set()
        for check in checks:
            seen = {result for test, result in results if belongs(test, check)}
            if seen == {"PASSED"}:
                passing.add(check)
            elif seen == {"SKIPPED"}:
                skipped.add(check)
            else:
                print(output[-5000:], file=sys.stderr)
                raise RuntimeError(f"{check} does not pass without an error planted: {seen}")
        if code:
            raise RuntimeError(f"pytest ended with {code} without an error planted")
        return passing, skipped

    def outcome(self, plant):
        """Plant one error and run its check."""
        start = time.perf_counter()
        try:
            with self.with_error(plant):
                code, output = self.pytest("-q", "-x", plant.check)
        except (Misfit, NotPlanted) as error:  # one such error must not hide what comes of the rest
            return Outcome(plant, "survived", time.perf_counter() - start, f"not planted: {error}")
        seconds = time.perf_counter() - start
        failed = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - (?:[A-Z]|assert).*)?$", output, re.M)
        if code == 1 and failed and re.search(plant.says, output):
            return Outcome(plant, "caught", seconds, failed[1])
        if code == 1:
            return Outcome(plant, "survived", seconds, f"failed, but not with {plant.says!r}")
        return Outcome(plant, "survived", seconds, f"pytest ended with {code}")


def belongs(test, check):
    """Whether a test, by its pytest id, is (part of) a check."""
    # nbval's ids have the suffix of the file where tests are collected, and lack it where they run.
    heads = (f"{check}::", f"{check.removesuffix('.ipynb')}::", f"{check}[")
    return test == check or test.startswith(heads)


def run(plants, workers=2, report=print):
    """Plant each error in turn. Returns an :class:`Outcome` for each, in the same order."""
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        copies = SimpleQueue()
        for number in range(workers):
            copies.put(Copy(Path(folder, str(number))))

        @contextmanager
        def a_copy():
            copy = copies.get()
            try:
                yield copy
            finally:
                copies.put(copy)

        def passing(checks):
            with a_copy() as copy:
                return copy.passing(checks)

        def outcome(plant):
            with a_copy() as copy:
                if plant.check in skipped:
                    result = Outcome(plant, "not run", 0, "its check is skipped here")
                else:
                    result = copy.outcome(plant)
            report(f"{result.state:8} {result.seconds:5.1f} s  {plant.name}  ({result.note})")
            return result

        with ThreadPoolExecutor(workers) as pool:
            start = time.perf_counter()
            checks = {plant.check for plant in plants}
            chapters = {check for check in checks if check.endswith(".ipynb")}
            skipped = set()
            for _, also_skipped in pool.map(passing, filter(None, (chapters, checks - chapters))):
                skipped |= also_skipped
            report(f"{len(checks)} checks pass without an error: {seconds_since(start)}")
            # Long ones first, so that both workers end together.
            order = sorted(plants, key=lambda plant: (not plant.rerun, not plant.slow))
            results = dict(zip(order, pool.map(outcome, order), strict=True))
    return [results[plant] for plant in plants]


def seconds_since(start):
    return f"{time.perf_counter() - start:.0f} s"


def main(arguments):
    if arguments == ["--table"]:
        print(table())
        return 0
    plants = [p for p in PLANTS if not arguments or p.name.startswith(tuple(arguments))]
    if not plants:
        print(f"No planted error is called {' or '.join(arguments)}", file=sys.stderr)
        return 1
    start = time.perf_counter()
    results = run(plants, report=lambda line: print(line, flush=True))
    print()
    for result in results:
        print(f"{result.state:8} {result.seconds:5.1f} s  {result.plant.name:52} {result.note}")
    lost = [result for result in results if result.state == "survived"]
    not_run = sum(result.state == "not run" for result in results)
    caught = len(results) - len(lost) - not_run
    print(f"\n{caught} of {len(results)} errors caught in {seconds_since(start)}", end="")
    print(f"; {not_run} not run, for want of a Chromium" if not_run else "")
    for result in lost:
        print(f"SURVIVED: {result.plant.name} in {result.plant.where}: {result.note}")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
