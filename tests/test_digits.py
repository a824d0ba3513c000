"""``make digits``: other processors are imitated, and what a chapter then prints otherwise is found."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import torch

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))
import digits  # noqa: E402
import shaken  # noqa: E402
from lab import digits as lab_digits  # noqa: E402

ROOT = Path(__file__).parent.parent


def test_the_machines():
    old = digits.machines(["X86_V3"], {})
    assert list(old) == ["old", "shaken"]
    assert old["old"]["NPY_DISABLE_CPU_FEATURES"] == "X86_V3"
    assert old["old"]["ATEN_CPU_CAPABILITY"] == "default"
    wide = digits.machines(["X86_V3", "X86_V4", "AVX512_ICL"], {})
    assert list(wide) == ["old", "avx2", "avx512", "shaken"]
    assert wide["avx2"]["NPY_DISABLE_CPU_FEATURES"] == "X86_V4 AVX512_ICL"
    assert "NPY_DISABLE_CPU_FEATURES" not in digits.machines([], {})["old"]


def test_a_kernel_that_the_user_chose_for_openblas_stands():
    known = digits.machines(["X86_V4"], {"OPENBLAS_CORETYPE": "Zen"})
    assert not any("OPENBLAS_CORETYPE" in variables for variables in known.values())


def test_the_machines_start_here():
    """NumPy and torch take these settings, and torch says so."""
    for variables in digits.machines(digits.features(), os.environ).values():
        asked = variables.get("ATEN_CPU_CAPABILITY")
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "import numpy, torch; print(torch.backends.cpu.get_cpu_capability())",
            ],
            env=os.environ | variables,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        assert asked in (None, done.stdout.strip().lower())


def cell(*outputs):
    return {"cell_type": "code", "outputs": list(outputs)}


def stream(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


def shown(**data):
    return {"output_type": "display_data", "data": data}


def test_differences_are_lines():
    figure = {"image/svg+xml": "<svg/>", "text/plain": "<Figure>"}
    stored = {"cells": [cell(stream(["a 0.117\n", "b 2\n"])), cell(shown(**figure))]}
    new = {"cells": [cell(stream("a 0.117\nb"), stream(" 2\n")), cell(shown(**figure))]}
    assert digits.differences(stored, new) == []
    new["cells"][0] = cell(stream("a 0.116\nb 2\n"))
    assert digits.differences(stored, new) == ["cell 1: -a 0.117", "cell 1: +a 0.116"]
    failed = {"output_type": "error", "ename": "ClaimFailed", "evalue": "got 3", "traceback": []}
    new["cells"][0] = cell(stream("a 0.117\nb 2\n"), failed)
    assert digits.differences(stored, new) == ["cell 1: +ClaimFailed: got 3"]
    stored["cells"][1] = cell(shown(**{"application/x+json": {"measured": 3}}))
    new = {"cells": [stored["cells"][0], cell(shown(**{"application/x+json": {"measured": 4}}))]}
    assert len(digits.differences(stored, new)) == 2


def test_an_unknown_chapter_is_refused(capsys):
    with pytest.raises(SystemExit):
        digits.main(["99_nothing"])
    assert "no chapter is called 99_nothing; there are 01_" in capsys.readouterr().err


# --- What is shaken


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_shaking_changes_last_bits_alone(dtype):
    before = torch.rand(1000, dtype=torch.float64).add(0.1).log().to(dtype)
    after = shaken.shake(before.clone())
    units = ((after - before) / before).abs() / torch.finfo(dtype).eps
    assert units.max() <= 3.01
    assert (after != before).double().mean() > 0.7


def test_shaking_is_the_same_for_the_same_digits():
    values = torch.rand(1000).exp()
    once = shaken.shake(values.clone())
    assert torch.equal(once, shaken.shake(values.clone()))
    assert torch.equal(-(2**20) * once, shaken.shake(-(2**20) * values))


@pytest.mark.parametrize("value", [0.0, 1.0, -3.0, 0.5, 1500.0, float("inf"), float("nan")])
def test_what_is_exact_everywhere_stays(value):
    before = torch.tensor([value])
    assert torch.equal(shaken.shake(before.clone()).isnan(), before.isnan())
    assert value != value or torch.equal(shaken.shake(before.clone()), before)


def test_only_what_processors_round_in_their_own_way_is_shaken():
    x, y = torch.rand(64, generator=torch.Generator().manual_seed(0)), torch.full((64,), 0.3)
    same = {
        "add": lambda: x + y,
        "mul": lambda: x * y,
        "div": lambda: x / y,
        "sqrt": lambda: x.sqrt(),
        "rand": lambda: torch.rand(64, generator=torch.Generator().manual_seed(0)),
    }
    other = {
        "exp": lambda: x.exp(),
        "mm": lambda: x.outer(y) @ y,
        "lerp": lambda: torch.lerp(x, y, 0.3),
        "alpha": lambda: x.add(y, alpha=0.3),
        "uniform": lambda: x.clone().uniform_(
            -0.3, 0.3, generator=torch.Generator().manual_seed(0)
        ),
    }
    plain = {name: make() for name, make in (same | other).items()}
    with shaken.Shaken():
        new = {name: make() for name, make in (same | other).items()}
    assert [name for name in plain if torch.equal(plain[name], new[name])] == list(same)


def test_parameters_that_are_changed_in_place_are_shaken_too():
    """As torch.optim changes them."""

    def step():
        param = torch.nn.Parameter(torch.linspace(0.1, 1, 64))
        param.grad = torch.full((64,), 0.3)
        torch.optim.SGD([param], lr=0.1).step()
        return param

    plain = step()
    with shaken.Shaken():
        assert not torch.equal(plain, step())


def test_a_chapter_at_an_edge_is_found(tmp_path):
    """The whole way: a chapter that prints a last bit differs when it is shaken, another does not."""
    cells = ["import torch\nx = torch.linspace(0, 1, 97).exp()", "print(f'{x[50].item():.2f}')"]
    edge = "print(x.double().tolist())"
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(text) for text in [*cells, edge]]
    )
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    path = tmp_path / "one.ipynb"
    nbformat.write(notebook, path)
    plain = digits.run(path, {}, str(tmp_path / "plain"))
    new = digits.run(path, {"SHAKEN": "1"}, str(tmp_path / "shaken"))
    found = digits.differences(plain, new)
    assert [line[:9] for line in found] == ["cell 3: -", "cell 3: +"], json.dumps(new)[-2000:]


# --- The experiments' first weights


def test_first_weights_are_torchs_up_to_the_last_bit():
    with torch.random.fork_rng():
        torch.manual_seed(3)
        theirs = torch.nn.Sequential(
            torch.nn.Linear(64, 32), torch.nn.Tanh(), torch.nn.Linear(32, 10)
        )
    for ours, other in zip(lab_digits.network(3).parameters(), theirs.parameters(), strict=True):
        assert (ours - other).abs().max() <= 2**-25


def test_first_weights_are_the_same_on_every_processor():
    """They are not touched where what processors round in their own way is shaken."""
    plain = list(lab_digits.network(0).parameters())
    with shaken.Shaken():
        new = list(lab_digits.network(0).parameters())
    assert all(map(torch.equal, plain, new))
    with torch.random.fork_rng():
        torch.manual_seed(0)
        one = torch.nn.Linear(64, 32).weight
        torch.manual_seed(0)
        with shaken.Shaken():
            other = torch.nn.Linear(64, 32).weight
    assert not torch.equal(one, other)
