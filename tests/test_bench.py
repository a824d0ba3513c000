"""``make bench`` gives a whole report. What it measured is not tested: times differ."""

import re
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from optimizers import numpy_optim

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))
import bench  # noqa: E402

NUMBER = re.compile(r"[\d.,e+-]+%?")


def no_compiler(name, params):
    raise RuntimeError("compile=True needs a C++ compiler")


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The report of a quick run on a machine that can not compile, as lines; and its folder."""
    out = tmp_path_factory.mktemp("bench")
    with pytest.MonkeyPatch.context() as patch:

        def start(name, shape):
            return lambda: no_compiler(name, shape)

        patch.setitem(bench.CONTESTANTS, bench.COMPILED, start)
        bench.main(["--quick", "--rounds=1", f"--out={out}"])
    return (out / "report.md").read_text(encoding="utf-8").splitlines(), out


def test_every_optimizer_size_and_contestant_has_its_row(report):
    lines, _ = report
    titles = [line for line in lines if line.startswith("## ")]
    assert titles == [f"## {name}, {size}" for name in ("Adam", "AdamW") for size in bench.QUICK]
    for who in bench.CONTESTANTS:
        rows = [line for line in lines if line.startswith(f"| {who} |")]
        assert len(rows) == len(titles)
        for row in rows:
            cells = [cell.strip() for cell in row.strip("|").split("|")][1:]
            if who == bench.COMPILED:
                assert cells == ["did not run", "", "", ""]
            else:
                assert len(cells) == 4 and all(NUMBER.fullmatch(cell) for cell in cells), row


def test_it_says_why_something_did_not_run_and_what_it_ran_on(report):
    lines, _ = report
    assert any("did not run: compile=True needs a C++ compiler" in line for line in lines)
    assert any(f"torch {torch.__version__}" in line and "cores" in line for line in lines)


def test_the_rooflines_are_drawn(report):
    _, out = report
    for name in ("adam", "adamw"):
        assert (out / f"roofline-{name}.png").read_bytes().startswith(b"\x89PNG")


def test_the_yardstick_moves_what_a_step_must_move():
    run = bench.stream("Adam", (2, 3000))
    with bench.Traffic() as traffic:
        run()
    assert traffic.bytes == 28 * 2 * 3000


@pytest.mark.parametrize("name", ["Adam", "AdamW"])
def test_all_on_arrays_make_the_same_steps(name):
    """What is compared in speed computes the same."""
    made = []
    for make in (bench.ByHand, bench.AsWritten, lambda name, ps: getattr(numpy_optim, name)(ps)):
        params = [np.ones(5), np.full((2, 3), 2.0)]
        optimizer = make(name, params)
        for t in range(3):
            optimizer.step([np.full_like(p, 0.1 + t) for p in params])
        made.append(np.concatenate([p.ravel() for p in params]))
    np.testing.assert_allclose(made[1:], [made[0], made[0]], rtol=1e-13)


@pytest.mark.parametrize(("name", "expected"), [("Adam", 13), ("AdamW", 15)])
def test_operations_are_counted_from_the_rule(name, expected):
    # And one more, which takes the step.
    assert bench.operations(name) == expected + 1


def test_extra_memory_sees_what_a_step_allocates_and_frees():
    x = torch.ones(100_000)
    assert bench.extra_memory(lambda: x.add_(1), numpy=False) < 1000
    assert bench.extra_memory(lambda: (x + 1) + 1, numpy=False) >= 2 * x.nbytes
    y = x.numpy()
    assert y.nbytes <= bench.extra_memory(lambda: y + 1, numpy=True) < 2 * y.nbytes


def test_break_even_counts_steps():
    def row(seconds, first=0):
        return bench.Row(seconds, 1, 1, 0, first)

    rows = {bench.EAGER: row(0.3), bench.BASE: row(0.1), bench.COMPILED: row(0.2, first=10.2)}
    words = bench.break_even(rows)
    assert "took 10.0 s" in words
    assert "“ours” it breaks even after 100 steps" in words
    assert f"“{bench.BASE}” it breaks even never" in words
    assert bench.break_even({bench.EAGER: row(1)}) == "Nothing was compiled."
