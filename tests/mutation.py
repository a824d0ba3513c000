"""Mutation tests of the optimizers: `make mutants`. Prints a table; fails on an unexplained survivor.

mutmut changes one operator, number, string or argument of a function at a time, and runs the tests
below on each. A mutant that no test notices shows a line that nothing checks. Those that change
nothing one could notice are listed in ``equivalent_mutants.toml``, each with its reason.

It looks for the package in ``src`` and changes what is in functions: constants of a module or a
class stay as they are. So it runs in a folder of its own, where ``src`` leads to ``code``.
"""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "_build" / "mutation"
EXPLAINED = Path(__file__).with_name("equivalent_mutants.toml")
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mutmut"]
LEFT_OUT = {Path(path).stem for path in SETTINGS["do_not_mutate"]}
CAUGHT = {"killed", "timeout"}  # a loop without an end does not stay unnoticed
MUTMUT = [sys.executable, "-c", "from mutmut.__main__ import cli; cli()", "run"]
SLOW = [
    "test_rounding.py",
    "test_bfloat16.py",
    "test_tape.py",
    "test_drop_in.py",
    "test_optim_arguments.py",
    "test_optim_faults.py",
    "test_compiled.py",
    "test_parity_grid.py",
]  # the slowest is the last


def pytest_collection_modifyitems(items):
    """Tests that take longest go last, since the first failure ends a run. (`-p tests.mutation`)"""
    place = {name: n for n, name in enumerate(SLOW, start=1)}
    items.sort(key=lambda item: (place.get(item.path.name, 0), item.nodeid))


def functions():
    """Every function and method that is to be mutated, as ``module.Class.name``."""
    for path in sorted((ROOT / "code" / "optimizers").glob("*.py")):
        if path.stem in LEFT_OUT:
            continue
        for node in ast.parse(path.read_text()).body:
            for part in node.body if isinstance(node, ast.ClassDef) else [node]:
                if isinstance(part, ast.FunctionDef):
                    owner = f"{node.name}." if part is not node else ""
                    yield f"{path.stem}.{owner}{part.name}"


def run():
    """Run mutmut from nothing: it would keep the verdicts of tests that have changed since."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for name, target in [("src", "code"), ("tests", "tests"), ("pyproject.toml",) * 2]:
        (FOLDER / name).symlink_to(os.path.relpath(ROOT / target, FOLDER))
    # A process that was forked hangs where torch asks for the threads that its parent had.
    env = {**os.environ, "OMP_NUM_THREADS": "1"}
    subprocess.run([*MUTMUT, "--max-children", "2"], cwd=FOLDER, env=env, check=True)


def verdicts():
    """Yield for each mutant its function, the line that it changes, the line it makes, a verdict."""
    from mutmut.mutation.data import SourceFileMutationData
    from mutmut.mutation.diff_apply import get_diff_for_mutant
    from mutmut.stats import status_by_exit_code

    os.chdir(FOLDER)  # mutmut's paths are relative
    for path in sorted(Path("src/optimizers").glob("*.py")):
        data = SourceFileMutationData(path=path)
        data.load()
        for mutant, code in data.exit_code_by_key.items():
            # optimizers.rules.x_sgd__mutmut_1, optimizers.numpy_optim.xǁSGDǁstep__mutmut_1
            _, module, mangled = mutant.rpartition("__mutmut_")[0].split(".")
            function = f"{module}.{mangled.removeprefix('x_').removeprefix('xǁ').replace('ǁ', '.')}"
            verdict, lines = status_by_exit_code[code], {"-": [], "+": []}
            if verdict not in CAUGHT:
                for line in get_diff_for_mutant(mutant, path=path).splitlines():
                    if line[:1] in lines and line[:3] not in ("---", "+++"):
                        lines[line[0]].append(line[1:].strip())
            yield function, " ".join(lines["-"]), " ".join(lines["+"]), verdict


def report():
    """Print the verdicts. Return True if one of them is not as the list explains."""
    explained = tomllib.loads(EXPLAINED.read_text())
    reasons = {
        (entry["function"], entry["original"], mutant): entry["reason"]
        for entry in explained["equivalent"]
        for mutant in entry["mutants"]
    }
    total, killed, survivors = Counter(), Counter(), {}
    for function, original, mutant, verdict in verdicts():
        total[function] += 1
        if verdict in CAUGHT:
            killed[function] += 1
        else:
            survivors[function, original, mutant] = verdict

    print(f"\n{'function':42}killed/total")
    for name in functions():
        print(f"{name:42}{killed[name]:5} / {total[name]}")
    print(f"{'all':42}{killed.total():5} / {total.total()} = {killed.total() / total.total():.1%}")

    unmutated = set(functions()) - set(total)
    wrong = [f"nothing was changed in {name}" for name in unmutated - set(explained["unmutated"])]
    wrong += [
        f"listed as unmutated, but is not: {x}" for x in set(explained["unmutated"]) - unmutated
    ]
    wrong += [f"listed, but does not survive: {key}" for key in set(reasons) - set(survivors)]
    for key, verdict in survivors.items():
        function, original, mutant = key
        reason = reasons.get(key, "NOT EXPLAINED")
        print(f"\n{function}: {verdict}\n  - {original}\n  + {mutant}\n  {reason}")
        if key not in reasons:
            wrong.append(f"not explained: {key}")
    for line in sorted(wrong):
        print(f"\nFAILED {line}")
    return bool(wrong)


if __name__ == "__main__":
    run()
    sys.exit(report())
