"""Training in several processes on one machine, each with a share of what training keeps.

The book's AdamW runs inside torch's ``ZeroRedundancyOptimizer``, which gives the state of each
parameter to one of the processes, or under ``fully_shard`` (FSDP), which cuts every tensor. The
processes talk over the machine's own network, by gloo.
"""

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

    A job is ``(model, x, y, way)``: ten steps on the ten parts of the data, each part shared out
    over the processes. The way is "stage 1" (of ZeRO), "FSDP", or "no exchange", which is stage 1
    without the mean of the gradients. For each job a process reports the ``bytes`` of the weights,
    the gradients and the state that it keeps, and all ``weights`` at the end. After stage 1 the
    first process reports the whole ``state`` too, as one process alone would save it.
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
            torch.load(Path(folder, f"{rank}.pt"), weights_only=False) for rank in range(processes)
        ]


def bytes_here(params, state):
    """Bytes in this process: weights, gradients, arrays of the state. A count of steps is none."""
    averages = (value for entry in state.values() for value in entry.values() if value.dim())
    kept = params, [param.grad for param in params], averages
    return [sum(_part(tensor).nbytes for tensor in tensors) for tensors in kept]


def _part(tensor):
    """What this process has of a tensor."""
    return tensor.to_local() if hasattr(tensor, "to_local") else tensor


def one_process(folder, rank, processes):
    """What one of the processes does."""
    from torch.distributed.fsdp import fully_shard
    from torch.distributed.optim import ZeroRedundancyOptimizer

    dist.init_process_group(
        "gloo", init_method=f"file://{folder}/meeting", rank=rank, world_size=processes
    )
    reports = []
    for model, x, y, way in torch.load(f"{folder}/jobs.pt", weights_only=False):
        if way == "FSDP":
            fully_shard(model, mesh=dist.init_device_mesh("cpu", (processes,)))
            optimizer = local = AdamW(model.parameters(), lr=0.01)
        else:
            optimizer = ZeroRedundancyOptimizer(model.parameters(), optimizer_class=AdamW, lr=0.01)
            local = optimizer.optim
        params = list(model.parameters())
        for batch, labels in zip(x.chunk(STEPS), y.chunk(STEPS), strict=True):
            mine = slice(rank, None, processes)  # every so many'th image of the batch
            optimizer.zero_grad()
            cross_entropy(model(batch[mine]), labels[mine]).backward()
            if way == "stage 1":
                for param in params:
                    dist.all_reduce(param.grad)
                    param.grad /= processes
            optimizer.step()
        whole = [param.full_tensor() if way == "FSDP" else param for param in params]
        report = {
            "bytes": bytes_here(params, local.state),
            "weights": [param.detach() for param in whole],
        }
        if way == "stage 1":
            optimizer.consolidate_state_dict(to=0)
            if rank == 0:
                report["state"] = optimizer.state_dict()
        reports.append(report)
    torch.save(reports, f"{folder}/{rank}.pt")
    dist.destroy_process_group()


if __name__ == "__main__":
    one_process(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
