"""What compile=True is made of, none of which needs a compiler; and what it says without one."""

import os
import subprocess
import sys

import pytest
import torch

from optimizers import blocks, eager, hoisting, rules
from parity import ROUNDINGS, Track

NO_COMPILER = """
import torch
from optimizers import torch_optim
p = torch.ones(100, requires_grad=True)
p.grad = torch.ones(100)
optimizer = torch_optim.Adam([p], compile=True)
try:
    optimizer.step()
except RuntimeError as error:
    print(error)
print(bool((p == 1).all()), len(optimizer.state))
optimizer.compile = False
optimizer.step()
print(bool((p != 1).all()))
"""


def test_without_a_compiler_the_error_says_so_and_nothing_changed(tmp_path):
    env = {**os.environ, "CXX": "/nowhere/g++", "TORCHINDUCTOR_CACHE_DIR": str(tmp_path)}
    env["PYTHONPATH"] = os.pathsep.join(sys.path)
    run = subprocess.run(
        [sys.executable, "-c", NO_COMPILER], env=env, capture_output=True, text=True
    )
    *message, unchanged, trained = run.stdout.splitlines()
    message = "\n".join(message)
    assert message.startswith("compile=True needs a working torch.compile with a C++ compiler")
    assert message.endswith("Nothing was updated; compile=False needs no compiler")
    assert (unchanged, trained) == ("True 0", "True")


@pytest.mark.parametrize(
    "shape", [(), (0,), (5,), (16,), (17,), (3, 5), (2, 0, 3), (2, 3, 4, 5), (1, 50)]
)
@pytest.mark.parametrize("size", [1, 4, 7, 16, 1000])
def test_blocks_cover_every_element_once(shape, size):
    seen = torch.zeros(shape)
    for part in blocks.blocks(shape, size):
        assert seen[part].numel() <= size
        seen[part] += 1
    assert (seen == 1).all()


def test_numbers_are_taken_out():
    """The kernel gets as many numbers as meet elements, and never a power."""

    def run(values, theta, g, m, v):
        lr, beta1, beta2, eps, decay = (values[i] for i in range(1, 6))
        eager.advance(
            lambda theta, g, m, v, t: rules.adamw(
                g, theta, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps, weight_decay=decay
            ),
            theta, g, m, v, t=values[0],
        )  # fmt: skip

    values = torch.tensor([3, 0.1, 0.9, 0.999, 1e-8, 0.5], dtype=torch.float64)
    tensors = [torch.rand(4, 16) for _ in range(4)]
    expected = [x.double() for x in tensors]
    once, each = hoisting.split(run, values, *[x.clone() for x in tensors])
    # beta, 1 - beta and 1 / (1 - beta**t), of both; lr, eps and lr * decay.
    numbers = once(values.tolist())
    assert len(numbers) == 9 and all(isinstance(x, float) for x in numbers)
    names = [str(node.target) for node in each.__self__.graph.nodes]
    assert not any("pow" in name for name in names) and sum("div" in name for name in names) == 1
    each(*torch.tensor(numbers), *tensors)
    run(values, *expected)
    track = Track()
    track.record([x.double() for x in tensors], expected)
    assert track.deviation <= ROUNDINGS[torch.float32]
