"""Parameters that are shared out over processes as DTensors, as in FSDP2. Here with one process.

Not for `make mutants`, whose forked processes can not talk to others.
"""

import pytest
import torch
from torch.distributed.tensor import Shard, distribute_tensor

from optimizers import eager, torch_optim
from parity import ROUNDINGS, Track


@pytest.mark.parametrize("compile", [False, True])
def test_equals_torch(compile, monkeypatch, request):
    """Also compiled, where no kernel could tell where the parts lie."""
    if compile:
        request.getfixturevalue("compiler")
    monkeypatch.setattr(eager, "blocks", None)  # with several processes a block would be a copy
    torch.distributed.init_process_group(
        "gloo", store=torch.distributed.HashStore(), rank=0, world_size=1
    )
    try:
        mesh = torch.distributed.device_mesh.init_device_mesh("cpu", (1,))
        whole = [torch.randn(n, 3, dtype=torch.float64) for n in (1, 40, 90_000)]
        runs = [
            [torch.nn.Parameter(distribute_tensor(x, mesh, [Shard(0)])) for x in whole],
            [torch.nn.Parameter(x.clone()) for x in whole],
        ]
        optimizers = [
            torch_optim.AdamW(runs[0], lr=0.1, weight_decay=0.5, compile=compile),
            torch.optim.AdamW(runs[1], lr=0.1, weight_decay=0.5, foreach=False),
        ]
        for t in range(4):
            for k, (mine, theirs) in enumerate(zip(*runs, strict=True)):
                theirs.grad = torch.full_like(theirs, 0.3 * (t - 1)) + k
                mine.grad = distribute_tensor(theirs.grad, mesh, [Shard(0)])
            for optimizer in optimizers:
                optimizer.step()
        track = Track()
        track.record([x.detach().full_tensor() for x in runs[0]], [x.detach() for x in runs[1]])
        assert track.deviation <= ROUNDINGS[torch.float64]
    finally:
        torch.distributed.destroy_process_group()
