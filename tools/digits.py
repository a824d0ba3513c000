"""``make digits``: run the chapters as other processors would compute them, and compare what they print.

Sums, products of matrices and functions such as exp differ in their last bits from one processor to
another. A chapter may not show it: no value near the edge of its rounding, no step counted at an
edge. This machine can take the part of several others:

    old      the plainest kernels of torch, MKL, oneDNN, OpenBLAS and NumPy, one thread
    avx2     kernels for AVX2, where this processor has others
    avx512   kernels for AVX-512, where this processor has them
    shaken   a bit more than any processor differs: see shaken.py

    .venv/bin/python tools/digits.py                      all chapters, all machines
    .venv/bin/python tools/digits.py 05_momentum --as old

Exit code: 0 if every chapter prints what is stored (figures are not compared), else 1.
"""

import argparse
import difflib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHAKEN = Path(__file__).resolve().with_name("shaken.py")


def features():
    """What NumPy was compiled for beyond its baseline, as far as this processor has it."""
    from numpy._core import _multiarray_umath as numpys

    return [name for name in numpys.__cpu_dispatch__ if numpys.__cpu_features__.get(name)]


def machines(found, environ):
    """The environment variables of each machine that this one can be, from its features.

    A choice of OpenBLAS's kernel that the user has made stands: some machines need it.
    """
    old = {
        "ATEN_CPU_CAPABILITY": "default",
        "MKL_CBWR": "COMPATIBLE",
        "ONEDNN_MAX_CPU_ISA": "SSE41",
        "OPENBLAS_CORETYPE": "Prescott",
        "OMP_NUM_THREADS": "1",
    }
    if found:
        old["NPY_DISABLE_CPU_FEATURES"] = " ".join(found)
    known = {"old": old}
    wide = [name for name in found if name == "X86_V4" or name.startswith("AVX512")]
    if wide:
        known["avx2"] = {
            "ATEN_CPU_CAPABILITY": "avx2",
            "MKL_CBWR": "AVX2",
            "ONEDNN_MAX_CPU_ISA": "AVX2",
            "OPENBLAS_CORETYPE": "Haswell",
            "NPY_DISABLE_CPU_FEATURES": " ".join(wide),
        }
        known["avx512"] = {"ATEN_CPU_CAPABILITY": "avx512"}
    known["shaken"] = {"SHAKEN": "1"}
    if "OPENBLAS_CORETYPE" in environ:
        for variables in known.values():
            variables.pop("OPENBLAS_CORETYPE", None)
    return known


def merged(outputs):
    """The outputs, with what was printed in several pieces in one: where a kernel cuts is chance."""
    whole = []
    for output in outputs:
        if output["output_type"] == "stream":
            output = output | {"text": "".join(output["text"])}
            if whole and whole[-1].get("name") == output["name"]:
                whole[-1]["text"] += output["text"]
                continue
        whole.append(output)
    return whole


def printed(notebook):
    """{cell number: lines} of all that the cells print, without pictures and without counts."""
    cells = {}
    for number, cell in enumerate(notebook["cells"], 1):
        lines = []
        for output in merged(cell.get("outputs", [])):
            parts = {"stream": output["text"]} if output["output_type"] == "stream" else {}
            if output["output_type"] == "error":
                parts = {"error": f"{output['ename']}: {output['evalue']}"}
            parts |= {
                kind: data if isinstance(data, str | list) else json.dumps(data, sort_keys=True)
                for kind, data in output.get("data", {}).items()
                if not kind.startswith("image/") and "image/svg+xml" not in output["data"]
            }
            for kind in sorted(parts):
                lines += "".join(parts[kind]).splitlines()
        cells[number] = lines
    return cells


def differences(stored, new):
    """What a chapter prints otherwise: one line for each removed (-) and added (+) line."""
    old, new = printed(stored), printed(new)
    return [
        f"cell {number}: {line}"
        for number in old
        for line in difflib.unified_diff(old[number], new[number], lineterm="", n=0)
        if not line.startswith(("---", "+++", "@@"))
    ]


def run(path, variables, folder):
    """Run a chapter in a kernel that has these environment variables; the new notebook."""
    env = os.environ | variables
    if "SHAKEN" in variables:
        startup = Path(folder, "ipython/profile_default/startup")
        startup.mkdir(parents=True, exist_ok=True)
        startup.joinpath("shaken.py").write_text(SHAKEN.read_text(encoding="utf-8"), "utf-8")
        env["IPYTHONDIR"] = str(Path(folder, "ipython"))
    command = [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--allow-errors"]
    command += [f"--ExecutePreprocessor.{limit}=600" for limit in ("timeout", "startup_timeout")]
    command += ["--log-level=ERROR", "--output-dir", folder]
    if code := subprocess.run([*command, path], env=env).returncode:
        raise SystemExit(
            f"{path.name} could not be run (exit code {code}): the reason stands above"
        )
    return json.loads(Path(folder, path.name).read_text(encoding="utf-8"))


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    chapters = sorted(path.stem for path in (ROOT / "chapters").glob("*.ipynb"))
    known = machines(features(), os.environ)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a chapter, such as 05_momentum")
    parser.add_argument("--as", dest="machine", choices=known, action="append", help="a machine")
    options = parser.parse_args(arguments)
    if unknown := sorted(set(options.names) - set(chapters)):
        parser.error(f"no chapter is called {', '.join(unknown)}; there are {', '.join(chapters)}")
    same = True
    for machine in options.machine or known:
        for name in options.names or chapters:
            path = ROOT / "chapters" / f"{name}.ipynb"
            with tempfile.TemporaryDirectory(prefix="digits-") as folder:
                new = run(path, known[machine], folder)
            found = differences(json.loads(path.read_text(encoding="utf-8")), new)
            print(f"{machine:7} {name:24} {'differs' if found else 'the same'}", flush=True)
            for line in found:
                print(f"    {line}", flush=True)
            same = same and not found
    return not same


if __name__ == "__main__":
    sys.exit(main())
