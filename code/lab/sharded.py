"""Training in several processes on one machine, each with a share of the optimizer's state.

The book's AdamW runs inside torch's ``ZeroRedundancyOptimizer``, which gives the state of each
parameter to one of the processes. They talk over the machine's own network, by gloo.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import torch
import torch.distributed as dist
from torch.nn.functional import cross_entropy

from optimizers.torch_optim import AdamW

STEPS = 10


def train(jobs, processes=2):
    """Run every job in all processes at the same time. What each process reports, in their order.

    A job is ``(model, x, y, exchange)``: ten steps on the ten parts of the data, each part shared
    out over the processes. With ``exchange`` they average their gradients. For each job a process
    reports the ``bytes`` of the state that it keeps, and its ``weights`` at the end.
    """
    names = {name for _, name in socket.if_nameindex()}
    loopback = next((name for name in ("lo", "lo0") if name in names), None)
    here = {"GLOO_SOCKET_IFNAME": loopback} if loopback else {}
    with tempfile.TemporaryDirectory() as folder:
        torch.save(jobs, Path(folder) / "jobs.pt")
        running = [
            subprocess.Popen(
                [sys.executable, "-m", "lab.sharded", folder, str(rank), str(processes)],
                env={**os.environ, "OMP_NUM_THREADS": "1", **here},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            for rank in range(processes)
        ]
        for process in running:
            _, errors = process.communicate(timeout=100)
            if process.returncode:
                raise RuntimeError(errors)
        return [
            json.loads(Path(folder, f"{rank}.json").read_text(encoding="utf-8"))
            for rank in range(processes)
        ]


def state_bytes(state):
    """Bytes of the arrays in an optimizer's state; a count of steps is none."""
    return sum(v.nbytes for entry in state.values() for v in entry.values() if v.dim())


def one_process(folder, rank, processes):
    """What one of the processes does."""
    from torch.distributed.optim import ZeroRedundancyOptimizer

    dist.init_process_group(
        "gloo", init_method=f"file://{folder}/meeting", rank=rank, world_size=processes
    )
    reports = []
    for model, x, y, exchange in torch.load(f"{folder}/jobs.pt", weights_only=False):
        optimizer = ZeroRedundancyOptimizer(model.parameters(), optimizer_class=AdamW, lr=0.01)
        for batch, labels in zip(x.chunk(STEPS), y.chunk(STEPS), strict=True):
            mine = slice(rank, None, processes)  # every so many'th image of the batch
            optimizer.zero_grad()
            cross_entropy(model(batch[mine]), labels[mine]).backward()
            for param in model.parameters():
                if exchange:
                    dist.all_reduce(param.grad)
                    param.grad /= processes
            optimizer.step()
        reports.append(
            {
                "bytes": state_bytes(optimizer.optim.state),
                "weights": [param.tolist() for param in model.parameters()],
            }
        )
    Path(folder, f"{rank}.json").write_text(json.dumps(reports), encoding="utf-8")
    dist.destroy_process_group()


if __name__ == "__main__":
    one_process(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
