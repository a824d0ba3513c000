"""Give files to the kernel: coqc, two at a time, and what it says of them."""

import re
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from claims.kernel.source import FORBIDDEN

SECONDS = 60  # for one file
AT_ONCE = 2
GET = "coqc is not here: apt-get install coq libcoq-coquelicot libcoq-interval coinor-csdp"
# The axioms of Rocq's real numbers, and no more: three of classical logic (of them the law of the
# excluded middle), and that functions with the same values are the same.
ALLOWED = frozenset(
    {
        "Classical_Prop.classic",
        "ClassicalDedekindReals.sig_forall_dec",
        "ClassicalDedekindReals.sig_not_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
    }
)
CLOSED = "Closed under the global context"


@dataclass(frozen=True)
class Verdict:
    """``accepted``, or ``why`` not; ``axioms`` are those that the theorems rest on."""

    accepted: bool
    why: str = ""
    axioms: frozenset = frozenset()
    seconds: float = 0.0


def file_name(label):
    """The name of a claim's file: Rocq wants an identifier."""
    return f"{label.replace('-', '_')}.v"


def here():
    """Whether this machine has the kernel."""
    return shutil.which("coqc") is not None


def library(folder, source):
    """Compile the library ``source`` (Book.v) into ``folder``, if it is newer; raises OSError."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    copy, wanted = folder / "Book.v", Path(source).read_text(encoding="utf-8")
    done = (folder / "Book.vo").exists() and copy.exists() and copy.read_text() == wanted
    if not done:
        if found := FORBIDDEN.search(wanted.replace("Global Open Scope", "")):
            raise OSError(f"Book.v holds {found.group()}")
        copy.write_text(wanted, encoding="utf-8")
        ran = coqc(copy, folder)
        if ran.returncode:
            raise OSError(f"Book.v: {_said(ran)}")


def check(text, folder, name):
    """The :class:`Verdict` on the file ``text``, put into ``folder`` as ``name``.v."""
    if found := FORBIDDEN.search(text):
        return Verdict(False, f"the file holds {found.group()!r}")
    path = Path(folder) / file_name(name)
    path.write_text(text, encoding="utf-8")
    start = time.monotonic()
    try:
        ran = coqc(path, folder)
    except subprocess.TimeoutExpired:
        return Verdict(False, f"longer than {SECONDS} s", seconds=time.monotonic() - start)
    seconds = time.monotonic() - start
    if ran.returncode:
        return Verdict(False, _said(ran), seconds=seconds)
    told, axioms = assumptions(ran.stdout)
    if told < text.count("\nPrint Assumptions ") or told < len(
        re.findall(r"^Theorem ", text, re.M)
    ):
        return Verdict(False, "not every theorem's assumptions were printed", seconds=seconds)
    if more := axioms - ALLOWED:
        return Verdict(False, f"rests on {', '.join(sorted(more))}", axioms, seconds)
    return Verdict(True, "", axioms, seconds)


def check_all(texts, folder, progress=lambda name, verdict: None):
    """Verdicts on many files, ``{name: text}``, two at a time."""
    found = {}

    def one(name):
        found[name] = check(texts[name], folder, name)
        progress(name, found[name])

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(one, texts))
    return {name: found[name] for name in texts}


def assumptions(printed):
    """(how many theorems were asked about, the axioms that stand there) of coqc's output."""
    asked = printed.count(CLOSED) + len(re.findall(r"^Axioms:$", printed, re.MULTILINE))
    names = re.findall(r"^([A-Za-z_][\w.']*)(?= :|$)", printed, re.MULTILINE)
    return asked, frozenset(names) - {"Axioms", "Closed"}


def coqc(path, folder, seconds=SECONDS):
    """Run coqc on a file; raises subprocess.TimeoutExpired."""
    command = ["coqc", "-q", "-Q", str(folder), "Book", "-w", "none", str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=seconds)


def _said(ran):
    _, mark, left = ran.stdout.rpartition("left:")  # our tactics say what they could not show
    said = " ".join([*ran.stderr.split(), *((mark + left).split() if mark else ())])
    return re.sub(r'File "[^"]*/', 'File "', said)[:600]
